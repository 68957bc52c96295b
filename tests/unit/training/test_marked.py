"""What readers said of words, as the paraphrase model is taught it."""

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from program import ROOT

Pair = dict[str, Any]

ROW = {
    "id": "1",
    "lang": "en",
    "route": "en:es:en",
    "source": "The hostages left at noon.",
    "pivot": "Los refugiados se fueron a mediodía.",
    "return": "The refugees went at midnight.",
    "row": "critical",
    "differences": [
        {
            "kind": "word",
            "severity": "major",
            "source": "hostages",
            "return": "refugees",
            "hop": "forward",
        },
        {
            "kind": "date",
            "severity": "critical",
            "source": "noon",
            "return": "midnight",
            "hop": "backward",
        },
    ],
}


def program(monkeypatch: pytest.MonkeyPatch, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts/training/paraphrase"))
    return importlib.import_module(name)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return program(monkeypatch, "marked")


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return program(monkeypatch, "hops")


def written(folder: Path, row: Pair) -> Path:
    path = folder / "rows.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


def pairs(marked: ModuleType, folder: Path, row: Pair) -> list[Pair]:
    return list(marked.natural(written(folder, row)))


def triples(hops: ModuleType, folder: Path, row: Pair) -> list[Pair]:
    return list(hops.triples(written(folder, row)))


def words(pair: Pair, side: str) -> list[tuple[str, int]]:
    return [(pair[side][start:end], level) for start, end, level in pair["marks"][side]]


def test_both_ends_have_every_difference(marked: ModuleType, tmp_path: Path) -> None:
    ends, *_ = pairs(marked, tmp_path, ROW)
    assert words(ends, "a") == [("hostages", 2), ("noon", 3)]
    assert words(ends, "b") == [("refugees", 2), ("midnight", 3)]
    assert (ends["row"], ends["same"]) == ([1, 1, 1], 0)


def test_beside_the_pivot_only_the_hop_between_is_at_fault(
    marked: ModuleType, tmp_path: Path
) -> None:
    _, out, back = pairs(marked, tmp_path, ROW)
    assert (out["b"], back["b"]) == (ROW["pivot"], ROW["pivot"])
    assert (words(out, "a"), out["row"]) == ([("hostages", 2)], [1, 1, 0])
    assert (words(back, "a"), back["row"]) == ([("midnight", 3)], [1, 1, 1])
    assert "b" not in out["marks"], "nothing is known of the pivot's words"


def test_on_three_hops_a_pivot_stands_between_what_is_before_and_after(
    marked: ModuleType, tmp_path: Path
) -> None:
    first, second = (
        {**each, "hop": hop} for each, hop in zip(ROW["differences"], "23", strict=True)
    )
    row = {**ROW, "pivot2": "Os refugiados saíram.", "differences": [first, second]}
    _, out1, back1, out2, back2 = pairs(marked, tmp_path, row)
    assert [words(each, "a") for each in (out1, out2)] == [[], [("hostages", 2)]]
    assert [words(each, "a") for each in (back1, back2)] == [
        [("refugees", 2), ("midnight", 3)],
        [("midnight", 3)],
    ]


def test_a_quote_that_stands_in_two_places_is_sure_in_neither(
    marked: ModuleType, tmp_path: Path
) -> None:
    row = {**ROW, "source": "The hostages left the hostages at noon."}
    ends, *_ = pairs(marked, tmp_path, row)
    assert words(ends, "a")[:2] == [("hostages", marked.UNKNOWN)] * 2


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("He left home.", "He left town.", ["home"], ["town"]),
        ("He left.", "He soon left.", [], ["soon"]),
        ("Same here.", "same here.", [], []),
    ],
)
def test_the_words_that_changed_are_found(
    marked: ModuleType, one: str, other: str, left: Sequence[str], right: Sequence[str]
) -> None:
    found = marked.changed_words(one, other)
    assert [one[start:end] for start, end in found[0]] == left
    assert [other[start:end] for start, end in found[1]] == right


def test_a_rewording_is_sound_and_a_changed_one_wrong_where_it_changed(
    marked: ModuleType, tmp_path: Path
) -> None:
    row = {
        "lang": "en",
        "kind": "name-or-place",
        "severity": "critical",
        "text": "Ana told Ben.",
        "same": "Ben was told by Ana.",
        "changed": "Ann told Ben.",
        "text_words": "Ana",
        "changed_words": "Ann",
    }
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(row))
    faithful, changed, between = marked.rewordings(path)
    assert (faithful["b"], faithful["row"], faithful["same"]) == (row["same"], [None, 0, 0], 1)
    assert faithful["marks"] == {"a": [], "b": []}
    assert (changed["row"], changed["same"], changed["kinds"]) == ([1, 1, 1], 0, ["entity"])
    assert changed["marks"] == {"a": [[0, 3, 3]], "b": [[0, 3, 3]]}
    assert (between["a"], between["marks"]) == (row["same"], {"b": [[0, 3, 3]]})
    assert {each["group"] for each in (faithful, changed, between)} == {"rewording Ana told Ben."}
    path.write_text(json.dumps(row | {"synonym": "Ben was informed by Ana."}))
    sound = list(marked.rewordings(path))[3:]
    assert [each["a"] for each in sound] == [row["same"], row["text"]]
    assert all(each["clean"] and each["b"] == "Ben was informed by Ana." for each in sound)


def test_words_are_marked_that_had_changed_by_the_pivot(hops: ModuleType, tmp_path: Path) -> None:
    (triple,) = triples(hops, tmp_path, ROW)
    assert triple["b"] == f"{ROW['return']} passage: {ROW['pivot']}"
    known_a = [("hostages", 1), ("The ", -1), (" left at ", -1), (".", -1)]
    assert sorted(words(triple, "a")) == sorted(known_a)  # "noon" is unmarked: it was sound there
    assert ("refugees", 1) in words(triple, "b")
    assert not any("midnight" in text for text, _ in words(triple, "b"))


def test_on_longer_routes_each_pivot_has_its_own_truth(hops: ModuleType, tmp_path: Path) -> None:
    first, second = ROW["differences"]
    differences = [{**first, "hop": "2"}, {**second, "hop": "both"}]
    row = {**ROW, "pivot2": "Os refugiados saíram ao meio-dia.", "differences": differences}
    before, after = triples(hops, tmp_path, row)
    assert not any("hostages" in text for text, _ in words(before, "a"))
    assert ("hostages", 1) in words(after, "a")
    assert all(("noon", -1) in words(each, "a") for each in (before, after))


def test_round_trips_without_differences_teach_no_hops(hops: ModuleType, tmp_path: Path) -> None:
    assert triples(hops, tmp_path, {**ROW, "differences": []}) == []
