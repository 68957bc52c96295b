"""`harness init`: what it writes is valid where it is meant to go, and its commands work."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest
from program import ROOT, Program

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")

pytestmark = pytest.mark.engine

SERVICES = ("github", "gitlab", "pre-commit")
EVERYTHING = [word for service in SERVICES for word in ("--ci", service)]
SCHEMAS = {
    ".github/workflows/translations.yml": "vendor.github-workflows",
    ".github/actions/harness/action.yml": "vendor.github-actions",
    ".gitlab/harness.yml": "vendor.gitlab-ci",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.fixture
def project(harness: Program) -> Program:
    done = harness("init", "--name", "boats", *EVERYTHING)
    assert done.returncode == 0, done.stderr
    # One metric: this is about files, not about meaning.
    suite = harness.folder / "boats.harness.toml"
    suite.write_text(suite.read_text("utf-8").replace("routes", 'metrics = ["chrf"]\nroutes'))
    return harness


def read(project: Program, name: str) -> Any:
    return yaml.safe_load((project.folder / name).read_text("utf-8"))


def shell(command: str, project: Program, **variables: str) -> subprocess.CompletedProcess[str]:
    """As a service runs it: a shell in the root of the project, the program on the path."""
    own = project.folder / "bin"
    if not own.exists():
        own.mkdir()
        (own / "harness").write_text(f'#!/bin/sh\nexec {sys.executable} -m harness "$@"\n')
        (own / "harness").chmod(0o755)
    path = f"{own}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=project.folder,
        env={**project.environment, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_files_for_services_are_what_the_services_read(
    name: str, schema: str, project: Program
) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command = [*check, str(project.folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_checks_and_writes_what_it_uploads(project: Program) -> None:
    steps = read(project, ".github/actions/harness/action.yml")["runs"]["steps"]
    by_name = {step.get("name"): step for step in steps}
    summary = project.folder / "summary.md"
    check, tell = by_name["Check"], by_name["Summary"]
    assert check["env"] == {"SUITE": "${{ inputs.suite }}"}  # no text of others in a script
    done = shell(check["run"], project, SUITE="boats.harness.toml")
    assert done.returncode in (0, 1), done.stderr
    assert shell(tell["run"], project, GITHUB_STEP_SUMMARY=str(summary)).returncode == 0
    assert "boats" in summary.read_text("utf-8")
    sarif = json.loads((project.folder / "runs/verdict.sarif").read_text("utf-8"))
    places = [
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in sarif["runs"][0]["results"]
    ]
    assert set(places) <= {"corpus/boats.en.txt", "boats.harness.toml"}
    steps = read(project, ".github/workflows/translations.yml")["jobs"]["check"]["steps"]
    assert steps[-1]["with"]["sarif_file"] == "runs/verdict.sarif"


def test_the_job_for_gitlab_and_the_hook_work(project: Program) -> None:
    assert read(project, ".gitlab-ci.yml") == {"include": [{"local": ".gitlab/harness.yml"}]}
    job = read(project, ".gitlab/harness.yml")["translations"]
    done = shell("\n".join(job["script"]), project, SUITE=job["variables"]["SUITE"])
    assert done.returncode in (0, 1), done.stderr
    assert (project.folder / job["artifacts"]["reports"]["junit"]).exists()
    (hook,) = read(project, ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert shell(hook["entry"], project).returncode in (0, 1)
    touched = re.compile(hook["files"])
    assert touched.search("corpus/boats.en.txt")
    assert touched.search("boats.baseline.toml")
    assert not touched.search("README.md")


def test_the_test_that_is_written_is_a_test(project: Program) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only"]
    done = subprocess.run(
        command,
        cwd=project.folder,
        env=project.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests/test_translations.py::test_a_denial_survives" in done.stdout
    assert "boats.harness.toml::" in done.stdout


def test_nothing_is_ever_overwritten(harness: Program) -> None:
    mine = {".gitignore": "mine\n", "boats.harness.toml": "# mine\n", ".gitlab-ci.yml": "a: 1\n"}
    for name, content in mine.items():
        (harness.folder / name).write_text(content)
    (harness.folder / ".pre-commit-config.yaml").symlink_to("nowhere")
    done = harness("init", "--name", "boats", *EVERYTHING)
    assert done.returncode == 0, done.stderr
    for name, content in mine.items():
        assert (harness.folder / name).read_text() == content
        assert f"kept  {name}" in done.stdout
    assert not (harness.folder / "nowhere").exists()
    assert "include" in done.stderr  # what to add to the file that was kept
    assert "runs/" in done.stderr


def test_a_suite_that_is_there_gets_no_example_text(harness: Program) -> None:
    (harness.folder / "boats.harness.toml").write_text("# mine\n")
    done = harness("init", "--name", "boats", "--ci", "github", "--no-pytest")
    assert done.returncode == 0, done.stderr
    assert not (harness.folder / "corpus").exists()
    assert "name a wheel or an address" in done.stderr


def test_a_suite_that_is_there_takes_no_text_and_init_says_what_to_add(harness: Program) -> None:
    suite = harness.folder / "boats.harness.toml"
    suite.write_text('routes = ["en:es:en"]\n[[corpus]]\nfile = "old.en.txt"\n')
    for name in ("old.en.txt", "menu.en.txt"):
        (harness.folder / name).write_text("It rains.\n")
    texts = ("--text", "old.en.txt", "--text", "menu.en.txt")
    told = harness("init", "--name", "boats", *texts).stderr
    assert 'file = "menu.en.txt"' in told
    assert "old.en.txt" not in told
    suite.write_text(suite.read_text() + '[[corpus]]\nfile = "menu.en.txt"\n')
    assert "add to it" not in harness("init", "--name", "boats", *texts).stderr


def test_a_second_time_nothing_is_to_be_added(harness: Program) -> None:
    harness("init", "--name", "boats", *EVERYTHING)
    told = harness("init", "--name", "boats", *EVERYTHING)
    assert "kept  .gitignore" in told.stdout
    assert "add to" not in told.stderr


def test_the_workflow_has_a_line_for_a_wheel(project: Program) -> None:
    workflow = project.folder / ".github/workflows/translations.yml"
    workflow.write_text(workflow.read_text("utf-8").replace("# package:", "package:"), "utf-8")
    (step,) = (
        each
        for each in read(project, ".github/workflows/translations.yml")["jobs"]["check"]["steps"]
        if each.get("uses") == "./.github/actions/harness"
    )
    assert step["with"]["package"].endswith(".whl")


def test_files_for_services_belong_into_the_root_of_a_repository(harness: Program) -> None:
    (harness.folder / ".git").mkdir()
    told = harness("init", "inner", "--ci", "gitlab").stderr
    assert f"root of the repository only: {harness.folder.resolve()}" in told
    assert "root of the repository" not in harness("init", ".", "--ci", "gitlab").stderr


def test_texts_of_ones_own_are_the_corpus(harness: Program) -> None:
    (harness.folder / 'my "text".en.txt').write_text("Nobody came.\n")
    done = harness("init", "--name", "mine", "--text", 'my "text".en.txt', "--no-pytest")
    assert done.returncode == 0, done.stderr
    assert not (harness.folder / "corpus").exists()
    assert not (harness.folder / "tests").exists()
    done = harness("check", "mine.harness.toml", "--quiet", "--json")
    assert [each["texts"][0] for each in json.loads(done.stdout)["items"]] == ["Nobody came."]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--name", "a b"), "cannot be called"),
        (("--ci", "jenkins"), "choose from: github, gitlab, pre-commit"),
        (("--route", "es:en:es"), "--text FILE"),
        (("--text", "missing.en.txt"), "no such file"),
        (("--route", "en:es"), "en:es"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_is_written(
    options: tuple[str, ...], told: str, harness: Program
) -> None:
    before = sorted(harness.folder.rglob("*"))
    done = harness("init", *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert sorted(harness.folder.rglob("*")) == before


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_at_a_terminal_it_asks(harness: Program) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"ferries\n\ngitlab pre-commit\n")
    done = subprocess.run(
        [sys.executable, "-m", "harness", "init"],
        cwd=harness.folder,
        env=harness.environment,
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert 'routes = ["en:es:en"]' in (harness.folder / "ferries.harness.toml").read_text()
    assert (harness.folder / ".gitlab/harness.yml").exists()
    assert not (harness.folder / ".github").exists()


def test_every_template_ships() -> None:
    held = {path.name for path in (ROOT / "harness/scaffold/templates").iterdir()}
    from harness.scaffold.project import SERVICES as KNOWN

    used = {template for files in KNOWN.values() for template in files.values()}
    assert used <= held
