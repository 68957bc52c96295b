"""XLIFF 1.2 and 2 as tools write it, with the dialects of three of them."""

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import CodeKind, Document, Limit, TargetOrigin, TargetState, Unit
from harness.formats.xliff import Xliff

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ONE = (
    HEAD
    + """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="src/app.properties" source-language="en" target-language="es-MX" datatype="x">
    <body>
      <trans-unit id="save" resname="btn.save" maxwidth="12" size-unit="char" approved="yes">
        <source>Save <g id="1">all</g> files</source>
        <target>Guardar <g id="1">todo</g></target>
        <note from="dev">a button</note>
        <context-group><context context-type="sourcefile">ui.c</context>
          <context context-type="linenumber">12</context></context-group>
        <alt-trans><source>no</source><target>no</target></alt-trans>
      </trans-unit>
      <trans-unit id="new"><source>New</source></trans-unit>
      <trans-unit id="empty">
        <source>Empty</source>
        <target state="new"/>
      </trans-unit>
      <group translate="no"><trans-unit id="code"><source>xyz</source></trans-unit></group>
      <trans-unit id="lines" xml:space="preserve"><source>a
  b<x id="1" ctype="lb"/>c</source><target>d</target></trans-unit>
    </body>
  </file>
</xliff>
"""
)
TWO = (
    HEAD
    + """<x:xliff version="2.1" srcLang="en" trgLang="fr" xmlns:x="urn:oasis">
  <x:file id="f1">
    <x:unit id="u1" name="dlg.title">
      <x:notes><x:note category="context">a title</x:note></x:notes>
      <x:originalData><x:data id="d1">&lt;b></x:data><x:data id="d2">%s</x:data></x:originalData>
      <x:segment id="s1" state="reviewed">
        <x:source>Open <x:pc id="1" dataRefStart="d1">the</x:pc> file <x:ph
 id="2" dataRef="d2"/>.</x:source>
        <x:target>Ouvrir.</x:target>
      </x:segment>
      <x:ignorable><x:source> </x:source></x:ignorable>
      <x:segment>
        <x:source>Or <x:mrk id="m1" type="term">close</x:mrk> it.</x:source>
      </x:segment>
    </x:unit>
    <x:unit id="u2" translate="no"><x:segment><x:source>xyz</x:source></x:segment></x:unit>
  </x:file>
</x:xliff>
"""
)


def read(data: str, language: str = "en") -> Document:
    return Xliff().read(data.encode(), doc_id="a.xlf", language=language, origin="a.xlf")


def written(data: str, said: dict[str, str]) -> str:
    return Xliff().write(read(data), data.encode(), said).decode()


def one(inner: str, attributes: str = "", names: str = "") -> Unit:
    """The only unit of a file with these insides."""
    (unit,) = read(
        f'<xliff version="1.2" {names}><file original="a" source-language="en" '
        f'target-language="es"><body><trans-unit id="1" {attributes}>{inner}</trans-unit></body>'
        "</file></xliff>"
    ).units
    return unit


# ── 1.2 ─────────────────────────────────────────────────────────────────────────────────────────


def test_units_are_what_the_file_says_of_them() -> None:
    made = read(ONE)
    save, new, empty, code, lines = made.units
    assert [unit.unit_id for unit in made.units] == [
        f"app.properties|{name}" for name in ("save", "new", "empty", "code", "lines")
    ]
    assert (made.target_language, made.bilingual, made.remarks) == ("es-MX", True, ())
    assert (save.text, save.line) == ("Save all files", 5)
    assert save.target is not None
    assert (save.target.text, save.target.state) == ("Guardar todo", TargetState.REVIEWED)
    assert save.context == (("file", "app.properties"), ("name", "btn.save"))
    assert save.notes == (("dev", "a button"),)
    assert save.locations == ("ui.c:12",)
    assert save.limit == Limit(12)
    assert [unit.target for unit in (new, empty, code)] == [None, None, None]
    assert (code.translate, code.slot) == (False, None)
    assert lines.text == "a\n  b\nc"


def test_a_translation_takes_the_place_of_the_old_one_with_the_codes_of_the_source() -> None:
    assert written(ONE, {"app.properties|save": "Guarda todos ya"}) == ONE.replace(
        'Guardar <g id="1">todo</g>', 'Guarda <g id="1">todos</g> ya'
    )


def test_a_target_that_is_missing_or_empty_is_made() -> None:
    said = {"app.properties|new": "Nuevo", "app.properties|empty": "Vacío"}
    assert written(ONE, said) == ONE.replace(
        "<source>New</source>", "<source>New</source><target>Nuevo</target>"
    ).replace('<target state="new"/>', '<target state="new">Vacío</target>')


def test_a_new_target_is_laid_out_as_its_source() -> None:
    data = ONE.replace('        <target state="new"/>\n', "")
    assert written(data, {"app.properties|empty": "Vacío"}) == ONE.replace(
        '<target state="new"/>', "<target>Vacío</target>"
    )


def test_line_breaks_are_codes_again() -> None:
    made = written(ONE, {"app.properties|lines": "e\nf"})
    assert made == ONE.replace("<target>d", '<target>e<x id="1" ctype="lb"/>f')


def test_what_may_not_be_translated_is_not_written() -> None:
    with pytest.raises(ConfigError, match="no place to write to"):
        written(ONE, {"app.properties|code": "abc"})


@pytest.mark.parametrize(
    ("target", "attributes", "state", "origin"),
    [
        ("", "", TargetState.TRANSLATED, TargetOrigin.UNKNOWN),
        ("", 'approved="yes"', TargetState.REVIEWED, TargetOrigin.UNKNOWN),
        ('state="new"', "", TargetState.DRAFT, TargetOrigin.UNKNOWN),
        ('state="needs-review-translation"', "", TargetState.FUZZY, TargetOrigin.UNKNOWN),
        ('state="translated"', 'approved="yes"', TargetState.TRANSLATED, TargetOrigin.UNKNOWN),
        ('state="signed-off"', "", TargetState.REVIEWED, TargetOrigin.UNKNOWN),
        ('state="final"', "", TargetState.FINAL, TargetOrigin.UNKNOWN),
        ('state="x-mine"', "", TargetState.TRANSLATED, TargetOrigin.UNKNOWN),
        ('state-qualifier="fuzzy-match"', "", TargetState.FUZZY, TargetOrigin.MEMORY),
        ('state-qualifier="leveraged-mt"', "", TargetState.TRANSLATED, TargetOrigin.MACHINE),
        ("", 'm:confirmed="0" m:trans-origin="mt"', TargetState.DRAFT, TargetOrigin.MACHINE),
        ("", 'm:confirmed="1"', TargetState.TRANSLATED, TargetOrigin.UNKNOWN),
        ("", 'm:status="Rejected"', TargetState.FUZZY, TargetOrigin.UNKNOWN),
        ("", 'm:status="MachineTranslated"', TargetState.DRAFT, TargetOrigin.MACHINE),
        ("", 'm:status="ManuallyConfirmed"', TargetState.TRANSLATED, TargetOrigin.UNKNOWN),
    ],
)
def test_states_are_read(
    target: str, attributes: str, state: TargetState, origin: TargetOrigin
) -> None:
    made = one(f"<source>a</source><target {target}>b</target>", attributes, 'xmlns:m="m"')
    assert made.target is not None
    assert (made.target.state, made.target.origin) == (state, origin)


@pytest.mark.parametrize("attribute", ['m:locked="true"', 'm:locked="locked"'])
def test_what_is_locked_says_so_and_is_not_written(attribute: str) -> None:
    made = one("<source>a</source><target>b</target>", attribute, 'xmlns:m="m"')
    assert (made.notes, made.slot, made.translate) == ((("state", "locked"),), None, True)


def test_codes_of_all_kinds() -> None:
    made = one(
        '<source>a<bpt id="1" rid="9">[</bpt>b<ept id="2" rid="9">]</ept>'
        '<it id="3" pos="open">(</it><bx id="4"/><ex id="5" rid="4"/><ph id="6">{0}</ph>'
        '<x id="7" equiv-text="%s"/>'
        '<m:q v="1"/><mrk mtype="protected">c</mrk></source>',
        names='xmlns:m="m"',
    )
    assert made.text == "ab{0}%sc"  # a sentence has its placeholders
    assert [(code.kind.name[0], code.pair, code.shown) for code in made.codes] == [
        ("O", "9", "["), ("C", "9", "]"), ("O", None, "("), ("O", "4", ""), ("C", "4", ""),
        ("P", None, "{0}"), ("P", None, "%s"), ("A", None, ""), ("O", "mrk 1", ""),
        ("C", "mrk 1", ""),
    ]  # fmt: skip


def test_segments_of_trados_are_units_with_states_and_locks_of_their_own() -> None:
    data = HEAD + (
        '<xliff version="1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">'
        '<file original="C:\\docs\\a.docx" source-language="en-US" target-language="es-ES"><body>\n'
        '<trans-unit id="t1"><source>One. Two. Three.</source><seg-source>'
        '<g id="1"><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></g> '
        '<mrk mtype="seg" mid="3">Three.</mrk></seg-source>\n'
        '<target><g id="1"><mrk mtype="seg" mid="1">Uno.</mrk> <mrk mtype="seg" '
        'mid="2"/></g></target>'
        '<sdl:seg-defs><sdl:seg id="1" conf="ApprovedSignOff" origin="tm"/>'
        '<sdl:seg id="2" conf="Draft"/></sdl:seg-defs></trans-unit></body></file></xliff>'
    )
    first, second, third = read(data).units
    assert [first.unit_id, second.unit_id] == ["a.docx|t1|[1]", "a.docx|t1|[2]"]
    assert first.target is not None
    assert (first.target.state, first.target.origin) == (TargetState.FINAL, TargetOrigin.MEMORY)
    assert (second.text, second.target, third.slot) == ("Two.", None, None)
    assert written(data, {second.unit_id: "Dos."}) == data.replace(
        'mid="2"/>', 'mid="2">Dos.</mrk>'
    )
    locked = data.replace('conf="Draft"', 'locked="true"')
    assert read(locked).units[1].slot is None


def test_a_source_that_is_cut_without_a_target_is_one_unit() -> None:
    made = one(
        '<source>A. B.</source><seg-source><mrk mtype="seg" mid="0">A.</mrk> B.</seg-source>'
    )
    assert made.text == "A. B."


def test_equal_ids_stay_apart_and_are_told() -> None:
    data = ONE.replace('id="new"', 'id="save"')
    assert [unit.unit_id for unit in read(data).units][:2] == [
        "app.properties|save",
        "app.properties|save|[#2]",
    ]
    assert "comes again (first on line 5)" in read(data).remarks[0]


def test_another_language_than_asked_is_told() -> None:
    assert read(ONE, "es").remarks == ()
    assert read(ONE, "de").remarks == ("a.xlf says that its texts are in en; taken for de.",)


# ── 2.x ─────────────────────────────────────────────────────────────────────────────────────────


def test_segments_of_xliff_2_are_units() -> None:
    made = read(TWO)
    first, second, code = made.units
    assert [unit.unit_id for unit in made.units] == ["f1|u1|[s1]", "f1|u1|[2]", "f1|u2"]
    assert made.target_language == "fr"
    assert (first.text, first.line, second.text) == ("Open the file %s.", 7, "Or close it.")
    assert first.target is not None
    assert first.target.state is TargetState.REVIEWED
    assert (first.context, first.notes) == ((("name", "dlg.title"),), (("context", "a title"),))
    assert [(code.kind, code.pair, code.shown) for code in first.codes] == [
        (CodeKind.OPEN, "1", "<b>"),
        (CodeKind.CLOSE, "1", "<b>"),
        (CodeKind.PROTECTED, None, "%s"),
    ]
    assert (code.translate, code.slot) == (False, None)


def test_xliff_2_is_written() -> None:
    made = written(TWO, {"f1|u1|[s1]": "Ouvrez le fichier %s.", "f1|u1|[2]": "Ou fermez-le."})
    source = '<x:source>Or <x:mrk id="m1" type="term">close</x:mrk> it.</x:source>'
    assert made == TWO.replace(
        "Ouvrir.",
        'Ouvrez <x:pc id="1" dataRefStart="d1">le</x:pc> fichier <x:ph\n id="2" dataRef="d2"/>.',
    ).replace(source, f"{source}\n        <x:target>Ou fermez-le.</x:target>")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'id="u2"',
            'id="u1"',
            r"a\.xlf:17: the unit 'f1\|u1' for the second time \(first on line 4",
        ),
        ('<x:unit id="u2"', "<x:unit", r"a\.xlf:17: a <unit> has no id"),
        ("<x:source>xyz</x:source>", "", r"a\.xlf:17: a segment of unit 'u2' has no <source>"),
    ],
)
def test_faults_of_xliff_2(old: str, new: str, said: str) -> None:
    with pytest.raises(ReadError, match=f"^{said}"):
        read(TWO.replace(old, new))


def test_a_unit_without_a_source_is_told_with_its_line_and_id() -> None:
    with pytest.raises(ReadError, match=r"^a\.xlf:13: <trans-unit> 'new' has no <source>"):
        read(ONE.replace("<source>New</source>", ""))
