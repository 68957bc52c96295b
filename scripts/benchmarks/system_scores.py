"""Candidate measures for telling systems apart, in the form that benchmark scorers call.

  python score_regression.py --scorer system_scores:wording --sentences 300 dev/flores_mt.jsonl
  python score_regression.py --scorer system_scores:backward --sentences 300 dev/flores_mt.jsonl
  python score_wmt24.py --scorer system_scores:peers dev/wmt24_en_es.jsonl

with this folder on PYTHONPATH. Neither those scorers nor their data are part of this repository:
README.md says which public sets they are. Rows hold "lp", "src", "mt" and "ref". What they are
worth stands in docs/comparing.md: `backward` and `round_trip` rank systems nearly in reverse.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from harness import machine
from harness.core.route_syntax import parse_route
from harness.core.values import Direction, Translated
from harness.metrics.surface import BLEU, TER, ChrF
from harness.run import assembly

Row = Mapping[str, str]


def wording(rows: Sequence[Row]) -> list[float]:
    """The mean of chrF, BLEU and 100 - TER against the reference, each in [0, 100]."""
    pairs = [(row["ref"], row["mt"]) for row in rows]
    measured = zip(*(metric.measure(pairs) for metric in (ChrF(), BLEU(), TER())), strict=True)
    return [
        (chrf.value + bleu.value + max(0.0, 100 - ter.value)) / 3 for chrf, bleu, ter in measured
    ]


def backward(rows: Sequence[Row]) -> list[float]:
    """The mean log-probability of the source given the translation, by the packs that are here."""
    return _by_direction(rows, _probability)


def round_trip(rows: Sequence[Row]) -> list[float]:
    """chrF of the source and what the packs that are here make of the translation."""
    return _by_direction(rows, _returned)


def peers(rows: Sequence[Row]) -> list[float]:
    """How alike a translation is to those of the other systems: chrF both ways, the mean over them.

    Needs all systems' rows in one call. Nothing is known of a source that one system translated.
    """
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row["lp"], row["src"]].append(place)
    metric, found = ChrF(), [0.0] * len(rows)
    for places in groups.values():
        for place in places:
            mine = rows[place]["mt"]
            others = [rows[other]["mt"] for other in places if other != place]
            pairs = [pair for text in others for pair in ((text, mine), (mine, text))]
            scores = [score.value for score in metric.measure(pairs)]
            found[place] = sum(scores) / max(1, len(scores))
    return found


def _by_direction(
    rows: Sequence[Row], measure: Callable[[str, str, Sequence[Row]], list[float]]
) -> list[float]:
    found = [0.0] * len(rows)
    for lp in dict.fromkeys(row["lp"] for row in rows):
        places = [place for place, row in enumerate(rows) if row["lp"] == lp]
        here, there = lp.split("-")
        for place, value in zip(
            places, measure(here, there, [rows[place] for place in places]), strict=True
        ):
            found[place] = value
    return found


def _probability(here: str, there: str, rows: Sequence[Row]) -> list[float]:
    judge = assembly.open_likelihood_scorer(Direction(there, here), machine.site())
    scores = judge.score([(row["mt"], row["src"]) for row in rows])
    return [score.mean if score else 0.0 for score in scores]


def _returned(here: str, there: str, rows: Sequence[Row]) -> list[float]:
    route = parse_route(f"{here}:{there}@argos:{here}@argos")
    _, (_, home) = assembly.open_route(route, machine.site())
    outcomes = home.translate([row["mt"] for row in rows])
    back = [outcome.text if isinstance(outcome, Translated) else "" for outcome in outcomes]
    pairs = [(row["src"], text) for row, text in zip(rows, back, strict=True)]
    return [score.value for score in ChrF().measure(pairs)]
