import pytest

from harness.align.languages import UNDETERMINED, in_one_language

ENGLISH = [
    "The court fined the company for the second time this year.",
    "It had warned the owners in March, but they did not answer.",
    "A spokeswoman said that the factory would close by the end of the month.",
]
RETURN = [
    "The court fined the firm for the second time this year.",
    "In March it had warned the owners, but they did not reply.",
    "A spokeswoman said the factory would shut at the end of the month.",
]
SPANISH = [
    "El tribunal multó a la empresa por segunda vez este año.",
    "En marzo había advertido a los dueños, pero no contestaron.",
    "Una portavoz dijo que la fábrica cerraría a finales de mes.",
]
PORTUGUESE = [
    "O tribunal multou a empresa pela segunda vez este ano.",
    "Em março tinha avisado os donos, mas eles não responderam.",
    "Uma porta-voz disse que a fábrica fecharia no fim do mês.",
]


@pytest.mark.parametrize(
    ("languages", "target", "one"),
    [
        (("en", "en-GB"), RETURN, True),
        (("en", "en"), SPANISH, True),  # whoever names them knows
        (("en", "es"), RETURN, False),
        ((UNDETERMINED, UNDETERMINED), RETURN, True),
        (("en", UNDETERMINED), RETURN, True),
        ((UNDETERMINED, UNDETERMINED), SPANISH, False),
        ((UNDETERMINED, "es"), SPANISH, False),
        ((UNDETERMINED, UNDETERMINED), [], False),
    ],
)
def test_tags_come_first_and_words_where_there_are_none(languages, target, one: bool) -> None:
    assert in_one_language(*languages, ENGLISH, target) is one


def test_neighbouring_languages_are_two() -> None:
    assert not in_one_language(UNDETERMINED, UNDETERMINED, SPANISH, PORTUGUESE)


def test_one_text_may_be_much_longer() -> None:
    assert in_one_language(UNDETERMINED, UNDETERMINED, ENGLISH * 50, RETURN)
