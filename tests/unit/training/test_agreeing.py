"""Pairs that are out of step are found by a package that translates one side."""

from pathlib import Path

from agreeing import LEAST, scored

LANGPACKS = Path(__file__).parents[3] / "langpacks"


def test_a_pair_out_of_step_scores_below_the_bound() -> None:
    package = next((LANGPACKS / "es_en").glob("*.argosmodel"))
    spanish = "La oficina responde por escrito dentro de treinta días."
    pairs = [
        ("The office answers in writing within thirty days.", spanish),
        ("Bring your passport and two photographs to the port.", spanish),
    ]
    (_, in_step), (_, out_of_step) = scored(pairs, package)
    assert out_of_step < LEAST < in_step
