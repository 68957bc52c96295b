"""Blame for currencies, and for words that a pivot made up before the way back left them."""

import pytest
from support import bead

from harness.blame.hop_attribution import HopAttribution
from harness.core.protocols import Detector
from harness.core.values import BeadText
from harness.detectors.currency import Currency
from harness.detectors.names import Names
from harness.detectors.untranslated import Untranslated


def loci(detector: Detector, texts: BeadText) -> set[str]:
    (settled,) = HopAttribution().attribute([(texts, detector.detect(texts))])
    assert settled, "nothing was found, so nothing can be blamed"
    return {str(finding.locus) for finding in settled}


@pytest.mark.parametrize(
    ("pivot", "hop"),
    [
        ("El billete cuesta 4 libras.", "backward"),
        ("El billete cuesta US$ 4.", "forward"),
        ("El billete cuesta cuatro.", "unknown"),  # in a word that nobody knows
    ],
)
def test_a_currency_is_counted_at_every_stop(pivot: str, hop: str) -> None:
    texts = bead("The ticket costs £4.", pivot, "The ticket costs $4.")
    assert loci(Currency(), texts) == {hop}


def test_the_code_of_a_currency_is_no_name() -> None:
    pivot = "Perdió 48 millones de euros el año pasado."
    texts = bead("It lost £48 million last year.", pivot, "It lost EUR 48 million last year.")
    assert not Names().detect(texts)
    assert loci(Currency(), texts) == {"forward"}


def test_what_the_pivot_made_up_was_not_left_over_on_the_way_back() -> None:
    made_up = bead(
        "She was scared out of her wits.",
        "Ella estaba asustada de su borzo.",
        "She was scared of her borzo.",
    )
    assert loci(Untranslated(), made_up) == {"forward"}


def test_a_word_of_the_pivot_was_left_over_on_the_way_back() -> None:
    texts = bead(
        "She was scared by the storm.",
        "Ella estaba asustada por la tormenta.",
        "She was scared by the tormenta.",
    )
    assert loci(Untranslated(), texts) == {"backward"}
