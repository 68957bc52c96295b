"""The Dockerfile: built where there is Docker; elsewhere its steps are run as a script."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import ROOT, Program

pytestmark = [pytest.mark.engine, pytest.mark.slow]

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SCRIPT = ROOT / "scripts/container.sh"


def docker() -> bool:
    program = shutil.which("docker")
    if program is None:
        return False
    return subprocess.run([program, "info"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not docker(), reason="no Docker here")
def test_the_image_is_built_and_works_without_a_network(tmp_path: Path) -> None:
    subprocess.run(["docker", "build", "-t", "harness-test", "."], cwd=ROOT, check=True)
    (tmp_path / "a.en.txt").write_text("She did not sign the contract.\n")
    mine = f"{os.getuid()}:{os.getgid()}"
    base = ["docker", "run", "--rm", "--network", "none", "--user", mine, "-v", f"{tmp_path}:/work"]
    command = [*base, "harness-test", "run", "a.en.txt", "-r", "en:es:en", "-o", "run", "--quiet"]
    subprocess.run(command, check=True)
    assert (tmp_path / "run/1-en-es-en.jsonl").exists()


def test_every_step_of_the_dockerfile_is_one_of_the_script() -> None:
    steps = re.findall(r"^RUN .*container\.sh (\w+)", DOCKERFILE, re.MULTILINE)
    assert steps == ["install", "prove"]
    assert re.search(r"^USER harness$", DOCKERFILE, re.MULTILINE)  # not root


def test_what_docker_is_given_is_enough_to_build(tmp_path: Path) -> None:
    """Only what .dockerignore lets through; what the wheel depends on is here already."""
    rules = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert rules[0] == "*"
    for rule in rules[1:]:
        source, target = ROOT / rule.removeprefix("!"), tmp_path / rule.removeprefix("!")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    assert list((tmp_path / "out").glob("*.whl"))
    assert (tmp_path / "constraints/run.txt").exists()


def test_the_proof_of_the_image_passes_here(harness: Program, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "harness").write_text(f'#!/bin/sh\nexec {sys.executable} -m harness "$@"\n')
    (programs / "harness").chmod(0o755)
    cache = tmp_path / "cache"
    cache.mkdir()
    variables = {"PATH": f"{programs}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(
        ["bash", str(SCRIPT), "prove"],
        cwd=tmp_path,
        env={**harness.environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kept = cache / "retranslation-harness"
    assert not list(kept.glob("memory.sqlite*"))  # models are ready, and nothing is remembered
    assert kept.stat().st_mode & 0o777 == 0o777
