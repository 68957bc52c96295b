"""What the program costs before its first judged sentence, against a Python that does nothing.

  python scripts/benchmarks/start_up.py [--rounds 5]

Processor time (user and system) of whole processes, in turns; the least of each counts. `diff` is
of two sentences that differ, with chrF alone: the default metrics load models, which is another
matter. What changes with the machine is the seconds; compare the ratios.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from machine_line import machine_line
from whole_process import spent

HARNESS = (sys.executable, "-m", "harness")
TEXTS = {
    "en": (
        "The court must not publish the names of the 14 witnesses before May.",
        "The court may publish the names of the 40 witnesses before May.",
    ),
    "es": (
        "El tribunal no debe publicar los nombres de los 14 testigos antes de mayo.",
        "El tribunal puede publicar los nombres de los 40 testigos antes de mayo.",
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        least = dict.fromkeys(commands, float("inf"))
        for _ in range(rounds):
            for name, command in commands.items():
                cost = spent(command, expected=(0, 1))
                least[name] = min(least[name], cost.processor)
    print(machine_line())
    for name, seconds in least.items():
        print(f"{name:12} {seconds:5.2f} s   {seconds / least['python']:5.1f} x python")


def _commands(folder: Path) -> dict[str, tuple[str, ...]]:
    commands: dict[str, tuple[str, ...]] = {
        "python": (sys.executable, "-c", "pass"),
        "--help": (*HARNESS, "--help"),
    }
    for language, texts in TEXTS.items():
        files = [folder / f"{name}.{language}.txt" for name in ("source", "returned")]
        for file, text in zip(files, texts, strict=True):
            file.write_text(f"{text}\n", "utf-8")
        commands[f"diff ({language})"] = (*HARNESS, "diff", *map(str, files), "--metric", "chrf")
    return commands


if __name__ == "__main__":
    main()
