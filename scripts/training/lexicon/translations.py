"""Make langpacks/translations/<one>-<other>.txt: which words stand for which, learnt from people.

  python scripts/training/lexicon/translations.py en es langpacks/translations PAIRS.tsv...
  python scripts/training/lexicon/translations.py --seen 5 en pt langpacks/translations PAIRS.tsv...

Each line of a PAIRS file is a sentence, a tab and its translation by a person, as
`scripts/training/packs/gather.py` writes them; which sources were used, and under which licences,
stands in langpacks/translations/README.md. Those of `sources/` beside this file are for this only.

Words go by their base forms. IBM model 1 (Brown et al. 1993) both ways, with a preference for the
same place in the sentence as in fast_align (Dyer et al. 2013); after two rounds both ways must
agree on a link (Liang et al. 2006), so that a rare word does not gather up what is left over. What
is written is how often one word stood for the other, by the links of the last round. The same
pairs give the same file.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.translations import FORM
from harness.text.pairs.word_alignment import base_of
from harness.text.words.normalise import plain
from harness.text.words.tokens import TokenKind, tokenize

Ids = NDArray[np.int32]
Shares = NDArray[np.float32]

LONGEST = 40  # words: a longer sentence says little of which words belong together
ROUNDS, ALONE = 6, 2  # rounds, and how many of them each way goes by itself
PLACE = 4.0  # how strongly words keep their place in the sentence
NOTHING = 0.0025  # what a word may stand for besides those of the other sentence: nothing
UNSEEN = 0.3  # links that every word is credited with and that were not seen
LEAST = 0.5  # of links between two words; fewer are chance
RARE = 0.004  # share of a word's links, either way, below which they are chance
BLOCK = 20_000  # sentences spread out at a time


class Side:
    """The words of one language: its sentences one after the other, and how many each word has."""

    def __init__(self, tag: str) -> None:
        self._habits = lexical_resources(tag)
        self._bases: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.sentences: list[list[int]] = []

    def add(self, words: Iterable[str]) -> None:
        self.sentences.append([self.ids.setdefault(word, len(self.ids)) for word in words])

    def words(self, text: str) -> list[str]:
        return [self._base(token.text) for token in tokenize(text) if token.kind is TokenKind.WORD]

    def _base(self, word: str) -> str:
        if word not in self._bases:
            self._bases[word] = base_of(plain(word).strip("_") or word, self._habits)
        return self._bases[word]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("one")
    parser.add_argument("other")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--seen", type=int, default=0, help="leave out words with fewer links")
    options = parser.parse_args()
    one, other = Side(options.one), Side(options.other)
    for source, target in dict.fromkeys(_pairs(options.pairs)):
        here, there = one.words(source), other.words(target)
        if 0 < len(here) <= LONGEST and 0 < len(there) <= LONGEST:
            one.add(here)
            other.add(there)
    print(f"{len(one.sentences)} pairs, {len(one.ids)} and {len(other.ids)} words")
    lines = list(table_lines(one, other, options.seen))
    path = options.folder / f"{options.one}-{options.other}.txt"
    path.write_text(FORM + "".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{len(lines)} words, {path.stat().st_size} bytes")


def _pairs(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            source, _, target = line.partition("\t")
            yield source, target


def table_lines(one: Side, other: Side, seen: int = 0) -> Iterator[str]:
    """Each word of the one language, with those that stood for it and how often.

    Words with fewer than `seen` links are left out: in texts of few kinds chance made those.
    """
    here, there, links = linked(one.sentences, other.sentences)
    totals = np.bincount(here, links)[here], np.bincount(there, links)[there]
    kept = (links >= LEAST) & ((links >= RARE * totals[0]) | (links >= RARE * totals[1]))
    words, others = list(one.ids), list(other.ids)
    found: dict[str, list[tuple[float, str]]] = {}
    for a, b, count in zip(here[kept], there[kept], links[kept], strict=True):
        found.setdefault(words[a], []).append((-float(count), others[b]))
    for word in sorted(found):
        counts = [(text, max(1, round(-count))) for count, text in sorted(found[word])]
        if sum(count for _, count in counts) >= seen:
            yield " ".join([word, *(f"{text}:{count}" for text, count in counts)])


def linked(
    one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of words that stand in sentences that translate each other, and how often the one
    stands for the other.
    """
    words = [np.concatenate([np.array(each, np.int32) for each in side]) for side in (one, other)]
    width = int(words[1].max()) + 1
    here, there, near = _cells(one, other)
    kinds, kind = np.unique(
        words[0][here].astype(np.int64) * width + words[1][there], return_inverse=True
    )
    kind = kind.astype(np.int32)
    first, second = kinds // width, kinds % width
    forward = backward = np.full(len(kinds), 0.05, np.float32)
    count: Callable[[Shares], NDArray[np.float64]] = lambda share: np.bincount(  # noqa: E731
        kind, share, minlength=len(kinds)
    )
    for number in range(ROUNDS):
        out = _shared(near * forward[kind], there, len(words[1]))
        back = _shared(near * backward[kind], here, len(words[0]))
        alone = number < ALONE
        links = [count(out), count(back)] if alone else [count(out * back)] * 2
        forward = _given(links[0], first)
        backward = _given(links[1], second)
    return first, second, links[0]


def _cells(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> tuple[Ids, Ids, Shares]:
    """Every word of a sentence beside every one of its translation, and how near their places are.

    Places are counted over all sentences.
    """
    sizes = [np.array([len(each) for each in side]) for side in (one, other)]
    starts = [np.cumsum(size) - size for size in sizes]
    parts: list[tuple[Ids, Ids, Shares]] = []
    for at in range(0, len(one), BLOCK):
        rows, columns = (size[at : at + BLOCK] for size in sizes)
        cells = rows * columns
        pair = np.repeat(np.arange(len(rows)), cells)
        cell = np.arange(cells.sum()) - np.repeat(np.cumsum(cells) - cells, cells)
        row, column = cell // columns[pair], cell % columns[pair]
        apart = np.abs((row + 0.5) / rows[pair] - (column + 0.5) / columns[pair])
        parts.append(
            (
                (starts[0][at : at + BLOCK][pair] + row).astype(np.int32),
                (starts[1][at : at + BLOCK][pair] + column).astype(np.int32),
                np.exp(-PLACE * apart).astype(np.float32),
            )
        )
    here, there, near = zip(*parts, strict=True)
    return np.concatenate(here), np.concatenate(there), np.concatenate(near)


def _shared(belief: Shares, word: Ids, words: int) -> Shares:
    """Beliefs of cells as shares of each word, of which nothing has one, too."""
    whole = np.bincount(word, belief, minlength=words) + NOTHING
    return (belief / whole[word]).astype(np.float32)


def _given(links: NDArray[np.float64], word: NDArray[np.int64]) -> Shares:
    return (links / (np.bincount(word, links)[word] + UNSEEN)).astype(np.float32)


if __name__ == "__main__":
    main()
