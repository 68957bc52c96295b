"""A comment that model output cannot format, link, notify or reorder."""

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from unit.report.page_reader import parse
from unit.report.report_samples import (
    HOSTILE,
    arabic,
    drift,
    empty,
    failed,
    finding,
    portuguese,
    run,
    spanish,
    templated,
)

from harness.core.values import Category, Severity, Span
from harness.report.formats.markdown import Markdown
from harness.text.words.control_characters import strip_controls
from harness.writing.markdown import quoted

COMMON_MARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPECIAL = "\\`*_{}[]()#+-.!|~$<>&;:@^=\"' a1\n\tع\u202e"


def _shown(markdown: str) -> str:
    """The words a reader sees, with <wbr> and isolates, which show nothing, taken out."""
    html = COMMON_MARK.render("Note: " + markdown).replace("<wbr>", "")
    return unescape(re.sub(r"[\u2068\u2069]", "", html))


@given(st.text(alphabet=st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=60))
@example(HOSTILE)
@example("![x](https://example.org/x.png) [y](javascript:z) **b** ~~c~~ `d` <e@f.org>")
def test_any_text_is_shown_word_for_word(text: str) -> None:
    words = " ".join(strip_controls(text).split())
    shown = " ".join(_shown(quoted(text)).removeprefix("<p>").removesuffix("</p>\n").split())
    assert shown == f"Note: {words}".strip()


def test_forges_find_nothing_to_act_on() -> None:
    said = quoted("@someone see #12, owner/repo#3, :smile: http://a.b www.a.b me@a.b")
    assert not re.search(r"@\w|#\d|:\w|://|www\.", said)


def test_right_to_left_text_is_isolated() -> None:
    assert quoted("שלום 12") == "\u2068שלום 12\u2069"
    assert quoted("hello 12") == "hello 12"


def test_words_of_a_finding_stand_out_in_their_place() -> None:
    assert quoted("grew from 120,000 to 5", [Span(10, 17)]) == "grew from <b>120,000</b> to 5"


def test_long_texts_are_cut_and_say_so() -> None:
    assert quoted("word " * 200).endswith("…")
    assert len(quoted("word " * 200)) <= 300


def test_a_summary_names_runs_caveats_and_the_worst() -> None:
    summary = "".join(Markdown().render([spanish(), portuguese()]))
    assert "**7 of 9 rows need a look: 5 critical, 3 major findings;" in summary
    assert "> Note: Meaning was not measured" in summary
    assert summary.index("not measured (sentences)") < summary.index("chrF")
    worst = re.findall(r"^\d+\. \*\*(\w+)\*\*", summary, re.MULTILINE)
    assert worst == ["critical"] * 4 + ["major"] + ["critical", "major"]
    assert "from <b>120,000</b> to" in summary


def test_the_table_is_a_table() -> None:
    html = COMMON_MARK.render("".join(Markdown().unfolded().render([spanish(), portuguese()])))
    rows = [element for element in parse(html).walk() if element.tag == "tr"]
    assert len(rows) == 1 + 4 + 8 + 2  # head; coverage and severities; categories; metrics
    assert all(sum(not isinstance(c, str) for c in row.children) == 3 for row in rows)


def test_what_is_minor_is_counted_and_listed_when_asked_for() -> None:
    runs = [spanish(), portuguese()]
    folded = "".join(Markdown().render(runs))
    assert "and 2 minor of run A (harness report --all lists them)" in folded
    assert "and 1 minor of run B (harness report --all lists them)" in folded
    # "untranslated" occurs only as minor, "mistranslation" as major, too: the latter keeps a row.
    assert "untranslated" not in folded
    assert re.search(r"\| mistranslation .*\| 1 \+ 1 minor \| 1 minor \|", folded)
    everything = "".join(Markdown().unfolded().render(runs))
    assert "--all" not in everything
    assert re.search(r"\| untranslated .*\| 1 minor \| 0 \|", everything)
    assert everything.count("**minor**") == 3


def test_findings_about_the_same_words_are_one_with_its_evidence() -> None:
    stops = ("It is cold.", "x", "It is warm.")
    found = [
        finding(stops, category, severity, f"said {severity.value}", [(0, "cold"), (2, "warm")])
        for category, severity in (
            (Category.WORD, Severity.MINOR),
            (Category.ANTONYM, Severity.CRITICAL),
            (Category.MISTRANSLATION, Severity.MAJOR),
        )
    ]
    runs = [run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, *found)])]
    listed = re.findall(r"^.*\*\*: .*|^ *(?:\d|-).*said.*", "".join(Markdown().render(runs)), re.M)
    assert [line.split(":")[0] for line in listed] == [
        "1. **critical**, antonym, sentence 1",
        "   - also **major**, mistranslation",
    ]
    assert "said minor" in "".join(Markdown().unfolded().render(runs))


def test_one_fault_in_many_rows_is_one_with_its_count_and_examples() -> None:
    page = "".join(Markdown().render([templated(47)]))
    assert re.findall(r"^\d+\. .*", page, re.MULTILINE) == [
        "1. **major**, pronoun, sentence 1: “she” came back as “he”. (hop not known)"
    ]
    assert "   - in 47 rows, also in sentence 2, sentence 3, sentence 4, sentence 5, …\n" in page


def test_hostile_output_makes_no_element() -> None:
    html = COMMON_MARK.render("".join(Markdown().render([spanish(), portuguese()])))
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {
        *("h2", "h3", "p", "strong", "b", "wbr", "ol", "ul", "li", "blockquote"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }


def test_nothing_measured_and_nothing_there_are_said() -> None:
    assert "Nothing could be measured" in "".join(Markdown().render([failed()]))
    assert "no sentence in this text" in "".join(Markdown().render([empty()]))
    assert "لم" in "".join(Markdown().render([arabic()]))


def test_why_a_row_could_not_be_measured_is_said() -> None:
    page = "".join(Markdown().render([failed()]))
    assert "> Sentence 1, hop 1 could not be measured: the engine gave nothing" in page
