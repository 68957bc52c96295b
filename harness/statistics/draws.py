"""Random draws that are the same on every machine, this year and next.

Made from the raw bits of PCG64, a stream that NumPy promises never to change; its higher-level
draws may change with a version.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# whole numbers, as floats: products of matrices are quick and exact
DrawCounts = NDArray[np.float64]

_ROWS = 256  # draws made at once: bounds the memory that many clusters take
_MOST_ENUMERATED = 12  # clusters whose exchanges are all tried, 4,096 of them, instead of drawn


def exchanges(clusters: int, trials: int, seed: int) -> Iterator[DrawCounts]:
    """Rows of 0 and 1: which clusters change sides in a trial. Some rows at a time."""
    bits = np.random.PCG64(seed)
    words = -(-clusters // 64)
    for rows in _blocks(trials):
        raw = np.asarray(bits.random_raw(rows * words), dtype="<u8").reshape(rows, words)
        unpacked = np.unpackbits(raw.view(np.uint8), axis=1, bitorder="little")
        yield unpacked[:, :clusters].astype(np.float64)


def every_exchange(clusters: int) -> DrawCounts | None:
    """All rows of 0 and 1, where there are few enough of them to try each once."""
    if clusters > _MOST_ENUMERATED:
        return None
    numbers = np.arange(2**clusters)[:, None]
    return ((numbers >> np.arange(clusters)) & 1).astype(np.float64)


def resamples(clusters: int, trials: int, seed: int) -> Iterator[DrawCounts]:
    """How often each cluster stands in a resample of full size, with replacement."""
    bits = np.random.PCG64(seed)
    for rows in _blocks(trials):
        raw = np.asarray(bits.random_raw(rows * clusters), dtype=np.uint64)
        # The remainder favours small numbers by less than clusters / 2**64.
        drawn = (raw % np.uint64(clusters)).astype(np.int64).reshape(rows, clusters)
        shifted = drawn + (np.arange(rows) * clusters)[:, None]
        counts = np.bincount(shifted.ravel(), minlength=rows * clusters)
        yield counts.reshape(rows, clusters).astype(np.float64)


def _blocks(trials: int) -> Iterator[int]:
    for start in range(0, trials, _ROWS):
        yield min(_ROWS, trials - start)
