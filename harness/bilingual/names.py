"""Names that every language of one script writes alike, and that a translation lost or misspelled.

Whether a name is still there is what `blame` asks of a pivot: copied, spelled a little otherwise,
or something that may be its translation ("Pekín", "OMS").
"""

from collections.abc import Iterator

from harness.bilingual.pair import Pair, made
from harness.blame.name_counts import names as traces
from harness.core.values import BeadText, Category, Issue, Mark, Span
from harness.text.words.quoting import quoted


def names(pair: Pair) -> Iterator[Issue]:
    """Names of the source of which the translation has nothing that could stand for them."""
    bead = BeadText((pair.source, pair.translation, pair.source))
    everything = Mark(0, Span(0, len(pair.source.text)))
    for trace in traces(bead, everything):
        if trace.counts[1] == 0:
            start = pair.source.text.find(trace.what)
            yield made(
                "names.lost",
                Category.ENTITY,
                f"The name {quoted(trace.what)} is missing in the translation.",
                source=Span(start, start + len(trace.what)) if start >= 0 else None,
                evidence=(("source", trace.what),),
            )
