"""What the negation detector reports, and what it must not."""

import pytest
from support import bead

from harness.core.values import Category, Finding, Mark, Severity
from harness.detectors.negation import Negation


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return list(Negation().detect(bead(source, *others, language=language)))


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
        ("pt", "Não vi ninguém.", "Eu não vi pessoa alguma."),
        ("en", "No. 5 won.", "Number 5 won."),
    ],
)
def test_the_same_denial_in_other_words_is_silent(language: str, source: str, back: str) -> None:
    assert detect(source, back, language=language) == []
    assert detect(back, source, language=language) == []
