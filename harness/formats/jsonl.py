"""JSON Lines (`.jsonl`, `.ndjson`), read and written: an object a line, with a text in a field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.core.errors import ConfigError, ReadError
from harness.core.settings import Setting
from harness.core.values import Document, Target, Unit
from harness.formats import json_units, splice
from harness.formats.encoding import decode
from harness.formats.json_syntax import Value, parsed
from harness.formats.keys import Occurrences, unit_key
from harness.formats.lines import Lines
from harness.formats.options import ReaderOptions, refuse_options

# The fields of each role, the first that a file has; a setting names another one.
_FIELDS = {
    "text": ("text", "source"),
    "target": ("target", "translation"),
    "key": ("id", "key"),
    "note": ("note", "comment"),
}


class JsonLines:
    """Reads and writes JSON Lines. A line is a unit, called by its key, else by a fingerprint.

    Without a field for translations, one takes the place of the text. Lines without the field of
    the text are no units, and a remark names them.
    """

    suffixes = (".jsonl", ".ndjson")
    settings = tuple(
        Setting(role, f"the field of each line's {role}", " or ".join(fields))
        for role, fields in _FIELDS.items()
    )

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for a line that is no JSON, and where no line has a text."""
        refuse_options("jsonl", options, tuple(_FIELDS))
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        objects = list(_objects(lines, decoded.start))
        fields = _fields(objects, options or {}, origin)
        units = tuple(_units(objects, fields, lines))
        if not units:
            raise ReadError(
                f"{origin}: no line has a text in its field {fields['text']!r}",
                hint="name the field: --option jsonl.text=FIELD",
            )
        return Document(
            doc_id,
            language,
            units,
            origin,
            bilingual=fields["target"] is not None,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *_remarks(objects, units, lines)),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        return json_units.write(document, data, translations)


def _objects(lines: Lines, start: int) -> Iterator[Value]:
    for span in lines.spans(start):
        if not span.of(lines.text).strip():
            continue
        value, _ = parsed(lines, span.start, span.end)
        if value.members is None:
            raise lines.error(
                span.start, "this line is no object", 'write each like {"text": "It rains."}'
            )
        yield value


def _fields(
    objects: Sequence[Value], options: Mapping[str, str], origin: str
) -> Mapping[str, str | None]:
    """The field of each role. Raises: ConfigError for one that was named and is nowhere."""
    there = {key for value in objects for key, _ in value.pairs()}
    found: dict[str, str | None] = {}
    for role, names in _FIELDS.items():
        asked = options.get(role)
        if asked is not None and asked not in there:
            raise ConfigError(
                f"{origin}: no line has a field {asked!r} (jsonl.{role})",
                hint=f"the fields are: {', '.join(sorted(there)) or 'none'}",
            )
        found[role] = asked or next((name for name in names if name in there), None)
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """One line's object, asked by roles."""

    value: Value
    fields: Mapping[str, str | None]

    def role(self, role: str) -> Value | None:
        """What the line has in the field of a role."""
        name = self.fields[role]
        return self.value.at(name) if name else None


def _units(
    objects: Sequence[Value], fields: Mapping[str, str | None], lines: Lines
) -> Iterator[Unit]:
    nameless, seen = Occurrences(), dict[str, int]()
    for value in objects:
        line = _Line(value, fields)
        text = line.role("text")
        if text is None or text.text is None:
            continue
        unit = _unit(line, text, text.text, nameless, lines)
        if unit.unit_id in seen:
            raise lines.error(
                value.span.start,
                f"the key {unit.unit_id!r} for the second time (first on line "
                f"{seen[unit.unit_id]})",
                "give every line a key of its own, or name another field: --option jsonl.key=FIELD",
            )
        seen[unit.unit_id] = unit.line
        yield unit


def _unit(line: _Line, value: Value, text: str, nameless: Occurrences, lines: Lines) -> Unit:
    key, target, note = (line.role(role) for role in ("key", "target", "note"))
    name = key.text or key.span.of(lines.text) if key and not (key.members or key.items) else ""
    slot = value if line.fields["target"] is None else target
    return Unit(
        nameless.unit_id(text) if name in ("", "null", '""') else unit_key(name),
        text,
        target=Target(target.text) if target and target.text else None,
        notes=(("note", note.text),) if note and note.text else (),
        line=lines.number(line.value.span.start),
        slot=slot.span if slot and slot.text is not None else None,
    )


def _remarks(objects: Sequence[Value], units: Sequence[Unit], lines: Lines) -> tuple[str, ...]:
    read = {unit.line for unit in units}
    left = [lines.number(value.span.start) for value in objects]
    missing = [number for number in left if number not in read]
    if not missing:
        return ()
    return (
        lines.remark(
            objects[left.index(missing[0])].span.start,
            f"{len(missing)} lines have no text; this is the first.",
        ),
    )
