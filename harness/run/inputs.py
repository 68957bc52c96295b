"""Texts by the names that people give them: a path, or `-` for standard input."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from harness import plugins
from harness.core import interruption
from harness.core.errors import ConfigError, ReadError
from harness.core.protocols import LinkedWriter, Surroundings
from harness.core.route_syntax import FILE, base_language, parse_route
from harness.core.values import Document, Route, Segmentation, WordPairs
from harness.run import file_set
from harness.text.data.tags import language_tag

STDIN = "-"
DEFAULT_LANGUAGE = "en"
PLAIN = "plain"
WHOLE_UNITS = "units"

Places = Callable[[str], Surroundings]  # the name of a part -> its surroundings


def nowhere(_: str) -> Surroundings:
    """The surroundings of parts where nothing is set."""
    return Surroundings()


def read_document(path: str | Path, language: str | None = None) -> Document:
    """The document in a file, with its units; the end of the file's name says how it is read.

    Args:
        language: of its texts; as in `NAME.en.txt` unless given, else English. A file with
            translations may be named after these (`app.es.po`); then it is English.

    Raises:
        ConfigError: there is no such file, or no reader for such files.
        ReadError: the file is not what its name says.
    """
    name = str(path)
    stated = language_in_name(name)
    made = document_of(name, read_bytes(name), language or stated or DEFAULT_LANGUAGE)
    if language is None and stated and _translates_into(made, stated):
        return replace(made, language=DEFAULT_LANGUAGE)  # `app.es.po` is named after its target
    return made


def route_of(written: str) -> Route:
    """A route as people write it, its stops as tags or names: `en:es:en`, `english:spanish:en`.

    Raises:
        ConfigError: no route, or a stop is no language that is known.
    """
    stops = (part.partition("@") for part in written.split(":"))
    return parse_route(":".join(f"{language_tag(tag)}{at}{engine}" for tag, at, engine in stops))


def write_document(
    document: Document,
    data: bytes,
    translations: Mapping[str, str],
    links: Mapping[str, WordPairs] | None = None,
    place: Places = nowhere,
) -> bytes:
    """`data`, from which `document` was read, with `translations` (by unit id) in their places.

    Everything else stays as it is: without translations the very bytes come back.

    Args:
        links: by unit id, words of the text and of its translation that stand for each other;
            inline codes follow them, where the format has such codes.
        place: the surroundings of a part, by its name, as the document was read with.

    Raises:
        ConfigError: no unit has that id, or the file cannot hold that text.
        WriteError: `data` is not what the document was read from.
    """
    if document.format == file_set.READER:
        return file_set.written(
            document,
            data,
            translations,
            links or {},
            _one_of_set(document.language, place),
            lambda part, own, texts, pairs: write_document(part, own, texts, pairs, place),
        )
    writer = plugins.writer(document.format)
    if links and isinstance(writer, LinkedWriter):
        return writer.write_linked(document, data, translations, links)
    return writer.write(document, data, translations)


def document_of(
    name: str,
    data: bytes,
    language: str,
    reader: str | None = None,
    place: Places = nowhere,
) -> Document:
    """`data` as a document; `name` is a path as the user wrote it, or `-`.

    Without the name of a `reader`, the end of the file's name decides. Standard input, names
    without an ending, and names that end in the text's own language (`news.en`) are plain text.

    Args:
        place: the surroundings of a part, by its name: the reader takes its settings from there.

    Raises:
        ConfigError: no reader for such files, two readers claim them, or no reader has that name.
        ReadError: the file is not what its name says.
    """
    path = Path("stdin.txt" if name == STDIN else name)
    if reader == file_set.READER:
        one = _one_of_set(language, place)
        return file_set.document(_writable(path.name), data, language, one)
    chosen = reader_of(name, language, reader)
    doc_id, origin = (_writable(text) for text in (path.name, name))
    made = plugins.reader(chosen).read(
        data, doc_id=doc_id, language=language, origin=origin, options=place(chosen).settings
    )
    if made.bilingual and made.target_language is None:
        stated = language_in_name(name)
        made = replace(made, target_language=stated if stated != language else None)
    return replace(made, format=chosen)


def read_set(names: Sequence[str]) -> tuple[str, bytes]:
    """Several files by their names, a pattern or a folder, as one: its name and its bytes.

    Raises: ConfigError, ReadError: as `file_set.named` and `file_set.bundled`.
    """
    suffixes = (each for known in plugins.suffixes_read().values() for each in known if each)
    files = file_set.named(names, suffixes)
    return str(file_set.root_of(files)), file_set.bundled(files)


def _one_of_set(language: str, place: Places) -> Callable[[str, bytes], Document]:
    def read_one(name: str, data: bytes) -> Document:
        made = document_of(name, data, language, place=place)
        stated = language_in_name(name)
        if stated and not made.bilingual and base_language(stated) != base_language(language):
            raise ReadError(f"{name} says that it is {stated}", hint=f"texts are to be {language}")
        return made

    return read_one


def read_again(document: Document, data: bytes, place: Places = nowhere) -> Document:
    """`data`, a file like the one that `document` was read from, as a document of its own."""
    if document.format == file_set.READER:
        return document_of(document.origin, data, document.language, file_set.READER, place)
    options = place(document.format).settings
    made = plugins.reader(document.format).read(
        data,
        doc_id=document.doc_id,
        language=document.language,
        origin=document.origin,
        options=options,
    )
    return replace(made, format=document.format)


def text_of(
    name: str,
    language: str | None,
    otherwise: str,
    reader: str | None = None,
    place: Places = nowhere,
) -> Document:
    """One text alone. Of a file with translations it is the side in `language`.

    Units without a translation are left out, where that is the side. Without a language the
    document is itself, in the language `otherwise`. Raises as `document_of`.
    """
    document = document_of(name, read_bytes(name), language or otherwise, reader, place)
    if language is None or not _translates_into(document, language):
        return document
    units = tuple(
        replace(unit, text=unit.target.text, codes=unit.target.codes, target=None)
        for unit in document.units
        if unit.target is not None
    )
    return replace(document, language=language, units=units)


def _translates_into(document: Document, language: str) -> bool:
    target = document.target_language
    return target is not None and base_language(target) == base_language(language)


def segmented(
    document: Document, segmenter: str, routes: Iterable[Route], place: Places = nowhere
) -> Segmentation:
    """A document cut for its routes: into whole units, if its own translations are asked for.

    A file has translations of its units, not of the sentences in them.
    """
    asked = any(leg.engine == FILE for route in routes for leg in route.legs)
    chosen = WHOLE_UNITS if asked else segmenter
    return plugins.segmenter(chosen, place(chosen)).segment(document)


def reader_of(name: str, language: str, reader: str | None = None) -> str:
    """The name of the reader for a file of that name. Raises: ConfigError, as `document_of`."""
    if reader:
        return reader
    suffix = Path("stdin.txt" if name == STDIN else name).suffix.lower()
    found = plugins.reader_of("" if suffix == f".{language.lower()}" else suffix)
    if found is None:
        read = sorted(
            {each for known in plugins.suffixes_read().values() for each in known if each}
        )
        raise ConfigError(
            f"{name}: no reader for files that end in {suffix} (known endings: {', '.join(read)})",
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
        with interruption.promptly():
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
