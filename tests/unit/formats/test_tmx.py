"""Translation memories as programs write them, and as they do not."""

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document
from harness.formats.tmx import Tmx

MEMORY = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="hand" segtype="sentence" srclang="en-US"/>
  <body>
    <tu tuid="dose">
      <note>on the box</note>
  <tuv xml:lang="es-419"><seg>Tome <bpt i="1">&lt;b></bpt>dos<ept i="1">&lt;/b></ept>.</seg></tuv>
      <tuv xml:lang="EN-us">
        <seg>Take <bpt i="1">&lt;b></bpt>two<ept i="1">&lt;/b></ept> at R&amp;D&apos;s.</seg>
      </tuv>
    </tu>
    <tu>
      <tuv xml:lang="en-US">
        <seg>Wait.</seg>
      </tuv>
    </tu>
    <tu>
      <tuv lang="en"><seg>Stop.</seg></tuv><tuv lang="es_419"><seg/></tuv>
    </tu>
    <tu><tuv xml:lang="fr"><seg>Oui</seg></tuv></tu>
  </body>
</tmx>
"""


def read(data: bytes = MEMORY, language: str = "en", **options: str) -> Document:
    return Tmx().read(data, doc_id="m.tmx", language=language, origin="m.tmx", options=options)


def written(data: bytes = MEMORY, **said: str) -> str:
    made = read(data)
    ids = {unit.text: unit.unit_id for unit in made.units}
    return Tmx().write(made, data, {ids[key]: text for key, text in said.items()}).decode()


def test_units_are_pairs_in_the_language_that_is_asked_for() -> None:
    dose, wait, stop = read().units
    assert (dose.unit_id, dose.text, dose.line) == ("dose", "Take two at R&D's.", 6)
    assert dose.target is not None
    assert (dose.target.text, dose.target.language) == ("Tome dos.", "es-419")
    assert [code.raw for code in dose.codes] == [
        '<bpt i="1">&lt;b></bpt>',
        '<ept i="1">&lt;/b></ept>',
    ]
    assert [code.pair for code in dose.codes] == ["1", "1"]
    assert dose.notes == (("note", "on the box"),)
    assert (wait.target, stop.target) == (None, None)
    assert wait.unit_id != stop.unit_id
    assert read().target_language == "es-419"
    assert read().remarks == ("m.tmx: 1 unit has no text in en, and no row.",)


def test_the_other_way_round() -> None:
    (dose,) = read(language="es").units[:1]
    assert (dose.text, dose.target.text) == ("Tome dos.", "Take two at R&D's.")
    (only,) = read(language="fr").units
    assert (only.text, only.target, only.slot) == ("Oui", None, None)


def test_a_language_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(ReadError, match="no text is in de; there is es-419, en-US, en, fr"):
        read(language="de")


def test_a_translation_goes_into_its_variant_and_codes_into_it() -> None:
    text = "Take two at R&D's."
    assert written(**{text: "Beba tres <ya>."}) == MEMORY.decode().replace(
        "<seg>Tome <bpt", "<seg>Beba <bpt"
    ).replace("dos<ept", "tres<ept").replace("</ept>.</seg>", "</ept> &lt;ya&gt;.</seg>", 1)


def test_a_variant_that_is_missing_is_added_as_the_source_is_laid_out() -> None:
    assert written(**{"Wait.": "Espere."}) == MEMORY.decode().replace(
        "Wait.</seg>\n      </tuv>",
        'Wait.</seg>\n      </tuv>\n      <tuv xml:lang="es-419">\n'
        "        <seg>Espere.</seg>\n      </tuv>",
    )


def test_an_empty_segment_is_filled() -> None:
    assert written(**{"Stop.": "Alto."}) == MEMORY.decode().replace("<seg/>", "<seg>Alto.</seg>")


def test_of_several_languages_the_setting_chooses_and_the_others_are_references() -> None:
    data = MEMORY.replace(
        b'<tuv xml:lang="es-419">',
        b'<tuv xml:lang="pt"><seg>Tome</seg></tuv><tuv xml:lang="es-419">',
    )
    (dose, *_) = read(data).units
    assert (dose.target, dose.slot) == (None, None)
    assert dose.references == {"pt": "Tome", "es-419": "Tome dos."}
    (dose, *_) = read(data, target="PT").units
    assert dose.target is not None
    assert (dose.target.text, dose.references) == ("Tome", {"es-419": "Tome dos."})


def test_equal_ids_are_told_and_stay_apart() -> None:
    data = MEMORY.replace(b"<tu>", b'<tu tuid="dose">')
    made = read(data)
    assert [unit.unit_id for unit in made.units] == ["dose", "dose|[#2]", "dose|[#3]"]
    assert made.remarks[0] == (
        "m.tmx:13: the tuid 'dose' comes again (first on line 6); 2 such ids end in a number."
    )
    assert b"<seg>Alto.</seg>" in Tmx().write(made, data, {"dose|[#3]": "Alto."})


def test_without_a_language_nothing_can_be_added() -> None:
    data = b'<tmx><body><tu><tuv xml:lang="en"><seg>a</seg></tuv></tu></body></tmx>'
    (unit,) = read(data).units
    assert unit.slot is None
    with pytest.raises(ConfigError, match="no place to write to"):
        Tmx().write(read(data), data, {unit.unit_id: "b"})
    made = read(data, target="es_mx")
    assert Tmx().write(made, data, {unit.unit_id: "b"}) == data.replace(
        b"</tuv>", b'</tuv><tuv xml:lang="es-MX"><seg>b</seg></tuv>'
    )


def test_a_memory_without_units_is_empty() -> None:
    assert read(b"<tmx version='1.1'><body/></tmx>").units == ()
