"""What nobody expected: said to be a bug, its trace kept, and never an exit code of a result."""

import platform
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from secrets import token_hex

from harness.cli.terminal import complain
from harness.core.errors import HarnessError
from harness.core.half_characters import with_halves_shown
from harness.core.values import ExitCode

_KEPT = 20  # traces; the oldest go
_SHOWN = 300  # characters of what it says; the trace has all


def report_unexpected(error: BaseException) -> ExitCode:
    """Say what happened and where its trace is. Memory or a disk that failed is no bug."""
    match error:
        case MemoryError():
            complain("not enough memory", "free some, or give it a smaller text")
        case OSError(filename=name, strerror=str(why)) if name is not None:
            complain(f"{_shown(name)}: {why}", "check that place: its permissions, its room")
        case _:
            said = f"{type(error).__name__}: {error}"[:_SHOWN].rstrip(": ")
            complain(f"this is a bug in harness or in a plug-in: {said}", _where(error))
    return ExitCode.NOT_MEASURED


def _shown(name: object) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)


def _where(error: BaseException) -> str:
    trace = _trace(error)
    try:
        place = _keep(trace)
    except (HarnessError, OSError) as cause:
        sys.stderr.write(trace)
        return f"please report it with the trace above, which could not be kept ({cause})"
    return (
        f"please report it: the trace is kept in {place} (it may quote your text: read it before"
        " you send it)"
    )


def _trace(error: BaseException) -> str:
    """No command line and no values of variables: both may hold what is nobody's business."""
    try:
        release = version("retranslation-harness")
    except PackageNotFoundError:
        release = "not installed"
    lines = traceback.format_exception(error, limit=-100)
    head = f"harness {release}, Python {platform.python_version()}, {platform.platform()}\n\n"
    return head + with_halves_shown("".join(lines))


def _keep(trace: str) -> Path:
    """Raises: HarnessError, OSError."""
    from harness import machine
    from harness.run.provenance import provenance
    from harness.writing.files import write_whole

    folder = machine.traces_folder()
    started = str(provenance()["started"])[:19].replace(":", "")
    place = folder / f"{started}-{token_hex(3)}.txt"
    write_whole(place, [trace])
    for old in sorted(folder.glob("2*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return place
