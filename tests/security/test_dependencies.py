"""docs/dependencies.json says what is installed with the program, under which licence."""

import json
import os
import re
import subprocess
import tomllib

import pytest
from program import ROOT, script

dependencies = script("dependencies.py")
LISTED = json.loads((ROOT / "docs/dependencies.json").read_text("utf-8"))["components"]
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT",
    "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip


def licence(component: dict) -> str:
    (said,) = component["licenses"]
    return said.get("expression") or said["license"]["id"]


def test_the_list_is_that_of_the_pins() -> None:
    pins = re.findall(r"^([a-z0-9._-]+)==(\S+)", dependencies.PINNED.read_text("utf-8"), re.M)
    assert [(each["name"], each["version"]) for each in LISTED] == pins, (
        "run: python scripts/dependencies.py"
    )


def test_licences_are_those_that_distributions_name() -> None:
    for each in LISTED:
        try:
            named = dependencies.licence_of(each["name"])
        except ValueError as cause:
            if "is not installed" in str(cause):
                continue
            raise
        assert licence(each) == named, each["name"]


def test_every_licence_is_permissive_but_one_that_is_named() -> None:
    others = {
        each["name"]: licence(each)
        for each in LISTED
        if not set(re.split(r" (?:AND|OR) ", licence(each))) <= FREE
    }
    assert others == {"minisbd": "AGPL-3.0-only"}
    said = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "MiniSBD" in said
    assert "AGPL" in said


def test_what_users_install_is_listed_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["bergamot"]]
    names = {re.split(r"[>=<;\[ ]", each)[0].lower() for each in wanted}
    assert names <= {each["name"] for each in LISTED}
    table = (ROOT / "docs/architecture.md").read_text("utf-8").partition("## Dependencies")[2]
    missing = {name for name in names if name not in table.lower()}
    assert not missing


def test_each_says_what_it_opens() -> None:
    for each in LISTED:
        (opens,) = each["properties"]
        assert opens["name"] == "harness:opens"
        assert "nothing" in opens["value"]


def test_a_distribution_that_is_not_there_has_no_licence() -> None:
    with pytest.raises(ValueError, match="is not installed"):
        dependencies.licence_of("no-such-distribution-here")


@pytest.mark.parametrize(
    ("printed", "code", "ends"),
    [
        ("No known vulnerabilities found", 0, 0),
        ("Found 1 known vulnerability in 1 package\nfoo 1.0 GHSA-abcd-1234-efgh 1.1", 1, 1),
        # As it was where the index of packages was another one: every package unknown, and 0.
        ("No known vulnerabilities found\nfoo Dependency not found and could not be audited", 0, 3),
        ("foo 1.0 PYSEC-2026-1 1.1\nbar could not be audited", 1, 1),
        ("ConnectionError: Max retries exceeded", 1, 3),
    ],
)
def test_what_was_not_audited_is_never_said_to_be_sound(
    tmp_path, printed: str, code: int, ends: int
) -> None:
    (tmp_path / "said").write_text(printed, "utf-8")
    fake = tmp_path / "pip-audit"
    fake.write_text(f"#!/bin/sh\ncat {tmp_path / 'said'}\nexit {code}\n", "utf-8")
    fake.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    command = ["bash", ROOT / "scripts/audit.sh"]
    done = subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == ends
    assert ("not audited" in done.stdout) == (ends == 3)
