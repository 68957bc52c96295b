"""COMET: a trained estimate of how good a translation is, by a model that the user has."""

import json
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from math import inf
from pathlib import Path
from typing import IO, Self

from harness.core.errors import EngineDied, NotInstalled
from harness.core.fingerprint import file_digest
from harness.core.programs import LARGEST, ProgramFailed, output_of
from harness.core.protocols import Surroundings
from harness.core.settings import Setting
from harness.core.values import MetricCard, Score, Signature
from harness.statistics.means import MILLION, mean_of_millionths

_PATIENCE = 120.0  # seconds in which its Python says which version it has
_WORKER = Path(__file__).with_name("comet_worker.py")
_DIGITS = 4  # of a score: padding beside longer neighbours moves the seventh
_LAST_WORDS = 400  # bytes of what the worker wrote to stderr that an error message may quote


class Comet:
    """COMET (Rei et al. 2020, 2022) of the back-translation, the source as its reference.

    Higher is better; most models say about 1 for a perfect translation and 0 for an unrelated one,
    none is bound to. Where a model wants a source besides, it gets the reference: both ends of a
    round trip are in one language. A reference-free model compares the two ends alone.

    COMET wants other releases of its libraries than the harness. It runs in a Python of its own,
    named by the user as the model is, for as long as there are texts to score: with neither
    network nor GPU. A run's score is the mean over its beads. Its scores never make a finding.

    Blind to single words in long sentences, as sentence embeddings are: numbers and names above all
    (Amrhein and Sennrich 2022).

    Args:
        surroundings: its settings say where the model and the Python lie.
    """

    settings = (
        Setting(
            "model",
            "the checkpoint of a model of COMET (…/checkpoints/model.ckpt)",
            personal=True,  # reading a checkpoint may run what is in it
        ),
        Setting(
            "python",
            "the Python that has the package unbabel-comet",
            "the harness's own",
            personal=True,
        ),
    )

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """Takes model and Python from the settings in `surroundings`."""
        return cls(surroundings)

    def __init__(self, surroundings: Surroundings | None = None) -> None:
        given = surroundings.settings if surroundings else {}
        self._checkpoint = Path(given["model"]) if "model" in given else None
        self._python = given.get("python", sys.executable)
        self._worker: subprocess.Popen[str] | None = None

    @cached_property
    def card(self) -> MetricCard:
        """The metric's card: its signature names COMET's release and the model's bytes.

        Raises: NotInstalled where there is no model or no COMET.
        """
        model = file_digest(self._model())[:16]
        fields = (("unbabel-comet", self._version()), ("model", model))
        return MetricCard("comet", "COMET", Signature("comet", fields), -inf, inf, True)

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        """One score for each (reference, hypothesis), in order.

        Raises:
            NotInstalled: there is no model or no COMET.
            EngineDied: COMET stopped.
        """
        if not pairs:
            return []
        values = (round(value, _DIGITS) for value in self._ask(pairs))
        return [Score(value, (round(value * MILLION), 1)) for value in values]

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The mean over beads. Raises: ValueError without any bead."""
        return mean_of_millionths("comet", statistics)

    def _model(self) -> Path:
        model = self._checkpoint
        if model is None or not model.is_file():
            problem = "no model is named" if model is None else f"{model}: there is no such file"
            raise NotInstalled(
                f"the metric 'comet' needs a model of yours: {problem}",
                hint="set HARNESS_COMET_MODEL to its checkpoint (…/checkpoints/model.ckpt)",
            )
        return model

    def _version(self) -> str:
        command = [self._python, str(_WORKER), "--version"]
        try:
            said = output_of(command, patience=_PATIENCE)
        except (OSError, ProgramFailed) as cause:
            raise NotInstalled(
                f"the metric 'comet' needs the package unbabel-comet: "
                f"{self._python} does not have it",
                hint="install it into an environment of its own, and set HARNESS_COMET_PYTHON to "
                "the python there",
            ) from cause
        return said.decode("utf-8", "replace").strip()

    def _ask(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        worker = self._worker or self._started()
        try:
            values = _exchanged(worker.stdin, worker.stdout, pairs)
            if len(values) == len(pairs):
                return values
            reason = f"{len(values)} scores for {len(pairs)} pairs"
        except (OSError, ValueError, TypeError):
            reason = self._last_words()
        worker.kill()
        self._worker = None
        raise EngineDied(
            f"COMET stopped: {reason}", hint="see whether the model works with `comet-score`"
        )

    def _started(self) -> subprocess.Popen[str]:
        command = [self._python, str(_WORKER), str(self._model())]
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (lives with the worker)
        self._worker = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
            process_group=0,  # Ctrl-C is for whoever reads the answers
        )
        weakref.finalize(self, _stop, self._worker, self._stderr)
        return self._worker

    def _last_words(self) -> str:
        self._stderr.seek(0)
        words = self._stderr.read()[-_LAST_WORDS:].decode("utf-8", "replace")
        return words.strip().rpartition("\n")[2] or "without a message"


def _exchanged(
    questions: IO[str] | None, answers: IO[str] | None, pairs: Sequence[tuple[str, str]]
) -> list[float]:
    if questions is None or answers is None:
        raise ValueError("started without pipes")
    questions.write(json.dumps(pairs) + "\n")
    questions.flush()
    return [float(value) for value in json.loads(answers.readline(LARGEST))]


def _stop(worker: subprocess.Popen[str], stderr: IO[bytes]) -> None:
    """Ends a worker by the end of its input, as soon as the metric is no longer referenced."""
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            with suppress(OSError):  # it may have died with something left unread
                stream.close()
    worker.wait()
    stderr.close()
