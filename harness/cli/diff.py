"""`harness diff`: two texts in one language, aligned and compared by meaning. Needs no engine."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.align import read_ladder
from harness.cli.options import (
    EngineOptions,
    FailFrom,
    FailOnUnseen,
    GradesFile,
    Language,
    Metrics,
    Output,
    ReaderName,
    SegmenterName,
    format_option,
    json_option,
    names_of,
    renamed,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import FailOn, finding_exit_code, note
from harness.core.errors import ConfigError
from harness.core.values import ExitCode, MeasuredRow, Row, Severity, Unmeasured
from harness.settings import SEGMENTER

if TYPE_CHECKING:
    from harness.core.protocols import Aligner
    from harness.core.values import Segmentation
    from harness.run.measures import MeasuringSet

EXAMPLES = """Examples:

  harness diff original.txt returned.txt

  harness diff original.txt - --language es --json < returned.txt

  harness diff original.txt returned.txt --segmenter lines --ladder theirs.ladder

  harness diff original.txt returned.txt -o difference.html

In the text output, [-words-] were lost and {+words+} came in.
"""

Style = Callable[..., str]

FORMATS = {"text": ".txt", "json": ".json", "html": ".html"}
_COLOURS = {
    Severity.MINOR: typer.colors.BLUE,
    Severity.MAJOR: typer.colors.YELLOW,
    Severity.CRITICAL: typer.colors.RED,
}


def diff(
    source: Annotated[str, typer.Argument(help="The text as it was; - reads standard input.")],
    other: Annotated[str, typer.Argument(help="The text as it came back, in the same language.")],
    language: Language = None,
    reader: ReaderName = None,
    option: EngineOptions = None,
    segmenter: SegmenterName = SEGMENTER,
    metric: Metrics = None,
    grades: GradesFile = None,
    aligner: Annotated[
        str,
        typer.Option(
            autocompletion=names_of("aligners"), help="How sentences are aligned: {aligners}."
        ),
    ] = "sentences",
    ladder: Annotated[
        str | None,
        typer.Option(help="Use this alignment file (see `harness align`) instead of aligning."),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Show all sentences, also unchanged ones, and minor findings."),
    ] = False,
    fail_on: FailFrom = FailOn.MINOR,
    fail_on_unseen: FailOnUnseen = False,
    form: Annotated[str | None, format_option("text, json, html")] = None,
    output: Output = None,
    as_json: Annotated[bool, json_option("one row per line after a header")] = False,
    html: Annotated[
        Path | None,
        typer.Option(hidden=True, callback=renamed("--html FILE", "-o FILE.html")),
    ] = None,
) -> None:
    """Compare two texts in one language, sentence by sentence, and say what changed in meaning."""
    from harness import machine, plugins
    from harness.gate.severities import read_severities
    from harness.run import assembly, inputs
    from harness.run.coverage import coverage
    from harness.run.measurement import difference

    form = form_of("json" if as_json else form, output, FORMATS, "text")
    if source == other == inputs.STDIN:
        raise ConfigError("only one of the two texts can be standard input", hint="name a file")
    language = language or inputs.language_in_name(source)
    here = machine.site(options=assembly.parse_options(option or ()))
    cut = plugins.segmenter(segmenter, here.of(segmenter)).segment
    measures, caveats = assembly.measuring_set(
        tuple(dict.fromkeys(metric or ())),
        (),
        here,
        severities=read_severities(grades) if grades else None,
    )
    left, right = (
        cut(inputs.text_of(name, language, inputs.DEFAULT_LANGUAGE, reader, here.of))
        for name in (source, other)
    )
    covered = coverage(measures.detectors, left.document.language)
    caveats = (*caveats, *covered.caveats)
    for caveat in caveats:
        note(caveat)
    align = read_ladder(ladder) if ladder else plugins.aligner(aligner, here.of(aligner))
    rows = list(difference(left, right, align, measures))
    header = _header(left, align, measures, caveats, covered.unseen)
    if html:
        deliver(html, _page(rows, header, (left, right), measures, minor=everything))
    pieces = {
        "html": lambda: _page(rows, header, (left, right), measures, minor=everything),
        "json": lambda: _json(rows, header),
        "text": lambda: _text(rows, everything=everything, coloured=output is None),
    }[form]()
    deliver(output, pieces, form)
    if fail_on_unseen and covered.unseen:
        raise typer.Exit(ExitCode.NOT_MEASURED)
    if any(isinstance(row, Unmeasured) for row in rows):
        raise typer.Exit(ExitCode.NOT_MEASURED)
    raise typer.Exit(
        finding_exit_code((f for row in _measured(rows) for f in row.findings), fail_on)
    )


def _header(
    source: "Segmentation",
    aligner: "Aligner",
    measures: "MeasuringSet",
    caveats: tuple[str, ...],
    unseen: tuple[str, ...],
) -> dict[str, Any]:
    """What the rows depend on, as in a run record."""
    return {
        "kind": "header",
        "schema": 1,
        "language": source.document.language,
        "segmenter": str(source.signature),
        "aligner": str(aligner.signature),
        "metrics": [str(metric.card.signature) for metric in measures.scoring],
        "detectors": [str(detector.signature) for detector in measures.detectors],
        "caveats": list(caveats),
        "unseen": list(unseen),
    }


def _page(
    rows: list[Row],
    header: dict[str, Any],
    sides: "tuple[Segmentation, Segmentation]",
    measures: "MeasuringSet",
    *,
    minor: bool,
) -> Iterator[str]:
    from harness.report.html.reporter import page
    from harness.report.html.text_pages import Compared, TextPage
    from harness.run.totals import RunTally

    tally = RunTally(measures.scoring)
    for row in rows:
        tally.add(row)
    settings = [("Segmenter", header["segmenter"]), ("Aligner", header["aligner"])]
    settings += [("Detector", signature) for signature in header["detectors"]]
    before, after = (side.document.origin for side in sides)
    texts = Compared(
        before,
        after,
        header["language"],
        tuple(rows),
        tally.totals(),
        tuple(metric.card for metric in measures.scoring),
        tuple(settings),
        tuple(header["caveats"]),
    )
    return page(TextPage.compared(texts), minor=minor)


def _measured(rows: list[Row]) -> Iterator[MeasuredRow]:
    return (row for row in rows if isinstance(row, MeasuredRow))


def _json(rows: list[Row], header: dict[str, Any]) -> Iterator[str]:
    from harness.core.record_lines import encode_row
    from harness.writing.json import json_text

    yield json_text(header) + "\n"
    for row in rows:
        yield json_text(encode_row(row)) + "\n"


def _text(rows: list[Row], *, everything: bool, coloured: bool) -> Iterator[str]:
    """For people; with colours only where standard output is a terminal."""
    from harness import machine

    style = typer.style if coloured and machine.shows_colour(sys.stdout) else _plain
    yield from (f"{line}\n" for line in _lines(rows, style, everything=everything))


def _plain(text: str, **_: object) -> str:
    return text


def _lines(rows: list[Row], style: Style, *, everything: bool) -> Iterator[str]:
    from harness.report.shared.labels import band_word
    from harness.writing.terminal import marked

    red, green = (partial(style, fg=fg) for fg in (typer.colors.RED, typer.colors.GREEN))
    folded = 0
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Unmeasured):
            yield from _why_not(number, row, style)
            continue
        texts = row.texts
        if not (everything or row.severity not in (None, Severity.MINOR)):
            folded += texts.source.text != texts.back_translation.text
            continue
        scores = ", ".join(
            f"{name} {score.value:g} {band_word(name, score.value)}".rstrip()
            for name, score in row.scores.items()
        )
        notes = "  ".join(filter(None, ("moved" if row.moved else "", scores)))
        yield style(f"@@ {number}", bold=True) + (f"  {notes}" if notes else "")
        yield marked(texts.source.text, texts.back_translation.text, red, green)
        yield from _findings(row, style, minor=everything)
    if folded:
        yield f"and {folded} that differ in nothing above minor (--all shows them)"
    yield _summary(rows)


def _why_not(number: int, row: Unmeasured, style: Style) -> Iterator[str]:
    from harness.text.words.control_characters import strip_controls
    from harness.text.words.quoting import quoted

    yield style(f"@@ {number}", bold=True) + "  not measured"
    yield quoted(row.segment.text)
    yield f"  {strip_controls(row.reason)}"


def _findings(row: MeasuredRow, style: Style, *, minor: bool) -> Iterator[str]:
    """A line for each entry, with its evidence below it; minor ones are only counted."""
    from harness.report.shared.entries import entries, split
    from harness.report.shared.labels import minor_words
    from harness.text.words.control_characters import strip_controls

    shown, folded = split(entries(row.findings))
    for entry in (*shown, *(folded if minor else ())):
        for finding in (entry.finding, *entry.others(minor=minor)):
            severity = style(finding.severity.value, fg=_COLOURS[finding.severity])
            lead = "  " if finding is entry.finding else "    also "
            yield f"{lead}{severity}  {strip_controls(finding.message)}  [{finding.category.value}]"
    if folded and not minor:
        yield f"  {minor_words(len(folded))}"


def _summary(rows: list[Row]) -> str:
    from harness.report.shared.labels import counted

    measured = list(_measured(rows))
    changed = sum(row.texts.source.text != row.texts.back_translation.text for row in measured)
    counts = Counter(finding.severity for row in measured for finding in row.findings)
    found = ", ".join(f"{counts[s]} {s.value}" for s in sorted(counts, reverse=True))
    said = f"{changed} of {len(measured)} passages differ; findings: {found or 'none'}"
    lost = len(rows) - len(measured)
    return f"{said}; {counted(lost, 'passage')} could not be measured" if lost else said
