"""Where to look in the columns in which a finding has no words of its own."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from harness.align.word_links import WordLink, WordLinker
from harness.core.values import Finding, LocalText, MeasuredRow, Row, Span

_SURE = 0.6  # confidence of a link that is shown: four in five just above it are right, 95 % of all
_MOST = 0.5  # share of a text; words that cover more of it are the text, and light nothing up


class RunLinks:
    """The words of a run's rows that stand for one another, in all columns.

    What words of two languages keep company is learnt from the rows of the run itself, when a
    finding first asks. Nothing but the record is needed, and the same record gives the same links.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._linkers: dict[tuple[str, str], WordLinker] = {}
        self._links = lru_cache(maxsize=64)(self._find_links)  # a row's findings ask for the same

    def spans(self, row: MeasuredRow, finding: Finding, stop: int) -> tuple[Span, ...]:
        """Words at `stop` that stand for the finding's words at the nearest stop that has some.

        Empty where the finding marks words at `stop` itself, or where no link is sure enough.
        """
        marked = sorted({mark.stop for mark in finding.marks}, key=lambda at: (abs(at - stop), at))
        if not marked or stop in marked:
            return ()
        source, target = row.texts.stops[marked[0]], row.texts.stops[stop]
        words = finding.spans(marked[0])
        if sum(map(len, words)) > _MOST * len(source.text):
            return ()
        found = {
            link.target
            for link in self._links(source, target)
            if link.confidence >= _SURE and any(word.overlaps(link.source) for word in words)
        }
        return tuple(_merged_spans(sorted(found), target.text))

    def _find_links(self, source: LocalText, target: LocalText) -> tuple[WordLink, ...]:
        languages = source.language, target.language
        if languages not in self._linkers:
            self._linkers[languages] = WordLinker(*languages, self._bitext(*languages))
        return self._linkers[languages].links(source.text, target.text)

    def _bitext(self, source: str, target: str) -> Iterator[tuple[str, str]]:
        """All that the run has in these two languages, one hop apart, whichever way it went."""
        for row in self._rows:
            stops = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
            for one, other in (*pairwise(stops), *pairwise(stops[::-1])):
                if (one.language, other.language) == (source, target):
                    yield one.text, other.text


def _merged_spans(words: list[Span], text: str) -> Iterator[Span]:
    """Neighbours with only white space between them as one span."""
    if not words:
        return
    pending, *rest = words
    for word in rest:
        if text[pending.end : word.start].strip():
            yield pending
            pending = word
        else:
            pending = Span(pending.start, word.end)
    yield pending
