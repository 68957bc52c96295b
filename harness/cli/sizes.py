"""Sizes of files as people write and read them: 500MB, 1.5 GB."""

import re

from harness.core.errors import ConfigError

_UNITS = {
    **{unit: 1000**power for power, unit in enumerate(("B", "KB", "MB", "GB", "TB"))},
    **{unit: 1024**power for power, unit in enumerate(("KIB", "MIB", "GIB", "TIB"), start=1)},
}
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([A-Za-z]{1,3})", re.ASCII)


def parse_size(text: str) -> int:
    """Bytes: a number with a unit. kB, MB, GB are powers of 1,000, KiB, MiB, GiB of 1,024.

    Raises:
        ConfigError: no number, or no unit.
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None or found[2].upper() not in _UNITS:
        raise ConfigError(f"{text!r} is not a size", hint="write it like 500MB or 1.5GB")
    return int(float(found[1]) * _UNITS[found[2].upper()])


def shown_size(size: int) -> str:
    """The opposite, with three digits at least: 512 B, 4.00 GB."""
    for unit in ("TB", "GB", "MB", "kB"):
        if size >= _UNITS[unit.upper()]:
            value = size / _UNITS[unit.upper()]
            return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} {unit}"
    return f"{size} B"
