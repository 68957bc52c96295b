import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import generated
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import RecordError, WriteError
from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    MetricCard,
    Row,
    RunIdentity,
    RunTotals,
    Segment,
    Signature,
    Unmeasured,
    Witness,
)
from harness.run.record import (
    RecordWriter,
    find_records,
    find_records_below,
    read_identity,
    read_run,
)

IDENTITY = RunIdentity(
    doc_id="news.en.txt",
    text_digest="d" * 64,
    route=parse_route("en:es@argos:en@argos"),
    segmenter=Signature("sentencex", (("version", "1"),)),
    engines=(Signature("argos", (("beam", "4"),)), Signature("argos", (("beam", "2"),))),
    metrics=(
        MetricCard("ter", "TER", Signature("ter"), 0.0, float("inf"), higher_is_better=False),
        MetricCard("comet", "COMET", Signature("comet"), -float("inf"), float("inf"), True),
    ),
    detectors=(Signature("numbers"),),
)


def write(path: Path, rows: list[Row]) -> None:
    with RecordWriter(path) as record:
        record.header(IDENTITY, {"started": "2026-01-01"}, ["Meaning was not measured."])
        for row in rows:
            record.row(row)
        record.finish(
            RunTotals(len(rows), len(rows), 0, {"accuracy/omission": {"major": 2}}, {"ter": 1.5})
        )


def fitted(row: Row) -> Row:
    """As it would be in a run over this route: of its own shape is what `test_codec` reads back."""
    if isinstance(row, Unmeasured):
        return row
    return replace(
        row,
        texts=BeadText((row.texts.stops * 3)[:3]),
        scores={name: replace(each, statistics=(1, 2)) for name, each in row.scores.items()},
        findings=tuple(replace(each, marks=()) for each in row.findings),
        facts_kept=row.facts_kept[:1] * 3,
        similarity_by_hop={},
    )


@given(rows=st.lists(generated.rows.map(fitted), max_size=4))
def test_what_was_written_is_read_back(tmp_path_factory, rows: list[Row]) -> None:
    path = tmp_path_factory.mktemp("run") / "1-en-es-en.jsonl"
    write(path, rows)
    run = read_run(path)
    assert list(run.rows) == rows
    assert list(run.rows) == rows  # as often as wanted
    assert run.identity == IDENTITY
    assert run.totals.findings == {"accuracy/omission": {"major": 2}}
    assert run.totals.scores == {"ter": 1.5}
    assert run.caveats == ("Meaning was not measured.",)


def test_an_identity_with_blame_witnesses_and_judges_is_read_back(tmp_path: Path) -> None:
    named = replace(
        IDENTITY,
        attribution=Signature("blame", (("version", "1"),)),
        witnesses=(Witness("es:en@x", (Signature("x"),)),),
        likelihood_scorers=(Signature("judge", (("direction", "es→en"),)),),
    )
    with RecordWriter(tmp_path / "r.jsonl") as record:
        record.header(named, {}, [])
        record.finish(RunTotals(0, 0, 0, {}, {}))
    assert read_run(tmp_path / "r.jsonl").identity == named
    fewer = (replace(named, witnesses=()), replace(named, likelihood_scorers=()))
    assert len({each.fingerprint for each in (IDENTITY, named, *fewer)}) == 4


def test_every_line_is_one_json_object_of_a_known_kind(tmp_path: Path) -> None:
    row = Unmeasured(Segment("id", "doc", 0, "a\u2028b\r\nc"), (), 1, "why")
    write(tmp_path / "r.jsonl", [row])
    lines = (tmp_path / "r.jsonl").read_bytes().split(b"\n")
    assert [json.loads(line)["kind"] for line in lines[:-1]] == ["header", "unmeasured", "footer"]
    assert lines[-1] == b""


def test_an_interrupted_record_has_no_name_and_says_how_to_go_on(tmp_path: Path) -> None:
    with RecordWriter(tmp_path / "1.jsonl") as record:  # left without `finish`
        record.header(IDENTITY, {}, [])
    assert not (tmp_path / "1.jsonl").exists()
    with pytest.raises(RecordError, match="interrupted") as refusal:
        find_records(tmp_path)
    assert "--resume" in refusal.value.hint
    assert read_identity(tmp_path / "1.jsonl.partial") == IDENTITY.fingerprint


def test_two_runs_cannot_write_one_record(tmp_path: Path) -> None:
    with RecordWriter(tmp_path / "1.jsonl") as first:
        first.header(IDENTITY, {}, [])
        with pytest.raises(WriteError, match="another run"):
            RecordWriter(tmp_path / "1.jsonl")
        first.finish(RunTotals(0, 0, 0, {}, {}))
    assert read_run(tmp_path / "1.jsonl").identity == IDENTITY


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl.partial").write_text("half a li")
    write(tmp_path / "1.jsonl", [])
    assert list(read_run(tmp_path / "1.jsonl").rows) == []


def test_a_truncated_record_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [])
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    with pytest.raises(RecordError, match="no footer"):
        read_run(path)


@pytest.mark.parametrize(
    ("line", "damage"),
    [
        (1, {"kind": "measured"}),
        (1, {"kind": "measured", "segments": 3, "texts": [], "scores": {}, "findings": []}),
        (1, []),
        (1, {"kind": "drfit"}),
        (1, {"kind": []}),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: int, damage: object) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [Unmeasured(Segment("id", "doc", 0, "a"), (), 1, "why")])
    lines = path.read_text("utf-8").split("\n")
    lines[line] = json.dumps(damage)
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RecordError) as refusal:
        list(read_run(path).rows)
    assert str(refusal.value).startswith(f"{path}:{line + 1}:")


@pytest.mark.parametrize("change", [lambda rows: rows[:-1], lambda rows: [*rows, rows[0]]])
def test_a_line_too_few_or_too_many_is_noticed(tmp_path: Path, change) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [Unmeasured(Segment(str(n), "doc", n, "a"), (), 1, "why") for n in range(3)])
    header, *rows, footer, end = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([header, *change(rows), footer, end]), "utf-8")
    with pytest.raises(RecordError, match="the footer counts 3"):
        list(read_run(path).rows)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"why"', '"because"'),
        ('"ter":1.5', '"ter":0.5'),
        ('"started":"2026', '"started":"2025'),
        ('{"major":2}', '{"major":1}'),
    ],
)
def test_a_record_that_was_edited_is_not_believed(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [Unmeasured(Segment("i", "doc", 0, "a"), (), 1, "why")])
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(RecordError, match="not as it was written"):
        read_run(path)


def test_records_are_found_in_the_order_of_their_routes(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        write(tmp_path / f"{number}-en-es-en.jsonl", [])
    assert [path.name.partition("-")[0] for path in find_records(tmp_path)] == ["1", "2", "10"]


def test_records_of_run_folders_in_a_folder_are_found(tmp_path: Path) -> None:
    for name in ("b/1-en-es-en", "a/2-en-pt-en", "a/1-en-es-en", "c/notes"):
        path = tmp_path / f"{name}{'.txt' if name == 'c/notes' else '.jsonl'}"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = [str(path.relative_to(tmp_path)) for path in find_records_below(tmp_path)]
    assert found == ["a/1-en-es-en.jsonl", "a/2-en-pt-en.jsonl", "b/1-en-es-en.jsonl"]
    assert len(find_records_below(tmp_path / "a")) == 2
    with pytest.raises(RecordError, match="no run record"):
        find_records_below(tmp_path / "c")


def test_a_byte_that_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [Unmeasured(Segment("i", "doc", 0, "b" * 20_000 + "mark"), (), 1, "why")])
    path.write_bytes(path.read_bytes().replace(b"mark", b"\xff"))
    with pytest.raises(RecordError, match=":2: damaged"):
        list(read_run(path).rows)


def test_an_identity_that_was_edited_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [])
    path.write_text(path.read_text("utf-8").replace("news.en.txt", "other.txt"), "utf-8")
    with pytest.raises(RecordError, match="fingerprint"):
        read_run(path)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    write(path, [])
    path.write_text(path.read_text("utf-8").replace('"schema":2', '"schema":99'), "utf-8")
    with pytest.raises(RecordError, match="schema 99"):
        read_run(path)


@pytest.mark.parametrize("content", ["", "hello", '{"kind": "other"}', "[1]", "\ud800"])
def test_what_is_no_record_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(RecordError) as refusal:
        read_run(path)
    assert refusal.value.hint


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError) as refusal:
        RecordWriter(tmp_path / "file" / "1.jsonl")
    assert "-o" in refusal.value.hint


@pytest.mark.parametrize(
    "change",
    [
        {"doc_id": "other"},
        {"text_digest": "e"},
        {"route": parse_route("en:pt@argos:en@argos")},
        {"segmenter": Signature("sentencex", (("version", "2"),))},
        {"engines": IDENTITY.engines[:1]},
        {"metrics": ()},
        {"detectors": (Signature("numbers", (("version", "2"),)),)},
    ],
)
def test_whatever_can_change_a_result_changes_the_identity(change) -> None:
    assert dataclasses.replace(IDENTITY, **change).fingerprint != IDENTITY.fingerprint
