"""A review's findings as notes in the file that was reviewed."""

from collections.abc import Mapping, Sequence

from harness import plugins
from harness.core.errors import ConfigError, WriteError
from harness.core.values import Document, Severity
from harness.formats.notes import annotated
from harness.review.review import Review
from harness.review.service import Given
from harness.review.units import ReviewedUnit


def with_notes(review: Review, given: Given, *, mark_fuzzy: bool = False) -> bytes:
    """The file with a note at each translation that needs a look, and no other byte changed.

    Args:
        mark_fuzzy: make these translations fuzzy, too, where the format has such a mark.

    Raises:
        ConfigError: there are two files, or such files have no place for notes.
        WriteError: the file would not be read as before.
    """
    if given.original is None:
        raise ConfigError(
            "notes are written into the file that was reviewed, and there are two",
            hint="write a sheet instead: --sheet FILE.xlsx",
        )
    found = {each.unit.unit_id: _notes(each) for each in review.to_look_at}
    fuzzy = tuple(found) if mark_fuzzy else ()
    made = annotated(given.document, given.original, found, fuzzy=fuzzy)
    read = plugins.reader(given.document.format).read(
        made,
        doc_id=given.document.doc_id,
        language=given.document.language,
        origin=given.name,
        options=given.options,
    )
    if _texts(read) != _texts(given.document):
        raise WriteError(
            f"{given.name}: with notes in it, the file would not be read as before",
            hint="write a sheet instead, and report this as a bug",
        )
    return made


def _notes(each: ReviewedUnit) -> Sequence[str]:
    """A sentence for each finding above minor, and what came back."""
    made = [
        f"{finding.severity.value}: {finding.message}"
        for finding in each.of_translation
        if finding.severity > Severity.MINOR
    ]
    if (home := each.back_translation) is not None and home.text.strip():
        made.append(f"It came back as: {home.text}")
    return made


def _texts(document: Document) -> Mapping[str, tuple[str, str | None]]:
    return {
        unit.unit_id: (unit.text, unit.target.text if unit.target else None)
        for unit in document.units
    }
