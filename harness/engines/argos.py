"""Argos Translate packages, run on CTranslate2 with Argos' own decoding settings.

The package `argostranslate` is not used to run them: it splits sentences itself and hides the
batch. Output equals `argostranslate`'s for a single sentence; tests hold it to that.
"""

import functools
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from harness.core.cpu import this_processor
from harness.core.errors import EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.settings import Setting
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.argos_likelihood import ArgosLikelihood
from harness.engines.devices import CPU, CUDA, device_named
from harness.engines.failure import stopped
from harness.engines.libraries import installed_version, missing_libraries
from harness.engines.options import one_of, whole_number
from harness.engines.without_model import answered
from harness.packs.discovery import Broken, sound_models
from harness.packs.find import PACKAGES, Origin, Pack, find_packs
from harness.packs.package import BPE, SENTENCEPIECE, ArgosPackage

_LIBRARIES = ("ctranslate2", "sentencepiece")
_BATCHING = ("equal-length", "single")
# The names that CTranslate2 documents; "default" means that none is passed, as Argos does: naming
# any type, even the very same one, makes some packages repeat themselves (argos-translate #511).
_COMPUTE_TYPES = (
    "default",
    "auto",
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
)

# Argos' decoding settings (argostranslate.translate.apply_packaged_translation).
_BEAM = 4
_LENGTH_PENALTY = 0.2

# Tokens that CTranslate2 reads of one segment, its own marks included; it drops the rest without
# a word. Its default, which Argos keeps.
_LONGEST_INPUT = 1024
# Segments in one batch. 78 sentences/s with 32 against 67 with 4; more needs memory, not time.
_LARGEST_BATCH = 32
# CTranslate2's own; ValueError for a token that its vocabulary lacks, or has in no encoding.
_FAILURES = (RuntimeError, MemoryError, ValueError)
# What any model answers: where even this fails, the segment before it is not to blame.
_HARMLESS = "a"


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the search. `batch` is `equal-length` or `single`, `device` `cpu` or `cuda`."""

    batch: str = "equal-length"
    beam: int = _BEAM
    compute_type: str = "default"
    device: str = CPU


class Argos:
    """Argos packages: those the user names first, then each folder in order, newest first."""

    uses_network = False
    settings = (
        Setting(
            "batch", "equal-length; single sends each segment alone, the reference", _BATCHING[0]
        ),
        Setting("beam", "width of the search, 1 to 64", str(_BEAM)),
        Setting("compute_type", "passed to CTranslate2 only when it is given", "default"),
        Setting("device", "cpu; cuda, a graphics card; auto takes cuda where there is one", CPU),
        PACKAGES,
    )

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        if missing := missing_libraries(_LIBRARIES):
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
        options = surroundings.settings
        decoding = Decoding(
            one_of("argos", "batch", options.get("batch", _BATCHING[0]), _BATCHING),
            whole_number("argos", "beam", options.get("beam", str(_BEAM)), lowest=1, highest=64),
            one_of("argos", "compute_type", options.get("compute_type", "default"), _COMPUTE_TYPES),
            device_named("argos", options.get("device", CPU)),
        )
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


class ArgosEngine:
    """One Argos package. One sentence a segment: a line break in it is a space to the model.

    Blind to: what it writes beyond 256 tokens (Argos' limit; the text simply ends there).
    """

    def __init__(self, pack: Pack, decoding: Decoding, threads: int) -> None:
        self._direction = pack.direction
        self._package = pack.package
        self._decoding = decoding
        self._threads = threads
        self._model: _ArgosModel | None = None
        self._answered = False

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
                *((name, installed_version(name)) for name in _LIBRARIES),
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

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return answered(segments, self._ask)

    def close(self) -> None:
        if self._model is not None:
            self._model.close()
            self._model = None

    def _ask(self, segments: Sequence[str]) -> list[Outcome]:
        self._model = self._model or _load(self._package, self._decoding, self._threads)
        try:
            outcomes = self._model.translate(segments)
        except _FAILURES as cause:
            raise stopped(
                f"{self._package.path}: CTranslate2 gives no answer: {cause}",
                hint="free some memory and check that the package fits the installed ctranslate2",
                answered=self._answered,
            ) from cause
        self._answered = True
        return outcomes

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


@dataclass(slots=True)
class _ArgosModel:
    """A loaded package. `longest` is how many of its tokens a segment may have."""

    translator: Any
    tokenizer: _Tokenizer
    decoding: Decoding
    target_prefix: str
    longest: int
    private: "tempfile.TemporaryDirectory[str] | None"

    def translate(self, sentences: Sequence[str]) -> list[Outcome]:
        """Raises: one of `_FAILURES` when it answers nothing."""
        tokenized = [self.tokenizer.encode(sentence) for sentence in sentences]
        outcomes: dict[int, Outcome] = {
            place: Untranslatable(
                f"{len(tokens)} tokens, and the model reads at most {self.longest} of one segment"
            )
            for place, tokens in enumerate(tokenized)
            if len(tokens) > self.longest
        }
        fitting = [place for place in range(len(sentences)) if place not in outcomes]
        batches = list(
            _batches(fitting, [len(tokens) for tokens in tokenized], self.decoding.batch)
        )
        # All are handed over before the first answer is awaited, so that no worker stands idle.
        promised = [self._submit([tokenized[place] for place in batch]) for batch in batches]
        for batch, promises in zip(batches, promised, strict=True):
            for place, promise in zip(batch, promises, strict=True):
                outcomes[place] = self._outcome(promise, tokenized[place])
        return [outcomes[place] for place in range(len(sentences))]

    def close(self) -> None:
        self.translator.unload_model()
        if self.private is not None:
            self.private.cleanup()

    def _submit(self, batch: list[list[str]]) -> list[Any]:
        prefix = [[self.target_prefix]] * len(batch) if self.target_prefix else None
        promises: list[Any] = self.translator.translate_batch(
            batch,
            target_prefix=prefix,
            replace_unknowns=True,
            beam_size=self.decoding.beam,
            num_hypotheses=1,
            length_penalty=_LENGTH_PENALTY,
            return_scores=True,
            asynchronous=True,
        )
        return promises

    def _outcome(self, promise: Any, tokens: list[str]) -> Outcome:
        try:
            result = promise.result()
        except _FAILURES:
            # The whole batch fails with its worst member, so each is asked again alone.
            try:
                result = self._submit([tokens])[0].result()
            except _FAILURES as cause:
                self._submit([self.tokenizer.encode(_HARMLESS)])[0].result()
                return Untranslatable(f"CTranslate2 gave up: {cause}")
        return Translated(self._text(result.hypotheses[0]), float(result.scores[0]))

    def _text(self, tokens: list[str]) -> str:
        text = self.tokenizer.decode(tokens)
        if self.target_prefix:
            text = text.removeprefix(self.target_prefix)
        return text.removeprefix(" ")


def _load(package: ArgosPackage, decoding: Decoding, threads: int) -> _ArgosModel:
    import ctranslate2  # noqa: PLC0415  (heavy; not needed to list or to identify engines)

    files = package.model_files()
    asked = {} if decoding.compute_type == "default" else {"compute_type": decoding.compute_type}
    try:
        translator = ctranslate2.Translator(
            package.path.name,
            device=decoding.device,
            files=files,
            # Workers share the weights and get whole batches. On a graphics card one keeps it busy.
            inter_threads=1 if decoding.device == CUDA else threads,
            intra_threads=1,
            **asked,
        )
        longest = _LONGEST_INPUT - _own_marks(files.get("config.json"))
        tokenizer, private = _tokenizer(package)
    except (*_FAILURES, OSError, ImportError) as cause:  # RecursionError is a RuntimeError
        raise EngineUnavailable(
            f"{package.path}: the model cannot be loaded: {cause}",
            hint="check that the package fits the installed ctranslate2",
        ) from cause
    return _ArgosModel(
        translator, tokenizer, decoding, package.metadata.target_prefix, longest, private
    )


def _own_marks(config: bytes | None) -> int:
    """How many tokens CTranslate2 itself adds to a source: its begin mark, its end mark.

    Models older than `config.json` keep that to themselves, so both are allowed for.
    """
    settings = (
        {"add_source_bos": True, "add_source_eos": True} if config is None else json.loads(config)
    )
    if not isinstance(settings, dict):
        raise ValueError("config.json holds no object")
    return sum(bool(settings.get(key)) for key in ("add_source_bos", "add_source_eos"))


def _tokenizer(
    package: ArgosPackage,
) -> tuple[_Tokenizer, "tempfile.TemporaryDirectory[str] | None"]:
    if package.tokenizer == SENTENCEPIECE:
        return _SentencePiece(package.read(SENTENCEPIECE)), None
    from argostranslate.tokenizer import BPETokenizer  # noqa: PLC0415  (brings Moses' rules)

    # Argos' tokenizer opens a path, at its first sentence; an archive has none to give.
    private = tempfile.TemporaryDirectory(prefix="harness-argos-")
    codes = Path(private.name) / BPE
    codes.write_bytes(package.read(BPE))
    tokenizer: _Tokenizer = BPETokenizer(codes, package.metadata.source, package.metadata.target)
    return tokenizer, private


def _batches(places: Sequence[int], lengths: Sequence[int], policy: str) -> Iterator[list[int]]:
    """Places grouped for translation, longest first, so that the last batches are short ones.

    Only segments of equal length share a batch: padding changes int8 sums (CTranslate2 #693).
    """
    if policy == "single":
        yield from ([place] for place in sorted(places, key=lambda place: -lengths[place]))
        return
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in places:
        groups[lengths[place]].append(place)
    for length in sorted(groups, reverse=True):
        group = groups[length]
        for start in range(0, len(group), _LARGEST_BATCH):
            yield group[start : start + _LARGEST_BATCH]


def _no_package(direction: Direction) -> EngineUnavailable:
    return EngineUnavailable(
        f"no Argos package translates {direction}", hint="name a package with --pack"
    )


def _offer(pack: Pack) -> Offer:
    named = pack.origin is Origin.NAMED
    return Offer(pack.direction, pack.name, str(pack.path), named)
