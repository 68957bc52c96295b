"""Half characters: lone surrogates, which a text of Python may hold, and no file in UTF-8."""


def place_of_half(text: str) -> int | None:
    """Where the first half of a character stands in a text; None where all are whole."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as cause:
        return cause.start
    return None


def with_halves_shown(text: str) -> str:
    """The text, each half of a character by its number: such as a file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
