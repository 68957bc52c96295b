"""Comparisons and verdicts are written by whoever is registered, all in one shape."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from run_samples import finding, plain, run_of
from unit.report.verdict.test_as_text import judged, worse

from harness import plugins
from harness.compare.comparison import ComparisonSettings, ComparisonSide, compare
from harness.compare.results import Comparison
from harness.core.errors import ConfigError
from harness.core.values import Category, Severity, Signature
from harness.gate.verdict import Status, Verdict
from harness.metrics.surface import ChrF
from harness.report.products import View
from harness.text.words.control_characters import strip_controls
from harness.writing.ink import Ink

ESCAPE = "\x1b[31mred\x1b[0m \u202eturned"


def comparisons() -> list[Comparison]:
    """Two candidates, in both of which sentences changed."""
    other = [(s, o, b.replace("is about", f"treats {ESCAPE} of")) for s, o, b in plain(12)]
    sides = [ComparisonSide(name, (run_of(texts),)) for name, texts in
             (("old", plain(12)), ("new", other), ("newer", other))]  # fmt: skip
    return list(compare(sides[0], sides[1:], ComparisonSettings(metrics=(ChrF(),))))


def _told(name: str, sentences: int = 5) -> str:
    view = View(width=100, sentences=sentences)
    return "".join(plugins.comparison_reporter(name).render(comparisons(), view))


@pytest.mark.parametrize("name", plugins.names("comparison_reporters"))
def test_a_comparison_is_the_same_text_each_time_and_ends_its_line(name: str) -> None:
    text = _told(name)
    assert text == _told(name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "newer" in text
    assert "\x1b" not in text


def test_a_view_tells_how_many_sentences_are_quoted() -> None:
    for name, line in (("terminal", "  before  "), ("markdown", "   - before: ")):
        counts = [_told(name, sentences).count(line) for sentences in (0, 1, 3)]
        assert counts[0] == 0
        assert 0 < counts[1] < counts[2]
    assert _told("json", 0) == _told("json", 9), "programs are given all"
    rows = [json.loads(line)["rows"] for line in _told("json").splitlines()]
    assert [len(each) for each in rows] == [12, 12]


def _changed(name: str, *, minor: bool) -> str:
    """A sentence that lost a number, another that has two minor findings now."""
    after = {
        1: [finding(at=(0, 4)), finding(Category.WORD, Severity.MINOR, (0, 4), "In its place.")],
        2: [finding(Category.WORD, Severity.MINOR, (9, 12), message) for message in "ab"],
    }
    texts = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(4)]
    runs = run_of(plain(4), {0: [finding(Category.WORD, Severity.MINOR)]}), run_of(texts, after)
    before, now = (ComparisonSide(str(place), (each,)) for place, each in enumerate(runs))
    made = list(compare(before, [now], ComparisonSettings(metrics=(ChrF(),))))
    view = View(width=100, sentences=9, minor=minor)
    return "".join(plugins.comparison_reporter(name).render(made, view))


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_what_is_minor_is_counted_in_a_comparison_and_shown_when_asked_for(name: str) -> None:
    folded, everything = (_changed(name, minor=minor) for minor in (False, True))
    sums = [line.replace("|", " ").split() for line in folded.splitlines() if "all kinds" in line]
    assert sums == [["and", "minor,", "all", "kinds", "3", "1", "0"]]
    assert "A number was lost. (and 1 minor)" in folded
    assert "In its place." not in folded
    assert "and 2 minor" in folded
    assert "minor: other word" in everything
    assert "In its place." in everything
    assert "all kinds" not in everything


def _spoilt(count: int) -> Comparison:
    """A candidate by another engine in which `count` sentences lost the same word."""
    texts = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(12)]
    after = {at: [finding(at=(0, 4), message="“Text” was lost.")] for at in range(count)}
    runs = run_of(plain(12)), run_of(texts, after)
    other = Signature("apertium", (("mode", "eng-spa"),))
    identity = replace(runs[1].identity, engines=(other, other))
    before, now = (
        ComparisonSide("old", (runs[0],)),
        ComparisonSide("new", (replace(runs[1], identity=identity),)),
    )
    (made,) = compare(before, [now], ComparisonSettings(metrics=(ChrF(),)))
    return made


def _shown(name: str, *, minor: bool = False) -> list[str]:
    view = View(width=100, sentences=5, minor=minor)
    return "".join(plugins.comparison_reporter(name).render([_spoilt(8)], view)).splitlines()


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_comparison_leads_with_what_got_worse_each_fault_once(name: str) -> None:
    lines = _shown(name)
    first = next(at for at, line in enumerate(lines) if "“Text” was lost." in line)
    again = next(at for at, line in enumerate(lines) if "the same in 7 more" in line)
    scores = next(at for at, line in enumerate(lines) if "win/tie/loss" in line)
    making = next(at for at, line in enumerate(lines) if "differs in the making" in line)
    assert first < again < scores < making
    assert sum("“Text” was lost." in line for line in lines) == 1


def test_of_another_engine_only_the_name_is_told_unless_all_is_wanted() -> None:
    def told(lines: list[str]) -> list[str]:
        return [line.strip() for line in lines if line.strip().startswith("engine 1")]

    assert told(_shown("terminal")) == ["engine 1 (en→es): name argos → apertium"]
    assert len(told(_shown("terminal", minor=True))) > 1


def test_a_comparison_in_colours_has_the_same_words() -> None:
    plain_view, coloured = (View(80, 5, ink=Ink(on)) for on in (False, True))
    reporter = plugins.comparison_reporter("terminal")
    words, shown = ("".join(reporter.render([_spoilt(3)], each)) for each in (plain_view, coloured))
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == words != shown


def test_programs_are_given_all_whatever_the_view() -> None:
    assert _changed("json", minor=False) == _changed("json", minor=True)


@pytest.mark.parametrize("name", plugins.names("verdict_reporters"))
@pytest.mark.parametrize("verdict", [worse(), judged(run_of(plain(3)), run_of(plain(3)))])
def test_a_verdict_is_the_same_text_each_time_and_ends_its_line(
    name: str, verdict: Verdict
) -> None:
    def told() -> str:
        return "".join(plugins.verdict_reporter(name).render(verdict, "boats.harness.toml"))

    assert told() == told()
    assert told().endswith("\n") or (name == "github" and not told())
    lines = told().splitlines()
    assert [strip_controls(line) for line in lines] == lines or name == "markdown"


def test_a_verdict_as_junit_counts_segments_and_gates() -> None:
    verdict = worse()
    written = "".join(plugins.verdict_reporter("junit").render(verdict, "boats"))
    (suite,) = ElementTree.fromstring(written.encode()).findall("testsuite")
    failed = [gate for gate in verdict.gates if gate.exit_code]
    assert suite.get("tests") == str(len(verdict.items) + len(verdict.gates))
    assert suite.get("failures") == str(len(verdict.of(Status.WORSE)) + len(failed))
    cases = suite.findall("testcase")
    texts = [case.findtext("failure") for case in cases if case.find("failure") is not None]
    assert any("[-is about-]" in (text or "") for text in texts)


def test_an_unknown_form_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="no comparison reporter is called 'markdwn'") as caught:
        plugins.comparison_reporter("markdwn")
    assert "'markdown'" in caught.value.hint


# ── who writes which file ───────────────────────────────────────────────────────────────────────


class _Reporter:
    suffix = ".md"

    def render(self, runs: object) -> Iterator[str]:
        yield f"{runs}\n"


def test_a_suffix_leads_to_its_reporter() -> None:
    assert plugins.reporter_of(".xml") == "junit"
    assert plugins.reporter_of(".nothing") is None


def test_two_reporters_of_one_suffix_are_an_error_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = plugins.reporter
    every = (*plugins.names("reporters"), "minutes")
    monkeypatch.setattr(plugins, "names", lambda kind: every)
    monkeypatch.setattr(
        plugins, "reporter", lambda name: _Reporter() if name == "minutes" else real(name)
    )
    with pytest.raises(ConfigError, match="reporters markdown and minutes") as caught:
        plugins.reporter_of(".md")
    assert "--format markdown" in caught.value.hint
    assert plugins.reporter_of(".html") == "html"
