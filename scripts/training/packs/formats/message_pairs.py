"""Messages in JSON, with the same keys in a file a language: texts in Markdown or HTML."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import counterparts, sentence_pairs

_INSIDE = re.compile(r"</?(?!li|p|br|ul|ol|h\d)\w+>")


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the files that exist in both languages: see `counterparts`."""
    for original, translation in counterparts(files, spanish=spanish, english=english):
        ours, theirs = (_messages(path) for path in (original, translation))
        for place, text in ours.items():
            if place in theirs:
                yield from sentence_pairs(text, theirs[place])


def _messages(path: Path) -> dict[str, str]:
    found = _flat(json.loads(path.read_text("utf-8")), "")
    return {place: shown(_INSIDE.sub("", text)) for place, text in found}


def _flat(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text with the keys that lead to it; what tools say beside a message is left out."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict) and "defaultMessage" in value:
        yield from _flat(value["defaultMessage"], place)
    elif isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in parts:
            yield from _flat(inner, f"{place}/{key}")
