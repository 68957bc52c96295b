"""Argos Translate packages, run on CTranslate2 with Argos' own decoding settings.

The package `argostranslate` is not used to run them: it splits sentences itself and hides the
batch. Output equals `argostranslate`'s for a single sentence; tests hold it to that.
"""

import functools
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Protocol

from harness.core.cpu import this_processor
from harness.core.errors import EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.values import Direction, Signature
from harness.engines.argos_likelihood import ArgosLikelihood
from harness.engines.devices import CUDA
from harness.engines.libraries import installed_version, missing_libraries
from harness.engines.translation_model import (
    FAILURES,
    LIBRARIES,
    LONGEST_INPUT,
    SETTINGS,
    Decoding,
    ModelEngine,
    TranslationModel,
    decoding_named,
    loaded,
    own_marks,
)
from harness.packs.discovery import Broken, sound_models
from harness.packs.find import PACKAGES, Origin, Pack, find_packs
from harness.packs.package import BPE, SENTENCEPIECE, ArgosPackage
from harness.writing.work_folders import work_folder

# Argos' own (argostranslate.translate.apply_packaged_translation).
_LENGTH_PENALTY = 0.2


class Argos:
    """Argos packages: those the user names first, then each folder in order, newest first."""

    uses_network = False
    settings = (*SETTINGS, PACKAGES)

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        if missing := missing_libraries(LIBRARIES):
            return [missing]
        return [
            item.obstacle if isinstance(item, Broken) else _offer(item)
            for item in find_packs(surroundings)
        ] or [Obstacle("no Argos package was found", "name one with --pack")]

    def open(self, direction: Direction, surroundings: Surroundings) -> "ArgosEngine":
        """Raises also: ReadError when a package that the user named is broken.

        A broken one found in a folder is passed over: `survey` reports it. A graphics card that
        is asked for and is not there makes the engine unavailable.
        """
        decoding = decoding_named("argos", surroundings.settings)
        for pack in sound_models(find_packs(surroundings)):
            if pack.direction == direction:
                pack.verify()
                return ArgosEngine(pack, decoding, surroundings.threads)
        raise _no_package(direction)

    def likelihood_scorer(
        self, direction: Direction, surroundings: Surroundings
    ) -> ArgosLikelihood:
        """The pack that would score likelihoods in the direction. Raises as `open` does."""
        for pack in sound_models(find_packs(surroundings)):
            if pack.direction == direction:
                pack.verify()
                return ArgosLikelihood(pack, surroundings.threads)
        raise _no_package(direction)


class ArgosEngine(ModelEngine):
    """One Argos package. One sentence a segment: a line break in it is a space to the model.

    Blind to: what it writes beyond 256 tokens (Argos' limit; the text simply ends there).
    """

    def __init__(self, pack: Pack, decoding: Decoding, threads: int) -> None:
        super().__init__(str(pack.package.path), "package")
        self._direction = pack.direction
        self._package = pack.package
        self._decoding = decoding
        self._threads = threads

    @property
    def direction(self) -> Direction:
        return self._direction

    @functools.cached_property
    def signature(self) -> Signature:
        """Made without loading the model: files are digested, versions looked up."""
        return Signature(
            "argos",
            (
                ("direction", str(self.direction)),
                ("package", self._package.metadata.version),
                ("model", self._package.digest()[:16]),
                *((name, installed_version(name)) for name in LIBRARIES),
                *((("sacremoses", installed_version("sacremoses")),) if self._uses_moses else ()),
                ("compute", self._decoding.compute_type),
                ("beam", str(self._decoding.beam)),
                ("length-penalty", str(_LENGTH_PENALTY)),
                ("batch", self._decoding.batch),
                # Only where it is no processor: what was remembered under older names stays known.
                *((("device", CUDA),) if self._decoding.device == CUDA else ()),
                ("processor", this_processor()),
            ),
        )

    def _loaded(self) -> TranslationModel:
        return _load(self._package, self._decoding, self._threads)

    @property
    def _uses_moses(self) -> bool:
        return self._package.tokenizer == BPE


class _Tokenizer(Protocol):
    def encode(self, sentence: str) -> list[str]: ...

    def decode(self, tokens: list[str]) -> str: ...


class _SentencePiece:
    """As Argos does it, which turns every `_` of the output into a space."""

    def __init__(self, model: bytes) -> None:
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  (loaded on first use)

        self._processor = SentencePieceProcessor(model_proto=model)

    def encode(self, sentence: str) -> list[str]:
        tokens: list[str] = self._processor.encode(sentence, out_type=str)
        return tokens

    def decode(self, tokens: list[str]) -> str:
        text: str = self._processor.decode_pieces(tokens)
        return text.replace("▁", " ").replace("_", " ")


def _load(package: ArgosPackage, decoding: Decoding, threads: int) -> TranslationModel:
    files = package.model_files()
    try:
        translator = loaded(package.path.name, files, decoding, threads)
        longest = LONGEST_INPUT - own_marks(files.get("config.json"))
        tokenizer, leave = _tokenizer(package)
    except (*FAILURES, OSError, ImportError) as cause:  # RecursionError is a RuntimeError
        raise EngineUnavailable(
            f"{package.path}: the model cannot be loaded: {cause}",
            hint="check that the package fits the installed ctranslate2",
        ) from cause
    prefix = package.metadata.target_prefix

    def text(tokens: list[str]) -> str:
        return tokenizer.decode(tokens).removeprefix(prefix).removeprefix(" ")

    return TranslationModel(
        translator,
        tokenizer.encode,
        text,
        decoding,
        longest,
        prefix=[prefix] if prefix else (),
        fixed={"length_penalty": _LENGTH_PENALTY},
        leave=leave,
    )


def _tokenizer(
    package: ArgosPackage,
) -> tuple[_Tokenizer, Callable[[], None]]:
    if package.tokenizer == SENTENCEPIECE:
        return _SentencePiece(package.read(SENTENCEPIECE)), lambda: None
    from argostranslate.tokenizer import BPETokenizer  # noqa: PLC0415  (brings Moses' rules)

    # Argos' tokenizer opens a path, at its first sentence; an archive has none to give.
    private = ExitStack()
    codes = private.enter_context(work_folder("harness-argos-")) / BPE
    codes.write_bytes(package.read(BPE))
    tokenizer: _Tokenizer = BPETokenizer(codes, package.metadata.source, package.metadata.target)
    return tokenizer, private.close


def _no_package(direction: Direction) -> EngineUnavailable:
    return EngineUnavailable(
        f"no Argos package translates {direction}", hint="name a package with --pack"
    )


def _offer(pack: Pack) -> Offer:
    named = pack.origin is Origin.NAMED
    return Offer(pack.direction, pack.name, str(pack.path), named)
