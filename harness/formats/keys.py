"""Ids of units: readable, and different where their files make a difference."""

from collections.abc import Iterable

from harness.core.fingerprint import fingerprint
from harness.core.values import Unit

_LONGEST = 100
_KEPT = 60
_CONTROLS = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def unit_key(key: str, context: str | None = None, form: str | None = None) -> str:
    """The id of what a file calls `key` in a `context`: `menu|Open`, `%d files|[1]`.

    Different parts give different ids: `|`, `\\` and a `[` in front are escaped. Long keys are cut,
    with a fingerprint in place of the rest.
    """
    parts = [] if context is None else [_escaped(context)]
    parts.append(_escaped(key))
    if form is not None:
        parts.append(f"[{form}]")
    whole = "|".join(parts)
    if len(whole) <= _LONGEST:
        return whole or "\\"  # nothing else gives a sole backslash
    ending = f"|[{form}]" if form is not None else ""
    return f"{whole[:_KEPT]}…{fingerprint([context, key])[:16]}{ending}"


def _escaped(text: str) -> str:
    made = text.replace("\\", "\\\\").replace("|", "\\|").translate(_CONTROLS)
    return "\\" + made if made.startswith("[") else made


def last_of_each(units: Iterable[Unit], origin: str) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """The last unit of each id, as programs take it, and a remark on each that is left out."""
    found: dict[str, Unit] = {}
    remarks = []
    for unit in units:
        if (first := found.pop(unit.unit_id, None)) is not None:
            remarks.append(
                f"{origin}:{first.line}: the key {unit.unit_id!r} comes again on line {unit.line}, "
                "and the last one counts."
            )
        found[unit.unit_id] = unit
    return tuple(found.values()), tuple(remarks)


class Occurrences:
    """Ids for texts that their file gives no key: a fingerprint and how often it came before."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def unit_id(self, text: str, context: str | None = None) -> str:
        """Inserting another text changes no other id; a second equal one gets an id of its own."""
        kind = fingerprint([text, context])
        occurrence = self._seen[kind] = self._seen.get(kind, -1) + 1
        return fingerprint([text, context, occurrence])[:16]
