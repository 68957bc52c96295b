"""Which languages a file is reviewed in, and by which route."""

from pathlib import Path

import pytest

from harness import machine
from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route
from harness.review.service import Files, Given, route_of, witnesses_of

XLIFF = """<xliff version="1.2">
<file source-language="de" target-language="en-GB" original="a"><body>
<trans-unit id="1"><source>Hallo!</source><target>Hello!</target></trans-unit>
</body></file></xliff>"""
PO = 'msgid ""\nmsgstr "Language: {}\\n"\n\nmsgid "Open"\nmsgstr "Abrir"\n'


def given(path: Path, **named: str) -> Given:
    return Files(str(path), **named).read(machine.site())  # type: ignore[arg-type]


def test_a_file_says_itself_which_languages_it_is_in(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF)
    made = given(path)
    assert (made.document.language, made.target_language) == ("de", "en-GB")


def test_its_name_may_say_which_language_its_translations_are_in(tmp_path: Path) -> None:
    path = tmp_path / "app.es.po"
    path.write_text(PO.replace('msgstr "Language: {}\\n"', 'msgstr ""'))
    assert given(path).target_language == "es"
    path = path.rename(tmp_path / "app.po")
    with pytest.raises(ConfigError, match="does not say which language"):
        given(path)
    assert given(path, target_language="es").target_language == "es"


def test_a_table_with_several_languages_must_be_asked_for_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("en,es,pt\nOpen,Abrir,Abrir\n")
    with pytest.raises(ConfigError, match="es, pt"):
        given(path)
    assert given(path, target_language="pt").target_language == "pt"


def test_a_memory_of_several_languages_must_be_asked_for_one(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    both = '<tuv xml:lang="es"><seg>Abra.</seg></tuv><tuv xml:lang="pt"><seg>Abra.</seg></tuv>'
    one = '<tuv xml:lang="pt"><seg>Feche.</seg></tuv>'
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv>{others}</tu>'
        for text, others in (("Open.", both), ("Close.", one))
    )
    path.write_text(f'<tmx version="1.4"><header/><body>{units}</body></tmx>')
    with pytest.raises(ConfigError, match="es, pt"):
        given(path)


def test_the_usual_route_takes_the_variety_that_an_engine_has(tmp_path: Path) -> None:
    path = tmp_path / "app.po"
    path.write_text(PO.format("es_419"))
    here = machine.site()
    made = given(path)
    assert made.target_language == "es-419"
    assert str(route_of(made, None, here)) == "en:es@file:en"
    asked = parse_route("en:es@file:en@replay")
    assert route_of(made, asked, here) is asked
    with pytest.raises(ConfigError, match="begins with the file"):
        route_of(made, parse_route("en:es:en"), here)


def test_another_engine_that_is_here_is_the_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.review import direction

    here, route = machine.site(), parse_route("en:es@file:en@argos")
    serving = {"argos", "apertium", "bergamot"}
    monkeypatch.setattr(direction, "_serves", lambda name, *_: name in serving)
    assert witnesses_of(route, None, here) == ("bergamot",)
    assert witnesses_of(route, (), here) == ()
    assert witnesses_of(route, ("apertium",), here) == ("apertium",)
    serving.intersection_update({"argos"})
    assert witnesses_of(route, None, here) == ()
    assert witnesses_of(parse_route("en:fr@file:en"), None, here) == ()
