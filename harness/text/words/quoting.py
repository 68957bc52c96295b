"""Words of a text inside a sentence of ours."""

_LONGEST = 60  # code points shown of a long passage


def quoted(words: str) -> str:
    """`words` between typographic quotes, on one line, shortened in the middle where long."""
    line = " ".join(words.split())
    if len(line) > _LONGEST:
        half = _LONGEST // 2 - 1
        line = f"{line[:half].rstrip()} … {line[-half:].lstrip()}"
    return f"“{line}”"
