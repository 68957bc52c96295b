"""Unpack: a published package back into weights to train on from, and its two vocabularies.

    unpack.py en_es langpacks/en_es/*.argosmodel --counterpart langpacks/es_en/*.argosmodel \\
        --out work/en_es.start.pt --vocabulary work/en_es.vocabulary

The 8-bit weights are multiplied out, so they lose nothing that the package had; names become
Marian's. A package holds the SentencePiece model of its source language alone. That of the target
is made from the one of the counterpart (the package of the other way, whose source is this one's
target) and from the start model's vocabulary, by the rules of vocabulary.py: its pieces are this
package's own, in the order of its ids.
"""

import argparse
import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[import-untyped]
from torch import Tensor

from network import Network
from start_models import find

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))  # it reads models, too
from model_file import read_model

START = {"en_es": "enpt", "es_en": "pten"}
OLD_PIECE = -1.0  # what vocabulary.py takes from the score of an old piece in a Spanish vocabulary
SINGLE = -9.0
DIGIT = -6.0
DIGIT_ALONE = -5.0
SPACE = "▁"
SCALE = "_scale"


def variables(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a `model.bin` by all their names; equal ones are stored once, with a scale."""
    model = read_model(path)
    found = dict(model.variables)
    for alias, name in model.aliases:
        found |= {alias + end: found[name + end] for end in ("", SCALE) if name + end in found}
    return found


def weights(path: Path) -> dict[str, Tensor]:
    """The network's weights under Marian's names, as `network.Network` takes them."""
    found = variables(path)
    whole = {name: _multiplied_out(name, array, found) for name, array in found.items()}
    result = {
        "encoder_Wemb": whole["encoder/embeddings_0/weight"],
        "decoder_Wemb": whole["decoder/embeddings/weight"],
        "decoder_ff_logit_out_b": whole["decoder/projection/bias"][None],
    }
    for side, contexts in (("encoder", ()), ("decoder", ("attention",))):
        layers = sum(
            name.startswith(f"{side}/layer_") and "ffn/linear_0/bias" in name for name in found
        )
        for layer in range(layers):
            old, new = f"{side}/layer_{layer}", f"{side}_l{layer + 1}"
            result |= _feed_forward(whole, f"{old}/ffn", f"{new}_ffn")
            result |= _attention(whole, f"{old}/self_attention", f"{new}_self", fused="qkv")
            for context in contexts:
                result |= _attention(whole, f"{old}/{context}", f"{new}_context", fused="kv")
    return {name: torch.from_numpy(array.astype(np.float32)) for name, array in result.items()}


def _depth(found: dict[str, np.ndarray], side: str) -> int:
    return sum(name.startswith(side) and name.endswith("ffn/linear_0/bias") for name in found)


def _multiplied_out(name: str, array: np.ndarray, found: dict[str, np.ndarray]) -> np.ndarray:
    scale = found.get(name + SCALE)
    return array if scale is None else array / scale[:, None]


def _norm(whole: dict[str, np.ndarray], old: str, new: str) -> dict[str, np.ndarray]:
    return {
        f"{new}_ln_scale": whole[f"{old}/layer_norm/gamma"][None],
        f"{new}_ln_bias": whole[f"{old}/layer_norm/beta"][None],
    }


def _linear(weight: np.ndarray, bias: np.ndarray, new: str, part: str) -> dict[str, np.ndarray]:
    return {f"{new}_W{part}": np.ascontiguousarray(weight.T), f"{new}_b{part}": bias[None]}


def _feed_forward(whole: dict[str, np.ndarray], old: str, new: str) -> dict[str, np.ndarray]:
    result = _norm(whole, old, f"{new}_ffn")
    for number in (0, 1):
        name = f"{old}/linear_{number}"
        result |= _linear(whole[f"{name}/weight"], whole[f"{name}/bias"], new, str(number + 1))
    return result


def _attention(
    whole: dict[str, np.ndarray], old: str, new: str, *, fused: str
) -> dict[str, np.ndarray]:
    parts = [fused, "o"] if fused == "qkv" else ["q", fused, "o"]
    result = _norm(whole, old, f"{new}_Wo")
    for number, names in enumerate(parts):
        name = f"{old}/linear_{number}"
        matrices = np.split(whole[f"{name}/weight"], len(names))
        biases = np.split(whole[f"{name}/bias"], len(names))
        for part, matrix, bias in zip(names, matrices, biases, strict=True):
            result |= _linear(matrix, bias, new, part)
    return result


def target_vocabulary(
    pieces: list[str], counterpart: bytes, old: bytes, *, spanish: bool
) -> ModelProto:
    """The SentencePiece model whose pieces are `pieces`, scored as vocabulary.py scores them.

    Raises:
        ValueError: a piece is in neither vocabulary and no single character.
    """
    other, start = ModelProto(), ModelProto()
    other.ParseFromString(counterpart)
    start.ParseFromString(old)
    first, second = (other, start) if spanish else (start, other)
    known = {piece.piece: (piece, 0.0) for piece in first.pieces}
    for piece in second.pieces:
        known.setdefault(piece.piece, (piece, OLD_PIECE if spanish else 0.0))
    result = ModelProto()
    result.CopyFrom(other if spanish else start)
    del result.pieces[:]
    for text in pieces:
        piece = result.pieces.add()
        if text in known:
            found, change = known[text]
            piece.CopyFrom(found)
            piece.score += change
        elif len(text.removeprefix(SPACE)) == 1:
            piece.piece, piece.type = text, piece.NORMAL
            digit = text[-1].isdigit()
            piece.score = SINGLE if not digit else DIGIT_ALONE if len(text) == 2 else DIGIT
        else:
            raise ValueError(f"the piece {text!r} is in neither vocabulary")
    result.trainer_spec.vocab_size = len(pieces)
    return result


def _unzipped(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def main() -> None:
    """Unpack one package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", choices=START)
    parser.add_argument("package", type=Path)
    parser.add_argument("--counterpart", type=Path, required=True)
    parser.add_argument("--models", type=Path, help="folder of the start models")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    arguments = parser.parse_args()
    source, target = arguments.direction.split("_")
    arguments.vocabulary.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        folder = _unzipped(arguments.package, Path(one))
        counterpart = _unzipped(arguments.counterpart, Path(other)) / "sentencepiece.model"
        pieces = json.loads((folder / "model" / "target_vocabulary.json").read_text("utf-8"))
        made = target_vocabulary(
            pieces,
            counterpart.read_bytes(),
            find(START[arguments.direction], arguments.models).vocabulary.read_bytes(),
            spanish=target == "es",
        )
        shutil.copy(folder / "sentencepiece.model", arguments.vocabulary / f"{source}.model")
        network = Network(weights(folder / "model" / "model.bin"))
    path = arguments.vocabulary / f"{target}.model"
    path.write_bytes(made.SerializeToString())
    if SentencePieceProcessor(model_file=str(path)).vocab_size() != len(pieces):
        raise ValueError(f"{path} does not hold the package's pieces")
    torch.save({name: weight.detach() for name, weight in network.weights.items()}, arguments.out)


if __name__ == "__main__":
    main()
