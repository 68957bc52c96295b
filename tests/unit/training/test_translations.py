"""A table of translations is learnt from sentences that people translated."""

from pathlib import Path

import pytest
from program import script

from harness.core.bundled import bundled
from harness.text.data.translations import translations

learner = script("training/lexicon/translations.py")
NOUNS = [("dog", "perro"), ("book", "libro"), ("house", "casa"), ("road", "camino")]
ADJECTIVES = [("red", "rojo"), ("big", "grande"), ("old", "viejo"), ("new", "nuevo")]
PAIRS = [
    *(
        (f"we saw the {adjective} {noun}", f"vimos el {sustantivo} {adjetivo}")
        for noun, sustantivo in NOUNS
        for adjective, adjetivo in ADJECTIVES
    ),
    *((f"a {noun}", f"un {sustantivo}") for noun, sustantivo in NOUNS),
]


def lines(pairs: list[tuple[str, str]]) -> list[str]:
    one, other = learner.Side("en"), learner.Side("es")
    for source, target in pairs:
        one.add(one.words(source))
        other.add(other.words(target))
    return list(learner.table_lines(one, other))


def test_words_that_keep_company_stand_for_each_other() -> None:
    first = dict(line.split(" ")[:2] for line in lines(PAIRS))
    assert first["dog"].startswith("perro:")
    assert first["house"].startswith("casa:")
    assert first["big"].startswith("grande:")


def test_rare_words_can_be_left_out() -> None:
    one, other = learner.Side("en"), learner.Side("es")
    for source, target in [*PAIRS, ("a cat", "un gato")]:
        one.add(one.words(source))
        other.add(other.words(target))
    words = [line.split(" ")[0] for line in learner.table_lines(one, other, 3)]
    assert "dog" in words
    assert "cat" not in words


def test_the_same_pairs_give_the_same_table() -> None:
    assert lines(PAIRS) == lines(PAIRS)


@pytest.mark.parametrize(
    ("language", "into", "word", "other", "unusual"),
    [
        ("en", "es", "house", "casa", "perro"),
        ("en", "es", "dog", "perro", "casa"),
        ("en", "es", "issue", "problema", "revista"),
        ("es", "en", "perro", "dog", "house"),
        ("es", "en", "derecho", "right", "left"),
        ("en", "pt", "house", "casa", "pão"),
        ("en", "pt", "bread", "pão", "casa"),
        ("en", "pt", "issue", "problema", "revista"),
        ("pt", "en", "dinheiro", "money", "bread"),
        ("pt", "en", "direito", "right", "left"),
    ],
)
def test_a_shipped_table_knows_common_words_both_ways(
    language: str, into: str, word: str, other: str, unusual: str
) -> None:
    known = translations(language, into)
    assert known is not None
    assert known.knows(word)
    assert 1 > known.affinity(word, {other}) > 0.2 > known.affinity(word, {unusual})
    assert known.affinity(word, {other, unusual}) == known.affinity(word, {other})
    assert known.affinity(word, set()) == 0


def test_there_is_no_table_of_most_languages() -> None:
    assert translations("en", "cs") is None


@pytest.mark.parametrize(
    "path",
    sorted((bundled("langpacks") / "translations").glob("*.txt")),
    ids=lambda path: path.stem,
)
def test_every_line_of_a_table_can_be_read(path: Path) -> None:
    one, other = path.stem.split("-")
    known = translations(one, other)
    assert known is not None
    assert len(known.counts) > 5_000
    assert all(
        count >= 1 and word and text
        for word, others in known.counts.items()
        for text, count in others.items()
    )
    assert path.stat().st_size < 2_000_000
