"""`harness align`: align the sentences of two texts. Needs no engine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from harness.align.bitext import BeadKind, Bitext, Text, kind_of
from harness.cli.options import (
    EngineOptions,
    Output,
    Quiet,
    ReaderName,
    SegmenterName,
    format_option,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import note, progress_display
from harness.core.errors import ConfigError
from harness.settings import SEGMENTER

if TYPE_CHECKING:
    from harness.core.protocols import Aligner
    from harness.core.values import Alignment, Segmentation, Span
    from harness.memory import Memory
    from harness.models.embeddings import Embedder

EXAMPLES = """Examples:

  harness align before.en.txt after.en.txt

  harness align before.en.txt after.en.txt --format ladder -o one.ladder

  harness align book.en.txt libro.es.txt --format tmx -o book.tmx

  harness align a.en.txt b.es.txt --segmenter lines --ladder theirs.ladder --format tmx -o b.tmx

Ladders are those of vecalign: [0, 1]:[2]:0.123, positions from 0, then a cost (1 - score).
"""

_LONG = 5000  # sentences: from here on one may wonder whether anything happens


_WORDS = {
    BeadKind.ONE_TO_ONE: "one to one",
    BeadKind.MERGED: "merged",
    BeadKind.SPLIT: "cut",
    BeadKind.MANY_TO_MANY: "many to many",
    BeadKind.DROPPED: "dropped",
    BeadKind.ADDED: "added",
}


# Each form, and how its files end.
FORMATS = {"text": ".txt", "ladder": ".ladder", "tsv": ".tsv", "tmx": ".tmx", "json": ".json"}


def align(
    source: Annotated[str, typer.Argument(help="The first text; - reads standard input.")],
    other: Annotated[
        str,
        typer.Argument(
            help="The second text, a translation or a back-translation; - reads standard input."
        ),
    ],
    source_language: Annotated[
        str | None,
        typer.Option(
            "--from", help="Language of the first text. Default: as in the name NAME.en.txt."
        ),
    ] = None,
    target_language: Annotated[
        str | None,
        typer.Option("--to", help="Language of the second text. Default: as in its name."),
    ] = None,
    reader: ReaderName = None,
    option: EngineOptions = None,
    segmenter: SegmenterName = SEGMENTER,
    form: Annotated[str | None, format_option(", ".join(FORMATS))] = None,
    output: Output = None,
    ladder: Annotated[
        str | None,
        typer.Option(
            help="Show or convert this alignment file of the two texts instead of aligning."
        ),
    ] = None,
    embeddings: Annotated[
        bool | None,
        typer.Option(
            help="Also compare sentence embeddings. Default: between two languages, if installed."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Align the sentences of two texts; show omissions, additions and moves."""
    form = form_of(form, output, FORMATS, "text")
    left, right = _segmented(
        (source, other), (source_language, target_language), (segmenter, reader), option or ()
    )
    texts = [
        Text(side.document.language, tuple(segment.text for segment in side.segments()))
        for side in (left, right)
    ]
    if ladder:
        aligner = read_ladder(ladder)
        alignment = aligner(*(text.sentences for text in texts))
    else:
        aligner, alignment = _aligned(texts, embeddings, quiet=quiet)
    note(f"aligned by {aligner.signature}")
    bitext = Bitext(texts[0], texts[1], alignment, aligner.signature)
    deliver(output, _writer(form)(bitext), form)


def _aligned(
    texts: Sequence[Text], embeddings: bool | None, *, quiet: bool
) -> "tuple[Aligner, Alignment]":
    """The texts aligned, and by what. Vectors are remembered in the memory that runs share."""
    from harness import machine
    from harness.align.languages import UNDETERMINED, in_one_language
    from harness.align.sentence_aligner import SentenceAligner
    from harness.memory import Memory

    (first, second), sentences = zip(*((t.language, t.sentences) for t in texts), strict=True)
    one = in_one_language(first, second, *sentences)
    if UNDETERMINED in (first, second) and not quiet:
        note(f"assuming texts in {'one language' if one else 'two languages'}; see --from, --to")
    if not quiet and sum(map(len, sentences)) >= _LONG:
        note(f"aligning {len(sentences[0]):,} with {len(sentences[1]):,} sentences")
    with ExitStack() as opened:
        embedder = None
        if not one if embeddings is None else embeddings:
            memory = opened.enter_context(Memory(machine.default_memory()))
            embedder = _embedder(memory, needed=bool(embeddings), quiet=quiet)
        aligner = SentenceAligner(one_language=one, embedder=embedder)
        return aligner, aligner(*sentences)


def _embedder(memory: "Memory", *, needed: bool, quiet: bool) -> "Embedder | None":
    from harness import machine
    from harness.core.errors import NotInstalled
    from harness.models.embeddings import Embedder

    try:
        here = machine.site().remembering(memory)
        return Embedder.configured(here.machine, progress_display(quiet=quiet))
    except NotInstalled as missing:
        if needed:
            raise
        note(f"{missing}: aligning by words and lengths; {missing.hint}")
        return None


def read_ladder(name: str) -> "Aligner":
    """The ladder in a file, as an aligner of the texts that it was made of."""
    from harness.align.files.ladder import Ladder
    from harness.run import inputs

    return Ladder(inputs.read_bytes(name), name)


def _segmented(
    names: tuple[str, str],
    languages: tuple[str | None, str | None],
    parts: tuple[str, str | None],
    option: Sequence[str],
) -> "tuple[Segmentation, Segmentation]":
    """Both texts, cut by a segmenter; `parts` are its name and the reader's."""
    from harness import machine, plugins
    from harness.align.languages import UNDETERMINED
    from harness.run import assembly, inputs

    if names[0] == names[1] == inputs.STDIN:
        raise ConfigError("only one of the two texts can be standard input", hint="name a file")
    segmenter, reader = parts
    here = machine.site(options=assembly.parse_options(option))
    cut = plugins.segmenter(segmenter, here.of(segmenter)).segment
    stated = [
        language or inputs.language_in_name(name)
        for name, language in zip(names, languages, strict=True)
    ]
    left, right = (
        cut(inputs.text_of(name, language, UNDETERMINED, reader, here.of))
        for name, language in zip(names, stated, strict=True)
    )
    return left, right


def _writer(form: str) -> Callable[[Bitext], Iterator[str]]:
    from harness.align.files import json_file, ladder, tmx_file, tsv_file

    return {
        "text": _bead_lines,
        "ladder": ladder.write,
        "tsv": tsv_file.write,
        "tmx": tmx_file.write,
        "json": json_file.write,
    }[form]


# ── for people ──────────────────────────────────────────────────────────────────────────────────


def _bead_lines(bitext: Bitext) -> Iterator[str]:
    """Bead after bead with its words; sentences are counted from 1."""
    from harness.text.words.control_characters import strip_controls

    sides = bitext.source.language, bitext.target.language
    widest = max(map(len, sides))
    for bead, *texts in bitext.rows():
        parts = (
            f"{_places(bead.source)} → {_places(bead.target)}",
            "" if bead.score is None else f"{bead.score:.2f}",
            _WORDS[kind_of(bead)] if bead.is_null else "",
            "moved" if bead.moved else "",
        )
        yield "  ".join(filter(None, parts)) + "\n"
        for language, text in zip(sides, texts, strict=True):
            if text.strip():
                yield f"  {strip_controls(language):<{widest}}  {strip_controls(text)}\n"
    yield _summary(bitext)


def _summary(bitext: Bitext) -> str:
    counts = dict(bitext.counts())
    kinds = {_WORDS[kind]: counts[kind.value] for kind in BeadKind} | {"moved": counts["moved"]}
    words_of_counts = ", ".join(f"{count:,} {words}" for words, count in kinds.items() if count)
    return f"passages: {words_of_counts or 'none'}\n"


def _places(span: "Span") -> str:
    if not len(span):
        return "nothing"
    return f"{span.start + 1}" if len(span) == 1 else f"{span.start + 1}–{span.end}"
