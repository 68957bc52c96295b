"""Translations of anybody as transcripts: a run's hops, and the translations that files hold.

A transcript answers in a route under its system's name (`en:es@deepl:en@argos`), so that engines
which cannot run here are judged as any other, and several stand beside each other in one run.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from harness import plugins
from harness.core.errors import ConfigError, ReadError
from harness.core.route_syntax import FILE
from harness.core.values import (
    Direction,
    Document,
    Outcome,
    Row,
    Run,
    Signature,
    Translated,
    Unmeasured,
    Untranslatable,
)
from harness.engines.file import FileTranslations
from harness.engines.transcript import SUFFIX, write_transcript
from harness.run import inputs
from harness.run.measurement import one_line

T = TypeVar("T")

_NAME = re.compile(r"\w[\w.-]*")
_NO_NAME = re.compile(r"[^\w.-]+|^[.-]+")  # what a file name is not to hold, or begin with
_LONGEST_STEM = 100  # letters of an engine's name in that of a file
_ADDED = ("transcript", "stand-ins")  # fields that an engine has because it is replayed, masked
_SEVERAL = Untranslatable("recorded twice, with other words each time")

Unit = str | None  # the unit that was asked for, where the document has units
Answer = tuple[Unit, str, Outcome]  # and its source


@dataclass(frozen=True, slots=True)
class Recording:
    """What a system answered in one direction, each source once, in the order of first use.

    `units` are the outcomes by unit and source of texts that were translated otherwise in several
    units. `outcomes` has these as untranslatable: by its text alone, nobody can tell.
    """

    direction: Direction
    signature: Signature
    outcomes: Mapping[str, Outcome]
    units: Mapping[tuple[str, str], Outcome] = field(default_factory=dict)

    @property
    def ambiguous(self) -> int:
        """Sources that were answered in several ways, and no unit tells which one holds."""
        told = {source for _, source in self.units}
        several = (s for s, each in self.outcomes.items() if each == _SEVERAL)
        return sum(source not in told for source in several)

    @property
    def translated(self) -> int:
        """Sources that have a translation."""
        found = {s for (_, s), each in self.units.items() if isinstance(each, Translated)}
        found |= {s for s, each in self.outcomes.items() if isinstance(each, Translated)}
        return len(found)

    def write(self, path: Path) -> None:
        """As a transcript. Raises: WriteError."""
        pairs = self.outcomes.items()
        write_transcript(path, self.signature, self.direction, pairs, self.units)


def recorded(runs: Iterable[Run], system: str | None = None) -> list[Recording]:
    """What the engines of some runs answered, one recording for each engine and direction.

    Args:
        system: the name under which a route asks for them, instead of the engines' own.

    Raises:
        ConfigError: no name for a system, or the name of an engine.
    """
    if system is not None:
        check_name(system)
    said: dict[tuple[Direction, Signature], list[Answer]] = {}
    for run in runs:
        for number, (leg, signature) in enumerate(
            zip(run.identity.route.legs, run.identity.engines, strict=True)
        ):
            named = _as_recorded(signature, system)
            said.setdefault((leg.direction, named), []).extend(_of_hop(run, number))
    return [
        Recording(direction, signature, *_each_once(answers))
        for (direction, signature), answers in said.items()
    ]


def file_names(recordings: Sequence[Recording]) -> list[str]:
    """A file name for each: `argos.en-es.jsonl`, with a number where two would be called alike.

    An engine may be called anything, and a record may come from anybody: no name leads elsewhere.
    """
    names: list[str] = []
    for each in recordings:
        name = _NO_NAME.sub("-", each.signature.name).lstrip("-.")[:_LONGEST_STEM] or "engine"
        stem = f"{name}.{each.direction.source}-{each.direction.target}"
        again = sum(name == stem or name.startswith(f"{stem}.") for name in names)
        names.append(f"{stem}.{again + 1}" if again else stem)
    return [name + SUFFIX for name in names]


def imported(document: Document, direction: Direction, system: str) -> Recording:
    """The translations that a file holds, unit by unit, as those of a system.

    Raises:
        ConfigError: the file holds none into that language, or no such name is possible.
    """
    check_name(system)
    held = FileTranslations(document, direction)
    units = inputs.segmented(document, inputs.WHOLE_UNITS, ()).segments()
    outcomes = zip(units, held.translate_units(units), strict=True)
    answers = ((unit.unit_id, one_line(unit), outcome) for unit, outcome in outcomes)
    return Recording(direction, Signature(system), *_each_once(answers))


def imported_lines(
    document: Document, translations: Document, direction: Direction, system: str
) -> Recording:
    """Two plain texts that belong together line by line, as test sets are shared.

    Raises:
        ReadError: the two have not the same number of lines.
        ConfigError: no such name is possible.
    """
    check_name(system)
    sources = document.text.removesuffix("\n").split("\n")
    answers = translations.text.removesuffix("\n").split("\n")
    if len(sources) != len(answers):
        raise ReadError(
            f"{translations.origin}: {len(answers)} lines for {len(sources)} of {document.origin}",
            hint="line by line the two must belong together",
        )
    pairs = (
        (None, source.strip(), Translated(answer.strip()) if answer.strip() else _EMPTY)
        for source, answer in zip(sources, answers, strict=True)
        if source.strip()
    )
    return Recording(direction, Signature(system), *_each_once(pairs))


_EMPTY = Untranslatable("the line is empty")


def check_name(system: str) -> None:
    """Raises: ConfigError where a route could not name such a system."""
    if not _NAME.fullmatch(system):
        raise ConfigError(
            f"{system!r} cannot name a system in a route",
            hint="use letters, digits, dots, hyphens: --system deepl-2026",
        )
    if system == FILE or system in plugins.names("engines"):
        raise ConfigError(
            f"{system!r} is the name of an engine", hint=f"call it otherwise: {system}-recorded"
        )


def _as_recorded(signature: Signature, system: str | None) -> Signature:
    """The signature of who was recorded. What replaying adds to it again gets another name."""
    fields = (
        (f"recorded {key}" if key.endswith(_ADDED) else key, value)
        for key, value in signature.fields
    )
    return Signature(system or signature.name, tuple(fields))


def _of_hop(run: Run, number: int) -> Iterator[Answer]:
    """What a hop was asked and what it answered, `number` counted from 0."""
    for row in run.rows:
        stops = row.texts if isinstance(row, Unmeasured) else row.texts.stops
        if len(stops) <= number or not stops[number].text.strip():
            continue
        unit = _unit_of(row) if number == 0 else None
        if len(stops) > number + 1:
            after = stops[number + 1]
            yield unit, stops[number].text, Translated(after.text, unknown=after.unknown)
        elif isinstance(row, Unmeasured) and row.hop == number + 1:
            yield unit, stops[number].text, Untranslatable(row.reason)


def _unit_of(row: Row) -> Unit:
    if isinstance(row, Unmeasured):
        return row.segment.unit_id
    return row.segments[0].unit_id if len(row.segments) == 1 else None


def _each_once(
    answers: Iterable[Answer],
) -> tuple[Mapping[str, Outcome], Mapping[tuple[str, str], Outcome]]:
    """Outcomes by source; and by unit and source, where a source has several translations."""
    outcomes: dict[str, Outcome] = {}
    units: dict[tuple[str, str], Outcome] = {}
    for unit, source, outcome in answers:
        if not source.strip():
            continue
        _note(outcomes, source, outcome)
        if unit is not None:
            _note(units, (unit, source), outcome)
    several = {source for source, each in outcomes.items() if each == _SEVERAL}
    return outcomes, {key: each for key, each in units.items() if key[1] in several}


def _note(found: dict[T, Outcome], key: T, outcome: Outcome) -> None:
    """A translation counts more than a failure; two other ones leave it open."""
    before = found.setdefault(key, outcome)
    if before != outcome and isinstance(outcome, Translated):
        open_ = isinstance(before, Translated) or before == _SEVERAL
        found[key] = _SEVERAL if open_ else outcome
