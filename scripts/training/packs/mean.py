"""Mean: the weighted mean of several weights of one network.

    mean.py work/en_es.start.pt=2 work/en_es/average.pt=1 --out work/en_es.mean.pt

A training that goes on from a package gains on new text and loses some of the old; the mean of
before and after keeps most of both.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor


def mean(parts: list[tuple[dict[str, Tensor], float]]) -> dict[str, Tensor]:
    """The mean of networks of the same names and shapes, each with its weight."""
    whole = sum(weight for _, weight in parts)
    first = parts[0][0]
    return {
        name: torch.stack([found[name].float() * (weight / whole) for found, weight in parts]).sum(
            0
        )
        for name in first
    }


def _weighted(text: str) -> tuple[Path, float]:
    path, equals, weight = text.rpartition("=")
    if not equals or float(weight) <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not FILE=WEIGHT")
    return Path(path), float(weight)


def main() -> None:
    """Read, average, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=_weighted, nargs="+", metavar="FILE=WEIGHT")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    found = [(torch.load(path), weight) for path, weight in arguments.weights]
    torch.save(mean(found), arguments.out)


if __name__ == "__main__":
    main()
