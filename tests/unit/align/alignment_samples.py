"""Alignments of every shape, for tests of what is done with them."""

from hypothesis import strategies as st

from harness.align.bitext import Bitext, Text
from harness.core.values import Alignment, Bead, Signature, Span

SIGNATURE = Signature("test", (("by", "hand"),))

shapes = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)
scores = st.one_of(st.none(), st.integers(0, 100).map(lambda percent: percent / 100))


@st.composite
def laid_out(draw: st.DrawFn, *, crossing: bool) -> tuple[list[Bead], int, int]:
    """Beads in order of the source that hold every sentence once, and how many there are."""
    sizes = draw(st.lists(shapes, max_size=7))
    places = range(len(sizes))
    starts, target = {}, 0
    for place in draw(st.permutations(places)) if crossing else places:
        starts[place] = target
        target += sizes[place][1]
    beads, source = [], 0
    for place, (height, width) in enumerate(sizes):
        spans = Span(source, source + height), Span(starts[place], starts[place] + width)
        beads.append(Bead(*spans, draw(scores)))
        source += height
    return beads, source, target


def bitext(
    alignment: Alignment,
    source: list[str] | None = None,
    target: list[str] | None = None,
    languages: tuple[str, str] = ("en", "es"),
) -> Bitext:
    """Sentences with a name each, unless they are given."""
    source = source or [f"s{i}" for i in range(alignment.source_count)]
    target = target or [f"t{j}" for j in range(alignment.target_count)]
    sides = Text(languages[0], tuple(source)), Text(languages[1], tuple(target))
    return Bitext(*sides, alignment, SIGNATURE)
