"""Runs -> the head of a report: cards, table, strips, worst rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from harness.core.values import Category, Row, Run, Severity, Unmeasured
from harness.report import wording
from harness.report.groups import (
    Anchors,
    badness,
    first_words,
    position,
    segment_count,
    weight,
    worst_of,
)
from harness.report.merge import side_by_side
from harness.report.pieces import plain
from harness.report.shown import (
    Card,
    CategoryFact,
    EngineFact,
    Measure,
    MetricFact,
    Overview,
    Strip,
    Tick,
    WorstRow,
)

_WORST_SHOWN = 10
_EXCERPT = 90  # code points of a source sentence in the list of worst rows


# ── the outline: one light pass over all rows ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Outline:
    """What one light pass over all rows tells: how bad each group is, and where."""

    ranks: tuple[int, ...]
    ticks: tuple[tuple[Tick, ...], ...]
    sentences: tuple[int, ...]
    worst: tuple[WorstRow, ...]


def outline(runs: Sequence[Run], letters: Sequence[str]) -> Outline:
    """One pass over the rows of all runs, holding a few numbers for each group."""
    anchors = Anchors()
    ticks: list[list[Tick]] = [[] for _ in runs]
    sentences = [0] * len(runs)
    weights: list[tuple[int, ...]] = []
    candidates: list[tuple[tuple[int, ...], int, WorstRow]] = []
    for place, rows in enumerate(side_by_side([run.rows for run in runs])):
        anchor, where = anchors.block(rows), position(rows)
        weights.append(weight(rows))
        for index, of_run in enumerate(rows):
            sentences[index] += sum(segment_count(row) for row in of_run)
            worst = worst_of(of_run)
            if worst != wording.CLEAN:
                ticks[index].append(
                    Tick(place, anchor, worst, f"row {where}: {wording.worst_words(worst)}")
                )
        if any(weights[-1]):
            entry = _worst_row(rows, letters, anchor, where)
            # Only the few worst are kept: a text of a thousand findings must not be held twice.
            candidates = nsmallest(_WORST_SHOWN, [*candidates, (weights[-1], place, entry)], _first)
    order = sorted(range(len(weights)), key=lambda place: (weights[place], place))
    ranks = dict(zip(order, range(1, len(order) + 1), strict=True))
    return Outline(
        ranks=tuple(ranks[place] for place in range(len(order))),
        ticks=tuple(map(tuple, ticks)),
        sentences=tuple(sentences),
        worst=tuple(entry for _, _, entry in candidates),
    )


def _first(candidate: tuple[tuple[int, ...], int, WorstRow]) -> tuple[tuple[int, ...], int]:
    return candidate[0], candidate[1]


def _worst_row(
    rows: Sequence[Sequence[Row]], letters: Sequence[str], anchor: str, where: str
) -> WorstRow:
    shown = first_words(next(row for of_run in rows for row in of_run))
    worst, letter, category, message = max(
        (
            candidate
            for letter, of_run in zip(letters, rows, strict=True)
            for row in of_run
            for candidate in _complaints(row, letter)
        ),
        key=lambda complaint: badness(complaint[0]),
    )
    return WorstRow(
        anchor=anchor,
        position=where,
        worst=worst,
        run=letter,
        category=category,
        message=plain(message),
        language=shown.language,
        excerpt=plain(_shortened(shown.text)),
    )


def _complaints(row: Row, letter: str) -> Iterator[tuple[str, str, str, str]]:
    if isinstance(row, Unmeasured):
        yield wording.UNMEASURED, letter, f"hop {row.hop} failed", row.reason
        return
    for finding in row.findings:
        words = wording.category_words(finding.category)
        yield finding.severity.value, letter, words, finding.message


def _shortened(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    head = text[: _EXCERPT - 1]
    space = head.rfind(" ")
    return head[: space if space > _EXCERPT // 2 else None].rstrip() + "…"


# ── runs ────────────────────────────────────────────────────────────────────────────────────────


def overview(runs: Sequence[Run], letters: Sequence[str], outline: Outline) -> Overview:
    """The head of a report over `runs`, whose rows are known in outline."""
    first = runs[0].identity
    cards = tuple(
        _card(run, letter, index, outline)
        for index, (run, letter) in enumerate(zip(runs, letters, strict=True))
    )
    return Overview(
        title=first.doc_id,
        language=first.language,
        language_name=wording.language_name(first.language),
        several=len(cards) > 1,
        cards=cards,
        table=tuple(_comparisons(runs, cards)),
        worst=outline.worst,
        categories=_all_categories(cards),
        blocks=len(outline.ranks),
    )


def _card(run: Run, letter: str, index: int, outline: Outline) -> Card:
    identity, totals = run.identity, run.totals
    sentences = outline.sentences[index]
    unmeasured = ""
    if totals.unmeasured:
        part = wording.share(totals.unmeasured, sentences)
        noun = wording.counted(totals.unmeasured, "sentence")
        unmeasured = f"{noun} of {sentences:,} could not be measured ({part})"
    return Card(
        run=letter,
        title=wording.run_title(run.identity),
        route=wording.route_words(identity.route),
        languages=" → ".join(map(wording.language_name, identity.route.stops)),
        engine_names=wording.engine_names(identity.engines),
        engines=tuple(
            EngineFact(str(leg.direction), engine.name, str(engine))
            for leg, engine in zip(identity.route.legs, identity.engines, strict=True)
        ),
        settings=tuple(_settings(run)),
        verdict=wording.verdict_words(totals, sentences),
        caveats=tuple(plain(caveat) for caveat in run.caveats),
        sentences=sentences,
        unmeasured=unmeasured,
        severities=tuple(
            (severity.value, totals.count(severity)) for severity in wording.WORST_FIRST
        ),
        categories=tuple(_categories(run)),
        metrics=tuple(_metrics(run)),
        strip=_strip(letter, index, outline),
    )


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    """What made the run, beside its engines, and the circumstances, which change no result."""
    identity = run.identity
    yield "Run", identity.fingerprint
    yield "Text", identity.text_digest
    yield "Segmenter", str(identity.segmenter)
    for detector in identity.detectors:
        yield "Detector", str(detector)
    for name, value in sorted(run.circumstances.items()):
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield f"{name} (changes no result)", said


def _metrics(run: Run) -> Iterator[MetricFact]:
    for card in run.identity.metrics:
        value = run.totals.scores.get(card.name)
        said = "not measured" if value is None else wording.score_words(value, card)
        yield MetricFact(card.title, said, wording.range_words(card), str(card.signature))


def _categories(run: Run) -> Iterator[CategoryFact]:
    """The categories that a run has, the most frequent of the worst severity first."""
    made = [
        CategoryFact(
            path=path,
            words=wording.category_words(Category(path)),
            counts=tuple(counts.get(severity.value, 0) for severity in wording.WORST_FIRST),
        )
        for path, counts in run.totals.findings.items()
        if any(counts.values())
    ]
    yield from sorted(made, key=lambda fact: (*(-count for count in fact.counts), fact.path))


def _all_categories(cards: Sequence[Card]) -> tuple[CategoryFact, ...]:
    """The categories of all runs together, by name."""
    joined: dict[str, CategoryFact] = {}
    for card in cards:
        for fact in card.categories:
            known = joined.get(fact.path)
            before = known.counts if known else (0,) * len(fact.counts)
            counts = tuple(a + b for a, b in zip(before, fact.counts, strict=True))
            joined[fact.path] = replace(fact, counts=counts)
    return tuple(sorted(joined.values(), key=lambda fact: fact.words))


def _strip(letter: str, index: int, outline: Outline) -> Strip:
    ticks, length = outline.ticks[index], len(outline.ranks)
    said = []
    for worst in (
        Severity.CRITICAL.value,
        wording.UNMEASURED,
        Severity.MAJOR.value,
        Severity.MINOR.value,
    ):
        count = sum(tick.worst == worst for tick in ticks)
        if count:
            said.append(f"{count:,} {wording.worst_words(worst)}")
    summary = ", ".join(said) or "nothing to see"
    # The worst are drawn last, on top of their neighbours, where a tick is wider than a row.
    drawn = tuple(sorted(ticks, key=lambda tick: badness(tick.worst)))
    rows = wording.counted(length, "row")
    return Strip(length, drawn, f"Run {letter}: {rows} by their worst finding: {summary}")


def _comparisons(runs: Sequence[Run], cards: Sequence[Card]) -> Iterator[Measure]:
    """The table of all runs: coverage first, then findings, then scores."""
    counts = tuple(f"{run.totals.unmeasured:,}" for run in runs)
    yield Measure("coverage", "not measured", "sentences", counts)
    for place, severity in enumerate(wording.WORST_FIRST):
        values = tuple(f"{card.severities[place][1]:,}" for card in cards)
        yield Measure(severity.value, severity.value, "findings", values)
    for category in _all_categories(cards):
        values = tuple(
            f"{sum(fact.total for fact in card.categories if fact.path == category.path):,}"
            for card in cards
        )
        yield Measure("by-category", category.words, category.path, values)
    shown = {metric.signature: metric for card in cards for metric in card.metrics}
    for signature, metric in shown.items():
        values = tuple(
            next((each.value for each in card.metrics if each.signature == signature), "–")
            for card in cards
        )
        yield Measure("metric", metric.title, metric.scale, values)
