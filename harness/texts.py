"""Texts by the names that people give them: a path, or `-` for standard input."""

import sys
from itertools import pairwise
from pathlib import Path

from harness import plugins
from harness.core.errors import ConfigError, ReadError
from harness.core.protocols import Reader
from harness.core.values import Document

STDIN = "-"
DEFAULT_LANGUAGE = "en"


def read_document(name: str, data: bytes, language: str, reader: str | None = None) -> Document:
    """`data` as a document; `name` is a path as the user wrote it, or `-`.

    Without the name of a `reader`, the end of the file's name decides. Standard input, names
    without an ending, and names that end in the text's own language (`news.en`) are plain text.

    Raises:
        ConfigError: nobody reads such files, two readers claim them, or no reader has that name.
        ReadError: the file is not what its name says.
    """
    path = Path("stdin.txt" if name == STDIN else name)
    chosen = plugins.reader(reader) if reader else _reader_of(path, language, origin=name)
    doc_id, origin = (_writable(text) for text in (path.name, name))
    return chosen.read(data, doc_id=doc_id, language=language, origin=origin)


def _reader_of(path: Path, language: str, *, origin: str) -> Reader:
    suffix = path.suffix.lower()
    found = plugins.reader_of("" if suffix == f".{language.lower()}" else suffix)
    if found is None:
        read = sorted(
            {each for known in plugins.suffixes_read().values() for each in known if each}
        )
        raise ConfigError(
            f"{origin}: no reader for files that end in {suffix} (read are: {', '.join(read)})",
            hint="give --reader plain to read it as plain text anyway",
        )
    return found


def _writable(name: str) -> str:
    """A file name as text that can be written down; names need not be UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of standard input.

    Raises:
        ConfigError: there is no such file.
        ReadError: it cannot be read.
    """
    if name == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as cause:
        raise ConfigError(
            f"{name}: no such file", hint="check the path, or give - for stdin"
        ) from cause
    except IsADirectoryError as cause:
        raise ConfigError(f"{name}: a folder, not a file", hint="name one text file") from cause
    except OSError as cause:
        raise ReadError(f"{name}: {cause.strerror}", hint="check the file's permissions") from cause


def language_in_name(name: str) -> str | None:
    """The language that a file name states (`news.en.txt`), if it does."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (few names have a tag)

    parts = Path(name).name.split(".")
    if len(parts) < 3:
        return None
    try:
        Locale.parse(parts[-2], sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return parts[-2]


def looks_wrapped(text: str) -> bool:
    """Whether the lines of a text seem to be broken at a margin, as in mail and old books.

    So it seems when most lines that another one follows directly are 50 to 100 characters long
    and do not end a sentence. Blind to short texts: it takes ten such lines to say yes.
    """
    lines = text.splitlines()
    followed = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    broken = [
        line for line in followed if 50 <= len(line) <= 100 and line.rstrip()[-1] not in ".!?"
    ]
    return len(broken) >= 10 and len(broken) > 0.6 * len(followed)


def default_folder(source: str) -> Path:
    """Where a run goes that was given no folder: `runs/` and the text's name."""
    name = "stdin" if source == STDIN else Path(source).stem
    return Path("runs") / name
