"""The labelled round trips are whole and divided by text; a label that is wrong is refused."""

import re
from pathlib import Path
from typing import Any

import pytest
from labels import PARTS, faults, joined, lines, part_of
from program import ROOT

FOLDER = ROOT / "corpora/natural"
ROW = {
    "source": "Do not open the left door.",
    "return": "Open the door.",
    "pivot": "Abra la puerta.",
}
LOST = {
    "kind": "negation",
    "severity": "critical",
    "source": "Do not",
    "return": "",
    "hop": "forward",
}


ADDED = re.compile(r"n[a-ko-z]-\d{4}\.")  # rows that came later, which only teach


@pytest.mark.parametrize("part", PARTS)
def test_every_row_has_sound_labels_and_lies_in_its_part(part: str) -> None:
    rows = lines(FOLDER / f"{part}.jsonl")
    assert len({row["id"] for row in rows}) == len(rows)
    assert [(row["id"], *faults(row, row)) for row in rows if list(faults(row, row))] == []
    assert {part_of(row["source"]) for row in rows if not ADDED.match(row["id"])} == {part}
    assert part == "teach" or not any(ADDED.match(row["id"]) for row in rows)


def test_no_sentence_teaches_that_measures() -> None:
    teach, *others = ({row["source"] for row in lines(FOLDER / f"{part}.jsonl")} for part in PARTS)
    assert all(teach.isdisjoint(other) for other in others)


def test_the_readme_counts_what_is_there() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    for part in PARTS:
        assert f"| `{part}.jsonl` | {len(lines(FOLDER / f'{part}.jsonl')):,} |" in readme


def test_rewordings_mark_the_words_at_fault_in_sentences_that_measure_nothing() -> None:
    rows = lines(FOLDER / "rewordings.jsonl")
    assert f"| `rewordings.jsonl` | {len(rows):,} |" in (FOLDER / "README.md").read_text("utf-8")
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    measured = {
        row["source"] for part in ("develop", "test") for row in lines(FOLDER / f"{part}.jsonl")
    }
    for row in rows:
        assert row["text"] not in measured
        assert row["severity"] in ("major", "critical")
        assert row["text_words"] in row["text"]
        assert row["changed_words"] in row["changed"]
        assert row["text_words"] or row["changed_words"]
        assert len({row["text"], row["same"], row["changed"]}) == 3


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "mood"}, "kind mood"),
        ({"severity": "none"}, "severity none"),
        ({"hop": "2"}, "hop 2"),
        ({"source": "Don't"}, "not in the source"),
        ({"source": ""}, "no words"),
        ({"severity": "minor"}, "worst difference"),
    ],
)
def test_a_wrong_label_is_refused(change: dict[str, str], complaint: str) -> None:
    label: dict[str, Any] = {"row": "critical", "differences": [LOST | change]}
    assert complaint in "; ".join(faults(ROW, label))
    assert not list(faults(ROW, {"row": "critical", "differences": [LOST]}))


def test_only_rows_with_a_sound_label_are_joined(tmp_path: Path) -> None:
    (tmp_path / "a.rows.jsonl").write_text(
        '{"id": "1", "source": "Two.", "return": "Three."}\n'
        '{"id": "2", "source": "Two.", "return": "Four."}\n'
    )
    (tmp_path / "a.labels.jsonl").write_text(
        '{"id": "1", "row": "none", "differences": []}\n'
        '{"id": "2", "row": "major", "differences": []}\n'
    )
    assert [row["id"] for row in joined(tmp_path)] == ["1"]
