"""The data of every language keep to the contract, on notices written for it."""

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.testing import LanguageCase, LanguageContract
from harness.testing.languages import holds
from harness.text.data.language import languages_with_data

_PATH = Path(__file__).parents[1] / "languages" / "notices.py"
_SPEC = importlib.util.spec_from_file_location("notices", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
notices = importlib.util.module_from_spec(_SPEC)
sys.modules["notices"] = notices
_SPEC.loader.exec_module(notices)
CASES = notices.cases()


@pytest.mark.parametrize("tag", sorted(CASES))
class TestLanguages(LanguageContract):
    @pytest.fixture
    def language(self, tag: str) -> str:
        return tag

    @pytest.fixture
    def cases(self, tag: str) -> Sequence[LanguageCase]:
        return list(CASES[tag].values())


def test_every_language_with_data_has_a_notice_but_those_of_the_packs() -> None:
    assert set(languages_with_data()) - set(CASES) == {"en", "es", "pt"}


def test_a_wrong_expectation_is_noticed() -> None:
    case = CASES["de"]["neg"]
    assert holds(case, "de")
    assert not holds(LanguageCase(case.one, case.other, "quiet"), "de")
    assert not holds(LanguageCase(case.one, case.one, "negation"), "de")
