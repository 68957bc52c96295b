"""The package as a library, on real runs of recorded engines."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import TableEngine, transcript

import harness
from harness import HarnessError, MeasuredRow
from harness.core.values import Segment
from harness.gate.verdict import Gate
from harness.run import assembly
from harness.settings import RunSettings, from_data

SOURCE = "She did not sign.\nIt costs 12 euros.\n"
OUT = {"She did not sign.": "No firmó.", "It costs 12 euros.": "Cuesta 12 euros."}
BACK = {"No firmó.": "She signed.", "Cuesta 12 euros.": "It costs 12 euros."}


@pytest.fixture
def packs(tmp_path: Path) -> list[Path]:
    return recorded(tmp_path / "packs", BACK)


def recorded(folder: Path, back: Mapping[str, str]) -> list[Path]:
    folder.mkdir()
    return [
        transcript(folder / "out.jsonl", "en:es", OUT),
        transcript(folder / "back.jsonl", "es:en", back),
    ]


def run(packs: list[Path], tmp_path: Path, **settings) -> harness.Run:
    usual = {"segmenter": "lines", "metrics": ["chrf"], "memory": tmp_path / "memory"}
    return harness.round_trip(SOURCE, "en:es:en", packs=packs, **usual | settings)


def test_a_round_trip_returns_rows_with_findings_and_leaves_nothing(packs, tmp_path) -> None:
    found = run(packs, tmp_path)
    assert (found.totals.rows, found.totals.measured) == (2, 2)
    (lost,) = [f for row in found.rows if isinstance(row, MeasuredRow) for f in row.findings]
    assert lost.category is harness.Category.NEGATION
    assert [row.texts.back_translation.text for row in found.rows] == list(BACK.values())
    assert {path.name for path in tmp_path.iterdir()} <= {
        "packs",
        "memory",
        "memory-wal",
        "memory-shm",
    }


def test_a_run_that_is_kept_can_be_read_and_compared(packs, tmp_path: Path) -> None:
    kept = run(packs, tmp_path, folder=tmp_path / "kept")
    (record,) = harness.find_records(tmp_path / "kept")
    assert harness.read_run(record).identity == kept.identity
    better = run(recorded(tmp_path / "better", BACK | {"No firmó.": "She did not sign."}), tmp_path)
    comparison = harness.compare(tmp_path / "kept", better, metrics=["chrf"])
    (change,) = (each for each in comparison.metrics if each.card.name == "chrf")
    assert change.result.candidate > change.result.baseline
    assert harness.compare(kept, kept).metrics[0].result.difference == 0


def test_two_texts_are_compared(tmp_path: Path) -> None:
    original = tmp_path / "a.en.txt"
    original.write_text("It costs 12 euros.", "utf-8")
    (row,) = harness.diff(original, "It costs 21 euros.", metrics=["chrf"])
    assert [finding.category for finding in row.findings] == [harness.Category.NUMBER]


def test_a_text_that_names_a_file_is_refused(
    packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "visit.en.txt").write_text(SOURCE, "utf-8")
    monkeypatch.chdir(tmp_path)
    for ask in (harness.round_trip, lambda name: harness.diff("It rains.", name)):
        with pytest.raises(HarnessError, match="there is a file of that name") as refusal:
            ask("visit.en.txt")
        assert "pathlib.Path('visit.en.txt')" in refusal.value.hint
    for text in ("visit.en.txt\n", "It rains. " * 500):
        assert len(harness.diff(text, text)) >= 1


def test_a_suite_is_checked(packs, tmp_path: Path) -> None:
    (tmp_path / "a.en.txt").write_text(SOURCE, "utf-8")
    suite = tmp_path / "a.harness.toml"
    suite.write_text(
        f'routes = ["en:es:en"]\nmetrics = ["chrf"]\n'
        f"packs = {[str(pack) for pack in packs]}\n"
        '[[corpus]]\nfile = "a.en.txt"\nsegmenter = "lines"\n',
        "utf-8",
    )
    verdict = harness.check(suite, memory=tmp_path / "memory")
    assert verdict.exit_code == harness.ExitCode.DRIFTED  # a denial lost, and nothing accepted yet


@pytest.mark.parametrize(
    "wrong", [{"metrix": ["chrf"]}, {"metrics": 3}, {"segmenter": "lins"}, {"options": {"x": {}}}]
)
def test_a_setting_that_there_is_not_is_refused(packs, tmp_path: Path, wrong) -> None:
    with pytest.raises(HarnessError) as refusal:
        run(packs, tmp_path, **wrong)
    assert refusal.value.hint


def test_numbers_and_booleans_of_options_are_as_in_a_suite() -> None:
    settings = from_data(
        RunSettings,
        {"routes": "en:es:en", "options": {"argos": {"beam": 1, "fast": True, "a": "b"}}},
    )
    assert settings.options == {"argos": {"beam": "1", "fast": "true", "a": "b"}}


@pytest.mark.parametrize("wrong", [{"argos": 1}, {"argos": {"beam": [1]}}, "beam=1"])
def test_options_of_another_shape_are_refused(wrong) -> None:
    with pytest.raises(HarnessError, match="wrong kind"):
        harness.round_trip("It rains.", options=wrong)


def test_compare_is_a_function_whoever_imports_the_package_of_that_name() -> None:
    code = (
        "import harness, harness.compare.results as v; print(callable(harness.compare), v.RowPair)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True <class")


def test_importing_the_package_loads_no_library_and_no_contract() -> None:
    heavy = ("ctranslate2", "numpy", "sacrebleu", "pytest", "hypothesis", "jinja2", "sqlite3")
    code = f"import sys, harness, harness.plugin; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("known_by", "asked"), [("always the same", 1), (None, 2)])
def test_a_run_with_an_engine_that_must_not_be_remembered_never_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known_by: str | None, asked: int
) -> None:
    out, back = TableEngine("en", "es", OUT), TableEngine("es", "en", BACK)
    out.remembered_by = back.remembered_by = known_by
    monkeypatch.setattr(assembly, "open_route", lambda route, *_, **__: (route, (out, back)))
    for _ in range(2):
        run([], tmp_path, folder=tmp_path / "kept")
    assert out.asked == [*OUT] * asked
    assert back.asked == [*BACK] * asked


# ── what they give back ─────────────────────────────────────────────────────────────────────────


def test_a_run_is_looped_over_and_taken_in_parts(packs, tmp_path: Path) -> None:
    found = run(packs, tmp_path)
    assert [row.texts.source.text for row in found] == SOURCE.splitlines()
    assert len(found) == 2
    assert found[1].texts.source.text == "It costs 12 euros."
    assert [row.texts.source.text for row in found[1:]] == ["It costs 12 euros."]
    assert len(found.worst()) == 1
    assert repr(found).startswith("<RoundTrip text.txt en:es:en: 2 rows, ")
    assert len(repr(found).splitlines()) == 1
    assert found.identity == run(packs, tmp_path).identity


def test_what_models_say_is_text_in_a_notebook(tmp_path: Path) -> None:
    hostile = '<img src=x onerror="alert(1)"> It costs 99 euros.'
    packs = recorded(tmp_path / "packs", BACK | {"Cuesta 12 euros.": hostile})
    found = run(packs, tmp_path)
    for made in (found, found.worst(), found[1:], harness.compare(found, found)):
        shown = made._repr_html_()
        assert "<img" not in shown
        assert "<script" not in shown
    assert "onerror" in found._repr_html_()
    assert "&lt;img" in harness.diff("It costs 12 euros.", hostile)._repr_html_()


def test_a_run_folder_is_read_by_its_name(packs, tmp_path: Path) -> None:
    kept = run(packs, tmp_path, folder=str(tmp_path / "kept"))
    assert harness.read_run(str(tmp_path / "kept")).identity == kept.identity
    (record,) = harness.find_records(tmp_path / "kept")
    (tmp_path / "kept" / "2-other.jsonl").write_bytes(record.read_bytes())
    with pytest.raises(HarnessError, match=r"2 runs: .*2-other\.jsonl"):
        harness.read_run(tmp_path / "kept")


def test_compared_runs_show_both(packs, tmp_path: Path) -> None:
    worse = run(packs, tmp_path)
    better = run(recorded(tmp_path / "better", BACK | {"No firmó.": "She did not sign."}), tmp_path)
    compared = harness.compare(worse, better)
    assert len(compared) == len(list(compared)) == 1
    assert repr(compared).startswith("<Comparison baseline → candidate: ")
    assert "signed" in compared._repr_html_()


def test_a_check_is_true_where_it_passed(packs, tmp_path: Path) -> None:
    (tmp_path / "a.en.txt").write_text("It costs 12 euros.\n", "utf-8")
    suite = tmp_path / "a.harness.toml"
    suite.write_text(
        f'routes = ["en:es:en"]\nmetrics = ["chrf"]\npacks = {[str(pack) for pack in packs]}\n'
        '[[corpus]]\nfile = "a.en.txt"\nsegmenter = "lines"\n',
        "utf-8",
    )
    passed = harness.check(str(suite), memory=str(tmp_path / "memory"))
    assert passed
    assert not passed.failing
    (tmp_path / "a.en.txt").write_text(SOURCE, "utf-8")
    failed = harness.check(suite, memory=tmp_path / "memory")
    assert not failed
    assert len(failed) == 2
    assert "signed" in failed._repr_html_()
    assert len(repr(failed).splitlines()) == 1


def one_line_each(value: object, lines: int) -> str:
    told = str(value)
    assert len(told.splitlines()) == lines, told
    assert "(detector=" not in told
    assert "\x1b" not in told
    return told


def test_rows_and_findings_print_in_one_line(tmp_path: Path) -> None:
    back = BACK | {"Cuesta 12 euros.": "It costs\x1b[2J 99 euros."}
    found = run(recorded(tmp_path / "packs", back), tmp_path)
    assert one_line_each(found[0], 1).startswith(
        "“She did not sign.” → “She signed.”: critical negation: "
    )
    assert "“It costs [2J 99 euros.”" in one_line_each(found[1], 1)
    assert one_line_each(found.findings[0], 1).startswith("critical negation: The negation “not”")
    assert one_line_each(found.identity, 1).startswith(
        "text.txt en:es:en by recorded, recorded, run "
    )
    assert one_line_each(found.findings, len(found.findings))
    assert found.findings == tuple(found.findings)
    assert repr(found.findings[5:]) == "(none)"


def test_what_could_not_be_measured_prints_in_one_line() -> None:
    segment = Segment("1", "a.txt", 0, "It\nrains.")
    row = harness.Unmeasured(segment, (), 1, "the engine stopped")
    assert str(row) == "“It rains.” not measured: the engine stopped"


def test_compared_runs_print_in_one_line_each(packs, tmp_path: Path) -> None:
    other = recorded(tmp_path / "other", BACK | {"No firmó.": "She did not sign."})
    compared = harness.compare(run(packs, tmp_path), run(other, tmp_path))
    assert "other" not in repr(compared)
    assert "“She signed.” → “She did not sign.”" in one_line_each(compared.rows, 1)
    assert one_line_each(compared.metrics, 2).startswith("findings: ")
    one_line_each(compared.differences, len(compared.differences))


def test_a_gate_prints_in_one_line() -> None:
    gate = Gate("en:es:en", "chrf", harness.ExitCode.DRIFTED, "chrF fell by 3")
    assert str(gate) == "en:es:en chrf: failed: chrF fell by 3"


def test_a_review_prints_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "app.es.po"
    file.write_text('msgid "It costs 12 euros."\nmsgstr "Cuesta 13 euros."\n', "utf-8")
    made = harness.review_translations(file, language="en", to="es", engine=False)
    assert one_line_each(made, 1).startswith("<Review app.es.po en→es: 1 unit, 1 ")
    assert "translated: “It costs 12 euros.”: " in one_line_each(made.units[0], 1)
