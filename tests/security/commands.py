"""Every command of the program on small files, in an order in which each has what it needs."""

import json
from pathlib import Path

from support import suite_by_replay, transcript

ROUTE = ("-r", "en:es@replay:en@replay", "--pack", "out.jsonl", "--pack", "back.jsonl")
ARGOS = ("-r", "en:es@argos:en@argos", "--segmenter", "argos", "--metric", "chrf")

_SOURCES = ("The boat left at 10:30.", "She did not sign.", "It costs 20 euros.")
_CAME = ("The ship left at 10:30.", "She signed.", "It costs 20 euros.")


def write_files(folder: Path) -> None:
    """What the commands read."""
    (folder / "t.en.txt").write_text("\n".join(_SOURCES) + "\n", "utf-8")
    (folder / "u.en.txt").write_text("\n".join(_CAME) + "\n", "utf-8")
    (folder / "t.es.txt").write_text("\n".join(f"es {each}" for each in _SOURCES) + "\n", "utf-8")
    pair = {"source": _SOURCES[1], "back_translation": _CAME[1], "language": "en"}
    (folder / "labelled.jsonl").write_text(json.dumps(pair) + "\n", "utf-8")
    (folder / "s.toml").write_text(suite_by_replay(), "utf-8")
    transcript(folder / "out.jsonl", "en:es", {each: f"es {each}" for each in _SOURCES})
    home = zip(_SOURCES, _CAME, strict=True)
    transcript(folder / "back.jsonl", "es:en", {f"es {each}": came for each, came in home})


# By name: the arguments, and the exit codes that are no failure.
COMMANDS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("--version",), (0,)),
    (("--help",), (0,)),
    (("run", "t.en.txt", *ROUTE, "-o", "a", "--force"), (0,)),
    (("run", "u.en.txt", *ARGOS, "-o", "b", "--force"), (0, 3)),
    (("run", "t.en.txt", *ROUTE, "--metric", "chrf", "-o", "c", "--force"), (0,)),
    *(
        (("report", "a", "--format", form, "-o", f"a.{form}"), (0,))
        for form in ("html", "json", "csv", "tmx", "sarif", "junit", "markdown")
    ),
    (("compare", "a", "c", "--metric", "chrf"), (0, 1)),
    (("bisect", "a", "c"), (0, 1, 3)),
    (("trend", "a", "c"), (0, 1, 3)),
    (("regrade", "a", "-o", "d", "--force"), (0,)),
    (("explain", "a"), (0,)),
    (("record", "a", "-o", "recorded"), (0,)),
    (("import", "t.en.txt", "--lines", "t.es.txt", "--to", "es", "-o", "i.jsonl"), (0,)),
    (("review", "t.en.txt", "t.es.txt", "--no-engine"), (0, 1, 3)),
    (("check", "s.toml"), (0, 1, 3)),
    (("accept", "s.toml", "--reason", "first"), (0,)),
    (("noise", "s.toml"), (0, 1, 3)),
    (("probe", "replay", "--direction", "en:es", "--pack", "out.jsonl"), (0, 1, 3)),
    (("diff", "t.en.txt", "u.en.txt"), (1,)),
    (("align", "t.en.txt", "u.en.txt", "-o", "a.ladder"), (0, 1)),
    (("lint", "u.en.txt"), (0, 1)),
    (("scorecard", "labelled.jsonl"), (0,)),
    (("languages",), (0,)),
    (("init", "texts", "--yes"), (0, 3)),
    (("engines",), (0,)),
    (("packs", "list"), (0,)),
    (("packs", "verify"), (0, 3)),
    (("packs", "show", "en:es"), (0,)),
    (("packs", "remove", "xx:yy"), (2,)),
    (("memory", "stats"), (0,)),
    (("memory", "prune", "--unused", "30"), (0,)),
    (("memory", "limit", "1GB"), (0,)),
    (("memory", "export", "-o", "m.tmx"), (0, 3)),
    (("doctor",), (0, 1, 3)),
)
