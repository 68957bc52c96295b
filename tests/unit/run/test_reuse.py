"""A text that changed by a word: what was measured before stands, and nothing else differs."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import transcript

from harness.core.route_syntax import parse_route
from harness.core.values import BeadText, Witness
from harness.run.plan import RunPlan
from harness.run.record import read_run
from harness.run.reuse import ReusableRows, reusable_rows
from harness.run.runner import Result, run_plan
from harness.run.workers import steps
from harness.settings import RunSettings

HOME = {
    "Mirela Dobre opened the mill.": "Mirela Dobre opened the mill.",
    "Then Dobre paid 12 men.": "Then Dover paid 20 men.",
    "In spring Dobre sold it.": "In spring Dobrev sold it.",
    "Nobody knew why.": "Somebody knew why.",
    "It has 3 floors.": "It has 3 doors.",
}
LINES = list(HOME)


def run(folder: Path, lines: list[str], *, name: str = "runs", force: bool = False) -> Result:
    """The lines out and home, into the same folder as before."""
    folder.mkdir(exist_ok=True)
    out = transcript(folder / "out.jsonl", "en:es", {line: line for line in LINES})
    settings = RunSettings(
        routes=(parse_route("en:es:en"),),
        segmenter="lines",
        metrics=("chrf",),
        detectors=("names", "numbers", "negation", "content"),
        packs=(out, transcript(folder / "back.jsonl", "es:en", HOME)),
    )
    plan = RunPlan("mill.en.txt", settings, folder / "memory.sqlite")
    text = "\n".join(lines).encode()
    (result,) = run_plan(
        plan,
        text,
        folder / name,
        provenance={},
        force=force,
        show_progress=lambda *_: nullcontext(lambda _: None),
        overwrite=True,
    )
    return result


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(st.sampled_from(LINES), min_size=1, max_size=6),
    after=st.lists(st.sampled_from(LINES), min_size=1, max_size=6),
)
def test_the_record_is_the_one_that_measuring_all_would_make(
    tmp_path: Path, before: list[str], after: list[str]
) -> None:
    run(tmp_path, before)
    again = run(tmp_path, after).path.read_bytes()
    assert again == run(tmp_path, after, name="fresh", force=True).path.read_bytes()


def test_only_what_is_new_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    whole = steps.scored

    def counting(beads, *rest):
        measured.extend(bead.source.text for _, bead in beads)
        return whole(beads, *rest)

    monkeypatch.setattr(steps, "scored", counting)
    run(tmp_path, LINES[:4])
    measured.clear()
    run(tmp_path, [*LINES[:2], LINES[4], *LINES[3:4]])
    assert measured == LINES[4:]
    measured.clear()
    run(tmp_path, LINES, force=True)
    assert measured == LINES


def test_what_a_whole_text_showed_is_not_carried_into_another(tmp_path: Path) -> None:
    before = [row.findings for row in run(tmp_path, LINES[:3]).run.rows]
    assert [each.detector for each in before[2]][-1] == "naming"
    (alone,) = run(tmp_path, LINES[2:3]).run.rows
    assert "naming" not in {each.detector for each in alone.findings}
    assert alone.findings  # what its own words show is


def test_another_run_a_witnessed_one_and_a_damaged_record_lend_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, LINES[:2])
    identity = result.run.identity
    longer = replace(identity, text_digest="0" * 64)
    known = reusable_rows(result.path, longer, ())
    assert isinstance(known, ReusableRows)
    known.close()
    assert reusable_rows(result.path, identity, ()) is None  # nothing changed: it stands as it is
    other = replace(longer, detectors=identity.detectors[:1])
    witnessed = replace(longer, witnesses=(Witness("apertium", ()),))
    assert reusable_rows(result.path, other, ()) is None
    assert reusable_rows(result.path, witnessed, ()) is None
    assert reusable_rows(tmp_path / "none.jsonl", longer, ()) is None
    result.path.write_bytes(result.path.read_bytes().replace(b"Dover", b"Denver"))
    assert reusable_rows(result.path, longer, ()) is None


def test_rows_are_found_by_the_words_of_every_stop(tmp_path: Path) -> None:
    result = run(tmp_path, LINES[:2])
    rows = list(read_run(result.path).rows)
    known = ReusableRows(result.path, ())
    result.path.unlink()
    assert [known(row.texts) for row in rows] == rows
    source, pivot, back = rows[0].texts.stops
    assert known(BeadText((source, replace(pivot, text="otra cosa"), back))) is None
    known.close()
