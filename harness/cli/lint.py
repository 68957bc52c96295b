"""`harness lint`: check one text alone for traces of machine translation."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import (
    EngineOptions,
    FailFrom,
    Language,
    Output,
    ReaderName,
    format_option,
    json_option,
    renamed,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import FailOn, finding_exit_code, ink, note
from harness.core import interruption
from harness.core.errors import ConfigError
from harness.core.values import Document, Finding, LocalText, Span, Unit

if TYPE_CHECKING:
    from harness.core.protocols import Check
    from harness.writing.ink import Ink

EXAMPLES = """Examples:

  harness lint article.en.txt

  harness lint --language es --fail-on major traducido.txt

  cat draft.txt | harness lint - --json

  harness lint article.en.txt -o article.html
"""

FORMATS = {"text": ".txt", "json": ".json", "html": ".html"}


@dataclass(frozen=True, slots=True)
class Place:
    """A finding and where it stands in its file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    words: str
    finding: Finding
    unit_id: str | None = None  # None in plain text


def lint(
    files: Annotated[list[str], typer.Argument(help="Texts in UTF-8; - reads standard input.")],
    language: Language = None,
    reader: ReaderName = None,
    option: EngineOptions = None,
    wrapped: Annotated[
        bool,
        typer.Option("--wrapped", help="Paragraphs end at blank lines, not at every line break."),
    ] = False,
    fail_on: FailFrom = FailOn.MINOR,
    form: Annotated[str | None, format_option("text, json, html (the whole text)")] = None,
    output: Output = None,
    as_json: Annotated[bool, json_option("one finding per line")] = False,
    html: Annotated[
        Path | None,
        typer.Option(hidden=True, callback=renamed("--html FILE", "-o FILE.html")),
    ] = None,
) -> None:
    """Check one text, without its source, for traces of machine translation.

    Such as letters of another script, left-over codes, and repeated words."""
    from harness import machine, plugins
    from harness.run import assembly, inputs

    form = form_of("json" if as_json else form, output, FORMATS, "text")
    if (html or form == "html") and len(files) > 1:
        raise ConfigError("one HTML page shows one text", hint="name one file")
    checks = [plugins.check(name) for name in plugins.names("checks")]
    here = machine.site(options=assembly.parse_options(option or ()))
    read: list[tuple[Document, list[LintedBlock]]] = []
    for name in files:
        tag = language or inputs.language_in_name(name)
        document = inputs.text_of(name, tag, inputs.DEFAULT_LANGUAGE, reader, here.of)
        read.append((document, list(_blocks(document, checks, wrapped=wrapped))))
    if html:
        deliver(html, _page(*read[0], checks))
    if form == "html":
        deliver(output, _page(*read[0], checks), form)
    else:
        places = (
            place for document, blocks in read for each in blocks for place in each.places(document)
        )
        write = _json if form == "json" else partial(_line, ink(output))
        deliver(output, (write(place) + "\n" for place in places))
    findings = [finding for _, blocks in read for block in blocks for finding in block.findings]
    if not findings and form != "json":
        note("nothing found")  # on stderr: a pipe is given findings and nothing else
    raise typer.Exit(finding_exit_code(findings, fail_on))


@dataclass(frozen=True, slots=True)
class LintedBlock:
    """Lines `first` to `last` of a file, counted from 1, and what was found in them.

    What a unit's text looks like in its file is not known here: all of it stands where the unit
    starts.
    """

    span: Span
    first: int
    last: int
    text: str
    findings: tuple[Finding, ...]
    starts: Sequence[int]  # where each line of plain text begins
    unit: Unit

    def places(self, document: Document) -> Iterator[Place]:
        """Where each finding stands in the file."""
        for finding in self.findings:
            words = " … ".join(span.of(self.text) for span in finding.spans(0))
            if not document.is_plain:
                unit = self.unit
                yield Place(document.origin, unit.line, 1, words, finding, unit.unit_id)
                continue
            at = min((mark.span.start for mark in finding.marks), default=0) + self.span.start
            line = bisect_right(self.starts, at)
            yield Place(document.origin, line, at - self.starts[line - 1] + 1, words, finding)


def _blocks(document: Document, checks: "list[Check]", *, wrapped: bool) -> Iterator[LintedBlock]:
    from harness import plugins
    from harness.run import assembly

    grades = assembly.grades(checks)
    cut = plugins.segmenter("paragraphs" if wrapped else "lines").segment(document)
    for unit, spans in zip(document.units, cut.spans, strict=True):
        starts = [0, *(i + 1 for i, sign in enumerate(unit.text) if sign == "\n")]
        for span in spans:
            interruption.check()
            text = span.of(unit.text)
            local = LocalText(document.language, text)
            issues = (issue for check in checks for issue in check.check(local))
            found = list(grades.grade(issues))
            found.sort(key=lambda finding: finding.marks)
            lines = (unit.line, unit.line)
            if document.is_plain:
                lines = bisect_right(starts, span.start), bisect_right(starts, span.end - 1)
            yield LintedBlock(span, *lines, text, tuple(found), starts, unit)


def _page(document: Document, blocks: list[LintedBlock], checks: "list[Check]") -> Iterator[str]:
    from harness.report.html.reporter import page
    from harness.report.html.text_pages import Lines, Linted, TextPage

    lines = tuple(Lines(each.first, each.last, each.text, each.findings) for each in blocks)
    settings = tuple(("Check", str(check.signature)) for check in checks)
    linted = Linted(document.origin, document.language, lines, settings)
    return page(TextPage.linted(linted))


def _line(ink: "Ink", place: Place) -> str:
    from harness.report.terminal.summary import TONES
    from harness.writing.ink import written

    finding = place.finding
    severity = (finding.severity.value, TONES[finding.severity])
    where = f"{place.file}:{place.line}:{place.column}: "
    rest = f": {finding.message} [{finding.category.value}]"
    return written([(where, None), severity, (rest, None)], ink)


def _json(place: Place) -> str:
    return json.dumps(_as_data(place), ensure_ascii=False)


def _as_data(place: Place) -> dict[str, Any]:
    from harness.core.record_lines import RECORD

    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "words": place.words,
        **({"unit_id": place.unit_id} if place.unit_id is not None else {}),
        **RECORD.encode(place.finding),
    }
