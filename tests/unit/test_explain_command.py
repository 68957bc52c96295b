"""What `harness explain` says of whoever reported a finding."""

from pathlib import Path

import pytest
from unit.report.report_samples import failed, spanish

from harness import plugins
from harness.cli.explain import _nothing_in, _own_words
from harness.core.errors import ConfigError


def _reporters() -> list[str]:
    of_texts = [plugins.text_detector(name) for name in plugins.names("text_detectors")]
    return ["paraphrase-model", *(each.signature.name for each in of_texts), "numbers", "tense"]


@pytest.mark.parametrize("name", _reporters())
def test_every_part_that_reports_findings_is_described(name: str) -> None:
    words = _own_words(name)
    assert words
    assert len(words) > 40


def test_a_part_of_a_plug_in_that_is_gone_has_no_description() -> None:
    assert _own_words("gone") is None


def test_a_sentence_with_nothing_to_explain_is_told_from_one_that_failed() -> None:
    assert _nothing_in(Path("runs/x"), [spanish()], "5") == " in sentence 5"
    not_measured = " in sentence 1: not measured: the engine gave nothing"
    assert _nothing_in(Path("runs/x"), [failed()], "1") == not_measured


@pytest.mark.parametrize("wanted", ["99", "zzzz"])
def test_what_nothing_is_called_is_an_error_that_names_the_real_folder(wanted: str) -> None:
    with pytest.raises(ConfigError, match="no finding and no sentence is called") as raised:
        _nothing_in(Path("runs/my text"), [spanish()], wanted)
    assert raised.value.hint.startswith("list them: harness report 'runs/my text' --format json")
