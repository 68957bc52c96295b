"""What a user gets from `pip install`: the wheel, installed elsewhere, away from the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from program import ROOT, Program

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked by pip into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*install, str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


@pytest.fixture
def installed(harness: Program, site: Path) -> Program:
    return Program(harness.folder, {"PYTHONPATH": str(site)})


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
