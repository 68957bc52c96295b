"""PO files as gettext writes them, and as it does not."""

import pytest

from harness.core.errors import ConfigError, ReadError, WriteError
from harness.core.values import Document, TargetState, Unit
from harness.formats.po import GettextPo

HEAD = b"""# Translators
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: pt_BR\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
FULL = (
    HEAD
    + b"""# by hand
#. of the program
#: src/a.c:12 src/b.c:3
#, fuzzy, c-format
#| msgctxt "menu"
#| msgid "Open it"
msgctxt "menu"
msgid "Open"
msgstr "Abrir"

msgid "Open"
msgstr ""

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d arquivo"
msgstr[1] ""
"%d "
"arquivos"

#, fuzzy
#~ msgid "gone"
#~ msgstr "ido"

msgid "It \\"is\\"\\n"
"a\\ttab \\303\\251 \\x41"
msgstr "x"
"""
)


def read(data: bytes) -> Document:
    return GettextPo().read(data, doc_id="app.po", language="en", origin="po/app.po")


def written(data: bytes, **said: str) -> str:
    made = read(data)
    return GettextPo().write(made, data, said).decode(made.encoding)


def unit(data: bytes) -> Unit:
    (only,) = read(data).units
    return only


def test_messages_are_units_and_the_header_and_obsolete_entries_are_not() -> None:
    made = read(FULL)
    assert [each.unit_id for each in made.units] == [
        "menu|Open",
        "Open",
        "%d file|[0]",
        "%d file|[1]",
        'It "is"\\na\\ttab é A',
    ]
    assert made.units[-1].text == 'It "is"\na\ttab é A'
    assert (made.target_language, made.bilingual) == ("pt-BR", True)


def test_a_message_knows_what_its_file_says_of_it() -> None:
    menu, plain, *_ = read(FULL).units
    assert menu.context == (("msgctxt", "menu"),)
    assert menu.notes == (
        ("translator", "by hand"),
        ("developer", "of the program"),
        ("flag", "c-format"),
    )
    assert menu.locations == ("src/a.c:12", "src/b.c:3")
    assert menu.line == 14
    assert menu.target is not None
    assert (menu.target.text, menu.target.language) == ("Abrir", "pt-BR")
    assert (menu.target.state, menu.target.previous_source) == (TargetState.FUZZY, "Open it")
    assert plain.target is None


def test_the_forms_of_a_plural_are_a_group_and_each_has_its_source() -> None:
    one, many = read(FULL).units[2:4]
    assert (one.text, many.text) == ("%d file", "%d files")
    assert one.group == many.group == "%d file"
    assert many.target is not None
    assert many.target.text == "%d arquivos"
    assert many.context == (("plural form", "1"),)


@pytest.mark.parametrize(
    ("rule", "forms", "singular"),
    [
        ("nplurals=2; plural=(n != 1)", 2, 0),
        ("nplurals=1; plural=0", 1, None),  # Japanese: one form for all numbers
        ("nplurals=3; plural=n==0 ? 0 : n==1 ? 1 : 2", 3, 1),
        ("nplurals=INTEGER; plural=EXPRESSION", 2, 0),
        ("", 2, 0),
        ("nplurals=2; plural=" + "(" * 500, 2, 0),
    ],
)
def test_which_form_the_number_one_takes(rule: str, forms: int, singular: int | None) -> None:
    head = f'msgid ""\nmsgstr "Plural-Forms: {rule};\\n"\n\n'
    body = 'msgid "file"\nmsgid_plural "files"\n' + "".join(
        f'msgstr[{form}] ""\n' for form in range(forms)
    )
    texts = [each.text for each in read((head + body).encode()).units]
    assert texts == ["file" if form == singular else "files" for form in range(forms)]


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        (b'msgid "a"\nmsgstr "b\n', "2:8", "without its closing quote"),
        (b'msgid "a"\nmsgstr "b"x\n', "2:11", "no string"),
        (b'msgid "a"\nmsgstr\n', "2:1", "neither a keyword"),
        (b'msgid "a"\nmsgstr "\\q"\n', "2:9", r"no escape"),
        (b'msgid "a"\nmsgid "b"\n', "2:1", "may not stand here"),
        (b'msgid "a"\nmsgstr[0] "b"\n', "2:1", "may not stand here"),
        (b'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', "3:1", "may not stand here"),
        (b'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[1] "d"\n', "4:1", "second time"),
        (b'\nmsgctxt "a"\n', "2:1", "without msgid"),
        (b'msgid "a"\n\nmsgid "b"\nmsgstr ""\n', "3:1", "may not stand here"),
        (b'msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n', "4:1", "of line 1 for the second"),
        (b'"a"\n', "1:1", "without a keyword"),
        (b'msgid "a"\nmsgstr ""\ndomain "x"\n', "3:1", "neither a keyword"),
        (b'msgid "\\303"\nmsgstr ""\n', "1", r"is no utf-8"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(body: bytes, place: str, said: str) -> None:
    with pytest.raises(ReadError, match=rf"^po/app\.po:{place}: .*{said}") as refusal:
        read(body)
    assert refusal.value.hint


def test_the_charset_of_the_header_is_checked_against_the_bytes() -> None:
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=CP1251\\n"\n\n'
    body = 'msgid "day"\nmsgstr "день"\n'
    told, true = (read(head + body.encode(each)) for each in ("utf-8", "cp1251"))
    assert [each.units[0].target.text for each in (told, true)] == ["день"] * 2
    assert (told.encoding, true.encoding) == ("utf-8", "cp1251")
    assert "calls itself CP1251" in told.remarks[0]
    assert not true.remarks
    with pytest.raises(ReadError, match="is not UTF-8, nor ascii"):
        read(head.replace(b"CP1251", b"ascii") + body.encode("cp1251"))


def test_a_file_stays_in_its_charset() -> None:
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=CP1251\\n"\n\n'
    data = head + b'msgid "day"\nmsgstr ""\n'
    assert GettextPo().write(read(data), data, {"day": "день"}) == head + (
        'msgid "day"\nmsgstr "день"\n'.encode("cp1251")
    )
    with pytest.raises(WriteError, match="'ñ'"):
        GettextPo().write(read(data), data, {"day": "mañana"})


def test_a_translation_is_written_in_the_manner_of_its_file() -> None:
    assert 'msgid "Open"\nmsgstr "A \\"b\\" \\\\ \\t"\n' in written(FULL, Open='A "b" \\ \t')
    data = FULL.replace(b"\n", b"\r\n")
    assert 'msgstr ""\r\n"one\\n"\r\n"two"\r\n' in written(data, Open="one\ntwo")
    long = "A text of many words that does not stand on one line of eighty columns, so it folds."
    folded = written(FULL, Open=long)
    assert f'msgstr ""\n"{long[:75]}"\n"{long[75:]}"\n' in folded
    assert max(map(len, folded.splitlines())) <= 80
    wide = FULL + b"# " + b"x" * 100 + b"\n"  # nobody folded this file
    assert f'msgstr "{long}"\n' in written(wide, Open=long)


def test_an_empty_translation_is_none() -> None:
    data = b'msgid "a"\nmsgstr ""\n"b\\n"\n"c"\n'
    text = written(data, a="")
    assert text == 'msgid "a"\nmsgstr ""\n'
    assert unit(text.encode()).target is None


def test_a_fuzzy_entry_stays_fuzzy_since_nobody_said_otherwise() -> None:
    data = b'#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
    assert written(data, a="c") == '#, fuzzy\nmsgid "a"\nmsgstr "c"\n'


def test_a_unit_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no unit is called 'menu\|Opn'") as refusal:
        written(FULL, **{"menu|Opn": "x"})
    assert "'menu|Open'" in refusal.value.hint


def test_a_file_that_changed_meanwhile_is_not_spoilt() -> None:
    with pytest.raises(WriteError, match="not the bytes that were read"):
        GettextPo().write(read(FULL), FULL.replace(b"Abrir", b"Abra"), {"Open": "x"})


def test_scripts_in_the_manner_of_gettext_become_bcp_47() -> None:
    data = b'msgid ""\nmsgstr "Language: sr@latin\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    assert read(data).target_language == "sr-Latn"


def test_a_header_without_messages_is_a_file_without_units() -> None:
    assert read(HEAD).units == ()
