"""What continuous integration is given: places in files, and what services demand of SARIF."""

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from run_samples import drifts, finding, plain, run_of
from support import document

from harness.core.values import Category, Segmentation, Severity, Signature, Span
from harness.core.values.place import FilePlace
from harness.gate.baseline import Accepted, Baseline, texts_of, with_output
from harness.gate.decision import decide
from harness.gate.policy import Policy
from harness.gate.verdict import Case, Verdict
from harness.metrics.surface import ChrF
from harness.report.formats.sarif import Sarif
from harness.report.verdict.as_github import annotations
from harness.report.verdict.as_json_and_junit import VerdictJunit, verdict_data
from harness.report.verdict.as_sarif import VerdictSarif
from harness.run.places import places_in

WORDS = {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}}
# By the standard (OASIS SARIF 2.1.0), and by what code hosts state: rules have three texts, every
# result a rule, a message, a level, a fingerprint, and a place in a file with a relative path.
STATED = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "maxItems": 20,
            "items": {
                "required": ["tool", "results", "automationDetails"],
                "properties": {
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id", "help"],
                                            "properties": {
                                                "shortDescription": WORDS,
                                                "fullDescription": WORDS,
                                                "help": WORDS,
                                            },
                                        }
                                    }
                                },
                            }
                        }
                    },
                    "results": {
                        "maxItems": 25_000,
                        "items": {
                            "required": ["ruleId", "level", "message", "locations"],
                            "properties": {
                                "message": WORDS,
                                "level": {"enum": ["error", "warning", "note"]},
                                "partialFingerprints": {"minProperties": 1},
                                "locations": {
                                    "minItems": 1,
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {
                                                                "pattern": r"^[^/\\:\s][^\\\s]*$"
                                                            }
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {"startLine": {"minimum": 1}}
                                                    },
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def verdict(
    rows: int = 5, bad: tuple[int, ...] = (1, 3), file: str = "texts/a b.en.txt"
) -> Verdict:
    before = run_of(plain(rows))
    words = finding(Category.WORD, Severity.MAJOR, message="“boats” came back as “ships”.")
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(rows)]
    run = run_of(other, {row: [finding(), words] for row in bad})
    baseline = Baseline()
    for row in drifts(before):
        output = Accepted(texts_of(row), "because", "2026-11-01", "argos")
        baseline = with_output(baseline, ("en:es:en", row.row_id), row, output)
    accepted = {row.row_id: (row,) for row in drifts(before)}
    cases = [Case(run, accepted)]
    made = decide("boats", cases, baseline, Policy(), [ChrF()], date(2026, 11, 22))
    lines = enumerate(made.items, start=1)
    places = {item.key[1]: FilePlace(file, line, line) for line, item in lines}
    return replace(made, places=places)


def test_what_fails_stands_at_its_line_of_the_corpus() -> None:
    said = list(annotations(verdict(file="a,b.en.txt"), "boats.harness.toml", "boats: drifted"))
    errors = [line for line in said if line.startswith("::error ")]
    assert [re.findall(r"file=([^,]+),line=(\d+)", line) for line in errors] == [
        [("a%2Cb.en.txt", "2")],
        [("a%2Cb.en.txt", "4")],
    ]
    assert all("came back as “ships”" in line for line in errors)


def test_more_than_a_service_shows_are_counted() -> None:
    said = list(annotations(verdict(30, tuple(range(25))), "boats.harness.toml", "boats: drifted"))
    errors = [line for line in said if line.startswith("::error ")]
    assert len(errors) == 10  # of 25 rows and two metrics
    assert errors[-1] == "::error file=boats.harness.toml,title=and 18 more::boats: drifted"


@given(st.text(max_size=40))
@example("100 % ::error file=x::y")
@example("a\r\n::stop-commands::x")
def test_no_text_makes_a_command_of_its_own(text: str) -> None:
    before = run_of(plain(1))
    run = run_of(plain(1), {0: [finding(message=text)]})
    made = decide("b", [Case(run, {})], Baseline(), Policy(), [ChrF()], date(2026, 11, 22))
    assert before.identity.doc_id == run.identity.doc_id
    for line in annotations(made, "b.harness.toml", "b"):
        assert len(line.splitlines()) == 1
        assert line.startswith(("::error file=", "::notice file="))


def test_sarif_of_a_verdict_is_as_code_hosts_want_it() -> None:
    made = json.loads("".join(VerdictSarif().render(verdict(), "boats.harness.toml")))
    jsonschema.validate(made, STATED)
    (run,) = made["runs"]
    lines = [
        each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in run["results"]
    ]
    assert lines == [2, 2, 4, 4]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "texts/a%20b.en.txt"
    prints = [tuple(each["partialFingerprints"].values()) for each in run["results"]]
    assert len(set(prints)) == len(prints)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {each["ruleId"] for each in run["results"]} == set(rules)


def test_sarif_of_a_run_has_lines_where_they_are_known() -> None:
    run = run_of(plain(3), {1: [finding()]}, unmeasured=(2,))
    names = [row.row_id if hasattr(row, "row_id") else row.segment.segment_id for row in run.rows]
    places = {name: FilePlace("a.en.txt", line, line) for line, name in enumerate(names, start=1)}
    made = json.loads("".join(Sarif().located(places).render([run])))
    jsonschema.validate(made, STATED)
    with pytest.raises(jsonschema.ValidationError, match="physicalLocation"):
        jsonschema.validate(json.loads("".join(Sarif().render([run]))), STATED)


def test_junit_names_the_sentence_and_says_why_it_fails() -> None:
    root = ElementTree.fromstring("".join(VerdictJunit().render(verdict(), "boats.harness.toml")))
    case = next(each for each in root.iter("testcase") if each.find("failure") is not None)
    source = plain(5)[1][0]
    assert source in case.attrib["name"]
    assert case.attrib["classname"] == "boats.a.en.txt en:es:en"
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("A number was lost.")


def test_json_says_file_and_line() -> None:
    items = verdict_data(verdict())["items"]
    assert isinstance(items, list)
    assert [(each["file"], each["line"]) for each in items][:2] == [
        ("texts/a b.en.txt", 1),
        ("texts/a b.en.txt", 2),
    ]


def test_segments_of_plain_text_stand_on_their_lines() -> None:
    text = "One.\n\nTwo goes\nover lines. Three.\n"
    spans = [
        Span(text.index(words), text.index(words) + len(words)) for words in ("One.", "Three.")
    ]
    two = Span(text.index("Two"), text.index(" Three"))
    cut = Segmentation(document(text), ((spans[0], two, spans[1]),), Signature("by-hand"))
    places = places_in(cut, "a.en.txt").values()
    assert [(each.line, each.last) for each in places] == [(1, 1), (3, 4), (4, 4)]
