"""Two files as one document: by keys, line by line, or refused."""

import pytest

from harness.core.errors import ConfigError
from harness.core.values import Document
from harness.review.pairs import paired
from harness.run.inputs import document_of


def plain(text: str, language: str) -> Document:
    return document_of(f"t.{language}.txt", text.encode(), language)


def targets(one: Document, other: Document) -> list[tuple[str, str | None]]:
    made = paired(one, other).document
    return [(unit.text, unit.target.text if unit.target else None) for unit in made.units]


def test_plain_texts_are_paired_line_by_line() -> None:
    one, other = plain("One.\n\nTwo.\n", "en"), plain("Uno.\nDos.\n", "es")
    assert targets(one, other) == [("One.", "Uno."), ("Two.", "Dos.")]
    assert [unit.line for unit in paired(one, other).document.units] == [1, 3]


def test_else_paragraph_by_paragraph() -> None:
    one, other = plain("One\ntwo.\n\nThree.", "en"), plain("Uno dos.\n\nTres.", "es")
    assert targets(one, other) == [("One\ntwo.", "Uno dos."), ("Three.", "Tres.")]


def test_else_they_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"3 lines.* 2"):
        paired(plain("One.\nTwo.\nThree.", "en"), plain("Uno.\nDos.", "es"))


def test_texts_with_keys_are_paired_by_them_and_one_may_be_missing() -> None:
    one = document_of("a.json", b'{"a": "One", "b|c": "Two", "d": "Three"}', "en")
    other = document_of("b.json", b'{"b|c": "Dos", "a": "Uno", "d": ""}', "es")
    assert targets(one, other) == [("One", "Uno"), ("Two", "Dos"), ("Three", None)]


def test_the_run_reads_what_the_document_says() -> None:
    one = document_of("a.json", b'{"a": "One", "b|c": "Two"}', "en")
    other = document_of("b.json", b'{"b|c": "Dos", "a": "Uno"}', "es")
    made = paired(one, other)
    read = document_of(made.name, made.data, "en")
    ours = [(unit.unit_id, unit.text) for unit in made.document.units]
    assert [(unit.unit_id, unit.text) for unit in read.units] == ours
