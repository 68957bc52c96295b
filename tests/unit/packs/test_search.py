"""Packs are found by direction, by code and by the beginning of a language's name."""

import pytest

from harness.core.values import Direction
from harness.packs.index import Published
from harness.packs.search import Found, in_index, matching

EN_ES = Found(Direction("en", "es"), "1.0", "bundled", "/packs/en_es")
EN_PT = Found(Direction("en", "pt-BR"), "1.9", "index", "https://packs.example/en_pb")
DE_EN = Found(Direction("de", "en"), "1.0", "index", "https://packs.example/de_en")
EN_ES_NEWER = Found(Direction("en", "es"), "1.9", "index", "https://packs.example/en_es")
ALL = [EN_ES_NEWER, EN_PT, EN_ES, DE_EN]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [DE_EN, EN_ES, EN_ES_NEWER, EN_PT]),
        (["es"], [EN_ES, EN_ES_NEWER]),
        (["en:es"], [EN_ES, EN_ES_NEWER]),
        (["en_es"], [EN_ES, EN_ES_NEWER]),
        (["es:en"], []),
        (["Spanish"], [EN_ES, EN_ES_NEWER]),
        (["span"], [EN_ES, EN_ES_NEWER]),
        (["sp"], []),
        (["PORTUGUESE"], [EN_PT]),
        (["pb"], []),
        (["en:pb"], [EN_PT]),
        (["german", "english"], [DE_EN]),
        (["german", "spanish"], []),
    ],
)
def test_every_word_must_fit(words: list[str], expected: list[Found]) -> None:
    assert matching(ALL, words) == expected


def test_of_an_index_the_newest_of_each_direction_is_found() -> None:
    published = [
        Published(Direction("en", "de"), version, (f"https://packs.example/{version}",))
        for version in ("1.9", "1.10", "1.2")
    ]
    (found,) = in_index([*published, Published(Direction("en", "de"), "1.0", ())])
    assert (found.version, found.place) == ("1.10", "https://packs.example/1.10")
    assert not found.here
