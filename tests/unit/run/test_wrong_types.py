"""Files with values of other types than anybody writes: one error, never a lost exception."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from run_samples import finding, plain, run_of

from harness.core.errors import ConfigError, HarnessError, ReadError, RecordError
from harness.core.record_lines import RECORD, Header
from harness.core.route_syntax import parse_route
from harness.core.values import Direction, Outcome, Run, Signature, Translated, Untranslatable
from harness.engines.transcript import read_transcript
from harness.engines.whole_characters import WholeCharacters
from harness.evaluation.labelled import read_labelled
from harness.evaluation.probes import read_sentences
from harness.gate.baseline import read_baseline
from harness.gate.review_import import read_review
from harness.gate.suite_file import read_suite
from harness.run.plan import RunPlan, load_plan, save_plan
from harness.run.record import RecordWriter, read_run
from harness.settings import RunSettings

WRONG = [None, True, 2, 1.5, "", "x", "\ud800", [], [0], [[]], {}, {"a": 1}, float("nan")]
DEEP = "[" * 200_000
DIGITS = "9" * 5_000


@pytest.mark.parametrize("content", [DEEP, "{" * 100_000, DIGITS, f'{{"a": {DIGITS}}}', "null"])
@pytest.mark.parametrize(
    ("read", "name"),
    [
        (lambda path: read_labelled([path]), "a.jsonl"),
        (read_review, "a.json"),
        (read_transcript, "a.jsonl"),
        (lambda path: load_plan(path.parent), "plan.json"),
        (read_run, "a.jsonl"),
    ],
)
def test_json_of_no_sane_depth_or_size(
    tmp_path: Path, read: Callable[[Path], object], name: str, content: str
) -> None:
    (tmp_path / "source.txt").write_text("")
    (tmp_path / name).write_text(content)
    with pytest.raises(HarnessError):
        read(tmp_path / name)


@pytest.mark.parametrize("content", [f"x = {'[' * 3_000}", f"schema = {DIGITS}", "x = {a={a={"])
@pytest.mark.parametrize(
    ("read", "name"),
    [
        (lambda path: read_labelled([path]), "a.expect.toml"),
        (read_sentences, "a.toml"),
        (read_suite, "a.harness.toml"),
        (read_baseline, "a.baseline.toml"),
    ],
)
def test_toml_of_no_sane_depth_or_size(
    tmp_path: Path, read: Callable[[Path], object], name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(HarnessError):
        read(tmp_path / name)


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_a_label_of_another_type(tmp_path: Path, value: Any) -> None:
    usual = {"source": "a", "back_translation": "b", "language": "en", "category": "number"}
    for key in (*usual, "pivot", "pivot_language", "severity"):
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps(usual | {key: value}))
        try:
            (pair,) = read_labelled([path])
        except ReadError:
            continue
        texts = [part for stop in pair.bead.stops for part in (stop.language, stop.text)]
        assert all(isinstance(text, str) for text in texts)
        assert isinstance(pair.category, str | None)


@pytest.mark.parametrize("pair", ['["12", 1.5]', "[12, 13]", '"ab"', "{a = 1}", '["12"]'])
def test_a_probe_of_another_type(tmp_path: Path, pair: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        f'[[sentence]]\ntext = "12 boats"\nnumber = {pair}\nname = ["b", "c"]\n'
        'synonym = ["boats", "ships"]\n'
    )
    with pytest.raises(ConfigError, match="sentence 1"):
        read_sentences(path)


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_a_plan_of_another_type(tmp_path: Path, value: Any) -> None:
    """It is refused, or what it holds has the types that everybody relies on."""
    settings = RunSettings(routes=(parse_route("en:es:en"),))
    save_plan(RunPlan("a.txt", settings, tmp_path / "m"), b"text", tmp_path)
    usual = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    for key in usual:
        (tmp_path / "plan.json").write_text(json.dumps(usual | {key: value}))
        try:
            plan, _ = load_plan(tmp_path)
        except HarnessError:
            continue
        assert isinstance(plan.source, str)
        assert isinstance(plan.memory, Path | None)
        made = plan.settings
        assert all(isinstance(name, str) for name in (*made.metrics, *made.detectors))
        assert isinstance(made.likelihood, bool | None)
        assert isinstance(made.reader, str | None)


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_a_mark_of_review_of_another_type(tmp_path: Path, value: Any) -> None:
    usual = {"run": "r", "row_id": "i", "finding_id": "f", "reviewed": True, "reason": "x"}
    for key in usual:
        path = tmp_path / "review.json"
        marks = [usual | {key: value}]
        path.write_text(json.dumps({"kind": "harness-review", "schema": 1, "reviewed": marks}))
        try:
            review = read_review(path)
        except ConfigError:
            continue
        assert all(isinstance(why, str) for row in review.findings.values() for why in row.values())
    path.write_text(json.dumps({"kind": "harness-review", "schema": 1, "reviewed": value}))
    if value not in ([], {}, ""):
        with pytest.raises(ConfigError):
            read_review(path)


# ── records with recomputed seals ───────────────────────────────────────────────────────────────


def sealed(path: Path, change: Callable[[list[Any]], None]) -> Path:
    """A record with something changed in its lines, as if it had been written so."""
    run = run_of(plain(3), {1: [finding()]})
    with RecordWriter(path) as record:
        record.header(run.identity, {}, ())
        for row in run.rows:
            record.row(row)
        record.finish(run.totals)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    change(lines)
    header = {key: value for key, value in lines[0].items() if key != "kind"}
    lines[0]["fingerprint"] = RECORD.decode(Header, header).identity.fingerprint
    digest = hashlib.sha256()
    texts = [json.dumps(line) for line in lines[:-1]]
    for text in texts:
        digest.update(f"{text}\n".encode())
    footer = {key: value for key, value in lines[-1].items() if key not in ("kind", "digest")}
    digest.update(json.dumps(footer, sort_keys=True).encode())
    lines[-1]["digest"] = digest.hexdigest()
    path.write_text("\n".join((*texts, json.dumps(lines[-1]))) + "\n")
    return path


def put(*keys: str | int, value: Any) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        place: Any = lines
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def test_a_record_that_is_sealed_anew_is_read(tmp_path: Path) -> None:
    run = read_run(sealed(tmp_path / "r.jsonl", lambda _: None))
    assert len(list(run.rows)) == 3


@pytest.mark.parametrize(
    "change",
    [
        put(2, "findings", 0, "marks", 0, value=[10**400, 0, 1]),
        put(2, "findings", 0, "marks", 0, value=[3, 0, 1]),
        put(2, "findings", 0, "marks", 0, value=[0, 0, 10_000]),
        put(2, "facts_kept", value=[1, 2]),
        put(2, "scores", "chrf", "statistics", value=[1]),
        put(2, "scores", "chrf", "statistics", 0, value=10**400),
        put(2, "scores", "chrf", "value", value=float("nan")),
        put(2, "scores", "chrf", "value", value=None),
        put(2, "texts", 1, "language", value=2),
        put(2, "texts", value=[{"language": "en", "text": "a"}]),
        put(2, "findings", 0, "category", value="accuacy/…"),
        put(-1, "unmeasured", value=-1),
        put(-1, "rows", value=4),
    ],
)
def test_a_forged_record_is_damaged_and_says_where(
    tmp_path: Path, change: Callable[[list[Any]], None]
) -> None:
    path = sealed(tmp_path / "r.jsonl", change)
    with pytest.raises(RecordError, match=r"r\.jsonl:(3|footer): damaged"):
        list(read_run(path).rows)


# ── half characters ─────────────────────────────────────────────────────────────────────────────


class Garbled:
    direction = Direction("en", "es")
    signature = Signature("garbled")

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)

    def translate(self, _: Sequence[str]) -> list[Outcome]:
        return self.outcomes

    def close(self) -> None:
        """Nothing to close."""


def test_an_answer_that_no_file_can_hold_is_not_measured() -> None:
    whole = Translated("sí", 1.0, ("á",))
    said = Garbled(whole, Translated("s\ud800"), Translated("s", unknown=("\udfff",)))
    first, second, third = WholeCharacters(said).translate(["a", "b", "c"])
    assert first is whole
    assert second == Untranslatable("the engine's answer holds half a character (U+D800)")
    assert isinstance(third, Untranslatable)
    (told,) = WholeCharacters(Garbled(Untranslatable("no \ud800"))).translate(["a"])
    assert told == Untranslatable("no \\ud800")


def test_a_record_holds_half_a_character_of_a_source_as_it_is(tmp_path: Path) -> None:
    def written(run: Run) -> list[Any]:
        with RecordWriter(tmp_path / "r.jsonl") as record:
            record.header(run.identity, {}, ("half \ud800",))
            for row in run.rows:
                record.row(row)
            record.finish(run.totals)
        return list(read_run(tmp_path / "r.jsonl").rows)

    run = run_of([("a \ud800 b", "x", "y")])
    assert written(run) == list(run.rows)
