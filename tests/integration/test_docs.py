"""Every command in the documentation is run, in order, as it stands there."""

import ast
import os
import re
import shlex
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from program import ROOT, Program, script
from servers import serving, shouting

# What most commands import; a copy of this process has them already.
import harness.api
import harness.blame.word_likelihoods
import harness.engines.argos
import harness.metrics.surface
import harness.report.html.reporter
import harness.severity.by_readers
from harness.__main__ import main as program_itself

pytestmark = pytest.mark.engine

BENCHMARKS = ROOT / "scripts/benchmarks/README.md"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
# A fenced block, and the file that it is where a line above says so: **`menu.en.txt`**
FENCE = re.compile(
    r"^(?:\*\*`(?P<file>[\w./-]+)`\*\*\n\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
KINDS = {"", "console", "json", "po", "python", "sh", "text", "toml", "xml", "yaml"}
LOCAL = re.compile(r"http://127\.0\.0\.1:\d+")
EXIT = re.compile(r"#.*\bexit (\d)\b")
BEFORE = "The court fined the company €3,200. He did not appeal. Nobody was hurt.\n"
AFTER = "The court fined the company €2,300. He appealed. Nobody was hurt.\n"


@dataclass(frozen=True)
class Block:
    """A block of code on a page: a file to write, or commands to run."""

    kind: str
    body: str
    file: str | None

    @property
    def commands(self) -> list[str]:
        return [line for line in self.body.splitlines() if line.strip()]


def blocks(page: Path) -> Iterator[Block]:
    for found in FENCE.finditer(page.read_text("utf-8")):
        yield Block(found["kind"], found["body"], found["file"])


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


WITH_COMMANDS = [page for page in PAGES if any(block.kind == "sh" for block in blocks(page))]


def test_blocks_are_of_kinds_that_are_known_here() -> None:
    """`bash` or `shell` would not be run; what is not to be run is `console`."""
    for page in PAGES:
        assert {block.kind for block in blocks(page)} <= KINDS, name(page)
    assert {"README.md", "docs/tutorial.md"} <= set(map(name, WITH_COMMANDS))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all pages: the encoder is made ready once, and nothing is translated twice."""
    return tmp_path_factory.mktemp("home")


class Forked(Program):
    """The program in a copy of this process, which has imported it already: most of the time that
    a hundred commands take is their start.
    """

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        assert not stdin
        out, err = self.folder / ".stdout", self.folder / ".stderr"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads: the copy starts its own
            child = os.fork()
        if not child:
            self._become(list(map(str, arguments)), out, err)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        told = (each.read_text("utf-8") for each in (out, err))
        return subprocess.CompletedProcess(arguments, code, *told)

    def _become(self, arguments: list[str], out: Path, err: Path) -> NoReturn:
        """Never comes back: the program ends this copy."""
        try:
            os.chdir(self.folder)
            own = self.environment  # made of the one that is cleared
            os.environ.clear()
            os.environ.update(own)
            for number, path in ((0, Path(os.devnull)), (1, out), (2, err)):
                flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                os.dup2(os.open(path, flags, 0o600), number)
            sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
            sys.argv = ["harness", *arguments]
            warnings.resetwarnings()  # pytest makes errors of them
            program_itself()
        finally:
            os._exit(70)


@pytest.fixture
def harness(tmp_path: Path, home: Path) -> Program:
    kind = Forked if hasattr(os, "fork") else Program
    return kind(tmp_path, {"HOME": str(home)})


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_every_command_on_the_page_works(page: Path, harness: Program) -> None:
    """From top to bottom: files are written where the page shows them, commands run."""
    (harness.folder / "corpora").symlink_to(ROOT / "corpora")
    (harness.folder / "langpacks").symlink_to(ROOT / "langpacks")
    if page.name == "building-packs.md":
        make_model(harness.folder)
    (harness.folder / "before.en.txt").write_text(BEFORE)
    (harness.folder / "after.en.txt").write_text(AFTER)
    with serving(shouting) as server:  # the one that a page has told its reader to start
        for block in blocks(page):
            if block.file:
                path = harness.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(LOCAL.sub(server.address, block.body), "utf-8")
            elif block.kind == "sh":
                for command in block.commands:
                    run(LOCAL.sub(server.address, command), harness)


def make_model(folder: Path) -> None:
    """What somebody has who trained a model: here the parts of a bundled pack."""
    with zipfile.ZipFile(next((ROOT / "langpacks/en_es").glob("*.argosmodel"))) as archive:
        archive.extractall(folder)
    (parts,) = folder.glob("translate-*")
    (parts / "model").rename(folder / "my_model")
    (parts / "sentencepiece.model").rename(folder / "en.spm")


def python_blocks() -> list[tuple[str, str]]:
    """Whole programs on the pages: those that ask for the public interface by its name."""
    asked = ("import harness\n",)
    return [
        (name(page), block.body)
        for page in PAGES
        for block in blocks(page)
        if block.kind == "python" and block.body.startswith(asked)
    ]


@pytest.mark.parametrize(("page", "body"), python_blocks())
def test_every_program_on_the_pages_works(page: str, body: str, harness: Program) -> None:
    (harness.folder / "corpora").symlink_to(ROOT / "corpora")
    done = subprocess.run(
        [harness.python, "-c", body],
        cwd=harness.folder,
        env=harness.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{page}: {done.stderr}"


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
    if program == "python":
        assert arguments[:2] == ["-m", "pytest"], command
        quietly = [harness.python, *arguments, "-p", "no:cacheprovider"]
        tried = subprocess.run(
            quietly,
            cwd=harness.folder,
            env=harness.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert str(tried.returncode) == EXIT.search(command)[1], tried.stdout
        return
    assert program == "harness", f"{command!r} is neither make nor harness: run it in this test"
    done = harness(*arguments)
    drifts = "--fail-on" in command or arguments[0] in ("check", "compare", "diff", "lint", "probe")
    said = EXIT.search(command)
    codes = (int(said[1]),) if said else (0, 1) if drifts else (0,)
    assert done.returncode in codes, f"{command}\n{done.stdout}{done.stderr}"


def test_the_reference_is_current() -> None:
    """`python scripts/reference_pages.py` writes it anew."""
    reference = script("reference_pages.py")
    written = {path.name: path.read_text("utf-8") for path in reference.FOLDER.glob("*.md")}
    assert written == reference.pages()
    assert reference.MAN.read_text("utf-8") == reference.manual()


def examples() -> list[tuple[str, ...]]:
    reference = script("reference_pages.py")
    alone = [
        each
        for command in reference.commands().values()
        for each in (reference.members(command) or {"": command}).values()
    ]
    return [
        tuple(shlex.split(re.sub(r"   \(.*\)$", "", line)))
        for command in alone
        for line in reference.examples_of(command)
    ]


@pytest.mark.parametrize("example", examples(), ids=" ".join)
def test_every_example_of_the_reference_can_be_parsed(example: tuple[str, ...]) -> None:
    """Each option and command in it exists, and takes what it is given."""
    commands = script("reference_pages.py").commands()
    words = list(example[example.index("harness") + 1 :])
    words = words[: next((i for i, word in enumerate(words) if word in ("|", "<")), None)]
    command, rest = commands[words[0]], words[1:]
    if inner := getattr(command, "commands", {}):
        command, rest = inner[rest[0]], rest[1:]
    with command.make_context("harness", rest, resilient_parsing=False) as context:
        assert context.command is command


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for page in [*PAGES, ROOT / "langpacks/README.md", ROOT / "corpora/README.md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
