"""Plant a regression and see whether the gate names it: the right kind of finding first.

  python scripts/benchmarks/power.py TEXT [--json OUT] [--only NAME] [--folder FOLDER]

TEXT holds English sentences, one a line; 400 are plenty, some with years and decimals. The
packs that ship carry them to Spanish and back, and that is accepted. Then each fault in turn:

  layer      en→es in float32, the weights of one of its layers damaged
  piece      en→es without one piece of its vocabulary: "9"
  dropped    one sentence in 200 says nothing in Spanish
  years      every year from 1000 to 2099 is wrong in Spanish
  decimals   every decimal is wrong in Spanish

and, to hold them against, float32 alone, which is another engine though not a fault. Prints what
the gate says; exits 1 if a fault passes or if another kind stands first. With --folder, runs are
kept there, and a second call with the same TEXT only judges them.
"""

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from model_file import ModelFile, read_model, write_model
from suites_here import accept, carried, lines_of, suite_context, suite_in

from harness.core.values import Category, Direction, MeasuredRow, Run, Signature, Translated
from harness.engines.transcript import write_transcript
from harness.gate.suite_file import Suite
from harness.gate.verdict import Status, Verdict
from harness.run.suite import decide_runs

PACK = next((Path(__file__).resolve().parents[2] / "langpacks/en_es").glob("*.argosmodel"))
FLOAT = {"argos": {"compute_type": "float32"}}
EVERY = 200
LAYER = "decoder/layer_1/ffn/linear_1/weight"
ROWS = 56  # of 256
PIECE = "9"

# What a damaged layer does to a text: other words, fewer, more, or none that belong to a language.
WORDING = frozenset(
    {
        Category.MISTRANSLATION, Category.WORD, Category.OMISSION, Category.ADDITION,
        Category.OMISSION_SENTENCE, Category.ADDITION_SENTENCE, Category.REPETITION,
        Category.UNTRANSLATED, Category.UNKNOWN_WORD, Category.WRONG_LANGUAGE,
    }
)  # fmt: skip
NUMBERS = frozenset({Category.NUMBER, Category.DATE_TIME, Category.UNIT, Category.CURRENCY})
LOST = frozenset({Category.OMISSION_SENTENCE, Category.OMISSION})


@dataclass(frozen=True)
class Fault:
    """How something goes wrong, and by which kinds of finding that should show first.

    Either the model is changed or the Spanish text; float32 alone changes neither.
    """

    name: str
    kinds: frozenset[Category]
    model: Callable[[ModelFile, Sequence[str]], None] | None = None
    text: Callable[[int, str], str] | None = None


def _damaged_layer(model: ModelFile, _: Sequence[str]) -> None:
    """A few of the rows of one matrix exchange places: bad translations, not yet noise."""
    weights = model.variables[LAYER]
    rows = np.random.default_rng(0).permutation(len(weights))[:ROWS]
    weights[rows] = weights[np.roll(rows, 1)]


def _without_piece(model: ModelFile, pieces: Sequence[str]) -> None:
    """It can never be the next one. A digit, because words are then spelt from other pieces."""
    model.variables["decoder/projection/bias"][pieces.index(PIECE)] = -1e4


def _dropped(number: int, text: str) -> str:
    return "" if number % EVERY == EVERY // 2 else text


def _other_years(_: int, text: str) -> str:
    wrong = lambda found: str(int(found[0]) + 11)  # noqa: E731
    return re.sub(r"(?<![\d.,])(?:1\d|20)\d\d(?![\d.,]?\d)", wrong, text)


def _other_decimals(_: int, text: str) -> str:
    """6,34 becomes 63,4: the mark moves."""
    return re.sub(r"(?<![\d.,])(\d+),(\d)(\d*)(?![\d.,]?\d)", r"\1\2,\g<3>0", text)


FAULTS = (
    Fault("float32 alone", frozenset()),
    Fault("layer", WORDING, model=_damaged_layer),
    Fault("piece", NUMBERS, model=_without_piece),
    Fault("dropped", LOST, text=_dropped),
    Fault("years", NUMBERS, text=_other_years),
    Fault("decimals", NUMBERS, text=_other_decimals),
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=[fault.name for fault in FAULTS])
    parser.add_argument("--folder", type=Path, help="keep the runs here")
    options = parser.parse_args()
    if len(lines_of(options.text)) <= EVERY // 2:
        parser.error(
            f"{options.text}: one sentence in {EVERY} is dropped; give more than {EVERY // 2}"
        )
    told = []
    with _work_folder(options.folder) as folder:
        suite = suite_in(folder, lines_of(options.text))
        before = carried(suite)
        accept(suite, before)
        for fault in FAULTS:
            if options.only in (None, fault.name):
                verdict, differing = _decided_with(fault, before, suite)
                told.append(_summary(fault, verdict, differing))
                print(json.dumps(told[-1], ensure_ascii=False), flush=True)
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return int(any(each["right"] is False for each in told))


@contextmanager
def _work_folder(kept: Path | None) -> Iterator[Path]:
    """The folder to keep, or one that goes."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with TemporaryDirectory() as place:
        yield Path(place)


def _summary(fault: Fault, verdict: Verdict, differing: int) -> dict[str, object]:
    """The verdict in short. A fault is named right if one of its kinds stands first."""
    kinds = [(kind.category.value, kind.gained, kind.lost) for kind in verdict.kinds]
    first = verdict.kinds[0].category if kinds else None
    return {
        "fault": fault.name,
        "outputs changed": differing,
        "verdict": verdict.exit_code.name.lower(),
        "kinds (gained, lost)": kinds[:5],
        "segments worse": len(verdict.of(Status.WORSE)),
        "moved": [
            (move.category.value, move.worse, move.better) for move in verdict.net_changes[:5]
        ],
        "metrics": {g.name: g.reason for g in verdict.gates if g.metric},
        "right": first in fault.kinds if fault.kinds else None,
    }


def _decided_with(fault: Fault, before: Sequence[Run], suite: Suite) -> tuple[Verdict, int]:
    """The suite run again with the fault in it, judged by what was accepted without."""
    folder = suite.path.parent
    lines = lines_of(folder / "text.en.txt")
    name = fault.name.replace(" ", "-")
    if fault.text is not None:
        transcript = folder / f"{name}.jsonl"
        said = _with_fault(before, fault.text)
        signature = Signature("planted", (("fault", fault.name),))
        write_transcript(transcript, signature, Direction("en", "es"), said)
        route, packs = "en:es@replay:en@argos", [transcript]
    else:
        route, packs = "en:es@argos:en@argos", []
        if fault.model is not None:
            packs = [_pack(fault.model, folder / f"{name}.argosmodel")]
    again = suite_in(folder, lines, name=name, route=route, packs=packs)
    runs = carried(again, {} if fault.text else FLOAT)
    old = {row.row_id: row for run in before for row in run.rows if isinstance(row, MeasuredRow)}
    differing = sum(
        row.texts != old[row.row_id].texts
        for run in runs for row in run.rows if isinstance(row, MeasuredRow)
    )  # fmt: skip
    return decide_runs(again, runs, suite_context(folder / f"{name}-decide.sqlite")), differing


def _with_fault(
    runs: Sequence[Run], wrong: Callable[[int, str], str]
) -> list[tuple[str, Translated]]:
    return [
        (row.texts.source.text, Translated(wrong(number, row.texts.pivots[0].text)))
        for run in runs
        for number, row in enumerate(run.rows)
        if isinstance(row, MeasuredRow)
    ]


def _pack(change: Callable[[ModelFile, Sequence[str]], None], path: Path) -> Path:
    """A copy of the pack with its model changed, and without the manifest that would tell."""
    with TemporaryDirectory() as place, zipfile.ZipFile(PACK) as there:
        there.extractall(place)
        (model,) = Path(place).glob("*/model/model.bin")
        pieces = json.loads((model.parent / "target_vocabulary.json").read_text("utf-8"))
        changed = read_model(model)
        change(changed, pieces)
        write_model(changed, model)
        with zipfile.ZipFile(path, "w") as out:
            for file in sorted(Path(place).rglob("*")):
                out.write(file, file.relative_to(place))
    return path


if __name__ == "__main__":
    sys.exit(main())
