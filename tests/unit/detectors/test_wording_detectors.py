"""Modality, quantifiers, pronouns and questions: what is found, how bad, and what stays quiet."""

import pytest
from support import bead, graded

from harness.core.protocols import Detector
from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.detectors.modality import Modality
from harness.detectors.pronouns import Pronouns
from harness.detectors.quantifier import Quantifier
from harness.detectors.questions import Questions
from harness.detectors.tense import Tense


def found(detector: Detector, language: str, source: str, back: str) -> list[Finding]:
    return graded(
        detector.detect(BeadText((LocalText(language, source), LocalText(language, back))))
    )


def worst(findings: list[Finding]) -> Severity | None:
    return max((finding.severity for finding in findings), default=None)


@pytest.mark.parametrize(
    ("language", "source", "back", "severity"),
    [
        ("en", "Visitors must leave the hall.", "Visitors may leave the hall.", "critical"),
        ("en", "You should take the pills at night.", "You must take the pills at night.", "major"),
        ("en", "Visitors must leave the old hall.", "Visitors leave the old hall.", "major"),
        (
            "es",
            "Los niños deben salir de la sala.",
            "Los niños pueden salir de la sala.",
            "critical",
        ),
        ("pt", "Os alunos devem sair da sala.", "Os alunos podem sair da sala.", "critical"),
        ("en", "The road might be closed.", "The road will be closed.", "major"),
        ("en", "She will probably sell it.", "She will sell it.", "major"),
        ("es", "Probablemente llueva hoy.", "Llueva hoy.", "major"),
        ("en", "I can hear the sea.", "I hear the sea.", "minor"),
    ],
)
def test_modality(language: str, source: str, back: str, severity: str) -> None:
    (finding,) = found(Modality(), language, source, back)
    assert finding.category is Category.MODALITY
    assert finding.severity is Severity(severity)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Visitors must leave the hall.", "Visitors have to leave the hall."),
        ("en", "The fee may rise.", "The fee might possibly rise."),
        ("es", "Los niños deben salir.", "Los niños tienen que salir."),
        ("pt", "Os alunos devem sair.", "Os alunos têm de sair."),
    ],
)
def test_modality_in_other_words(language: str, source: str, back: str) -> None:
    assert worst(found(Modality(), language, source, back)) in (None, Severity.MINOR)


@pytest.mark.parametrize(
    ("language", "source", "back", "severity"),
    [
        ("en", "All patients were seen.", "Some patients were seen.", "major"),
        ("en", "Take at least two tablets.", "Take at most two tablets.", "critical"),
        ("en", "Eat less bread.", "Eat more bread.", "critical"),
        ("en", "Wash it before cooking.", "Wash it after cooking.", "critical"),
        ("en", "Only members may vote here.", "Members may vote here.", "major"),
        ("es", "Todos los pacientes llegaron.", "Algunos pacientes llegaron.", "major"),
        ("es", "Lávelo antes de cocinar.", "Lávelo después de cocinar.", "critical"),
        ("pt", "Coma menos pão.", "Coma mais pão.", "critical"),
    ],
)
def test_quantifier(language: str, source: str, back: str, severity: str) -> None:
    findings = found(Quantifier(), language, source, back)
    assert {finding.category for finding in findings} == {Category.QUANTIFIER}
    assert worst(findings) is Severity(severity)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        (
            "en",
            "All rooms except the attic are heated.",
            "All rooms including the attic are heated.",
        ),
        ("es", "Todos excepto los niños pagan.", "Todos incluidos los niños pagan."),
        ("pt", "Todos exceto as crianças pagam.", "Todos incluindo as crianças pagam."),
        ("en", "The price is equal to the cost.", "The price is higher than the cost."),
        ("en", "Stay at least ten days.", "Stay at most ten days."),
    ],
)
def test_a_scope_or_bound_reversed_is_critical(language: str, source: str, back: str) -> None:
    assert worst(found(Quantifier(), language, source, back)) is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Every patient was seen.", "All the patients were seen."),
        ("en", "It often rains here.", "It frequently rains here."),
        ("es", "A veces llueve aquí.", "De vez en cuando llueve aquí."),
        ("es", "Los marineros ayudaron.", "Unos marineros ayudaron."),  # articles
        ("pt", "Os marinheiros ajudaram.", "Uns marinheiros ajudaram."),
        ("en", "Many formats exist.", "Most formats exist."),  # a shade, hence minor
    ],
)
def test_quantity_in_other_words(language: str, source: str, back: str) -> None:
    assert worst(found(Quantifier(), language, source, back)) in (None, Severity.MINOR)


@pytest.mark.parametrize(
    ("language", "source", "back", "category"),
    [
        ("en", "He sold the house.", "She sold the house.", Category.GENDER),
        ("es", "Estoy cansada.", "Estoy cansado.", Category.GENDER),
        ("es", "Su vecina es abogada.", "Su vecino es abogado.", Category.GENDER),
        ("pt", "Minha chefe está ocupada.", "Minha chefe está ocupado.", Category.GENDER),
        ("en", "The old man slept.", "The old woman slept.", Category.GENDER),
        ("en", "Ms. Lee called again.", "Mr. Lee called again.", Category.GENDER),
        ("es", "La doctora Vega llamó.", "El doctor Vega llamó.", Category.GENDER),
        ("pt", "A Dra. Lima ligou.", "O Dr. Lima ligou.", Category.GENDER),
        ("en", "We signed the letter.", "They signed the letter.", Category.PRONOUN),
        ("es", "El enfermero llegó tarde.", "La enfermera llegó tarde.", Category.GENDER),
        ("es", "Su padre canta bien.", "Su madre canta bien.", Category.GENDER),
        ("pt", "Ele vendeu a casa.", "Ela vendeu a casa.", Category.GENDER),
    ],
)
def test_pronouns(language: str, source: str, back: str, category: Category) -> None:
    findings = found(Pronouns(), language, source, back)
    assert {finding.category for finding in findings} == {category}
    assert all(len({mark.stop for mark in finding.marks}) == 2 for finding in findings)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "He sold his house.", "He sold the house."),
        ("en", "The man and the woman left.", "The woman and the man left."),
        ("es", "El coche es rojo.", "El automóvil es rojo."),
        ("es", "La casa roja ardió.", "La vivienda roja ardió."),
        ("es", "Vive en una casa bonita.", "Vive en un piso bonito."),
        ("es", "Lo hacen las corporaciones.", "Lo hacen los corporativos."),
        ("pt", "Ele foi ao Supremo Tribunal ontem.", "Ele foi à Suprema Corte ontem."),
        ("pt", "Este é o próximo passo do plano.", "Esta é a próxima etapa do plano."),
    ],
)
def test_the_same_people(language: str, source: str, back: str) -> None:
    assert found(Pronouns(), language, source, back) == []


def test_a_statement_that_became_a_question() -> None:
    (finding,) = found(Questions(), "en", "It is open on Monday.", "Is it open on Monday?")
    assert (finding.category, finding.severity) == (Category.QUESTION, Severity.MAJOR)
    assert finding.spans(1)[0].of("Is it open on Monday?") == "Monday?"
    (finding,) = found(Questions(), "es", "¿Viene mañana?", "Viene mañana.")
    assert finding.spans(0)
    assert found(Questions(), "en", "Is it open?", "Open, is it?") == []


def test_messages_name_the_words() -> None:
    (finding,) = found(Modality(), "en", "Guests must leave now.", "Guests may leave now.")
    assert finding.message == "“must” came back as “may” in “Guests may leave now”."
    (finding,) = found(
        Quantifier(), "en", "Only members can vote today.", "Members can vote today."
    )
    assert finding.message == "“Only” in “Only members can vote” did not come back."


def test_prepositions_of_place_are_no_amounts() -> None:
    assert not found(Quantifier(), "en", "They flew over the town.", "They flew across the town.")
    assert found(Quantifier(), "en", "It took over 40 days.", "It took under 40 days.")


@pytest.mark.parametrize("quotes", ["“”", '""', "«»", "‘’"])
def test_a_question_that_somebody_asks_counts_in_whatever_quotes(quotes: str) -> None:
    asked = '"What happened to you?" said Marta.'
    others = f"{quotes[0]}What happened to you?{quotes[1]} said Marta."
    assert found(Questions(), "en", asked, others) == found(Questions(), "en", others, asked) == []
    (finding,) = found(Questions(), "en", others, "You are well, said Marta.")
    assert finding.category is Category.QUESTION


@pytest.mark.parametrize(
    ("language", "source", "back", "kinds"),
    [
        ("pt", "Eles estão a falar com ela.", "Eles estão falando com ela.", []),
        ("es", "Ellos apoyan el plan.", "Ellos están apoyando el plan.", ["tense.going-on.also"]),
        ("en", "They supported it.", "They were supporting it.", ["tense.going-on.narrated"]),
        (
            "es",
            "Él debuta el domingo en Madrid.",
            "Él debutará el domingo en Madrid.",
            ["tense.exchanged.planned"],
        ),
        ("es", "Él debuta en Madrid.", "Él debutará en Madrid.", ["tense.exchanged"]),
        ("es", "Él debutó el domingo.", "Él debutará el domingo.", ["tense.exchanged"]),
        ("pt", "Terá viajado com o primo.", "Tinha viajado com o primo.", []),
    ],
)
def test_tenses_that_say_the_same(language: str, source: str, back: str, kinds: list[str]) -> None:
    assert [issue.kind for issue in Tense().detect(bead(source, back, language=language))] == kinds
