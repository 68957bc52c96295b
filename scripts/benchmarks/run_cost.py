"""What judging costs: processor time of `harness run` against the engines' two passes alone.

  python scripts/benchmarks/run_cost.py text.en.txt [--lines 200] [--route en:es:en]

Every figure is the whole of a process: user and system time from its start to its end, with nothing
remembered. *Engines* opens both engines and translates the text out and back, no more. Then come
runs with their options, as multiples of that. All is done in turns, `--rounds` times, and the least
of each counts: what else the machine does adds time and never takes any away.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from machine_line import machine_line
from whole_process import Spent, spent

RUNS = {
    "--metric chrf": ("--metric", "chrf"),
    "--no-likelihood": ("--no-likelihood",),
    "default": (),
}
ENGINES = """
import sys
from pathlib import Path
from harness import machine
from harness.core.values import Translated
from harness.run.assembly import open_route
from harness.core.route_syntax import parse_route
texts = Path(sys.argv[1]).read_text("utf-8").splitlines()
_, engines = open_route(parse_route(sys.argv[2]), machine.site())
for engine in engines:
    outcomes = engine.translate(texts)
    texts = [each.text if isinstance(each, Translated) else "" for each in outcomes]
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path, help="a sentence a line")
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--route", default="en:es:en")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    least: dict[str, Spent] = {}
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / f"text.{options.route.split(':')[0]}.txt"
        lines = options.text.read_text("utf-8").splitlines()[: options.lines]
        text.write_text("\n".join(lines) + "\n", "utf-8")
        for _ in range(options.rounds):
            for name, command in _commands(text, options.route, Path(folder)).items():
                cost = spent([sys.executable, *command], expected=(0, 1))
                least[name] = min(least.get(name, cost), cost)
    print(f"{len(lines)} lines, {options.route}; {machine_line()}")
    for name, (processor, clock, memory) in least.items():
        ratio = processor / least["engines"][0]
        print(
            f"{name:16} {processor:7.2f} s of processor time, {ratio:5.2f} ×; {clock:6.2f} s by"
            f" the clock; {memory:.0f} MB"
        )


def _commands(text: Path, route: str, folder: Path) -> dict[str, list[str]]:
    run = ["-m", "harness", "run", str(text), "--route", route, "--no-memory"]
    return {
        "engines": ["-c", ENGINES, str(text), route],
        **{
            name: [*run, "--force", "-o", str(folder / "run"), *more] for name, more in RUNS.items()
        },
    }


if __name__ == "__main__":
    main()
