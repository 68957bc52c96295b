"""`harness run` on real engines and real text, as a user meets it."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from program import CORPORA, FAST, Program, kill, remembered
from support import transcript

pytestmark = pytest.mark.engine


def rows(record: Path) -> list[dict]:
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    return [line for line in lines if line["kind"] in ("measured", "unmeasured")]


@pytest.fixture(scope="module")
def long_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an engine is asked for in three times: the first is remembered, most are to come."""
    lines = [
        f"{begun}{line}"
        for begun in ("", "He said: ", "She wrote: ")
        for name in ("dialogue", "leaflet", "news", "software")
        for line in (CORPORA / f"{name}.en.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]
    path = tmp_path_factory.mktemp("long") / "long.en.txt"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def whole_rows(tmp_path_factory: pytest.TempPathFactory, long_text: Path) -> list[dict]:
    """What a run over the long text that nobody interrupts writes, without a memory."""
    program = Program(tmp_path_factory.mktemp("whole"))
    done = program("run", long_text, "-r", "en:es:en", "-o", "whole", "--no-memory", *FAST)
    assert done.returncode == 0, done.stderr
    return rows(next((program.folder / "whole").glob("*.jsonl")))


@pytest.fixture
def short_text(tmp_path: Path) -> Path:
    lines = (CORPORA / "dialogue.en.txt").read_text("utf-8").splitlines()
    path = tmp_path / "short.en.txt"
    path.write_text("\n".join(lines[:30]), "utf-8")
    return path


def test_two_routes_two_engines_one_folder(harness: Program, short_text: Path) -> None:
    done = harness(
        "run",
        short_text,
        "-r",
        "en:es:en",
        "-r",
        "en:pt@bergamot:en@bergamot",
        "-o",
        "out",
        "--json",
        *FAST,
    )
    if "no engine here translates en→pt" in done.stderr:
        pytest.skip("no en↔pt model here")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert [run["route"] for run in summary["runs"]] == [
        "en:es@argos:en@argos",
        "en:pt@bergamot:en@bergamot",
    ]
    for run in summary["runs"]:
        written = rows(harness.folder / run["record"])
        assert len(written) == run["rows"] == run["measured"]
        assert all(len(row["texts"]) == 3 for row in written)


def test_a_second_run_translates_nothing_and_starts_no_engine(
    harness: Program, short_text: Path
) -> None:
    first = harness("run", short_text, "-r", "en:es:en", "-o", "a", "--json")
    assert json.loads(first.stdout)["runs"][0]["translated_now"] > 20
    again = harness("run", short_text, "-r", "en:es:en", "-o", "b", "--json")
    assert json.loads(again.stdout)["runs"][0]["translated_now"] == 0
    one, two = (next((harness.folder / name).glob("*.jsonl")) for name in "ab")
    assert rows(one) == rows(two)
    same = harness("run", short_text, "-r", "en:es:en", "-o", "a", "--json")
    assert same.returncode == 0
    assert json.loads(same.stdout)["runs"][0]["translated_now"] == 0


def test_a_profile_says_where_the_time_went_and_changes_nothing(
    harness: Program, short_text: Path
) -> None:
    plain = harness("run", short_text, "-r", "en:es:en", "-o", "a", "--no-memory", *FAST)
    profiled = harness(
        "run", short_text, "-r", "en:es:en", "-o", "b", "--no-memory", *FAST, "--profile"
    )
    assert profiled.returncode == plain.returncode == 0, profiled.stderr
    one, two = (next((harness.folder / name).glob("*.jsonl")) for name in "ab")
    assert rows(one) == rows(two)
    lines = profiled.stderr.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("processor time: "))
    stages = {line.split(" s  ")[1]: float(line.split("%")[0]) for line in lines[start + 1 :]}
    named = {"hop 1, en→es argos", "hop 2, es→en argos", "metric chrf", "detectors", "attribution"}
    assert {*named, "reading", "memory", "record", "all else"} <= stages.keys()
    assert sum(stages.values()) == pytest.approx(100, abs=1)
    assert "processor time" not in plain.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_is_completed_without_translating_anything_twice(
    harness: Program, long_text: Path, whole_rows: list[dict], how: signal.Signals
) -> None:
    process = harness.start("run", long_text, "-r", "en:es:en", "-o", "cut", *FAST)
    deadline = time.monotonic() + 120
    while not remembered(harness.memory()) and time.monotonic() < deadline:
        time.sleep(0.02)
    kill(process, how)
    known = remembered(harness.memory())
    assert known, "the run ended before it was interrupted"
    assert not list((harness.folder / "cut").glob("*.jsonl"))

    told = harness("report", "cut", "-o", "cut.html")
    assert told.returncode == 3
    assert "harness run --resume -o cut" in told.stderr

    resumed = harness("run", "--resume", "-o", "cut", "--json")
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["runs"][0]["translated_now"] > 0
    assert (
        remembered(harness.memory())
        == known + json.loads(resumed.stdout)["runs"][0]["translated_now"]
    )
    record = next((harness.folder / "cut").glob("*.jsonl"))
    assert rows(record) == whole_rows


def test_ctrl_c_says_what_is_kept_and_how_to_go_on(harness: Program, long_text: Path) -> None:
    process = harness.start("run", long_text, "-r", "en:es:en", "-o", "cut", *FAST)
    deadline = time.monotonic() + 120
    while not remembered(harness.memory()) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "interrupted" in errors.decode()
    assert "harness run --resume -o cut" in errors.decode()
    assert "Traceback" not in errors.decode()


def test_without_memory_a_run_can_be_resumed_and_leaves_none_behind(
    harness: Program, long_text: Path
) -> None:
    arguments = ("run", long_text, "-r", "en:es:en", "-o", "out", "--no-memory", *FAST)
    process = harness.start(*arguments)
    own = harness.folder / "out/memory.sqlite"
    deadline = time.monotonic() + 120
    while not remembered(own) and time.monotonic() < deadline:
        time.sleep(0.02)
    kill(process, signal.SIGKILL)
    assert remembered(own)
    assert harness("run", "--resume", "-o", "out").returncode == 0
    assert not harness.memory().exists()
    assert not list((harness.folder / "out").glob("memory*"))


def test_two_runs_on_one_memory_at_once(harness: Program) -> None:
    started = [
        harness.start("run", CORPORA / "dialogue.en.txt", "-r", "en:es:en", "-o", name, *FAST)
        for name in "ab"
    ]
    errors = [process.communicate(timeout=300)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0], errors
    one, two = (next((harness.folder / name).glob("*.jsonl")) for name in "ab")
    assert rows(one) == rows(two)


def test_standard_input_and_pipes(harness: Program) -> None:
    done = harness(
        "run", "-", "-r", "en:es:en", "-o", "out", *FAST, stdin=b"She never eats meat.\r\n"
    )
    assert done.returncode == 0, done.stderr
    shown = harness("report", "out", "--format", "json")
    assert json.loads(shown.stdout)
    assert "stdin.txt" in shown.stdout


def test_findings_become_an_exit_code(harness: Program, tmp_path: Path) -> None:
    source, hypothesis, returned = "It cost 45 euros.", "Costó 54 euros.", "It cost 54 euros."
    (tmp_path / "a.txt").write_text(source)
    out = transcript(tmp_path / "there.jsonl", "en:es", {source: hypothesis})
    back = transcript(tmp_path / "back.jsonl", "es:en", {hypothesis: returned})
    packs = ("--pack", out, "--pack", back)
    arguments = ("run", "a.txt", "-r", "en:es:en", "-o", "out", *packs, *FAST)
    assert harness(*arguments).returncode == 0
    assert harness(*arguments, "--fail-on", "critical").returncode == 1


def test_findings_name_their_hop_and_a_witness_is_heard(harness: Program, tmp_path: Path) -> None:
    source, hypothesis, returned = "It cost 45 euros.", "Costó 45 euros.", "It cost 54 euros."
    (tmp_path / "a.txt").write_text(source)
    out = transcript(tmp_path / "there.jsonl", "en:es", {source: hypothesis})
    back = transcript(tmp_path / "back.jsonl", "es:en", {hypothesis: returned})
    route = ("run", "a.txt", "-r", "en:es:en", "--pack", out, "--pack", back, *FAST)
    done = harness(*route, "--witness", "argos", "-o", "out")
    assert done.returncode == 0, done.stderr
    (row,) = rows(tmp_path / "out" / "1-en-es-en.jsonl")
    (witness,) = row["returns"]
    assert witness["witness"] == "es:en@argos"
    assert "45" in witness["text"]["text"]
    assert {finding["locus"]["name"] for finding in row["findings"]} == {"backward"}
    assert any("“45”" in each for each in row["findings"][0]["locus"]["evidence"])
    refused = harness(*route, "--witness", "pt:en", "-o", "other")
    assert refused.returncode == 2
    assert "es:…:en" in refused.stderr
    itself = harness(*route, "--witness", "replay", "-o", "other")
    assert itself.returncode == 2
    assert "another engine" in itself.stderr


def test_judges_are_kept_in_the_record_and_in_its_identity(
    harness: Program, tmp_path: Path
) -> None:
    source, hypothesis, returned = "The nurse is here.", "El soldado está.", "The soldier is here."
    (tmp_path / "a.txt").write_text(source)
    out = transcript(tmp_path / "there.jsonl", "en:es", {source: hypothesis})
    back = transcript(tmp_path / "back.jsonl", "es:en", {hypothesis: returned})
    route = ("run", "a.txt", "-r", "en:es:en", "--pack", out, "--pack", back, *FAST)
    assert harness(*route, "-o", "plain").returncode == 0
    done = harness(*route, "--likelihood", "-o", "out")
    assert done.returncode == 0, done.stderr
    (row,) = rows(tmp_path / "out" / "1-en-es-en.jsonl")
    said = {(each["given"], each["scored"]): each["words"] for each in row["likelihoods"]}
    assert set(said) == {(1, 0)}
    words = {
        source[start:end]: value for start, end, value in zip(*[iter(said[1, 0])] * 3, strict=True)
    }
    assert min(words, key=words.__getitem__) == "nurse"
    headers = [
        json.loads((tmp_path / name / "1-en-es-en.jsonl").read_text("utf-8").splitlines()[0])
        for name in ("plain", "out")
    ]
    assert [len(header["identity"].get("likelihood_scorers", ())) for header in headers] == [0, 2]
    assert headers[0]["fingerprint"] != headers[1]["fingerprint"]


def test_repeated_trips_are_one_long_route(harness: Program, tmp_path: Path) -> None:
    texts = ("It cost 45 euros.", "Costó 45 euros.", "The price was 45 euros.")
    (tmp_path / "a.txt").write_text(texts[0])
    said = {texts[0]: texts[1], texts[2]: texts[1]}
    out = transcript(tmp_path / "there.jsonl", "en:es", said)
    back = transcript(tmp_path / "back.jsonl", "es:en", {texts[1]: texts[2]})
    packs = ("--pack", out, "--pack", back)
    done = harness("run", "a.txt", "-r", "en:es:en", "--trips", "2", "-o", "out", *packs, *FAST)
    assert done.returncode == 0, done.stderr
    (row,) = rows(tmp_path / "out" / "1-en-es-en-es-en.jsonl")
    stops = [text["text"] for text in row["texts"]]
    assert stops == [texts[0], texts[1], texts[2], texts[1], texts[2]]
    assert row["facts_kept"] == [1, 1, 1, 1, 1]


def test_a_segment_too_long_for_the_model_is_unmeasured_and_never_a_pass(
    harness: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("A dog barks.\n" + "word " * 3000)
    done = harness("run", "a.txt", "-r", "en:es:en", "-o", "out", "--json", *FAST)
    assert done.returncode == 3
    (run,) = json.loads(done.stdout)["runs"]
    assert (run["measured"], run["unmeasured"]) == (1, 1)
    assert harness("report", "out", "-o", "out.html").returncode == 0


def test_another_run_in_the_folder_is_not_overwritten(harness: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A dog barks.")
    (tmp_path / "b.txt").write_text("A cat sleeps.")
    assert harness("run", "a.txt", "-r", "en:es:en", "-o", "out", *FAST).returncode == 0
    before = next((tmp_path / "out").glob("*.jsonl")).read_bytes()
    refused = harness("run", "b.txt", "-r", "en:es:en", "-o", "out", *FAST)
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert next((tmp_path / "out").glob("*.jsonl")).read_bytes() == before
    assert harness("run", "b.txt", "-r", "en:es:en", "-o", "out", "--force", *FAST).returncode == 0


BAD_INPUT = [
    ("missing file", "none.txt", None, 2, "none.txt", "check the path"),
    ("empty file", "a.txt", b"", 3, "a.txt", "at least one sentence"),
    ("binary file", "a.txt", b"\x89PNG\r\n\x1a\n\0\0", 3, "a.txt:", "plain text"),
    ("wrong encoding", "a.txt", b"uno\nma\xf1ana\n", 3, "a.txt:2:", "iconv"),
]


@pytest.mark.parametrize(
    ("name", "content", "code", "place", "remedy"),
    [case[1:] for case in BAD_INPUT],
    ids=[case[0] for case in BAD_INPUT],
)
def test_bad_input_gets_one_clear_error(
    harness: Program, name: str, content: bytes | None, code: int, place: str, remedy: str
) -> None:
    if content is not None:
        (harness.folder / name).write_bytes(content)
    done = harness("run", name, "-r", "en:es:en", "-o", "out")
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == 2, done.stderr
    assert place in done.stderr.splitlines()[0]
    assert remedy in done.stderr.splitlines()[1]
    assert not (harness.folder / "out").exists() or not list((harness.folder / "out").iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["-r", "en:fi:en"], 3, "en→fi"),
        (["-r", "en:es"], 2, "at least two hops"),
        (["-r", "en:es:pt"], 2, "does not come back"),
        (["-r", "en:es@argo:en"], 2, "'argos'"),
        (["-r", "en:es:en", "--option", "argos.bean=2"], 2, "beam"),
        (["-r", "en:es:en", "--segmenter", "sentencx"], 2, "sentencex"),
        (["-r", "en:es:en", "--pack", "no.argosmodel"], 2, "no.argosmodel"),
        ([], 2, "--route"),
        (["--resume"], 2, "--resume"),
    ],
)
def test_wrong_usage_gets_one_clear_error(
    harness: Program, arguments: list[str], code: int, word: str
) -> None:
    (harness.folder / "a.txt").write_text("A dog barks.")
    done = harness("run", "a.txt", *arguments, "-o", "out")
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_memory_is_named_and_left_alone(harness: Program) -> None:
    (harness.folder / "a.txt").write_text("A dog barks.")
    (harness.folder / "memory.sqlite").write_bytes(b"not a database at all" * 100)
    done = harness("run", "a.txt", "-r", "en:es:en", "-o", "out", "--memory", "memory.sqlite")
    assert done.returncode == 3
    assert "memory.sqlite" in done.stderr
    assert "Traceback" not in done.stderr
    assert (harness.folder / "memory.sqlite").read_bytes() == b"not a database at all" * 100


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system with room for a few pages only."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_one_clear_error_and_loses_nothing(
    harness: Program, small_disk: Path
) -> None:
    done = harness(
        "run", CORPORA / "news.en.txt", "-r", "en:es:en", "-o", small_disk / "out", *FAST
    )
    assert done.returncode == 3
    assert "small" in done.stderr
    assert "Traceback" not in done.stderr
    assert remembered(harness.memory()) > 50  # what was translated is kept elsewhere
    memory = small_disk / "memory.sqlite"
    done = harness(
        "run", CORPORA / "news.en.txt", "-r", "en:es:en", "-o", "out2", "--memory", memory, *FAST
    )
    assert done.returncode == 3
    assert "memory.sqlite" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_folder_is_one_clear_error(harness: Program, small_disk: Path) -> None:
    (harness.folder / "a.txt").write_text("A dog barks.")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = harness("run", "a.txt", "-r", "en:es:en", "-o", small_disk / "out", *FAST)
    assert done.returncode == 3
    assert "Read-only" in done.stderr
    assert "-o FOLDER" in done.stderr
    assert "Traceback" not in done.stderr
