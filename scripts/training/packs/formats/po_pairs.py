"""Gettext translations (`.po`) of documentation: every message is a paragraph.

reStructuredText and Markdown are read as the text they show; messages with code in them are left
out where nothing readable remains. Fuzzy and untranslated messages are no pairs.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import sentence_pairs

_FIELD = re.compile(r"^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? ")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Sentence pairs of all finished messages."""
    for path in files:
        for english, spanish in _messages(path):
            yield from sentence_pairs(shown(english), shown(spanish))


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        fields: dict[str, str] = {}
        name = ""
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        for line in lines:
            if start := _FIELD.match(line):
                name = start[1]
            if not line.startswith("#") and (text := _QUOTED.search(line)):
                fields[name] = fields.get(name, "") + text[1]
        if fields.get("msgid") and fields.get("msgstr") and "msgid_plural" not in fields:
            yield _unescaped(fields["msgid"]), _unescaped(fields["msgstr"])


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": " "}.get(match[1], match[1]), text)
