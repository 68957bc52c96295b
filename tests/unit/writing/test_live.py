"""On a terminal nothing printed acts on it; a pipe gets the bytes of the format."""

import json
import os
import pty
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError
from harness.writing.json import json_text
from harness.writing.live import for_terminal, shown
from harness.writing.xml import element

LIVE = "\x00\x07\x08\x1b\x7f\x85\x90\x9b\u061c\u200e\u200f\u202a\u202e\u2066\u2069"
texts = st.text(
    st.one_of(st.sampled_from(LIVE + '"\\é\n'), st.characters(exclude_categories=["Cs"]))
)


@given(texts)
def test_json_says_the_same_and_nothing_in_it_is_alive(text: str) -> None:
    printed = "".join(for_terminal("json", [json_text({"a": text})]))
    assert json.loads(printed) == {"a": text}
    assert not set(printed) & set(LIVE)


@given(texts)
def test_xml_says_the_same_and_nothing_in_it_is_alive(text: str) -> None:
    piece = element("a", (), text)
    printed = "".join(for_terminal("tmx", [piece]))
    assert ET.fromstring(printed).text == ET.fromstring(piece).text
    assert not set(printed) & set(LIVE)


@pytest.mark.parametrize("form", ["csv", "html"])
def test_what_has_no_escapes_is_refused_before_anything_is_printed(form: str) -> None:
    assert list(for_terminal(form, ["a,b\r\n", "c"])) == ["a,b\r\nc"]
    for sign in LIVE:
        with pytest.raises(ConfigError, match=f"U\\+{ord(sign):04X}") as caught:
            for_terminal(form, ["a,b\r\n", sign])
        assert f"-o FILE.{form}" in caught.value.hint


def test_colours_of_ours_stay_and_a_line_is_not_taken_back() -> None:
    assert shown("\x1b[31mred\x1b[0m\r\n") == "\x1b[31mred\x1b[0m\r\n"
    assert shown("no\ryes \x1b[2J") == "no\\u000dyes \\u001b[2J"


_PROGRAM = """
import sys
from pathlib import Path
from harness.cli import streams
from harness.cli.output import deliver
import typer, json
streams.prepare()
typer.echo(json.dumps({"a": "\\x9b2J\\u202e"}, ensure_ascii=False))
deliver(None, ['"\\x9b2J\\u202e"\\n'], "json")
sys.stdout.flush()
"""


def _printed(*, terminal: bool) -> bytes:
    """What a program prints on a terminal, or into a pipe."""
    reader, writer = pty.openpty() if terminal else os.pipe()
    subprocess.run([sys.executable, "-c", _PROGRAM], stdout=writer, check=True)
    data = os.read(reader, 1 << 16)
    os.close(writer)
    os.close(reader)
    return data.replace(b"\r\n", b"\n")


def test_a_terminal_gets_escapes_and_a_pipe_the_exact_text() -> None:
    assert _printed(terminal=True) == b'{"a": "\\u009b2J\\u202e"}\n"\\u009b2J\\u202e"\n'
    assert _printed(terminal=False).decode() == '{"a": "\x9b2J\u202e"}\n"\x9b2J\u202e"\n'


def test_a_csv_on_a_terminal_ends_in_a_hint(tmp_path: Path) -> None:
    master, terminal = pty.openpty()
    program = _PROGRAM.replace('"json")', '"csv")').replace("typer.echo", "#")
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=terminal,
        stderr=subprocess.PIPE,
        check=False,
        cwd=tmp_path,
    )
    os.close(terminal)
    os.close(master)
    assert b"steers terminals" in done.stderr
