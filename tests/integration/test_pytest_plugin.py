"""The pytest plugin as a foreign project meets it: transcripts in place of engines."""

from collections.abc import Mapping
from pathlib import Path

import pytest

# Pytester forgets what its inner runs import. What must be imported once in a process is here.
import harness.detectors.numbers
import harness.run.suite
import harness.text.facts.names  # noqa: F401
from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript

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
        self.suite(SUITE)
        self.text(*OUT)
        self.engines()

    def suite(self, text: str) -> None:
        (self.path / "boats.harness.toml").write_text(text, "utf-8")

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
    assert set(before.splitlines()) <= set(after.splitlines())  # what was accepted stands
    assert ("She did not sign" in after, "The boat leaves" in after) == (True, False)


def test_accepting_reaches_only_the_tests_that_run(project: Project) -> None:
    project.run("--harness-accept=one", "--collect-only", "-q")
    assert not project.baseline.exists()
    ids = [item for item in project.run("--collect-only", "-q").outlines if "boats.en" in item]
    project.run("--harness-accept=one", ids[0])
    assert project.baseline.read_text("utf-8").count("[[segment]]") == 1


def test_new_only_leaves_what_got_worse_as_it_is(project: Project) -> None:
    accepted(project).engines(LOST)
    before = project.baseline.read_text("utf-8")
    project.run("--harness-update-new-only").assert_outcomes(failed=2, passed=4)
    assert project.baseline.read_text("utf-8") == before


def test_new_only_takes_a_reason_too(project: Project) -> None:
    project.text(next(iter(OUT)))
    accepted(project).text(*OUT)
    project.run("--harness-update-new-only", "--harness-accept=more boats")
    said = project.baseline.read_text("utf-8")
    assert (said.count('"the first"'), said.count('"more boats"')) == (1, 1)


def test_accepting_what_got_worse_keeps_what_was_accepted(project: Project) -> None:
    accepted(project).engines(LOST)
    project.run("--harness-accept=they always sign").assert_outcomes(failed=2, passed=4)
    project.run().assert_outcomes(passed=6)
    project.engines()
    project.run().assert_outcomes(passed=6)  # the better output still stands


def test_accepting_again_changes_nothing(project: Project) -> None:
    before = accepted(project).baseline.read_text("utf-8")
    project.run("--harness-accept=again").assert_outcomes(passed=6)
    assert project.baseline.read_text("utf-8") == before


@pytest.mark.parametrize("reason", ["--harness-accept=", "--harness-accept= "])
def test_accepting_asks_for_a_reason(project: Project, reason: str) -> None:
    result = project.run(reason)
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--harness-accept: give a reason*"])
    assert not project.baseline.exists()


def test_what_could_not_be_translated_fails_with_its_hop_and_is_never_accepted(
    project: Project,
) -> None:
    project.text(*OUT, "Nobody recorded this.")
    result = project.run("--harness-accept=all of it")
    result.assert_outcomes(failed=3, passed=2, skipped=2)
    result.stdout.fnmatch_lines(["*not measured: boats.en.txt, sentence 3*", "*hop 1 could not*"])
    assert project.baseline.read_text("utf-8").count("[[segment]]") == 2


def test_routes_are_told_apart(project: Project) -> None:
    other = [(source, Translated(text.upper())) for source, text in OUT.items()]
    write_transcript(project.path / "it.jsonl", Signature("other"), Direction("en", "it"), other)
    back = [(text.text, Translated(source)) for source, text in other]
    write_transcript(
        project.path / "it-back.jsonl", Signature("other"), Direction("it", "en"), back
    )
    suite = SUITE.replace('["en:es:en"]', '["en:es:en", "en:it:en"]')
    project.suite(suite.replace('"back.jsonl"', '"back.jsonl", "it.jsonl", "it-back.jsonl"'))
    project.run("--harness-accept=both", "-k", "en:it:en and not negation and not numbers")
    said = project.baseline.read_text("utf-8")
    assert (said.count('route = "en:it:en"'), said.count('route = "en:es:en"')) == (2, 0)
    project.run("--harness-accept=both")
    made = [line for line in project.baseline.read_text("utf-8").splitlines() if "made_by" in line]
    assert len(made) == 4
    assert len(set(made)) == 2  # each names the engines of its own route


def test_junit_names_the_kinds_that_failed(project: Project) -> None:
    accepted(project).engines(LOST)
    project.run("--junitxml=junit.xml")
    written = (project.path / "junit.xml").read_text("utf-8")
    assert 'name="finding" value="accuracy/mistranslation/negation"' in written


@pytest.mark.parametrize("where", ["--harness-memory={}/own.sqlite"])
def test_the_memory_is_the_one_that_is_named(project: Project, where: str) -> None:
    project.run(where.format(project.path))
    assert (project.path / "own.sqlite").exists()
    assert not (project.path / "memory.sqlite").exists()


def test_a_missing_pack_skips_with_its_reason(project: Project) -> None:
    (project.path / "back.jsonl").unlink()
    result = project.run()
    result.assert_outcomes(skipped=6)
    result.stdout.fnmatch_lines(["*back.jsonl: no such pack*"])


def test_a_broken_pack_fails_and_is_not_skipped(project: Project) -> None:
    (project.path / "back.jsonl").write_text("nothing\n", "utf-8")
    result = project.run()
    result.assert_outcomes(failed=6)
    result.stdout.fnmatch_lines(["*back.jsonl:1: not JSON*"])


def test_a_missing_engine_skips_with_its_reason(project: Project) -> None:
    suite = SUITE.replace('"en:es:en"', '"en:is:en"')
    project.suite(suite)
    result = project.run()
    result.assert_outcomes(skipped=6)
    result.stdout.fnmatch_lines(["*no engine here translates en→is*"])


def test_a_broken_suite_names_its_line(project: Project) -> None:
    project.suite(SUITE + 'oops = "1"\n')
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*boats.harness.toml:8: there is no key oops*"])


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
    round_trip("The ferry leaves at 7:30.", route="en:is:en")

@pytest.mark.harness(packs="nowhere.argosmodel")
def test_no_pack(round_trip):
    round_trip("The ferry leaves at 7:30.")

def test_mistyped(round_trip):
    round_trip("The ferry leaves at 7:30.", rout="en:es:en")
""",
        "utf-8",
    )
    result = project.run("test_model.py")
    result.assert_outcomes(passed=3, failed=2, skipped=2)
    result.stdout.fnmatch_lines(["*hop 1 could not translate*not in the transcript*"])
    result.stdout.fnmatch_lines(["*unknown settings: rout*"])


@pytest.mark.slow
def test_workers_of_xdist_share_one_run_and_write_each_output_once(project: Project) -> None:
    memory = f"--harness-memory={project.path / 'memory.sqlite'}"
    options = ("-p", "no:cacheprovider", "-n", "2", memory)
    first = project.pytester.runpytest_subprocess(*options, "--harness-accept=by two")
    first.assert_outcomes(failed=2, passed=2, skipped=2)
    first.stdout.fnmatch_lines(["*2 outputs accepted into*"])
    assert sum("report: " in line for line in first.outlines) == 1
    assert project.baseline.read_text("utf-8").count("[[segment]]") == 2
    project.pytester.runpytest_subprocess(*options).assert_outcomes(passed=6)


def test_tests_are_named_by_their_sentences(project: Project) -> None:
    accepted(project).engines(LOST)
    project.run("-k", "ferry").assert_outcomes(passed=1, deselected=5)
    project.run("-k", "sign and contract").assert_outcomes(failed=1, deselected=5)
    ids = [item for item in project.run("--collect-only", "-q").outlines if "sign" in item]
    assert len(ids) == 1
    project.run(ids[0]).assert_outcomes(failed=1)  # an id can be given as it is printed


def test_the_short_summary_says_why(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    accepted(project).engines(LOST)
    result = project.run("-rf")
    result.stdout.fnmatch_lines(["FAILED *sign*negation*not*did not come back*"])


def test_under_xdist_one_process_tells_of_a_suite(project: Project) -> None:
    pytest.importorskip("xdist", reason="pytest-xdist is not installed")
    accepted(project).engines(LOST)
    memory = f"--harness-memory={project.path / 'memory.sqlite'}"
    result = project.pytester.runpytest_subprocess("-p", "no:cacheprovider", memory, "-n", "2")
    result.assert_outcomes(failed=2, passed=4)
    assert sum("boats: drifted" in line for line in result.outlines) == 1
    assert sum("report: " in line for line in result.outlines) == 1
