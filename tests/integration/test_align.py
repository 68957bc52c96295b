"""`harness align` and ladders, as a user runs them; and texts that no aligner can like."""

import json
import random
import resource
import signal
from xml.etree import ElementTree

import pytest
from program import Program

pytestmark = pytest.mark.engine

BEFORE = "The court fined the company €3,200. He did not appeal. Nobody was hurt.\n"
AFTER = "Nobody was hurt.\nThe court fined the company €3,200.\nA stranger came in.\n"
SECONDS = 30  # of processor time; none of these takes half of it
PATIENCE = 600  # seconds by the clock, for a machine under load


@pytest.fixture
def texts(harness: Program) -> tuple[str, str]:
    (harness.folder / "a.en.txt").write_text(BEFORE)
    (harness.folder / "b.en.txt").write_text(AFTER)
    return "a.en.txt", "b.en.txt"


def test_beads_are_shown_with_their_words_and_signals(harness: Program, texts) -> None:
    done = harness("align", *texts)
    assert done.returncode == 0, done.stderr
    assert "2 → nothing" in done.stdout
    assert "nothing → 3" in done.stdout
    assert "\n  en  He did not appeal.\n" in done.stdout
    assert done.stderr.startswith("aligned by ")
    assert "\x1b" not in done.stdout


def test_all_formats_tell_the_same(harness: Program, texts) -> None:
    for ending in ("ladder", "tsv", "tmx", "json"):
        done = harness("align", *texts, "-o", f"out.{ending}", "--quiet")
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    written = {path.suffix: path.read_text("utf-8") for path in harness.folder.glob("out.*")}
    said = json.loads(written[".json"])
    beads = [(bead["source"], bead["target"]) for bead in said["beads"]]
    ladder = [line.split(":")[:2] for line in written[".ladder"].splitlines()]
    assert [(json.loads(a), json.loads(b)) for a, b in ladder] == beads
    assert len(written[".tsv"].splitlines()) == len(beads) + 1
    units = list(ElementTree.fromstring(written[".tmx"].encode()).iter("tu"))
    assert len(units) == sum(bool(a and b) for a, b in beads)
    assert harness("align", *texts, "-f", "tsv").stdout == written[".tsv"]


def test_a_ladder_is_shown_converted_and_compared_by(harness: Program, texts) -> None:
    (harness.folder / "x.ladder").write_text("[0]:[1]:0.2\n[1]:[]:0.0\n[2]:[0]:0.9\n[]:[2]:0.0\n")
    shown = harness("align", *texts, "--ladder", "x.ladder")
    assert "1 → 2" in shown.stdout
    assert "moved" in shown.stdout
    assert shown.stderr.startswith("aligned by ladder|sha256:")
    made = json.loads(harness("align", *texts, "--ladder", "x.ladder", "-f", "json").stdout)
    assert made["counts"]["moved"] == 1
    assert made["aligner"]["name"] == "ladder"
    done = harness("diff", *texts, "--ladder", "x.ladder", "--metric", "chrf", "--all")
    assert done.returncode == 1
    assert "came back" in done.stdout
    assert "[accuracy/mistranslation/sentence-order]" in done.stdout
    rows = harness("diff", *texts, "--ladder", "x.ladder", "--metric", "chrf", "--json").stdout
    header, *drifts = map(json.loads, rows.splitlines())
    assert header["aligner"].startswith("ladder|")
    moved = [f for row in drifts for f in row["findings"] if f["category"].endswith("-order")]
    assert [finding["severity"] for finding in moved] == ["minor"]


@pytest.mark.parametrize(
    ("ladder", "complaint"),
    [
        ("[0]:[0]\n[1]:[1]\n", "x.ladder: source sentence 2 of 3 is in no line"),
        ("[0, 1, 2]:[0, 1, 2]\n[3]:[]\n", "x.ladder:2: there is no source sentence 3"),
        ("what\n", "x.ladder:1: not a bead"),
        ("\x00\xff", "x.ladder:1: not a bead"),
    ],
)
@pytest.mark.parametrize("command", ["align", "diff"])
def test_a_ladder_of_another_text_is_refused(
    harness: Program, texts, command: str, ladder: str, complaint: str
) -> None:
    (harness.folder / "x.ladder").write_text(ladder)
    done = harness(command, *texts, "--ladder", "x.ladder")
    assert done.returncode == 3
    assert complaint in done.stderr
    assert "hint: " in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.en.txt",),
        ("-", "-"),
        ("a.en.txt", "none.txt"),
        ("a.en.txt", "b.en.txt", "--format", "xliff"),
        ("a.en.txt", "b.en.txt", "--segmenter", "none"),
        ("a.en.txt", "b.en.txt", "--ladder", "none.ladder"),
    ],
)
def test_wrong_usage_exits_2(harness: Program, texts, arguments) -> None:
    done = harness("align", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_standard_input_and_hostile_text(harness: Program, texts) -> None:
    hostile = b"Nobody was hurt.\x1b[2J\x1b]0;owned\x07 \xe2\x80\xaegnorw\n"
    done = harness("align", texts[0], "-", "--to", "en", stdin=hostile)
    assert done.returncode == 0, done.stderr
    assert "Nobody was hurt." in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_languages_that_nobody_names_are_guessed_and_said(harness: Program) -> None:
    (harness.folder / "a.txt").write_text(BEFORE * 3)
    (harness.folder / "b.txt").write_text(BEFORE * 2)
    done = harness("align", "a.txt", "b.txt", "-f", "ladder")
    assert done.returncode == 0, done.stderr
    assert "assuming texts in one language" in done.stderr


def test_a_translation_is_aligned_without_vectors_and_says_so(harness: Program) -> None:
    (harness.folder / "a.en.txt").write_text("In 1952 Oslo had 4 ferries. Ines Duarte ran them.\n")
    (harness.folder / "b.es.txt").write_text("En 1952 Oslo tenía 4 ferris.\nInes Duarte mandaba.\n")
    done = harness("align", "a.en.txt", "b.es.txt", "--no-embeddings", "-f", "json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert [(bead["source"], bead["target"]) for bead in said["beads"]] == [([0], [0]), ([1], [1])]
    assert "signals:length+words+lexicon" in done.stderr
    assert "vectors" not in done.stderr


def test_an_interrupt_leaves_nothing_behind(harness: Program) -> None:
    rng = random.Random(1)
    lines = [" ".join(f"w{rng.randrange(500)}" for _ in range(12)) for _ in range(20_000)]
    (harness.folder / "a.en.txt").write_text("\n".join(lines))
    (harness.folder / "b.en.txt").write_text("\n".join(reversed(lines)))
    process = harness.start("align", "a.en.txt", "b.en.txt", "--segmenter", "lines", "-o", "x.tsv")
    assert process.stderr is not None
    assert b"aligning 20,000 with 20,000" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert b"interrupted" in errors
    assert b"Traceback" not in errors
    assert not list(harness.folder.glob("x.tsv*"))


@pytest.mark.parametrize("texts", [(BEFORE, ""), ("", BEFORE), ("\n\n", " ")])
def test_an_empty_side_is_one_clear_error(harness: Program, texts: tuple[str, str]) -> None:
    for name, text in zip(("a.txt", "b.txt"), texts, strict=True):
        (harness.folder / name).write_text(text)
    done = harness("align", "a.txt", "b.txt")
    assert done.returncode == 3
    assert "there is no text in it" in done.stderr
    assert not done.stdout


SPANISH = "El tribunal multó a la empresa. No apeló. Nadie resultó herido.\n"
HARD = {
    "one side fifty times longer": (BEFORE * 50, BEFORE),
    "the other side fifty times longer": ("Nobody was hurt.\n", AFTER * 50),
    "the wrong language": (BEFORE * 20, SPANISH * 20),
    "identical lines by the thousand": ("Yes.\n" * 3000, "Yes.\n" * 2990),
    "nothing but punctuation": ("* * *\n" * 500, "…\n" * 400),
    "one sentence of 10,000 words": ("word and other " * 3333 + ".\n", BEFORE),
    "two sentences of 10,000 words": (
        " ".join(f"w{i}" for i in range(10_000)),
        " ".join(f"w{i}" for i in range(5, 10_005)),
    ),
    "no text at all": ("\x01\x02\n" * 100, BEFORE),
}


def processor_time() -> float:
    """Of all programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("case", HARD)
def test_texts_that_no_aligner_likes_are_aligned_in_seconds(harness: Program, case: str) -> None:
    for name, text in zip(("a.txt", "b.txt"), HARD[case], strict=True):
        (harness.folder / name).write_text(text)
    start = processor_time()
    options = ("--from", "en", "--to", "en", "-f", "json")
    done = harness("align", "a.txt", "b.txt", *options, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for side in ("source", "target"):
        places = sorted(place for bead in said["beads"] for place in bead[side])
        assert places == list(range(said[side]["sentences"]))
    assert processor_time() - start < SECONDS
