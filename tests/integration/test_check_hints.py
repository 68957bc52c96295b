"""What `harness check` says to do next is a command that works."""

import shlex

from program import Program
from support import transcript

SAID = {"She did not sign.": "Ella no firmó.", "It costs 12 euros.": "Cuesta 12 euros."}
SUITE = """\
routes = ["en:es:en"]
metrics = ["chrf"]
packs = ["out.jsonl", "back.jsonl"]
[[corpus]]
file = "my boats.en.txt"
segmenter = "lines"
"""


def test_the_first_failure_is_explained_by_the_command_that_is_named(harness: Program) -> None:
    (harness.folder / "my boats.en.txt").write_text("\n".join(SAID) + "\n")
    (harness.folder / "boats.harness.toml").write_text(SUITE)
    transcript(harness.folder / "out.jsonl", "en:es", SAID)
    back = {there: here for here, there in SAID.items()}
    transcript(harness.folder / "back.jsonl", "es:en", back)
    assert harness("accept", "boats.harness.toml", "--reason", "x").returncode != 0  # no run yet
    harness("check", "boats.harness.toml", "--quiet")
    harness("accept", "boats.harness.toml", "--reason", "as recorded")
    transcript(harness.folder / "back.jsonl", "es:en", back | {"Ella no firmó.": "She signed."})
    failed = harness("check", "boats.harness.toml")
    assert failed.returncode == 1
    named = dict(line.split(": ", 1) for line in failed.stderr.splitlines() if ": harness " in line)
    assert set(named) >= {"why", "see it"}
    for command in (named["why"], named["see it"]):
        program, *arguments = shlex.split(command)
        done = harness(*arguments)
        assert (program, done.returncode) == ("harness", 0), done.stderr
    why = harness(*shlex.split(named["why"])[1:]).stdout
    assert "She did ‹not› sign." in why
    assert not any(
        ": harness " in line
        for line in harness("check", "boats.harness.toml", "--quiet").stderr.splitlines()
    )
