"""`harness packs build`: from the files of a model to a pack that a route uses."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import sentencepiece
from program import Program

from harness.core.bundled import bundled
from harness.packs.find import read_pack
from harness.packs.manifest import manifest_of

pytestmark = pytest.mark.engine

EN_ES = next((bundled("langpacks") / "en_es").glob("*.argosmodel"))
WIDTH = 16
TEXT = "The river is long and cold. A dog sleeps near the old bridge, and nobody wakes it up.\n"
CONFIGURATION = """\
type: transformer
enc-depth: 1
dec-depth: 1
transformer-heads: 2
transformer-ffn-activation: relu
transformer-preprocess: ""
transformer-postprocess: dan
transformer-postprocess-emb: d
transformer-decoder-autoreg: self-attention
transformer-guided-alignment-layer: last
transformer-no-projection: false
"""


@pytest.fixture
def parts(harness: Program) -> Path:
    """The files of the bundled pack, as somebody has them who made a model."""
    with zipfile.ZipFile(EN_ES) as archive:
        archive.extractall(harness.folder)
    (folder,) = harness.folder.glob("translate-*")
    return folder


def build(harness: Program, *arguments: str | Path) -> dict[str, object]:
    done = harness("packs", "build", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_pack_is_made_tested_described_and_used(harness: Program, parts: Path) -> None:
    (harness.folder / "text.en.txt").write_text("The house is red. It has 12 rooms.\n")
    said = build(
        harness, parts / "model", "--from", "en", "--to", "es",
        "--sentencepiece", parts / "sentencepiece.model", "--licence", "MPL-2.0",
        "--version", "7.1", "--try", "text.en.txt",
    )  # fmt: skip
    archive = harness.folder / "en_es" / "translate-en_es-7_1.argosmodel"
    assert said["test"]["texts"] == 2
    assert said["test"]["route"] == "en→es→en"
    assert said["test"]["chrf"] > 20
    assert said["splitter"] is True
    manifest = manifest_of(archive)
    assert manifest is not None
    manifest.verify(archive)
    assert manifest.sha256 == said["sha256"]
    assert manifest.scores[0].subject == "there and back, en→es→en, 2 sentences of text.en.txt"
    found = json.loads(harness("packs", "list", "--pack", "en_es", "--json").stdout)["packs"]
    assert [pack["version"] for pack in found if pack["origin"] == "named"] == ["7.1"]
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []
    again = harness("packs", "build", parts / "model", "--from", "en", "--to", "es",
        "--sentencepiece", parts / "sentencepiece.model", "--version", "7.1")  # fmt: skip
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_the_tokenizer_of_another_language_is_refused(harness: Program, parts: Path) -> None:
    es_en = next((bundled("langpacks") / "es_en").glob("*.argosmodel"))
    pack = read_pack(es_en)
    assert pack is not None
    (harness.folder / "es.spm").write_bytes(pack.package.read("sentencepiece.model"))
    done = harness("packs", "build", parts / "model", "--from", "en", "--to", "es",
        "--sentencepiece", "es.spm")  # fmt: skip
    assert done.returncode == 2
    assert "not the tokenizer of its source language" in done.stderr
    assert not (harness.folder / "en_es").exists()


def test_a_file_that_is_no_model_is_refused(harness: Program, parts: Path) -> None:
    (parts / "model" / "model.bin").write_bytes(b"no weights")
    done = harness("packs", "build", parts / "model", "--from", "en", "--to", "es",
        "--sentencepiece", parts / "sentencepiece.model")  # fmt: skip
    assert done.returncode == 2
    assert "does not translate" in done.stderr
    assert ".harness-build" not in done.stderr


def test_a_marian_model_is_converted(harness: Program) -> None:
    size = marian(harness.folder)
    said = build(harness, "m.npz", "--vocabulary", "v.yml", "--from", "xx", "--to", "yy",
        "--sentencepiece", "xx.model")  # fmt: skip
    assert said["test"] is None
    assert "no pack for yy:xx is here" in str(said["untested"])
    assert said["splitter"] is False
    pack = read_pack(harness.folder / str(said["pack"]))
    assert pack is not None
    assert len(json.loads(pack.package.read("model/shared_vocabulary.json"))) == size


def marian(folder: Path) -> int:
    """A tiny Marian model of random weights with its tokenizer; how many pieces there are."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([TEXT] * 20), model_prefix=str(folder / "xx"), vocab_size=30,
        eos_id=0, unk_id=1, bos_id=-1, pad_id=-1, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "xx.model"))
    pieces = [processor.id_to_piece(number) for number in range(processor.vocab_size())]
    lines = (f"{json.dumps(piece, ensure_ascii=False)}: {n}" for n, piece in enumerate(pieces))
    (folder / "v.yml").write_text("\n".join(lines) + "\n", "utf-8")
    np.savez(folder / "m.npz", **weights(len(pieces)))
    return len(pieces)


def weights(words: int) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(3)

    def random(*shape: int) -> np.ndarray:
        return (dice.standard_normal(shape) * 0.1).astype(np.float32)

    found = {
        "encoder_Wemb": random(words, WIDTH),
        "decoder_Wemb": random(words, WIDTH),
        "decoder_ff_logit_out_b": random(1, words),
        "special:model.yml": np.frombuffer(CONFIGURATION.encode() + b"\0", np.int8),
    }
    for name in ("encoder_l1_self", "decoder_l1_self", "decoder_l1_context"):
        for part in "qkvo":
            found |= {f"{name}_W{part}": random(WIDTH, WIDTH), f"{name}_b{part}": random(1, WIDTH)}
        found |= norm(f"{name}_Wo")
    for name in ("encoder_l1_ffn", "decoder_l1_ffn"):
        found |= {f"{name}_W1": random(WIDTH, 32), f"{name}_b1": random(1, 32)}
        found |= {f"{name}_W2": random(32, WIDTH), f"{name}_b2": random(1, WIDTH)}
        found |= norm(f"{name}_ffn")
    return found


def norm(name: str) -> dict[str, np.ndarray]:
    ones = np.ones((1, WIDTH), np.float32)
    return {f"{name}_ln_scale": ones, f"{name}_ln_bias": ones * 0}
