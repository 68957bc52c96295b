"""What the teacher's pairs must be like."""

import pytest

from taught import fault, left_portuguese, plain, spanish_marks, unknown


@pytest.mark.parametrize(
    ("english", "spanish", "expected"),
    [
        ("The river was cold.", "El río estaba frío.", None),
        ("It grew from 1,200 to 3,500.", "Creció de 1.200 a 3.500.", None),
        ("It grew from 1,200 to 3,500.", "Creció de 1.200 a 3.600.", "numbers"),
        ("It grew to 3,500 in 2021.", "Creció a 3.500.", "numbers"),
        ("", "Hola.", "empty"),
        ("Yes.", "Sí, por supuesto que sí, faltaba más.", "length"),
        ("The end came soon.", "El fin fin fin fin llegó.", "repeated"),
        ("Radio Nacional de España", "radio nacional de España", "copied"),
        ("Where is he going?", "Adónde va él.", "question"),
        ('"Where is he going?"', '"¿Adónde va él?"', None),
    ],
)
def test_a_pair_is_kept_when_nothing_is_wrong_with_it(
    english: str, spanish: str, expected: str | None
) -> None:
    assert fault(english, spanish) == expected


def test_a_word_apertium_does_not_know_is_a_fault_unless_it_is_a_name() -> None:
    assert unknown("El *espantalho cayó", "The scarecrow fell")
    assert not unknown("*Stanford es una universidad", "Stanford is a university")
    assert unknown("*Congratulo me alegro", "I am glad")


def test_portuguese_letters_are_allowed_in_names_only() -> None:
    assert left_portuguese("The nation slept.", "La nação dormía.")
    assert not left_portuguese("He lives in São Paulo.", "Vive en São Paulo.")


@pytest.mark.parametrize(
    ("translated", "expected"),
    [
        ("Cómo está usted?", "¿Cómo está usted?"),
        ("¿Cómo está usted?", "¿Cómo está usted?"),
        ("Qué bien!", "¡Qué bien!"),
        ("Si llueve, vienes?", "Si llueve, vienes?"),  # where the question opens is not plain
        ("Nada.", "Nada."),
    ],
)
def test_opening_marks_are_set_where_the_case_is_plain(translated: str, expected: str) -> None:
    assert spanish_marks(translated) == expected


def test_text_for_the_teacher_has_plain_quotes_and_dashes() -> None:
    assert plain("“It’s late”—he said…") == '"It\'s late" - he said...'
