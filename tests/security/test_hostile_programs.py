"""A little of what the programs in `scripts/hostile/` do for as long as one likes.

They fork, so each works in a process of its own. What they try here is the same every time.
"""

import subprocess
import sys

import pytest
from program import ROOT, script
from security.payloads import FILES, TEXTS, hostile_file

kills = script("hostile/kills.py")
texts = script("hostile/texts.py")

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="forks, and looks at what a child used"
)


def passes(program: str, *arguments: str) -> str:
    command = [sys.executable, f"scripts/hostile/{program}.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout


def test_commands_that_are_killed_lose_nothing_and_leave_nothing() -> None:
    scenes = ("run", "check", "accept", "report", "prune")
    named = [part for name in scenes for part in ("--scene", name)]
    assert passes("kills", "--number", "10", *named) == "kill: 10 times, 0 wrong\n"


def test_signals_end_in_3_and_lose_nothing() -> None:
    how = ("--how", "int", "--how", "term", "--how", "twice", "--scene", "run", "--scene", "accept")
    said = passes("kills", "--number", "2", *how)
    assert said == "".join(f"{each}: 2 times, 0 wrong\n" for each in ("int", "term", "twice"))


def test_hostile_packs_do_no_harm() -> None:
    assert passes("packs", "--number", "10") == "10 packs, 0 do harm\n"


def test_hostile_texts_do_no_harm() -> None:
    named = ("link", "end of a script", "deep-codes.xliff")
    assert passes("texts", *named) == "3 payloads, 0 do harm\n"


# ── the programs see what is wrong ──────────────────────────────────────────────────────────────


def test_what_is_lost_doubled_or_left_over_is_seen() -> None:
    wanted = {"a": b"1", "b": b"2"}
    assert list(kills.differences(wanted, wanted)) == []
    now = {"a": b"12", "c": b"3"}
    assert list(kills.differences(wanted, now)) == [
        "a: another content",
        "b: missing",
        "c: left over",
    ]


def test_a_live_character_is_one_at_which_a_terminal_does_something() -> None:
    live = {each for each in map(chr, range(0x11000)) if texts.is_live(each)}
    assert {"\x00", "\x1b", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u061c"} <= live
    assert not live & set("\n\t aé日\u0301\u05d0")


def test_what_could_run_in_a_page_is_seen(tmp_path) -> None:
    page = tmp_path / "p.html"
    for harm in ("<script>1</script>", "<a href='javascript:1'>", "<b onclick=1>", "<img>", "\0"):
        page.write_text(f"<p>He paid.</p>{harm}", "utf-8")
        assert list(texts.in_page(page))
    page.write_text("<p>He paid &lt;script&gt; <a href='#x'>500</a>.</p>", "utf-8")
    assert not list(texts.in_page(page))


def test_payloads_are_many_and_different() -> None:
    made = {hostile_file(text) for text in TEXTS.values()} | set(FILES.values())
    assert len(made) == len(TEXTS) + len(FILES)
    assert len(made) > 60
