"""Words that are written from right to left keep their order in sentences of ours."""

from harness.report.html.shell import ENVIRONMENT
from harness.report.html.text_runs import plain


def _said(sentence: str) -> str:
    template = ENVIRONMENT.from_string('{% import "text.html.j2" as text %}{{ text.said(all) }}')
    return template.render(all=plain(sentence))


def test_quoted_words_from_right_to_left_stand_apart() -> None:
    said = "“45.50 دولار” came back as “45.50 USD”."
    assert _said(said) == "“<bdi>45.50 دولار</bdi>” came back as “45.50 USD”."


def test_what_is_quoted_stays_text() -> None:
    assert _said("“<b>שלום</b>”, “א”") == ("“<bdi>&lt;b&gt;שלום&lt;/b&gt;</bdi>”, “<bdi>א</bdi>”")
    assert _said("<i>no quote</i>") == "&lt;i&gt;no quote&lt;/i&gt;"


def test_invisible_characters_are_still_named() -> None:
    assert ">RLO</span>" in _said("“a\u202eב”")
