"""The metric `comet`, with a stand-in for the package that it runs in another Python."""

import sys
from pathlib import Path

import pytest

from harness import machine
from harness.core.errors import EngineDied, NotInstalled
from harness.core.protocols import Surroundings
from harness.core.values import Score
from harness.metrics.comet import Comet
from harness.run import assembly

# Says how it was called, talks on stdout as such libraries do, and scores by the words in common.
PACKAGE = """
import os
from types import SimpleNamespace

class Model:
    def predict(self, samples, **settings):
        print("Predicting", settings)
        scores = []
        for sample in samples:
            if sample["mt"] == "die":
                raise RuntimeError("the model gave up")
            assert sample["src"] == sample["ref"]
            one, other = set(sample["ref"].split()), set(sample["mt"].split())
            scores.append(len(one & other) / max(1, len(one | other)))
        return SimpleNamespace(scores=scores)

def load_from_checkpoint(path, local_files_only=False):
    assert local_files_only and os.environ["HF_HUB_OFFLINE"] == "1"
    with open(path, "a") as file:
        file.write("loaded ")
    return Model()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    (tmp_path / "comet").mkdir()
    (tmp_path / "comet/__init__.py").write_text(PACKAGE)
    info = tmp_path / "unbabel_comet-9.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: unbabel-comet\nVersion: 9.9\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    model = tmp_path / "model.ckpt"
    model.write_text("")
    return Surroundings(settings={"model": str(model), "python": sys.executable})


def test_pairs_are_scored_in_order_by_one_process(place: Surroundings) -> None:
    metric = Comet(place)
    assert [score.value for score in metric.measure([("a b", "a b"), ("a b", "b c")])] == [
        1,
        0.3333,
    ]
    assert metric.measure([("ñ “x”", "ñ “x”")]) == [Score(1.0, (1_000_000, 1))]
    assert metric.measure([]) == []
    assert Path(place.settings["model"]).read_text() == "loaded "


def test_the_card_names_release_and_model_without_loading_it(place: Surroundings) -> None:
    fields = dict(Comet(place).card.signature.fields)
    assert fields["unbabel-comet"] == "9.9"
    assert Path(place.settings["model"]).read_text() == ""
    Path(place.settings["model"]).write_text("another model")
    assert dict(Comet(place).card.signature.fields)["model"] != fields["model"]


def test_recorded_scores_are_averaged_without_a_model(place: Surroundings) -> None:
    card = Comet(place).card
    (combiner,) = assembly.combiners([card])
    assert combiner.card == card
    assert combiner.combine([(1_000_000, 1), (0, 1)]) == 0.5


def test_without_a_model_it_says_what_to_set() -> None:
    with pytest.raises(NotInstalled, match="no model is named") as told:
        _ = Comet().card
    assert "HARNESS_COMET_MODEL" in (told.value.hint or "")
    with pytest.raises(NotInstalled, match="no such file"):
        Comet(Surroundings(settings={"model": "nowhere.ckpt"})).measure([("a", "a")])


@pytest.mark.parametrize("python", [sys.executable, "no-such-python"])
def test_without_the_package_it_says_where_to_put_it(tmp_path: Path, python: str) -> None:
    (tmp_path / "model.ckpt").write_text("")
    place = Surroundings(settings={"model": str(tmp_path / "model.ckpt"), "python": python})
    with pytest.raises(NotInstalled, match="unbabel-comet") as told:
        _ = Comet(place).card
    assert "HARNESS_COMET_PYTHON" in (told.value.hint or "")


def test_a_failure_is_told_in_its_own_words_and_the_next_call_starts_anew(
    place: Surroundings,
) -> None:
    metric = Comet(place)
    with pytest.raises(EngineDied, match="the model gave up"):
        metric.measure([("a", "die")])
    assert metric.measure([("a", "a")])[0].value == 1


def test_the_environment_names_model_and_python() -> None:
    written = {"HARNESS_COMET_MODEL": "m.ckpt", "HARNESS_COMET_PYTHON": "/opt/comet/bin/python"}
    named = machine.site(environment=written).of("comet").settings
    assert named == {"model": "m.ckpt", "python": "/opt/comet/bin/python"}
    assert machine.site(environment={}).of("comet").settings == {}
