"""simplemma's tables, read around the words asked for, say what they say when unpacked."""

import subprocess
import sys
from pathlib import Path

import pytest
import simplemma
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from harness.core.bundled import bundled
from harness.text.data import base_forms
from harness.text.data.base_forms import IndexedForms, base_form, first_entry, is_form

FOLDER = bundled("langpacks") / "base_forms"
SCRIPT = Path(__file__).parents[4] / "scripts/training/lexicon/base_form_index.py"


@pytest.mark.parametrize("tag", ["en", "es"])
def test_an_indexed_table_holds_what_the_unpacked_one_does(tag: str) -> None:
    table = base_forms._table(tag)
    assert isinstance(table, IndexedForms), f"{tag}.tsv is of another simplemma: run {SCRIPT.name}"
    unpacked = DEFAULT_DICTIONARY_FACTORY.get_dictionary(tag)
    assert dict(table) == dict(unpacked)
    assert len(table) == len(unpacked)
    for form in [*list(unpacked)[::997], "", "!", "zzgrmpf", "\U0010ffff"]:
        assert table.get(form) == unpacked.get(form)
        assert (form in table) == (form in unpacked)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_index_is_of_the_table_that_is_installed(path: Path) -> None:
    assert isinstance(base_forms._table(path.stem), IndexedForms), (
        f"{path.name} is of another simplemma: run {SCRIPT.name}"
    )


def test_the_index_can_be_made_again(tmp_path: Path) -> None:
    copy = tmp_path / "scripts/training/lexicon" / SCRIPT.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "langpacks/wordings").mkdir(parents=True)
    (tmp_path / "langpacks/wordings/en.toml").touch()
    subprocess.run([sys.executable, copy], check=True, capture_output=True)
    made = tmp_path / "langpacks/base_forms/en.tsv"
    assert made.read_bytes() == (FOLDER / "en.tsv").read_bytes()


WORDS = st.one_of(
    st.sampled_from(
        [
            "ran",
            "Houses",
            "don't",
            "geese",
            "vámonos",
            "decírselo",
            "años",
            "señoras",
            "über",
            "x’s",
            "12",
        ]
    ),
    st.text("abcdeghilmnorstuáéñ'-", min_size=1, max_size=12),
)


@given(WORDS, st.sampled_from(["en", "es"]))
def test_words_have_the_base_forms_that_simplemma_gives(word: str, tag: str) -> None:
    assert base_form(word, tag) == simplemma.lemmatize(word, tag)
    assert is_form(word, tag) == simplemma.is_known(word, tag)


def test_where_there_is_no_table_nothing_is_known() -> None:
    assert is_form("word", "xx") is None
    assert is_form("", "en") is None
    with pytest.raises(ValueError, match="xx"):
        base_form("word", "xx")


def test_an_index_of_another_table_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "en.tsv"
    path.write_text("0" * 64 + "\na\ta\t7\n", "utf-8")
    assert base_forms._indexed(path, base_forms.packed_table("en")) is None


def test_a_table_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="not a table"):
        first_entry(b"SMFC1\x01\x00")
