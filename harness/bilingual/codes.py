"""Inline codes: what stands around and between the words of the source must be in the translation.

Codes are compared as lists by what they are in the file, never through an engine.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from harness.bilingual.pair import Pair, made
from harness.core.values import Category, CodeKind, InlineCode, Issue
from harness.text.words.quoting import quoted

# Ids and numbers that a tool gives anew to the codes of each side.
_NUMBERED = re.compile(r"""\s(?:id|i|x|rid|startRef|dataRef\w*|pos)\s*=\s*("[^"]*"|'[^']*')""")
_BLANK = re.compile(r"\s+")


def codes(pair: Pair) -> Iterator[Issue]:
    """Codes that the translation lost or added, and pairs of them in an order that is no pair."""
    target = pair.unit.target
    if target is None or not (pair.unit.codes or target.codes):
        return
    ours, theirs = _no_text(pair.unit.codes), _no_text(target.codes)
    here, there = _counted(ours), _counted(theirs)
    kept = {_key(code) for code in ours if not code.may_drop}
    for key in here - there:
        if key in kept:
            yield _issue("lost", key, pair.unit.codes, "is missing in the translation")
    for key in there - here:
        yield _issue("added", key, target.codes, "is in the translation, and not in the source")
    if here == there and _unpaired(target.codes) and not _unpaired(pair.unit.codes):
        yield made(
            "codes.disordered",
            Category.TAG,
            "The inline codes of the translation stand in an order in which they do not pair up.",
        )


def _no_text(listed: Sequence[InlineCode]) -> list[InlineCode]:
    """Without what stands for words of the text: these are compared as text."""
    return [c for c in listed if c.kind is not CodeKind.PROTECTED or not c.shown.strip()]


def _counted(listed: Sequence[InlineCode]) -> Counter[tuple[str, str]]:
    return Counter(map(_key, listed))


def _key(code: InlineCode) -> tuple[str, str]:
    """What a code is, whatever number it has on its side."""
    raw = _BLANK.sub(" ", _NUMBERED.sub("", code.raw)).strip()
    pair = code.pair if code.kind is CodeKind.ALONE and code.pair else ""
    return code.kind.value, f"{raw}{pair}"


def _issue(what: str, key: tuple[str, str], listed: Sequence[InlineCode], how: str) -> Issue:
    code = next(each for each in listed if _key(each) == key)
    shown = code.shown or code.raw
    return made(
        f"codes.{what}",
        Category.TAG,
        f"The inline code {quoted(shown)} {how}.",
        evidence=(("code", code.raw),),
    )


def _unpaired(listed: Sequence[InlineCode]) -> bool:
    """Whether a code closes what is not open, or one stays open."""
    opened = 0
    for code in listed:
        opened += (code.kind is CodeKind.OPEN) - (code.kind is CodeKind.CLOSE)
        if opened < 0:
            return True
    return opened != 0
