"""Any folder of a translation model that CTranslate2's converters have written.

OPUS-MT and other Marian models, NLLB, M2M-100, MADLAD-400, and what firefox-translations converts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.core.cpu import this_processor
from harness.core.errors import EngineUnavailable, HarnessError
from harness.core.protocols import Obstacle, Offer, OfferOfMany, Surroundings
from harness.core.settings import Setting
from harness.core.values import Direction, Signature
from harness.engines.ct2_models.codes import tag_of
from harness.engines.ct2_models.families import (
    END,
    MARIAN,
    NLLB,
    OPUS_MULTI,
    Family,
    family_of,
)
from harness.engines.ct2_models.folder import ModelFolder, folders_in, model_in
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

NAME = "ct2"
_MOST_WRITTEN = 512  # tokens of an answer: one that has so many runs in circles
_CONVERT = (
    "convert it with ct2-transformers-converter --copy_files and the names of its SentencePiece "
    "models (source.spm target.spm, or sentencepiece.bpe.model, or spiece.model)"
)
_SAY_LANGUAGES = f"say them: --option {NAME}.source=en --option {NAME}.target=es"
_FAMILIES = "OPUS-MT and Marian, NLLB, M2M-100 and MADLAD-400 are supported"

_REMARKS = {
    NLLB.name: (
        "The published weights of NLLB are licensed for non-commercial use only (CC-BY-NC 4.0).",
    )
}


class Ct2:
    """Folders that the user names with `--pack`, then those in the folder `ct2.models`."""

    uses_network = False
    settings = (
        *SETTINGS,
        Setting("models", "a folder with folders of models"),
        Setting("source", "the language of the texts, for a model that does not say"),
        Setting("target", "the language of the translations, for a model that does not say"),
    )

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | OfferOfMany | Obstacle]:
        if missing := missing_libraries(LIBRARIES):
            return [missing]
        found: list[Offer | OfferOfMany | Obstacle] = []
        for folder, named in _folders(surroundings):
            try:
                model = described(folder, surroundings.settings)
            except HarnessError as error:
                found.append(Obstacle(str(error), error.hint or _CONVERT))
            else:
                found.extend(model.offers(named=named))
        return found or [
            Obstacle("no folder of a CTranslate2 model was named", "use --pack FOLDER")
        ]

    def open(self, direction: Direction, surroundings: Surroundings) -> "Ct2Engine":
        """Raises also: ConfigError for a value of a setting that cannot be."""
        decoding = decoding_named(NAME, surroundings.settings)
        for folder, _ in _folders(surroundings):
            try:
                model = described(folder, surroundings.settings)
            except HarnessError:
                continue  # `survey` reports it
            if any(offer.serves(direction) for offer in model.offers()):
                return Ct2Engine(model, direction, decoding, surroundings.threads)
        raise EngineUnavailable(
            f"no CTranslate2 model translates {direction}",
            hint="name a folder with --pack, or see `harness engines`",
        )


def _folders(surroundings: Surroundings) -> Iterator[tuple[ModelFolder, bool]]:
    """Each model, and whether the user named it as a pack."""
    for pack in surroundings.packs:
        if pack.is_dir() and (found := model_in(pack)):
            yield found, True
    if place := surroundings.settings.get("models"):
        yield from ((found, False) for found in folders_in(Path(place).expanduser()))


@dataclass(frozen=True)
class Described:
    """A model with all that is known of it before it is loaded.

    `codes` are its tokens of languages, by tag; `source` and `target` its only languages, None
    where it has several.
    """

    folder: ModelFolder
    family: Family
    codes: Mapping[str, str]
    source: str | None
    target: str | None

    def offers(self, *, named: bool = False) -> Sequence[Offer | OfferOfMany]:
        """The directions that it serves."""
        model, where = f"{self.folder.path.name} ({self.family.name})", str(self.folder.path)
        if self.source is None:
            return [OfferOfMany(tuple(sorted(self.codes)), model, where, named)]
        targets = [self.target] if self.target else sorted(self.codes)
        return [
            Offer(Direction(self.source, target), model, where, named)
            for target in targets
            if target != self.source
        ]

    def marks(self, direction: Direction) -> tuple[Sequence[str], Sequence[str]]:
        """What source and answer begin with in a direction that is offered."""
        source, target = (self.codes.get(tag, "") for tag in (direction.source, direction.target))
        return self.family.marks(source, target)


def described(folder: ModelFolder, settings: Mapping[str, str]) -> Described:
    """What a folder holds. Raises: HarnessError that says why it cannot be used."""
    if not folder.translates:
        raise EngineUnavailable(
            f"{folder.path}: unsupported: a model of the kind {folder.kind}, which does not "
            "translate texts",
            hint=_FAMILIES,
        )
    family = family_of(folder.tokens)
    if isinstance(family, str):
        raise EngineUnavailable(f"{folder.path}: unsupported: {family}", hint=_FAMILIES)
    if folder.source_pieces is None:
        raise EngineUnavailable(
            f"{folder.path}: unsupported: no SentencePiece model lies in it", hint=_CONVERT
        )
    codes = family.codes(folder.tokens)
    if family not in (MARIAN, OPUS_MULTI):
        return Described(folder, family, codes, None, None)
    said = [
        told or (tag_of(settings[name]) if settings.get(name) else None)
        for name, told in zip(("source", "target"), folder.languages, strict=True)
    ]
    source, target = said[0], None if family is OPUS_MULTI else said[1]
    if source is None or (family is MARIAN and target in (None, source)):
        raise EngineUnavailable(
            f"{folder.path}: neither its files nor its name say which languages it translates",
            hint=_SAY_LANGUAGES,
        )
    return Described(folder, family, codes, source, target)


class Ct2Engine(ModelEngine):
    """One direction of a model. A line break in a segment is a space to it."""

    def __init__(
        self, model: Described, direction: Direction, decoding: Decoding, threads: int
    ) -> None:
        super().__init__(str(model.folder.path), "model")
        self.direction = direction
        self._described = model
        self._decoding = decoding
        self._threads = threads

    @cached_property
    def signature(self) -> Signature:
        """Made without loading the model: files are digested, versions looked up."""
        return Signature(
            NAME,
            (
                ("direction", str(self.direction)),
                ("family", self._described.family.name),
                ("model", self._described.folder.digest()[:16]),
                *((name, installed_version(name)) for name in LIBRARIES),
                ("compute", self._decoding.compute_type),
                ("beam", str(self._decoding.beam)),
                ("longest-answer", str(_MOST_WRITTEN)),
                ("batch", self._decoding.batch),
                *((("device", CUDA),) if self._decoding.device == CUDA else ()),
                ("processor", this_processor()),
            ),
        )

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader of results should know of the family."""
        return _REMARKS.get(self._described.family.name, ())

    def _loaded(self) -> TranslationModel:
        folder = self._described.folder
        before, forced = self._described.marks(self.direction)
        try:
            translator = loaded(str(folder.place), None, self._decoding, self._threads)
            encode = _encoder(folder, before)
            text = _decoder(folder, len(forced))
        except (*FAILURES, OSError) as cause:
            raise EngineUnavailable(
                f"{folder.path}: the model cannot be loaded: {cause}",
                hint="check that it fits the installed ctranslate2",
            ) from cause
        config = folder.place / "config.json"
        return TranslationModel(
            translator,
            encode,
            text,
            self._decoding,
            LONGEST_INPUT - own_marks(config.read_bytes() if config.exists() else None),
            prefix=forced,
            most_written=_MOST_WRITTEN,
            fixed={"max_decoding_length": _MOST_WRITTEN},
        )


def _encoder(folder: ModelFolder, before: Sequence[str]) -> Callable[[str], list[str]]:
    """A segment as tokens, with its marks; CTranslate2 adds the end where the model says so."""
    pieces = _processor(folder.source_pieces)
    after = [] if folder.config.get("add_source_eos") else [END]

    def encode(segment: str) -> list[str]:
        cut: list[str] = pieces.encode(segment, out_type=str)
        return [*before, *cut, *after]

    return encode


def _decoder(folder: ModelFolder, forced: int) -> Callable[[list[str]], str]:
    """An answer as text, without the marks that it was made to begin with."""
    pieces = _processor(folder.target_pieces)

    def text(tokens: list[str]) -> str:
        made: str = pieces.decode_pieces(tokens[forced:])
        return made.replace("▁", " ").strip()

    return text


def _processor(path: Path | None) -> Any:
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  (loaded on first use)

    return SentencePieceProcessor(model_file=str(path))
