"""XML of texts that nobody can trust: whole, and the same text wherever XML can hold it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.writing.junit import JunitCase, JunitOutcome, JunitSuite, junit
from harness.writing.tmx import TmxHeader, TmxUnit, TmxVariant, tmx
from harness.writing.xml import element, start

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ODD = "<>&\"'] \t\r\n\x00\x1b\x7f\x85\x9b\ud800\ufffe\u200d\u200f\u202e\u2066\u2069é漢😀"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=20)


def _expected(text: str) -> str:
    """The rule, said once more: what does not stay is one mark each."""
    controls = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    return re.sub(
        f"[{controls}\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", "\ufffd", text
    )


@given(TEXTS)
@example("]]>")
@example("\r\n")
def test_what_xml_can_hold_comes_back_and_nothing_else_gets_in(text: str) -> None:
    written = element("a", [("b", text)], text)
    read = ElementTree.fromstring(written.encode("utf-8"))
    assert (read.text or "") == _expected(text)
    # A parser takes the line ends of XML 1.0 in attributes for spaces, unless they are escaped.
    assert read.get("b") == _expected(text)


def test_marks_and_joiners_stay() -> None:
    assert element("a", text="ل\u200fن\u200dم") == "<a>ل\u200fن\u200dم</a>"


def test_elements_with_and_without_text() -> None:
    assert start("a", [("b", "1"), ("c", '"')]) == '<a b="1" c=\'"\'>'
    assert element("a", [("b", "1")]) == '<a b="1"/>'


# ── TMX ─────────────────────────────────────────────────────────────────────────────────────────


@given(TEXTS)
def test_a_memory_holds_its_units_and_nothing_of_their_texts_as_markup(text: str) -> None:
    variants = (TmxVariant("en", text, (("stop", "0"),)), TmxVariant("es", "hola"))
    unit = TmxUnit(f"1{text}", variants, (text,), (("x", text),), one_sentence=False)
    written = "".join(tmx(TmxHeader("en", "test", (("x", text),)), [unit]))
    root = ElementTree.fromstring(written.encode("utf-8"))
    assert [child.tag for child in root] == ["header", "body"]
    assert root.findtext("header/prop") == _expected(text)
    (read,) = root.findall("body/tu")
    assert read.get("segtype") == "block"
    assert [child.tag for child in read] == ["note", "prop", "tuv", "tuv"]  # the DTD's order
    assert [(each.get(LANGUAGE), each.findtext("seg")) for each in read.findall("tuv")] == [
        ("en", _expected(text)),
        ("es", "hola"),
    ]


def test_an_empty_memory_is_one() -> None:
    root = ElementTree.fromstring("".join(tmx(TmxHeader("en", "test"), [])).encode())
    assert len(root.findall("body")) == 1


# ── JUnit ───────────────────────────────────────────────────────────────────────────────────────


def test_counts_are_those_of_the_cases() -> None:
    cases = [
        JunitCase("a"),
        JunitCase("b", text="minor"),
        JunitCase("c", JunitOutcome.FAILURE, "number", "75", "in full"),
        JunitCase("d", JunitOutcome.FAILURE, message="worse"),
        JunitCase("e", JunitOutcome.ERROR, message="died"),
    ]
    suites = [
        JunitSuite("one", lambda: iter(cases), (("engine", "argos"),)),
        JunitSuite("two", lambda: []),
    ]
    root = ElementTree.fromstring("".join(junit(suites)).encode())
    one, two = root.findall("testsuite")
    names = ("name", "tests", "failures", "errors", "skipped")
    assert [one.get(name) for name in names] == ["one", "5", "2", "1", "0"]
    assert [two.get(name) for name in names] == ["two", "0", "0", "0", "0"]
    assert [(case.get("classname"), case.get("name")) for case in one.findall("testcase")] == [
        ("one", case.name) for case in cases
    ]
    told = [[(each.tag, each.get("message"), each.text) for each in case] for case in one[1:]]
    assert told == [
        [],
        [("system-out", None, "minor")],
        [("failure", "75", "in full")],
        [("failure", "worse", None)],
        [("error", "died", None)],
    ]


@pytest.mark.parametrize("text", [ODD, "]]>", ""])
def test_no_text_breaks_a_document(text: str) -> None:
    case = JunitCase(text, JunitOutcome.FAILURE, text, text, text)
    written = "".join(junit([JunitSuite(text, lambda: [case], ((text, text),))]))
    read = ElementTree.fromstring(written.encode("utf-8")).find("testsuite/testcase/failure")
    assert read is not None
    assert (read.text or "") == _expected(text)
