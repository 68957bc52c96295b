"""What the negation detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import Category, Finding, Mark, Severity
from harness.detectors.negation import Negation
from harness.severity.grades import usual_grades


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return graded(Negation().detect(bead(source, *others, language=language)))


@pytest.mark.parametrize(
    ("language", "source", "back", "lost"),
    [
        ("en", "He did not come.", "He came.", "not"),
        ("en", "He didn’t come.", "He did come.", "didn’t"),
        ("en", "Nobody came.", "Everybody came.", "Nobody"),
        ("en", "She was unhappy.", "She was happy.", "unhappy"),
        ("es", "El presidente no dijo nada.", "El presidente dijo todo.", "no"),
        ("pt", "Ele não veio.", "Ele veio.", "não"),
    ],
)
def test_a_lost_denial_is_critical(language: str, source: str, back: str, lost: str) -> None:
    (finding,) = detect(source, back, language=language)
    assert (finding.category, finding.severity) == (Category.NEGATION, Severity.CRITICAL)
    (span,) = finding.spans(0)
    assert span.of(source) == lost
    # The other way round it was added.
    (finding,) = detect(back, source, language=language)
    (span,) = finding.spans(1)
    assert span.of(source) == lost


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Do not eat the fish.", "Eat the fish too."),
        ("en", "It is not hot.", "It is too hot."),
        ("en", "It is not hot.", "It is a little hot."),
        ("en", "The drug is not safe.", "The drug is rather safe."),
        ("en", "Do not take this medicine.", "Take this medicine, unless you are too tired."),
        ("en", "Do not drive.", "Drive, and avoid the motorway."),
        ("en", "Not many came.", "A few came."),
        ("es", "No hace calor.", "Hace un poco de calor."),
        ("es", "No coma el pescado.", "Coma fuera el pescado."),
        ("pt", "Não coma o peixe.", "Coma o peixe fora."),
        ("de", "Er isst nicht.", "Er isst statt dessen."),
    ],
)
def test_a_word_elsewhere_makes_up_for_no_denial(language: str, source: str, back: str) -> None:
    for one, other in ((source, back), (back, source)):
        findings = detect(one, other, language=language)
        assert {finding.severity for finding in findings} == {Severity.CRITICAL}


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "He did not fail to notice it.", "He noticed it."),
        ("en", "She used tea, not coffee.", "She used tea instead of coffee."),
        ("en", "She is no longer a member.", "She has stopped being a member."),
        ("en", "I don't know whether he comes or not.", "I don't know if he comes."),
        ("es", "No puede evitar reír.", "Tiene que reír."),
        ("es", "Dejó de fumar.", "Ya no fuma."),
        ("es", "Una flor, no dos rosas.", "Una flor en vez de dos rosas."),
        ("es", "Son decenas, si no cientos.", "Son decenas o incluso cientos."),
        ("pt", "O clube deixou de ser inclusivo.", "O clube não é mais inclusivo."),
        ("pt", "Se não nos quiserem, vamos embora.", "Se eles não nos quiserem, vamos embora."),
        ("pt", "O conselho que dão ou não.", "O conselho que dão e o que não dão."),
        ("pt", "Ela estava sem energia.", "Ela estava desanimada."),
        ("fr", "Elle n'a pas hésité à partir.", "Elle a été rapide à partir."),
        ("fr", "Il n'y en a plus.", "Il n'y en a pas."),
        ("fr", "Elles sont démunies.", "Elles n'en ont pas."),
    ],
)
def test_what_is_denied_in_another_way_is_no_loss(language: str, source: str, back: str) -> None:
    for one, other in ((source, back), (back, source)):
        assert detect(one, other, language=language) == []


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "He did not fail.", "He failed."),
        ("en", "She has not stopped.", "She has stopped."),
        ("en", "If not treated, it spreads.", "If treated, it spreads."),
        ("es", "Si no quieren entrar, pueden irse.", "Si quieren entrar, pueden irse."),
        ("es", "No dejó de fumar.", "Dejó de fumar."),
        ("pt", "Se não vierem, começamos.", "Se vierem, começamos."),
        ("fr", "Il ne fume plus.", "Il fume plus."),
        ("fr", "Elle n'a pas hésité.", "Elle a hésité."),
    ],
)
def test_what_is_denied_by_meaning_can_lose_its_denial(
    language: str, source: str, back: str
) -> None:
    for one, other in ((source, back), (back, source)):
        (finding,) = detect(one, other, language=language)
        assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Do not take it unless told to.", "Do not take it if told to."),
        ("en", "Do not take it unless told to.", "Do not take it only if told to."),
        ("en", "Do not take it unless told to.", "Take it unless told to."),
        ("en", "Take it unless you are ill.", "Take it if you are ill."),
        ("es", "No lo tome a menos que esté enfermo.", "No lo tome si está enfermo."),
        ("pt", "Não tome a menos que esteja doente.", "Não tome se estiver doente."),
        ("nl", "Neem het niet tenzij u ziek bent.", "Neem het niet als u ziek bent."),
    ],
)
def test_a_condition_turned_round_is_critical(language: str, source: str, back: str) -> None:
    for one, other in ((source, back), (back, source)):
        (finding,) = detect(one, other, language=language)
        assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Do not take it unless told to.", "Take it only if told to."),
        ("en", "Unless it rains, we shall go.", "If it does not rain, we shall go."),
        ("en", "Unless treated, it spreads.", "If not treated, it spreads."),
        ("en", "We go unless it rains.", "We go except if it rains."),
        ("es", "No lo tome a menos que se lo digan.", "Tómelo solo si se lo dicen."),
        ("es", "Iremos a menos que llueva.", "Iremos si no llueve."),
        ("pt", "Iremos a menos que chova.", "Iremos se não chover."),
    ],
)
def test_a_condition_in_other_words_is_silent(language: str, source: str, back: str) -> None:
    assert detect(source, back, language=language) == []
    assert detect(back, source, language=language) == []


def test_of_several_denials_the_lost_one_is_named() -> None:
    paragraph = (
        "The contract does not expire this year. The tenant may not keep animals, and he must "
        "not smoke indoors. Rooms on the second floor are not available to visitors."
    )
    damaged = paragraph.replace("must not smoke", "must smoke")
    (finding,) = detect(paragraph, damaged)
    (span,) = finding.spans(0)
    assert span.start == paragraph.index("not smoke")
    assert "must not smoke indoors" in dict(finding.evidence)["context"]


def test_denials_on_a_pivot_are_marked() -> None:
    (finding,) = detect("He did not come.", "Él no vino.", "He came.")
    assert Mark(1, type(finding.marks[0].span)(3, 5)) in finding.marks


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "I did not say that.", "I didn't say that."),
        ("en", "He never came.", "He did not ever come."),
        ("en", "There is no hope.", "There isn't any hope."),
        ("en", "She is not happy.", "She is unhappy."),
        ("en", "I saw nothing.", "I didn't see anything."),
        ("en", "He did not come.", "He failed to come."),
        ("en", "He is no longer ill.", "He is not ill anymore."),
        ("en", "They do not eat or drink.", "They do not eat and do not drink."),
        ("en", "Neither he nor she came.", "He and she did not come."),
        ("en", "Not only men came.", "Men came, and others too."),
        ("es", "No vino nadie.", "Nadie vino."),
        ("es", "Aún queda mucho para el final.", "Aún falta mucho para el final."),
        ("es", "Es para los indigentes.", "Es para los sin techo."),
        ("pt", "Não vi ninguém.", "Eu não vi pessoa alguma."),
        ("en", "No. 5 won.", "Number 5 won."),
        ("en", "Not many came.", "Few came."),
        ("en", "It contains no sugar.", "It is sugar-free."),
        ("en", "The rule is no tolerance at all.", "Zero tolerance is the rule."),
    ],
)
def test_the_same_denial_in_other_words_is_silent(language: str, source: str, back: str) -> None:
    assert detect(source, back, language=language) == []
    assert detect(back, source, language=language) == []


def test_an_opposite_answers_the_denial_of_its_word_alone() -> None:
    assert not detect("He was not guilty.", "He was innocent.")
    assert not detect("He was innocent.", "He was not guilty.")
    assert detect("He was not guilty of the theft.", "He was guilty of the theft.")
    assert detect("He did not leave, and prices rose.", "He did leave, and prices fell.")


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("fr", "La porte n'était pas ouverte.", "La porte était fermée."),
        ("de", "Das Rauchen ist nicht erlaubt.", "Das Rauchen ist verboten."),
        ("it", "Il museo non era aperto.", "Il museo era chiuso."),
        ("es", "La caja no está llena.", "La caja está vacía."),
    ],
)
def test_the_complement_of_a_denied_word_answers_its_denial(
    language: str, source: str, back: str
) -> None:
    assert detect(source, back, language=language) == []
    assert detect(back, source, language=language) == []


def test_a_complement_that_stood_there_before_answers_nothing() -> None:
    source = "The gate was not open, the door was closed."
    (finding,) = detect(source, "The gate was open, the door was closed.")
    assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("source", "back", "severity"),
    [
        ("The engine failed to start.", "The engine was started.", Severity.MAJOR),
        ("The engine was started.", "The engine failed to start.", Severity.MAJOR),
    ],
)
def test_a_word_that_denies_by_its_meaning(source: str, back: str, severity: Severity) -> None:
    (finding,) = detect(source, back)
    assert (finding.category, finding.severity) == (Category.NEGATION, severity)


def test_a_denial_that_is_all_that_differs_is_firm() -> None:
    (found,) = Negation().detect(bead("The man who left knew.", "The man who left not knew."))
    assert found.kind == "negation.added.alone"
    assert usual_grades().is_firm(found.kind)
    (found,) = Negation().detect(bead("The man who left knew.", "A man who did not leave knew."))
    assert found.kind == "negation.added"


def test_an_opposite_that_stands_there_in_another_form_answers_no_denial() -> None:
    source = "They refused the plan and accepted the money."
    back = "They did not refuse the plan and did not accept the money."
    assert {finding.severity for finding in detect(source, back)} == {Severity.CRITICAL}
