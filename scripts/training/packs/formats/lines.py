"""One sentence a line."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_APART = re.compile(r"(?<=[¿¡]) +")


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Every line that is not empty; "¿ Qué" becomes "¿Qué"."""
    del language  # whatever it is
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield _APART.sub("", line.strip())
