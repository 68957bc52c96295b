"""In which form a command gives its result, and where: the same rule for every command.

`--format` says the form; without it the ending of the file to write does, and where nothing is
written to a file, the command has a form for standard output.
"""

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from harness.cli.terminal import note
from harness.core import interruption
from harness.core.errors import ConfigError
from harness.writing.files import write_whole
from harness.writing.live import for_terminal


def form_of(given: str | None, output: Path | None, endings: Mapping[str, str], usual: str) -> str:
    """The form of a result.

    Args:
        given: what the user asked for.
        output: the file to write; None: standard output.
        endings: each form that there is, and the ending that its files have.
        usual: the form for standard output.

    Raises:
        ConfigError: there is no such form, or the file's ending names none.
    """
    known = ", ".join(endings)
    if given is not None:
        if given not in endings:
            near = get_close_matches(given, endings, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {known}"
            raise ConfigError(f"no format is called {given!r}", hint=hint)
        return given
    if output is None:
        return usual
    for form, ending in endings.items():
        if ending and ending == output.suffix.lower():
            return form
    files = ", ".join(filter(None, dict.fromkeys(endings.values())))
    raise ConfigError(
        f"{output}: no format here has the ending {output.suffix!r}",
        hint=f"end the name in one of {files}, or give a --format: {known}",
    )


def deliver(output: Path | None, pieces: Iterable[str], form: str = "") -> None:
    """Print a result, or write it to a file and say so.

    Raises:
        WriteError: the file cannot be written.
        ConfigError: it would steer a terminal, and its `form` cannot say it in another way.
    """
    if output is None:
        for piece in for_terminal(form, pieces) if sys.stdout.isatty() else pieces:
            interruption.check()
            sys.stdout.write(piece)
    else:
        write_whole(output, pieces)
        note(f"wrote {output}")
