"""`harness diff`: two texts in one language, aligned and compared by meaning. Needs no engine."""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.align import read_ladder
from harness.cli.terminal import FailOn, note, verdict
from harness.core.errors import ConfigError
from harness.core.values import Drift, Severity

if TYPE_CHECKING:
    from harness.core.protocols import Aligner
    from harness.core.values import Segmentation
    from harness.pipeline import Instruments

EXAMPLES = """Examples:

  harness diff original.txt returned.txt

  harness diff original.txt - --language es --json < returned.txt

  harness diff original.txt returned.txt --segmenter lines --ladder theirs.ladder

  harness diff original.txt returned.txt --html difference.html

In the text output, [-words-] were lost and {+words+} came in.
"""

_COLOURS = {
    Severity.MINOR: typer.colors.BLUE,
    Severity.MAJOR: typer.colors.YELLOW,
    Severity.CRITICAL: typer.colors.RED,
}


def diff(
    source: Annotated[str, typer.Argument(help="The text as it was; - reads standard input.")],
    other: Annotated[str, typer.Argument(help="The text as it came back, in the same language.")],
    language: Annotated[
        str | None,
        typer.Option(help="Their language. [default: as in NAME.en.txt, else en]"),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(help="Read the files as this format (plain), whatever their names say."),
    ] = None,
    segmenter: Annotated[
        str, typer.Option(help="sentencex, wrapped, lines, paragraphs.")
    ] = "sentencex",
    metric: Annotated[
        list[str] | None, typer.Option(help="Only these metrics: meaning, chrf, ter. Repeatable.")
    ] = None,
    ladder: Annotated[
        str | None,
        typer.Option(help="Take from this ladder (see `harness align`) what became of what."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show sentences that did not change, too.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit 1 if a finding is at least this severe.")
    ] = FailOn.MINOR,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print as JSON: a header, then one row a line.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write both texts side by side to this HTML page, too.")
    ] = None,
) -> None:
    """Compare two texts in one language, sentence by sentence, and say what changed in meaning."""
    from harness import config, plugins, texts
    from harness.align.sentences import SentenceAligner
    from harness.pipeline import difference

    if source == other == texts.STDIN:
        raise ConfigError("only one of the two texts can be standard input", hint="name a file")
    language = language or texts.language_in_name(source) or texts.DEFAULT_LANGUAGE
    cut = plugins.segmenter(segmenter, config.surroundings()).segment
    instruments, caveats = config.instruments(tuple(dict.fromkeys(metric or ())), (), store=None)
    for caveat in caveats:
        note(caveat)
    left, right = (
        cut(texts.read_document(name, texts.read_bytes(name), language, reader))
        for name in (source, other)
    )
    aligner = read_ladder(ladder) if ladder else SentenceAligner(one_language=True)
    drifts = list(difference(left, right, aligner, instruments))
    header = _header(left, aligner, instruments, caveats)
    if html:
        _write_page(html, drifts, header, (left, right), instruments)
    if as_json:
        _print_json(drifts, header)
    else:
        _print_text(drifts, everything=everything)
    raise typer.Exit(verdict((f for drift in drifts for f in drift.findings), fail_on))


def _header(
    source: "Segmentation",
    aligner: "Aligner",
    instruments: "Instruments",
    caveats: tuple[str, ...],
) -> dict[str, Any]:
    """What the rows depend on, as in a run record."""
    return {
        "kind": "header",
        "schema": 1,
        "language": source.document.language,
        "segmenter": str(source.signature),
        "aligner": str(aligner.signature),
        "metrics": [str(metric.card.signature) for metric in instruments.scoring],
        "detectors": [str(detector.signature) for detector in instruments.detectors],
        "caveats": list(caveats),
    }


def _write_page(
    path: Path,
    drifts: list[Drift],
    header: dict[str, Any],
    sides: "tuple[Segmentation, Segmentation]",
    instruments: "Instruments",
) -> None:
    from harness.pipeline import Tally
    from harness.report.html import page
    from harness.report.texts import Compared, TextFacts
    from harness.writing.files import write_whole

    tally = Tally(instruments.scoring)
    for drift in drifts:
        tally.add(drift)
    settings = [("Segmenter", header["segmenter"]), ("Aligner", header["aligner"])]
    settings += [("Detector", signature) for signature in header["detectors"]]
    before, after = (side.document.origin for side in sides)
    texts = Compared(
        before,
        after,
        header["language"],
        tuple(drifts),
        tally.totals(),
        tuple(metric.card for metric in instruments.scoring),
        tuple(settings),
        tuple(header["caveats"]),
    )
    write_whole(path, page(TextFacts.compared(texts)))
    note(f"wrote {path}")


def _print_json(drifts: list[Drift], header: dict[str, Any]) -> None:
    from harness.core.record_lines import encode_row
    from harness.writing.json import json_text

    typer.echo(json_text(header))
    for drift in drifts:
        typer.echo(json_text(encode_row(drift)))


def _print_text(drifts: list[Drift], *, everything: bool) -> None:
    from harness.text.visible import strip_controls
    from harness.writing.terminal import marked

    red, green = (partial(typer.style, fg=fg) for fg in (typer.colors.RED, typer.colors.GREEN))
    changed = 0
    for number, drift in enumerate(drifts, start=1):
        texts = drift.texts
        differs = texts.source.text != texts.back_translation.text
        changed += differs
        if not (differs or drift.findings or everything):
            continue
        scores = ", ".join(f"{name} {score.value:g}" for name, score in drift.scores.items())
        said = "  ".join(filter(None, ("moved" if drift.moved else "", scores)))
        typer.echo(typer.style(f"@@ {number}", bold=True) + (f"  {said}" if said else ""))
        typer.echo(marked(texts.source.text, texts.back_translation.text, red, green))
        for finding in drift.findings:
            severity = typer.style(finding.severity.value, fg=_COLOURS[finding.severity])
            message = strip_controls(finding.message)
            typer.echo(f"  {severity}  {message}  [{finding.category.value}]")
    typer.echo(_summary(drifts, changed))


def _summary(drifts: list[Drift], changed: int) -> str:
    counts = Counter(finding.severity for drift in drifts for finding in drift.findings)
    found = ", ".join(f"{counts[s]} {s.value}" for s in sorted(counts, reverse=True))
    return f"{changed} of {len(drifts)} passages differ; findings: {found or 'none'}"
