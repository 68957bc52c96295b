"""Notes in files: where their translators read them, and not one other byte changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError, WriteError
from harness.core.values import Document
from harness.formats.notes import annotated
from harness.run.inputs import document_of

PO = b"""\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n"

# By hand.
#. For the door.
#: a.c:1
msgid "Open"
msgstr "Abrir"

msgid "Close"
msgstr "Cerrar"

#, c-format
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d archivo"
msgstr[1] "%d archivos"

#~ msgid "Gone"
#~ msgstr "Ido"
"""
XLIFF1 = b"""\
<?xml version="1.0"?>
<xliff version="1.2"><file source-language="en" target-language="es" original="a"><body>
  <trans-unit id="Open">
    <source>Open</source>
    <target state="translated">Abrir</target>
    <note>For the door.</note>
  </trans-unit>
  <trans-unit id="Close"><source>Close</source><target>Cerrar</target></trans-unit>
</body></file></xliff>
"""
XLIFF2 = b"""\
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="es">
 <file id="f">
  <unit id="Open">
   <notes><note>For the door.</note></notes>
   <segment><source>Open</source><target>Abrir</target></segment>
  </unit>
  <unit id="Close">
   <segment><source>Close</source><target>Cerrar</target></segment>
  </unit>
 </file>
</xliff>
"""
TMX = b"""\
<tmx version="1.4"><header/><body>
<tu tuid="Open">
  <tuv xml:lang="en"><seg>Open</seg></tuv><tuv xml:lang="es"><seg>Abrir</seg></tuv>
</tu>
<tu tuid="Close"><tuv xml:lang="en"><seg>Close</seg></tuv>
<tuv xml:lang="es"><seg>Cerrar</seg></tuv></tu>
</body></tmx>
"""
CSV = b'key,en,es\r\nOpen,Open,"Abrir"\r\nClose,Close,Cerrar\r\n'
FILES = {
    "a.es.po": PO,
    "a.xlf": XLIFF1,
    "b.xlf": XLIFF2,
    "a.tmx": TMX,
    "a.csv": CSV,
    "a.tsv": CSV.replace(b",", b"\t"),
}
each_file = pytest.mark.parametrize("name", FILES)


def read(name: str, data: bytes) -> Document:
    return document_of(name, data, "en")


def unit_of(name: str, what: str = "Open") -> str:
    (found,) = [u.unit_id for u in read(name, FILES[name]).units if u.text == what]
    return found


def noted(name: str, data: bytes, **notes: str) -> bytes:
    ids = {unit_of(name, what): [note] for what, note in notes.items()}
    return annotated(read(name, data), data, ids)


@each_file
def test_without_notes_the_very_bytes_come_back(name: str) -> None:
    if name[2:] not in ("csv", "tsv"):  # a table gets its column all the same
        assert annotated(read(name, FILES[name]), FILES[name], {}) == FILES[name]


@each_file
def test_a_note_is_written_and_nothing_else_changes(name: str) -> None:
    data = FILES[name]
    made = noted(name, data, Open="major: “x” & <y>\nis wrong.")
    text = made.decode()
    assert "is wrong." in text
    old, new = read(name, data), read(name, made)
    assert [
        (u.unit_id, u.text, u.target and u.target.text, u.target and u.target.state)
        for u in old.units
    ] == [
        (u.unit_id, u.text, u.target and u.target.text, u.target and u.target.state)
        for u in new.units
    ]
    if name == "a.es.po":
        assert "# By hand.\n# harness: major: “x” & <y> is wrong.\n#. For the door.\n" in text
    if name == "a.xlf":
        note = '    <note from="harness">major: “x” &amp; &lt;y&gt; is wrong.</note>\n'
        assert text == data.decode().replace("    <note>", f"{note}    <note>")
    if name == "b.xlf":
        note = '<note category="harness">major: “x” &amp; &lt;y&gt; is wrong.</note>'
        assert text == data.decode().replace("</notes>", f"{note}</notes>")


@each_file
def test_a_second_round_takes_the_place_of_the_first(name: str) -> None:
    once = noted(name, FILES[name], Open="One.")
    again = noted(name, once, Close="Two.")
    assert b"One." not in again
    assert again == noted(name, FILES[name], Close="Two.")


def test_the_forms_of_a_plural_share_their_note_and_may_become_fuzzy() -> None:
    document = read("a.es.po", PO)
    forms = [unit.unit_id for unit in document.units if unit.group]
    made = annotated(document, PO, {key: ["No."] for key in forms}, fuzzy=[*forms, "Open"]).decode()
    assert made.count('# harness: No.\n#, fuzzy, c-format\nmsgid "%d file"') == 1
    assert '#: a.c:1\n#, fuzzy\nmsgid "Open"' in made
    assert annotated(document, PO, {}, fuzzy=[]) == PO


@pytest.mark.parametrize("note", ["=1+1", "-cmd", "@x", "+1"])
def test_no_spreadsheet_takes_a_note_for_a_formula(note: str) -> None:
    assert f",'{note}\r\n" in noted("a.csv", CSV, Open=note).decode()


def test_files_without_a_place_for_notes_are_refused() -> None:
    data = b'{"a": "One"}'
    with pytest.raises(ConfigError, match="no place"):
        annotated(read("a.json", data), data, {})
    with pytest.raises(ConfigError, match="fuzzy"):
        annotated(read("a.tmx", TMX), TMX, {}, fuzzy=["Open"])
    with pytest.raises(WriteError, match="not the bytes"):
        annotated(read("a.tmx", TMX), TMX + b" ", {})


@given(
    st.sampled_from(sorted(FILES)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
)
def test_whatever_a_note_says_the_file_is_read_as_before(name: str, note: str) -> None:
    document = read(name, FILES[name])
    made = annotated(document, FILES[name], {unit_of(name): [note]})
    again = read(name, made)
    assert [(u.unit_id, u.text, u.target) for u in again.units] == [
        (u.unit_id, u.text, u.target) for u in document.units
    ]
