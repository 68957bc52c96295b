"""Opens the model of a pack once, in a process of its own, before the pack counts as installed.

CTranslate2 and SentencePiece read files from strangers in C++. Here they may crash, hang or ask for
all memory, and nobody but this process is harmed.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import EngineUnavailable, HarnessError, ReadError
from harness.core.values import Translated
from harness.engines.argos import ArgosEngine
from harness.engines.translation_model import Decoding
from harness.packs.find import read_pack

_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """What opening a model and translating a few sentences may take.

    `memory`: bytes beside the model, to which `of_each_byte` comes for each byte of the pack: its
    files are read once, and weights of 8 bits may become numbers of 32. `processor`: seconds; the
    largest published packs take some ten. `patience`: seconds by the clock, on a busy machine.
    """

    memory: int = 320 << 20
    of_each_byte: int = 6
    processor: int = 120
    patience: float = 600.0


# Short and long, known and unknown pieces: a vocabulary that is too short shows in answers.
_SENTENCES = (
    "a",
    "The quick brown fox jumps over 13 lazy dogs, doesn't it?",
    "El rápido zorro salta sobre 13 perros: ¿no es así?",
    "x y z Q % 7 1984 ° ß 中文 привет",
)

DEFAULT = Bounds()

# Isolated, so that no module of the working folder is taken; then finds what this process finds.
_PROGRAM = """
import json, os, sys
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
request = json.load(sys.stdin)
sys.path[:] = request["path"]
from harness.engines.argos_trial import serve
serve(request)
"""


def try_out(pack: Path, bounds: Bounds = DEFAULT) -> None:
    """Let the pack at `pack` translate a few sentences, within bounds of time and memory.

    Memory and processor time are bounded where the system can do that (Linux does).

    Raises:
        ReadError: it does not, it breaks the process, or takes too much.
        EngineUnavailable: no process can be started here.
    """
    request = {"pack": str(pack), "path": sys.path, "bounds": asdict(bounds)}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM],
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=bounds.patience,
            check=False,
        )
    except subprocess.TimeoutExpired as cause:
        raise _unusable(pack, f"it gives no answer within {bounds.patience:g} seconds") from cause
    except OSError as cause:
        raise EngineUnavailable(
            f"{pack}: cannot be tried: no process can be started: {cause.strerror}",
            hint="make room for another process, and install it again",
        ) from cause
    if reason := _reason(done):
        raise _unusable(pack, reason[:_LONGEST_REASON])


def serve(request: Mapping[str, Any]) -> None:
    """What the process does: prints why the pack cannot be used, or nothing, as JSON."""
    pack = read_pack(Path(request["pack"]))
    if pack is None:
        raise ReadError(f"{request['pack']}: this package does not translate")
    bounds = Bounds(**request["bounds"])
    _bound(bounds.memory + bounds.of_each_byte * pack.package.size, bounds.processor)
    try:
        engine = ArgosEngine(pack, Decoding(), threads=1)
        outcomes = engine.translate(_SENTENCES)
        untranslated = [each.reason for each in outcomes if not isinstance(each, Translated)]
        reason = untranslated[0] if untranslated else ""
    except MemoryError:
        reason = "it asks for too much memory"
    except HarnessError as cause:
        reason = str(cause)
    except Exception as cause:  # whatever libraries raise at files that nobody foresaw
        reason = f"{type(cause).__name__}: {cause}"
    sys.stdout.write(json.dumps({"reason": reason}))


def _reason(done: "subprocess.CompletedProcess[str]") -> str:
    """Why the pack cannot be used; empty where it can."""
    if done.returncode < 0:
        return f"its model ends the process that opens it (signal {-done.returncode})"
    try:
        reason: str = json.loads(done.stdout)["reason"]
    except (ValueError, KeyError, TypeError):
        last = done.stderr.strip().rpartition("\n")[2]
        return f"its model ends the process that opens it: {last}"
    return reason


def _unusable(pack: Path, reason: str) -> ReadError:
    return ReadError(
        f"{pack}: does not translate: {reason.removeprefix(f'{pack}: ')}",
        hint="get the pack again, or check that it fits the installed ctranslate2",
    )


def _bound(memory: int, processor: int) -> None:
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
