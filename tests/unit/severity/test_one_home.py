"""Severities are decided in one place: nothing else names one, but to compare with it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness
from harness import plugins
from harness.core.values import Severity
from harness.severity.grades import usual_grades
from harness.severity.own_issues import KINDS, LEARNT_WORDS

ROOT = Path(harness.__file__).parent
HOME = ("severity/", "core/values/run.py")
LEVELS = frozenset(level.name for level in Severity)
# Who reads severities: words, colours and weights by level, and thresholds of what counts.
READERS = frozenset(
    (
        *(
            "compare/finding_changes.py",
            "compare/trend.py",
            "report/html/row_groups.py",
            "report/html/overview.py",
            "report/shared/entries.py",
            "report/formats/sarif.py",
            "report/formats/markdown.py",
            "report/shared/labels.py",
            "report/terminal/summary.py",
            "report/trend/as_text.py",
            "report/trend/charts.py",
            "report/trend/wording.py",
            "report/verdict/as_text.py",
        ),
        *(
            "report/formats/junit.py",
            "cli/diff.py",
            "gate/suite_file.py",
            "gate/policy.py",
            "run/suite.py",
        ),
        *("compare/trend.py", "report/trend/as_text.py", "report/trend/charts.py"),
        *("report/trend/wording.py", "report/verdict/as_text.py"),
        "testing/languages.py",  # how severe a sample of a language must be found at least
        "review/confirmation.py",  # an adjuster: what a way back made is folded
        "testing/reporters.py",  # a finding to try reporters with
        "testing/languages.py",  # from which on a language's case counts as seen
    )
)


def deciders(source: str) -> Iterator[int]:
    """Lines that name a level outside of a comparison."""
    tree = ast.parse(source)
    compared = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in LEVELS and id(node) not in compared:
            named = node.value.attr if isinstance(node.value, ast.Attribute) else None
            if "Severity" in (named, getattr(node.value, "id", None)):
                yield node.lineno


def modules() -> list[str]:
    paths = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))
    return sorted(path for path in paths if not path.startswith(HOME))


def test_no_other_module_decides_severities() -> None:
    found = {path for path in modules() if any(deciders((ROOT / path).read_text("utf-8")))}
    assert found <= READERS, sorted(found - READERS)


@pytest.mark.parametrize("folder", ["detectors", "checks"])
def test_who_looks_for_issues_does_not_know_severities(folder: str) -> None:
    for path in (ROOT / folder).glob("*.py"):
        assert "severity" not in path.read_text("utf-8").lower(), path.name


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = Severity.MAJOR", [1]),
        ("f(\n  values.Severity.MINOR)", [2]),
        ("x = f.severity >= Severity.MAJOR", []),
        ("x = Level.MAJOR", []),
    ],
)
def test_the_scan_sees_decisions_and_no_comparison(source: str, lines: list[int]) -> None:
    assert list(deciders(source)) == lines


def test_every_detector_and_check_has_grades_and_the_table_has_no_other() -> None:
    sections = {kind.partition(".")[0] for kind in usual_grades().usual}
    parts = {*plugins.names("detectors"), *plugins.names("checks")}
    assert sections == parts | {"naming", "alignment", "paraphrase-model", "translation"}


def test_the_paraphrase_model_s_kinds_are_graded_one_by_one() -> None:
    usual = usual_grades().usual
    assert {kind for kind in usual if kind.startswith("paraphrase-model.")} == {
        f"paraphrase-model.{kind}"
        for kind in (*KINDS, "words", *(f"{kind}.untaught" for kind in LEARNT_WORDS))
    }
