"""No text costs more than seconds: detectors, checks and attribution on what no sentence is."""

import time
from collections.abc import Callable, Sequence

import pytest
from program import Program
from security.texts import TEXTS
from support import transcript

from harness import machine, plugins
from harness.core.values import BeadText, Document, LocalText, MeasuredRow, Segment, Translated
from harness.run import assembly
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.run.translation import SegmentState, blocks_of
from harness.text.pairs.measurable import DIGITS, LETTERS, NUMBERS, WORDS, beyond_limits

SOURCE = "The ferry did not run on 3 March because of the storm, and 200 people had to wait."
SIZE = 1_000  # words: half of the limit, where the square of it would already show
# Seconds of processor time for one segment of that size, all detectors and attribution. The worst
# kind takes 1 to 2; before there were bounds, half of the kinds took more than 20.
MOST = 8.0


@pytest.fixture(scope="module")
def measures() -> MeasuringSet:
    made, _ = assembly.measuring_set(("chrf",), (), machine.site())
    return made


def segment(text: str) -> Segment:
    document = Document.of_text(text, doc_id="t.txt", language="en", origin="t.txt")
    (only,) = plugins.segmenter("units").segment(document).segments()
    return only


def row(texts: Sequence[str], measures: MeasuringSet) -> MeasuredRow | str:
    """The row of a round trip, or why it is not measured."""
    state = SegmentState(segment(texts[0]), (LocalText("en", texts[0]),))
    for language, text in (("es", texts[1]), ("en", texts[2])):
        state = state.after_hop(Translated(text), language) if state.failure is None else state
    if state.failure is not None:
        return state.failure
    (measured,) = measure([((state.segment,), BeadText(state.texts))], measures)
    return measured


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS)
def test_a_segment_costs_seconds_at_most(
    make: Callable[[int], str], measures: MeasuringSet
) -> None:
    odd = make(SIZE)
    started = time.process_time()
    row((SOURCE, "El ferry no.", odd), measures)
    row((odd, odd[: len(odd) // 2], odd[:-2]), measures)
    assert time.process_time() - started < MOST


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS)
def test_a_check_of_one_text_takes_a_long_line(make: Callable[[int], str]) -> None:
    text = LocalText("en", make(10_000))
    started = time.process_time()
    for name in plugins.names("checks"):
        plugins.check(name).check(text)
    assert time.process_time() - started < MOST


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * (LETTERS + 1), "50,001 characters in one segment, of at most 50,000"),
        ("ab " * (WORDS + 1), "2,001 words and marks in one segment, of at most 2,000"),
        ("7 and " * (NUMBERS + 1), "301 numbers in one segment, of at most 300"),
        ("7" * (DIGITS + 1), "1,001 digits of one number in one segment, of at most 1,000"),
    ],
)
def test_what_passes_a_limit_is_unmeasured_and_names_it(text: str, reason: str) -> None:
    why = beyond_limits(LocalText("en", text))
    assert why is not None
    assert why.startswith(reason)
    assert beyond_limits(LocalText("en", text[: len(text) // 2])) is None


def test_the_loop_that_makes_a_text_long_is_named() -> None:
    why = beyond_limits(LocalText("en", "He sat. " + "boat " * 10_000))
    assert why is not None
    assert why.endswith("the word “boat” appears 10000 times in a row")


def test_a_source_beyond_the_limits_asks_no_engine() -> None:
    document = Document.of_text(
        "x" * (LETTERS + 1) + "\nShort.", doc_id="t", language="en", origin="t"
    )
    (block,) = blocks_of(plugins.segmenter("lines").segment(document))
    long, short = block.states
    assert not long.needs_engine
    assert short.needs_engine


def test_a_run_measures_the_rest(tmp_path) -> None:
    """A loop of 10,000 words, a word of a million letters: unmeasured, and the others are not."""
    run = Program(tmp_path)
    source = ["He saw the boat.", "It rains.", "Nobody came."]
    back = ["boat " * 10_000, "a" * 1_000_000, "Nobody came. Nobody came. Nobody came."]
    (tmp_path / "t.en.txt").write_text("\n".join(source), "utf-8")
    out = transcript(tmp_path / "f.jsonl", "en:es", {text: f"es {text}" for text in source})
    home = {f"es {text}": came for text, came in zip(source, back, strict=True)}
    home_file = transcript(tmp_path / "b.jsonl", "es:en", home)
    route = ("-r", "en:es@replay:en@replay", "--pack", out, "--pack", home_file)
    done = run("run", "t.en.txt", *route, "--metric", "chrf", "-o", "r", timeout=100)
    assert done.returncode == 3, done.stderr
    assert "10,000 words and marks in one segment, of at most 2,000" in done.stdout
    assert "1,000,000 characters in one segment, of at most 50,000" in done.stdout
    assert "3 times in a row" in done.stdout  # the third, measured: a loop is a finding
    page = run("report", "r", "-o", "r.html", timeout=100)
    assert page.returncode == 0, page.stderr
    assert (tmp_path / "r.html").stat().st_size < 2_000_000


def test_diff_measures_the_rest_and_says_what_is_too_long(tmp_path) -> None:
    (tmp_path / "a.en.txt").write_text("He did not go home.\n" + "boat " * 5_000, "utf-8")
    (tmp_path / "b.en.txt").write_text("He went home.\n" + "boat " * 5_000, "utf-8")
    texts = ("diff", "a.en.txt", "b.en.txt", "--segmenter", "lines", "--metric", "chrf")
    done = Program(tmp_path)(*texts, "-o", "d.html", timeout=100)
    assert done.returncode == 3, done.stderr
    page = (tmp_path / "d.html").read_text("utf-8")
    assert "1 passage could not be measured" in page
    assert "Hop 1" not in page
    said = Program(tmp_path)(*texts, timeout=100)
    assert said.returncode == 3
    assert "[-did not go-]{+went+}" in said.stdout  # the other passage is measured
    assert "@@ 2  not measured" in said.stdout
    assert "5,000 words and marks in one segment, of at most 2,000" in said.stdout
