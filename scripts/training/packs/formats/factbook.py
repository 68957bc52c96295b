"""Editions of the CIA World Factbook as SQL inserts (gzip), one row a field of a country.

Only running text is taken: whole sentences out of the fields that hold prose. The Factbook writes
surnames in capitals ("Charles DE GAULLE"); they are given back their small letters, acronyms stay.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import folded, is_whole, whole_sentences

_ROW = re.compile(r"^\s*\(\d+, \d+, \d+, N'((?:[^']|'')*)', N'((?:[^']|'')*)'\)[,;]$")
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{3,}(?:-[A-ZÀ-Þ]{2,})*(?!\w)")
_NAME_BEFORE = re.compile(r"\b(?:[A-ZÀ-Þ][a-zà-ÿ'’-]+|[A-Z]\.|DE|LA|EL|AL|VAN|BIN|DOS|DA) $")
_PARTICLE = re.compile(r"\b(DE|LA|EL|AL|VAN|VON|BIN|DOS|DA|DI|LE)(?=[ -][A-ZÀ-Þ][a-zà-ÿ])")
_LABEL = re.compile(r"^(?:note|[a-z][a-z ]{0,30}): ", re.IGNORECASE)
_TABLE = re.compile(r"^\d|country comparison| est\.\)$|\d+(?:\.\d+)?%, [^,]+ \d+(?:\.\d+)?%,")
_DATED = re.compile(r" ?\((?:\w+ )?\d{4}(?: est\.)?\)(?=\.?$)")


def sentences(files: Sequence[Path], language: str, *, skip: Sequence[str] = ()) -> Iterator[str]:
    """Sentences of the prose fields, newest file last; `skip` names fields that are left out."""
    seen: set[str] = set()
    kept: list[str] = []
    for path in files:
        for field, content in _rows(path):
            if field in skip:
                continue
            for sentence in whole_sentences(content, language):
                plain = _DATED.sub("", _LABEL.sub("", sentence))
                start = " ".join(plain.split()[:7])  # later editions reword the end of a sentence
                if not is_whole(plain) or plain.count(";") > 1 or _TABLE.search(plain):
                    continue
                if start not in seen:
                    seen.add(start)
                    kept.append(plain)
    surnames = _surnames(kept)
    for sentence in kept:
        yield _small_letters(sentence, surnames)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if row := _ROW.match(line.rstrip()):
                yield row[1].replace("''", "'"), folded(row[2].replace("''", "'"))


def _surnames(texts: Sequence[str]) -> frozenset[str]:
    """Words in capitals that mostly follow a given name: no acronym does."""
    after_name: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text in texts:
        for match in _CAPITALS.finditer(text):
            total[match.group()] += 1
            after_name[match.group()] += bool(_NAME_BEFORE.search(text[: match.start()]))
    return frozenset(word for word, count in total.items() if after_name[word] > 0.5 * count)


def _small_letters(text: str, surnames: frozenset[str]) -> str:
    named = _CAPITALS.sub(
        lambda match: match.group().title() if match.group() in surnames else match.group(), text
    )
    return _PARTICLE.sub(lambda match: match.group().capitalize(), named)
