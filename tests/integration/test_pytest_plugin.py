"""The pytest plugin as a foreign project meets it: transcripts in place of engines."""

from collections.abc import Mapping
from pathlib import Path

import pytest

# Pytester forgets what its inner runs import. What must be imported once in a process is here.
import harness.detectors.numbers
import harness.suites
import harness.text.names  # noqa: F401
from harness.core.values import Direction, Signature, Translated
from harness.engines.replay import write_transcript

OUT = {
    "The ferry leaves at 7:30.": "El barco sale a las 7:30.",
    "She did not sign the contract.": "Ella no firmó el contrato.",
}
BACK = {
    "El barco sale a las 7:30.": "The ferry leaves at 7:30.",
    "Ella no firmó el contrato.": "She did not sign the contract.",
}
LOST = {"Ella no firmó el contrato.": "She signed the contract."}
OTHER = {"El barco sale a las 7:30.": "The boat leaves at 7:30."}

SUITE = """\
routes = ["en:es:en"]
metrics = ["chrf"]
detectors = ["negation", "numbers"]
packs = ["out.jsonl", "back.jsonl"]
[[corpus]]
file = "boats.en.txt"
segmenter = "lines"
"""


class Project:
    """A folder with a suite, run by pytest under a memory of its own."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.path = pytester.path
        (self.path / "boats.harness.toml").write_text(SUITE, "utf-8")
        self.text(*OUT)
        self.engines()

    def text(self, *lines: str) -> None:
        (self.path / "boats.en.txt").write_text("\n".join(lines) + "\n", "utf-8")

    def engines(self, changed: Mapping[str, str] = {}) -> None:
        for name, way, table in (("out", ("en", "es"), OUT), ("back", ("es", "en"), BACK)):
            said = {**table, **{k: v for k, v in changed.items() if k in table}}
            pairs = [(source, Translated(text)) for source, text in said.items()]
            path = self.path / f"{name}.jsonl"
            write_transcript(path, Signature("recorded"), Direction(*way), pairs)

    def run(self, *options: str) -> pytest.RunResult:
        memory = f"--harness-memory={self.path / 'memory.sqlite'}"
        return self.pytester.runpytest_inprocess(
            "-p", "no:cacheprovider", "-p", "no:randomly", memory, "-rs", *options
        )

    @property
    def baseline(self) -> Path:
        return self.path / "boats.baseline.toml"


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    return Project(pytester)


def accepted(project: Project) -> Project:
    project.run("--harness-accept=the first")
    return project


def test_every_segment_detector_and_metric_is_a_test(project: Project) -> None:
    result = project.run("--collect-only", "-q")
    result.stdout.fnmatch_lines(["*boats.en.txt?en:es:en??*", "*6 tests collected*"])
    assert not (project.path / "runs").exists()  # collecting starts no engine


def test_good_outputs_pass_before_anything_is_accepted(project: Project) -> None:
    project.run().assert_outcomes(passed=4, skipped=2)


def test_accepting_writes_and_still_fails_that_run(project: Project) -> None:
    result = project.run("--harness-accept=the first")
    result.assert_outcomes(failed=2, passed=2, skipped=2)
    assert 'reason = "the first"' in project.baseline.read_text("utf-8")
    result.stdout.fnmatch_lines(["*2 outputs accepted into*"])
    project.run().assert_outcomes(passed=6)


def test_a_lost_not_fails_with_a_diff_and_the_reports_path(project: Project) -> None:
    accepted(project).engines(LOST)
    result = project.run()
    result.assert_outcomes(failed=2, passed=4)  # the segment and the detector
    result.stdout.fnmatch_lines(["*worse: boats.en.txt, sentence 2*", "*-did not sign-*signed*"])
    result.stdout.fnmatch_lines(["*boats: drifted*", "*report: *report.html*"])
    assert (project.path / "runs/boats/boats.en/report.html").exists()


def test_a_change_that_is_not_worse_passes_and_is_shown(project: Project) -> None:
    accepted(project).engines(OTHER)
    result = project.run()
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(["*changed: boats.en.txt, sentence 1*", "*ferry*boat*"])


def test_k_selects_by_kind(project: Project) -> None:
    accepted(project).engines(LOST)
    project.run("-k", "numbers").assert_outcomes(passed=1, deselected=5)
    project.run("-k", "negation").assert_outcomes(failed=1, deselected=5)


def test_only_new_segments_are_updated(project: Project) -> None:
    project.text(next(iter(OUT)))
    accepted(project).text(*OUT)
    project.engines(OTHER)
    before = project.baseline.read_text("utf-8")
    result = project.run("--harness-update-new-only")
    result.assert_outcomes(failed=1, passed=5)
    after = project.baseline.read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert ("She did not sign" in after, "The boat leaves" in after) == (True, False)


def test_accepting_reaches_only_the_tests_that_run(project: Project) -> None:
    project.run("--harness-accept=one", "--collect-only", "-q")
    assert not project.baseline.exists()
    ids = [item for item in project.run("--collect-only", "-q").outlines if "boats.en" in item]
    project.run("--harness-accept=one", ids[0])
    assert project.baseline.read_text("utf-8").count("[[segment]]") == 1


def test_a_missing_engine_skips_with_its_reason(project: Project) -> None:
    suite = SUITE.replace('"en:es:en"', '"en:xx:en"')
    (project.path / "boats.harness.toml").write_text(suite, "utf-8")
    result = project.run()
    result.assert_outcomes(skipped=6)
    result.stdout.fnmatch_lines(["*no engine here translates en→xx*"])


def test_a_broken_suite_names_its_line(project: Project) -> None:
    (project.path / "boats.harness.toml").write_text(SUITE + 'oops = "1"\n', "utf-8")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*boats.harness.toml:8: nothing is called oops*"])


def test_the_marker_selects_suites(project: Project) -> None:
    (project.path / "test_other.py").write_text("def test_other(): pass\n")
    project.run("-m", "not harness").assert_outcomes(passed=1, deselected=6)
    project.run("--strict-markers", "-m", "harness").assert_outcomes(
        passed=4, skipped=2, deselected=1
    )


def test_fixtures_carry_sentences_and_files(project: Project) -> None:
    project.engines(LOST)
    (project.path / "test_model.py").write_text(
        """
import pytest

pytestmark = pytest.mark.harness(packs=["out.jsonl", "back.jsonl"], metrics=["chrf"])

def test_number(round_trip):
    assert not round_trip("The ferry leaves at 7:30.").findings

def test_denial(round_trip):
    (finding,) = round_trip("She did not sign the contract.").findings
    assert finding.category.value.endswith("negation")

def test_file(harness_run):
    run = harness_run("boats.en.txt", segmenter="lines")
    assert run.totals.measured == 2

def test_unknown(round_trip):
    round_trip("Nobody recorded this.")

def test_absent(round_trip):
    round_trip("The ferry leaves at 7:30.", route="en:xx:en")
""",
        "utf-8",
    )
    result = project.run("test_model.py")
    result.assert_outcomes(passed=3, failed=1, skipped=1)
    result.stdout.fnmatch_lines(["*hop 1 could not translate*not in the transcript*"])


@pytest.mark.slow
def test_workers_of_xdist_share_one_run_and_write_each_output_once(project: Project) -> None:
    memory = f"--harness-memory={project.path / 'memory.sqlite'}"
    options = ("-p", "no:cacheprovider", "-n", "2", memory)
    first = project.pytester.runpytest_subprocess(*options, "--harness-accept=by two")
    first.assert_outcomes(failed=2, passed=2, skipped=2)
    assert project.baseline.read_text("utf-8").count("[[segment]]") == 2
    project.pytester.runpytest_subprocess(*options).assert_outcomes(passed=6)
