"""`scripts/release.sh` releases what is committed, under a version that the changelog knows."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import ROOT

import harness

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="needs a git checkout"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small repository with the script, a version and a changelog that knows it."""
    folder = tmp_path / "checkout"
    (folder / "harness").mkdir(parents=True)
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/release.sh", folder / "scripts")
    (folder / "harness/__init__.py").write_text('__version__ = "9.8.7"\n')
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 9.8.7 (2026-11-29)\n")
    git(folder, "init", "-q")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "state")


def release(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "scripts/release.sh", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHON": sys.executable, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_changes_that_are_not_committed_are_not_released(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n")
    done = release(checkout)
    assert (done.returncode, "has changes" in done.stderr) == (2, True)


def test_a_version_without_a_dated_section_is_not_released(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    commit(checkout)
    done = release(checkout)
    assert (done.returncode, "no section '## 9.8.7" in done.stderr) == (2, True)


def test_a_version_is_released_once(checkout: Path) -> None:
    git(checkout, "tag", "v9.8.7")
    done = release(checkout)
    assert (done.returncode, "the tag v9.8.7 exists" in done.stderr) == (2, True)


def test_help_says_that_nothing_is_uploaded() -> None:
    done = release(ROOT, "--help")
    assert (done.returncode, "Nothing is uploaded" in done.stdout) == (0, True)


def test_the_changelog_knows_this_version() -> None:
    assert f"\n## {harness.__version__} (" in (ROOT / "CHANGELOG.md").read_text("utf-8")
