"""`harness lint`: one text alone, for what betrays a machine. Needs no source and no engine."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.terminal import FailOn, verdict
from harness.core.values import Document, Finding, LocalText

if TYPE_CHECKING:
    from harness.core.protocols import Check

EXAMPLES = """Examples:

  harness lint article.en.txt

  harness lint --language es --fail-on major traducido.txt

  cat draft.txt | harness lint - --json
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A finding and where it stands in its file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    words: str
    finding: Finding


def lint(
    files: Annotated[list[str], typer.Argument(help="Texts in UTF-8; - reads standard input.")],
    language: Annotated[
        str | None,
        typer.Option(help="Their language. [default: as in NAME.en.txt, else en]"),
    ] = None,
    wrapped: Annotated[
        bool,
        typer.Option("--wrapped", help="Paragraphs end at blank lines, not at every line break."),
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit 1 if a finding is at least this severe.")
    ] = FailOn.MINOR,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print as JSON, one finding a line.")
    ] = False,
) -> None:
    """Find what a machine-made text betrays without its source: mixed scripts, residue, loops."""
    from harness import plugins, texts

    checks = [plugins.check(name) for name in plugins.names("checks")]
    findings = []
    for name in files:
        tag = language or texts.language_in_name(name) or texts.DEFAULT_LANGUAGE
        document = texts.read_document(name, texts.read_bytes(name), tag)
        for place in _places(document, checks, wrapped=wrapped):
            findings.append(place.finding)
            typer.echo(json.dumps(_as_data(place), ensure_ascii=False) if as_json else _line(place))
    raise typer.Exit(verdict(findings, fail_on))


def _places(document: Document, checks: "list[Check]", *, wrapped: bool) -> Iterator[Place]:
    from harness import plugins

    blocks = plugins.segmenter("paragraphs" if wrapped else "lines").segment(document)
    starts = [0, *(i + 1 for i, sign in enumerate(document.text) if sign == "\n")]
    for block in blocks.spans:
        text = LocalText(document.language, block.of(document.text))
        found = [finding for check in checks for finding in check.check(text)]
        for finding in sorted(found, key=lambda finding: finding.marks):
            at = min((mark.span.start for mark in finding.marks), default=0) + block.start
            line = bisect_right(starts, at)
            words = " … ".join(span.of(text.text) for span in finding.spans(0))
            yield Place(document.origin, line, at - starts[line - 1] + 1, words, finding)


def _line(place: Place) -> str:
    from harness.text.visible import strip_controls

    finding = place.finding
    where = f"{place.file}:{place.line}:{place.column}"
    return strip_controls(
        f"{where}: {finding.severity.value}: {finding.message} [{finding.category.value}]"
    )


def _as_data(place: Place) -> dict[str, Any]:
    from harness.records import encode_finding

    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "words": place.words,
        **encode_finding(place.finding),
    }
