import textwrap
from pathlib import Path

import pytest

from harness import texts
from harness.core.errors import ConfigError, ReadError

PROSE = "The committee met again on Monday, and nobody knew what it would decide this time. " * 20


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("news.en.txt", "en"),
        ("a/b.c/news.pt.md", "pt"),
        ("news.txt", None),
        ("v1.2.txt", None),
        ("report.v2.txt", None),
        ("notes.old.txt", None),
        ("ui.pt-BR.txt", "pt-BR"),
        ("-", None),
    ],
)
def test_a_file_name_may_state_its_language(name: str, language: str | None) -> None:
    assert texts.language_in_name(name) == language


def test_a_missing_file_is_wrong_usage_and_an_unreadable_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        texts.read_bytes(str(tmp_path / "none"))
    with pytest.raises(ConfigError, match="a folder"):
        texts.read_bytes(str(tmp_path))
    with pytest.raises(ReadError, match="binary"):
        texts.read_document("x.txt", b"\0", "en")


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        (textwrap.fill(PROSE, 72), True),
        (textwrap.fill(PROSE, 72).replace("\n", "\r\n"), True),
        (PROSE, False),
        ("\n".join([PROSE] * 20), False),  # a paragraph a line
        ("\n".join(["Open the file and save it somewhere else before you go on."] * 20), False),
        ("\n".join(["Save", "Open", "Quit"] * 20), False),  # strings of software
    ],
)
def test_lines_broken_at_a_margin_are_noticed(text: str, wrapped: bool) -> None:
    assert texts.looks_wrapped(text) is wrapped


@pytest.mark.parametrize("name", ["news.txt", "news.TEXT", "README", "-", "news.en", "a/b.x/news"])
def test_plain_text_is_what_a_text_file_is_usually_called(name: str) -> None:
    assert texts.read_document(name, b"Hello.", "en").text == "Hello."


@pytest.mark.parametrize("name", ["film.srt", "ui.xlf", "page.html", "news.es", "x.bin"])
def test_a_format_that_nobody_reads_is_an_error_with_a_way_round(name: str) -> None:
    with pytest.raises(ConfigError, match=r"no reader for .*\.txt") as refusal:
        texts.read_document(name, b"Hello.", "en")
    assert "--reader plain" in refusal.value.hint
    assert texts.read_document(name, b"Hello.", "en", "plain").text == "Hello."


def test_a_reader_that_nobody_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no reader is called 'plane'") as refusal:
        texts.read_document("film.srt", b"Hello.", "en", "plane")
    assert "'plain'" in refusal.value.hint
