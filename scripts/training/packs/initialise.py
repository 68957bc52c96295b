"""Initialise: give a start model the English and Spanish vocabularies, embeddings carried over.

    initialise.py en_es --network work/enpt.mimic.pt --vocabulary work/enpt --out work/en_es.pt
    initialise.py es_en --network work/pten.mimic.pt --vocabulary work/pten --out work/es_en.pt

A piece starts as the mean of the old pieces it comes from (`origins.json`). The length of a mean of
many vectors is made up for in part, and the unknown piece is made all but impossible to choose.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from network import UNK

NEVER = -30.0


def embeddings(old: Tensor, origins: Sequence[Sequence[int]]) -> Tensor:
    """New rows from old ones."""
    rows = []
    for ids in origins:
        mean = old[list(ids)].mean(0)
        rows.append(mean if len(ids) == 1 else mean * 0.8 * len(ids) ** 0.5)
    return torch.stack(rows)


def biases(old: Tensor, origins: Sequence[Sequence[int]]) -> Tensor:
    """A piece made of several is as unlikely as the most unlikely of them."""
    made = torch.stack([old.view(-1)[list(ids)].min() for ids in origins])
    made[UNK] = NEVER
    return made[None]


def main() -> None:
    """Make the start of one direction."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", choices=("en_es", "es_en"))
    parser.add_argument("--network", type=Path, required=True, help="what mimic.py wrote")
    parser.add_argument("--vocabulary", type=Path, required=True, help="what vocabulary.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    source, target = arguments.direction.split("_")
    weights = torch.load(arguments.network)
    origins = json.loads((arguments.vocabulary / "origins.json").read_text())
    weights["encoder_Wemb"] = embeddings(weights["encoder_Wemb"], origins[source])
    weights["decoder_Wemb"] = embeddings(weights["decoder_Wemb"], origins[target])
    weights["decoder_ff_logit_out_b"] = biases(weights["decoder_ff_logit_out_b"], origins[target])
    torch.save(weights, arguments.out)


if __name__ == "__main__":
    main()
