"""A translation model that CTranslate2 has loaded, asked in batches that change no answer (D4)."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.core.settings import Setting
from harness.core.values import Outcome, Translated, Untranslatable
from harness.engines.devices import CPU, CUDA, device_named
from harness.engines.failure import stopped
from harness.engines.options import one_of, whole_number
from harness.engines.without_model import answered

LIBRARIES = ("ctranslate2", "sentencepiece")
# Tokens that CTranslate2 reads of one segment, its own marks included; it drops the rest without
# a word. Its default, which Argos keeps.
LONGEST_INPUT = 1024
# CTranslate2's own; ValueError for a token that its vocabulary lacks, or has in no encoding.
FAILURES = (RuntimeError, MemoryError, ValueError)

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
# Argos' own (argostranslate.translate.apply_packaged_translation), and usual elsewhere.
_BEAM = 4
# Segments in one batch. 78 sentences/s with 32 against 67 with 4; more needs memory, not time.
_LARGEST_BATCH = 32
# What any model answers: where even this fails, the segment before it is not to blame.
_HARMLESS = "a"

SETTINGS = (
    Setting("batch", "equal-length; single sends each segment alone, the reference", _BATCHING[0]),
    Setting("beam", "width of the search, 1 to 64", str(_BEAM)),
    Setting("compute_type", "passed to CTranslate2 only when it is given", "default"),
    Setting("device", "cpu; cuda, a graphics card; auto takes cuda where there is one", CPU),
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """Settings of the search. `batch` is `equal-length` or `single`, `device` `cpu` or `cuda`."""

    batch: str = "equal-length"
    beam: int = _BEAM
    compute_type: str = "default"
    device: str = CPU

    @property
    def asked(self) -> Mapping[str, str]:
        """The compute type for CTranslate2, if one is to be passed."""
        return {} if self.compute_type == "default" else {"compute_type": self.compute_type}


def decoding_named(part: str, options: Mapping[str, str]) -> Decoding:
    """The settings of a part as the user wrote them. Raises: ConfigError, EngineUnavailable."""
    return Decoding(
        one_of(part, "batch", options.get("batch", _BATCHING[0]), _BATCHING),
        whole_number(part, "beam", options.get("beam", str(_BEAM)), lowest=1, highest=64),
        one_of(part, "compute_type", options.get("compute_type", "default"), _COMPUTE_TYPES),
        device_named(part, options.get("device", CPU)),
    )


def loaded(name: str, files: Mapping[str, bytes] | None, decoding: Decoding, threads: int) -> Any:
    """CTranslate2's translator. `name` is the folder where no `files` are given.

    Raises: one of `FAILURES`.
    """
    import ctranslate2  # noqa: PLC0415  (heavy; not needed to list or to identify engines)

    return ctranslate2.Translator(
        name,
        device=decoding.device,
        # Workers share the weights and get whole batches. On a graphics card one keeps it busy.
        inter_threads=1 if decoding.device == CUDA else threads,
        intra_threads=1,
        **({} if files is None else {"files": files}),
        **decoding.asked,
    )


def own_marks(config: bytes | None) -> int:
    """How many tokens CTranslate2 itself adds to a source: its begin mark, its end mark.

    Models older than `config.json` keep that to themselves, so both are allowed for.

    Raises: ValueError, RecursionError for what is no configuration.
    """
    settings = (
        {"add_source_bos": True, "add_source_eos": True} if config is None else json.loads(config)
    )
    if not isinstance(settings, dict):
        raise ValueError("config.json holds no object")
    return sum(bool(settings.get(key)) for key in ("add_source_bos", "add_source_eos"))


@dataclass(slots=True)
class TranslationModel:
    """A loaded model with its tokenizer.

    Args:
        encode: a segment as tokens, with all marks that the model wants and CTranslate2 does not
            add by itself.
        text: tokens of an answer, the target prefix first, as a text.
        longest: how many of its tokens a segment may have.
        prefix: what every answer is made to begin with.
        most_written: tokens of an answer; one that has as many did not come to its end. None where
            nobody asks.
        fixed: further settings of CTranslate2's search.
        leave: called when the model is closed.
    """

    translator: Any
    encode: Callable[[str], list[str]]
    text: Callable[[list[str]], str]
    decoding: Decoding
    longest: int
    prefix: Sequence[str] = ()
    most_written: int | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    leave: Callable[[], None] = lambda: None

    def translate(self, sentences: Sequence[str]) -> list[Outcome]:
        """Raises: one of `FAILURES` when it answers nothing."""
        tokenized = [self.encode(sentence) for sentence in sentences]
        outcomes: dict[int, Outcome] = {
            place: Untranslatable(
                f"{len(tokens)} tokens, and the model reads at most {self.longest} of one segment"
            )
            for place, tokens in enumerate(tokenized)
            if len(tokens) > self.longest
        }
        fitting = [place for place in range(len(sentences)) if place not in outcomes]
        lengths = [len(tokens) for tokens in tokenized]
        groups = list(batches(fitting, lengths, self.decoding.batch))
        # All are handed over before the first answer is awaited, so that no worker stands idle.
        promised = [self._submit([tokenized[place] for place in batch]) for batch in groups]
        for batch, promises in zip(groups, promised, strict=True):
            for place, promise in zip(batch, promises, strict=True):
                outcomes[place] = self._outcome(promise, tokenized[place])
        return [outcomes[place] for place in range(len(sentences))]

    def close(self) -> None:
        """Give its memory back."""
        self.translator.unload_model()
        self.leave()

    def _submit(self, batch: list[list[str]]) -> list[Any]:
        promises: list[Any] = self.translator.translate_batch(
            batch,
            target_prefix=[list(self.prefix)] * len(batch) if self.prefix else None,
            replace_unknowns=True,
            beam_size=self.decoding.beam,
            num_hypotheses=1,
            return_scores=True,
            asynchronous=True,
            **self.fixed,
        )
        return promises

    def _outcome(self, promise: Any, tokens: list[str]) -> Outcome:
        try:
            result = promise.result()
        except FAILURES:
            # The whole batch fails with its worst member, so each is asked again alone.
            try:
                result = self._submit([tokens])[0].result()
            except FAILURES as cause:
                self._submit([self.encode(_HARMLESS)])[0].result()
                return Untranslatable(f"CTranslate2 gave up: {cause}")
        written = result.hypotheses[0]
        if self.most_written is not None and len(written) >= self.most_written:
            return Untranslatable(f"the model wrote {len(written)} tokens and came to no end")
        return Translated(self.text(written), float(result.scores[0]))


class ModelEngine(ABC):
    """What engines with such a model share: it is loaded when it is first asked for.

    Args:
        origin: where the model is from, for messages.
        kind: what it came in: a package, a model.
    """

    def __init__(self, origin: str, kind: str) -> None:
        self._origin, self._kind = origin, kind
        self._model: TranslationModel | None = None
        self._answered = False

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return answered(segments, self._ask)

    def close(self) -> None:
        if self._model is not None:
            self._model.close()
            self._model = None

    @abstractmethod
    def _loaded(self) -> TranslationModel:
        """Raises: EngineUnavailable."""

    def _ask(self, segments: Sequence[str]) -> list[Outcome]:
        self._model = self._model or self._loaded()
        try:
            outcomes = self._model.translate(segments)
        except FAILURES as cause:
            raise stopped(
                f"{self._origin}: CTranslate2 gives no answer: {cause}",
                hint=f"free some memory and check that the {self._kind} fits the installed "
                "ctranslate2",
                answered=self._answered,
            ) from cause
        self._answered = True
        return outcomes


def batches(places: Sequence[int], lengths: Sequence[int], policy: str) -> Iterator[list[int]]:
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
