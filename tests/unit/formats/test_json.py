"""JSON of programs, JSON Lines and string catalogs."""

import json

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document, TargetState, Unit
from harness.formats.i18n_json import I18nJson
from harness.formats.jsonl import JsonLines
from harness.formats.xcstrings import XcStrings


def read(content: str, reader=None, **options: str) -> Document:
    return (reader or I18nJson()).read(
        content.encode(), doc_id="a.json", language="en", origin="a.json", options=options
    )


def ids(text: str) -> list[str]:
    return [unit.unit_id for unit in read(text).units]


def by_id(document: Document) -> dict[str, Unit]:
    return {unit.unit_id: unit for unit in document.units}


def test_a_string_is_called_by_its_path_of_keys() -> None:
    text = '{"a": {"b": "x", "n": 1}, "list": ["y", {"z": "w"}], "flat.key": "v", "t": true}'
    assert ids(text) == ["a.b", "list.0", "list.1.z", "flat.key"]


def test_flat_and_nested_keys_of_one_name_are_told_apart() -> None:
    assert ids('{"a": {"b": "x"}, "a.b": "y"}') == ["a.b", '.|\\["a.b"]']


def test_what_is_no_text_is_no_unit() -> None:
    text = (
        '{"$schema": "https://x", "@@locale": "en", "go": "Go", "@go": {"description": "a verb"}}'
    )
    (unit,) = read(text).units
    assert (unit.unit_id, unit.notes) == ("go", (("description", "a verb"),))


@pytest.mark.parametrize(
    ("keys", "forms"),
    [
        (["n_one", "n_few", "n_other"], ["one", "few", "other"]),
        (["n_ordinal_two", "n_ordinal_other"], ["two", "other"]),
        (["n", "n_plural"], ["one", "other"]),
        (["n_0", "n_1", "n_2"], ["0", "1", "2"]),
        (["n_one", "n_few"], ["", ""]),
        (["n_plural"], [""]),
        (["step_1", "step_2"], ["", ""]),
    ],
)
def test_plural_keys_of_i18next_are_one_group(keys: list[str], forms: list[str]) -> None:
    units = read(json.dumps(dict.fromkeys(keys, "x"))).units
    assert [dict(unit.context).get("plural form", "") for unit in units] == forms
    assert {unit.group for unit in units} == ({"n"} if any(forms) else {None})


def test_plural_forms_as_an_object_are_one_group() -> None:
    units = read('{"mail": {"one": "a mail", "other": "mails"}, "x": {"one": "a"}}').units
    assert [unit.group for unit in units] == ["mail", "mail", None]


def test_messages_of_browser_extensions() -> None:
    text = '{"hi": {"message": "Hi $U$", "description": "d", "placeholders": {"u": {}}}}'
    (unit,) = read(text).units
    assert (unit.unit_id, unit.text, unit.notes) == ("hi", "Hi $U$", (("description", "d"),))


def test_branches_of_icu_are_left_alone_and_told() -> None:
    made = read('{"a": "x", "b": "{n, plural, one {a mail} other {# mails}}"}')
    assert [unit.translate for unit in made.units] == [True, False]
    assert made.remarks == (
        "a.json: 1 messages have branches in ICU's syntax and are left as they are (the first is "
        "b, line 1).",
    )


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ('{"a": "b"}', '"¿Sí/no? \\"x\\"\\n"'),
        ('{"a": "\\u00e9"}', '"\\u00bfS\\u00ed/no? \\"x\\"\\n"'),
        ('{"a": "b\\/c"}', '"¿Sí\\/no? \\"x\\"\\n"'),
        ('{"a": "\\u0026"}', '"¿Sí/no? \\"x\\"\\n"'),
    ],
)
def test_strings_are_written_as_their_file_writes_them(file: str, expected: str) -> None:
    said = {"a": '¿Sí/no? "x"\n'}
    made = I18nJson().write(read(file), file.encode(), said).decode()
    assert made == f'{{"a": {expected}}}'


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{\n  "a": "b"\n  "c": "d"\n}', r"a.json:3:3: '\"c\": \"d\"' stands where a comma"),
        ('{"a": "b\n"}', r"a.json:1:7: .* stands where a value"),
        ('{"a": [1, 2', r"a.json:1:12: the file ends, but a comma"),
        ('{"a": "\\ud83d!"}', r"a.json:1:7: the string has half"),
        ("[" * 101, r"a.json:1:101: nested more than 100 deep"),
        ('{"a": [1}', r"a.json:1:9: '}' stands where a comma"),
        ('{"a": 1]', r"a.json:1:8: '\]' stands"),
    ],
)
def test_broken_json_is_told_with_line_and_column(text: str, error: str) -> None:
    with pytest.raises(ReadError, match=error):
        read(text)


def test_of_values_of_one_key_the_last_counts_and_the_others_are_named() -> None:
    made = read('{\n "a": "b",\n "c": {"a": "d"},\n "a": "e"}')
    assert [(unit.unit_id, unit.text) for unit in made.units] == [("c.a", "d"), ("a", "e")]
    assert made.remarks == (
        "a.json:2: the key 'a' comes again on line 4, and the last one counts.",
    )


def test_lines_of_json_have_texts_translations_and_keys() -> None:
    text = (
        '{"id": "a", "text": "It rains.", "translation": "Llueve.", "note": "n"}\n\n'
        '{"id": 7, "text": "Go", "translation": ""}\r\n{"id": null, "text": "x"}\n{"no": 1}\n'
    )
    made = read(text, JsonLines())
    assert [unit.unit_id for unit in made.units][:2] == ["a", "7"]
    assert [unit.target.text if unit.target else None for unit in made.units] == [
        "Llueve.", None, None,
    ]  # fmt: skip
    assert [unit.slot is not None for unit in made.units] == [True, True, False]
    assert made.units[0].notes == (("note", "n"),)
    assert made.remarks == ("a.json:5: 1 lines have no text; this is the first.",)
    with pytest.raises(ConfigError, match="no place"):
        JsonLines().write(made, text.encode(), {made.units[2].unit_id: "y"})


def test_fields_of_json_lines_are_settings() -> None:
    text = '{"en": "Go", "text": "x", "es": "Ve"}\n'
    made = read(text, JsonLines(), text="en", target="es")
    assert (made.units[0].text, made.units[0].target.text) == ("Go", "Ve")
    with pytest.raises(ConfigError, match=r"no line has a field 'de' \(jsonl.target\)"):
        read(text, JsonLines(), target="de")
    with pytest.raises(ReadError, match="no line has a text"):
        read('{"en": "Go"}\n', JsonLines())


CATALOG = json.dumps(
    {
        "sourceLanguage": "en",
        "strings": {
            "Open": {
                "comment": "a verb",
                "localizations": {"pt_BR": {"stringUnit": {"state": "new", "value": "Abrir"}}},
            },
            "%lld files": {
                "localizations": {
                    "en": {
                        "variations": {
                            "plural": {
                                "one": {"stringUnit": {"value": "%lld file"}},
                                "other": {"stringUnit": {"value": "%lld files"}},
                            }
                        }
                    },
                    "pt_BR": {
                        "variations": {
                            "plural": {
                                "one": {"stringUnit": {"state": "translated", "value": "um"}},
                                "many": {"stringUnit": {"state": "needs_review", "value": "x"}},
                            }
                        }
                    },
                }
            },
            "Brand": {"shouldTranslate": False},
            "Lone": {},
        },
        "version": "1.0",
    }
)


def test_a_string_catalog_has_a_unit_for_each_form() -> None:
    made = read(CATALOG, XcStrings())
    units = by_id(made)
    assert list(units) == [
        "Open", "%lld files|[plural.one]", "%lld files|[plural.many]", "Brand", "Lone",
    ]  # fmt: skip
    assert made.target_language == "pt-BR"
    assert units["Open"].notes == (("comment", "a verb"),)
    assert units["Open"].target.state is TargetState.DRAFT
    assert units["%lld files|[plural.one]"].text == "%lld file"
    assert units["%lld files|[plural.many]"].text == "%lld files"
    assert units["%lld files|[plural.many]"].target.state is TargetState.FUZZY
    assert units["Brand"].translate is False
    assert units["Lone"].slot is None


def test_the_language_of_a_catalog_is_a_setting() -> None:
    text = CATALOG.replace('"Lone": {}', '"Lone": {"localizations": {"de": {}}}')
    assert read(text, XcStrings()).bilingual is False
    assert read(text, XcStrings(), target="pt_BR").bilingual is True
    with pytest.raises(ConfigError, match="nothing is translated into 'fr'"):
        read(text, XcStrings(), target="fr")
