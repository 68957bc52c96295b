"""Notices in 25 languages, each with twelve changes: `notices.txt`, written for this project.

A line is a language and the sentences of a notice, parted by "|". `{city:Bremen|Rostock}` is a word
and what it becomes in the case of that name. `month:` and `fmt:` replace in the whole text.
No native speaker has read them.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.core.values import Severity
from harness.testing import LanguageCase

NOTICES = Path(__file__).with_name("notices.txt")
EXPECTED = {
    **{"city": "entity|word", "name": "entity|word", "modal": "modality|word|negation"},
    **{"weekday": "date-time", "month": "date-time|number", "time": "date-time"},
    **{"num": "number", "cur": "currency", "unit": "unit", "neg": "negation"},
    **{"drop": "omission", "fmt": "quiet"},
}
SEVERE = {"weekday", "month", "time", "num", "cur", "unit", "neg", "drop"}
_CHOICE = re.compile(r"\{(\w+):([^|}]*)\|([^}]*)\}")
_PARTS = re.compile(r"(?:\{[^}]*\}|[^|{])+")
_WITHOUT_SPACES = ("zh", "ja")


def cases() -> Mapping[str, Mapping[str, LanguageCase]]:
    """By language and kind of change."""
    lines = NOTICES.read_text("utf-8").splitlines()
    return {line.split("|", 1)[0]: dict(_cases(line)) for line in lines}


def _cases(line: str) -> Iterator[tuple[str, LanguageCase]]:
    language, *parts = _PARTS.findall(line)
    sentences = [part for part in parts if not part.startswith(("fmt:", "month:"))]
    others = dict(part.split(":", 1) for part in parts if part.startswith(("fmt:", "month:")))
    gap = "" if language in _WITHOUT_SPACES else " "
    one = _told(gap.join(sentences))
    changed = {kind: _told(gap.join(sentences), kind) for kind in _kinds(gap.join(sentences))}
    changed["drop"] = _told(gap.join([sentences[0], *sentences[2:]]))
    changed |= {kind: _replaced(one, pairs) for kind, pairs in others.items()}
    for kind, other in changed.items():
        least = Severity.CRITICAL if kind in SEVERE else Severity.MAJOR
        yield kind, LanguageCase(one, other, EXPECTED[kind], least)


def _kinds(text: str) -> list[str]:
    return [match[1] for match in _CHOICE.finditer(text)]


def _told(text: str, changed: str = "") -> str:
    return _CHOICE.sub(lambda choice: choice[3] if choice[1] == changed else choice[2], text)


def _replaced(text: str, pairs: str) -> str:
    for pair in pairs.split(";"):
        old, new = pair.split("=")
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
