"""Apertium as a teacher's second half: the `apertium` program, a sentence a line."""

import subprocess
from collections.abc import Sequence


def translate(mode: str, lines: Sequence[str]) -> list[str]:
    """One translation a line; a word that Apertium does not know keeps its `*`.

    An empty line follows each sentence, because the program reads across single line breaks.

    Raises:
        FileNotFoundError: the program is not installed (Debian: apertium, apertium-es-pt).
        RuntimeError: it failed, or answered with another number of lines.
    """
    text = "".join(f"{line}\n\n" for line in lines)
    done = subprocess.run(
        ["apertium", mode], input=text, capture_output=True, text=True, check=False
    )
    answers = done.stdout.split("\n")[: 2 * len(lines) : 2]
    if done.returncode != 0 or len(answers) != len(lines):
        raise RuntimeError(
            f"apertium {mode} gave {len(answers)} of {len(lines)} lines: {done.stderr}"
        )
    return answers
