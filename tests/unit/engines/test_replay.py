"""Transcripts: what is written is read back, and what is wrong is named by line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import texts

from harness.core.errors import EngineUnavailable, ReadError, WriteError
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.replay import Replay
from harness.engines.transcript import read_transcript, write_transcript

SIGNATURE = Signature("argos", (("model", "0f3a"), ("beam", "4")))
DIRECTION = Direction("en", "es")
HEADER = json.dumps(
    {
        "kind": "transcript",
        "source": "en",
        "target": "es",
        "signature": {"name": "argos", "fields": {"model": "0f3a", "beam": "4"}},
    }
)
outcomes = st.one_of(
    st.builds(
        Translated,
        texts,
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.lists(texts).map(tuple),
    ),
    st.builds(Untranslatable, texts),
)


@given(st.dictionaries(texts, outcomes))
def test_a_transcript_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, recorded: dict[str, Outcome]
) -> None:
    path = tmp_path_factory.mktemp("replay") / "t.jsonl"
    write_transcript(path, SIGNATURE, DIRECTION, recorded.items())
    transcript = read_transcript(path)
    assert transcript.outcomes == recorded
    assert (transcript.signature, transcript.direction) == (SIGNATURE, DIRECTION)
    engine = Replay().open(DIRECTION, Surroundings(packs=(path,)))
    assert engine.translate(list(recorded)) == list(recorded.values())
    assert engine.signature.name == SIGNATURE.name
    assert engine.signature.fields[:-1] == SIGNATURE.fields
    # A claim of what an engine said is never remembered as its own answer.
    assert engine.signature.identity != SIGNATURE.identity


def test_what_was_not_recorded_is_not_made_up(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    write_transcript(path, SIGNATURE, DIRECTION, [("A cat.", Translated("Un gato."))])
    engine = Replay().open(DIRECTION, Surroundings(packs=(path,)))
    assert engine.translate(["A dog.", "A cat.", " "]) == [
        Untranslatable("not in the transcript"),
        Translated("Un gato."),
        Translated(""),
    ]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], ":1: not JSON"),
        (["{"], ":1: not JSON"),
        (['{"kind": "run"}'], ":1: no header"),
        (['{"kind": "transcript"}'], ":1: the header has no signature"),
        ([HEADER.replace('"4"', "4")], ":1: .* must be text"),
        ([HEADER.replace('"es"', '"en"')], ":1: no direction leads"),
        ([HEADER, "[1]"], ":2: not a JSON object"),
        ([HEADER, '{"hypothesis": "x"}'], ":2: no source"),
        ([HEADER, '{"source": "x"}'], ":2: needs either"),
        ([HEADER, '{"source": "x", "hypothesis": 1}'], ":2: needs either"),
        ([HEADER, '{"source": "x", "hypothesis": "y", "untranslatable": "z"}'], ":2: needs either"),
        ([HEADER, '{"source": "x", "hypothesis": "y", "score": true}'], ":2: the score"),
        ([HEADER, '{"source": "x", "hypothesis": "y", "unknown": "a"}'], ":2: unknown"),
        ([HEADER, '{"source": "x", "hypothesis": "y"}', ""], ":3: not JSON"),
        (
            [HEADER, '{"source": "x", "hypothesis": "y"}', '{"source": "x", "hypothesis": "z"}'],
            ":3: the same source has another answer",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, lines: list[str], complaint: str) -> None:
    path = tmp_path / "t.jsonl"
    footer = [json.dumps({"kind": "end of transcript", "outcomes": len(lines) - 1})]
    path.write_text("".join(line + "\n" for line in lines + footer * bool(lines)), "utf-8")
    with pytest.raises(ReadError, match=complaint) as caught:
        Replay().open(DIRECTION, Surroundings(packs=(path,)))
    assert str(caught.value).startswith(str(path))
    assert isinstance(Replay().survey(Surroundings(packs=(path,)))[0], Obstacle)


def test_a_transcript_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    recorded = [(word, Translated(word.upper())) for word in ("a", "b", "c")]
    write_transcript(path, SIGNATURE, DIRECTION, recorded)
    whole = path.read_bytes()
    assert read_transcript(path).outcomes == dict(recorded)
    for end in range(len(whole) - 1):  # the last line break alone may go: no outcome is lost
        path.write_bytes(whole[:end])
        with pytest.raises(ReadError):
            read_transcript(path)
    lines = whole.splitlines(keepends=True)
    for place in range(1, 4):
        path.write_bytes(b"".join(lines[:place] + lines[place + 1 :]))
        with pytest.raises(ReadError, match=":4: the footer counts 3 outcomes, but 2"):
            read_transcript(path)
    path.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(ReadError, match=":4: the transcript has no footer"):
        read_transcript(path)


def test_the_survey_offers_each_transcript(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    write_transcript(path, SIGNATURE, DIRECTION, [])
    surroundings = Surroundings(packs=(tmp_path / "model.argosmodel", path))
    assert Replay().survey(surroundings) == [Offer(DIRECTION, "argos", str(path), named=True)]
    assert isinstance(Replay().survey(Surroundings())[0], Obstacle)


def test_another_direction_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    write_transcript(path, SIGNATURE, DIRECTION, [])
    with pytest.raises(EngineUnavailable, match="es→en"):
        Replay().open(Direction("es", "en"), Surroundings(packs=(path,)))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "t.jsonl"
    with pytest.raises(WriteError, match="Not a directory") as caught:
        write_transcript(place, SIGNATURE, DIRECTION, [])
    assert str(caught.value).startswith(f"{place}: ")


def test_sources_are_told_apart_where_their_keys_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.engines.transcript._key", lambda _: 7)
    path = tmp_path / "t.jsonl"
    recorded = {word: Translated(word.upper()) for word in ("a", "b", "c")}
    write_transcript(path, SIGNATURE, DIRECTION, [*recorded.items(), ("b", Translated("B"))])
    outcomes = read_transcript(path).outcomes
    assert dict(outcomes) == recorded
    assert (len(outcomes), list(outcomes), "d" in outcomes) == (3, ["a", "b", "c"], False)
    write_transcript(path, SIGNATURE, DIRECTION, [*recorded.items(), ("b", Translated("no"))])
    with pytest.raises(ReadError, match=":5: the same source has another answer"):
        read_transcript(path)


def test_a_transcript_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    write_transcript(path, SIGNATURE, DIRECTION, [("A cat.", Translated("Un gato."))])
    before = read_transcript(path).outcomes
    write_transcript(path, SIGNATURE, DIRECTION, [("A cat.", Translated("Una gata."))])
    assert read_transcript(path).outcomes["A cat."] == Translated("Una gata.")
    assert before["A cat."] == Translated("Un gato."), "who had it open reads what was there"
