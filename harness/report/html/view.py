"""All that a template may know: frozen, in words, ready to be shown. Looks are not its business."""

from dataclasses import dataclass
from enum import Enum

from harness.report.html.text_runs import TextRun
from harness.report.shared.labels import Column

# ── one row ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cell:
    """One text of one row, ready to be shown. `note` stands in for a text that is not there."""

    column: Column
    language: str
    language_name: str
    pieces: tuple[TextRun, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindingFact:
    """One finding as a user sees it. `number` is what stands beside its words in the row.

    `evidence` are sentences, or values that have a name; `also` are other findings about the same
    words.
    """

    anchor: str
    number: int
    run: str
    severity: str
    category: str
    category_path: str
    message: tuple[TextRun, ...]
    locus: str
    locus_key: str
    detector: str
    evidence: tuple[tuple[str, tuple[TextRun, ...]], ...] = ()
    also: tuple["FindingFact", ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """One metric's number for one row, in words; `number` is the same for the filter.

    `word` says what it means, where that is known.
    """

    name: str
    title: str
    value: str
    number: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class ReturnFact:
    """What a witness brought back; `text` is None where it brought nothing, for a `reason`."""

    witness: str
    text: Cell | None
    reason: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one run made of a block's source. `source` is None where the block shows it once.

    `minor` are findings to be folded under the words `folded`; `findings` are the others. `healed`
    says which faults of pivots the way back healed.
    """

    run: str
    run_title: str
    row_id: str
    worst: str
    source: Cell | None
    hypotheses: tuple[Cell, ...]
    back_translation: Cell | None
    failure: tuple[TextRun, ...]
    failure_hop: int
    scores: tuple[ScoreFact, ...]
    findings: tuple[FindingFact, ...]
    minor: tuple[FindingFact, ...] = ()
    folded: str = ""
    returns: tuple[ReturnFact, ...] = ()
    healed: tuple[tuple[TextRun, ...], ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the source with what every run made of it.

    `place` counts from 1 in order of the text, `rank` from the worst. `position` says for people
    which sentences of the source it is, `unit` which unit of its file. `differs` says what is not
    the same in all runs: `findings` above minor, only `minor` ones, only the `text` that came back,
    or nothing at all (empty).
    `runs` gives every run's lines, also of a run that has none here.
    """

    anchor: str
    place: int
    position: str
    rank: int
    worst: str
    source: Cell | None
    lines: tuple[Line, ...]
    differs: str
    runs: tuple[tuple[str, str, tuple[Line, ...]], ...]
    unit: tuple[TextRun, ...] = ()


# ── the whole ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MetricFact:
    """A run's score and what must be known to read it; `word` says what it means, where known."""

    name: str
    title: str
    value: str
    scale: str
    signature: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a distribution: how many rows score in it, and the bar's height in [0, 1]."""

    words: str
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one metric's scores of a run's rows lie; `alternative` says the same in words."""

    title: str
    low: str
    high: str
    bins: tuple[Bin, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class StopFact:
    """How many of the source's facts are still present at a stop, in words.

    `change` says how many the hop before lost or gave back, `blamed` what findings are put down to
    that hop; both empty at the source.
    """

    language: str
    words: str
    change: str = ""
    blamed: str = ""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band of a `River`: `kind` is `left`, `lost` or `back`, `path` its SVG path."""

    kind: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class River:
    """Facts on their way through the stops, in units of its own."""

    width: int
    height: int
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """How often a run has a category, by severity in the order of `wording.WORST_FIRST`.

    `by_locus` counts the same findings by the places of `Card.loci`.
    """

    path: str
    words: str
    counts: tuple[int, ...]
    by_locus: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def folded(self) -> bool:
        """Whether all of it is minor."""
        *above, _ = self.counts
        return not any(above)


@dataclass(frozen=True, slots=True)
class EngineFact:
    """Which engine served which hop, with everything that can change its output."""

    direction: str
    name: str
    settings: tuple[tuple[str, str], ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One block in the picture of the whole text, as one run made it."""

    place: int
    anchor: str
    worst: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole text as one run made it: `length` blocks, ticks where there is something to see.

    In a long text, a tick stands for the worst of its neighbourhood.
    """

    length: int
    ticks: tuple[Tick, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Card:
    """A run at a glance. `verdict` is the answer in one sentence, `summary` counts all findings."""

    run: str
    title: str
    route: str
    languages: str
    engine_names: str
    engines: tuple[EngineFact, ...]
    settings: tuple[tuple[str, str], ...]
    fingerprint: str
    signature: str
    verdict: str
    summary: str
    caveats: tuple[tuple[TextRun, ...], ...]
    sentences: int
    unmeasured: str
    severities: tuple[tuple[str, int], ...]
    loci: tuple[str, ...]
    categories: tuple[CategoryFact, ...]
    metrics: tuple[MetricFact, ...]
    distributions: tuple[Distribution, ...]
    retention: tuple[StopFact, ...]
    river: River | None
    strip: Strip


@dataclass(frozen=True, slots=True)
class WorstRow:
    """One of the few rows that matter: what is wrong, and its texts around the words in question.

    `translation` is shown where it is what was reviewed. `returns` are what came back, by the run's
    letter. The fault was found in `rows` rows, of which
    `others` are some: anchor and position.
    """

    anchor: str
    position: str
    worst: str
    run: str
    category: str
    message: tuple[TextRun, ...]
    locus: str
    source: Cell
    returns: tuple[tuple[str, Cell], ...]
    rows: int = 1
    others: tuple[tuple[str, str], ...] = ()
    translation: Cell | None = None


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """A row that is better or worse in one run than in the first.

    `source` and `returns`, by the run's letter, are shown around the words in question.
    """

    anchor: str
    position: str
    severity: str
    change: str
    message: tuple[TextRun, ...]
    source: Cell
    returns: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class ScoreContrast:
    """A metric's score of two runs, ready to be shown.

    `row_difference` is the mean difference of a row, over the rows that both measured, which
    `interval` holds with 95 % confidence; `words` say what it is worth.
    """

    title: str
    before: str
    after: str
    difference: str
    row_difference: str
    interval: str
    words: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """One run against the first, row by row: how many rows are better, worse, as good.

    `words` say it in one sentence, `chance` how likely so uneven a split is by chance alone.
    """

    run: str
    against: str
    words: str
    chance: str
    scores: tuple[ScoreContrast, ...]
    better: tuple[ContrastRow, ...]
    worse: tuple[ContrastRow, ...]


@dataclass(frozen=True, slots=True)
class MetricChoice:
    """A metric that rows can be chosen by."""

    name: str
    title: str
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table of all runs: a measure, and each run's value.

    A `folded` one is about what is minor, and shown when asked for.
    """

    kind: str
    title: str
    note: str
    values: tuple[str, ...]
    folded: bool = False


class Shape(Enum):
    """What stands in a row: a round trip, two texts beside each other, or one text."""

    TRIP = "trip"
    REVIEW = "of-translations"  # a text beside its translation, and what an engine brought home
    PAIR = "pair"
    TRANSLATION = "translation"  # a text beside its translation
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Overview:
    """The head of a report: all that stands above its rows. `kind` says what sort of report.

    `languages` are those of all texts in the rows, as tags with their names; `columns` head the
    places of `wording.Column`, empty for one that the page has not; `note` stands at its foot.
    """

    kind: str
    title: str
    language: str
    language_name: str
    shape: Shape
    columns: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    note: str
    several: bool
    cards: tuple[Card, ...]
    table: tuple[Measure, ...]
    contrasts: tuple[Contrast, ...]
    worst: tuple[WorstRow, ...]
    categories: tuple[CategoryFact, ...]
    loci: tuple[tuple[str, str], ...]
    metrics: tuple[MetricChoice, ...]
    blocks: int
