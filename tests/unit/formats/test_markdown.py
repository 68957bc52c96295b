"""Markdown: what is a text, and how a translation is written."""

import pytest

from harness.core.errors import ReadError
from harness.core.values import Document
from harness.formats.markdown import Markdown

PAGE = """\
---
title: no text
---
# The *first* part #

A paragraph of **two**
lines, see [the page](https://a.b "T") and [it].

> - quoted `code|x`\\
>   on

```sh
# no text
```

| Name | A \\| B |
|------|--------|
| `x`  | yes    |

<div>no text</div>

See <https://a.b>, 1 &lt; 2.

[it]: https://c.d
"""


def read(text: str) -> Document:
    return Markdown().read(text.encode(), doc_id="a.md", language="en", origin="a.md")


def written(text: str, said: dict[str, str]) -> str:
    made = read(text)
    ids = {unit.text: unit.unit_id for unit in made.units}
    return (
        Markdown().write(made, text.encode(), {ids[old]: new for old, new in said.items()}).decode()
    )


def test_paragraphs_headings_and_cells_are_units() -> None:
    assert [(unit.text, unit.line) for unit in read(PAGE).units] == [
        ("The first part", 4),
        ("A paragraph of two lines, see the page and it.", 6),
        ("quoted `code|x`\non", 9),
        ("Name", 16),
        ("A | B", 16),
        ("`x`", 18),
        ("yes", 18),
        ("See <https://a.b>, 1 < 2.", 22),
    ]


def test_emphasis_and_links_are_codes() -> None:
    codes = read(PAGE).units[1].codes
    assert [code.raw for code in codes] == [
        "**", "**", "[", '](https://a.b "T")', "[", "][it]",
    ]  # fmt: skip
    assert [code.pair for code in codes] == ["1", "1", "3", "3", "5", "5"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The first part", "La primera parte", "# La *primera* parte #\n"),
        (
            "A paragraph of two lines, see the page and it.",
            "Un párrafo de two líneas, vea the page y it.",
            'Un párrafo de **two** líneas, vea [the page](https://a.b "T") y [it][it].\n\n> - q',
        ),
        ("quoted `code|x`\non", "citado `code|x`\nsí", "> - citado `code|x`<br>sí\n\n```"),
        ("A | B", "B | A", "| Name | B \\| A |\n"),
        (
            "See <https://a.b>, 1 < 2.",
            "1. Vea <https://a.b> <b>",
            "\n1\\. Vea <https://a.b> \\<b>\n",
        ),
        ("yes", "# * _no_ #", "| \\# \\* \\_no\\_ \\#    |\n"),
        ("yes", "#", "| \\#  "),
        ("yes", "##", "| \\#\\#  "),
    ],
)
def test_a_translation_is_written_as_text(old: str, new: str, expected: str) -> None:
    made = written(PAGE, {old: new})
    assert expected in made
    assert new in [unit.text for unit in read(made).units]


def test_tags_stand_in_where_asterisks_would_be_no_codes() -> None:
    assert written("see **(b)** c\n", {"see (b) c": "ver(b)c"}) == "ver<strong>(b)</strong>c\n"
    assert written("see **(b)** c\n", {"see (b) c": "ver (b)."}) == "ver **(b)**.\n"


def test_cells_are_told_apart_by_bars_without_a_backslash() -> None:
    table = "> a | ![a](b) | a\n> --|--|--\n> \\| | \\|x | a\n"
    units = read(table).units
    assert [unit.text for unit in units] == ["a", "a", "|", "|x", "a"]
    assert [unit.slot.of(table) for unit in units] == ["a", "a", "\\|", "\\|x", "a"]
    assert written(table, {"|x": "|"}) == table.replace("|x", "|")


def test_a_page_without_text_has_no_units() -> None:
    assert read("").units == ()
    assert read("---\na: b\n---\n").units == ()
    with pytest.raises(ReadError, match=r"a\.md:2"):
        Markdown().read(b"a\ncaf\xe9", doc_id="a", language="en", origin="a.md")
