"""Where the data lies that ships with the harness: language data, language packs.

In a wheel it lies inside the package (`harness/_bundled/`); in a checkout, beside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str) -> Path:
    """The folder `name` ("langpacks") that ships with the harness. It need not exist."""
    inside = _PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
