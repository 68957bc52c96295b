"""The scripts that measure false alarms and power: what they plant and how they count."""

import importlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from program import ROOT

Load = Callable[[str], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.syspath_prepend(str(ROOT / "scripts/benchmarks"))
    return importlib.import_module


def test_a_model_that_is_read_and_written_keeps_its_bytes(load: Load, tmp_path: Path) -> None:
    files = load("model_file")
    with zipfile.ZipFile(load("power").PACK) as pack:
        (name,) = [each for each in pack.namelist() if each.endswith("model/model.bin")]
        pack.extract(name, tmp_path)
    model = files.read_model(tmp_path / name)
    files.write_model(model, tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == (tmp_path / name).read_bytes()
    (tmp_path / "other.bin").write_bytes(b"\x05\0\0\0")
    with pytest.raises(ValueError, match="version 5"):
        files.read_model(tmp_path / "other.bin")


@pytest.mark.parametrize("fault", ["layer", "piece"])
def test_a_planted_fault_changes_that_part_of_the_model_alone(
    load: Load, tmp_path: Path, fault: str
) -> None:
    power, files = load("power"), load("model_file")
    (planted,) = [each for each in power.FAULTS if each.name == fault]
    models = []
    for name, path in (
        ("before", power.PACK),
        ("after", power._pack(planted.model, tmp_path / "after.argosmodel")),
    ):
        with zipfile.ZipFile(path) as pack:
            pack.extractall(tmp_path / name)
        (model,) = (tmp_path / name).glob("*/model/model.bin")
        models.append(files.read_model(model).variables)
    before, after = models
    part = power.LAYER if fault == "layer" else "decoder/projection/bias"
    assert {n for n in before if not np.array_equal(before[n], after[n])} == {part}
    if fault == "piece":
        (vocabulary,) = (tmp_path / "after").glob("*/model/target_vocabulary.json")
        (place,) = np.flatnonzero(before[part] != after[part])
        assert json.loads(vocabulary.read_text("utf-8"))[place] == power.PIECE


@pytest.mark.parametrize(
    ("fault", "text", "wrong"),
    [
        ("years", "En 1998 y en 2021, 1998 barcos.", "En 2009 y en 2032, 2009 barcos."),
        ("years", "El código 19985 y 3.1998 quedan.", "El código 19985 y 3.1998 quedan."),
        ("decimals", "Subió un 6,34 y un 0,5.", "Subió un 63,40 y un 05,0."),
        ("decimals", "Vinieron 1.200, 300 quedaron.", "Vinieron 1.200, 300 quedaron."),
    ],
)
def test_numbers_of_one_kind_are_wrong_and_others_are_not(
    load: Load, fault: str, text: str, wrong: str
) -> None:
    (planted,) = [each for each in load("power").FAULTS if each.name == fault]
    assert planted.text(0, text) == wrong


def test_one_sentence_in_two_hundred_is_dropped(load: Load) -> None:
    (planted,) = [each for each in load("power").FAULTS if each.name == "dropped"]
    said = [planted.text(number, "Sí.") for number in range(400)]
    assert said.count("") == 2


def test_uniform_values_are_told_from_others(load: Load) -> None:
    uniform = load("false_alarms")._uniform
    even = [(n + 0.5) / 1000 for n in range(1000)]
    assert uniform(even)[1] > 0.99
    assert uniform([value**1.3 for value in even])[1] < 0.001
    # Kolmogorov's 5 % point for 1,000 values is a distance of about 0.043.
    assert 0.03 < uniform([min(1.0, value + 0.043) for value in even])[1] < 0.07


def test_blames_benchmark_takes_all_faults_for_a_limit_of_none(load: Load) -> None:
    blame, planted = load("blame"), load("blame_seeds")
    row = {"id": "1", "en": "They sold 75 boats.", "es": "Vendieron 75 barcos."}
    rows = [row | {"en": f"They sold {n} boats.", "es": f"Vendieron {n} barcos."} for n in (7, 8)]
    found = list(planted.seeds([row, *rows], "es"))
    kinds = {seed.kind for seed in found}
    assert len(found) > len(kinds)
    assert len(blame._chosen(found, 0)) == len(found)
    assert len(blame._chosen(found, 1)) == len(kinds)


def test_blames_benchmark_names_judges_that_are_not_here_and_goes_on(
    load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blame = load("blame")

    def none_here(direction: object, _: object) -> object:
        raise blame.EngineUnavailable(f"no engine here can judge {direction}", hint="name one")

    monkeypatch.setattr(blame.assembly, "open_likelihood_scorer", none_here)
    absent: list[str] = []
    with blame.Memory(tmp_path / "memory.sqlite") as memory:
        assert blame._likelihood(["es"], memory, absent) is None
        with pytest.raises(blame.EngineUnavailable):
            blame._likelihood(["es"], memory)
    assert [each.split(":")[0] for each in absent] == ["judge of en→es", "judge of es→en"]
