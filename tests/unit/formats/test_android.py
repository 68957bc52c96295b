"""Android's strings.xml, read as aapt2 reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError, ReadError
from harness.core.values import CodeKind, Document
from harness.formats.android import Android
from harness.formats.android_text import AndroidEscapes, AndroidPen
from harness.formats.markup.tree import parsed, resolved

FILE = r"""<?xml version="1.0" encoding="utf-8"?>
<!-- Copyright -->
<!DOCTYPE resources [<!ENTITY app "Maps">]>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
    <!-- the title of the first page -->
    <string name="title">Welcome to &app;</string>
    <string name="save">  Don\'t   save
        <b>%1$s</b>!\n"  ok"</string>
    <string name="by">By <xliff:g id="author" example="Ann">%1$s</xliff:g></string>
    <string name="key" translatable="false">abc</string>
    <string name="ok">@android:string/ok</string>
    <string name="size" product="tablet">Tablet</string>
    <string name="size" product="phone">Phone \uD83D\uDE00</string>
    <string name="none"/>
    <string name="html"><![CDATA[<i>It\'s</i>]]></string>
    <color name="red">#f00</color>
    <string-array name="days"><item>Mon</item><item>Tue</item></string-array>
    <plurals name="files">
        <item quantity="one">%d file</item>
        <item quantity="other">%d files</item>
    </plurals>
</resources>
"""


def read(data: str = FILE) -> Document:
    return Android().read(data.encode(), doc_id="s.xml", language="en", origin="s.xml")


def written(said: dict[str, str], data: str = FILE) -> str:
    return Android().write(read(data), data.encode(), said).decode()


def test_strings_items_and_forms_are_units() -> None:
    made = read()
    assert {unit.unit_id: unit.text for unit in made.units} == {
        "title": "Welcome to Maps",
        "save": "Don't save %1$s!\n  ok",
        "by": "By %1$s",
        "key": "abc",
        "ok": "@android:string/ok",
        "size|[tablet]": "Tablet",
        "size|[phone]": "Phone 😀",
        "none": "",
        "html": "<i>It's</i>",
        "days|[0]": "Mon",
        "days|[1]": "Tue",
        "files|[one]": "%d file",
        "files|[other]": "%d files",
    }
    assert not made.bilingual


def test_a_unit_knows_what_the_file_says_of_it() -> None:
    units = {unit.unit_id: unit for unit in read().units}
    assert units["title"].notes == (("comment", "the title of the first page"),)
    assert units["save"].notes == ()
    assert [name for name, unit in units.items() if not unit.translate] == ["key", "ok"]
    assert (units["key"].slot, units["ok"].slot) == (None, None)
    assert units["files|[other]"].group == "files"
    assert units["files|[other]"].context == (("plural form", "other"),)
    assert (units["days|[1]"].line, units["files|[other]"].line) == (17, 20)
    assert [code.raw for code in units["by"].codes] == [
        '<xliff:g id="author" example="Ann">',
        "</xliff:g>",
    ]
    (entity,) = units["title"].codes
    assert (entity.kind, entity.raw, entity.shown) == (CodeKind.PROTECTED, "&app;", "Maps")


def test_a_translation_takes_the_place_of_the_text() -> None:
    said = {
        "title": "Le damos la bienvenida a Maps",
        "save": '¿"No" guardar %1$s?',
        "by": "De %1$s",
        "none": " ",
        "html": "<b>L'a</b> & b",
        "days|[1]": "mar",
        "files|[other]": "@%d\u00a0<archivos>\t",
    }
    made = written(said)
    assert made == (
        FILE.replace("Welcome to &app;", "Le damos la bienvenida a &app;")
        .replace(
            '  Don\\\'t   save\n        <b>%1$s</b>!\\n"  ok"',
            '¿\\"No\\" guardar <b>%1$s</b>?',
        )
        .replace('By <xliff:g id="author" example="Ann">', 'De <xliff:g id="author" example="Ann">')
        .replace('<string name="none"/>', '<string name="none">\\u0020</string>')
        .replace("<i>It\\'s</i>", "<b>L\\'a</b> & b")
        .replace("Tue", "mar")
        .replace("%d files", "\\@%d\u00a0&lt;archivos&gt;\\t")
    )
    again = {unit.unit_id: unit.text for unit in read(made).units}
    assert {unit_id: again[unit_id] for unit_id in said} == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name="days"', "", r"17: a <string-array> has no name"),
        (
            'name="by"',
            'name="save"',
            r"9: the <string> 'save' for the second time \(first on line 7",
        ),
        (
            'quantity="one"',
            'quantity="other"',
            r"20: the <plurals> 'files\|\[other\]' for the second",
        ),
        (r"\uD83D\uDE00", r"\u12", r"13: <string> 'size': \\u is not followed by four"),
        (r"\uD83D\uDE00", r"\uD83D", r"13: <string> 'size': \\uD83D is half a character"),
        ("&app;", "&other;", r"6:\d+: undefined entity"),
        ('"Maps"', '"&#60;b>Maps"', r"3:\d+: an entity is declared"),
        ('"Maps"', '"%x;"', r"3:\d+: "),
        (
            "<resources",
            "<menu",
            r"4:1: this is no string file of Android: its root element is <menu",
        ),
    ],
)
def test_faults_are_told_with_their_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ReadError, match=rf"^s\.xml:{said}") as refusal:
        read(FILE.replace(old, new))
    assert refusal.value.hint


def test_what_is_not_translatable_is_not_written() -> None:
    with pytest.raises(ConfigError, match="no place to write to"):
        written({"key": "xyz"})


def test_resources_without_strings_are_an_empty_document() -> None:
    assert read('<resources><color name="a">#fff</color></resources>').units == ()


@given(st.text(st.sampled_from("ab \n\t'\"\\@?<>&\x1b\r\u2028é😀u0041n"), max_size=12))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    for cdata in (False, True):
        raw = AndroidPen(cdata=cdata).written(text, 0, len(text))
        (child,) = parsed(f"<s>{raw}</s>").children or [None]
        found = "" if child is None else child.raw if cdata else resolved(child.raw, {})
        escapes = AndroidEscapes()
        made = escapes.meant(found)
        assert (made, escapes.loose_end()) == (text, 0)
