"""Two sides of a comparison, each one run or several, joined into one `Comparison`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from harness.compare.buckets import buckets
from harness.compare.finding_changes import PENALTY, finding_changes, mean_penalty, penalty, split
from harness.compare.identities import differences
from harness.compare.ngrams import over_produced
from harness.compare.pairing import PairedRows as Rows
from harness.compare.pairing import clusters, pair_runs
from harness.compare.results import Comparison, ComparisonOutcome, MetricChange, RowChange, RowPair
from harness.core.errors import ComparisonError
from harness.core.protocols import Combiner, Metric
from harness.core.values import Finding, MetricCard, Run
from harness.severity.by_likelihood import NAME as BY_LIKELIHOOD
from harness.statistics.decisions import holm, sign_test, too_few
from harness.statistics.paired import TRIALS, Combine, compare_paired

# With fewer documents than this, resampling them says nothing, and segments stand alone.
ENOUGH_DOCUMENTS = 20

_TIE = 1e-6  # scores are rounded to six digits

Statistics = list[tuple[int, ...]]
Split = tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class References:
    """Human translations at one stop of the route, by segment, and the metrics that use them."""

    stop: int
    texts: Mapping[str, str]  # row id -> reference
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class ComparisonSide:
    """Runs that belong together (one a text), and what they are called."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """How to compare.

    `cluster` is "segment", "document", or "auto": documents where there are 20 of them or more.
    """

    metrics: tuple[Combiner, ...]
    references: References | None = None
    cluster: str = "auto"
    common: bool = False
    trials: int = TRIALS


def compare(
    baseline: ComparisonSide, candidates: Sequence[ComparisonSide], settings: ComparisonSettings
) -> tuple[Comparison, ...]:
    """Every candidate against the baseline. p-values are corrected over all of them (Holm).

    Raises:
        ComparisonError: the runs cannot be compared without guessing.
    """
    made = [_compare(baseline, candidate, settings) for candidate in candidates]
    corrected = iter(holm([metric.result.p for each in made for metric in each.metrics]))
    return tuple(
        replace(each, metrics=tuple(replace(metric, p=next(corrected)) for metric in each.metrics))
        for each in made
    )


def _compare(
    baseline: ComparisonSide, candidate: ComparisonSide, settings: ComparisonSettings
) -> Comparison:
    matched = _matched(baseline, candidate)
    parts, doubts = _without_unlike_likelihoods(
        matched, [pair_runs(one, other, common=settings.common) for one, other in matched]
    )
    rows = _concatenated(parts)
    unlike = (differences(one.identity, other.identity) for one, other in matched)
    metrics, caveats = _like_metrics(matched, settings.metrics)
    detectors, more = _like_detectors(matched)
    by = _unit(settings.cluster, {pair.document for pair in rows.pairs})
    splits = [split(pair, detectors) for pair in rows.pairs]
    tested = tuple(_tested(rows.pairs, splits, metrics, settings, by))
    return Comparison(
        baseline=baseline.name,
        candidate=candidate.name,
        documents=tuple(dict.fromkeys(one.identity.doc_id for one, _ in matched)),
        stops=matched[0][0].identity.route.stops,
        pairs=len(rows.pairs),
        identical=sum(not pair.is_changed for pair in rows.pairs),
        unmeasured=rows.unmeasured,
        only_baseline=rows.only_baseline,
        only_candidate=rows.only_candidate,
        differences=tuple(dict.fromkeys(chain.from_iterable(unlike))),
        metrics=tested,
        findings=finding_changes(splits),
        rows=_changed_rows(rows.pairs, splits, metrics),
        buckets=buckets(rows.pairs, metrics[0] if metrics else None),
        ngrams=over_produced(rows.pairs),
        caveats=(
            *caveats,
            *more,
            *doubts,
            *_graded_alike(matched),
            *_literal(matched, settings),
            *_doubts(rows, tested, by),
        ),
    )


def changes_over(
    pairs: Sequence[RowPair], metrics: Sequence[Combiner], trials: int = TRIALS
) -> tuple[MetricChange, ...]:
    """Findings and metrics tested over pairs from anywhere; p is not corrected yet."""
    detectors = frozenset(
        f.detector for p in pairs for f in (*p.baseline.findings, *p.candidate.findings)
    )
    splits = [split(pair, detectors) for pair in pairs]
    by = _unit("auto", {pair.document for pair in pairs})
    return tuple(
        _tested(pairs, splits, metrics, ComparisonSettings(tuple(metrics), trials=trials), by)
    )


# ── what belongs together ───────────────────────────────────────────────────────────────────────


def _matched(baseline: ComparisonSide, candidate: ComparisonSide) -> list[tuple[Run, Run]]:
    """Runs of both sides by text and languages; refuses where that leaves a choice.

    Raises: ComparisonError.
    """
    if len(baseline.runs) == len(candidate.runs) == 1:
        return [(baseline.runs[0], candidate.runs[0])]
    keyed = []
    for side in (baseline, candidate):
        known: dict[tuple[str, tuple[str, ...]], Run] = {}
        for run in side.runs:
            key = run.identity.doc_id, run.identity.route.stops
            if known.setdefault(key, run) is not run:
                raise ComparisonError(
                    f"{side.name}: two runs of {key[0]} over {':'.join(key[1])}",
                    hint="name the one record that is meant (FOLDER/1-….jsonl)",
                )
        keyed.append(known)
    if keyed[0].keys() != keyed[1].keys():
        raise ComparisonError(
            f"{baseline.name} and {candidate.name} hold different texts or routes",
            hint="name single records, or run both over the same texts and routes",
        )
    if len({stops for _, stops in keyed[0]}) > 1:
        raise ComparisonError(
            f"{baseline.name} holds several routes, which are different measures",
            hint="compare them one by one: name the records (FOLDER/1-….jsonl)",
        )
    return [(run, keyed[1][key]) for key, run in keyed[0].items()]


def _concatenated(parts: Sequence[Rows]) -> Rows:
    return Rows(
        tuple(pair for part in parts for pair in part.pairs),
        tuple(row for part in parts for row in part.unmeasured),
        sum(part.only_baseline for part in parts),
        sum(part.only_candidate for part in parts),
    )


def _like_metrics(
    matched: Sequence[tuple[Run, Run]], metrics: Iterable[Combiner]
) -> tuple[list[Combiner], list[str]]:
    """Metrics that both sides measured in one way, and that are here to combine statistics.

    Raises: ComparisonError for one that was measured in two ways.
    """
    recorded = [
        {card.name: card for card in run.identity.metrics} for pair in matched for run in pair
    ]
    usable, caveats = [], []
    for metric in metrics:
        name = metric.card.name
        cards = [cards[name] for cards in recorded if name in cards]
        if len(cards) < len(recorded):
            if cards:
                caveats.append(f"{name} was measured in some of the runs only: not compared.")
            continue
        signatures = {str(card.signature) for card in cards}
        if len(signatures) > 1:
            raise ComparisonError(
                f"{name} was measured in two ways: {' and '.join(sorted(signatures))}",
                hint="measure again with one version, or leave it out with --metric",
            )
        usable.append(metric)
    return usable, caveats


def _like_detectors(matched: Sequence[tuple[Run, Run]]) -> tuple[frozenset[str], list[str]]:
    """Detectors that are the same in all runs; findings of the others cannot be compared."""
    signed = [set(run.identity.detectors) for pair in matched for run in pair]
    alike = set.intersection(*signed)
    unlike = sorted({detector.name for detector in set.union(*signed) - alike})
    caveat = f"Findings of {', '.join(unlike)} are not compared: the detectors differ."
    return frozenset(detector.name for detector in alike), [caveat] if unlike else []


def _without_unlike_likelihoods(
    matched: Sequence[tuple[Run, Run]], parts: list[Rows]
) -> tuple[list[Rows], list[str]]:
    """Without what likelihoods raised, where the runs have unlike likelihood scorers."""
    if all(
        one.identity.likelihood_scorers == other.identity.likelihood_scorers
        for one, other in matched
    ):
        return parts, []
    return [
        replace(part, pairs=tuple(_before_likelihoods(pair) for pair in part.pairs))
        for part in parts
    ], ["The runs have different likelihood scorers: findings that these raised count as minor."]


def _before_likelihoods(pair: RowPair) -> RowPair:
    return replace(
        pair,
        baseline=pair.baseline.before(BY_LIKELIHOOD),
        candidate=pair.candidate.before(BY_LIKELIHOOD),
    )


def _graded_alike(matched: Sequence[tuple[Run, Run]]) -> Iterable[str]:
    """Whether one finding weighs the same on both sides."""
    if any(one.identity.grading != other.identity.grading for one, other in matched):
        yield (
            "The runs are graded by other tables: what is the same may weigh more or less."
            " Grade one of them as the other was: harness regrade."
        )


def _unit(asked: str, documents: set[str]) -> str:
    if asked != "auto":
        return asked
    return "document" if len(documents) >= ENOUGH_DOCUMENTS else "segment"


# ── measuring ───────────────────────────────────────────────────────────────────────────────────


def _tested(
    pairs: Sequence[RowPair],
    splits: Sequence[Split],
    metrics: Sequence[Combiner],
    settings: ComparisonSettings,
    by: str,
) -> Iterable[MetricChange]:
    if not pairs:
        return
    yield _changed(
        (PENALTY, "source", mean_penalty),
        [(penalty((*lost, *kept)), 1) for _, lost, kept in splits],
        [(penalty((*gained, *kept)), 1) for gained, _, kept in splits],
        clusters(pairs, by),
        settings.trials,
    )
    for metric in metrics:
        name = metric.card.name
        both = [p for p in pairs if name in p.baseline.scores and name in p.candidate.scores]
        if both:
            yield _changed(
                (metric.card, "source", _combine(metric)),
                [pair.baseline.scores[name].statistics for pair in both],
                [pair.candidate.scores[name].statistics for pair in both],
                clusters(both, by),
                settings.trials,
            )
    if settings.references:
        yield from _against(settings.references, pairs, by, settings.trials)


def _against(
    references: References, pairs: Sequence[RowPair], by: str, trials: int
) -> Iterable[MetricChange]:
    known = [pair for pair in pairs if pair.row_id in references.texts]
    wanted = [references.texts[pair.row_id] for pair in known]
    sides = [
        [
            (text, row.texts.stops[references.stop].text)
            for text, row in zip(wanted, rows, strict=True)
        ]
        for rows in ([pair.baseline for pair in known], [pair.candidate for pair in known])
    ]
    for metric in references.metrics if known else ():
        one, other = ([score.statistics for score in metric.measure(side)] for side in sides)
        what = metric.card, "reference", _combine(metric)
        yield _changed(what, one, other, clusters(known, by), trials)


def _changed(
    what: tuple[MetricCard, str, Combine],
    baseline: Statistics,
    candidate: Statistics,
    groups: list[str],
    trials: int,
) -> MetricChange:
    card, against, combine = what
    result = compare_paired(baseline, candidate, combine, groups, trials=trials)
    sign = 1 if card.higher_is_better else -1
    gains = [
        0.0 if one == other else sign * (combine(other) - combine(one))
        for one, other in zip(baseline, candidate, strict=True)
    ]
    wins, losses = (sum(gain * way > _TIE for gain in gains) for way in (1, -1))
    return MetricChange(
        card=card,
        against=against,
        result=result,
        p=result.p,
        wins=wins,
        ties=len(gains) - wins - losses,
        losses=losses,
        sign_p=sign_test(wins, losses),
    )


def _combine(metric: Combiner) -> Combine:
    return lambda total: metric.combine([total])


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def _changed_rows(
    pairs: Sequence[RowPair], splits: Sequence[Split], metrics: Sequence[Combiner]
) -> tuple[RowChange, ...]:
    """Pairs that differ, worst first: by findings, then by the first metric."""
    changed = [
        _row(pair, gained, lost, metrics)
        for pair, (gained, lost, _) in zip(pairs, splits, strict=True)
        if pair.is_changed or gained or lost
    ]
    return tuple(sorted(changed, key=lambda row: (-row.penalty, _lead(row, metrics))))


def _row(
    pair: RowPair,
    gained: tuple[Finding, ...],
    lost: tuple[Finding, ...],
    metrics: Sequence[Combiner],
) -> RowChange:
    scores = {
        metric.card.name: pair.candidate.scores[name].value - pair.baseline.scores[name].value
        for metric in metrics
        for name in [metric.card.name]
        if name in pair.baseline.scores and name in pair.candidate.scores
    }
    change = penalty(gained) - penalty(lost)
    row = RowChange(pair, ComparisonOutcome.OTHER, gained, lost, change, scores)
    way = -change or _lead(row, metrics)
    if abs(way) <= _TIE:
        return row
    return replace(row, change=ComparisonOutcome.BETTER if way > 0 else ComparisonOutcome.WORSE)


def _lead(row: RowChange, metrics: Sequence[Combiner]) -> float:
    """By how much the row became better in the first metric."""
    if not metrics:
        return 0.0
    card = metrics[0].card
    value = row.scores.get(card.name, 0.0)
    return value if card.higher_is_better else -value


def _literal(matched: Sequence[tuple[Run, Run]], settings: ComparisonSettings) -> Iterable[str]:
    """A caveat where the models differ: round trips cannot show which of two is the better one.

    Literal translations come back more alike (`docs/comparing.md` has figures). Versions of one
    model, and its faults, are distinguished well; so are any models by references.
    """
    if settings.references is None and any(
        _models(one) != _models(other) for one, other in matched
    ):
        yield (
            "The way out is by different models: round trips score the more literal one higher,"
            " which is often not the better one. Decide by findings, or give references."
        )


def _models(run: Run) -> list[tuple[str, str | None]]:
    """Name and model of every engine but the one that brings the text home."""
    return [(engine.name, dict(engine.fields).get("model")) for engine in run.identity.engines[:-1]]


def _doubts(rows: Rows, metrics: Sequence[MetricChange], by: str) -> Iterable[str]:
    """What users must know before any number."""
    if rows.unmeasured:
        yield f"{len(rows.unmeasured)} segments were not measured in both runs and are left out."
    if rows.only_baseline or rows.only_candidate:
        yield (
            f"{rows.only_baseline} segments stand in the baseline only and {rows.only_candidate} in"
            " the candidate only; they are left out."
        )
    documents = {pair.document for pair in rows.pairs}
    if by == "segment" and len(documents) > 1:
        yield (
            f"Segments are taken as independent: {len(documents)} documents are too few to be"
            " resampled as wholes."
        )
    if metrics:
        result = max((metric.result for metric in metrics), key=lambda result: result.differing)
        if reason := too_few(result.clusters, result.differing):
            yield f"The sample is small: {reason}."
