from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from support import transcript

from harness.core.errors import ComparisonError
from harness.core.route_syntax import parse_route
from harness.run.bisect import _settings, bisect
from harness.run.plan import RunPlan
from harness.run.runner import run_plan
from harness.settings import RunSettings, field_types, settings_that_carry

TEXT = "One dog. Two cats.\nThree birds."
OUT = {
    "One dog.": "Un perro.",
    "Two cats.": "Dos gatos.",
    "Three birds.": "Tres aves.",
    "One dog. Two cats.": "Un perro. Dos gatos.",
}
HOME = {there: source for source, there in OUT.items()}


def run(tmp_path: Path, name: str, back: Path, *, segmenter: str = "sentencex", text: str = TEXT):
    there = transcript(tmp_path / "there.jsonl", "en:es", OUT)
    settings = RunSettings(
        routes=(parse_route("en:es:en"),),
        segmenter=segmenter,
        metrics=("chrf",),
        detectors=("numbers",),
        packs=(there, back),
    )
    plan = RunPlan("a.en.txt", settings, None)
    folder = tmp_path / name
    run_plan(
        plan,
        text.encode(),
        folder,
        provenance={},
        force=False,
        show_progress=lambda *_: nullcontext(lambda _: None),
    )
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return transcript(tmp_path / "good.jsonl", "es:en", HOME)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    said = HOME | {"Dos gatos.": "Two dogs.", "Tres aves.": "Thirty birds."}
    return transcript(tmp_path / "bad.jsonl", "es:en", said)


def test_equal_runs_have_nothing_to_explain(tmp_path: Path, good: Path) -> None:
    found = bisect(run(tmp_path, "a", good), run(tmp_path, "b", good))
    assert (found.differing, found.cause, found.trials) == (0, (), ())


def test_the_one_setting_that_differs_is_named_with_the_shortest_segment(
    tmp_path: Path, good: Path, bad: Path
) -> None:
    found = bisect(run(tmp_path, "a", good), run(tmp_path, "b", bad))
    assert found.differing == 2
    assert [setting.name for setting in found.cause] == ["packs"]
    assert found.example == (
        ("Two cats.", "Dos gatos.", "Two cats."),
        ("Two cats.", "Dos gatos.", "Two dogs."),
    )


def test_a_setting_that_changes_nothing_is_not_blamed(
    tmp_path: Path, good: Path, bad: Path
) -> None:
    """One sentence a line: both segmenters cut alike, only the pack matters."""
    text = "One dog.\nTwo cats.\nThree birds."
    before = run(tmp_path, "a", good, segmenter="lines", text=text)
    found = bisect(before, run(tmp_path, "b", bad, text=text))
    assert [setting.name for setting in found.cause] == ["packs"]
    assert [trial.settings for trial in found.trials] == [("segmenter",), ("packs",)]


def test_the_segmenter_may_be_the_cause(tmp_path: Path, good: Path) -> None:
    found = bisect(
        run(tmp_path, "a", good, segmenter="sentencex"), run(tmp_path, "b", good, segmenter="lines")
    )
    assert [setting.name for setting in found.cause] == ["segmenter"]
    assert found.example is not None
    before, after = found.example
    assert (before, after[0]) == (None, "One dog. Two cats.")


def test_settings_that_only_together_explain_are_named_together(tmp_path: Path, good: Path) -> None:
    said = HOME | {"Un perro. Dos gatos.": "A dog and cats.", "Tres aves.": "Thirty birds."}
    other = transcript(tmp_path / "other.jsonl", "es:en", said)
    found = bisect(run(tmp_path, "a", good), run(tmp_path, "b", other, segmenter="lines"))
    assert [setting.name for setting in found.cause] == ["segmenter", "packs"]


def test_runs_of_other_texts_are_refused(tmp_path: Path, good: Path) -> None:
    with pytest.raises(ComparisonError, match="not runs of one text"):
        bisect(run(tmp_path, "a", good), run(tmp_path, "b", good, text="One dog."))


def test_a_run_that_this_machine_cannot_repeat_is_said_so(
    tmp_path: Path, good: Path, bad: Path
) -> None:
    before, after = run(tmp_path, "a", good), run(tmp_path, "b", bad)
    transcript(bad, "es:en", HOME)  # another file under the same name
    with pytest.raises(ComparisonError, match="do not come out here as in the run"):
        bisect(before, after)


def test_every_setting_that_carries_a_text_is_varied(good: Path) -> None:
    """A setting that is added later, too: only how a text is measured may differ unseen."""
    before = RunSettings(routes=(parse_route("en:es@argos:en"),))
    other = {
        "routes": (parse_route("en:es@apertium:en"),),
        "segmenter": "lines",
        "packs": (good,),
        "options": {"argos": {"beam": "2"}},
        "reader": "plain",
        "send_codes": True,
    }
    measures = {
        "metrics",
        "detectors",
        "witnesses",
        "likelihood",
        "locate_minor",
        "severity",
        "glossary",
    }
    assert other.keys() == set(settings_that_carry()) == field_types(RunSettings).keys() - measures
    for name, value in other.items():
        after = replace(before, **{name: value})
        (found,) = _settings(before, after)
        assert found.apply(before) == after, name
