"""What an epoch of teaching reads: a fresh draw from each set of pairs.

All round trips are read in every epoch, each now and then with its second text first: what a reader
of the one end misses, a reader of the other does. Of every other set a share of its groups is read,
so that what the model knows is not forgotten while it learns from labelled round trips, and no set
drowns the others.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

Row = dict[str, Any]

SHARES = {
    "demetr": 0.5,
    "ced": 0.4,
    "semantoneg": 0.4,
    "negated": 0.8,
    "mlqe": 0.03,
    "mucow": 0.05,
    "facts": 0.4,
    "breaking": 0.3,
    "alike": 0.4,
    "ntrex es": 1.0,
    "ntrex fr": 1.0,
    "ntrex pt": 1.0,
    "multiref": 1.0,
    "para de": 1.0,
    "ntrex es spoilt": 1.0,
    "ntrex fr spoilt": 1.0,
    "ntrex pt spoilt": 1.0,
    "multiref spoilt": 1.0,
    "para de spoilt": 1.0,
    "small en": 0.2,
    "small es": 0.2,
    "small pt": 0.2,
    "flores en-es": 0.2,
    "flores en-pt": 0.2,
    "flores es-en": 0.3,
    "flores pt-en": 0.3,
    # Ends beside their pivot: what rounds before this kind of draw learnt of them is enough.
    "across en": 0.0,
    "across es": 0.0,
    "across pt": 0.0,
}
USUAL = 0.06  # of any other set
ROUND_TRIPS = "natural"  # how their sets begin
REWORDINGS = "rewording"  # likewise; in whatever language, all of them
SWAPPED = 0.3  # of the round trips, in each epoch


def draw(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """The rows of one epoch, groups whole."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["set"], row["group"]].append(row)
    return [row for (name, _), group in groups.items() for row in _drawn(name, group, rng)]


def _drawn(name: str, group: Sequence[Row], rng: random.Random) -> Iterator[Row]:
    if name.startswith(ROUND_TRIPS):
        yield from (swapped(row) if rng.random() < SWAPPED else row for row in group)
    elif name.startswith(REWORDINGS) or rng.random() < SHARES.get(name, USUAL):
        yield from group


def swapped(row: Row) -> Row:
    """The pair with its second text first, and their marks with them."""
    marks = row["marks"]
    sides = {"a": marks["b"], "b": marks["a"]}
    return {**row, "a": row["b"], "b": row["a"], "marks": sides}
