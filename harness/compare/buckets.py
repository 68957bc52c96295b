"""Where two runs differ: by length, corpus, kind of finding, and how rare the words are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from harness.compare.finding_changes import penalty
from harness.compare.results import Bucket, RowPair
from harness.core.protocols import Combiner
from harness.text.words.tokens import words

_LENGTHS = ((5, "1–5 words"), (10, "6–10 words"), (20, "11–20 words"), (40, "21–40 words"))
_LONGEST = "over 40 words"
_FREQUENCIES = ((1, "once"), (4, "2–4 times"), (19, "5–19 times"))
_COMMON = "20 times or more"

PairsByBucket = dict[str, list[RowPair]]


def buckets(pairs: Sequence[RowPair], leading: Combiner | None) -> tuple[Bucket, ...]:
    """All buckets that hold anything.

    Segments are scored by `leading` (or, without one, by their findings); words by how many of
    them came home, as compare-mt does (Neubig et al. 2019).
    """
    score = _by_findings if leading is None else _by_metric(leading)
    measure = "findings" if leading is None else leading.card.name
    groups: tuple[tuple[str, PairsByBucket], ...] = (
        ("length", _split(pairs, lambda pair: [_length(pair)])),
        ("corpus", _split(pairs, lambda pair: [pair.document])),
        ("finding", _split(pairs, _kinds)),
    )
    made = [
        Bucket(group, name, len(part), measure, *score(part))
        for group, parts in groups
        for name, part in parts.items()
        if not (group == "corpus" and len(parts) == 1)
    ]
    return (*made, *_word_buckets(pairs))


def _split(pairs: Sequence[RowPair], names: Callable[[RowPair], Sequence[str]]) -> PairsByBucket:
    parts: PairsByBucket = defaultdict(list)
    for pair in pairs:
        for name in names(pair):
            parts[name].append(pair)
    order = [name for _, name in _LENGTHS] + [_LONGEST]
    ranks = {name: rank for rank, name in enumerate(order)}
    return dict(sorted(parts.items(), key=lambda item: (ranks.get(item[0], 0), item[0])))


def _length(pair: RowPair) -> str:
    count = len(words(pair.source))
    return next((name for most, name in _LENGTHS if count <= most), _LONGEST)


def _kinds(pair: RowPair) -> list[str]:
    found = (*pair.baseline.findings, *pair.candidate.findings)
    return sorted({finding.category.value for finding in found})


def _by_metric(metric: Combiner) -> Callable[[list[RowPair]], tuple[float, float]]:
    def score(part: list[RowPair]) -> tuple[float, float]:
        name = metric.card.name
        both = [p for p in part if name in p.baseline.scores and name in p.candidate.scores]
        if not both:
            return float("nan"), float("nan")
        return (
            metric.combine([pair.baseline.scores[name].statistics for pair in both]),
            metric.combine([pair.candidate.scores[name].statistics for pair in both]),
        )

    return score


def _by_findings(part: list[RowPair]) -> tuple[float, float]:
    return (
        sum(penalty(pair.baseline.findings) for pair in part) / len(part),
        sum(penalty(pair.candidate.findings) for pair in part) / len(part),
    )


def _word_buckets(pairs: Sequence[RowPair]) -> Iterator[Bucket]:
    """Share of the source's words that stand in the back-translation, by how often they occur."""
    sources = [_bag(pair.source) for pair in pairs]
    frequency: Counter[str] = sum(sources, Counter())
    total: Counter[str] = Counter()
    home: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair, source in zip(pairs, sources, strict=True):
        sides = [_bag(row.texts.back_translation.text) for row in (pair.baseline, pair.candidate)]
        for word, count in source.items():
            name = _rarity(frequency[word])
            total[name] += count
            for side, bag in enumerate(sides):
                home[name][side] += min(count, bag[word])
    for name in (*(name for _, name in _FREQUENCIES), _COMMON):
        if total[name]:
            one, other = (100 * count / total[name] for count in home[name])
            yield Bucket("word frequency", name, total[name], "% of words home", one, other)


def _rarity(count: int) -> str:
    return next((name for most, name in _FREQUENCIES if count <= most), _COMMON)


def _bag(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in words(text))
