"""All that is known about one finding, as plain text for a terminal.

Facts come from the record; what a detector says of itself is handed in, because a report starts
nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc

from harness.core.values import (
    Finding,
    MeasuredRow,
    Row,
    Run,
    Severity,
    StopLikelihood,
    Unmeasured,
)
from harness.report.html.row_groups import place_of, segments_of
from harness.report.shared import labels
from harness.report.shared.entries import grouped, is_minor
from harness.report.shared.labels import band_word, range_words
from harness.report.shared.worst_findings import worst_findings
from harness.text.words.control_characters import strip_controls
from harness.text.words.quoting import quoted

_SHORTEST_ID = 4  # characters of a finding's id that may stand for it
_LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding, its id, its row, and the rows before and after it in the text."""

    finding_id: str
    finding: Finding
    row: MeasuredRow
    before: Row | None
    after: Row | None


def find(run: Run, wanted: str, *, minor: bool = False) -> list[ExplainedFinding]:
    """The findings of `run` whose id is or starts with `wanted` (at least four characters).

    Those of a row where `wanted` is the row's id, or the number of a sentence in it if no id starts
    so: without minor ones if it has others, unless `minor` wants them.
    """
    number = sentence_number(wanted)
    by_id: list[ExplainedFinding] = []
    by_number: list[ExplainedFinding] = []
    for before, row, after in _in_context(run.rows):
        if not isinstance(row, MeasuredRow):
            continue
        above = any(not is_minor(finding) for finding in row.findings)
        for finding_id, finding in zip(row.finding_ids(), row.findings, strict=True):
            shown = minor or not above or not is_minor(finding)
            known = ExplainedFinding(finding_id, finding, row, before, after)
            if _is_called(wanted, finding_id) or (shown and row.row_id == wanted):
                by_id.append(known)
            elif shown and _speaks_of(row, number):
                by_number.append(known)
    return by_id or by_number


def sentence_number(wanted: str) -> int | None:
    """The number of a sentence as people are shown it: `3`, or `sentence 3`."""
    digits = wanted.strip().lower().removeprefix("sentence").strip()
    return int(digits) if len(digits) <= _LONGEST_NUMBER and digits.isdecimal() else None


def rows_of_sentence(run: Run, number: int) -> list[Row]:
    """The rows of `run` with the sentence of that number, measured or not."""
    return [row for row in run.rows if _speaks_of(row, number)]


def _is_called(wanted: str, finding_id: str) -> bool:
    return len(wanted) >= _SHORTEST_ID and finding_id.startswith(wanted)


def _speaks_of(row: Row, number: int | None) -> bool:
    return any(segment.position + 1 == number for segment in segments_of(row))


def worst(run: Run) -> list[ExplainedFinding]:
    """The worst finding of `run`, or none."""
    return [
        known
        for each in worst_findings(run, 1, minor=True)
        for known in find(run, each.row.row_id)
        if known.finding == each.finding
    ][:1]


def explained(
    run: Run, known: ExplainedFinding, about_detector: str | None, *, minor: bool = False
) -> Iterator[str]:
    """Lines about one finding.

    Args:
        about_detector: the detector's own words: what it reports, and what it is blind to.
        minor: list minor findings of the row, too, instead of counting them.
    """
    finding = known.finding
    yield f"{finding.severity.value}: {strip_controls(finding.message)}"
    yield f"  {finding.category.value}, {_sentence_name(known.row)}, locus {finding.locus}"
    yield f"  finding {known.finding_id}, row {known.row.row_id}"
    yield from _section("Texts, with the words in question in ‹ ›", _texts(run, known))
    evidence = [f"{name}: {strip_controls(value)}" for name, value in finding.evidence]
    yield from _section("Evidence", evidence)
    yield from _section("How its severity came about", _grading(finding))
    yield from _section("Why this hop", _blame(finding))
    likelihoods = _likelihoods(known)
    yield from _section("Likelihood of its words (log-probability)", likelihoods)
    yield from _section("Scores of this row", _scores(run, known.row))
    same, others = _others(known, minor=minor)
    yield from _section("Findings about the same words", same)
    yield from _section("Other findings of this row", others)
    healed = [strip_controls(labels.healed_words(issue)) for issue in known.row.healed]
    yield from _section("Unseen at both ends, and of no weight", healed)
    yield from _section("Neighbours", _neighbours(known))
    about = _about(run, known, about_detector)
    yield from _section(f"What the detector “{finding.detector}” is", about)
    yield from _section("Engines", [f"{n}. {e}" for n, e in enumerate(run.identity.engines, 1)])
    yield from _section("To be read before any score", run.caveats)


def _in_context(rows: Iterable[Row]) -> Iterator[tuple[Row | None, Row, Row | None]]:
    """Each row between its neighbours, in one pass."""
    before: Row | None = None
    current: Row | None = None
    for row in rows:
        if current is not None:
            yield before, current, row
        before, current = current, row
    if current is not None:
        yield before, current, None


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _sentence_name(row: MeasuredRow) -> str:
    return strip_controls(place_of(row)) or "added text"


def _texts(run: Run, known: ExplainedFinding) -> list[str]:
    lines = []
    for stop, text in enumerate(known.row.texts.stops):
        engine = run.identity.engines[stop - 1].name if stop else ""
        name = f"after hop {stop}, {engine}" if stop else "source"
        lines.append(f"{text.language} ({name}): {_marked(known, stop)}")
    return lines


def _marked(known: ExplainedFinding, stop: int) -> str:
    text = known.row.texts.stops[stop].text
    pieces, at = [], 0
    for span in sorted(known.finding.spans(stop)):
        if span.start >= at:
            pieces += [text[at : span.start], "‹", span.of(text), "›"]
            at = span.end
    return strip_controls("".join([*pieces, text[at:]])) or "(nothing)"


def _grading(finding: Finding) -> list[str]:
    """By its kind, and by whoever adjusted it; nothing of records before kinds."""
    if not finding.kind:
        return []
    first = finding.adjustments[0].was if finding.adjustments else finding.severity
    return [
        f"{first.value} for the kind {finding.kind}",
        *(f"{each.became.value} by {each.by}: {each.why}" for each in finding.adjustments),
    ]


def _blame(finding: Finding) -> list[str]:
    locus = finding.locus
    sure = "" if locus.confidence is None else f" (confidence {locus.confidence:.2f})"
    reasons = [strip_controls(reason) for reason in locus.evidence]
    return [f"{locus}{sure}", *reasons] if locus.known or reasons else []


def _likelihoods(known: ExplainedFinding) -> list[str]:
    """Of the finding's own words, at the stops where they were scored."""
    texts = known.row.texts.stops
    return [
        f"{_stop(known, likelihood.scored)} given {_stop(known, likelihood.given)}: "
        f"{', '.join(words)} (whole text: {likelihood.scores.mean:.2f} for each piece)"
        for likelihood in known.row.likelihoods
        if (words := list(_word_likelihoods(likelihood, texts[likelihood.scored].text, known)))
    ]


def _word_likelihoods(
    likelihood: StopLikelihood, text: str, known: ExplainedFinding
) -> Iterator[str]:
    for word in likelihood.of_words(known.finding.spans(likelihood.scored)):
        yield f"{strip_controls(quoted(word.span.of(text)))} {word.log_probability:.2f}"


def _stop(known: ExplainedFinding, stop: int) -> str:
    if stop == 0:
        return "the source"
    last = stop == len(known.row.texts.stops) - 1
    return (
        "the back-translation"
        if last
        else f"the {known.row.texts.stops[stop].language} of hop {stop}"
    )


def _scores(run: Run, row: MeasuredRow) -> list[str]:
    cards = {card.name: card for card in run.identity.metrics}
    lines = []
    for name, score in row.scores.items():
        if name not in cards:
            lines.append(f"{name}: {score.value:g}")
            continue
        word = band_word(name, score.value)
        said = f"{score.value:g}{word and f', {word}'}"
        lines.append(f"{cards[name].title}: {said} ({range_words(cards[name])})")
    return lines


def _others(known: ExplainedFinding, *, minor: bool) -> tuple[list[str], list[str]]:
    """The row's other findings: about the same words, all of them; and about other words."""
    row = known.row
    ids = row.finding_ids()
    here = ids.index(known.finding_id)
    entry = next(group for group in grouped(row.findings) if here in group)
    lines = [
        f"{finding.severity.value}: {strip_controls(finding.message)} [{finding_id}]"
        for finding_id, finding in zip(ids, row.findings, strict=True)
    ]
    elsewhere = [at for at in range(len(lines)) if at not in entry]
    shown = [at for at in elsewhere if minor or not is_minor(row.findings[at])]
    folded = labels.minor_words(len(elsewhere) - len(shown), "and" if shown else "")
    others = [*(lines[at] for at in shown), *([f"{folded} (--all lists them)"] if folded else [])]
    return [lines[at] for at in entry if at != here], others


def _neighbours(known: ExplainedFinding) -> list[str]:
    return [
        f"{name}: {_one_line_summary(row)}"
        for name, row in (("before", known.before), ("after", known.after))
        if row is not None
    ]


def _one_line_summary(row: Row) -> str:
    if isinstance(row, Unmeasured):
        return f"not measured: {strip_controls(row.reason)}"
    worst = row.severity
    count = len(row.findings)
    summary = f"{count} findings, worst {worst.value}" if worst else "no finding"
    if worst is Severity.MINOR:
        summary = labels.minor_words(count, "")
    back = row.texts.back_translation.text
    return strip_controls(f"{row.texts.source.text} → {back} ({summary})")


def _about(run: Run, known: ExplainedFinding, about: str | None) -> list[str]:
    name = known.finding.detector
    signatures = [str(each) for each in run.identity.detectors if each.name == name]
    words = cleandoc(about).splitlines() if about else ["not installed here"]
    return [*signatures, *words]
