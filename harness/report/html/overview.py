"""Runs -> the head of a report: cards, table, strips, distributions, worst rows."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from harness.core.values import UNKNOWN, Category, MetricCard, Run, RunTotals, Severity
from harness.report.html.distribution import distribution
from harness.report.html.fact_river import blamed, river
from harness.report.html.outline import Outline
from harness.report.html.row_groups import badness
from harness.report.html.text_runs import plain
from harness.report.html.view import (
    Card,
    CategoryFact,
    Distribution,
    EngineFact,
    Measure,
    MetricChoice,
    MetricFact,
    Overview,
    Shape,
    StopFact,
    Strip,
    Tick,
)
from harness.report.html.view_source import Subject
from harness.report.shared import labels

_MOST_TICKS = 600  # in a strip; more could not be seen apart, nor clicked


_COLUMNS = {
    Shape.TRIP: tuple(column.value for column in labels.Column),
    Shape.REVIEW: ("Source", "Translation", "Back-translation"),
}
_NOTE = (
    "A finding is a place to look at, not yet an error: the back leg can lose what the forward leg"
    " kept. No finding does not mean no error."
)


def overview(
    runs: Sequence[Run], subjects: Sequence[Subject], letters: Sequence[str], outline: Outline
) -> Overview:
    """The head of a report over `runs`; `subjects` are the same, their rows known in outline."""
    first = runs[0].identity
    cards = tuple(
        _card(run, subject, letter, index, outline)
        for index, (run, subject, letter) in enumerate(zip(runs, subjects, letters, strict=True))
    )
    shape = _shape(subjects)
    return Overview(
        kind=_kind(shape, several=len(cards) > 1),
        title=first.doc_id,
        language=first.language,
        language_name=labels.language_name(first.language),
        shape=shape,
        columns=_COLUMNS[shape],
        languages=tuple(_languages(runs)),
        note=_NOTE,
        several=len(cards) > 1,
        cards=cards,
        table=tuple(_comparisons(runs, cards)),
        contrasts=outline.contrasts,
        worst=outline.worst,
        categories=all_categories(cards),
        loci=tuple(all_loci(outline)),
        metrics=tuple(choices(subjects)),
        blocks=len(outline.ranks),
    )


def _shape(subjects: Sequence[Subject]) -> Shape:
    """A review, if there is one run and its translations are the file's own."""
    return Shape.REVIEW if len(subjects) == 1 and subjects[0].reviewed else Shape.TRIP


def _kind(shape: Shape, *, several: bool) -> str:
    if several:
        return "Comparison of runs"
    return "Review of translations" if shape is Shape.REVIEW else "Round-trip report"


def _languages(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """The languages of all stops, by tag; and that of a text whose language is not known."""
    for tag in sorted({"und", *(tag for run in runs for tag in run.identity.route.stops)}):
        yield tag, labels.language_name(tag)


def _card(run: Run, subject: Subject, letter: str, index: int, outline: Outline) -> Card:
    identity, totals, title = run.identity, run.totals, subject.title
    sentences = outline.sentences[index]
    loci = _known_loci(outline, index)
    noun = "unit" if subject.reviewed else "sentence"
    unmeasured = ""
    if totals.unmeasured:
        part = labels.share(totals.unmeasured, sentences)
        failed = labels.counted(totals.unmeasured, noun)
        unmeasured = f"{failed} of {sentences:,} could not be measured ({part})"
    return Card(
        run=letter,
        title=title,
        route=labels.route_words(identity.route),
        languages=" → ".join(map(labels.language_name, identity.route.stops)),
        engine_names=_engine_names(subject),
        engines=tuple(
            EngineFact(
                str(leg.direction),
                engine.name,
                tuple(pair for pair in engine.fields if pair[0] != "direction"),
                str(engine),
            )
            for leg, engine in zip(identity.route.legs, identity.engines, strict=True)
        ),
        settings=tuple(_settings(run)),
        fingerprint=identity.fingerprint,
        signature=labels.run_signature(identity),
        verdict=labels.verdict_words(
            totals,
            sentences,
            outline.steady[index],
            noun if totals.rows == sentences else "row",
        ),
        summary=labels.summary_words(totals, sentences, outline.steady[index], noun),
        caveats=tuple(plain(caveat) for caveat in run.caveats),
        sentences=sentences,
        unmeasured=unmeasured,
        severities=severities(totals),
        loci=tuple(labels.locus_words(locus) for locus in loci),
        categories=tuple(categories(totals, loci, outline.loci[index])),
        metrics=tuple(metric_facts(identity.metrics, totals)),
        distributions=tuple(distributions(identity.metrics, outline.scores[index])),
        retention=tuple(_retention(run, index, outline)),
        river=river(kept) if (kept := outline.facts_kept[index]) and kept[0] else None,
        strip=strip(letter, index, outline),
    )


def _engine_names(subject: Subject) -> str:
    names = subject.title.partition(", ")[2]
    return f"brought home by {names.removeprefix('file, ')}" if subject.reviewed else names


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    """What made the run, beside its engines, and its provenance, which changes no result."""
    identity = run.identity
    yield "Run", identity.fingerprint
    yield "Text", identity.text_digest
    yield "Segmenter", str(identity.segmenter)
    for detector in identity.detectors:
        yield "Detector", str(detector)
    for witness in identity.witnesses:
        yield f"Witness {witness.name}", "; ".join(map(str, witness.engines))
    for scorer in identity.likelihood_scorers:
        yield "Likelihood scorer", str(scorer)
    if identity.attribution is not None:
        yield "Attribution", str(identity.attribution)
    for name, value in sorted(run.provenance.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield f"{name} (changes no result)", text


def severities(totals: RunTotals) -> tuple[tuple[str, int], ...]:
    """How many findings there are of each severity, worst first."""
    return tuple((severity.value, totals.count(severity)) for severity in labels.WORST_FIRST)


def distributions(
    metrics: Sequence[MetricCard], scores: Mapping[str, Sequence[float]]
) -> Iterator[Distribution]:
    """How the rows' scores lie, for each metric that gave some."""
    for card in metrics:
        if scores.get(card.name):
            yield distribution(card, scores[card.name])


def metric_facts(metrics: Sequence[MetricCard], totals: RunTotals) -> Iterator[MetricFact]:
    """Each metric with its score over all rows."""
    for card in metrics:
        value = totals.scores.get(card.name)
        text = "not measured" if value is None else labels.score_words(value, card)
        word = "" if value is None else labels.band_word(card.name, value)
        scale, signature = labels.range_words(card), str(card.signature)
        yield MetricFact(card.name, card.title, text, scale, signature, word)


def _known_loci(outline: Outline, index: int) -> tuple[str, ...]:
    """The loci of a run's findings; none if no finding has a known one."""
    loci = sorted({locus for _, locus in outline.loci[index]}, key=_in_order)
    return tuple(loci) if loci != [str(UNKNOWN)] else ()


def _in_order(locus: str) -> tuple[bool, int, str]:
    """Sort key: forward, backward; hop 2, hop 10; what is not known last."""
    return locus == str(UNKNOWN), len(locus), locus


def all_loci(outline: Outline) -> Iterator[tuple[str, str]]:
    """All places of all runs, for the filter: key and words."""
    every = {locus for counts in outline.loci for _, locus in counts}
    for locus in sorted(every, key=_in_order):
        yield locus, labels.locus_words(locus)


def _retention(run: Run, index: int, outline: Outline) -> Iterator[StopFact]:
    """How many of the source's facts are still present at each stop; nothing without counts."""
    kept, course = outline.facts_kept[index], outline.similarity_by_hop[index]
    if not kept or not kept[0]:
        return
    stops = run.identity.route.stops
    for stop, (tag, left) in enumerate(zip(stops, kept, strict=True)):
        part = labels.share(min(left, kept[0]), kept[0])
        words = [f"{left:,} of {kept[0]:,} ({part})", *_likeness(run, stop, course)]
        change = left - kept[stop - 1] if stop else 0
        told = f"{abs(change):,} {'lost' if change < 0 else 'there again'}" if change else ""
        put_down = blamed(stop, len(stops) - 1, outline.loci[index]) if stop else ""
        yield StopFact(tag, "; ".join(words), told, put_down)


def _likeness(run: Run, stop: int, course: Mapping[str, Sequence[float | None]]) -> Iterator[str]:
    """What each metric says of the text at one stop: the run's score at the last, else a mean."""
    last = stop == len(run.identity.route.stops) - 1
    for card in run.identity.metrics:
        if not stop or card.name not in course:
            continue
        value = course[card.name][stop - 1]
        if last and card.name in run.totals.scores:
            yield f"{card.title} {labels.score_words(run.totals.scores[card.name], card)}"
        elif value is not None:
            yield f"{card.title} {labels.score_words(value, card)} (mean of rows)"


def choices(subjects: Sequence[Subject]) -> Iterator[MetricChoice]:
    """The metrics that rows can be chosen by."""
    cards = {card.name: card for subject in reversed(subjects) for card in subject.metrics}
    for card in cards.values():
        yield MetricChoice(card.name, card.title, card.higher_is_better)


def categories(
    totals: RunTotals, loci: Sequence[str], counted: Mapping[tuple[str, str], int]
) -> Iterator[CategoryFact]:
    """The categories that occur, the most frequent of the worst severity first."""
    made = [
        CategoryFact(
            path=path,
            words=labels.category_words(Category(path)),
            counts=tuple(counts.get(severity.value, 0) for severity in labels.WORST_FIRST),
            by_locus=tuple(counted.get((path, locus), 0) for locus in loci),
        )
        for path, counts in totals.findings.items()
        if any(counts.values())
    ]
    yield from sorted(made, key=lambda count: (*(-each for each in count.counts), count.path))


def all_categories(cards: Sequence[Card]) -> tuple[CategoryFact, ...]:
    """The categories of all runs together, by name."""
    joined: dict[str, CategoryFact] = {}
    for card in cards:
        for count in card.categories:
            known = joined.get(count.path)
            before = known.counts if known else (0,) * len(count.counts)
            counts = tuple(a + b for a, b in zip(before, count.counts, strict=True))
            joined[count.path] = replace(count, counts=counts)
    return tuple(sorted(joined.values(), key=lambda count: count.words))


def strip(letter: str, index: int, outline: Outline) -> Strip:
    """The whole text as a strip of ticks."""
    ticks, length = outline.ticks[index], len(outline.ranks)
    parts = []
    for worst in (Severity.CRITICAL.value, labels.UNMEASURED, Severity.MAJOR.value):
        count = sum(tick.worst == worst for tick in ticks)
        if count:
            parts.append(f"{count:,} {labels.worst_words(worst)}")
    summary = ", ".join(parts) or "nothing above minor"
    # The worst are drawn last, on top of their neighbours, where a tick is wider than a row.
    drawn = tuple(sorted(_few(ticks, length), key=lambda tick: badness(tick.worst)))
    rows = labels.counted(length, "row")
    return Strip(length, drawn, f"Run {letter}: {rows} by their worst finding: {summary}")


def _few(ticks: Sequence[Tick], length: int) -> Iterator[Tick]:
    """No more ticks than can be seen apart: the first of the worst of each stretch of the text."""
    stretch = math.ceil(length / _MOST_TICKS)
    for _, close in groupby(ticks, key=lambda tick: tick.place // stretch if stretch else 0):
        yield max(close, key=lambda tick: badness(tick.worst))


def _of_category(card: Card, path: str) -> str:
    """How often a run has a category: above minor, and what is minor behind it: 18, 2 + 3 minor."""
    *above, minor = next((f.counts for f in card.categories if f.path == path), (0,))
    parts = [f"{sum(above):,}" if sum(above) else "", labels.minor_words(minor, "")]
    return " + ".join(filter(None, parts)) or "0"


def _in_a_word(metric: MetricFact) -> str:
    return f"{metric.value} {metric.word}".rstrip()


def _comparisons(runs: Sequence[Run], cards: Sequence[Card]) -> Iterator[Measure]:
    """The table of all runs: coverage first, then findings, then scores."""
    counts = tuple(f"{run.totals.unmeasured:,}" for run in runs)
    yield Measure("coverage", "not measured", "sentences", counts)
    for place, severity in enumerate(labels.WORST_FIRST):
        values = tuple(f"{card.severities[place][1]:,}" for card in cards)
        yield Measure(severity.value, severity.value, "findings", values)
    for category in all_categories(cards):
        values = tuple(_of_category(card, category.path) for card in cards)
        yield Measure("by-category", category.words, category.path, values, category.folded)
    shown = {metric.signature: metric for card in cards for metric in card.metrics}
    for signature, metric in shown.items():
        values = tuple(
            next((_in_a_word(m) for m in card.metrics if m.signature == signature), "–")
            for card in cards
        )
        yield Measure("metric", metric.title, metric.scale, values)
