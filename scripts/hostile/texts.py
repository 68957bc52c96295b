"""Hostile texts through every command: `python scripts/hostile/texts.py [--number 12]`.

Each is a source, an answer of engines, and a translation under review. Ends with 1 where a command
broke, took more than 10 seconds of the processor or 500 MB, showed a terminal a live control or
bidirectional character, or wrote a page with a script that is not its own, a sheet with a formula,
or a file that its readers refuse.
"""

import argparse
import csv
import json
import random
import shutil
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from children import Ended, Place, fresh_place, load_all, run, stoppable
from security.payloads import FILES, TEXTS, hostile_file
from support import suite_by_replay

SECONDS, MEGABYTES = 10.0, 500
PLAIN = ("The boat left.", "He did not pay 500 euros.", "Nobody came.")
_REPLAY = ("-r", "en:es@replay:en@replay", "--pack")
_CUT = ("--segmenter", "lines", "--metric", "chrf")
_FORMATS = ("html", "json", "csv", "tmx", "sarif", "junit", "markdown")
_ENDINGS = {"junit": "xml", "markdown": "md", "sarif": "sarif"}
_READ = ("lint", "diff", "run")

Command = tuple[str, ...]
Case = Callable[[Path], list[Command]]


def _entry(source: str, text: str) -> str:
    return json.dumps({"source": source, "text": text}) + "\n"


def text_case(text: str) -> Case:
    """The commands for a payload."""

    def made(work: Path) -> list[Command]:
        write_inputs(work, text)
        return list(_text_commands())

    return made


def file_case(name: str) -> Case:
    """The commands for a file of a format."""

    def made(work: Path) -> list[Command]:
        write_inputs(work, "He paid.")
        (work / name).write_bytes(FILES[name])
        language = ("--language", "en")
        return [
            ("lint", name, *language),
            ("diff", name, name, *language, "--metric", "chrf"),
            ("align", name, name, *language),
            ("run", name, *_REPLAY, "out.jsonl", "--pack", "evil.jsonl", *_CUT, "-o", "f"),
            ("review", name, name, "--no-engine", "--language", "en", "--to", "es"),
        ]

    return made


def write_inputs(work: Path, text: str) -> None:
    """A plain text, a hostile one, and engines that answer by the payload."""
    from harness.core.values import Direction, Signature, Translated
    from harness.engines.transcript import write_transcript

    (work / "tmp").mkdir(parents=True, exist_ok=True)
    (work / "t.en.txt").write_text("\n".join(PLAIN) + "\n", "utf-8")
    for name in ("h.en.txt", "h.es.txt"):
        (work / name).write_bytes(hostile_file(text))
    (work / "s.toml").write_text(suite_by_replay("evil.jsonl"), "utf-8")
    lines = dict.fromkeys((*PLAIN, *hostile_file(text).decode("utf-8", "replace").splitlines()))
    away = [(line, Translated(f"es {line}")) for line in lines if line.strip()]
    home = [(each.text, Translated(line)) for line, each in away]
    evil = [(each.text, Translated(text)) for line, each in away if line in PLAIN[1:2]]
    for name, way, said in (
        ("out", ("en", "es"), away),
        ("back", ("es", "en"), home),
        ("evil", ("es", "en"), [*evil, *((a, b) for a, b in home if a != evil[0][0])]),
    ):
        write_transcript(work / f"{name}.jsonl", Signature("x"), Direction(*way), said)


def _text_commands() -> Iterator[Command]:
    yield ("diff", "t.en.txt", "h.en.txt", *_CUT)
    yield ("diff", "h.en.txt", "h.en.txt", *_CUT, "--json")
    yield ("diff", "t.en.txt", "h.en.txt", *_CUT, "-o", "d.html")
    yield ("lint", "h.en.txt")
    yield ("lint", "h.en.txt", "--json")
    yield ("align", "t.en.txt", "h.en.txt", "--segmenter", "lines")
    yield (
        "align",
        "t.en.txt",
        "h.en.txt",
        "--segmenter",
        "lines",
        "--format",
        "tmx",
        "-o",
        "a.tmx",
    )
    yield ("run", "t.en.txt", *_REPLAY, "out.jsonl", "--pack", "back.jsonl", *_CUT, "-o", "w")
    yield ("run", "t.en.txt", *_REPLAY, "out.jsonl", "--pack", "evil.jsonl", *_CUT, "-o", "r")
    yield ("run", "h.en.txt", *_REPLAY, "out.jsonl", "--pack", "back.jsonl", *_CUT, "-o", "h")
    yield ("report", "h", "-o", "h.html")
    for form in _FORMATS:
        yield ("report", "r", "--format", form, "-o", f"r.{_ENDINGS.get(form, form)}")
    for form in ("json", "csv", "junit", "tmx", "markdown"):
        yield ("report", "r", "--format", form)
    yield ("explain", "r")
    yield ("compare", "w", "r", "--metric", "chrf")
    yield ("trend", "w", "r")
    yield ("check", "s.toml", "-o", "c.xml", "-o", "c.md")
    yield ("accept", "s.toml", "--reason", "x")
    yield (
        "review",
        "h.en.txt",
        "h.es.txt",
        "--no-engine",
        "--sheet",
        "s.html",
        "--report",
        "p.html",
    )


def faults(case: Case, place: Place) -> Iterator[str]:
    """What goes wrong with one payload."""
    shutil.rmtree(place.work, ignore_errors=True)
    place.work.mkdir()
    for command in case(place.work):
        for fault in _broken(run(place, command, terminal=True)):
            yield f"{' '.join(command)}: {fault}"
    for path in sorted(path for path in place.work.glob("*.*") if path.name not in FILES):
        if check := _CHECKS.get(path.suffix):
            yield from (f"{path.name}: {fault}" for fault in check(path))


def _broken(ended: Ended) -> Iterator[str]:
    if ended.code not in (0, 1, 2, 3):
        yield f"ended with {ended.code}"
    if "Traceback" in ended.stderr or "a bug" in ended.stderr:
        yield f"said {ended.stderr[-900:]}"
    if ended.processor > SECONDS:
        yield f"took {ended.processor:.1f} seconds"
    if ended.megabytes > MEGABYTES:
        yield f"took {ended.megabytes} MB"
    shown = (ended.stdout + ended.stderr).replace("\r\n", "\n")  # as rows of CSV end
    if found := sorted(set(filter(is_live, shown))):
        yield f"showed {' '.join(f'U+{ord(each):04X}' for each in found)}"


def is_live(character: str) -> bool:
    """Whether a terminal does something at it, or shows what follows in another order."""
    code = ord(character)
    control = code < 0x20 and character not in "\n\t"
    bidi = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x61C)
    return control or 0x7F <= code < 0xA0 or bidi or 0xD800 <= code < 0xE000


class _Scripts(HTMLParser):
    """What of a page could run, or lead out."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            leads = name in ("href", "src", "action") and not (value or "").startswith(
                ("#", "data:image/")
            )
            if name.startswith("on") or leads:
                self.bad.append(f"<{tag} {name}={(value or '')[:60]!r}>")
        if tag in ("img", "iframe", "object", "embed", "base"):
            self.bad.append(f"<{tag}>")


def in_page(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    found = _Scripts()
    found.feed(text)
    found.close()
    yield from found.bad
    if found.scripts > _OWN_SCRIPTS.get(path.name, 0):
        yield f"{found.scripts} scripts"
    if "\0" in text:
        yield "a NUL"


_OWN_SCRIPTS: Counter[str] = Counter()


def learn_scripts(place: Place) -> None:
    """How many scripts a page has of its own: those of harmless texts."""
    list(faults(text_case("He paid."), place))
    for path in place.work.glob("*.html"):
        found = _Scripts()
        found.feed(path.read_text("utf-8"))
        _OWN_SCRIPTS[path.name] = found.scripts


def _sheet(path: Path) -> Iterator[str]:
    csv.field_size_limit(1 << 30)
    with path.open(newline="", encoding="utf-8-sig") as stream:
        for row in csv.reader(stream):
            for cell in row:
                if cell[:1] in ("=", "@", "\t", "\r") or (
                    cell[:1] in ("+", "-") and not _number(cell)
                ):
                    yield f"a cell begins with {cell[:20]!r}"


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _tree(path: Path) -> Iterator[str]:
    try:
        ET.parse(path)
    except ET.ParseError as cause:
        yield f"no XML: {cause}"


def _data(path: Path) -> Iterator[str]:
    try:
        json.loads(path.read_bytes())
    except ValueError as cause:
        yield f"no JSON: {cause}"


_CHECKS: dict[str, Callable[[Path], Iterable[str]]] = {
    ".html": in_page,
    ".csv": _sheet,
    ".xml": _tree,
    ".tmx": _tree,
    ".json": _data,
    ".sarif": _data,
}


def all_tried(names: list[str], place: Place) -> int:
    """How many payloads do harm."""
    place.work.mkdir()
    load_all(place, iter(text_case("He paid.")(place.work)))
    learn_scripts(place)
    done = harm = 0
    try:
        for name in names:
            case = file_case(name) if name in FILES else text_case(TEXTS[name])
            found = list(faults(case, place))
            harm += bool(found)
            done += 1
            for fault in found:
                print(f"{name}: {fault}", file=sys.stderr, flush=True)
    finally:
        print(f"{done} payloads, {harm} do harm")
    return harm


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="of these payloads; default: all")
    parser.add_argument("--number", type=int, help="so many of them, by chance")
    parser.add_argument("--seed", type=int, default=19)
    asked = parser.parse_args()
    stoppable()
    names = asked.names or [*TEXTS, *FILES]
    if asked.number:
        names = random.Random(asked.seed).sample(names, asked.number)
    with fresh_place() as place:
        wrong = all_tried(names, place)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
