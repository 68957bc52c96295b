"""Posts in Markdown with a YAML head (government blogs): the running text of each post.

Left out: the head, headings, lists of keywords, tables, code, quoted blocks, pictures, template
tags, HTML blocks. Links keep their words.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import folded, paragraphs, whole_sentences

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_TEMPLATE = re.compile(r"\{[%{].*?[%}]\}|\{:.*?\}|<!--.*?-->|\[\^\w+\]:?", re.DOTALL)
_QUIET = re.compile(r"<(script|style|table|figure|iframe)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|ul|ol|h\d|br|blockquote|aside|section)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])")
_STRONG = re.compile(r"(\*\*\*|\*\*|\*|(?<!\w)__|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_OTHER = re.compile(r"^\s*(?:#|>|\||=+\s*$|-+\s*$|\{)|^ {8}")


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Whole sentences of every post."""
    for path in files:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        for paragraph in paragraphs(_lines(text)):
            yield from whole_sentences(_inline(paragraph), language)


def _lines(text: str) -> Iterator[str]:
    body = _TEMPLATE.sub(" ", _QUIET.sub("\n\n", _FENCE.sub("", _HEAD.sub("", text))))
    for line in _BLOCK_TAG.sub("\n\n", body).split("\n"):
        if _ITEM.match(line):
            yield ""
            yield _ITEM.sub("", line)
        elif _OTHER.match(line):
            yield ""
        else:
            yield line


def _inline(paragraph: str) -> str:
    text = _TAG.sub("", _LINK.sub(r"\1", _PICTURE.sub("", paragraph)))
    text = html.unescape(_STRONG.sub(r"\2", text)).replace("`", "").replace("\\", "")
    return folded(text)
