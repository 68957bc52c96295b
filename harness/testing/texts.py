"""Texts that break things, for the contracts: what real text holds, and what naive code forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis import strategies as st

# Letters of many scripts, combining marks, joiners, bidi controls, NBSP, emoji sequences, digits
# with every kind of mark: what real text holds and what breaks naive offsets.
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("aeiñçßığ\u0301\u0308\u200d\u200c\u200e\u202b\u00a0\u202f\ufe0f٣५"),
    st.sampled_from("0123456789.,:/'’-−½º%€"),
)

# Line ends of every kind, blank lines, abbreviations, quotes: what sentence splitters trip over.
_PIECES = (
    *("One. ", "Two! ", "Mr. Smith came. ", "¿Qué tal? ", "“No,” she said. ", "e.g. this. ", "…"),
    *(
        "\n",
        "\r\n",
        "\n\n",
        "\r",
        "\u2028",
        "\x85",
        "\x0b",
        "\t",
        "  ",
        "\u00a0",
        "日本語。",
        "你好。",
    ),
    *("e\u0301", "👩\u200d💻", "\ufeff", "\u202e", "a", "1.5 ", "(", ")", "«", "»", '"'),
)
DOCUMENTS = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=16).map("".join),
    st.text(CHARACTERS, max_size=80),
)

HOSTILE = (
    "<script>alert(1)</script>",
    "]]> </text> <!-- & &amp; \"quoted\" 'too'",
    "| a | b |\n# heading",
    "=1+1",
    "\x07\x1b[31m\u202egnp.exe\u2066",
)


@contextmanager
def no_network(*, allowed: bool) -> Iterator[None]:
    """Every connection fails with an AssertionError, unless it is `allowed`."""
    if allowed:
        yield
        return
    refusal = AssertionError("it opened a connection, and does not say uses_network = True")
    with (
        mock.patch("socket.socket.connect", side_effect=refusal),
        mock.patch("socket.socket.connect_ex", side_effect=refusal),
        mock.patch("socket.getaddrinfo", side_effect=refusal),
    ):
        yield
