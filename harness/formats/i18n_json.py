"""JSON of user interfaces (`.json`, `.arb`), read and written.

Known are nested and flat keys, i18next with its plural keys (v3, v4), plurals as objects, ARB of
Flutter with its `@key`, and `messages.json` of browser extensions.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from harness.core.errors import ReadError
from harness.core.values import Document, Unit
from harness.formats import json_units, splice
from harness.formats.encoding import decode
from harness.formats.json_syntax import Value, parsed
from harness.formats.json_units import Paths
from harness.formats.lines import Lines
from harness.formats.options import ReaderOptions, refuse_options

FORMS = ("zero", "one", "two", "few", "many", "other")  # plural categories of the CLDR
_V4 = re.compile(rf"(.+?)(?:_ordinal)?_({'|'.join(FORMS)})")
_V3 = re.compile(r"(.+)_(plural|\d)")
_ICU = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,")


class I18nJson:
    """Reads and writes JSON with texts of a program. A string is a unit, its path of keys its id.

    Plural forms of one message are a group. Not texts: what begins with `@` or `$`. Messages in
    ICU's syntax with branches (`{n, plural, …}`) are units that nobody translates. Strings in
    arrays have their position in their id.
    """

    suffixes = (".json", ".arb")

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for broken JSON; names line and column."""
        refuse_options("json", options, ())
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        root, repeated = parsed(lines, decoded.start)
        if root.members is None and root.items is None:
            raise ReadError(
                f"{origin}:1: this JSON is one value, not an object of texts",
                hint='write it like {"key": "text"}',
            )
        found = _of_extension(root) if _is_of_extension(root) else _strings(root)
        units = tuple(_units(found, lines))
        return Document(
            doc_id,
            language,
            units,
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *repeated, *_remarks(units, origin)),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        return json_units.write(document, data, translations)


@dataclass(frozen=True, slots=True)
class _Found:
    """A string that is a text, with what stands around it."""

    path: tuple[str, ...]
    value: Value
    group: tuple[str, ...] | None = None
    form: str = ""
    note: str = ""


def _units(found: Iterator[_Found], lines: Lines) -> Iterator[Unit]:
    paths = Paths()
    for each in found:
        text = each.value.text or ""
        yield Unit(
            paths.unit_id(each.path),
            text,
            context=(("plural form", each.form),) if each.form else (),
            notes=(("description", each.note),) if each.note else (),
            group=".".join(each.group) if each.group else None,
            translate=not _ICU.search(text),
            line=lines.number(each.value.span.start),
            slot=each.value.span,
        )


def _remarks(units: tuple[Unit, ...], origin: str) -> tuple[str, ...]:
    kept = [unit for unit in units if not unit.translate]
    if not kept:
        return ()
    return (
        f"{origin}: {len(kept)} messages have branches in ICU's syntax and are left as they are "
        f"(the first is {kept[0].unit_id}, line {kept[0].line}).",
    )


# ── messages.json of browser extensions ─────────────────────────────────────────────────────────


def _is_of_extension(root: Value) -> bool:
    values = [value for _, value in root.pairs()]
    return bool(values) and all(
        (message := value.at("message")) is not None and message.text is not None
        for value in values
    )


def _of_extension(root: Value) -> Iterator[_Found]:
    for key, value in root.pairs():
        message = value.at("message")
        if message is not None:
            yield _Found((key,), message, note=value.string("description"))


# ── everything else ─────────────────────────────────────────────────────────────────────────────


def _strings(root: Value) -> Iterator[_Found]:
    """Every text in the order of the file."""
    waiting: list[tuple[tuple[str, ...], Value, _Found | None]] = [((), root, None)]
    while waiting:
        path, value, found = waiting.pop()
        if found is not None:
            yield found
        elif value.members is not None:
            waiting.extend(reversed(list(_members(path, value))))
        elif value.items is not None:
            inner = [((*path, str(n)), each, None) for n, each in enumerate(value.items)]
            waiting.extend(
                (place, each, _Found(place, each) if each.text is not None else None)
                for place, each, _ in reversed(inner)
            )


def _members(
    path: tuple[str, ...], owner: Value
) -> Iterator[tuple[tuple[str, ...], Value, _Found | None]]:
    """The members of an object that are or hold texts."""
    keys = [key for key, value in owner.pairs() if value.text is not None]
    forms = _plurals(set(keys))
    is_plural = bool(path) and "other" in keys and set(keys) <= set(FORMS)
    for key, value in owner.pairs():
        if key.startswith(("@", "$")):
            continue
        place = (*path, key)
        if value.text is None:
            yield place, value, None
            continue
        found = _Found(place, value, note=owner.string(f"@{key}", "description"))
        if is_plural:
            found = replace(found, group=path, form=key)
        elif key in forms:
            base, form = forms[key]
            found = replace(found, group=(*path, base), form=form)
        yield place, value, found


def _plurals(keys: set[str]) -> Mapping[str, tuple[str, str]]:
    """Key -> base and plural form, for the keys that i18next takes for forms of one message."""
    found: dict[str, tuple[str, str]] = {}
    for key in keys:
        if (match := _V4.fullmatch(key)) and f"{key.removesuffix(match[2])}other" in keys:
            found[key] = (match[1], match[2])
        elif match := _V3.fullmatch(key):
            base, form = match.groups()
            if form == "plural" and base in keys:
                found |= {base: (base, "one"), key: (base, "other")}
            elif form != "plural" and {f"{base}_0", f"{base}_1"} <= keys:
                found[key] = (base, form)
    return found
