"""Texts of web sites in Fluent (`.ftl`), paired by message: names of products are put in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import LOST, counterparts, sentence_pairs

_MESSAGE = re.compile(r"^(-?[a-zA-Z][\w-]*) = ?(.*)$")
_TERM = re.compile(r"\{ *(-[\w-]+) *\}")
_VARIABLE = re.compile(r"\{[^{}]*\}")
_ELEMENT = re.compile(r"</?[A-Za-z]\w*[^>]*>")


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the messages that both languages have: see `counterparts`."""
    messages = {path: dict(_messages(path)) for path in files}
    foreign = {path for path in messages if re.search(spanish, path.as_posix())}
    terms = _terms(found for path, found in messages.items() if path not in foreign)
    translated_terms = terms | _terms(messages[path] for path in foreign)
    for original, translated in counterparts(files, spanish=spanish, english=english):
        for key, translation in messages[translated].items():
            if text := messages[original].get(key):
                yield from sentence_pairs(
                    _plain(text, terms), _plain(translation, translated_terms)
                )


def _terms(files: Iterable[dict[str, str]]) -> dict[str, str]:
    """The names of products, which a message may refer to."""
    return {key: text for messages in files for key, text in messages.items() if key[0] == "-"}


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    name, text = "", ""
    for line in path.read_text("utf-8").splitlines():
        if start := _MESSAGE.match(line):
            if name:
                yield name, text
            name, text = start[1], start[2]
        elif line[:1] in {" ", "\t"} and not line.strip().startswith("."):
            text += f" {line.strip()}"
    if name:
        yield name, text


def _plain(text: str, terms: dict[str, str]) -> str:
    named = _TERM.sub(lambda term: terms.get(term[1], LOST), text)
    return shown(_ELEMENT.sub("", _VARIABLE.sub(LOST, named)))
