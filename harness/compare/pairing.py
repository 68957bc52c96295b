"""Rows of two runs that speak of the same source segments: by identity, never by position."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.compare.results import RowPair, UnmeasuredPair
from harness.core.errors import ComparisonError
from harness.core.values import MeasuredRow, Row, Run, Unmeasured

RowKey = tuple[str, ...]  # the identities of a row's segments


@dataclass(frozen=True, slots=True)
class PairedRows:
    """Rows put together, and what stands alone."""

    pairs: tuple[RowPair, ...]
    unmeasured: tuple[UnmeasuredPair, ...]
    only_baseline: int
    only_candidate: int


def pair_runs(baseline: Run, candidate: Run, *, common: bool = False) -> PairedRows:
    """Rows of two runs of one text, over one sequence of languages.

    Text that an engine added, which has no source segment, is part of no pair. With `common`, the
    texts may differ, and only segments that both have are compared.

    Raises:
        ComparisonError: the runs start from different texts, are cut differently, or share nothing.
    """
    one, other = baseline.identity, candidate.identity
    if one.route.stops != other.route.stops:
        raise ComparisonError(
            f"{one.doc_id} went {one.route} in the baseline and {other.route} in the candidate",
            hint="compare runs over the same languages; engines may differ",
        )
    if not common and one.text_digest != other.text_digest:
        raise ComparisonError(
            f"{other.doc_id} of the candidate is another text than {one.doc_id} of the baseline",
            hint="run both on the same text, or compare what they share with --common",
        )
    if not common and one.segmenter != other.segmenter:
        raise ComparisonError(
            f"the text was cut by {one.segmenter} in the baseline and by {other.segmenter} in the"
            " candidate",
            hint="run both with the same segmenter, or compare what they share with --common",
        )
    paired = _pair(one.doc_id, baseline.rows, candidate.rows)
    if not paired.pairs and not paired.unmeasured:
        raise ComparisonError(
            f"{one.doc_id}: the runs share no segment",
            hint="a segment's identity holds the file's name and its own text; run the same file",
        )
    return paired


def _pair(document: str, baseline: Iterable[Row], candidate: Iterable[Row]) -> PairedRows:
    others = {_key(row): row for row in candidate if _key(row)}
    pairs, unmeasured, alone = [], [], 0
    for row in baseline:
        if not (key := _key(row)):
            continue
        match (row, others.pop(key, None)):
            case (_, None):
                alone += 1
            case (MeasuredRow() as left, MeasuredRow() as right):
                pairs.append(RowPair(document, left, right))
            case (left, right):
                unmeasured.append(_unmeasured(left, right))
    return PairedRows(tuple(pairs), tuple(unmeasured), alone, len(others))


def _key(row: Row) -> RowKey:
    segments = row.segments if isinstance(row, MeasuredRow) else (row.segment,)
    return tuple(segment.segment_id for segment in segments)


def _unmeasured(left: Row, right: Row | None) -> UnmeasuredPair:
    reasons = [row.reason if isinstance(row, Unmeasured) else None for row in (left, right)]
    source = left.texts.source if isinstance(left, MeasuredRow) else left.texts[0]
    row_id = left.row_id if isinstance(left, MeasuredRow) else left.segment.segment_id
    return UnmeasuredPair(row_id, source.text, *reasons)


def clusters(pairs: Sequence[RowPair], by: str) -> list[str]:
    """What each pair hangs together with: its document, or every pair of the same source text.

    A sentence that occurs twice is translated alike twice; counting it twice would be false
    certainty.
    """
    return [pair.document if by == "document" else pair.source for pair in pairs]
