"""Read and write CTranslate2's `model.bin`, so that a fault can be planted in a model."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# By CTranslate2's own numbers for them (include/ctranslate2/types.h).
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)

Variables = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class ModelFile:
    """A model's weights by name, with what stands around them in the file.

    `aliases` are names that share another's weights: (alias, name).
    """

    version: int
    spec: str
    revision: int
    variables: Mapping[str, NDArray[np.generic]]
    aliases: tuple[tuple[str, str], ...]


def read_model(path: Path) -> ModelFile:
    """Raises: ValueError for a version of the format that is not the sixth."""
    data = path.read_bytes()
    place = 0

    def take(layout: str) -> int:
        nonlocal place
        (value,) = struct.unpack_from(layout, data, place)
        place += struct.calcsize(layout)
        return int(value)

    def text() -> str:
        nonlocal place
        length = take("<H")
        value = data[place : place + length - 1].decode()  # the last byte is a NUL
        place += length
        return value

    version = take("<I")
    if version != 6:
        raise ValueError(f"{path}: version {version} of CTranslate2's format, not 6")
    spec, revision = text(), take("<I")
    variables: Variables = {}
    for _ in range(take("<I")):
        name = text()
        shape = [take("<I") for _ in range(take("<B"))]
        kind = np.dtype(_TYPES[take("<B")])
        size = take("<I")
        values = np.frombuffer(data, kind, size // kind.itemsize, place)
        variables[name] = values.reshape(shape).copy()
        place += size
    aliases = tuple((text(), text()) for _ in range(take("<I")))
    return ModelFile(version, spec, revision, variables, aliases)


def write_model(model: ModelFile, path: Path) -> None:
    """The same bytes that were read, where nothing was changed."""
    parts = [struct.pack("<I", model.version), _text(model.spec)]
    parts += [struct.pack("<II", model.revision, len(model.variables))]
    for name, values in model.variables.items():
        kind = _TYPES.index(values.dtype.type)
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        parts += [_text(name), shape, struct.pack("<BI", kind, values.nbytes), values.tobytes()]
    parts.append(struct.pack("<I", len(model.aliases)))
    parts += [_text(text) for pair in model.aliases for text in pair]
    path.write_bytes(b"".join(parts))


def _text(value: str) -> bytes:
    raw = value.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw
