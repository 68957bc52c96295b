"""What all XML formats share: characters, hostile files, places of faults, codes in texts."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError, ReadError
from harness.core.values import CodeKind, Document, InlineCode
from harness.formats.markup.inline import Code, Content, Rules, XmlPen, content, placed, standalone
from harness.formats.markup.tree import Element, parsed
from harness.formats.tmx import Tmx

HEAD = '<?xml version="1.0" encoding="{}"?>\n'
BODY = (
    '<tmx version="1.4"><body><tu tuid="1"><tuv xml:lang="en"><seg>Café.</seg></tuv>'
    '<tuv xml:lang="es"><seg>Café — olé.</seg></tuv></tu></body></tmx>\n'
)


def read(data: bytes | str) -> Document:
    data = data.encode() if isinstance(data, str) else data
    return Tmx().read(data, doc_id="m.tmx", language="en", origin="tm/m.tmx")


# ── characters ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("named", "used", "encoding"),
    [
        ("UTF-8", "utf-8", "utf-8"),
        ("utf-8", "utf-8-sig", "utf-8"),
        ("UTF-16", "utf-16", "utf-16-le"),
        ("UTF-16", "utf-16-le", "utf-16-le"),  # no byte order mark: known by its first sign
        ("UTF-16", "utf-16-be", "utf-16-be"),
        ("windows-1252", "cp1252", "cp1252"),
        ("macintosh", "mac_roman", "mac-roman"),
        ("utf-16", "utf-8", "utf-8"),  # as some programs write it
        ("ISO-8859-1", "utf-8", "utf-8"),
    ],
)
def test_characters_are_found_by_one_rule(named: str, used: str, encoding: str) -> None:
    data = (HEAD.format(named) + BODY).encode(used)
    made = read(data)
    assert made.encoding == encoding
    assert made.units[0].text == "Café."
    assert bool(made.remarks) == (used == "utf-8" and named != "UTF-8")
    old, new = ("Café — olé.".encode(encoding), "Té — ñ.".encode(encoding))
    assert Tmx().write(made, data, {"1": "Té — ñ."}) == data.replace(old, new)


def test_a_character_that_the_encoding_lacks_is_written_as_a_reference() -> None:
    data = (HEAD.format("windows-1252") + BODY).encode("cp1252")
    made = read(data)
    written = Tmx().write(made, data, {"1": "чай"})
    assert b"<seg>&#1095;&#1072;&#1081;</seg>" in written
    assert read(written).units[0].target.text == "чай"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ((HEAD.format("utf-8") + BODY).encode("latin-1", "replace"), "0xE9"),
        ((HEAD.format("shift_jis") + BODY).encode("latin-1", "replace"), "nor shift_jis"),
        ((HEAD.format("utf-16") + BODY).encode("utf-16") + b"\0", "utf-16-le"),
        (BODY.encode("utf-16-le") + b"\0", "utf-16-le"),
    ],
)
def test_bytes_that_are_not_what_the_file_calls_itself_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=f"^tm/m.tmx.*{said}") as refusal:
        read(data)
    assert refusal.value.hint


# ── hostile files ───────────────────────────────────────────────────────────────────────────────

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("doctype", "said"),
    [
        (f'<!DOCTYPE tmx [<!ENTITY a0 "ha">{BOMB}]>', "an entity is declared"),
        ('<!DOCTYPE tmx [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>', "an external entity"),
        ('<!DOCTYPE tmx [<!ENTITY x PUBLIC "-//x" "http://x/">]>', "an external entity"),
        ('<!DOCTYPE tmx [<!ENTITY % p "x"> %p;]>', "a parameter entity"),
        ('<!DOCTYPE tmx [<!ENTITY % p SYSTEM "http://x/"> %p;]>', "a parameter entity"),
    ],
)
def test_entities_are_refused_with_their_line(doctype: str, said: str) -> None:
    with pytest.raises(ReadError, match=rf"^tm/m\.tmx:[12]:\d+: {said}") as refusal:
        read(doctype + BODY)
    assert "DOCTYPE" in refusal.value.hint


def test_a_dtd_is_named_but_never_read_and_its_entities_are_unknown(tmp_path: Path) -> None:
    dtd = tmp_path / "tmx14.dtd"
    dtd.write_text('<!ENTITY nbsp " "><!ATTLIST tu tuid CDATA "of the DTD">')
    doctype = f'<!DOCTYPE tmx SYSTEM "{dtd}" [<!ATTLIST tu tuid CDATA "injected">]>\n'
    made = read(doctype + BODY.replace(' tuid="1"', ""))
    assert made.units[0].unit_id not in ("injected", "of the DTD")
    with pytest.raises(ReadError, match=r"^tm/m\.tmx:2:\d+: .*&nbsp; is declared nowhere"):
        read(doctype + BODY.replace("olé", "&nbsp;"))


def test_a_tower_of_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="nested deeper"):
        read(BODY.replace("Café.", "<hi>" * 5000 + "</hi>" * 5000))


# ── faults ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "<tmx>\n<body>\n  <tu></body>\n</tmx>",
            r"3:9: mismatched tag, in the element <tu> of line 3",
        ),
        ("<tmx>\n<body>\n<tu>", r"3:5: no element found, in the element <tu> of line 3"),
        ("<tmx>\n<body a=1/></tmx>", r"2:9: not well-formed"),
        ("<tmx>\n<body>&nbsp;</body></tmx>", r"2:7: undefined entity"),
        ("<tmx/>\nmore", r"2:1: junk after document element"),
        ("<html/>", r"1:1: this is no translation memory \(TMX\): its root element is <html>"),
        ("<tmx>\n<tu>\n<tuv><seg>a</seg></tuv></tu></tmx>", r"3: a <tuv> has no language"),
        ("<tmx>\n<tu>\n\n<tuv xml:lang='en'/></tu></tmx>", r"4: a <tuv> has no <seg>"),
    ],
)
def test_faults_are_told_with_their_place_and_element(data: str, said: str) -> None:
    with pytest.raises(ReadError, match=rf"^tm/m\.tmx:{said}") as refusal:
        read(data)
    assert refusal.value.hint


def test_what_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^tm/m\.tmx:1: XML cannot hold the character U\+001B"):
        Tmx().write(read(BODY), BODY.encode(), {"1": "a\x1bb"})


# ── texts and codes ─────────────────────────────────────────────────────────────────────────────


def taken(element: Element) -> Code:
    if element.kind in ("g", "b"):
        return Code(parts=True, pair=element.attributes.get("id"))
    if element.kind == "mark":
        return Code(parts=True, may_drop=True)
    return standalone(element.words(), element.attributes.get("type", ""))


def text_of(inner: str, *, keeps_space: bool = False, **entities: str) -> Content:
    return content(parsed(f"<s>{inner}</s>"), Rules(taken, keeps_space, entities))


def test_codes_leave_the_text_and_know_their_place() -> None:
    found = text_of('Take <g id="7">two</g><x>¶</x> a day.')
    assert found.text == "Take two a day."
    assert found.codes == (
        InlineCode(5, CodeKind.OPEN, '<g id="7">', "7"),
        InlineCode(8, CodeKind.CLOSE, "</g>", "7"),
        InlineCode(8, CodeKind.ALONE, "<x>¶</x>", shown="¶"),
    )


def test_line_breaks_stay_in_the_text_for_words_must_not_join() -> None:
    found = text_of('one<x type="lb"/>two<x>&lt;br/></x>three')
    assert found.text == "one\ntwo\nthree"
    assert {code.kind for code in found.codes} == {CodeKind.PROTECTED}
    assert placed("uno\ndos\ntres", found, XmlPen()) == ('uno<x type="lb"/>dos<x>&lt;br/></x>tres')


def test_entities_of_the_file_are_text_and_come_back() -> None:
    found = text_of("Open &app; &amp; go", app="Maps & more")
    assert found.text == "Open Maps & more & go"
    assert placed("Abra Maps & more", found, XmlPen()) == "Abra &app;"
    assert placed("Abra mapas", found, XmlPen()) == "Abra mapas"


def test_layout_is_no_text_but_references_and_kept_space_are() -> None:
    inner = "\n    One\n    two.&#10;  Three\nfour\n  "
    assert text_of(inner).text == "One two.\n  Three\nfour"
    assert text_of(inner, keeps_space=True).text == "\n    One\n    two.\n  Three\nfour\n  "
    assert text_of("a\r\nb\rc<![CDATA[\r\n d]]>").text == "a\nb\nc\n d"


@pytest.mark.parametrize(
    ("inner", "text", "written"),
    [
        ("Get <b>%1$s</b> now", "¡%1$s, ya!", "¡<b>%1$s</b>, ya!"),
        ("<b>all</b>", "todo ello", "<b>todo ello</b>"),
        ("a <b>big</b> dog", "un perro grande", "un <b>perro</b> grande"),
        ("<x/>Hello you", "Hola tú", "<x/>Hola tú"),
        ("Hello you<x/>", "Hola tú", "Hola tú<x/>"),
        ("Hello you<b/>", "Hola tú", "Hola tú<b/>"),
        ("<x/>", "Hola", "<x/>Hola"),
        ("a <mark>term</mark> b", "un término b", "un término b"),
        ("<b><g>a</g></b> b", "x y", "<b><g>x</g></b> y"),
        ("a", "<&>", "&lt;&amp;&gt;"),
        ("a", "]]>\r\n", "]]&gt;&#13;&#10;"),
    ],
)
def test_codes_go_into_a_new_text(inner: str, text: str, written: str) -> None:
    assert placed(text, text_of(inner), XmlPen()) == written


def test_a_cdata_section_stays_one_if_it_can() -> None:
    pen = XmlPen("cp1252", cdata=True)
    assert placed("a < b ]]> c", Content(""), pen) == "<![CDATA[a < b ]]]]><![CDATA[> c]]>"
    assert placed("a\rb", Content(""), pen) == "a&#13;b"
    assert placed("чай", Content(""), pen).startswith("&#1095;")


PIECES = st.sampled_from(
    ["a", "word ", "\n", " ", "&amp;", "&app;", '<x type="lb"/>', "<x/>", "<b>", "</b>", "<g/>"]
)


@given(st.lists(PIECES, max_size=12), st.text(st.sampled_from("ab \n<&M>é"), max_size=20))
def test_what_is_written_reads_as_the_text_with_every_code(made: list[str], text: str) -> None:
    inner, depth = "", 0
    for piece in made:  # tags in pairs
        depth += (piece == "<b>") - (piece == "</b>")
        if depth < 0:
            depth = 0
            continue
        inner += piece
    model = text_of(inner + "</b>" * depth, app="M")
    written = placed(text, model, XmlPen())
    again = text_of(written, app="M")
    assert again.text == text
    kept = [code.raw for code in model.codes if code.kind is not CodeKind.PROTECTED]
    assert [c.raw for c in again.codes if c.kind is not CodeKind.PROTECTED] == kept


# ── large files ─────────────────────────────────────────────────────────────────────────────────


def test_units_of_a_large_file_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    head, unit, tail = (
        BODY.partition("<tu tuid")[0],
        BODY[BODY.index("<tu ") : -14],
        "</body></tmx>",
    )
    with path.open("w", encoding="utf-8") as stream:
        stream.write(head)
        for number in range(5_000):
            stream.write(f"<!--{'x' * 900}-->" + unit.replace('"1"', f'"{number}"') + "\n")
        stream.write(tail)
    assert path.stat().st_size > 5_000_000
    tracemalloc.start()
    count = sum(1 for _ in Tmx().units(path, language="en"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    ids = 5_000 * 250  # they are kept, to know them again; nothing else is
    assert peak < ids + 2_000_000, peak


def test_reading_piece_by_piece_is_reading_it_whole(tmp_path: Path) -> None:
    for data in (BODY.encode(), ("<!-- é -->" * 40_000 + BODY).encode("utf-16")):
        path = tmp_path / "m.tmx"
        path.write_bytes(data)
        assert tuple(Tmx().units(path, language="en")) == read(data).units
    path.write_bytes((HEAD.format("cp1252") + BODY).encode("cp1252"))
    assert [unit.text for unit in Tmx().units(path, language="en")] == ["Café."]
    path.write_bytes(b"")
    with pytest.raises(ReadError, match="empty"):
        list(Tmx().units(path, language="en"))
