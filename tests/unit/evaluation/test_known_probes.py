"""Known failures of probes: accepted with a reason, counted, and gone when they hold again."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cli.probe_lines import probe_lines
from harness.core.errors import ConfigError
from harness.core.values import Direction
from harness.evaluation.known_probes import (
    KnownFailure,
    ProbeKey,
    key_of,
    read_known,
    with_broken,
    write_known,
)
from harness.evaluation.probes import Probe, Probed
from harness.writing.ink import written

EN_ES = Direction("en", "es")
WORDS = st.text(alphabet=st.sampled_from('ab "\\\n\x7fñ😀'), min_size=1, max_size=8)


def probed(kind: str, source: str, *broken: str) -> Probed:
    return Probed(Probe(kind, source, source.upper()), f"{source} out", f"{source} other", broken)


def keyed(*each: Probed) -> list[tuple[ProbeKey, Probed]]:
    return [(key_of(one.probe, "argos", EN_ES), one) for one in each]


@given(st.dictionaries(st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS), WORDS, max_size=4))
def test_what_is_written_is_read_again(found: dict[ProbeKey, str]) -> None:
    known = {key: KnownFailure(reason, "2026-11-29") for key, reason in found.items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "known.toml"
        assert read_known(path) == {}, "no file yet"
        write_known(path, known)
        assert read_known(path) == known


def test_accepting_keeps_reasons_adds_what_broke_and_drops_what_holds() -> None:
    case, emoji, name = (probed(kind, kind, "broken") for kind in ("case", "emoji", "name"))
    first = with_broken({}, keyed(case, emoji), "old", "2026-11-01")
    mended = Probed(emoji.probe, "x", "x", ())
    after = with_broken(first, keyed(case, mended, name), "new", "2026-11-29")
    assert {key[2]: failure.reason for key, failure in after.items()} == {
        "case": "old",
        "name": "new",
    }


def test_another_engine_or_direction_is_another_failure() -> None:
    probe = probed("case", "x", "broken").probe
    keys = {
        key_of(probe, "argos", EN_ES),
        key_of(probe, "apertium", EN_ES),
        key_of(probe, "argos", Direction("es", "en")),
    }
    assert len(keys) == 3


def test_an_unknown_key_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text('schema = 1\n[[known]]\nengine = "argos"\nway = "en"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"known\.toml:\d"):
        read_known(path)


def _lines(*each: Probed, known: tuple[int, ...] = (), everything: bool = False) -> list[str]:
    lines = probe_lines(each, known, name="argos en→es", everything=everything, width=60)
    return [written(line) for line in lines]


def test_what_broke_comes_first_with_one_example_of_each_kind() -> None:
    many = [probed("case", f"text {n}", "bad", "bad", "worse", "worst") for n in range(5)]
    lines = _lines(probed("emoji", "fine"), *many)
    assert lines[0] == "argos en→es: 5 of 6 probes broken"
    assert lines[1].startswith("  case: 5 of 5 broken (in capitals, the words stay)")
    assert lines[2:9] == [
        "    TEXT 0",
        "      before  text 0 out",
        "      after   text 0 other",
        "      bad (2 times)",
        "      worse",
        "      and 1 more reason",
        "    and 4 more (--all shows them)",
    ]
    assert lines[9] == "  holds: emoji (1)"


def test_known_failures_are_counted_and_shown_when_asked_for() -> None:
    broken, fine = probed("case", "a", "bad"), probed("emoji", "b")
    lines = _lines(broken, fine, known=(0,))
    assert lines[0] == "argos en→es: 1 of 2 probes hold, no new one is broken, 1 known"
    assert lines[-1] == "  known to break: case (1) (--all shows them)"
    assert not any("before" in line for line in lines)
    assert any("before" in line for line in _lines(broken, fine, known=(0,), everything=True))


def test_a_known_failure_that_holds_is_told() -> None:
    assert _lines(probed("case", "a"), known=(0,))[-1].startswith("  1 known failure no longer")


def test_texts_are_cut_at_the_width_unless_all_is_wanted() -> None:
    long = probed("case", "word " * 40, "bad")
    assert max(map(len, _lines(long))) <= 60
    assert max(map(len, _lines(long, everything=True))) > 60
