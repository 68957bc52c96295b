"""Apertium's stream format: text in, text out, and what the marks on words say.

Ports `apertium-destxt` and `apertium-retxt` of Apertium 3.8 (their rules are in
`txt-format.xml`), which cannot be kept running from one segment to the next. Tests compare both
with the programs.
"""

import re

import regex

_BLANK = " \n\t\r~"
_FORMAT = re.compile(r"(?P<blank>[ \n\t\r~]+)|(?P<reserved>[\[\]{}^$@<>/\\])")
_STREAM = re.compile(r"\.\[\]|\\(?P<kept>[\[\]{}^$@<>/\\])|[\[\]]")

# `*` not in the analyser's dictionary, `@` not in the bilingual one, `#` not in the generator's.
_MARKS = "*@#"
_WORD = regex.compile(r"(?<word>[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*)")
_MARKED_WORD = regex.compile(rf"[{_MARKS}]{_WORD.pattern}")


def deformat(text: str) -> str:
    """Plain text in stream format, ending as `apertium-destxt` ends a file.

    Reserved characters are escaped; blanks other than a single space become superblanks, which
    come back as they were; `.[]` ends a paragraph, so that its last word is not held back. NUL,
    which would end the segment, is dropped (the program drops it too).
    """
    text = text.replace("\0", "")
    end = len(text.rstrip(_BLANK))
    return _FORMAT.sub(_escape, text[:end]) + ".[]" + _superblank(text[end:])


def reformat(stream: str) -> str:
    """Plain text again: `apertium-retxt`."""
    return _STREAM.sub(lambda match: match["kept"] or "", stream)


def marked_words(marked: str, plain: str) -> tuple[str, ...]:
    """The words that stand behind a mark in `marked`, in order.

    `marked` is what Apertium writes by default, `plain` the same with `apertium -u`. A mark is
    what only the first one has; a `*`, `@` or `#` of the source stands in both, and is none.
    Blind to the length of a multiword: only the word next to the mark is named. Where the two
    differ by more than marks (the post-generator may join words that carry none), every sign
    before a word is taken for a mark.
    """
    places = _mark_places(marked, plain)
    if places is None:
        return tuple(str(match["word"]) for match in _MARKED_WORD.finditer(marked))
    words = (_WORD.match(plain, place) for place in places)
    return tuple(str(word.group()) for word in words if word)


def _mark_places(marked: str, plain: str) -> list[int] | None:
    """Where in `plain` each mark of `marked` would stand; None if more than marks differs."""
    places = []
    place = 0
    for character in marked:
        if place < len(plain) and character == plain[place]:
            place += 1
        elif character in _MARKS:
            places.append(place)
        else:
            return None
    return places if place == len(plain) else None


def _escape(match: re.Match[str]) -> str:
    if match["reserved"]:
        return "\\" + match.group()
    blank = match.group()
    ends_paragraph = "\n\n" in blank or "\r\n\r\n" in blank
    return (".[]" if ends_paragraph else "") + _superblank(blank)


def _superblank(blank: str) -> str:
    return blank if blank in ("", " ") else f"[{blank}]"
