"""Fluent, by the rules of its grammar."""

import pytest

from harness.core.errors import ReadError
from harness.core.values import Document
from harness.formats.fluent import Fluent

FILE = """\
# Of the window
title = Welcome to { -brand }!
    .tooltip = { $name }, go on

-brand = Harness
    .gender = neuter

mails = { $n ->
    [one] a 5" mail
   *[other] { $n } mails
            of { $who }
}
amid = You have { $n ->
    [0] none
   *[other] some
  }.
long =
    It rains { "{" }
      and {"\\u00e9"}.

    So what?
broken = { $x
last = x
"""


def read(text: str) -> Document:
    return Fluent().read(text.encode(), doc_id="a.ftl", language="en", origin="a.ftl")


def written(text: str, said: dict[str, str]) -> str:
    return Fluent().write(read(text), text.encode(), said).decode()


def test_messages_attributes_and_branches_are_units() -> None:
    made = read(FILE)
    assert {unit.unit_id: unit.text for unit in made.units} == {
        "title": "Welcome to { -brand }!",
        "title.tooltip": "{ $name }, go on",
        "-brand": "Harness",
        "mails|[one]": 'a 5" mail',
        "mails|[other]": "{ $n } mails\nof { $who }",
        "amid": "You have { $n ->\n    [0] none\n   *[other] some\n  }.",
        "long": "It rains {\n  and é.\n\nSo what?",
        "last": "x",
    }
    assert [unit.unit_id for unit in made.units if not unit.translate] == ["amid"]
    assert made.units[0].notes == (("comment", "Of the window"),)
    assert {unit.group for unit in made.units} == {None, "mails"}
    assert made.remarks == (
        "a.ftl:22: column 10: what this brace opens is not closed; programs skip this entry.",
        "a.ftl: 1 texts have branches amid their words and are left as they are (the first is amid,"
        " line 13).",
    )


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a = x", "y { $n } {z}", "a = y { $n } {z}"),
        ("a = x", "{ no such } }", 'a = {"{"} no such {"}"} {"}"}'),
        ("a = x", "one\ntwo", "a = one\n    two"),
        ("a =\r\n  x\r\n", "one\n[two", 'a =\r\n  one\r\n  {"["}two\r\n'),
        ("a =\n{ $x } b", "[c\nd", "a =[c\n    d"),
        ("a = x", " one \n\n.two ", 'a = {" "}one \n    \n    {"."}two{" "}'),
        ("a = x", "\none\n", 'a = {""}\n    one\n    {""}'),
        ("a = x", "a\rb", 'a = a{"\\u000D"}b'),
        ("a = { $n ->\n  [one] x\n *[b] y\n}", "z", "a = { $n ->\n  [one] z\n *[b] y\n}"),
    ],
)
def test_a_text_is_written_so_that_it_means_what_it_says(
    file: str, text: str, expected: str
) -> None:
    (first, *_) = read(file).units
    made = written(file, {first.unit_id: text})
    assert made == expected
    assert read(made).units[0].text == text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("hello world\n", "a.ftl:1:1: neither an entry"),
        ("a = x }\n", "a.ftl:1:7: '}' may not stand here"),
        ("a =\n\n", "a.ftl:1:1: a has no text"),
        ("a = { b c }\n", "a.ftl:1:5: what this brace opens is no expression"),
        ("a = { $b", "a.ftl:1:5: what this brace opens is not closed"),
        ("a = { $b ->\n *[x] y\n", "a.ftl:1:5: branches that do not end"),
        ("a = " + "{ " * 30 + "$b" + " }" * 30, "nested more than 20 deep"),
    ],
)
def test_a_file_without_any_entry_is_told_with_line_and_column(text: str, error: str) -> None:
    with pytest.raises(ReadError, match=error):
        read(text)
