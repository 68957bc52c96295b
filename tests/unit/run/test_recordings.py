"""Translations of anybody as transcripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import document

from harness.core.errors import ConfigError, ReadError
from harness.core.protocols import Surroundings
from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    Direction,
    Document,
    LocalText,
    MeasuredRow,
    Run,
    RunIdentity,
    RunTotals,
    Segment,
    Signature,
    Target,
    Translated,
    Unit,
    Unmeasured,
    Untranslatable,
)
from harness.engines.replay import Replay
from harness.engines.transcript import read_transcript, write_transcript
from harness.run.recordings import (
    Recording,
    check_name,
    file_names,
    imported,
    imported_lines,
    recorded,
)

EN_ES, ES_EN = Direction("en", "es"), Direction("es", "en")
ARGOS, OTHER = Signature("argos", (("beam", "4"),)), Signature("argos", (("beam", "1"),))


def segment(text):
    return Segment("0", "t", 0, text)


def row(*texts):
    languages = ("en", "es", "en")
    stops = tuple(LocalText(tag, text) for tag, text in zip(languages, texts, strict=True))
    return MeasuredRow((segment(texts[0]),), BeadText(stops))


def run_of(*rows, engines=(ARGOS, ARGOS), route="en:es@argos:en@argos"):
    identity = RunIdentity("t", "d", parse_route(route), Signature("s"), engines, (), ())
    totals = RunTotals(rows=len(rows), measured=len(rows), unmeasured=0, findings={}, scores={})
    return Run(identity=identity, provenance={}, caveats=(), totals=totals, rows=rows)


def test_each_hop_of_a_run_is_a_recording_under_its_engine():
    there, back = recorded([run_of(row("Yes.", "Sí.", "Yeah."), row("No.", "No.", "No."))])
    assert (there.direction, there.signature) == (EN_ES, ARGOS)
    assert there.outcomes == {"Yes.": Translated("Sí."), "No.": Translated("No.")}
    assert back.outcomes == {"Sí.": Translated("Yeah."), "No.": Translated("No.")}
    assert file_names([there, back]) == ["argos.en-es.jsonl", "argos.es-en.jsonl"]


def test_what_failed_is_recorded_at_the_hop_where_it_failed():
    texts = (LocalText("en", "Yes."), LocalText("es", "Sí."))
    there, back = recorded([run_of(Unmeasured(segment("Yes."), texts, 2, "too odd"))])
    assert there.outcomes == {"Yes.": Translated("Sí.")}
    assert back.outcomes == {"Sí.": Untranslatable("too odd")}


def test_one_engine_in_several_runs_is_one_recording_and_two_of_a_name_are_two_files():
    same = [run_of(row("A.", "B.", "C.")), run_of(row("D.", "E.", "F."))]
    there, _ = recorded(same)
    assert len(there.outcomes) == 2
    four = recorded([*same, run_of(row("A.", "X.", "Y."), engines=(OTHER, OTHER))])
    assert file_names(four) == [
        *("argos.en-es.jsonl", "argos.es-en.jsonl", "argos.en-es.2.jsonl", "argos.es-en.2.jsonl")
    ]


def test_a_source_with_several_answers_is_not_guessed():
    rows = [row("Open", "Abrir", "x"), row("Open", "Abierto", "y"), row("Open", "Abrir", "x")]
    there, _ = recorded([run_of(*rows)])
    assert isinstance(there.outcomes["Open"], Untranslatable)
    assert (there.ambiguous, there.translated) == (1, 0)


def test_a_source_with_several_answers_has_one_in_each_unit(tmp_path):
    held = translated(("Open", "Abrir"), ("Open", "Abierto"), ("Yes.", "Sí."), ("Open", None))
    recording = imported(held, EN_ES, "agency")
    assert (recording.ambiguous, recording.translated) == (0, 2)
    assert set(recording.units) == {("u0", "Open"), ("u1", "Open"), ("u3", "Open")}
    recording.write(tmp_path / "t.jsonl")
    engine = Replay().open(EN_ES, Surroundings(packs=(tmp_path / "t.jsonl",)))
    by_unit = engine.by_unit()
    asked = [Segment("0", "f", 0, "Open", unit) for unit in ("u0", "u1", "u2")]
    first, second, elsewhere = by_unit.translate_units(asked)
    assert (first, second) == (Translated("Abrir"), Translated("Abierto"))
    assert isinstance(elsewhere, Untranslatable)
    assert by_unit.translate_units([Segment("1", "f", 1, "Yes.", "u2")]) == [Translated("Sí.")]
    assert by_unit.signature == engine.signature
    assert isinstance(engine.translate(["Open"])[0], Untranslatable)


def test_a_transcript_without_units_answers_by_text(tmp_path):
    recorded([run_of(row("A.", "B.", "C."))], "them")[0].write(tmp_path / "t.jsonl")
    engine = Replay().open(EN_ES, Surroundings(packs=(tmp_path / "t.jsonl",)))
    assert engine.by_unit() is None


def test_a_unit_with_two_answers_is_refused(tmp_path):
    path = tmp_path / "t.jsonl"
    units = {("u", "Open"): Translated("Abrir")}
    write_transcript(path, Signature("x"), EN_ES, [], units)
    lines = path.read_text().splitlines()
    other = lines[1].replace("Abrir", "Abierto")
    path.write_text("\n".join([lines[0], lines[1], other, lines[2].replace("1", "2")]) + "\n")
    with pytest.raises(ReadError, match=":3: the unit has another answer"):
        read_transcript(path)


def test_a_name_for_routes_stands_in_the_transcript(tmp_path):
    there, _ = recorded([run_of(row("Yes.", "Sí.", "Yeah."))], "cloud-2026")
    there.write(tmp_path / "t.jsonl")
    read = read_transcript(tmp_path / "t.jsonl")
    assert read.signature == Signature("cloud-2026", ARGOS.fields)
    assert read.outcomes == there.outcomes


@given(st.dictionaries(st.text(min_size=1).filter(str.strip), st.text(), max_size=8))
def test_a_recording_is_read_back_as_it_was(tmp_path_factory, said):
    outcomes = {source: Translated(text) for source, text in said.items()}
    path = tmp_path_factory.mktemp("recording") / "t.jsonl"
    Recording(EN_ES, Signature("x"), outcomes).write(path)
    assert read_transcript(path).outcomes == outcomes


@pytest.mark.parametrize("name", ["argos", "file", "replay", "", "a b", "a:b", "a@b", "../x", "-x"])
def test_names_that_no_route_could_mean_are_refused(name):
    with pytest.raises(ConfigError) as refusal:
        check_name(name)
    assert refusal.value.hint


def translated(*pairs):
    units = tuple(
        Unit(f"u{number}", source, target=Target(target, "es") if target is not None else None)
        for number, (source, target) in enumerate(pairs)
    )
    return Document("f", "en", units, "f.xlf", target_language="es", bilingual=True)


def test_a_file_s_translations_are_those_of_a_system():
    held = translated(("Yes.", "Sí."), ("Two\nlines", "Dos\nlíneas"), ("No.", None), ("Eh", " "))
    recording = imported(held, EN_ES, "agency")
    assert recording.signature == Signature("agency")
    assert recording.outcomes["Yes."] == Translated("Sí.")
    assert recording.outcomes["Two lines"] == Translated("Dos líneas")
    assert recording.translated == 2
    assert len(recording.outcomes) == 4


def test_a_translation_counts_more_than_its_absence_elsewhere():
    recording = imported(translated(("Yes.", None), ("Yes.", "Sí."), ("Yes.", "Sí.")), EN_ES, "a")
    assert recording.outcomes == {"Yes.": Translated("Sí.")}
    later = imported(translated(("Yes.", "Sí."), ("Yes.", None)), EN_ES, "a")
    assert later.outcomes == {"Yes.": Translated("Sí.")}


def test_a_file_without_such_translations_is_refused():
    with pytest.raises(ConfigError, match="not into pt"):
        imported(translated(("Yes.", "Sí.")), Direction("en", "pt"), "agency")


def test_two_texts_belong_together_line_by_line():
    recording = imported_lines(
        document("One.\n\nTwo.\nThree.\n"), document("Uno.\n\nDos.\n\n"), EN_ES, "a"
    )
    assert recording.outcomes == {
        "One.": Translated("Uno."),
        "Two.": Translated("Dos."),
        "Three.": Untranslatable("the line is empty"),
    }


def test_two_texts_of_other_lengths_do_not():
    with pytest.raises(ReadError, match="1 lines for 2"):
        imported_lines(document("One.\nTwo.\n"), document("Uno.\n"), EN_ES, "a")
