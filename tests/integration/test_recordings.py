"""`harness import` and `harness record`: engines that cannot run here, judged as any other."""

import json
from pathlib import Path

import pytest
from program import FAST, Program
from support import transcript

from harness.run.record import read_run

TABLE = (
    "key\tsource\tdeepl\tgoogle\n"
    "a\tThe contract ends in 2026.\tEl contrato termina en 2026.\tEl contrato termina en 2062.\n"
    "b\tIt costs 12 euros. Nobody paid.\tCuesta 12 euros. Nadie pagó.\tCuesta 12 euros.\n"
    "c\tOpen\tAbrir\tAbierto\n"
    "d\tOpen\tAbrir\tAbrir\n"
)
HOME = {
    "El contrato termina en 2026.": "The contract ends in 2026.",
    "El contrato termina en 2062.": "The contract ends in 2062.",
    "Cuesta 12 euros. Nadie pagó.": "It costs 12 euros. Nobody paid.",
    "Cuesta 12 euros.": "It costs 12 euros.",
    "Abrir": "Open",
    "Abierto": "Opened",
}


@pytest.fixture
def harness(tmp_path: Path) -> Program:
    (tmp_path / "systems.tsv").write_text(TABLE, "utf-8")
    transcript(tmp_path / "home.jsonl", "es:en", HOME)
    return Program(tmp_path)


def imported(harness: Program) -> tuple[str, ...]:
    done = harness(
        *("import", "systems.tsv", "--to", "es", "--column", "deepl", "--column", "google"),
        *("-o", "recorded"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["recorded/deepl.en-es.jsonl", "recorded/google.en-es.jsonl"]
    packs = (*done.stdout.split(), "home.jsonl")
    return tuple(part for pack in packs for part in ("--pack", pack))


def test_several_systems_stand_beside_each_other_in_one_run(harness: Program) -> None:
    packs = imported(harness)
    routes = ("-r", "en:es@deepl:en@replay", "-r", "en:es@google:en@recorded")
    done = harness("run", "systems.tsv", *routes, "--segmenter", "units", *packs, "-o", "r", *FAST)
    assert done.returncode == 0, done.stderr
    runs = [read_run(path) for path in sorted((harness.folder / "r").glob("*.jsonl"))]
    assert [str(each.identity.route) for each in runs] == [
        *("en:es@deepl:en@replay", "en:es@google:en@recorded")
    ]
    assert runs[0].identity.engines[0].name == "deepl"
    assert [any(row.findings for row in each.rows) for each in runs] == [False, True]
    returned = [row.texts.back_translation.text for row in runs[1].rows]
    assert returned[2:] == ["Opened", "Open"]  # the same text, otherwise in each place
    shown = harness("report", "r").stdout
    assert "deepl" in shown
    assert "google" in shown
    assert "2062" in shown


def test_a_run_is_recorded_and_answers_again_without_its_engines(harness: Program) -> None:
    packs = imported(harness)
    route = ("-r", "en:es@google:en@recorded", "--segmenter", "units", *FAST)
    assert harness("run", "systems.tsv", *route, *packs, "-o", "one").returncode == 0
    done = harness("record", "one", "-o", "again", "--system", "them")
    assert done.stdout.split() == ["again/them.en-es.jsonl", "again/them.es-en.jsonl"]
    named = [part for each in done.stdout.split() for part in ("--pack", each)]
    again = ("-r", "en:es@them:en@them", "--segmenter", "units", *FAST)
    second = harness("run", "systems.tsv", *again, *named, "-o", "two")
    assert second.returncode == 0, second.stderr
    texts = [[each["texts"] for each in rows(harness.folder / name)] for name in ("one", "two")]
    assert texts[0] == texts[1]
    assert texts[0]


def rows(folder: Path) -> list[dict[str, object]]:
    (record,) = folder.glob("*.jsonl")
    lines = map(json.loads, record.read_text("utf-8").splitlines())
    return [each for each in lines if each["kind"] == "measured"]


def test_a_system_of_which_no_transcript_is_named_is_unknown(harness: Program) -> None:
    done = harness("run", "systems.tsv", "-r", "en:es@deepl:en", "-o", "r")
    assert done.returncode == 2
    assert "'deepl'" in done.stderr


def test_a_system_in_a_direction_that_was_not_recorded_is_unavailable(harness: Program) -> None:
    packs = imported(harness)
    done = harness("run", "systems.tsv", "-r", "en:es@deepl:en@deepl", *packs, "-o", "r")
    assert done.returncode == 3
    assert "es→en" in done.stderr
