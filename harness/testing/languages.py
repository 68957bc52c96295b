"""What data of a language must show: that they are whole, and that cases of it come out right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from harness import api, machine
from harness.core.errors import ReadError
from harness.core.protocols import LanguageBound
from harness.core.values import Severity, Unmeasured
from harness.run import assembly
from harness.run.coverage import coverage
from harness.text.data.language import language_data, languages_with_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.tags import language_tag

QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class LanguageCase:
    """Two texts in one language, and what must be said of them.

    `expected` is `quiet`, if both say the same: then nothing above minor may be found. Else it is a
    part of a category's path, or several parted by "|" ("negation|modality"): one of them must be
    found, at `least`.
    """

    one: str
    other: str
    expected: str
    least: Severity = Severity.MAJOR


def holds(case: LanguageCase, language: str) -> bool:
    """Whether a case comes out right without any model: by the detectors and the language's data.

    Raises: HarnessError where the texts cannot be measured.
    """
    rows = api.diff(f"{case.one}\n", f"{case.other}\n", language=language, metrics=["chrf"])
    if lost := [row for row in rows if isinstance(row, Unmeasured)]:
        raise ReadError(str(lost[0]))
    found = rows.findings
    if case.expected == QUIET:
        return all(finding.severity < Severity.MAJOR for finding in found)
    return any(
        kind in finding.category.value and finding.severity >= case.least
        for finding in found
        for kind in case.expected.split("|")
    )


def score(cases: Iterable[LanguageCase], language: str) -> float:
    """The share of cases that come out right, in [0, 1]; 1 where there is none."""
    right = [holds(case, language) for case in cases]
    return sum(right) / len(right) if right else 1.0


class LanguageContract:
    """Data of a language. Provide the fixtures `language`, a tag, and `cases`.

    `least_share` of the subjects that detectors look for must be covered, and `least_score` of the
    cases must come out right.
    """

    least_share = 0.4
    least_score = 0.9

    @pytest.fixture
    def language(self) -> str:
        raise NotImplementedError("provide the fixture `language`: the tag of the data")

    @pytest.fixture
    def cases(self) -> Sequence[LanguageCase]:
        raise NotImplementedError("provide the fixture `cases`: a dozen of your own at least")

    def test_the_tag_is_a_language_s_and_its_file_is_read(self, language: str) -> None:
        assert language_tag(language) == language
        assert language in languages_with_data()
        data = language_data(language)
        assert data.scripts, "say in which scripts it is written"
        assert data.negation.told, "say how it denies"

    def test_most_subjects_are_looked_at(self, language: str) -> None:
        detectors, _ = assembly.open_detectors(assembly.detector_names(), machine.site())
        covered = coverage(detectors, language)
        known = {s for d in detectors if isinstance(d, LanguageBound) for s in d.subjects}
        assert set(covered.seen) | set(covered.unseen) == known
        assert covered.share >= self.least_share, covered.unseen

    def test_no_word_says_two_things_of_one_kind(self, language: str) -> None:
        """A word that obliges and permits would answer either."""
        modality = lexical_resources(language).modality
        said = {kind: set(phrases.written) for kind, phrases in modality.items()}
        both = said.get("obligation", set()) & said.get("possibility", set())
        assert not both, both

    def test_the_cases_come_out_right(self, language: str, cases: Sequence[LanguageCase]) -> None:
        wrong = [case for case in cases if not holds(case, language)]
        assert len(cases) - len(wrong) >= self.least_score * len(cases), wrong
