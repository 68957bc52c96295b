"""Runs made by hand of rows (source, hypothesis, back-translation), scored as by `harness run`."""

from collections.abc import Sequence
from dataclasses import replace

from support import document

from harness.core.fingerprint import fingerprint
from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Mark,
    MeasuredRow,
    Run,
    RunIdentity,
    Segmentation,
    Severity,
    Signature,
    Span,
    Unmeasured,
)
from harness.metrics.surface import ChrF
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.run.totals import RunTally

CUT = Signature("lines")
Texts = tuple[str, str, str]


def finding(
    category: Category = Category.NUMBER,
    severity: Severity = Severity.CRITICAL,
    at: tuple[int, int] = (0, 1),
    message: str = "A number was lost.",
    detector: str = "numbers",
) -> Finding:
    return Finding(detector, category, severity, message, (Mark(0, Span(*at)),))


def run_of(
    rows: Sequence[Texts],
    findings: dict[int, Sequence[Finding]] | None = None,
    *,
    unmeasured: Sequence[int] = (),
    beam: str = "4",
    doc: str = "a.en.txt",
) -> Run:
    """A run en → es → en over `rows`; `findings` by row."""
    text = "\n".join(source for source, _, _ in rows)
    spans, start = [], 0
    for source, _, _ in rows:
        spans.append(Span(start, start + len(source)))
        start += len(source) + 1
    cut = Segmentation(document(text, doc), (tuple(spans),), CUT)
    measures = MeasuringSet((ChrF(),), ())
    made = []
    for number, (segment, (source, out, back)) in enumerate(zip(cut.segments(), rows, strict=True)):
        stops = (LocalText("en", source), LocalText("es", out), LocalText("en", back))
        if number in unmeasured:
            made.append(Unmeasured(segment, stops[:1], 1, "too long"))
            continue
        (drift,) = measure([((segment,), BeadText(stops))], measures)
        made.append(replace(drift, findings=tuple((findings or {}).get(number, ()))))
    tally = RunTally(measures.metrics)
    for row in made:
        tally.add(row)
    engine = Signature("argos", (("beam", beam),))
    identity = RunIdentity(
        doc_id=doc,
        text_digest=fingerprint(text),
        route=parse_route("en:es@argos:en@argos"),
        segmenter=CUT,
        engines=(engine, engine),
        metrics=(ChrF().card,),
        detectors=(Signature("numbers"),),
    )
    return Run(identity, {}, (), tally.totals(), tuple(made))


def plain(count: int) -> list[Texts]:
    """Sentences that come home as they left."""
    return [
        (f"Line {n} is about boats.", f"La línea {n} es de barcos.", f"Line {n} is about boats.")
        for n in range(count)
    ]


def spoilt(rows: Sequence[Texts], which: Sequence[int]) -> list[Texts]:
    """Some sentences come home as something else."""
    return [
        (source, out, "Quite other words stand here now.") if n in which else (source, out, back)
        for n, (source, out, back) in enumerate(rows)
    ]


def drifts(run: Run) -> list[MeasuredRow]:
    return [row for row in run.rows if isinstance(row, MeasuredRow)]
