"""Translations of anybody as transcripts: a run's hops, and the translations that files hold.

A transcript answers in a route under its system's name (`en:es@deepl:en@argos`), so that engines
which cannot run here are judged as any other, and several stand beside each other in one run.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import plugins
from harness.core.errors import ConfigError, ReadError
from harness.core.route_syntax import FILE
from harness.core.values import (
    Direction,
    Document,
    Outcome,
    Run,
    Signature,
    Translated,
    Unmeasured,
    Untranslatable,
)
from harness.engines.file import FileTranslations
from harness.engines.replay import SUFFIX, write_transcript
from harness.run import inputs
from harness.run.measurement import one_line

_NAME = re.compile(r"\w[\w.-]*")
_ADDED = ("transcript", "stand-ins")  # fields that an engine has because it is replayed, masked
_TWO_ANSWERS = "recorded twice, with other words each time"

Pair = tuple[str, Outcome]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a system answered in one direction, each source once, in the order of first use.

    `ambiguous`: how many sources had several answers; these are kept as untranslatable, since
    nobody can tell which one the system would give.
    """

    direction: Direction
    signature: Signature
    outcomes: Mapping[str, Outcome]

    @property
    def ambiguous(self) -> int:
        """Sources that were answered in several ways."""
        return sum(each == Untranslatable(_TWO_ANSWERS) for each in self.outcomes.values())

    @property
    def translated(self) -> int:
        """Sources that have a translation."""
        return sum(isinstance(each, Translated) for each in self.outcomes.values())

    def write(self, path: Path) -> None:
        """As a transcript. Raises: WriteError."""
        write_transcript(path, self.signature, self.direction, self.outcomes.items())


def recorded(runs: Iterable[Run], system: str | None = None) -> list[Recording]:
    """What the engines of some runs answered, one recording for each engine and direction.

    Args:
        system: the name under which a route asks for them, instead of the engines' own.

    Raises:
        ConfigError: no name for a system, or the name of an engine.
    """
    if system is not None:
        check_name(system)
    said: dict[tuple[Direction, Signature], list[Pair]] = {}
    for run in runs:
        for number, (leg, signature) in enumerate(
            zip(run.identity.route.legs, run.identity.engines, strict=True)
        ):
            named = _as_recorded(signature, system)
            said.setdefault((leg.direction, named), []).extend(_of_hop(run, number))
    return [
        Recording(direction, signature, _each_once(pairs))
        for (direction, signature), pairs in said.items()
    ]


def file_names(recordings: Sequence[Recording]) -> list[str]:
    """A file name for each: `argos.en-es.jsonl`, with a number where two would be called alike."""
    names: list[str] = []
    for each in recordings:
        stem = f"{each.signature.name}.{each.direction.source}-{each.direction.target}"
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
    pairs = ((one_line(unit), outcome) for unit, outcome in outcomes)
    return Recording(direction, Signature(system), _each_once(pairs))


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
        (source.strip(), Translated(answer.strip()) if answer.strip() else _EMPTY)
        for source, answer in zip(sources, answers, strict=True)
        if source.strip()
    )
    return Recording(direction, Signature(system), _each_once(pairs))


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


def _of_hop(run: Run, number: int) -> Iterator[Pair]:
    """What a hop was asked and what it answered, `number` counted from 0."""
    for row in run.rows:
        stops = row.texts if isinstance(row, Unmeasured) else row.texts.stops
        if len(stops) > number and stops[number].text.strip():
            if len(stops) > number + 1:
                after = stops[number + 1]
                yield stops[number].text, Translated(after.text, unknown=after.unknown)
            elif isinstance(row, Unmeasured) and row.hop == number + 1:
                yield stops[number].text, Untranslatable(row.reason)


def _each_once(pairs: Iterable[Pair]) -> Mapping[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    for source, outcome in pairs:
        if not source.strip():
            continue
        before = outcomes.setdefault(source, outcome)
        if before != outcome and isinstance(outcome, Translated):
            translated = isinstance(before, Translated) or before == Untranslatable(_TWO_ANSWERS)
            outcomes[source] = Untranslatable(_TWO_ANSWERS) if translated else outcome
    return outcomes
