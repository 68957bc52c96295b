"""Several files as one text: a folder, a pattern, or names.

They travel as the bytes of a zip file, so that a plan can keep them as it keeps one file. Each is
read and written by its own reader; its units are named by its path, and no segment crosses files.
"""

import glob
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os.path import commonpath
from pathlib import Path

from harness.core.errors import ConfigError, ReadError
from harness.core.half_characters import place_of_half, with_halves_shown
from harness.core.values import WHOLE_TEXT, Document, Unit, WordPairs
from harness.formats.packages.archive import Archive
from harness.formats.splice import checked, data_digest

READER = "files"
_WITHIN = "file"
_DATE = (2026, 1, 1, 0, 0, 0)  # of every member: the same files give the same bytes
_TOLD = 5  # files that are left out and named

ReadOne = Callable[[str, bytes], Document]
WriteOne = Callable[[Document, bytes, Mapping[str, str], Mapping[str, WordPairs]], bytes]


def is_set(names: Sequence[str]) -> bool:
    """Whether names mean several files: more than one, a folder, a pattern that is no file."""
    if len(names) != 1:
        return len(names) > 1
    path = Path(names[0])
    return path.is_dir() or (glob.has_magic(names[0]) and not path.exists())


def named(names: Sequence[str], suffixes: Iterable[str]) -> tuple[Path, ...]:
    """The files that names mean: patterns (`docs/**/*.md`) and folders are looked up, in order.

    In a folder, all files that end in one of `suffixes`; nothing that is hidden.

    Raises: ConfigError: a name that means no file.
    """
    found: dict[Path, None] = {}
    endings = set(suffixes)
    for name in names:
        path = Path(name)
        if path.is_dir():
            files = sorted(each for each in path.rglob("*") if each.suffix.lower() in endings)
            files = [each for each in files if not _is_hidden(each.relative_to(path))]
        else:
            is_pattern = glob.has_magic(name) and not path.exists()
            files = sorted(map(Path, glob.glob(name, recursive=True))) if is_pattern else [path]  # noqa: PTH207
        files = [each for each in files if each.is_file()]
        if not files:
            raise ConfigError(
                f"{name}: no file that could be read",
                hint="put patterns in quotes, as in 'docs/**/*.md', and check the path",
            )
        found |= dict.fromkeys(files)
    return tuple(found)


def root_of(files: Sequence[Path]) -> Path:
    """The folder that holds all of them."""
    return Path(commonpath([path.absolute().parent for path in files]))


def bundled(files: Sequence[Path]) -> bytes:
    """The files as one, named by their paths from the folder that holds all.

    Raises: ReadError: one of them cannot be read.
    """
    root, whole = root_of(files), io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            archive.writestr(zipfile.ZipInfo(_name(path, root), _DATE), _bytes(path))
    return whole.getvalue()


def _name(path: Path, root: Path) -> str:
    name = path.absolute().relative_to(root).as_posix()
    if place_of_half(name) is not None:
        shown = with_halves_shown(name)
        raise ReadError(f"{shown}: a name that is not UTF-8", hint="rename the file")
    return name


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise ReadError(f"{path}: {cause.strerror}", hint="check its permissions") from cause


def document(name: str, data: bytes, language: str, read_one: ReadOne) -> Document:
    """All files of a bundle as one document. What cannot be read is named and left out.

    Raises: ReadError: none of them can be read.
    """
    units, remarks, left = [], list[str](), list[str]()
    targets, bilingual = set[str | None](), False
    for file, part in _parts(data, name, read_one, left):
        units += [_unit(file, unit) for unit in part.units]
        remarks += part.remarks
        targets.add(part.target_language)
        bilingual = bilingual or part.bilingual
    if not units:
        raise ReadError(left[0] if left else f"{name}: there is no text in it", hint="see above")
    if left:
        more = f" and {len(left) - _TOLD} more" if len(left) > _TOLD else ""
        remarks.append(f"{len(left)} files were left out: {'; '.join(left[:_TOLD])}{more}.")
    return Document(
        name,
        language,
        tuple(units),
        name,
        target_language=targets.pop() if len(targets) == 1 else None,
        bilingual=bilingual,
        format=READER,
        data_digest=data_digest(data),
        remarks=tuple(remarks),
    )


def written(  # noqa: PLR0917  (what, from what, with what, by whom)
    document: Document,
    data: bytes,
    translations: Mapping[str, str],
    links: Mapping[str, WordPairs],
    read_one: ReadOne,
    write_one: WriteOne,
) -> bytes:
    """The bundle with translations in its files. Raises as the files' own writers."""
    checked(document, data, translations)
    archive, changed = Archive(data, document.origin), dict[str, bytes]()
    for file, part in _parts(data, document.origin, read_one, []):
        own = {_unit(file, unit).unit_id: unit.unit_id for unit in part.units}
        texts = {own[each]: text for each, text in translations.items() if each in own}
        if texts:
            pairs = {own[each]: words for each, words in links.items() if each in own}
            changed[file] = write_one(part, archive.read(file), texts, pairs)
    return archive.with_members(changed)


def files_of(data: bytes, origin: str) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle, by their paths."""
    archive = Archive(data, origin)
    for name in archive.names:
        yield name, archive.read(name)


def _parts(
    data: bytes, origin: str, read_one: ReadOne, left: list[str]
) -> Iterator[tuple[str, Document]]:
    for file, content in files_of(data, origin):
        try:
            yield file, read_one(file, content)
        except (ReadError, ConfigError) as cause:
            left.append(str(cause))


def _unit(file: str, unit: Unit) -> Unit:
    """A unit of a file as one of the whole set."""
    is_whole = unit.unit_id == WHOLE_TEXT
    return replace(
        unit,
        unit_id=file if is_whole else f"{file}|{unit.unit_id}",
        context=((_WITHIN, file), *unit.context),
        group=f"{file}|{unit.group}" if unit.group else None,
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
