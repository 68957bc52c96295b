"""What `harness explain` says of whoever reported a finding."""

import pytest

from harness import plugins
from harness.cli.explain import _own_words


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
