"""Press releases of the United States government as plain text, one a file or one a line.

Left out: releases that may quote a newspaper, a wire service or an interview, which are not the
government's own; the first sentence, which has the headline and the place before it; lines too
short for a paragraph; contact data; words run together; what many releases repeat; and releases
that lost their apostrophes, unless all of a source did (`unmarked`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from formats._prose import whole_sentences

PARAGRAPH = 200  # characters: shorter lines are headings, addresses or wrapped in the middle
APOSTROPHES = 1 / 250  # a word: with fewer of them, a release has lost them
ALIKE = 12  # sentences that may begin, or end, with the same words
SAME = 4  # how many words that are

_QUOTES_OTHERS = re.compile(
    r"\b(?:associated press|reuters|bloomberg|staff writer|reprinted|op-?ed|editorials?|columns?"
    r"|columnist|published in|appeared in|originally|copyright|interview|transcript)|©"
    r"|\b(?-i:AP|Times|Post|Herald|Tribune|Gazette|Journal|News|Dispatch|CNN|NPR)\b"
    r"|\b(?-i:By [A-Z][a-z]+ [A-Z][a-z]+[,:])|^Q: ",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_PROSE = re.compile(
    r"\d{3}[-./) ]+\d{4}|\.(?:gov|com|org|net)\b|contact|click|press release|immediate release"
    r"|following|attached|enclosed|below|full text|full letter|--|``|''"
    r"|^none |^\w\. ",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"[a-z](?<!\bMc)[A-Z]|[a-z][.:,;!?][A-Za-z]|:[A-Z]")
_JOINED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z])")  # paragraphs
_GAP = re.compile(r"(?<=[\w,]) {2,}(?=[\w$])")  # where a mark was
_GAP_SIGN = " | "  # no whole sentence has it
_AFTER_PLURAL = (
    "a about after against all an and are as at before between but by can could did during for "
    "from had has have in into is may must not of on or over shall should than that the their "
    "this through to under until was were when where which while who will with within would"
)
_LOST = re.compile(
    r"\w[^\Wsui]s(?<!\bwas)(?<!\bhas) "  # "the banks customers", but also "it serves customers"
    rf"(?!(?:{_AFTER_PLURAL.replace(' ', '|')})\b)"
    r"|\b(?i:dont|wont|cant|isnt|didnt|doesnt|wasnt|werent|todays|its|(?:child|wom|m)ens)\b"
    r"|, (?:said|says|stated|added|continued|announced)\b"
)


def sentences(
    files: Sequence[Path], language: str, *, one_a_line: bool = False, unmarked: bool = False
) -> Iterator[str]:
    """Whole sentences of the releases.

    Args:
        files: the releases.
        language: of all of them.
        one_a_line: every line of a file is a release, not every file.
        unmarked: all releases have lost their apostrophes, quotation marks and dashes. A sentence
            is used where none seems to be missing: no word in -s stands before a noun or a verb.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for release in _releases(files, one_a_line):
        if not _QUOTES_OTHERS.search(release) and (unmarked or _has_apostrophes(release)):
            for sentence in _own(release, language, unmarked):
                words = ("", *sentence.split(), "")
                ends = words[: SAME + 1], words[-SAME - 1 :]
                seen.update(ends)
                if all(seen[end] <= ALIKE for end in ends):
                    yield sentence


def _releases(files: Sequence[Path], one_a_line: bool) -> Iterator[str]:
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from text.split("\n") if one_a_line else [text]


def _has_apostrophes(release: str) -> bool:
    return release.count("'") + release.count("’") > APOSTROPHES * len(release.split())


def _own(release: str, language: str, unmarked: bool) -> Iterator[str]:
    lines = (line for line in release.split("\n") if len(line) >= PARAGRAPH)
    plain = (_JOINED.sub(" ", _GAP.sub(_GAP_SIGN, line)) for line in lines)
    found = chain.from_iterable(whole_sentences(line, language) for line in plain)
    for sentence in islice(found, 1, None):
        unfit = _NOT_PROSE.search(sentence) or _TOGETHER.search(sentence)
        if not unfit and not (unmarked and _LOST.search(sentence)):
            yield sentence
