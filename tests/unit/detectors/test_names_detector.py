"""What the names detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import Category, Finding, Severity
from harness.detectors.names import Names


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return graded(Names().detect(bead(source, *others, language=language)))


def test_a_changed_name_is_paired_with_what_it_became() -> None:
    source = "Politically, Putin spoke on the phone with Tokayev."
    (finding,) = detect(source, source.replace("Tokayev", "Tokyo"))
    assert (finding.category, finding.severity) == (Category.ENTITY, Severity.MAJOR)
    assert finding.message == "The name “Tokayev” came back as “Tokyo”."
    assert [span.of(source) for span in finding.spans(0)] == ["Tokayev"]


@pytest.mark.parametrize(
    ("source", "back", "category", "severity"),
    [
        ("We met Tokayev.", "We met him.", Category.OMISSION, Severity.MAJOR),
        ("We met him.", "We met Tokayev.", Category.ADDITION, Severity.MAJOR),
        ("We met Tokayev.", "We met Tokaev.", Category.ENTITY, Severity.MINOR),
        ("We met Donald Trump.", "We met Trump.", Category.OMISSION, Severity.MINOR),
        ("We met Dr. Brown.", "We met Dr. brown.", Category.ENTITY, Severity.MINOR),
        ("The CSTO sent men.", "The OSCE sent men.", Category.ENTITY, Severity.MAJOR),
        ("We met Paul.", "We met Paula.", Category.ENTITY, Severity.MAJOR),
        ("We met Mario.", "We met Maria.", Category.ENTITY, Severity.MAJOR),
        ("We met Julio.", "We met Julia.", Category.ENTITY, Severity.MAJOR),
        ("We met Carlos.", "We met Carl.", Category.ENTITY, Severity.MAJOR),
        ("We met Martin.", "We met Martian.", Category.ENTITY, Severity.MINOR),
        ("We like California.", "We like Californian.", Category.ENTITY, Severity.MINOR),
        ("It has 4 GB of memory.", "It has 4 GB of RAM.", Category.ADDITION, Severity.MINOR),
        ("He flew to Bermuda.", "He flew to the cart.", Category.OMISSION, Severity.MAJOR),
    ],
)
def test_kinds(source: str, back: str, category: Category, severity: Severity) -> None:
    (finding,) = detect(source, back)
    assert (finding.category, finding.severity) == (category, severity)


def test_a_pivot_confirms_a_name_at_the_start_of_a_sentence() -> None:
    (finding,) = detect("Tokayev spoke.", "Tokayev habló.", "Tokyo spoke.")
    assert finding.evidence == (("source", "Tokayev"), ("back_translation", "Tokyo"))
    assert finding.spans(1)


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("Kazakhstan’s ministry said so on Friday.", "On Friday, the ministry of Kazakhstan said."),
        ("The Russian army left.", "The army of Russia left."),
        ("He went to the United Nations.", "He went to the UN."),
        ("He moved to the UK in May.", "In May he moved to Britain."),
        ("He met the Defence Minister.", "He met the Minister of Defense."),
        ("The President spoke.", "The head of state spoke."),
        ("Police arrested him.", "Officers arrested him."),
        ("We met Tokayev.", "we met tokayev."),
        ("Join us at WHO.", "JOIN US AT WHO."),
        ("José lives in Bogotá with Jose.", "Jose lives in Bogota with José."),
        ("Kolín-based firms closed.", "Firms in Kolín closed."),
        ("However, The arrival was slow.", "However, the arrival was slow."),
        ("It cost €85 million.", "It cost EUR 85 million."),
        ("It cost EUR 85 million.", "It cost 85 million euros."),
        ("It is 3 °C outside.", "It is 3 oC outside."),
        ("It holds 4 GB, or 10 mL, at 5 kW.", "It holds four, or ten, at five."),
        ("She loves the Andes, said Qasim-Yomart.", "Qasim Yomart said she loves the Andes."),
    ],
)
def test_the_same_names_are_silent(source: str, back: str) -> None:
    assert detect(source, back) == []


def test_a_bead_of_a_thousand_changed_names_is_compared_in_full() -> None:
    """Names meet only those that begin like them: anything steeper does not finish here."""
    numbers = range(1000)
    source = " ".join(f"we saw {_named('K', number)}," for number in numbers)
    back = " ".join(f"we saw {_named('R', number)}," for number in numbers)
    assert len(detect(source, back)) == 1000


def _named(initial: str, number: int) -> str:
    return initial + "".join("aeioumnlst"[int(digit)] * 2 for digit in f"{number:03}")


def test_one_name_went_and_one_came_far_apart() -> None:
    (finding,) = detect("I saw Virat in the garden.", "In the garden there was Kohli.")
    assert (finding.category, finding.severity) == (Category.ENTITY, Severity.MAJOR)
    assert dict(finding.evidence) == {"source": "Virat", "back_translation": "Kohli"}


@pytest.mark.parametrize(
    ("source", "back", "severity"),
    [
        ("We met Mrs. Fischer there.", "We met Mrs. Fuchser there.", Severity.MAJOR),
        ("We met Mr. Beller there.", "We met Mr. Böhler there.", Severity.MAJOR),
        ("They read of Louis XVI there.", "They read of Louis XIV there.", Severity.CRITICAL),
        ("We met Mr. Qasim there.", "We met Mr. Kasym there.", Severity.MINOR),
        ("We met Mr. Mohammed there.", "We met Mr. Muhammad there.", Severity.MINOR),
        ("The new Rider is out.", "The new riding is out.", Severity.MINOR),
    ],
)
def test_another_name_weighs_more_than_another_spelling(
    source: str, back: str, severity: Severity
) -> None:
    (finding,) = detect(source, back)
    assert (finding.category, finding.severity) == (Category.ENTITY, severity)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("fr", "Elle vit dans toute l’Écosse.", "Elle vit en Écosse."),
        ("fr", "Les chercheurs de l’Arizona partent.", "Les chercheurs en Arizona partent."),
        ("pt", "Ela viu as escolas escocesas.", "Ela viu as escolas da Escócia."),
        ("es", "Vio la integración euroasiática.", "Vio la integración entre Europa y Asia."),
        ("fr", "Le Premier ministre part.", "La Première ministre part."),
    ],
)
def test_names_with_an_article_and_the_people_of_a_land(
    language: str, source: str, back: str
) -> None:
    for one, other in ((source, back), (back, source)):
        assert not Names().detect(bead(one, other, language=language))
