"""A small part of what `scripts/benchmarks/numbers_by_language.py` asks, in every language."""

import pytest
from program import script

from harness.text.data.language import languages_with_data

VALUES = 36


@pytest.fixture(scope="module")
def bench():
    return script("benchmarks/numbers_by_language.py")


@pytest.mark.parametrize("language", languages_with_data())
def test_what_the_cldr_writes_is_read_back(bench, language: str) -> None:
    """In digits, scaled and with the language's own digits; words need data from elsewhere."""
    tally = bench.measured(language, None, VALUES, 0, None)
    assert tally.share("read") == 1, tally.wrong


def test_every_language_has_a_sentence_of_its_own(bench) -> None:
    assert set(bench.SENTENCES) == set(languages_with_data())
