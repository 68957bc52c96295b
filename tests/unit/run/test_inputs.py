import textwrap
from pathlib import Path

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.route_syntax import parse_route
from harness.run import inputs

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
    assert inputs.language_in_name(name) == language


def test_a_missing_file_is_wrong_usage_and_an_unreadable_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        inputs.read_bytes(str(tmp_path / "none"))
    with pytest.raises(ConfigError, match="a folder"):
        inputs.read_bytes(str(tmp_path))
    with pytest.raises(ReadError, match="binary"):
        inputs.document_of("x.txt", b"\0", "en")


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
    assert inputs.looks_wrapped(text) is wrapped


@pytest.mark.parametrize("name", ["news.txt", "news.TEXT", "README", "-", "news.en", "a/b.x/news"])
def test_plain_text_is_what_a_text_file_is_usually_called(name: str) -> None:
    assert inputs.document_of(name, b"Hello.", "en").text == "Hello."


@pytest.mark.parametrize("name", ["film.sub", "ui.ini", "page.php", "news.es", "x.bin"])
def test_a_format_that_nobody_reads_is_an_error_with_a_way_round(name: str) -> None:
    with pytest.raises(ConfigError, match=r"no reader for .*\.txt") as refusal:
        inputs.document_of(name, b"Hello.", "en")
    assert "--reader plain" in refusal.value.hint
    assert inputs.document_of(name, b"Hello.", "en", "plain").text == "Hello."


def test_a_reader_that_nobody_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no reader is called 'plane'") as refusal:
        inputs.document_of("film.txt", b"Hello.", "en", "plane")
    assert "'plain'" in refusal.value.hint


PO = (
    b'msgid ""\nmsgstr "Language: es_419\\n"\n\n'
    b'msgid "Open"\nmsgstr "Abrir"\n\nmsgid "Quit"\nmsgstr ""\n'
)


@pytest.fixture
def po(tmp_path: Path) -> str:
    path = tmp_path / "app.es.po"
    path.write_bytes(PO)
    return str(path)


def test_a_file_with_translations_may_be_named_after_them(po: str) -> None:
    made = inputs.read_document(po)
    assert (made.language, made.target_language, made.format) == ("en", "es-419", "po")
    assert inputs.read_document(po, "de").language == "de"


def test_looked_at_alone_it_is_the_side_of_the_language_that_was_asked_for(po: str) -> None:
    spanish = inputs.text_of(po, "es", "en")
    assert [unit.text for unit in spanish.units] == ["Abrir"]
    assert spanish.language == "es"
    assert [unit.text for unit in inputs.text_of(po, "en", "de").units] == ["Open", "Quit"]
    assert inputs.text_of(po, None, "en").language == "en"


def test_a_name_says_what_the_file_does_not(tmp_path: Path) -> None:
    path = tmp_path / "app.es.po"
    path.write_bytes(b'msgid "Open"\nmsgstr "Abrir"\n')
    assert inputs.document_of(str(path), path.read_bytes(), "en").target_language == "es"


def test_a_document_is_written_by_the_writer_of_its_reader(tmp_path: Path, po: str) -> None:
    made = inputs.read_document(po)
    assert inputs.write_document(made, PO, {}) == PO
    assert b'msgstr "Salir"' in inputs.write_document(made, PO, {"Quit": "Salir"})
    odd = tmp_path / "messages.gettext"
    odd.write_bytes(PO)
    named = inputs.document_of(str(odd), PO, "en", "po")
    assert inputs.write_document(named, PO, {"Quit": "Salir"}).endswith(b'"Salir"\n')


def test_units_are_not_cut_where_a_file_answers_for_them(po: str) -> None:
    two = PO.replace(b'msgid "Quit"', b'msgid "Stop. Then quit."')
    made = inputs.document_of(po, two, "en")
    asked = [parse_route("en:es@file:en")]
    assert inputs.segmented(made, "sentencex", asked).count == 2
    assert inputs.segmented(made, "sentencex", [parse_route("en:es:en")]).count == 3
