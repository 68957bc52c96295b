"""Models in CTranslate2's form for tests: tiny ones with weights by chance, and a real one."""

import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec

from harness.core.bundled import bundled

_WIDTH, _INNER = 16, 32
_TEXT = [
    *("the old bridge was destroyed", "nobody came", "it costs three euros", "we left the house"),
    *("el viejo puente fue destruido", "nadie vino", "cuesta tres euros", "dejamos la casa"),
]


def pieces() -> bytes:
    """A small SentencePiece model."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXT * 20),
        model_writer=written,
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return written.getvalue()


def tokens_of(model: bytes) -> list[str]:
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def tiny(
    folder: Path,
    *,
    languages: Sequence[str] = (),
    pieces_as: str | None = "source.spm",
    adds_end: bool = False,
    more: Sequence[str] = ("</s>",),
) -> Path:
    """A model that knows a few pieces, and answers anything to anything, always the same."""
    model = pieces()
    tokens = list(dict.fromkeys([*tokens_of(model), *more, *languages]))
    spec = transformer_spec.TransformerSpec.from_config((1, 1), 2, pre_norm=True)
    _fill(spec, len(tokens))
    if "</s>" in tokens:
        spec.decoder.projection.bias[tokens.index("</s>")] = 40  # so that answers end
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.add_source_eos = adds_end
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    if pieces_as:
        (folder / pieces_as).write_bytes(model)
    return folder


def opus_folder(folder: Path, pack: str = "en_es") -> Path:
    """A pack of this project as a folder of an OPUS-MT model, which really translates."""
    with zipfile.ZipFile(next((bundled("langpacks") / pack).glob("*.argosmodel"))) as archive:
        folder.mkdir(parents=True)
        for name in archive.namelist():
            inside = name.partition("/")[2]
            if inside.startswith("model/") and not inside.endswith("/"):
                (folder / Path(inside).name).write_bytes(archive.read(name))
            elif inside == "sentencepiece.model":
                (folder / "source.spm").write_bytes(archive.read(name))
    return folder


def named(folder: Path, source: str, target: str) -> None:
    """As `ct2-transformers-converter --copy_files tokenizer_config.json` leaves it."""
    said = {"source_lang": source, "target_lang": target, "tokenizer_class": "MarianTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(said))


def of_another_kind(folder: Path, like: Path, kind: str) -> Path:
    """A folder whose model calls itself something else."""
    shutil.copytree(like, folder)
    data = (folder / "model.bin").read_bytes()
    old = b"\x10\x00TransformerSpec\x00"
    assert data[4 : 4 + len(old)] == old
    new = (len(kind) + 1).to_bytes(2, "little") + kind.encode() + b"\0"
    (folder / "model.bin").write_bytes(data[:4] + new + data[4 + len(old) :])
    return folder


def _fill(spec: Any, size: int) -> None:
    chance = np.random.default_rng(7)

    def weights(*shape: int) -> Any:
        return chance.standard_normal(shape).astype(np.float32)

    def linear(part: Any, out: int, into: int) -> None:
        part.weight, part.bias = weights(out, into), weights(out)

    def norm(part: Any) -> None:
        part.gamma, part.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    for stack in (spec.encoder, spec.decoder):
        embeddings = stack.embeddings
        for each in embeddings if isinstance(embeddings, list) else [embeddings]:
            each.weight = weights(size, _WIDTH)
        norm(stack.layer_norm)
        for layer in stack.layer:
            attentions = [layer.self_attention]
            linear(layer.self_attention.linear[0], 3 * _WIDTH, _WIDTH)
            if hasattr(layer, "attention"):
                attentions.append(layer.attention)
                linear(layer.attention.linear[0], _WIDTH, _WIDTH)
                linear(layer.attention.linear[1], 2 * _WIDTH, _WIDTH)
            for attention in attentions:
                linear(attention.linear[-1], _WIDTH, _WIDTH)
                norm(attention.layer_norm)
            linear(layer.ffn.linear_0, _INNER, _WIDTH)
            linear(layer.ffn.linear_1, _WIDTH, _INNER)
            norm(layer.ffn.layer_norm)
    linear(spec.decoder.projection, size, _WIDTH)
