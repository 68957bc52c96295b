"""Which outputs of recorded runs are taken into a baseline, why, and what has no use there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.core.errors import ConfigError
from harness.core.values import MeasuredRow, Run
from harness.gate.baseline import (
    Accepted,
    Baseline,
    OutputKey,
    makers_of,
    rows_by_key,
    settings_of_engines,
    texts_of,
    trimmed,
    with_engines,
    with_outputs,
)
from harness.gate.policy import under
from harness.gate.review_import import Review


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows are accepted; a filter that names nothing lets all of them pass."""

    rows: Sequence[str] = ()  # first characters of rows' identities
    kinds: Sequence[str] = ()  # paths of categories, or parts of them
    hop: int | None = None  # the first that reads otherwise than accepted, from 1
    documents: Sequence[str] = ()

    def passes(self, row: MeasuredRow, known: Sequence[tuple[str, ...]]) -> bool:
        """Whether a row passes; `known` are the outputs accepted for it."""
        categories = [finding.category for finding in row.findings]
        return (
            (not self.rows or any(map(row.row_id.startswith, self.rows)))
            and (not self.kinds or any(under(c, kind) for c in categories for kind in self.kinds))
            and (not self.documents or row.segments[0].doc_id in self.documents)
            and (self.hop is None or first_change(row, known) == self.hop)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row whose output is not accepted yet, and the reason that a review gives for it, if any."""

    key: OutputKey
    row: MeasuredRow
    run: Run
    reason: str | None = None


def candidates(
    runs: Iterable[Run],
    baseline: Baseline,
    filters: Filters = Filters(),
    review: Review | None = None,
) -> Iterator[Candidate]:
    """Rows that are not accepted yet and pass the filters; with a review, those reviewed whole."""
    for run in runs:
        for key, row in rows_by_key(run):
            known = [output.texts for output in baseline.outputs(key)]
            own = review.reason(run.identity.fingerprint, row) if review else None
            if texts_of(row) in known or (review and own is None):
                continue
            if filters.passes(row, known):
                yield Candidate(key, row, run, own)


def first_change(row: MeasuredRow, known: Sequence[tuple[str, ...]]) -> int:
    """The hop, from 1, at which a row first reads otherwise than the nearest accepted output."""
    texts = texts_of(row)
    firsts = [
        next((n for n, (a, b) in enumerate(zip(texts, other, strict=False), 1) if a != b), 0)
        for other in known
    ]
    return max(firsts, default=1)


def with_candidates(
    baseline: Baseline, chosen: Iterable[Candidate], reason: str, on: str, kind: str = ""
) -> Baseline:
    """The baseline with the outputs of these rows.

    Args:
        reason: for rows that have no reason of their own.
        on: the day, ISO 8601.
        kind: as in `Accepted`.

    Raises:
        ConfigError: a row without any reason.
    """
    outputs = []
    engines: dict[str, dict[str, str]] = {}
    for each in chosen:
        why = each.reason or reason
        if not why.strip():
            raise ConfigError(
                f"no reason given for {each.key[1]}", hint='give a reason: --reason "…"'
            )
        made = Accepted(texts_of(each.row), why, on, makers_of(each.run), kind)
        document = each.row.segments[0].doc_id
        outputs.append((each.key, document, each.row.texts.source.text, made))
        engines |= settings_of_engines(each.run)
    return with_engines(with_outputs(baseline, outputs), engines)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A baseline without what no run has any more; the segments and the number of outputs gone."""

    baseline: Baseline
    segments: tuple[OutputKey, ...]
    outputs: int


def trim(baseline: Baseline, runs: Iterable[Run]) -> Trimmed:
    """Take out of a baseline what none of the runs has; see `trimmed`."""
    runs = list(runs)
    current = {key: texts_of(row) for run in runs for key, row in rows_by_key(run)}
    unknown = {(run.identity.route.languages, each) for run in runs for each in run.unmeasured}
    after = trimmed(baseline, current, unknown)
    gone = tuple(key for key in baseline.entries if key not in after.entries)
    stale = sum(
        len(entry.outputs) - len(after.entries[key].outputs)
        for key, entry in baseline.entries.items()
        if key in after.entries
    )
    return Trimmed(after, gone, stale)


def half_reviewed(review: Review, runs: Iterable[Run]) -> Iterator[tuple[MeasuredRow, int]]:
    """Rows reviewed in part, and how many of their findings were: they are not accepted."""
    for run in runs:
        for row in run.rows:
            if isinstance(row, MeasuredRow):
                fingerprint = run.identity.fingerprint
                seen = review.reviewed(fingerprint, row)
                if seen and review.reason(fingerprint, row) is None:
                    yield row, seen


def is_foreign(review: Review, runs: Iterable[Run]) -> bool:
    """Whether a review is of other runs than these: it accepts nothing here."""
    ours = {run.identity.fingerprint for run in runs}
    return bool(review.findings) and not {run for run, _ in review.findings} & ours
