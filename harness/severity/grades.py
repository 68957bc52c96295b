"""The table of grades: which kind of issue is how bad."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from harness.core.errors import ConfigError, ReadError
from harness.core.fingerprint import fingerprint
from harness.core.values import Finding, Issue, Severity

TABLE = Path(__file__).with_name("grades.toml")
UNGRADED = Severity.MAJOR  # of a kind that no table lists: it counts until somebody says otherwise

Levels = Mapping[str, Sequence[str]]  # severity -> the kinds of one detector, without its name


@dataclass(frozen=True, slots=True)
class Grades:
    """Severities by kind. A kind that is not listed has the grade of its longest listed beginning.

    `overruled` is what a user says. It goes before `usual`, whichever of the two is more specific.
    `firm` kinds are plain facts, which no model of whole texts may grade milder.
    """

    usual: Mapping[str, Severity]
    overruled: Mapping[str, Severity] = field(default_factory=dict)
    firm: frozenset[str] = frozenset()

    def of(self, kind: str) -> Severity:
        """The severity of a kind; `UNGRADED` where no table knows even its beginning."""
        for table in (self.overruled, self.usual):
            for beginning in _beginnings(kind):
                if beginning in table:
                    return table[beginning]
        return UNGRADED

    def lists(self, kind: str) -> bool:
        """Whether somebody has graded the kind, or what it begins with."""
        return any(each in self.usual or each in self.overruled for each in _beginnings(kind))

    def grade(self, issues: Iterable[Issue]) -> tuple[Finding, ...]:
        """The issues with the severities of the table alone."""
        return tuple(Finding.of(issue, self.of(issue.kind)) for issue in issues)

    def joined_by(self, detector: str, levels: Levels) -> "Grades":
        """With the grades that a detector from elsewhere brings. Raises: ConfigError."""
        return replace(self, usual={**self.usual, **_kinds(detector, levels)})

    def overruled_by(self, severities: Mapping[str, str]) -> "Grades":
        """With what a user says of kinds, or of all kinds that begin alike.

        Raises: ConfigError for a kind that does not exist, or no severity.
        """
        for kind, level in severities.items():
            if problem := self.problem(kind, level):
                raise ConfigError(problem[0], hint=problem[1])
        overruled = {kind: Severity(level) for kind, level in severities.items()}
        return replace(self, overruled=overruled)

    def without_overrules(self) -> "Grades":
        """The table alone: for what is found, which must not depend on what a user says of it."""
        return replace(self, overruled={})

    def is_firm(self, kind: str) -> bool:
        """Whether the kind itself, or all kinds that begin as it does, are plain facts."""
        return any(beginning in self.firm for beginning in _beginnings(kind))

    def problem(self, kind: str, level: object) -> tuple[str, str] | None:
        """What is wrong with a user's line, and what to do; None where nothing is."""
        if kind not in self.known:
            near = get_close_matches(kind, sorted(self.known), n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else f"see {TABLE.name} for all of them"
            return f"no kind of finding is called {kind}", hint
        if level not in [each.value for each in Severity]:  # a list: it may be of any type
            return f"no severity is called {level}", "minor, major or critical"
        return None

    @property
    def known(self) -> frozenset[str]:
        """Every kind of the table, and what they begin with."""
        return frozenset(part for kind in self.usual for part in _beginnings(kind))

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """For signatures: a digest of the table, and what a user overruled, in full."""
        table = [[kind, severity.value] for kind, severity in sorted(self.usual.items())]
        table.append(["firm", *sorted(self.firm)])
        fields = [("table", fingerprint(table)[:12])]
        if self.overruled:
            overruled = (
                f"{kind} {severity.value}" for kind, severity in sorted(self.overruled.items())
            )
            fields.append(("overruled", ", ".join(overruled)))
        return tuple(fields)


@cache
def usual_grades() -> Grades:
    """The grades that come with the harness.

    Raises: ReadError: the table is missing or damaged.
    """
    try:
        tables = tomllib.loads(TABLE.read_text("utf-8"))
        firm = {name: levels.pop("firm", []) for name, levels in tables.items()}
        return Grades(
            {k: v for name, levels in tables.items() for k, v in _kinds(name, levels).items()},
            firm=frozenset(f"{name}.{kind}" for name, kinds in firm.items() for kind in kinds),
        )
    except (OSError, ValueError, AttributeError, TypeError, ConfigError) as cause:
        raise ReadError(
            f"{TABLE}: no table of grades: {cause}", hint="reinstall the package"
        ) from cause


def _kinds(detector: str, levels: Levels) -> dict[str, Severity]:
    made: dict[str, Severity] = {}
    for level, kinds in levels.items():
        for kind in (f"{detector}.{each}" for each in kinds):
            if kind in made or level not in {each.value for each in Severity}:
                raise ConfigError(
                    f"grades of {detector}: {kind} cannot be {level}",
                    hint="list each kind once, under minor, major or critical",
                )
            made[kind] = Severity(level)
    return made


def _beginnings(kind: str) -> Iterator[str]:
    """The kind itself, and what it begins with, the longest first."""
    while kind:
        yield kind
        kind = kind.rpartition(".")[0]
