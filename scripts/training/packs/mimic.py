"""Mimic: replace the decoder's SSRU cells, which CTranslate2 cannot run, by self-attention.

    mimic.py enpt pairs/factbook.en-pt.tsv --steps 400 --out work/enpt.mimic.pt

Each layer's self-attention learns to give what its SSRU cell gives on the teacher's own hidden
states; nothing else of the network changes. The value path starts as the cell's own matrix, the
output as the identity. Pairs: source TAB the start model's own translation of it, or the other way
round with `--swap`. The relative error on held-out pairs is printed (0.06 is readable again).
"""

import argparse
import random
import sys
import time
from pathlib import Path

import torch
from torch import Tensor

from network import EOS, Network, from_marian, padded
from start_models import find

Row = tuple[list[int], list[int]]
BATCH = 24
LONGEST = 80
RATE = 2e-3
PARTS = ("q", "k", "v", "o")


def with_attention(teacher: Network) -> Network:
    """A copy of the network whose decoder layers attend to themselves, ready to learn to mimic."""
    weights = {name: tensor.detach().clone() for name, tensor in teacher.weights.items()}
    width = teacher.width
    for layer in range(1, teacher.decoder_depth + 1):
        name = f"decoder_l{layer}"
        cell = weights.pop(f"{name}_rnn_W")
        del weights[f"{name}_rnn_Wf"], weights[f"{name}_rnn_bf"]
        for part in PARTS:
            start = {"v": cell, "o": torch.eye(width)}.get(part, torch.empty(width, width))
            if part in "qk":
                torch.nn.init.xavier_uniform_(start)
            weights[f"{name}_self_W{part}"] = start.clone()
            weights[f"{name}_self_b{part}"] = torch.zeros(1, width)
        for part in ("scale", "bias"):
            weights[f"{name}_self_Wo_ln_{part}"] = weights.pop(f"{name}_rnn_ffn_ln_{part}")
    return Network(weights)


def errors(teacher: Network, student: Network, rows: list[Row]) -> list[Tensor]:
    """For each decoder layer, the squared error relative to what the cell gives."""
    source, mask = padded([row[0] for row in rows])
    target, real = padded([row[1] for row in rows])
    found = []
    with torch.no_grad():
        memory = teacher.encode(source, mask)
        embedded = teacher._embed("decoder_Wemb", target[:, :-1])
        x = torch.nn.functional.pad(embedded, (0, 0, 1, 0)) + teacher.positions[: target.shape[1]]
    for layer in range(1, teacher.decoder_depth + 1):
        with torch.no_grad():
            wanted = teacher.recall(layer, x)
        weight = real[..., None]
        given = student.recall(layer, x)
        found.append(((given - wanted) ** 2 * weight).sum() / (wanted**2 * weight).sum())
        with torch.no_grad():
            x = teacher.decoder_rest(x, wanted, memory, mask, layer)
    return found


def main() -> None:
    """Train, report, save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", choices=("enpt", "pten"))
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--swap", action="store_true", help="the second column is the source")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--models", type=Path, help="folder of the start models")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    dice = random.Random(1)
    model = find(arguments.direction, arguments.models)
    teacher = from_marian(model.weights).eval()
    student = with_attention(teacher)
    batches = _batches(arguments.pairs, model.processor(), arguments.swap)
    held_out = batches[:: max(1, len(batches) // 8)][:8]
    learnt = [batch for batch in batches if batch not in held_out]
    trained = [
        w
        for name, w in student.weights.items()
        if name.startswith("decoder") and "_self_" in name and "_ln_" not in name
    ]
    optimizer = torch.optim.Adam(trained, lr=RATE, betas=(0.9, 0.98))
    started = time.monotonic()
    for step in range(arguments.steps + 1):
        if step % 100 == 0 or step == arguments.steps:
            with torch.no_grad():
                measured = torch.tensor([errors(teacher, student, batch) for batch in held_out])
            seconds = round(time.monotonic() - started)
            print(
                step,
                [round(e, 3) for e in measured.mean(0).tolist()],
                f"{seconds} s",
                file=sys.stderr,
                flush=True,
            )
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * max(0.02, 1 - step / arguments.steps)
        optimizer.zero_grad()
        torch.stack(errors(teacher, student, dice.choice(learnt))).sum().backward()
        optimizer.step()
    torch.save({name: w.detach() for name, w in student.weights.items()}, arguments.out)


def _batches(path: Path, processor, swap: bool) -> list[list[Row]]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        source, target = line.split("\t")[:2][:: -1 if swap else 1]
        rows.append(([*processor.encode(source), EOS], [*processor.encode(target), EOS]))
    rows = [row for row in rows if 3 < len(row[0]) < LONGEST and 3 < len(row[1]) < LONGEST]
    rows.sort(key=lambda row: len(row[1]))
    return [rows[start : start + BATCH] for start in range(0, len(rows) - BATCH + 1, BATCH)]


if __name__ == "__main__":
    main()
