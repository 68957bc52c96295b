"""What is fuzzed: every reader of files, each with files to begin from.

A target is given bytes and a folder of its own. It may do what it likes with them, but raise
nothing other than the errors of the harness: those name the file and the remedy.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness import plugins
from harness.align.files.ladder import read as read_ladder
from harness.configuration import read_configuration
from harness.core.errors import HarnessError
from harness.core.route_syntax import parse_route
from harness.core.values import Translated
from harness.engines.transcript import read_transcript
from harness.evaluation.known_probes import read_known
from harness.evaluation.labelled import read_labelled
from harness.evaluation.probes import read_sentences
from harness.formats.glossaries import read_glossary
from harness.gate.baseline import read_baseline
from harness.gate.review_import import read_review
from harness.gate.severities import read_severities
from harness.gate.suite_file import read_suite
from harness.memory import Memory
from harness.packs.find import read_pack
from harness.packs.index import parse_index
from harness.packs.manifest import manifest_of
from harness.packs.metadata import parse_metadata
from harness.review import decisions, sheet_html, sheet_xlsx
from harness.review.sheet import COLUMNS
from harness.run.plan import load_plan
from harness.run.record import read_run
from harness.text.data.language import read_language

ROOT = Path(__file__).resolve().parents[2]
SEEDS = Path(__file__).parent / "seeds"

Read = Callable[[bytes, Path], object]


@dataclass(frozen=True)
class Target:
    """A reader, and files that it reads."""

    read: Read
    seeds: tuple[bytes, ...]

    def __call__(self, data: bytes, folder: Path) -> bool:
        """Whether the reader took the file. Raises: whatever is a bug."""
        try:
            self.read(data, folder)
        except HarnessError:
            return False
        return True


def _at(name: str, read: Callable[[Path], object]) -> Read:
    """A reader of paths, given its file under this name."""

    def reads(data: bytes, folder: Path) -> object:
        path = folder / name
        path.write_bytes(data)
        return read(path)

    return reads


def _seed(name: str) -> bytes:
    return (SEEDS / name).read_bytes()


def _file(*names: str) -> tuple[bytes, ...]:
    return tuple((ROOT / name).read_bytes() for name in names)


# ── records and what the harness keeps ──────────────────────────────────────────────────────────


def _record(path: Path) -> None:
    for row in read_run(path).rows:
        row.texts  # noqa: B018  (decoded by now)


def sealed(data: bytes) -> bytes:
    """A record with the digest that its lines ask for: as a forger would close it."""
    *lines, last = data.rstrip(b"\n").split(b"\n")
    try:
        footer = json.loads(last)
        fields = {key: footer[key] for key in footer if key not in ("kind", "digest")}
        closing = json.dumps(fields, sort_keys=True).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return data
    if not isinstance(footer, dict):
        return data
    body = b"".join(line + b"\n" for line in lines)
    footer["digest"] = hashlib.sha256(body + closing).hexdigest()
    return body + json.dumps(footer).encode() + b"\n"


def _sealed_record(data: bytes, folder: Path) -> None:
    _at("1-en-es-en.jsonl", _record)(sealed(data), folder)


_TEXT = "The boat left at 10:30.\nShe did not sign.\nIt costs 20 euros.\n"


def _suite(data: bytes, folder: Path) -> None:
    (folder / "t.en.txt").write_text(_TEXT, "utf-8")
    for name in ("out.jsonl", "back.jsonl"):
        (folder / name).write_bytes(_seed("transcript.jsonl"))
    _at("s.toml", read_suite)(data, folder)


def _plan(data: bytes, folder: Path) -> None:
    (folder / "source.txt").write_text(_TEXT, "utf-8")
    _at("plan.json", lambda path: load_plan(path.parent))(data, folder)


def _memory(data: bytes, folder: Path) -> None:
    path = folder / "memory.sqlite"
    path.write_bytes(data)
    with Memory(path) as memory:
        memory.check()
        memory.sizes()
        memory.known(["x"])


def _some_memory() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        with Memory(path) as memory:
            memory.remember({"x": Translated("Llueve.")})
            memory.keep_vectors({"y": b"1234"}, "e5")
        return path.read_bytes()


# ── packs ───────────────────────────────────────────────────────────────────────────────────────

_METADATA = {
    "package_version": "1.0",
    "argos_version": "1.9",
    "from_code": "en",
    "to_code": "es",
    "from_name": "English",
    "to_name": "Spanish",
}


def _pack_of(metadata: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("p/metadata.json", metadata)
        archive.writestr("p/sentencepiece.model", b"x")
        archive.writestr("p/model/model.bin", b"x" * 20)
    return made.getvalue()


def _manifest(path: Path) -> object:
    return manifest_of(path.parent / "no-archive")


def _language(data: bytes, folder: Path) -> None:
    (folder / "xx.toml").write_bytes(data)
    read_language("xx", folder)


# ── formats ─────────────────────────────────────────────────────────────────────────────────────


def _format(name: str) -> Read:
    def reads(data: bytes, _: Path) -> object:
        made = plugins.reader(name).read(data, doc_id="f", language="en", origin="f")
        writer = plugins.writer(name) if name in plugins.names("writers") else None
        if writer is not None:
            writer.write(made, data, {unit.unit_id: f"x{unit.text}" for unit in made.units[:50]})
        return made

    return reads


_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORMATS = {
    "android": _XML + '<resources><string name="a">It <b>rains</b> %1$s</string></resources>',
    "csv": 'id,source,target\na,"It ""rains""",Llueve\nb,No,"x\ny"\n',
    "fluent": "a = It rains { $n }\n    .b = No\n-t = Term\nc = { $n ->\n   *[one] x\n }\n",
    "html": "<!doctype html><html><body><p>It <b>rains</b>.</p><pre>a\n b</pre></body></html>",
    "json": '{"a": {"b": "It rains", "c": ["x", "{n}"]}, "@a": {"description": "d"}}',
    "jsonl": '{"id": "a", "text": "It rains."}\n{"id": "b", "text": "No."}\n',
    "markdown": "# It *rains*\n\n- [x](http://a.example) `c`\n\n| a | b |\n|---|---|\n| c | d |\n",
    "plain": "It rains.\n\nNobody came.\r\n",
    "po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\nmsgctxt "c"\n'
    'msgid "a %d"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n',
    "properties": "a = It rains\\\n   here\nb: \\u00e9 {0}\n# no\n",
    "qt": _XML + '<!DOCTYPE TS><TS version="2.1" language="es"><context><name>C</name><message>'
    "<source>It rains %1</source><translation>Llueve</translation></message></context></TS>",
    "resx": _XML + '<root><data name="a" xml:space="preserve"><value>It rains {0}</value></data>'
    "</root>",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\nIt <i>rains</i>.\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\nNo\n",
    "strings": '/* c */\n"a" = "It \\"rains\\" %@";\n',
    "tmx": _XML + '<tmx version="1.4"><header srclang="en"/><body><tu tuid="a"><tuv xml:lang="en">'
    '<seg>It <bpt i="1">b</bpt>rains<ept i="1"/></seg></tuv><tuv xml:lang="es"><seg>Llueve</seg>'
    "</tuv></tu></body></tmx>",
    "tsv": "id\tsource\na\tIt rains\n",
    "vtt": "WEBVTT\n\na\n00:01.000 --> 00:02.000 align:start\nIt <v Bob>rains</v>.\n",
    "xcstrings": '{"sourceLanguage": "en", "version": "1.0", "strings": {"a": {"localizations": '
    '{"en": {"stringUnit": {"state": "new", "value": "It rains %@"}}}}}}',
    "xliff": _XML + '<xliff version="1.2"><file original="a" source-language="en" datatype="x">'
    '<body><trans-unit id="1"><source>It <g id="1">rains</g></source><target>x</target>'
    "</trans-unit></body></file></xliff>",
}


def _zipped(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_PACKAGES = {
    "docx": {
        "[Content_Types].xml": _XML
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "word/document.xml": f"{_XML}<w:document {_W}><w:body><w:p><w:r><w:t>It rains.</w:t></w:r>"
        "</w:p></w:body></w:document>",
    },
    "odt": {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"{_XML}<office:document-content {_O}><office:body><office:text><text:p>"
        "It rains.</text:p></office:text></office:body></office:document-content>",
    },
    "epub": {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _XML
        + '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>",
        "p.opf": _XML + '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>',
        "a.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>It rains.</p></body>'
        "</html>",
    },
}


def _formats() -> Iterator[tuple[str, Target]]:
    seeds = {name: text.encode() for name, text in _FORMATS.items()}
    seeds |= {name: _zipped(parts) for name, parts in _PACKAGES.items()}
    for name in plugins.names("readers"):
        yield f"format {name}", Target(_format(name), (seeds.get(name, b"It rains.\n"),))


def _route(data: bytes, _: Path) -> None:
    parse_route(data.decode("utf-8", "replace"))


_KNOWN = """schema = 1
[[known]]
engine = "argos"
direction = "en:es"
kind = "number"
source = "It rains."
variant = "It rains 2."
reason = "r"
"""
_REVIEW = {
    "kind": "harness-review",
    "schema": 1,
    "reviewed": [
        {"run": "r", "row_id": "a", "finding_id": "b", "reviewed": True, "reason": "it is right"}
    ],
}
_DECISIONS = {"schema": 1, "units": {"a": {"about": "x", "verdict": "right", "comment": "c"}}}
_CONFIGURATION = b'routes = ["en:es:en"]\nmetrics = ["chrf"]\n[argos]\nbeam = 2\n'
_INDEX = [_METADATA | {"links": ["https://a.example/a.argosmodel"], "code": "translate-en_es"}]
_SHEET = (
    b'<table id="sheet"><tr><td data-column="Unit">a</td><td data-column="Source">It<br>rains</td>'
    b"</tr></table>"
)


def _targets() -> Iterator[tuple[str, Target]]:
    record = _seed("record.jsonl")
    old = _file("tests/golden/records/schema-1.jsonl")
    yield "record", Target(_at("1-en-es-en.jsonl", _record), (record, *old))
    yield "sealed record", Target(_sealed_record, (record,))
    yield "suite", Target(_suite, (_seed("suite.toml"),))
    yield (
        "baseline",
        Target(_at("b.toml", read_baseline), (_seed("baseline.toml"),)),
    )
    yield "plan", Target(_plan, (_seed("plan.json"),))
    yield (
        "transcript",
        Target(_at("t.jsonl", read_transcript), (_seed("transcript.jsonl"),)),
    )
    yield "memory", Target(_memory, (_some_memory(),))
    yield (
        "ladder",
        Target(
            lambda data, _: read_ladder(data.decode("utf-8", "replace"), "l", 3, 3),
            (b"[0]:[0]:0.1\n[1, 2]:[1]:0.2\n[]:[2]\n",),
        ),
    )
    yield (
        "labelled lines",
        Target(
            _at("l.jsonl", lambda path: read_labelled([path])),
            (b'{"source": "It rains.", "back_translation": "It rained."}\n',),
        ),
    )
    yield (
        "labelled",
        Target(
            _at("l.expect.toml", lambda path: read_labelled([path])),
            _file("corpora/software.expect.toml"),
        ),
    )
    yield "probes", Target(_at("en.toml", read_sentences), _file("langpacks/probes/pt.toml"))
    yield "known probes", Target(_at("k.toml", read_known), (_KNOWN.encode(),))
    yield (
        "severities",
        Target(_at("g.toml", read_severities), (b'[severity]\n"numbers.lost" = "minor"\n',)),
    )
    yield "review", Target(_at("r.json", read_review), (json.dumps(_REVIEW).encode(),))
    yield (
        "decisions",
        Target(
            _at("decisions.json", lambda path: decisions.load(path.parent)),
            (json.dumps(_DECISIONS).encode(),),
        ),
    )
    yield (
        "configuration",
        Target(_at("harness.toml", read_configuration), (_CONFIGURATION,)),
    )
    yield (
        "glossary csv",
        Target(
            _at("g.csv", lambda path: read_glossary(path, "en")),
            (b"source,es,keep\nhouse,casa,\n",),
        ),
    )
    yield (
        "glossary tbx",
        Target(
            _at("g.tbx", lambda path: read_glossary(path, "en")),
            (
                b'<tbx type="TBX-Basic"><text><body><conceptEntry id="a"><langSec xml:lang="en">'
                b'<termSec><term>house</term></termSec></langSec><langSec xml:lang="es"><termSec>'
                b"<term>casa</term></termSec></langSec></conceptEntry></body></text></tbx>",
            ),
        ),
    )
    yield "sheet html", Target(_at("s.html", lambda path: list(sheet_html.read(path))), (_SHEET,))
    yield "sheet xlsx", Target(_at("s.xlsx", lambda path: list(sheet_xlsx.read(path))), (_sheet(),))
    yield "language", Target(_language, _file("langpacks/languages/el.toml"))
    yield "index", Target(lambda data, _: parse_index(data, "i"), (json.dumps(_INDEX).encode(),))
    yield (
        "manifest",
        Target(
            _at("pack.toml", _manifest),
            _file("langpacks/en_es/pack.toml"),
        ),
    )
    metadata = json.dumps(_METADATA).encode()
    yield "metadata", Target(lambda data, _: parse_metadata(Path("m"), data), (metadata,))
    yield "pack", Target(_at("p.argosmodel", read_pack), (_pack_of(metadata),))
    yield (
        "pack metadata",
        Target(
            lambda data, folder: _at("p.argosmodel", read_pack)(_pack_of(data), folder), (metadata,)
        ),
    )
    yield "route", Target(_route, (b"en:es@argos:fr@bergamot:en",))
    yield from _formats()


def _sheet() -> bytes:
    try:
        import xlsxwriter
    except ImportError:
        return b"PK\x03\x04"
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((COLUMNS, ["x"] * len(COLUMNS))):
            sheet.write_row(row, 0, cells)
    return made.getvalue()


TARGETS: dict[str, Target] = dict(_targets())
