"""What is written as TOML is read back as it was."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.writing import toml

VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text()))


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9-]*", fullmatch=True), VALUES))
def test_a_table_reads_back(entries: dict[str, object]) -> None:
    assert tomllib.loads(toml.table(entries.items())) == entries


@given(st.lists(st.text(), min_size=1))
def test_lists_of_tables_read_back(texts: list[str]) -> None:
    rows = [{"set": text, "note": text} for text in texts]
    assert tomllib.loads(toml.tables("scores", rows)) == {"scores": rows}


def test_other_types_have_no_place() -> None:
    with pytest.raises(TypeError, match=r"1\.5 has no place"):
        toml.value(1.5)
