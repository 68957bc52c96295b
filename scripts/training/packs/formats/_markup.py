"""reStructuredText, Markdown and AsciiDoc inside a paragraph, as the text that a reader sees."""

import re

from formats._parallel import LOST
from formats._prose import without_tags

_SHOWN = (
    (re.compile(r"\[\.[\w-]+\]#([^#]+)#"), r"\1"),  # AsciiDoc: [.role]#text#
    (re.compile(r"\bman:([\w.-]+)\[(\d\w*)\]"), r"\1(\2)"),
    (re.compile(r"\b(?:package|git):[\w/.{}-]+\[\]"), LOST),
    (re.compile(r"\b(?:crossref:[\w/.-]+\[[^\],]*,|(?:link|mailto):[^\s\[]*\[)([^\]]+)\]"), r"\1"),
    (re.compile(r"(?:\bcrossref:|\blink:|<?\w+://)[^\s\[]*\[\]|<<[^>]*>>|`?\+[^+]+\+`"), LOST),
    (re.compile(r"\bhttps?://[^\s\[]*\[([^\]]+)\]"), r"\1"),
    (re.compile(r"<!--.*?-->|\{:?[%{].*?[%}]?\}|\{#.*?\}", re.DOTALL), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), LOST),
    (re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),  # [text](address)
    (re.compile(r":\w+(?::\w+)*:`([^`<]+?) ?<[^>`]*>`"), r"\1"),  # :ref:`text <target>`
    (re.compile(r"`([^`<]+?) ?<[^>`]*>`_{0,2}"), r"\1"),  # `text <address>`_
    (re.compile(r":(?:abbr|term|dfn|guilabel|menuselection):`([^`]+)`"), r"\1"),
    (re.compile(r":\w+(?::\w+)*:`[^`]+`|``?[^`]+``?_{0,2}"), LOST),
    (re.compile(r"\|\w+\||%\(\w+\)s|%[sd]|\{[\w ]*\}|\[#?\w+\]_|<?\w+://\S+"), LOST),
    (re.compile(r"(?<!\w)(\*{1,3}|_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([*_`~#\[\]()])"), r"\1"),
)


def shown(text: str) -> str:
    """`text` without markup; what is code, an address or a placeholder becomes `LOST`."""
    for pattern, replacement in _SHOWN:
        text = pattern.sub(replacement, text)
    return without_tags(text)
