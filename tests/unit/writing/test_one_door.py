"""Nothing but the writing package opens a file for writing, save for what is said here, and why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness

ROOT = Path(harness.__file__).parent

# Module -> why it may. Each must still need it.
ALLOWED = {
    "writing/files.py": "this is the door",
    "run/record.py": "grows a locked partial line by line for hours, which a resumed run must find",
    "packs/download.py": "into a hidden staging folder, which becomes a pack at once or not at all",
    "packs/staging.py": "the staging folder itself",
    "packs/package.py": "unpacks into the staging folder",
    "segmenters/argos_splitter.py": "a private temporary file for a library that takes paths only",
    "engines/argos.py": "a private temporary file for a library that takes paths only",
    "models/e5_conversion.py": "into a hidden staging folder, which becomes a model at once or not",
    "metrics/comet_worker.py": "its own standard output, kept from what libraries print",
    "cli/streams.py": "nowhere, in the place of a stream that nobody reads",
    "pytest_plugin/state.py": "a lock, which holds nothing",
}

_MODE = re.compile(r"[rwaxbtU+]{1,4}")
_MAKERS = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "savez"}


def _writes(node: ast.AST) -> bool:
    """Whether it is a call that opens a file for writing, as far as a reader of code can tell."""
    if not isinstance(node, ast.Call):
        return False
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            pass
        case _:
            return False
    if name in _MAKERS:
        return True
    if name not in ("open", "fdopen"):
        return False
    first = isinstance(node.func, ast.Name)  # `open(path, mode)`; but `path.open(mode)`
    given = [
        *node.args[first:],
        *(word.value for word in node.keywords if word.arg in ("mode", "flags")),
    ]
    constants = [each.value for each in given if isinstance(each, ast.Constant)]
    modes = [value for value in constants if isinstance(value, str) and _MODE.fullmatch(value)]
    flags = any(word in ast.unparse(each) for each in given for word in ("O_WRONLY", "O_RDWR"))
    return flags or any(set(mode) & set("wax+") for mode in modes)


def _lines(code: str) -> Iterator[int]:
    return (node.lineno for node in ast.walk(ast.parse(code)) if _writes(node))


def test_only_what_is_allowed_opens_files_for_writing() -> None:
    strangers = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in ALLOWED
        for line in _lines(path.read_text("utf-8"))
    ]
    assert not strangers, "write by harness.writing.files, or say in ALLOWED why not"


def test_every_allowance_is_still_needed() -> None:
    idle = [name for name in ALLOWED if not [*_lines((ROOT / name).read_text("utf-8"))]]
    assert not idle


@pytest.mark.parametrize(
    "code",
    [
        "open('a', 'w')",
        "open('a', mode='ab')",
        "path.open('x', encoding='utf-8')",
        "path.open(mode='r+')",
        "path.write_text(text)",
        "path.write_bytes(data)",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "os.fdopen(handle, 'wb')",
        "tempfile.mkstemp()",
        "numpy.savez(path, a=a)",
    ],
)
def test_each_way_to_write_is_seen(code: str) -> None:
    assert [*_lines(code)] == [1]


@pytest.mark.parametrize(
    "code", ["open('a')", "path.open('rb')", "engine.open(direction, found)", "json.dumps(value)"]
)
def test_reading_is_no_writing(code: str) -> None:
    assert not [*_lines(code)]
