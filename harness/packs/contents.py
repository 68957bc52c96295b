"""What a pack may hold, as an archive and as a folder: one set of rules for both.

Names are safe on every system: none leads outside, none is a device of Windows, no two are one
file where capital letters do not count.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness.core.errors import ReadError
from harness.packs.bounded import shown

RECEIPT = "installed-by-harness.json"  # beside a pack's own files; see `packs.receipt`
MOST_MEMBERS = 1000  # files and folders; real packs have ten to thirty
LARGEST = 8 << 30  # bytes of all files together; the largest published pack has about 3 GiB

_DEEPEST = 8  # parts of a name; real ones have up to five
_LONGEST_NAME = 240  # bytes: every file system takes such a name
_FORBIDDEN = frozenset('<>"|?*')  # by Windows
_NUMBERED = {f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"}
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_NUMBERED}


def check_name(path: Path, name: str) -> None:
    """Look at one name of a file or folder, as it stands in the pack at `path`, with `/`.

    Raises:
        ReadError: it may lead outside, or cannot stand on every system.
    """
    parts = name.split("/")
    # An empty part, too: what stands behind two slashes is an absolute path once the package's
    # own folder is taken off.
    if any(part in {"", ".", ".."} for part in parts) or set(name) & set("\\:\0"):
        raise leads_outside(path, name)
    if not name.isprintable():
        raise ReadError(f"{path}: holds a name with invisible characters: {shown(name)}")
    if len(parts) > _DEEPEST or len(name.encode("utf-8")) > _LONGEST_NAME:
        raise ReadError(f"{path}: holds a name that is too long or too deep: {shown(name)}")
    if any(map(_is_reserved, parts)):
        raise ReadError(f"{path}: holds a name that not every system can have: {shown(name)}")


def check_together(path: Path, names: Iterable[str]) -> None:
    """Look at the names of all files: they must be different files, wherever they are written.

    Raises:
        ReadError: two differ by case only, or one name is that of a file and of a folder, or of
            the receipt.
    """
    files = [*names, RECEIPT]
    if files.count(RECEIPT) > 1:
        raise ReadError(f"{path}: holds {RECEIPT}, which only the harness makes")
    spelled: dict[str, str] = {}
    for name in [*files, *(folder for file in files for folder in _folders(file))]:
        folded = unicodedata.normalize("NFKC", name).casefold()
        if spelled.setdefault(folded, name) != name:
            raise ReadError(
                f"{path}: holds two names that differ by case only: {shown(name)} and "
                f"{shown(spelled[folded])}"
            )
    both = set(files) & {folder for file in files for folder in _folders(file)}
    if both:
        raise ReadError(f"{path}: holds a file and a folder of one name: {shown(min(both))}")


def check_number(path: Path, members: int) -> None:
    """Raises: ReadError when a pack holds too many files and folders."""
    if members > MOST_MEMBERS:
        raise ReadError(f"{path}: holds more than {MOST_MEMBERS} files, too many for a model")


def check_sizes(path: Path, sizes: Mapping[str, int]) -> None:
    """Raises: ReadError when the files of a pack are too large, one or all together."""
    total = sum(sizes.values())
    if total > LARGEST or any(size < 0 for size in sizes.values()):
        raise too_large(path, total)


def leads_outside(path: Path, name: str) -> ReadError:
    """What is to be said of a name that may lead out of the pack's folder."""
    return ReadError(f"{path}: holds a file that may be written outside its folder: {shown(name)}")


def too_large(path: Path, size: int) -> ReadError:
    """What is to be said of a pack that takes too much room."""
    return ReadError(f"{path}: would unpack to {size} bytes, too much to be a model")


def _folders(name: str) -> Iterable[str]:
    """All folders above a file: `a/b` and `a` of `a/b/c`."""
    parts = name.split("/")[:-1]
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _is_reserved(part: str) -> bool:
    device = part.split(".", maxsplit=1)[0].rstrip(" ").casefold() in _DEVICES
    return device or bool(_FORBIDDEN & set(part)) or part[-1] in " ." or part[0] == " "
