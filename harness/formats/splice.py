"""Writing a file back by splicing: new texts into the units' places, every other byte as it was."""

import hashlib
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from harness.core.errors import ConfigError, WriteError
from harness.core.values import Document, Unit
from harness.formats.encoding import MARK, encode

# What to write in the file for a text, from the new text and what stood there as it was written.
# Raises: ValueError for a text that such a file cannot hold.
Encoder = Callable[[str, str], str]


def spliced(
    document: Document, data: bytes, translations: Mapping[str, str], encoder: Encoder
) -> bytes:
    """`data` with `translations` (by unit id) in the places of their units, and all else as it was.

    Raises:
        ConfigError: no unit has that id, or its translation cannot be written into such a file.
        WriteError: `data` is not what the document was read from, or its encoding lacks a sign.
    """
    return spliced_each(document, data, translations, lambda _: encoder)


def spliced_each(
    document: Document,
    data: bytes,
    translations: Mapping[str, str],
    encoder_of: Callable[[Unit], Encoder],
) -> bytes:
    """As `spliced`, where every unit is written in its own way."""
    units = checked(document, data, translations)
    if not translations:
        return data
    old = data.decode(document.encoding)
    pieces, end = [], 0
    for unit in sorted((units[each] for each in translations), key=_start_of):
        slot = unit.slot
        if slot is None:
            raise ConfigError(
                f"{document.origin}:{unit.line}: unit {unit.unit_id!r} has no place to write to",
                hint="it is locked in its file, or the file has no place for it; a table's column "
                "is named as in --option csv.target=COLUMN",
            )
        pieces.append(old[end : slot.start])
        try:
            pieces.append(encoder_of(unit)(translations[unit.unit_id], slot.of(old)))
        except ValueError as cause:
            raise ConfigError(f"{document.origin}:{unit.line}: {cause}") from cause
        end = slot.end
    pieces.append(old[end:])
    return encode("".join(pieces), document.encoding, document.origin)


def checked(document: Document, data: bytes, translations: Mapping[str, str]) -> Mapping[str, Unit]:
    """The document's units by their ids. Raises as `spliced`, but for what a file cannot hold."""
    units = {unit.unit_id: unit for unit in document.units}
    for unit_id, text in translations.items():
        _check(units, unit_id, text, document.origin)
    if data_digest(data) != document.data_digest:
        raise WriteError(
            f"{document.origin}: not the bytes that were read; writing would spoil the file",
            hint="read the document again, and write it with the bytes that it was read from",
        )
    return units


def data_digest(data: bytes) -> str:
    """What a document keeps of its file's bytes, to know them again."""
    return hashlib.sha256(data).hexdigest()


def _start_of(unit: Unit) -> int:
    return unit.slot.start if unit.slot is not None else 0


def _check(units: Mapping[str, Unit], unit_id: str, text: str, origin: str) -> None:
    if unit_id not in units:
        near = get_close_matches(unit_id, units, n=1)
        raise ConfigError(
            f"{origin}: no unit is called {unit_id!r}",
            hint=f"did you mean {near[0]!r}?" if near else "take the ids from the document's units",
        )
    if "\0" in text or (text.startswith(MARK) and text != units[unit_id].text):
        what = "a NUL" if "\0" in text else "a byte order mark at its start"
        raise ConfigError(
            f"{origin}: the translation of {unit_id!r} has {what}, which text files cannot hold",
            hint="take it out",
        )
