from hypothesis import given
from hypothesis import strategies as st

from harness.formats.keys import Occurrences, unit_key

parts = st.tuples(
    st.text("ab|\\[0]\n", max_size=5),
    st.none() | st.text("ab|\\[0]\n", max_size=5),
    st.none() | st.sampled_from(["0", "1"]),
)


@given(parts, parts)
def test_different_messages_have_different_ids(one, other) -> None:
    assert (unit_key(*one) == unit_key(*other)) == (one == other)


def test_ids_can_be_read() -> None:
    assert unit_key("Open") == "Open"
    assert unit_key("Open", "menu") == "menu|Open"
    assert unit_key("%d files", None, "1") == "%d files|[1]"
    assert unit_key("a\nb") == "a\\nb"


def test_long_keys_are_cut_and_stay_apart() -> None:
    one, other = (unit_key("word " * 50 + end, None, "1") for end in ("x", "y"))
    assert one != other
    assert len(one) < 100
    assert one.endswith("|[1]")


def test_texts_without_a_key_are_known_by_their_words_and_not_by_their_place() -> None:
    ids = Occurrences()
    first, second, again = ids.unit_id("Open"), ids.unit_id("Shut"), ids.unit_id("Open")
    other = Occurrences()
    assert [other.unit_id(text) for text in ("New", "Shut", "Open", "Open")][1:] == [
        second,
        first,
        again,
    ]
    assert len({first, second, again, ids.unit_id("Open", "menu")}) == 4
