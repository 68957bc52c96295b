"""`harness memory`: what it prints, what it refuses, and the TMX that it writes."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from support import ODD_PIECES, TableEngine
from typer.testing import CliRunner, Result

from harness.cli import app
from harness.cli.sizes import parse_size, shown_size
from harness.core.errors import ConfigError
from harness.core.values import Translated
from harness.memory import Memory

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = "".join(ODD_PIECES) + "<&>\"'\x00\x1b]]>"

Harness = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


@pytest.fixture
def harness(path: Path) -> Harness:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["memory", *words, "--memory", str(path)])

    return run


def learn(memory: Memory, engine: TableEngine) -> None:
    memory.remembering(engine, block=8).translate(list(engine.table))


@pytest.fixture
def filled(path: Path) -> None:
    day = date.today() - timedelta(days=100)
    with Memory(path, lambda: day) as memory:
        learn(memory, TableEngine("en", "es", {"a": "b", HOSTILE: HOSTILE, "empty": ""}, "one"))
        learn(memory, TableEngine("en", "es", {"half \ud800": "medio"}, "one"))
    with Memory(path) as memory:
        learn(memory, TableEngine("es", "pt", {"c": "d"}, "other"))
        memory.remember({"older": Translated("of an older version")})
        memory.keep_vectors({"k": b"v" * 1536}, "embeddings")


@pytest.mark.usefixtures("filled")
def test_stats_count_by_kind_and_engine(harness: Harness, path: Path) -> None:
    shown = harness("stats")
    assert shown.exit_code == 0
    found = json.loads(harness("stats", "--json").stdout)
    kinds = {each["kind"]: each["entries"] for each in found["kinds"]}
    assert kinds == {"translations": 6, "likelihoods": 0, "embeddings": 1}
    assert [(each["direction"], each["translations"]) for each in found["origins"]] == [
        ("en:es", 3),
        ("en:es", 1),
        ("es:pt", 1),
        ("", 1),
    ]
    assert found["exportable"] == 5
    assert found["newest"] == date.today().isoformat()
    assert found["oldest"] == (date.today() - timedelta(days=100)).isoformat()
    assert found["file_bytes"] == path.stat().st_size
    for expected in ("6 translations", "1 embeddings", "es:pt other|entries:1", "no limit"):
        assert expected in shown.stdout
    assert max(each["bytes"] for each in found["kinds"] if each["kind"] == "embeddings") > 1536


@pytest.mark.usefixtures("filled")
def test_translations_are_exported_as_a_valid_translation_memory(
    harness: Harness, tmp_path: Path
) -> None:
    out = tmp_path / "out.tmx"
    done = harness("export", "-o", str(out))
    assert done.exit_code == 0
    text = out.read_text("utf-8")
    units = ET.fromstring(text)
    assert units.get("version") == "1.4"
    header = units.find("header")
    assert header is not None
    assert (header.get("srclang"), header.get("o-tmf")) == ("*all*", "harness-memory")
    tu = units.findall("body/tu")
    assert len({each.get("tuid") for each in tu}) == len(tu) == 3
    variants = [[(v.get(LANGUAGE), v.findtext("seg")) for v in each.findall("tuv")] for each in tu]
    assert variants[0] == [("en", "a"), ("es", "b")]
    assert variants[2] == [("es", "c"), ("pt", "d")]
    assert variants[1][0][1] == variants[1][1][1]
    assert "<&>\"'\ufffd\ufffd]]>" in (variants[1][0][1] or "")
    assert tu[0].findtext("prop") == "one|entries:3"
    # Nobody knows the text of one, one is empty, one text holds half a character.
    assert "3 translations were left out" in done.stderr


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "words",
    [
        ("--direction", "es:pt"),
        ("--engine", "other"),
        ("--engine", "other", "--direction", "es_pt"),
    ],
)
def test_one_direction_or_engine_is_exported_alone(harness: Harness, words: list[str]) -> None:
    done = harness("export", *words)
    root = ET.fromstring(done.stdout)
    assert [seg.text for seg in root.iter("seg")] == ["c", "d"]
    assert 'srclang="es"' in done.stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["export", "--engine", "othe"], "did you mean 'other'"),
        (["export", "--direction", "pt:es"], "harness memory stats"),
        (["export", "-o", "x.csv"], ".tmx"),
        (["prune"], "--unused 90"),
        (["prune", "--size", "1GB", "--unused", "9"], "--unused 90"),
        (["prune", "--size", "1GB", "--dry-run"], "harness memory stats"),
        (["prune", "--size", "big"], "500MB"),
        (["prune", "--kind", "vectors"], "choose one of"),
        (["limit", "10"], "500MB"),
        (["limit", "10kB"], "1 MB"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(
    harness: Harness, words: list[str], hint: str
) -> None:
    refused = harness(*words)
    assert isinstance(refused.exception, ConfigError)
    assert hint in refused.exception.hint


def test_only_runs_make_a_memory(harness: Harness, path: Path) -> None:
    refused = harness("stats")
    assert isinstance(refused.exception, ConfigError)
    assert not path.exists()


@pytest.mark.usefixtures("filled")
def test_what_was_not_used_is_pruned(harness: Harness, path: Path) -> None:
    assert harness("prune", "--unused", "90", "--dry-run").stdout.startswith("4 entries would")
    assert harness("prune", "--unused", "90").stdout.startswith("forgot 4 entries")
    with Memory(path) as memory:
        assert memory.sizes() == {"translations": 2, "likelihoods": 0, "embeddings": 1}


@pytest.mark.usefixtures("filled")
def test_a_memory_is_pruned_to_a_size(harness: Harness, path: Path) -> None:
    with Memory(path) as memory:
        memory.keep_vectors({str(n): b"v" * 1536 for n in range(2000)}, "embeddings")
    assert harness("prune", "--size", "1MB").exit_code == 0
    assert path.stat().st_size <= 1_000_000


@pytest.mark.usefixtures("filled")
def test_a_limit_is_set_shown_and_lifted(harness: Harness) -> None:
    assert harness("limit").stdout == "no limit\n"
    assert harness("limit", "1.5GB").stdout == "limit: 1.50 GB\n"
    assert harness("limit").stdout == "limit: 1.50 GB\n"
    assert harness("limit", "none").stdout == "no limit\n"


@pytest.mark.parametrize(
    ("text", "size"),
    [("1B", 1), ("2kB", 2000), ("1.5 GB", 1_500_000_000), ("3mb", 3_000_000), ("1 MiB", 2**20)],
)
def test_sizes_are_read(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "5", "GB", "-1GB", "1e3MB", "٣MB", "1,5GB", "5 XB"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="not a size"):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (12_345_678, "12.3 MB")]
)
def test_sizes_are_shown(size: int, text: str) -> None:
    assert shown_size(size) == text
