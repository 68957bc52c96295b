"""Texts of others, fit for one line of a terminal: what `print` shows of values."""

_LONGEST = 80
_JOINERS = "\u200c\u200d"  # part of the writing in Persian and Hindi


def one_line(text: str, longest: int = _LONGEST) -> str:
    """`text` without line breaks, controls and what else does not show; cut where it is long."""
    shown = "".join(c if c.isprintable() or c in _JOINERS else " " for c in text[: 4 * longest])
    line = " ".join(shown.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
