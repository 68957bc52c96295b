"""Words of a text inside a sentence of ours."""

_LONGEST = 60  # code points shown of a long passage
_READ = 10_000  # of a longer one, only the start and the end are looked at


def quoted(words: str) -> str:
    """`words` between typographic quotes, on one line, shortened in the middle where long."""
    line = " ".join(words[:_READ].split())
    if len(words) > _READ:
        line += " ".join(words[-_LONGEST:].split())
    if len(line) > _LONGEST:
        half = _LONGEST // 2 - 1
        line = f"{line[:half].rstrip()} … {line[-half:].lstrip()}"
    return f"“{line}”"
