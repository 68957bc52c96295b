import pickle

import pytest

from harness.core.values import Category


def test_a_plug_in_s_category_is_one_and_the_same_whoever_names_it() -> None:
    first = Category("style/honorific")
    assert first is Category("style/honorific")
    assert first.value == "style/honorific"
    assert {first: 1}[Category("style/honorific")] == 1
    assert first is not Category("style/register")
    assert pickle.loads(pickle.dumps(first)) is first
    assert "honorific" in repr(first)


def test_the_harness_s_own_categories_stay_the_ones_that_are_listed() -> None:
    before = list(Category)
    strange = Category("custom/rhyme")
    assert list(Category) == before
    assert strange not in before
    assert not strange.of_the_harness
    assert Category.NUMBER.of_the_harness
    assert Category("accuracy/mistranslation/number") is Category.NUMBER


@pytest.mark.parametrize(
    "wrong",
    ["", "style", "Style/honorific", "style/", "/x", "style//x", "stile/x", "a b/c", 3, None],
)
def test_what_is_no_path_under_a_dimension_is_no_category(wrong) -> None:
    with pytest.raises(ValueError, match="not a valid Category"):
        Category(wrong)
