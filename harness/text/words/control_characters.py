"""Characters that do not show: taken out for terminals, named for reports.

Engines' output and other people's files are not to be trusted: an escape sequence can rewrite a
terminal, a bidirectional override makes one line read as another, and neither shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import name

import regex

# A joiner is part of the writing between letters (Persian, Hindi) and between emoji.
_JOINING = r"""
    (?<= [\p{L}\p{M}] ) [\u200C\u200D] (?= [\p{L}\p{M}] )
  | (?<= [\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F] )
    \u200D
    (?= \p{Extended_Pictographic} )
"""
# Controls, lone surrogates, and all that Unicode calls ignorable in display: bidirectional
# controls, zero-width characters, soft hyphens, tags, fillers. A variation selector changes the
# look of the character before it, so it does show.
_HIDDEN = r"[[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\uFE00-\uFE0F\u200C\u200D]]"

# ── for terminals ───────────────────────────────────────────────────────────────────────────────

# ECMA-48, the longest forms first, so that no parameters are left behind as text: control
# sequences; strings (titles, links) up to their terminator; short escapes.
_ESCAPES = regex.compile(
    r"""
      (?: \x1B\[ | \x9B ) [\x30-\x3F]* [\x20-\x2F]* [\x40-\x7E]
    | (?: \x1B [PX\]^_] | [\x90\x98\x9D-\x9F] ) [^\x07\x1B\x9C\n]* (?: \x07 | \x1B\\ | \x9C )
    | \x1B [\x20-\x2F]* [\x30-\x7E]
    """,
    regex.VERBOSE,
)
_BLANK_CONTROLS = regex.compile(r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
_HIDDEN_CHARACTERS = regex.compile(_HIDDEN, regex.VERSION1)
_IDLE_JOINERS = regex.compile(rf"(?! {_JOINING} ) [\u200C\u200D]", regex.VERBOSE | regex.VERSION1)


def strip_controls(text: str) -> str:
    """`text` as one line that is safe to print on a terminal.

    Escape sequences, C0 and C1 controls, bidirectional controls, lone surrogates and zero-width
    characters are taken out; joiners stay between letters and in emoji. Line breaks and tabs become
    one space each, so that words stay apart and no text can pretend to be a line of ours.
    """
    bare = _BLANK_CONTROLS.sub(" ", _ESCAPES.sub("", text))
    stripped: str = _IDLE_JOINERS.sub("", _HIDDEN_CHARACTERS.sub("", bare))
    return stripped


def name_controls(text: str) -> str:
    """As `strip_controls`, but what is taken out is named in its place: `<U+200E>5`."""
    return strip_controls(_HIDDEN_CHARACTERS.sub(lambda found: f"<U+{ord(found[0]):04X}>", text))


# ── for reports ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RevealedPiece:
    """Some text as it stands; or one invisible character, and then `name` says which.

    `name` is in Unicode's manner: `U+202E RIGHT-TO-LEFT OVERRIDE`.
    """

    text: str
    name: str | None = None


_REVEALED = regex.compile(
    rf"(?P<shows> {_JOINING} | \n ) | {_HIDDEN} | [\u200C\u200D] | [\p{{Z}}--\ ]",
    regex.VERBOSE | regex.VERSION1,
)

# Controls have no name of their own in Unicode, only aliases; these are the ones that occur.
_ALIASES = {
    "\x00": "NULL",
    "\x07": "ALERT",
    "\x08": "BACKSPACE",
    "\t": "TAB",
    "\n": "LINE FEED",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    "\ufeff": "BYTE ORDER MARK",
}


def reveal(text: str) -> tuple[RevealedPiece, ...]:
    """`text` in pieces, each invisible character in a piece of its own, with its name.

    Law: the pieces' texts rebuild `text`. Invisible are controls (tabs too), lone surrogates,
    bidirectional and zero-width characters, soft hyphens, and every space but the common one.
    Line feeds, and joiners between letters and in emoji, do their visible work and stay text.
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[RevealedPiece]:
    start = 0
    for found in _REVEALED.finditer(text):
        if found["shows"]:
            continue
        if start < found.start():
            yield RevealedPiece(text[start : found.start()])
        yield RevealedPiece(found.group(), _name(found.group()))
        start = found.end()
    if start < len(text):
        yield RevealedPiece(text[start:])


def _name(character: str) -> str:
    known = _ALIASES.get(character) or name(character, "UNNAMED CHARACTER")
    return f"U+{ord(character):04X} {known}"
