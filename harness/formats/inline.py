"""Inline codes: taken out of a text when it is read, put back when it is written.

Formatting (`<i>`, `**`) is taken out. Placeholders and code (`{name}`, `%s`) are no formatting:
they stay in the text, where detectors compare them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from harness.core.values import CodeKind, InlineCode, WordPairs
from harness.formats.by_links import by_links

# A word; a sign of a script that is written without spaces counts as one.
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
    r"|[^\s\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)


# Of bounded length: each of many braces is looked for an end.
_TEMPLATE = re.compile(r"\{\{.{0,400}?\}\}|\$\{.{0,400}?\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A code as it stands in a file. `name` joins an opening code with the closing one."""

    kind: CodeKind
    raw: str
    name: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A text without its codes, and the codes with their places in it."""

    text: str
    codes: tuple[InlineCode, ...] = ()


def has_words(text: str) -> bool:
    """Whether there is a letter in a text, besides what templates put there."""
    return any(sign.isalpha() for sign in _TEMPLATE.sub("", text))


def coded(pieces: Iterable[str | Mark]) -> Coded:
    """Pieces of text and codes in their order, as one text with codes.

    A closing code belongs to the last opening one of its name that is still open.
    """
    texts: list[str] = []
    codes: list[InlineCode] = []
    still_open: list[tuple[str, int]] = []  # name, number of the code
    at = 0
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            at += len(piece)
            continue
        made = InlineCode(at, piece.kind, piece.raw, shown=piece.shown)
        if piece.kind is CodeKind.OPEN:
            still_open.append((piece.name, len(codes)))
        elif piece.kind is CodeKind.CLOSE:
            pair = next((each for each in reversed(still_open) if each[0] == piece.name), None)
            if pair is not None:
                still_open.remove(pair)
                made = replace(made, pair=str(pair[1] + 1))
                codes[pair[1]] = replace(codes[pair[1]], pair=made.pair)
        codes.append(made)
    return Coded("".join(texts), tuple(codes))


def raw(content: Coded, written: Callable[[str], str]) -> str:
    """The text as a file holds it: codes as they are, what stands between as `written` makes it."""
    pieces: list[str] = []
    end = 0
    for code in content.codes:
        pieces += (written(content.text[end : code.at]), code.raw)
        end = code.at
    return "".join((*pieces, written(content.text[end:])))


def carried(old: Coded, text: str, pairs: WordPairs = ()) -> Coded:
    """The codes of `old` in another text, its translation.

    Where links between the words are given (`pairs`), codes follow their words. Else they stay in
    their order: codes at an end stay there. A pair around words that the new text has, too, stands
    around these; any other code stands at the share of words of its line, or of the text where
    lines were joined or cut, at which it stood before.
    """
    if text == old.text or not old.codes:
        return Coded(text, old.codes)
    if (linked := by_links(old.text, old.codes, text, pairs)) is not None:
        return Coded(text, linked)
    closings = {code.pair: code for code in old.codes if code.kind is CodeKind.CLOSE and code.pair}
    found: dict[str, int] = {}  # pair -> where it ends
    opened: dict[str, int] = {}  # pair -> where it begins
    made: list[InlineCode] = []
    at = 0
    for code in old.codes:
        if code.kind is CodeKind.CLOSE and code.pair in found:
            place = found[code.pair]
        else:
            place = _place(code, old.text, text)
        if code.kind is CodeKind.OPEN and code.pair in closings and code.at > 0:
            covered = old.text[code.at : closings[code.pair].at]
            start = text.find(covered, at) if covered.strip() else -1
            if start >= 0:
                place, found[code.pair] = start, start + len(covered)
        if code.kind is CodeKind.CLOSE and code.pair and place <= opened.get(code.pair, -1):
            word = _WORDS.search(text, at)  # a pair around words stays around one
            place = word.end() if word else place
        at = max(at, place)
        if code.kind is CodeKind.OPEN and code.pair:
            opened[code.pair] = at
        made.append(replace(code, at=at))
    return Coded(text, tuple(made))


def _place(code: InlineCode, old: str, new: str) -> int:
    """Where a code stands in `new`: in the same line, if both have as many lines."""
    if old.count("\n") != new.count("\n"):
        return _share(code.at, code.kind, old, new)
    line = old.count("\n", 0, code.at)
    lines = new.split("\n")
    start = sum(len(each) + 1 for each in lines[:line])
    within = code.at - (old.rfind("\n", 0, code.at) + 1)
    return start + _share(within, code.kind, old.split("\n")[line], lines[line])


def _share(at: int, kind: CodeKind, old: str, new: str) -> int:
    """The place in `new` with the same share of words before it as `at` has in `old`."""
    if not old[:at].strip():
        return len(new) - len(new.lstrip()) if at else 0
    if not old[at:].strip():
        return len(new) if at == len(old) else len(new.rstrip())
    words = list(_WORDS.finditer(new))
    number = round(len(_WORDS.findall(old[:at])) * len(words) / len(_WORDS.findall(old)))
    # An opening code stands before the next word, a closing one behind the last.
    if kind is CodeKind.CLOSE or old[at].isspace():
        return words[number - 1].end() if number else len(new) - len(new.lstrip())
    return words[number].start() if number < len(words) else len(new.rstrip())
