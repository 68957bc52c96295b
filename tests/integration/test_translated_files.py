"""`harness run --write`: the file with the first hop's translations in it."""

import json
from pathlib import Path

import pytest
from program import FAST, ROOT, Program

from harness.plugin import read_document

pytestmark = pytest.mark.engine

PAGE = (
    "# The house\n\nThe **red house** has a [green door](x.html). Run `make it` now.\n\n"
    "```\ncode stays\n```\n"
)
STRINGS = """<resources>
    <string name="a">Delete <b>all notes</b> in %1$s?</string>
    <string name="b" translatable="false">Paperwren</string>
    <string name="c">\\u0020Two words </string>
</resources>
"""


def written(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8")


def test_markdown_is_written_with_its_codes(harness: Program) -> None:
    (harness.folder / "page.en.md").write_text(PAGE, "utf-8")
    done = harness(
        "run", "page.en.md", "-r", "en:es:en", "-o", "out", "--write", "page.es.md", *FAST
    )
    assert done.returncode == 0, done.stderr
    assert "page.es.md: 2 of 2 units translated" in done.stderr
    text = written(harness.folder, "page.es.md")
    assert text.startswith("# La casa\n\n")
    assert "**casa roja**" in text
    assert "[puerta verde](x.html)" in text
    assert "`make it`" in text
    assert text.endswith("```\ncode stays\n```\n")


def test_android_strings_keep_placeholders_and_what_is_locked(harness: Program) -> None:
    (harness.folder / "strings.xml").write_text(STRINGS, "utf-8")
    done = harness(
        "run", "strings.xml", "-r", "en:es:en", "-o", "out", "--write", "es.xml", "--json", *FAST
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["file"]
    assert told == {"path": "es.xml", "written": 2, "left": {}, "damaged": {}}
    units = {unit.unit_id: unit for unit in read_document(harness.folder / "es.xml").units}
    assert "%1$s" in units["a"].text
    assert [code.raw for code in units["a"].codes] == ["<b>", "</b>"]
    assert units["b"].text == "Paperwren"
    record = next((harness.folder / "out").glob("*.jsonl"))
    assert "stand-ins:1" in record.read_text("utf-8") or '"stand-ins"' in record.read_text("utf-8")


def test_codes_are_sent_as_they_stand_where_that_is_asked(harness: Program) -> None:
    (harness.folder / "strings.xml").write_text(STRINGS, "utf-8")
    done = harness("run", "strings.xml", "-r", "en:es:en", "-o", "out", "--send-codes", *FAST)
    assert done.returncode == 0, done.stderr
    record = next((harness.folder / "out").glob("*.jsonl"))
    assert "stand-ins" not in record.read_text("utf-8")


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        (("en:es@file:en@argos",), "stand there already"),
        (("en:es:en", "en:pt:en"), "one route"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(
    harness: Program, routes: tuple[str, ...], said: str
) -> None:
    app = ROOT / "corpora" / "app.es.po"
    ways = [part for route in routes for part in ("-r", route)]
    done = harness("run", app, *ways, "-o", "out", "--write", "new.po", *FAST)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert not (harness.folder / "new.po").exists()


def test_workers_elsewhere_write_the_same(harness: Program) -> None:
    (harness.folder / "strings.xml").write_text(STRINGS, "utf-8")
    for name, more in (("one", ()), ("two", ("--workers", "1"))):
        done = harness(
            "run", "strings.xml", "-r", "en:es:en", "-o", name, "--write", f"{name}.xml",
            "--no-memory", *more, *FAST,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert written(harness.folder, "one.xml") == written(harness.folder, "two.xml")


XLIFF = """<xliff version="1.2"><file source-language="en" target-language="es" original="a"><body>
<trans-unit id="1"><source>Delete <x id="N" equiv-text="{{name}}"/>?</source></trans-unit>
<trans-unit id="2"><source>The <g id="1">red house</g> is old.</source></trans-unit>
<trans-unit id="3"><source>Open it.<x id="9" ctype="lb"/>Close it.</source></trans-unit>
</body></file></xliff>
"""


def test_xliff_gets_its_codes_and_placeholders(harness: Program) -> None:
    (harness.folder / "a.xlf").write_text(XLIFF, "utf-8")
    done = harness("run", "a.xlf", "-r", "en:es:en", "-o", "out", "--write", "b.xlf", *FAST)
    assert done.returncode == 0, done.stderr
    assert "look at its codes" not in done.stderr
    text = written(harness.folder, "b.xlf")
    assert text.count('<x id="N" equiv-text="{{name}}"/>?') == 2
    assert '<g id="1">casa roja</g>' in text
    assert text.count('<x id="9" ctype="lb"/>') == 2
    for line in XLIFF.splitlines():
        assert line.removesuffix("</trans-unit>") in text
