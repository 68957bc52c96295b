"""Where the segments of a text stand in its file: which file, which lines.

A record does not know it, since moving a text changes nothing; the text is read and cut again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness import machine
from harness.core.errors import HarnessError
from harness.core.values import Segmentation, Unit
from harness.core.values.place import FilePlace
from harness.core.values.text import Span
from harness.gate.suite_file import Corpus, Suite
from harness.run import inputs
from harness.run.plan import load_plan
from harness.settings import RunSettings

Places = Mapping[str, FilePlace]  # by the identity of the segment


def places_in_suite(suite: Suite) -> Places:
    """Of every segment of a suite, in the files that the suite names."""
    found: dict[str, FilePlace] = {}
    for corpus in suite.corpora:
        found |= places_in(segmentation_of(corpus), str(corpus.file))
    return found


def places_of_run(folder: Path) -> Places:
    """Of every segment of a run, in the file that was run; none where the folder has no plan."""
    folder = folder if folder.is_dir() else folder.parent
    try:
        plan, data = load_plan(folder)
        if plan.source == inputs.STDIN:
            return {}
        cut = _cut(plan.source, data, plan.settings)
    except HarnessError:
        return {}  # a record alone, or what read the text is not here: they are only left out
    return places_in(cut, plan.source)


def segmentation_of(corpus: Corpus) -> Segmentation:
    """A text of a suite as a run would cut it. Raises: HarnessError, as reading it does."""
    name = str(corpus.file)
    return _cut(name, inputs.read_bytes(name), corpus.settings)


def places_in(segmentation: Segmentation, file: str) -> Places:
    """Of every segment, in `file`; one inside the current folder is named from there."""
    path = _from_here(file)
    units = zip(segmentation.document.units, segmentation.spans, strict=True)
    plain = segmentation.document.is_plain
    lines = (
        each
        for unit, spans in units
        for each in (_lines_of(unit, spans) if plain else [(unit.line, unit.line)] * len(spans))
    )
    return {
        segment.segment_id: FilePlace(path, first, last)
        for segment, (first, last) in zip(segmentation.segments(), lines, strict=True)
    }


def _lines_of(unit: Unit, spans: Iterable[Span]) -> Iterable[tuple[int, int]]:
    starts = [0, *(i + 1 for i, sign in enumerate(unit.text) if sign == "\n")]
    for span in spans:
        yield bisect_right(starts, span.start), bisect_right(starts, span.end - 1)


def _cut(name: str, data: bytes, asked: RunSettings) -> Segmentation:
    """As a run does it; but packs need not be there, for no engine is asked."""
    here = machine.site(asked.packs, asked.options)
    document = inputs.document_of(name, data, asked.language, asked.reader, here.of)
    return inputs.segmented(document, asked.segmenter, asked.routes, here.of)


def _from_here(file: str) -> str:
    """As services name files: from the root of the project, which is the current folder there."""
    whole = Path(file).absolute()
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else Path(file)).as_posix()
