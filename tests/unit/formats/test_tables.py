"""Tables, read as Python's csv module reads them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document
from harness.formats.table_syntax import Dialect, rows
from harness.formats.tables import Csv, Tsv


def read(text: str, language: str = "en", reader: Csv | None = None, **options: str) -> Document:
    return (reader or Csv()).read(
        text.encode(), doc_id="t.csv", language=language, origin="t.csv", options=options
    )


@given(
    st.text('ab",\n\r;é ', max_size=30),
    st.sampled_from([",", ";"]),
)
def test_fields_are_those_of_pythons_csv(text: str, delimiter: str) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        expected = [row for row in reader if row and row != [""]]
    except csv.Error:
        with pytest.raises(ReadError):
            list(rows(text, Dialect(delimiter), "t.csv"))
        return
    found = list(rows(text, Dialect(delimiter), "t.csv"))
    assert [[field.text for field in row.fields] for row in found if _says(row)] == expected
    for field in (field for row in found for field in row.fields):
        raw = field.span.of(text)
        assert raw.strip('"').replace('""', '"') == field.text.strip('"') or raw == field.text


def _says(row) -> bool:
    return [field.text for field in row.fields] != [""]


@pytest.mark.parametrize(
    ("header", "language", "roles"),
    [
        ("source,target", "en", ("0", "1", None, None)),
        ("Key,Source Text,Translation,Comment", "en", ("1", "2", None, "0")),
        ("en,es", "en", ("0", "1", "es", None)),
        ("es,en", "en", ("1", "0", "es", None)),
        ("id,en-GB,pt_BR", "en", ("1", "2", "pt-BR", "0")),
        ("en,es,pt", "en", ("0", None, None, None)),
        ("en,target,es", "en", ("0", "1", None, None)),
        ("text,en", "en", ("1", None, None, None)),
        ("No,source,Es", "en", ("1", None, None, None)),  # a number, and no tag
    ],
)
def test_the_header_says_what_the_columns_hold(header: str, language: str, roles) -> None:
    cells = [f"{n}" for n in range(header.count(",") + 1)]
    made = read(f"{header}\n{','.join(cells)}\n", language)
    (unit,) = made.units
    source, target, target_language, key = roles
    assert unit.text == source
    assert (unit.target.text if unit.target else None) == target
    assert made.target_language == target_language
    assert (unit.unit_id == key) == (key is not None)
    assert made.bilingual is (target is not None)


def test_several_languages_are_references() -> None:
    (unit,) = read("en,es,pt_BR\nOpen,Abrir,Aberto\n").units
    assert unit.references == {"es": "Abrir", "pt-BR": "Aberto"}


def test_settings_come_before_names() -> None:
    made = read("English,source,x\nOpen,s,Abrir\n", source="English", target="3", key="source")
    (unit,) = made.units
    assert (unit.unit_id, unit.text, unit.target.text) == ("s", "Open", "Abrir")


def test_a_table_without_a_header() -> None:
    made = read("Open\tAbrir\n", reader=Tsv(), header="no", source="1", target="2")
    (unit,) = made.units
    assert (unit.text, unit.target.text, unit.line) == ("Open", "Abrir", 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_first_line_tells_the_delimiter(delimiter: str) -> None:
    text = delimiter.join(["source", "target"]) + "\n" + delimiter.join(["a", "b"])
    assert read(text).units[0].target.text == "b"


def test_the_delimiter_may_be_named() -> None:
    assert read("source;x,y\na;b", delimiter="semicolon").units[0].text == "a"


@pytest.mark.parametrize(
    ("text", "options", "error", "said"),
    [
        ("", {}, ReadError, "no row"),
        ("one,two\n", {}, ReadError, r"t\.csv:1: no column is the source .*one, two"),
        ("source,src\n", {}, ReadError, r"columns 1 and 2 both seem to be the source"),
        ("source\na\nb,c\n", {}, ReadError, r"t\.csv:3: 2 fields, but the first row has 1"),
        ('source\n"a\nb"\n"c\n', {}, ReadError, r"t\.csv:4:1: a quoted field that does not end"),
        ('source\na\n"b"c\n', {}, ReadError, r"t\.csv:3:1: text behind a quoted field"),
        ("key,source\nk,a\nk,b\n", {}, ReadError, r"t\.csv:3: the key 'k' .* line 2"),
        ("source\na\n", {"target": "es"}, ConfigError, "no column 'es'"),
        ("source\na\n", {"target": "2"}, ConfigError, "no column '2'"),
        ("source\na\n", {"quote": "single"}, ConfigError, "double or none"),
        ("source\na\n", {"delimiter": ":"}, ConfigError, "comma, semicolon or tab"),
        ("source\na\n", {"sauce": "1"}, ConfigError, "no setting 'sauce'"),
    ],
)
def test_what_is_wrong_is_told(text: str, options: dict[str, str], error: type, said: str) -> None:
    with pytest.raises(error) as refusal:
        read(text, **options)
    import re

    assert re.search(said, f"{refusal.value} {refusal.value.hint}")


def test_a_row_has_its_key_with_its_context_or_is_known_by_its_words() -> None:
    made = read("key,context,source\nopen,menu,Open\nopen,sign,Open\n,,Open\n,,Open\n")
    ids = [unit.unit_id for unit in made.units]
    assert ids[:2] == ["menu|open", "sign|open"]
    assert len(set(ids)) == 4
    moved = read("key,context,source\n,,New\n,,Open\n,,Open\nopen,menu,Open\n")
    assert [unit.unit_id for unit in moved.units][1:3] == ids[2:]


def written(text: str, said: dict[str, str], **options: str) -> str:
    made = read(text, **options)
    return Csv().write(made, text.encode(), said).decode()


def test_a_cell_is_quoted_as_it_was_or_as_it_must_be() -> None:
    text = 'key,source,target\r\na,x,"b"\r\nc,y,d\r\n'
    assert written(text, {"a": "e", "c": "f"}) == 'key,source,target\r\na,x,"e"\r\nc,y,f\r\n'
    assert written(text, {"c": 'f,"g"\n'}).endswith('c,y,"f,""g""\n"\r\n')


def test_without_a_place_for_translations_they_take_that_of_the_source() -> None:
    assert written("key,source\na,x\n", {"a": "y"}) == "key,source\na,y\n"


def test_a_table_without_quotes_holds_no_delimiter() -> None:
    text = 'source,target\n"a" or,b\n'
    made = read(text, quote="none")
    (unit,) = made.units
    assert unit.text == '"a" or'
    with pytest.raises(ConfigError, match=r"t\.csv:2: a table without quotes"):
        Csv().write(made, text.encode(), {unit.unit_id: "c,d"})
