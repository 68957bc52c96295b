"""Notes written into a file where its translators read them, and not one other byte changed.

A file that has notes of an earlier round loses these first: each is known by its author, `harness`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from harness.core.errors import ConfigError, WriteError
from harness.core.values import Document
from harness.formats.encoding import encode
from harness.formats.notes import po, table, xml
from harness.formats.notes.edits import Edit, edited
from harness.formats.splice import data_digest

Notes = Mapping[str, Sequence[str]]  # by unit id, a sentence each

# By the reader of a document. Each gives the edits of the decoded file.
_WRITERS: Mapping[str, Callable[[Document, str, Notes, Collection[str]], Iterable[Edit]]] = {
    "csv": table.edits,
    "po": po.edits,
    "tmx": xml.edits,
    "tsv": table.edits,
    "xliff": xml.edits,
}


def annotated(
    document: Document, data: bytes, notes: Notes, *, fuzzy: Collection[str] = ()
) -> bytes:
    """`data`, from which `document` was read, with notes at its units.

    Args:
        fuzzy: units that become fuzzy, too; only PO has such a mark.

    Raises:
        ConfigError: such files have no place for notes, or for marks of fuzziness.
        WriteError: `data` is not what the document was read from.
    """
    write = _WRITERS.get(document.format)
    if write is None:
        raise ConfigError(
            f"{document.origin}: such files have no place for a reviewer's notes",
            hint=f"they are written into {', '.join(sorted(_WRITERS))}; for others, write a sheet",
        )
    if fuzzy and document.format != "po":
        raise ConfigError(
            f"{document.origin}: only PO files have a mark for fuzzy translations",
            hint="leave --mark-fuzzy out",
        )
    if data_digest(data) != document.data_digest:
        raise WriteError(
            f"{document.origin}: not the bytes that were read; writing would spoil the file",
            hint="review the file again",
        )
    text = data.decode(document.encoding)
    changed = edited(text, write(document, text, notes, fuzzy))
    return encode(changed, document.encoding, document.origin)
