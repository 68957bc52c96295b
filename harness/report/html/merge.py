"""Rows of several runs over the same segments, put side by side without guessing."""

from collections.abc import Iterable, Iterator, Sequence

from harness.core.values import MeasuredRow, Row

Group = tuple[tuple[Row, ...], ...]


def side_by_side(runs: Sequence[Iterable[Row]]) -> Iterator[Group]:
    """Groups of rows, one tuple for each run, that speak of the same source segments.

    Runs may join sentences differently; a group is as small as their common borders allow. Text
    that a run added stands in a group of its own, with the same text where others added it too.
    Laws: every row is in exactly one group, in its order; reading needs memory for one group only.
    """
    streams = [_Stream(rows) for rows in runs]
    while any(stream.row for stream in streams):
        for index, stream in enumerate(streams):
            while _adds(stream):
                yield _added_alike(streams, index)
        if any(stream.row for stream in streams):
            yield _covering_the_same(streams)


class _Stream:
    """Rows of one run, with the next one in sight."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self.row: Row | None = next(self._rows, None)

    def take(self) -> Row:
        """The row in sight, which is then the one after it.

        Raises: ValueError when there is none.
        """
        if self.row is None:
            raise ValueError("no row is left to take")
        taken, self.row = self.row, next(self._rows, None)
        return taken


def _added_alike(streams: Sequence[_Stream], index: int) -> Group:
    """The added text in sight in one run, and in those that have the same in sight."""
    identity = _identity(streams[index].row)
    return tuple(
        (stream.take(),) if _adds(stream) and _identity(stream.row) == identity else ()
        for stream in streams
    )


def _adds(stream: _Stream) -> bool:
    return stream.row is not None and _end(stream.row) is None


def _identity(row: Row | None) -> str | None:
    return row.row_id if isinstance(row, MeasuredRow) else None


def _covering_the_same(streams: Sequence[_Stream]) -> Group:
    """The next rows of each run, as many as it takes to end at the same segment."""
    taken: list[list[Row]] = [[] for _ in streams]
    ends = [0] * len(streams)
    goal = 1
    while goal:
        for index, stream in enumerate(streams):
            while stream.row and ends[index] < goal:
                taken[index].append(stream.take())
                ends[index] = max(ends[index], _end(taken[index][-1]) or 0)
        behind = [end for end, stream in zip(ends, streams, strict=True) if stream.row]
        goal = max(ends) if any(end < max(ends) for end in behind) else 0
    return tuple(map(tuple, taken))


def _end(row: Row) -> int | None:
    """How many source segments there are up to this row's last; None for an addition."""
    if isinstance(row, MeasuredRow):
        return row.segments[-1].position + 1 if row.segments else None
    return row.segment.position + 1
