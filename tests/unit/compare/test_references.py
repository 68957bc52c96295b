"""References: one line for each row, in a language that the route passes through."""

import pytest
from run_samples import plain, run_of

from harness.compare.references import read_references
from harness.core.errors import ComparisonError, ConfigError

RUN = run_of(plain(3))


def test_each_line_belongs_to_its_row_and_an_empty_one_to_none() -> None:
    made = read_references("a.es.txt", "es", ["uno", " ", "tres"], [RUN], ())
    rows = list(RUN.rows)
    assert made.stop == 1
    assert made.texts == {rows[0].row_id: "uno", rows[2].row_id: "tres"}


@pytest.mark.parametrize("language", [None, "en", "pt"])
def test_another_language_than_those_between_is_refused(language: str | None) -> None:
    with pytest.raises(ConfigError, match="the route is en:es:en"):
        read_references("a.txt", language, ["uno", "dos", "tres"], [RUN], ())


def test_another_number_of_lines_is_refused() -> None:
    with pytest.raises(ComparisonError, match="2 lines for 3 segments"):
        read_references("a.es.txt", "es", ["uno", "dos"], [RUN], ())


def test_several_runs_are_refused() -> None:
    with pytest.raises(ConfigError, match="several records"):
        read_references("a.es.txt", "es", ["uno", "dos", "tres"], [RUN, RUN], ())
