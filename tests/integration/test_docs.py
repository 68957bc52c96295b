"""Every command in the documentation is run, in order, as it stands there."""

import ast
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from program import ROOT, Program

pytestmark = pytest.mark.engine

WITHOUT_COMMANDS = {
    "architecture.md",
    "blame.md",
    "comparing.md",
    "record-schema.md",
    "adequacy.md",
    "natural-drift.md",
    "paraphrase-model.md",
    "performance.md",
}  # decisions; figures of a script
BENCHMARKS = ROOT / "scripts/benchmarks/README.md"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BEFORE = "The court fined the company €3,200. He did not appeal. Nobody was hurt.\n"
AFTER = "The court fined the company €2,300. He appealed. Nobody was hurt.\n"


def commands(page: Path) -> list[str]:
    shell = [body for kind, body in FENCE.findall(page.read_text("utf-8")) if kind == "sh"]
    return [line for body in shell for line in body.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_the_page_works(page: Path, harness: Program) -> None:
    if page.name in WITHOUT_COMMANDS:
        assert not commands(page)
        return
    (harness.folder / "corpora").symlink_to(ROOT / "corpora")
    (harness.folder / "langpacks").symlink_to(ROOT / "langpacks")
    (harness.folder / "before.en.txt").write_text(BEFORE)
    (harness.folder / "after.en.txt").write_text(AFTER)
    if suites := [body for kind, body in FENCE.findall(page.read_text("utf-8")) if kind == "toml"]:
        (harness.folder / "boats.harness.toml").write_text(suites[0], "utf-8")
    found = commands(page)
    assert found
    for command in found:
        run(command, harness)


def test_the_python_of_the_guide_works(harness: Program) -> None:
    page = (ROOT / "docs/guide.md").read_text("utf-8")
    (block,) = (body for kind, body in FENCE.findall(page) if "harness.round_trip(" in body)
    done = subprocess.run(
        [harness.python, "-c", block],
        cwd=harness.folder,
        env=harness.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def names_what_is_not_here(text: str) -> set[str]:
    """Programs and files of benchmarks that a text names and that are not in this repository."""
    sets = re.findall(r"^\| `(\w+\.jsonl)`", BENCHMARKS.read_text("utf-8"), re.MULTILINE)
    tops = ("harness", "scripts", "tests")
    here = {path.name for top in tops for path in (ROOT / top).rglob("*.py")}
    programs = {name for name in re.findall(r"\b\w+\.py\b", text) if name not in here}
    folders = set(re.findall(r"\b(?:BENCH|DEV_FOLDER|FLORES\.jsonl)\b", text))
    return programs | folders | {name for name in sets if re.search(rf"\b{name}", text)}


def test_what_names_a_file_of_elsewhere_says_where_it_is_had() -> None:
    """Pages, and what programs of `scripts/` say of themselves: nobody should search in vain."""
    programs = sorted((ROOT / "scripts").rglob("*.py"))
    told = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for path in programs}
    told |= {path: path.read_text("utf-8") for path in PAGES}
    found = {path: names for path, text in told.items() if (names := names_what_is_not_here(text))}
    assert ROOT / "docs/comparing.md" in found
    assert ROOT / "scripts/benchmarks/adapters.py" in found
    for path, names in found.items():
        assert re.search(r"README\.md", told[path]), f"{path.name} names {names} without a word"
        assert re.search(r"part\s+of\s+this\s+repository", told[path]), path.name


def run(command: str, harness: Program) -> None:
    program, *arguments = shlex.split(command, comments=True)
    if program == "make":
        targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert set(arguments) <= targets, command
        return
    assert program == "harness", f"{command!r} is neither make nor harness: run it in this test"
    done = harness(*arguments)
    drifts = "--fail-on" in command or arguments[0] in ("check", "compare", "diff", "lint", "probe")
    assert done.returncode in ((0, 1) if drifts else (0,)), f"{command}\n{done.stderr}"


def test_every_command_and_every_option_is_documented() -> None:
    import typer

    from harness.cli import app

    guide = "\n".join(page.read_text("utf-8") for page in PAGES)
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert f"### `harness {name}`" in guide, name
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert f"`{option}" in guide, f"{name} {option}"


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for page in [*PAGES, ROOT / "langpacks/README.md", ROOT / "corpora/README.md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
