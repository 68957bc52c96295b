"""Labelled pairs are read from both forms, and counted by hand."""

import pytest

from harness.core.errors import ReadError
from harness.core.values import BeadText, Category, Issue, Severity, Signature
from harness.evaluation.labelled import read_labelled, tally
from harness.severity.grades import Grades


class Cries:
    """A number wherever the return has one; a minor addition everywhere."""

    signature = Signature("cries")

    def detect(self, bead: BeadText) -> list[Issue]:
        minor = Issue("cries.softly", Category.ADDITION, "Something.")
        number = Issue("cries.loudly", Category.NUMBER, "A number.")
        return [minor, number] if "7" in bead.back_translation.text else [minor]


GRADES = Grades({"cries.softly": Severity.MINOR, "cries.loudly": Severity.MAJOR})

LINES = """\
{"source": "75", "back_translation": "57", "category": "accuracy/mistranslation/number"}
{"source": "not", "back_translation": "7", "category": "accuracy/mistranslation/negation"}

{"source": "It has 75.", "back_translation": "It has got 75."}
{"source": "It is on.", "back_translation": "It's on."}
"""


def test_counts(tmp_path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(LINES)
    counted = tally(read_labelled([path]), {"cries": Cries()}, GRADES)
    for each in (counted["cries"], counted["all"]):
        assert (each.found, each.right, each.alarms) == (2, 1, 1)
        assert each.damaged.total() == 2
        assert each.caught.total() == 1


def test_a_wider_label_is_met_by_a_narrower_finding(tmp_path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"source": "a", "back_translation": "7", "category": "accuracy/mistranslation"}'
    )
    assert tally(read_labelled([path]), {"cries": Cries()}, GRADES)["all"].right == 1


def test_labels_in_toml_and_in_a_folder(tmp_path) -> None:
    (tmp_path / "a.expect.toml").write_text(
        '[[damage]]\nsource = "a"\nback_translation = "b"\npivot = "c"\n'
        'category = "accuracy/omission"\nseverity = "major"\n'
        '[[harmless]]\nsource = "a"\nback_translation = "b"\n'
    )
    damaged, harmless = read_labelled([tmp_path])
    assert (damaged.category, damaged.severity) == ("accuracy/omission", Severity.MAJOR)
    assert len(damaged.bead.stops) == 3
    assert harmless.category is None


def test_a_pair_beyond_the_limits_is_refused_with_the_limit(tmp_path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"source": "a", "back_translation": "%s"}' % ("boat " * 2_001))
    with pytest.raises(ReadError, match="2,001 words and marks in one segment, of at most 2,000"):
        read_labelled([path])


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.jsonl", "{"), ("a.jsonl", '{"source": "a"}'), ("a.expect.toml", "="), ("a.csv", "a,b")],
)
def test_what_cannot_be_read_is_named(tmp_path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ReadError, match=name):
        read_labelled([path])
