"""Books as Project Gutenberg's plain text: what lies between the marks, hard lines joined.

Left out: headings, verse, tables and lists (indented or spaced-out lines), pictures' captions,
notes and their numbers, page numbers. "--" becomes a dash, `_emphasis_` loses its marks.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import whole_sentences

_FIRST = re.compile(r"^\*\*\* ?START OF (?:THIS|THE) PROJECT GUTENBERG.*$", re.MULTILINE)
_OLD_FIRST = re.compile(r"^\*END\*? ?THE SMALL PRINT.*$", re.MULTILINE)
_LAST = re.compile(r"^(?:\*\*\* ?END OF|End of (?:the )?Project Gutenberg)", re.MULTILINE)
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}", re.DOTALL)  # captions, notes, page numbers
_EMPHASIS = re.compile(r"(?<!\w)[_=+]+(?=\S)|(?<=\S)[_=+]+(?!\w)")
_DASH = re.compile(r" ?(?:--+|—+) ?")
_NOTE_NUMBER = re.compile(r"(?<=[a-z][.,;])\d{1,3}(?=\s)")
_REFERENCE = re.compile(r" ?\((?:see|q\.v\.|fig|plate|cf\.|vol\.|p\.|pp\.)[^()]*\)", re.I)
_CITATION = re.compile(
    r"\b(?:pp?|vols?|ed|edit|cit|op|ibid|chap|ch|fig|figs)\. ?[\dcivx]|^See\b|courtesy of", re.I
)
_PER_CENT = re.compile(r"\bper cent\.(?= [^A-Z])")
_SHIFTED = re.compile(r"\S {2,}\S.* {2,}\S")  # columns
_CREDIT = re.compile(r"transcriber|gutenberg|copyright|proofread|^(?:fig|plate|see)\b", re.I)
_INDENT = 3


def sentences(files: Sequence[Path], language: str, *, most_indent: int = _INDENT) -> Iterator[str]:
    """Whole sentences of every book; blocks indented deeper than `most_indent` are skipped."""
    for path in files:
        body = _BRACKETS.sub(" ", _body(_decoded(path)))
        for block in re.split(r"\n\s*\n", body):
            lines = block.strip("\n").split("\n")
            if _is_running_text(lines, most_indent):
                for sentence in whole_sentences(_joined_lines(lines), language):
                    if not _CITATION.search(sentence):
                        yield sentence


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n")


def _body(text: str) -> str:
    first = _FIRST.search(text) or _OLD_FIRST.search(text)
    start = first.end() if first else 0
    last = _LAST.search(text, start)
    return text[start : last.start() if last else len(text)]


def _is_running_text(lines: Sequence[str], most_indent: int) -> bool:
    if _CREDIT.search(lines[0]) or any(_SHIFTED.search(line) for line in lines):
        return False
    indents = [len(line) - len(line.lstrip()) for line in lines[1:] or lines]
    return min(indents) <= most_indent and sum(map(len, lines)) > 40


def _joined_lines(lines: Sequence[str]) -> str:
    text = " ".join(line.strip() for line in lines)
    text = _EMPHASIS.sub("", _DASH.sub("—", text))
    return _PER_CENT.sub("per cent", _REFERENCE.sub("", _NOTE_NUMBER.sub("", text)))
