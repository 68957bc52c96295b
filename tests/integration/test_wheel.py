"""What a user gets from `pip install`: the wheel, installed elsewhere, away from the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from program import ROOT, Program

from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel of this checkout, installed by pip.

    What the wheel depends on is read where these tests have it: nothing is downloaded, and the
    checkout itself, which is installed there as editable, cannot be imported.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv = folder / "venv"
    create = [sys.executable, "-m", "venv", "--without-pip", str(venv)]
    subprocess.run(create, check=True, capture_output=True)
    pip = [sys.executable, "-m", "pip", "--python", str(venv / "bin/python"), "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", str(wheel)], check=True, capture_output=True)
    dependencies = "\n".join(path for path in sys.path if path.endswith("site-packages"))
    (_packages(venv) / "dependencies.pth").write_text(dependencies + "\n")
    return venv


def _packages(venv: Path) -> Path:
    (packages,) = venv.glob("lib/python*/site-packages")
    return packages


@pytest.fixture
def site(venv: Path) -> Path:
    return _packages(venv)


@pytest.fixture
def installed(harness: Program, venv: Path) -> Program:
    return Program(harness.folder, python=str(venv / "bin/python"))


def test_the_installed_wheel_carries_what_the_default_needs(
    installed: Program, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.en.txt").write_text("She never eats meat, but she likes fish.")
    listed = json.loads(installed("engines", "--json").stdout)
    argos = next(entry for entry in listed["engines"] if entry["engine"] == "argos")
    assert {found["direction"] for found in argos["usable"]} == {
        "en→es",
        "es→en",
        "en→pt",
        "pt→en",
    }
    assert all(Path(found["location"]).is_relative_to(site) for found in argos["usable"])

    done = installed("run", "a.en.txt", "-r", "en:es:en", "-o", "out", "--metric", "chrf")
    assert done.returncode == 0, done.stderr
    assert installed("report", "out", "-o", "out.html").returncode == 0
    assert "She never eats meat" in (tmp_path / "out.html").read_text("utf-8")
    assert installed("lint", "a.en.txt").returncode == 0


def test_the_installed_wheel_has_types_and_language_data(site: Path) -> None:
    assert (site / "harness/py.typed").exists()
    assert (site / "harness/_bundled/langpacks/languages/en.toml").exists()


# ── a project that only installed the wheel, and its pytest ─────────────────────────────────────

SAID = {
    "out": (Direction("en", "es"), {"She did not sign.": "Ella no firmó."}),
    "back": (Direction("es", "en"), {"Ella no firmó.": "She did not sign."}),
}
SUITE = """\
routes = ["en:es:en"]
metrics = ["chrf"]
detectors = ["negation"]
packs = ["out.jsonl", "back.jsonl"]
[[corpus]]
file = "boats.en.txt"
segmenter = "lines"
"""
TESTS = """\
import pytest


@pytest.mark.harness(packs=["out.jsonl", "back.jsonl"], metrics=["chrf"])
def test_the_denial_survives(round_trip):
    assert not round_trip("She did not sign.").findings
"""


def foreign_project(folder: Path) -> None:
    """A suite file and a test function; engines are transcripts, so that no model is loaded."""
    (folder / "boats.en.txt").write_text("She did not sign.\n")
    (folder / "boats.harness.toml").write_text(SUITE)
    (folder / "test_model.py").write_text(TESTS)
    for name, (direction, table) in SAID.items():
        answers = [(source, Translated(text)) for source, text in table.items()]
        write_transcript(folder / f"{name}.jsonl", Signature("recorded"), direction, answers)


def test_the_plugin_of_the_installed_wheel_serves_a_foreign_project(
    installed: Program, site: Path
) -> None:
    def pytest_says(*options: str) -> subprocess.CompletedProcess[str]:
        command = [installed.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        return subprocess.run(
            command,
            cwd=installed.folder,
            env=installed.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    foreign_project(installed.folder)
    listed = pytest_says("--trace-config", "--collect-only").stdout
    assert str(site / "harness/pytest_plugin/__init__.py") in listed
    accepted = pytest_says("--harness-accept=the first")
    assert (accepted.returncode, "1 failed" in accepted.stdout) == (1, True), accepted.stdout
    passed = pytest_says()
    assert (passed.returncode, "5 passed" in passed.stdout) == (0, True), passed.stdout

    lost = [("Ella no firmó.", Translated("She signed."))]
    back = installed.folder / "back.jsonl"
    write_transcript(back, Signature("recorded"), SAID["back"][0], lost)
    failed = pytest_says()
    assert (failed.returncode, "3 failed" in failed.stdout) == (1, True), failed.stdout
    assert "[-did not sign-]{+signed+}" in failed.stdout
