"""The identity of code changes with whatever the code can say, and with nothing else."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.core import code
from harness.core.code import code_digest

FILES = {
    "__init__.py": "",
    "detector.py": (
        "from .parts import (\n    helper,  # by name\n)\n"
        "from plug.deep.lower import low\nimport json\n"
    ),
    "parts/__init__.py": "",
    "parts/helper.py": "def helps():\n    from plug import late\n    return late.X\n",
    "late.py": "X = 1\n",
    "deep/__init__.py": "from . import lower\n",
    "deep/lower.py": "from harness.core.values import Span as low\n",
    "apart.py": "Y = 1\n",
}


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "plug"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    _forget()
    for name in [name for name in sys.modules if name.partition(".")[0] == "plug"]:
        del sys.modules[name]


CACHED = (code.code_digest, code._source, code._file, code._imports)


def _forget() -> None:
    importlib.invalidate_caches()
    for cached in CACHED:
        cached.cache_clear()


def _digest() -> str:
    _forget()
    return code_digest("plug.detector")


@pytest.mark.parametrize(
    "name", ["detector.py", "parts/__init__.py", "parts/helper.py", "late.py", "deep/lower.py"]
)
def test_a_change_in_anything_that_is_imported_changes_it(plug: Path, name: str) -> None:
    before = _digest()
    with (plug / name).open("a") as stream:
        stream.write("Z = 2\n")
    assert _digest() != before


def test_what_is_not_imported_does_not_matter(plug: Path) -> None:
    before = _digest()
    (plug / "apart.py").write_text("Y = 2\n")
    assert _digest() == before


def test_line_ends_of_a_checkout_do_not_matter(plug: Path) -> None:
    before = _digest()
    for path in plug.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert _digest() == before


def test_helpers_of_the_harness_count_for_a_plug_in(
    plug: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _digest()
    code_digest.cache_clear()
    real = code._source.__wrapped__
    monkeypatch.setattr(
        code, "_source", lambda name: real(name) + b"#" * (name == "harness.core.fingerprint")
    )
    assert code_digest("plug.detector") != before


def test_a_detector_sees_its_own_helpers_only() -> None:
    assert "harness.text.facts.numbers" in _closure("harness.detectors.numbers")
    assert "harness.detectors._wording" in _closure("harness.detectors.tense")
    assert "harness.text.words.verb_forms" not in _closure("harness.detectors.numbers")


def _closure(module: str) -> set[str]:
    known: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting.extend(each for each in code._imports(name) if each.startswith("harness"))
    return known


def test_a_module_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        code_digest("harness.nowhere")
