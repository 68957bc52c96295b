"""The package in CONTRIBUTING.md is built as it stands there, installed, tested and used."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from program import ROOT, Program

pytestmark = pytest.mark.slow

PAGE = ROOT / "CONTRIBUTING.md"
FILE = re.compile(r"^\*\*`(?P<path>[\w./-]+)`\*\*\n\n```\w+\n(?P<content>.*?)^```", re.M | re.S)
LETTER = "Mr. Smith did not sign.\nThe ferry leaves at seven.\n"
CATEGORY = "style/honorific"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, word by word."""
    folder = tmp_path_factory.mktemp("harness-example")
    for found in FILE.finditer(PAGE.read_text("utf-8")):
        path = folder / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["content"], "utf-8")
    return folder


@pytest.fixture(scope="module")
def installed(package: Path) -> Path:
    """A folder that the package was installed into, from outside, with its entry points."""
    target = package.parent / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(target)]
    subprocess.run([*pip, *offline, str(package)], check=True, capture_output=True)
    assert list(target.glob("harness_example-*.dist-info/entry_points.txt"))
    return target


@pytest.fixture(scope="module")
def address(package: Path) -> Iterator[str]:
    """The server that the package's tests use, and how often it was asked."""
    spec = spec_from_file_location("example_server", package / "tests/server.py")
    assert spec is not None
    assert spec.loader is not None
    server = module_from_spec(spec)
    spec.loader.exec_module(server)
    with server.serving() as address:
        yield address


@pytest.fixture
def harness(installed: Path, address: str, tmp_path: Path) -> Program:
    (tmp_path / "letter.en.txt").write_text(LETTER, "utf-8")
    (tmp_path / "menu.en.keyed").write_text('quit = "Mr. Bean will quit."\n', "utf-8")
    extra = {"PYTHONPATH": str(installed), "HARNESS_REMOTE_ADDRESS": address}
    return Program(tmp_path, extra)


def run(harness: Program, *more: str, file: str = "letter.en.txt", folder: str = "run") -> None:
    route = ("--route", "en:es@remote:en@remote", "--segmenter", "lines", "--metric", "chrf")
    done = harness("run", file, *route, "-o", folder, *more)
    assert done.returncode == 0, done.stderr


def test_the_package_keeps_its_contracts(package: Path, installed: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            "/dev/null",
            "tests",
        ],
        cwd=package,
        env=Program(package, {"PYTHONPATH": f"{installed}:{package / 'tests'}"}).environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"(\d+) skipped", done.stdout) == ["1"]  # no option changes its output
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) > 50


def test_its_category_shows_in_report_and_json(harness: Program) -> None:
    run(harness)
    for form in ("html", "json", "markdown", "sarif", "csv"):
        done = harness("report", "run", "--format", form, "-o", f"report.{form}")
        assert done.returncode == 0, done.stderr
        assert "honorific" in (harness.folder / f"report.{form}").read_text("utf-8"), form
    assert CATEGORY in (harness.folder / "report.json").read_text("utf-8")


def test_its_category_shows_in_a_suite_and_may_be_allowed(harness: Program) -> None:
    suite = (
        'routes = ["en:es@remote:en@remote"]\nmetrics = ["chrf"]\ndetectors = ["honorifics"]\n'
        '[[corpus]]\nfile = "letter.en.txt"\nsegmenter = "lines"\n[policy]\nfail_alone = "major"\n'
    )
    (harness.folder / "a.harness.toml").write_text(suite, "utf-8")
    done = harness("check", "a.harness.toml", "--json")
    assert done.returncode in (0, 1), done.stderr
    assert CATEGORY in done.stdout
    allowed = f'{suite}[[policy.allow]]\ncategory = "{CATEGORY}"\n'
    (harness.folder / "a.harness.toml").write_text(allowed, "utf-8")
    assert harness("check", "a.harness.toml").returncode == 0
    misspelt = allowed.replace(CATEGORY, "accuracy/mistranslation/numbr")
    (harness.folder / "a.harness.toml").write_text(misspelt, "utf-8")
    refused = harness("check", "a.harness.toml")
    assert refused.returncode == 2
    assert "accuracy/mistranslation/number" in refused.stderr


def test_a_record_is_read_when_the_package_is_gone(harness: Program) -> None:
    run(harness)
    without = Program(harness.folder)
    done = without("report", "run", "--format", "json", "-o", "report.json")
    assert done.returncode == 0, done.stderr
    assert CATEGORY in (harness.folder / "report.json").read_text("utf-8")
    assert without("run", "letter.en.txt", "-r", "en:es@remote:en", "-o", "x").returncode == 2


def test_the_engine_is_asked_only_where_it_is_named(harness: Program) -> None:
    nobody = Program(
        harness.folder, {**harness.extra, "HARNESS_REMOTE_ADDRESS": "http://127.0.0.1:9"}
    )
    for asked in (("engines", "--json"), ("doctor", "--json")):
        assert "not asked" in nobody(*asked).stdout
    listed = json.loads(nobody("engines", "--json", "--ask", "remote").stdout)["engines"]
    (remote,) = [entry for entry in listed if entry["engine"] == "remote"]
    assert remote["uses_network"]
    assert "does not answer" in remote["obstacles"][0]["reason"]
    assert {each["name"]: each["secret"] for each in remote["settings"]} == {
        "remote.address": False,
        "remote.api_key": True,
        "remote.timeout": False,
    }
    named = json.loads(harness("engines", "--json", "--ask", "remote").stdout)["engines"]
    assert {
        found["direction"] for e in named if e["engine"] == "remote" for found in e["usable"]
    } == {
        "en→es",
        "es→en",
    }


def test_a_key_is_kept_out_of_the_run(harness: Program) -> None:
    keyed = Program(harness.folder, {**harness.extra, "HARNESS_REMOTE_API_KEY": "xyzzy-secret"})
    run(keyed)
    kept = [path for path in harness.folder.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"xyzzy-secret" in path.read_bytes()]
    refused = harness(
        "run",
        "letter.en.txt",
        "-r",
        "en:es@remote:en",
        "--option",
        "remote.api_key=xyzzy",
        "-o",
        "y",
    )
    assert refused.returncode == 2
    assert "HARNESS_REMOTE_API_KEY" in refused.stderr
    assert "xyzzy" not in refused.stderr


def test_its_files_are_read_and_written_back(harness: Program) -> None:
    run(harness, file="menu.en.keyed", folder="menu")
    rows = (harness.folder / "menu").glob("*.jsonl")
    assert any('"quit"' in path.read_text("utf-8") for path in rows)
    code = (
        "from pathlib import Path; from harness.plugin import read_document, write_document\n"
        "path = Path('menu.en.keyed'); document = read_document(path)\n"
        "print(write_document(document, path.read_bytes(), {'quit': 'Salir'}).decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=harness.folder,
        env=harness.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == 'quit = "Salir"'
