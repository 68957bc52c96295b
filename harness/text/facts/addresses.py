"""Web and mail addresses, which no language rules."""

from functools import lru_cache

import regex

from harness.core.values import Span

_ADDRESS = regex.compile(r"(?<!\S)\S*(?:://|www\.|@)\S*")


@lru_cache(maxsize=64)
def address_spans(text: str) -> tuple[Span, ...]:
    """Where addresses stand in `text`, with all that touches them."""
    if "@" not in text and "://" not in text and "www." not in text:
        return ()  # as nearly always
    return tuple(Span(*match.span()) for match in _ADDRESS.finditer(text))
