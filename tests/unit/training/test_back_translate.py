"""Pairs whose target people wrote: what is kept of a package's translations, and what is not."""

from collections.abc import Sequence

import pytest

from back_translate import LEAST, pairs, same_name


class Package:
    """Says what it was told to say, and how sure it is."""

    source = "en"

    def __init__(self, made: str, score: float) -> None:
        self.made, self.score = made, score

    def translate(self, lines: Sequence[str]) -> list[tuple[str, float]]:
        return [(self.made, self.score) for _ in lines]


@pytest.mark.parametrize(
    ("written", "made", "score", "reason"),
    [
        ("They met in Boston in 2015.", "Se vieron en Boston en 2015.", LEAST, None),
        ("They met in Boston in 2015.", "Se vieron en Boston en 2015.", LEAST - 0.1, "unlikely"),
        ("They met in Boston in 2015.", "Se vieron en Boston en 2051.", 0.0, "numbers"),
        ("They met in Boston again.", "Se vieron en Carton otra vez.", 0.0, "name"),
        ("They met him in Peking.", "Lo vieron en Pekín.", 0.0, None),
    ],
)
def test_what_is_unlikely_or_lost_teaches_nothing(
    written: str, made: str, score: float, reason: str | None
) -> None:
    ((english, other, why),) = pairs(Package(made, score), [written], LEAST)  # type: ignore[arg-type]
    assert (english, other, why) == (written, made, reason)


def test_the_english_side_comes_first_whichever_is_translated() -> None:
    package = Package("He came.", 0.0)
    package.source = "es"
    ((english, other, _),) = pairs(package, ["Él vino."], LEAST)  # type: ignore[arg-type]
    assert (english, other) == ("He came.", "Él vino.")


def test_a_name_is_kept_by_its_beginning() -> None:
    assert same_name("Peking", "en Pekín")
    assert not same_name("Boston", "en Carton")
