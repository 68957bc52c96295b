"""Commands that write, each on small files, and what stands in their folder afterwards."""

import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from children import Place, run
from support import suite_by_replay

from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript

Command = tuple[str, ...]
State = Mapping[str, object]  # what stands in each file, by its path

MEMORY = "home/.cache/retranslation-harness/memory.sqlite"
_PACKS = "home/.local/share/argos-translate/packages"
_LINES = [f"Boat {n} with {n * 7} tons of fish was not late, said Anna Keller." for n in range(40)]
_ROUTE = ("-r", "en:es@replay:en@replay", "--pack", "out.jsonl", "--pack", "back.jsonl")
_PLAIN = ("--segmenter", "lines", "--metric", "chrf", "--fail-on", "never")
_RUN = ("run", "t.en.txt", *_ROUTE, *_PLAIN)
_WHOLE = (*_RUN, "-o", "whole")


@dataclass(frozen=True, slots=True)
class Scene:
    """A command that writes. `before`: the commands that make what it needs.

    `resume` goes on after it was stopped, where the folder of its run has a plan; else the command
    is given again. `forgets`: it takes entries out of the memory.
    """

    name: str
    command: Command
    before: tuple[Command, ...] = ()
    resume: Command = ()
    forgets: bool = False

    def again(self, work: Path) -> Command:
        """What a user gives next, after this command was stopped in `work`."""
        return self.resume if self.resume and (work / "r/plan.json").exists() else self.command


_CHECK = ("check", "s.toml", "-q")
_NOISE = ("noise", "s.toml", "-q")
_ACCEPT = ("accept", "s.toml", "--reason", "first")
SCENES = (
    Scene("run", (*_RUN, "-o", "r"), resume=("run", "--resume", "-o", "r", "--fail-on", "never")),
    Scene("run --write", (*_RUN, "-o", "r", "--force", "--write", "new.txt")),
    Scene("check", (*_CHECK, "-o", "check.xml", "-o", "check.md")),
    Scene("accept", _ACCEPT, (_CHECK,)),
    Scene("accept more", _ACCEPT, (_CHECK, _NOISE)),
    Scene("noise", _NOISE, (_CHECK, _ACCEPT)),
    Scene("report", ("report", "whole", "-o", "r.html"), (_WHOLE,)),
    Scene("record", ("record", "whole", "-o", "recorded"), (_WHOLE,)),
    Scene("regrade", ("regrade", "whole", "-o", "g", "--force"), (_WHOLE,)),
    Scene("align", ("align", "t.en.txt", "u.en.txt", "-o", "a.ladder")),
    Scene("import", ("import", "t.en.txt", "--lines", "t.es.txt", "--to", "es", "-o", "i.jsonl")),
    Scene(
        "review",
        ("review", "t.en.txt", "t.es.txt", "--no-engine", "--sheet", "s.html"),
    ),
    Scene("prune", ("memory", "prune", "--kind", "translations"), (_WHOLE,), forgets=True),
    Scene(
        "install",
        ("packs", "install", "new.argosmodel", "--force"),
        (("packs", "install", "old.argosmodel"),),
    ),
)  # fmt: skip


def write_files(folder: Path) -> None:
    """What the commands read."""
    (folder / "tmp").mkdir(parents=True)
    (folder / "home").mkdir()
    home = [line.replace("not ", "") for line in _LINES]
    _write_lines(folder / "t.en.txt", _LINES)
    _write_lines(folder / "u.en.txt", home)
    _write_lines(folder / "t.es.txt", [f"es {line}" for line in _LINES])
    (folder / "s.toml").write_text(suite_by_replay(), "utf-8")
    away = [(line, Translated(f"es {line}")) for line in _LINES]
    back = [(f"es {line}", Translated(came)) for line, came in zip(_LINES, home, strict=True)]
    write_transcript(folder / "out.jsonl", Signature("recorded"), Direction("en", "es"), away)
    write_transcript(folder / "back.jsonl", Signature("recorded"), Direction("es", "en"), back)


def write_packs(folder: Path) -> None:
    """Two versions of a pack with a model that opens and says anything."""
    from ct2_models import pieces, tiny

    model = tiny(folder / "model", pieces_as=None)
    for name, version in (("old", "1.0"), ("new", "1.1")):
        said = {"package_version": version, "from_code": "en", "to_code": "es", "target_prefix": ""}
        with zipfile.ZipFile(folder / f"{name}.argosmodel", "w") as archive:
            archive.writestr("en_es/metadata.json", json.dumps(said))
            archive.writestr("en_es/sentencepiece.model", pieces())
            for path in model.iterdir():
                archive.write(path, f"en_es/model/{path.name}")
    shutil.rmtree(model)


def prepared(scene: Scene, place: Place) -> None:
    """Make `place.work` anew, as it is before the command. Raises: RuntimeError."""
    shutil.rmtree(place.work, ignore_errors=True)
    write_files(place.work)
    if scene.name == "install":
        write_packs(place.work)
    for command in scene.before:
        ended = run(place, command)
        if ended.code not in (0, 1):
            raise RuntimeError(f"{' '.join(command)} ended with {ended.code}: {ended.stderr}")


def state(work: Path) -> State:
    """What stands in each file, but for times: of a record its rows, of a memory its entries."""
    found: dict[str, object] = {}
    for path in sorted(work.rglob("*")):
        name = path.relative_to(work).as_posix()
        if path.is_dir():
            found[f"{name}/"] = None
        elif name == MEMORY:
            found[name] = entries(path)
        elif not name.startswith(MEMORY):  # the memory's journal
            found[name] = _told(path)
    return found


def entries(memory: Path) -> frozenset[tuple[object, ...]]:
    """The translations that a memory holds. Raises: ValueError if it is damaged."""
    if not memory.exists():
        return frozenset()
    with closing(sqlite3.connect(memory)) as connection:
        ((sound,),) = connection.execute("PRAGMA integrity_check").fetchall()
        if sound != "ok":
            raise ValueError(f"{memory}: {sound}")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'outcomes'")
        if not tables.fetchall():
            return frozenset()
        rows = connection.execute("SELECT key, text FROM outcomes").fetchall()
    if len(set(rows)) != len(rows):
        raise ValueError(f"{memory}: entries are doubled")
    return frozenset(rows)


def _told(path: Path) -> object:
    data = path.read_bytes()
    if path.name == "plan.json":
        return json.loads(data)
    if not data.startswith(b'{"kind":"header"'):
        return data
    _, *rows = data.splitlines()  # first and last line hold times, and a digest of them
    whole = bool(rows) and rows[-1].startswith(b'{"kind":"footer"')
    return (whole, *(rows[:-1] if whole else rows))


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")
