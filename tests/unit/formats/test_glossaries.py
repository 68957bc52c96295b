"""Glossaries, read."""

from pathlib import Path

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Glossary
from harness.formats.glossaries import glossary_of, read_glossary

TBX2 = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><langSet xml:lang="en"><tig><term>house</term></tig></langSet>
<langSet xml:lang="es"><tig><term>casa</term></tig>
<ntig><termGrp><term>hogar</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
</termGrp></ntig></langSet></termEntry>
<termEntry><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>"""
TBX3 = b"""<tbx type="TBX-Core" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry>
<langSec xml:lang="en-US"><termSec><term>house</term></termSec><termSec><term>home</term></termSec>
</langSec><langSec xml:lang="es-419"><termSec><term>casa</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def of(name: str, data: str | bytes, language: str = "en") -> Glossary:
    return glossary_of(name, data.encode() if isinstance(data, str) else data, language)


def test_columns_are_known_by_their_names() -> None:
    text = (
        "note,source,es,pt-BR,keep,forbidden\n"
        'the building,house,casa | vivienda,casa,,hogar\n"a,\nb",Wren,,,yes,\n,NATO,,,,\n'
    )
    house, wren, nato = of("terms.csv", text).terms
    assert house.wanted("es") == ("casa", "vivienda")
    assert house.wanted("es-419") == ("casa", "vivienda")
    assert house.wanted("pt") == ("casa",)
    assert house.wanted("fr") == ()
    assert house.avoided("es") == ("hogar",)
    assert (wren.place, wren.keep, wren.wanted("fr")) == ("terms.csv:3", True, ("Wren",))
    assert (nato.place, nato.keep) == ("terms.csv:5", True)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "house;casa\nred door;puerta roja\n",
         [("house", "casa"), ("red door", "puerta roja")]),
        ("a.tsv", "\ufeffterm\ttranslation\nhouse\tcasa\n\n", [("house", "casa")]),
        ("a.tab", "en\tes\nhouse\tcasa", [("house", "casa")]),
        ("a.csv", "es,en\ncasa,house\n", [("house", "casa")]),
        ("a.tbx", TBX2.decode(), [("house", "casa")]),
        ("a.tbx", TBX3.decode(), [("house", "casa"), ("home", "casa")]),
    ],
)  # fmt: skip
def test_every_form_of_a_glossary_is_read(
    name: str, text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(term.source, *term.wanted("es")) for term in of(name, text).terms]
    assert found == expected


def test_terms_of_tbx_have_their_lines_and_what_is_deprecated_is_forbidden() -> None:
    (house,) = of("a.tbx", TBX2).terms
    assert house.place == "a.tbx:4"
    assert house.avoided("es") == ("hogar",)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "a.csv: the file is empty"),
        ("a.csv", b"source,target\n", "a.csv: there is no term in en"),
        ("a.csv", b"source,target\n,casa\n", "a.csv:2: a row without a term"),
        ("a.csv", b"source,keep\nx,perhaps\n", "a.csv:2: keep is 'perhaps'"),
        ("a.csv", b'source,target\n"x,casa\n', "a.csv:2:1: a quoted field that does not end"),
        ("a.csv", b"fr,es\nmaison,casa\n", "a.csv:1: no column holds terms in en"),
        ("a.csv", b"source,target\ncaf\xe9,x\n", "a.csv:2: byte"),
        ("a.tbx", b"<martif><text>", "a.tbx:1:15: no element found"),
        ("a.tbx", b"<html/>", "this is no glossary"),
        ("a.tbx", b'<!DOCTYPE martif [<!ENTITY a "b">]><martif/>', "an entity is declared"),
        ("a.tbx", TBX2.replace(b'"en"', b'"fr"'), "there is no term in en"),
    ],
)  # fmt: skip
def test_what_is_no_glossary_is_told_with_its_line(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        of(name, data)
    assert error.value.hint


def test_a_glossary_that_is_not_there_or_ends_otherwise_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_glossary(tmp_path / "a.csv", "en")
    with pytest.raises(ConfigError, match=r"no glossary ends in \.txt"):
        of("a.txt", "x")


def test_the_digest_is_of_what_is_demanded() -> None:
    one, moved = of("a.csv", "source,es\nhouse,casa\n"), of("b.csv", "source,es\n\nhouse,casa\n")
    other = of("a.csv", "source,es\nhouse,hogar\n")
    assert one.digest == moved.digest != other.digest
