"""Qt Linguist's files as lupdate writes them."""

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document, TargetState
from harness.formats.qt import QtLinguist

FILE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Main::Window</name>
    <message>
        <location filename="../main.cpp" line="12"/>
        <location filename="../other.cpp"/>
        <source>&amp;Open &quot;%1&quot;</source>
        <comment>menu</comment>
        <extracomment>opens a file</extracomment>
        <translatorcomment>short!</translatorcomment>
        <translation>%1 ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <oldsource>Store</oldsource>
        <translation type="unfinished">Ablegen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform/>
        </translation>
    </message>
    <message>
        <source>Gone</source>
        <translation type="vanished">Weg</translation>
    </message>
</context>
<context>
    <name>Other</name>
    <message id="msg.save"><source>Save</source>
        <translation type="unfinished">Da</translation></message>
    <message><source>a<byte value="x1b"/>b</source><translation>c</translation></message>
</context>
</TS>
"""


def read(data: str = FILE) -> Document:
    return QtLinguist().read(data.encode(), doc_id="a.ts", language="en", origin="a.ts")


def written(said: dict[str, str]) -> str:
    return QtLinguist().write(read(), FILE.encode(), said).decode()


def test_messages_are_units_and_what_vanished_is_not() -> None:
    made = read()
    assert [unit.unit_id for unit in made.units] == [
        'Main::Window/menu|&Open "%1"',
        "Main::Window|Save",
        "Main::Window|Close",
        "Main::Window|%n file(s)|[0]",
        "Main::Window|%n file(s)|[1]",
        "Other|msg.save",
        "Other|ab",
    ]
    assert (made.target_language, made.bilingual) == ("de-DE", True)


def test_a_message_knows_what_its_file_says_of_it() -> None:
    first, save, close, one, many, *_ = read().units
    assert first.target is not None
    assert (first.target.text, first.target.language) == ("%1 ö&ffnen", "de-DE")
    assert first.context == (("context", "Main::Window"), ("comment", "menu"))
    assert first.notes == (("developer", "opens a file"), ("translator", "short!"))
    assert first.locations == ("../main.cpp:12", "../other.cpp")
    assert save.target is not None
    assert (save.target.state, save.target.previous_source) == (TargetState.FUZZY, "Store")
    assert (close.target, many.target) == (None, None)
    assert (one.group, many.group) == ("Main::Window|%n file(s)", "Main::Window|%n file(s)")
    assert many.context[-1] == ("plural form", "1")


def test_an_unfinished_translation_is_a_draft() -> None:
    assert read().units[5].target.state is TargetState.DRAFT


def test_translations_are_written_and_stay_as_unfinished_as_they_were() -> None:
    said = {
        "Main::Window|Close": "S'chließen",
        "Main::Window|%n file(s)|[1]": "%n Dateien",
        'Main::Window/menu|&Open "%1"': '"%1" öffnen',
    }
    assert written(said) == (
        FILE.replace(
            '<translation type="unfinished"></', '<translation type="unfinished">S&apos;chließen</'
        )
        .replace("<numerusform/>", "<numerusform>%n Dateien</numerusform>")
        .replace("%1 ö&amp;ffnen", "&quot;%1&quot; öffnen")
    )


def test_a_character_that_xml_lacks_is_a_code() -> None:
    assert written({"Other|ab": "x y"}).count('<byte value="x1b"/>') == 2
    with pytest.raises(ConfigError, match=r"U\+001B"):
        written({"Other|ab": "x\x1b"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<source>Save</source>\n", "", "15: a <message> has no <source>"),
        ("</context>\n<context>", "<context>", r"41:3: mismatched tag, in the element <context>"),
        ("<TS ", "<ts ", r"\d+:1: this is no Qt Linguist file"),
    ],
)
def test_faults_are_told_with_their_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ReadError, match=f"^a.ts:{said}"):
        read(FILE.replace(old, new, 1))


def test_a_message_without_a_place_for_its_translation_is_read() -> None:
    made = read(FILE.replace('<translation type="unfinished"></translation>', ""))
    assert (made.units[2].text, made.units[2].target, made.units[2].slot) == ("Close", None, None)


def test_messages_that_come_twice_stay_apart_and_are_told() -> None:
    made = read(FILE.replace("<source>Close", "<source>Save"))
    assert [unit.unit_id for unit in made.units][1:3] == [
        "Main::Window|Save",
        "Main::Window|Save|[#2]",
    ]
    assert "the message 'Main::Window|Save' comes again" in made.remarks[0]
