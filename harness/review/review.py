"""A review: every unit of a file in order, and what is held against its translation."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.bilingual.checks import TranslationChecks
from harness.core import interruption
from harness.core.errors import NotInstalled
from harness.core.protocols import ParaphraseModel
from harness.core.values import (
    BeadText,
    Direction,
    Document,
    Finding,
    Glossary,
    LocalText,
    MeasuredRow,
    Route,
    Row,
    Run,
    RunTotals,
    Segment,
    Severity,
    Signature,
    Translated,
    Unmeasured,
)
from harness.engines.file import FileTranslations, translated_into
from harness.machine import Site
from harness.models.paraphrase import ParaphraseClassifier
from harness.review.confirmation import confirmed
from harness.review.decisions import Decision
from harness.review.units import ReviewedUnit, UnitState, state_of
from harness.run import inputs
from harness.run.measurement import one_line
from harness.run.totals import RunTally
from harness.severity.grades import Grades
from harness.text.pairs.measurable import first_beyond_limits

# What only the way back shows: the two texts alone do not.
_UNSEEN = (
    "Without an engine nothing looks at denials, at how names are translated, and at the meaning"
)
_BUT_SURE = ", but for differences of meaning that the model is sure of"
_TOGETHER = 256  # rows that are read together


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found. `run` is the round trip, with its findings graded; None without one.

    `judges` are the signatures of what looked: checks, engines, the model. `caveats` are sentences
    that a user must see first.
    """

    document: Document
    target_language: str
    units: tuple[ReviewedUnit, ...]
    judges: tuple[tuple[str, Signature], ...]
    caveats: tuple[str, ...]
    run: Run | None = None

    def __repr__(self) -> str:
        """One line: a review holds every text of a file."""
        languages = f"{self.document.language}→{self.target_language}"
        found = ", ".join(
            f"{n} {each.value}" for each in reversed(Severity) if (n := self.count(each))
        )
        counted = f"{len(self.units):,} unit{'s' * (len(self.units) != 1)}"
        return f"<Review {self.document.doc_id} {languages}: {counted}, {found or 'no findings'}>"

    @property
    def states(self) -> Mapping[UnitState, int]:
        """How many units there are in each state."""
        counted = Counter(each.state for each in self.units)
        return {state: counted[state] for state in UnitState}

    @property
    def counted(self) -> tuple[ReviewedUnit, ...]:
        """The units whose findings count: what is translated and neither fuzzy nor a draft."""
        return tuple(each for each in self.units if each.state.counts)

    @property
    def to_look_at(self) -> tuple[ReviewedUnit, ...]:
        """Units with something above minor, the worst first, else in order of the file."""
        found = [each for each in self.counted if each.needs_a_look]
        return tuple(sorted(found, key=lambda each: -each.severity.rank if each.severity else 0))

    @property
    def accepted(self) -> tuple[ReviewedUnit, ...]:
        """Units with something above minor that people accepted."""
        return tuple(
            each
            for each in self.counted
            if each.is_accepted and any(f.severity > Severity.MINOR for f in each.of_translation)
        )

    def decided(self, decisions: Mapping[str, Decision]) -> "Review":
        """The review with what people wrote about its units, by their ids."""
        units = tuple(
            replace(each, decision=decisions.get(each.unit.unit_id, each.decision))
            for each in self.units
        )
        return replace(self, units=units)

    @property
    def unmeasured(self) -> tuple[ReviewedUnit, ...]:
        """Translations that did not come home."""
        return tuple(each for each in self.units if each.failure)

    def count(self, severity: Severity) -> int:
        """Units whose worst is of this severity, without those that people accepted."""
        return sum(each.severity is severity and not each.is_accepted for each in self.counted)

    def findings(self) -> Iterator[Finding]:
        """What is held against the translations that count, and that nobody has accepted."""
        for each in self.counted:
            if not each.is_accepted:
                yield from each.of_translation


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges the rows: the checks of the file's translations, the model, the grades."""

    document: Document
    checks: TranslationChecks
    model: ParaphraseModel | None
    grades: Grades
    caveats: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        document: Document,
        target: str,
        here: Site,
        grades: Grades,
        glossary: Glossary | None = None,
    ) -> "Judge":
        """That of a document's translations into one language.

        Raises: ConfigError: the document has none, or not into that language.
        """
        ours = translated_into(document, target)
        model, caveats = _model(here)
        return cls(ours, TranslationChecks(ours, glossary), model, grades, caveats)

    def review(self, target: str, run: Run) -> Review:
        """The review of a document whose translations were brought home."""
        rows: dict[str, Row] = {}
        for row in run.rows:
            segment = row.segment if isinstance(row, Unmeasured) else row.segments[0]
            rows[segment.unit_id or ""] = row
        units = self._units(rows)
        caveats = tuple(dict.fromkeys((*run.caveats, *self.caveats)))
        judges = (
            *(("engine", each) for each in run.identity.engines[1:]),
            *(("witness", each) for way in run.identity.witnesses for each in way.engines),
            *self._judges(),
        )
        graded = _GradedRows(run.rows, {each.unit.unit_id: each for each in units})
        shown = replace(run, rows=graded, caveats=caveats, totals=_totals(run, graded))
        return Review(self.document, target, units, judges, caveats, shown)

    def review_alone(self, target: str, route: Route) -> Review:
        """The review of a document whose translations no engine brought home."""
        direction = Direction(route.language, route.stops[1])
        held = FileTranslations(self.document, direction)
        rows: dict[str, Row] = {}
        segments = inputs.segmented(self.document, inputs.WHOLE_UNITS, (route,)).segments()
        for segment, outcome in zip(segments, held.translate_units(segments), strict=True):
            if isinstance(outcome, Translated):
                texts = (
                    LocalText(direction.source, one_line(segment)),
                    LocalText(direction.target, outcome.text),
                )
                rows[segment.unit_id or ""] = _brought(segment, texts)
        unseen = f"{_UNSEEN}{_BUT_SURE if self.model else ''}."
        caveats = (unseen, *self.document.remarks, *held.remarks, *self.caveats)
        return Review(
            self.document, target, self._units(rows), self._judges(), tuple(dict.fromkeys(caveats))
        )

    def _units(self, rows: Mapping[str, Row]) -> tuple[ReviewedUnit, ...]:
        graded = self._graded([row for row in rows.values() if isinstance(row, MeasuredRow)])
        made = []
        for unit in self.document.units:
            row = rows.get(unit.unit_id)
            state = state_of(unit)
            lost = isinstance(row, Unmeasured) and state is not UnitState.EMPTY
            failure = row.reason if isinstance(row, Unmeasured) and lost else ""
            made.append(ReviewedUnit(unit, state, graded.get(unit.unit_id), failure))
        return tuple(made)

    def _graded(self, rows: Sequence[MeasuredRow]) -> Mapping[str, MeasuredRow]:
        """The rows by their unit, with what the checks and the model say of them."""
        made: dict[str, MeasuredRow] = {}
        for start in range(0, len(rows), _TOGETHER):
            interruption.check()
            block = [self._checked(row) for row in rows[start : start + _TOGETHER]]
            for row in confirmed(block, self.model, self.grades):
                made[row.segments[0].unit_id or ""] = row
        return made

    def _checked(self, row: MeasuredRow) -> MeasuredRow:
        """The row with the findings of this document's checks, and only these."""
        name = self.checks.signature.name
        others = tuple(each for each in row.findings if each.detector != name)
        found = (*self.grades.grade(self.checks(row)), *others)
        # What a review does not show is let go: it holds all rows of a file.
        return replace(row, findings=found, likelihoods=(), similarity_by_hop={}, reading=None)

    def _judges(self) -> tuple[tuple[str, Signature], ...]:
        model = (("model", self.model.signature),) if self.model else ()
        return (("checks", self.checks.signature), *model)


@dataclass(frozen=True, slots=True)
class _GradedRows:
    """The rows of a record with the findings of a review, read anew each time."""

    rows: Iterable[Row]
    units: Mapping[str, ReviewedUnit]

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            reviewed = (
                self.units.get(row.segments[0].unit_id or "")
                if isinstance(row, MeasuredRow)
                else None
            )
            if isinstance(row, MeasuredRow) and reviewed is not None:
                yield replace(row, findings=reviewed.findings)
            else:
                yield row


def _totals(run: Run, rows: Iterable[Row]) -> RunTotals:
    tally = RunTally(())
    for row in rows:
        tally.add(row)
    return replace(tally.totals(), scores=run.totals.scores)


def _brought(segment: Segment, texts: tuple[LocalText, LocalText]) -> Row:
    """The row of a translation that stands in its file, or why it is too long to be measured."""
    source, translation = texts
    if why := first_beyond_limits({"the source": source, "the translation": translation}):
        return Unmeasured(segment, texts, 1, why)
    return MeasuredRow((segment,), BeadText(texts))


def _model(here: Site) -> tuple[ParaphraseModel | None, tuple[str, ...]]:
    """The model that reads source and translation together, or why there is none."""
    try:
        model = ParaphraseClassifier.configured(here.machine)
        model.signature  # noqa: B018  (asks whether its weights are here)
    except NotInstalled as cause:
        return None, (f"No model reads the translations: {cause} ({cause.hint}).",)
    return model, ()
