"""What lies in a folder that CTranslate2's converters have written.

Read before the model is: is it a translation model, which tokens does it know, which languages
does it say it translates?
"""

import json
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest, fingerprint
from harness.engines.ct2_models.codes import tag_of

MODEL, CONFIG = "model.bin", "config.json"
# Where the model lies in a folder that was named: itself, or what firefox-translations makes in it.
_PLACES = ("", "ctranslate2_model")
_SHARED, _SOURCE = "shared_vocabulary", "source_vocabulary"
_TRANSLATES = "TransformerSpec"  # what CTranslate2 calls models with an encoder and a decoder
_FOR_SOURCE = (
    *("source.spm", "sentencepiece.bpe.model", "spiece.model", "sentencepiece.model"),
    *("spm.model", "vocab.spm"),
)
_FOR_TARGET = "target.spm"
_LARGEST = 64 * 2**20  # bytes of a file that is no model: vocabularies have some ten
_OPUS = re.compile(r"^(?:opus[-_.]?)?mt[-_.]|^opus[-_.]?", re.IGNORECASE)
_PAIR = re.compile(r"([a-z]{2})([a-z]{2})")


@dataclass(frozen=True)
class ModelFolder:
    """A folder `path` with a model, as the user named it or found in one that was named.

    `place` is where the model lies: `path`, or a folder in it.
    """

    path: Path
    place: Path

    @cached_property
    def kind(self) -> str:
        """What CTranslate2 calls this kind of model. Raises: ReadError for what is no model."""
        try:
            with (self.place / MODEL).open("rb") as stream:
                head = stream.read(256)
        except OSError as cause:
            raise ReadError(f"{self.place / MODEL}: {cause.strerror}") from cause
        try:
            version, length = struct.unpack_from("<IH", head)
            name = head[6 : 6 + length - 1].decode("ascii")
        except (struct.error, UnicodeDecodeError) as cause:
            raise ReadError(f"{self.place / MODEL}: no model of CTranslate2") from cause
        if not 1 < version < 1000 or not re.fullmatch(r"\w{3,100}", name):
            raise ReadError(f"{self.place / MODEL}: no model of CTranslate2")
        return name

    @property
    def translates(self) -> bool:
        """Whether it is a model with an encoder and a decoder for texts."""
        return self.kind == _TRANSLATES

    @cached_property
    def config(self) -> dict[str, Any]:
        """`config.json`; empty where there is none. Raises: ReadError."""
        path = self.place / CONFIG
        return _object(path) if path.exists() else {}

    @cached_property
    def tokens(self) -> Sequence[str]:
        """The source's vocabulary. Raises: ReadError where there is none, or no list of tokens."""
        for name in (_SHARED, _SOURCE):
            listed, lines = (self.place / f"{name}.{ending}" for ending in ("json", "txt"))
            if listed.exists():
                tokens = _json(listed)
                if not isinstance(tokens, list) or not all(isinstance(t, str) for t in tokens):
                    raise ReadError(f"{listed}: no list of tokens")
                return tokens
            if lines.exists():
                return _text(lines).removesuffix("\n").split("\n")
        raise ReadError(
            f"{self.place}: neither {_SHARED} nor {_SOURCE} lies in it, as a translation model has"
        )

    @cached_property
    def source_pieces(self) -> Path | None:
        """The SentencePiece model of the source; None where there is none."""
        named = (place / name for place in self._places for name in _FOR_SOURCE)
        if found := next((path for path in named if path.is_file()), None):
            return found
        others = sorted(
            path
            for place in self._places
            for path in place.glob("*.spm")
            if path.is_file() and path.name != _FOR_TARGET
        )
        return others[0] if len(others) == 1 else None

    @property
    def target_pieces(self) -> Path | None:
        """The SentencePiece model of the target: its own, else the source's."""
        own = (place / _FOR_TARGET for place in self._places)
        return next((path for path in own if path.is_file()), self.source_pieces)

    @cached_property
    def languages(self) -> tuple[str | None, str | None]:
        """Source and target, as far as the folder's files or its name say."""
        path = self.place / "tokenizer_config.json"
        said = _object(path) if path.exists() else {}
        told = [_tag(said.get(key)) for key in ("source_lang", "target_lang")]
        named = _in_name(self.path.name)
        return told[0] or named[0], told[1] or named[1]

    def digest(self) -> str:
        """Of all files that decide what it answers."""
        files = sorted(
            {
                self.place / MODEL,
                *(path for path in (self.source_pieces, self.target_pieces) if path),
                *(path for path in self.place.glob("*.json") if "tokenizer" not in path.name),
                *self.place.glob("*vocabulary.txt"),
            }
        )
        return fingerprint([[path.name, file_digest(path)] for path in files if path.is_file()])

    @property
    def _places(self) -> Sequence[Path]:
        return list(dict.fromkeys((self.place, self.path)))


def model_in(path: Path) -> ModelFolder | None:
    """The model in a folder; None where there is none of CTranslate2's."""
    for inside in _PLACES:
        place = path / inside if inside else path
        if (place / MODEL).is_file() and not (path / "metadata.json").exists():  # that is Argos'
            return ModelFolder(path, place)
    return None


def _in_name(name: str) -> tuple[str | None, str | None]:
    """Languages in a folder's name: `opus-mt-tc-big-en-es`, `en_es.int8`, `enes`."""
    parts = [part for part in re.split(r"[-_.]", _OPUS.sub("", name)) if part]
    if len(parts) == 1 and (pair := _PAIR.fullmatch(parts[0])):
        parts = list(pair.groups())
    pairs = [each for each in pairwise(parts) if all(map(_short_code, each))]
    if pairs:  # the last: what stands before may look like one (`my-en-es`)
        return tag_of(pairs[-1][0]), tag_of(pairs[-1][1])
    return (tag_of(parts[0]) if len(parts) > 1 and _short_code(parts[0]) else None), None


def _short_code(part: str) -> bool:
    return part.islower() and 2 <= len(part) <= 3 and tag_of(part) is not None


def _tag(code: object) -> str | None:
    return tag_of(code) if isinstance(code, str) else None


def _object(path: Path) -> dict[str, Any]:
    value = _json(path)
    if not isinstance(value, dict):
        raise ReadError(f"{path}: no object")
    return value


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except (ValueError, RecursionError) as cause:
        raise ReadError(f"{path}: not JSON: {str(cause)[:200]}") from cause


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ReadError(f"{path}: larger than {_LARGEST // 2**20} MB")
        return path.read_text("utf-8")
    except OSError as cause:
        raise ReadError(f"{path}: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise ReadError(f"{path}: not text in UTF-8") from cause


def folders_in(place: Path) -> Iterator[ModelFolder]:
    """The models in the folders of a folder, by name; nothing where it cannot be read."""
    try:
        inside = sorted(place.iterdir())
    except OSError:
        return
    for path in inside:
        if path.is_dir() and (found := model_in(path)):
            yield found
