"""Apertium, the rule-based translator: the programs on this machine, run as `apertium` runs them.

Most of a mode's pipeline is started once and fed one segment after another, with NUL to flush.
Not so the tagger: in 3.8.3, and still in 3.9.12, it overwrites its own table for unknown words
whenever it meets a word of an ambiguity class unseen in training (`find_similar_ambiguity_class`
assigns to a reference), so that every later segment may come out differently. Each segment
therefore gets a tagger of its own, as it does from the command line.
"""

import functools
import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from harness.core.errors import EngineUnavailable
from harness.core.programs import ProgramFailed, output_of
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.settings import Setting
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.apertium_chain import Chain, ChainBroke, ChainSilent
from harness.engines.apertium_mode import Installation, Mode, find_installation, installed_modes
from harness.engines.apertium_stream import deformat, marked_words, reformat
from harness.engines.failure import stopped
from harness.engines.options import whole_number
from harness.engines.without_model import answered

_INSTALL = "apt-get install apertium apertium-eng-spa apertium-es-pt"
_PATIENCE = 60  # seconds without a whole answer before a pipeline counts as hung
_TRIES = 2  # for a segment on which a pipeline died; one that hangs is not waited for again
_REINSTALL = "reinstall apertium and the language pair"
# Segments for which another pipeline is started: nine programs take as long as one segment.
_SMALLEST_SHARE = 4
# Answered by every program of Apertium: where it is not, no segment is to blame.
_HARMLESS = b""

_TAGGER = "apertium-tagger"
_NULL_FLUSH = "-z"
_GENERATION = "$1"  # where a mode leaves room for `-g` or `-n`
_WITH_MARKS = "-g"
_WITHOUT_MARKS = "-n"


class Apertium:
    """The modes of the first `apertium` in the program folders, one direction each.

    The first mode of a direction in order of name is the one that is opened.
    """

    settings = (
        Setting("timeout", "seconds to wait for the answer to a segment, 1 to 600", str(_PATIENCE)),
    )
    uses_network = False

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        installation = find_installation(surroundings.program_folders)
        if installation is None:
            return [Obstacle("the program apertium is not installed", _INSTALL)]
        return [
            Offer(mode.direction, mode.name, str(installation.modes))
            for mode in installed_modes(installation)
        ] or [Obstacle("apertium is installed without any language pair", _INSTALL)]

    def open(self, direction: Direction, surroundings: Surroundings) -> "ApertiumEngine":
        timeout = surroundings.settings.get("timeout", str(_PATIENCE))
        patience = whole_number("apertium", "timeout", timeout, lowest=1, highest=600)
        installation = find_installation(surroundings.program_folders)
        if installation is None:
            raise EngineUnavailable(
                "the program apertium is not installed", hint=f"run `{_INSTALL}`"
            )
        for mode in installed_modes(installation):
            if mode.direction == direction:
                return ApertiumEngine(mode, surroundings.threads, patience)
        raise EngineUnavailable(
            f"no installed Apertium mode translates {direction}",
            hint="install the Debian package of that language pair",
        )


class ApertiumEngine:
    """One mode. The text is what `apertium -u` prints; `unknown` holds the words it would mark.

    Blank at an edge stays where Apertium leaves it ("It costs" gives " Cuesta"). White space and
    line breaks inside a segment come back as they were.
    """

    def __init__(self, mode: Mode, threads: int, patience: float = _PATIENCE) -> None:
        self._mode = mode
        self._pool = _Pool(mode, threads, patience)
        self._answered = False

    @property
    def direction(self) -> Direction:
        return self._mode.direction

    @functools.cached_property
    def signature(self) -> Signature:
        installation = self._mode.installation
        return Signature(
            "apertium",
            (
                ("mode", self._mode.name),
                ("apertium", _last_word(installation.output("apertium", "-V"))),
                ("lttoolbox", _last_word(installation.output("lt-proc", "-v"))),
                ("data", self._mode.digest()[:16]),
            ),
        )

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return answered(segments, self._ask)

    def close(self) -> None:
        self._pool.close()

    def _ask(self, segments: Sequence[str]) -> list[Outcome]:
        try:
            outcomes = self._pool.translate(segments)
        except EngineUnavailable as cause:
            raise stopped(str(cause), hint=cause.hint, answered=self._answered) from cause
        self._answered = True
        return outcomes


_Stages = tuple[tuple[str, ...], ...]
_StreamPiece = bytes | Untranslatable


class _Pool:
    """As many pipelines as there are cores, started when they are needed; each has its own share.

    One segment's answer depends on no other, so it does not matter which pipeline gives it.
    """

    def __init__(self, mode: Mode, size: int, patience: float) -> None:
        self._mode = mode
        self._size = size
        self._patience = patience
        self._pipelines: list[_Pipeline] = []

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        shares = _shares(segments, self._size)
        while len(self._pipelines) < len(shares):
            self._pipelines.append(_Pipeline(self._mode, self._patience))
        if len(shares) == 1:
            return self._pipelines[0].translate(segments)
        with ThreadPoolExecutor(len(shares)) as workers:
            answers = list(workers.map(_Pipeline.translate, self._pipelines, shares))
        return [outcome for share in answers for outcome in share]

    def close(self) -> None:
        for pipeline in self._pipelines:
            pipeline.close()
        self._pipelines = []


def _shares(segments: Sequence[str], count: int) -> list[Sequence[str]]:
    """At most `count` shares of like size, in order; none is so small that it costs more."""
    count = max(1, min(count, len(segments) // _SMALLEST_SHARE))
    edges = [len(segments) * place // count for place in range(count + 1)]
    return [segments[start:end] for start, end in itertools.pairwise(edges)]


class _Pipeline:
    """A mode cut in four: before the tagger, the tagger, up to generation, generation twice."""

    def __init__(self, mode: Mode, patience: float) -> None:
        stages = mode.pipeline()
        names = [stage[0] for stage in stages]
        tagger = names.index(_TAGGER) if _TAGGER in names else 0
        generation = next(
            (place for place, stage in enumerate(stages) if _GENERATION in stage), len(stages)
        )
        own = 1 if _TAGGER in names else 0
        plain, marked = (
            _generating(stages[generation:], marks) for marks in (_WITHOUT_MARKS, _WITH_MARKS)
        )
        steady = functools.partial(_Steady, installation=mode.installation, patience=patience)
        self._analysis = steady(stages[:tagger])
        self._tagger = _Fresh(stages[tagger : tagger + own], mode.installation, patience)
        self._transfer = steady(stages[tagger + own : generation])
        self._plain, self._marked = steady(plain), steady(marked)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        # The line end is what `printf '%s\\n' TEXT | apertium` sees, and is taken off again.
        pieces: list[_StreamPiece] = [deformat(segment + "\n").encode() for segment in segments]
        transferred = self._transfer.through(self._tagger.through(self._analysis.through(pieces)))
        plain = self._plain.through(transferred)
        marked = self._marked.through(transferred)
        return [_outcome(*pair) for pair in zip(plain, marked, strict=True)]

    def close(self) -> None:
        for part in (self._analysis, self._transfer, self._plain, self._marked):
            part.close()


@dataclass(slots=True)
class _Steady:
    """Stages that stay up, and are started again when they die."""

    stages: _Stages
    installation: Installation
    patience: float = _PATIENCE
    chain: Chain | None = None

    def through(self, pieces: Sequence[_StreamPiece]) -> list[_StreamPiece]:
        done = list(pieces)
        waiting = {place: piece for place, piece in enumerate(pieces) if isinstance(piece, bytes)}
        if self.stages and waiting:
            for place, answer in zip(waiting, self._answers([*waiting.values()]), strict=True):
                done[place] = answer
        return done

    def close(self) -> None:
        if self.chain is not None:
            self.chain.close()
            self.chain = None

    def _answers(self, pieces: Sequence[bytes]) -> Sequence[_StreamPiece]:
        try:
            return self._exchange(pieces)
        except ChainBroke:
            # It is unknown which piece broke it, and whether the answers belong where they seem to:
            # all pieces are sent again, one by one.
            return [self._exchange_singly(piece) for piece in pieces]

    def _exchange_singly(self, piece: bytes) -> _StreamPiece:
        """Raises: EngineUnavailable when not even a harmless piece is answered after this one."""
        reason = ""
        for _ in range(_TRIES):
            try:
                return self._exchange([piece])[0]
            except ChainSilent as silent:
                reason = str(silent)
                break
            except ChainBroke as broke:
                reason = str(broke)
        try:
            self._exchange([_HARMLESS])
        except ChainBroke as broke:
            raise EngineUnavailable(
                f"Apertium gives no answer: {broke}", hint=_REINSTALL
            ) from broke
        return Untranslatable(f"Apertium gave up: {reason}")

    def _exchange(self, pieces: Sequence[bytes]) -> list[bytes]:
        chain, self.chain = self.chain, None  # kept only if it survives
        chain = chain or Chain(self.stages, self.installation.environment, patience=self.patience)
        answers = chain.exchange(pieces)
        self.chain = chain
        return answers


@dataclass(frozen=True, slots=True)
class _Fresh:
    """At most one stage, started anew for each piece."""

    stages: _Stages
    installation: Installation
    patience: float = _PATIENCE

    def through(self, pieces: Sequence[_StreamPiece]) -> list[_StreamPiece]:
        if not self.stages:
            return list(pieces)
        return [self._run(piece) for piece in pieces]

    def _run(self, piece: _StreamPiece) -> _StreamPiece:
        if isinstance(piece, Untranslatable):
            return piece
        try:
            return self._answer(piece)
        except ProgramFailed as failed:
            try:
                self._answer(_HARMLESS)
            except ProgramFailed as cause:
                raise EngineUnavailable(
                    f"Apertium gives no answer: {cause}", hint=_REINSTALL
                ) from cause
            return Untranslatable(f"Apertium gave up: {failed}")

    def _answer(self, piece: bytes) -> bytes:
        """Raises: ProgramFailed when the program fails, EngineUnavailable when it is missing."""
        command = [word for word in self.stages[0] if word != _NULL_FLUSH]
        try:
            return output_of(
                command,
                environment=self.installation.environment,
                given=piece,
                patience=self.patience,
            )
        except OSError as cause:
            raise EngineUnavailable(
                f"{command[0]} cannot be started: {cause}", hint=_REINSTALL
            ) from cause


def _generating(stages: _Stages, marks: str) -> _Stages:
    return tuple(
        tuple(marks if word == _GENERATION else word for word in stage) for stage in stages
    )


def _outcome(plain: _StreamPiece, marked: _StreamPiece) -> Outcome:
    if isinstance(plain, Untranslatable):
        return plain
    if isinstance(marked, Untranslatable):
        return marked
    try:
        text, with_marks = (
            reformat(piece.decode("utf-8")).removesuffix("\n") for piece in (plain, marked)
        )
    except UnicodeDecodeError as cause:
        return Untranslatable(f"Apertium's answer is not UTF-8: {cause}")
    return Translated(text, unknown=marked_words(with_marks, text))


def _last_word(line: str) -> str:
    """A program's version, from what it says of itself. Raises: EngineUnavailable: nothing."""
    words = line.split()
    if not words:
        raise EngineUnavailable("a program of Apertium does not say its version", hint=_REINSTALL)
    return words[-1]
