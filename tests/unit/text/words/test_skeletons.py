"""Names across scripts, by the consonants that one hears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.words.skeletons import skeleton, sounds_like


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Müller", ["Мюллер", "ミュラー", "밀러", "Μίλερ", "מילר", "مولر", "म्यूलर"]),
        ("Keller", ["Келлер", "ケラー", "켈러"]),
        ("Berlin", ["Берлин", "ベルリン", "برلين", "ברלין", "बर्लिन", "베를린"]),
        ("Robert", ["Роберт", "ロバート", "로버트", "روبرت"]),
        ("Bennett", ["Беннетт", "ベネット", "بينيت"]),
    ],
)
def test_a_name_is_heard_in_every_script(name: str, written: list[str]) -> None:
    for other in written:
        assert sounds_like(skeleton(name), skeleton(other)), other


@pytest.mark.parametrize(
    ("name", "other"),
    [("Müller", "Шмидт"), ("Berlin", "Вена"), ("Keller", "田中"), ("Robert", "マリア")],
)
def test_another_name_is_another(name: str, other: str) -> None:
    assert not sounds_like(skeleton(name), skeleton(other))


@given(st.text(max_size=12))
def test_a_skeleton_is_of_consonants_and_stays_one(word: str) -> None:
    found = skeleton(word)
    assert found == "" or len(found) >= 2
    assert set(found) <= set("bcdfghjklmnpqrstvwxz")
    assert skeleton(found) in (found, "")
