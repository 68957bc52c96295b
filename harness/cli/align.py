"""`harness align`: which sentences of one text became which of another. Needs no engine."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.align.bitext import BeadKind, Bitext, Text, kind_of
from harness.cli.terminal import note, progress
from harness.core.errors import ConfigError
from harness.writing.files import write_whole

if TYPE_CHECKING:
    from harness.core.protocols import Aligner
    from harness.core.values import Alignment, Segmentation, Span
    from harness.embeddings import Embedder
    from harness.memory import Memory

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


class Form(StrEnum):
    """How an alignment is written."""

    TEXT = "text"
    LADDER = "ladder"
    TSV = "tsv"
    TMX = "tmx"
    JSON = "json"


def align(
    source: Annotated[str, typer.Argument(help="The first text; - reads standard input.")],
    other: Annotated[str, typer.Argument(help="Its translation, or its return; - as well.")],
    source_language: Annotated[
        str | None,
        typer.Option("--from", help="Language of the first; by default as in NAME.en.txt."),
    ] = None,
    target_language: Annotated[
        str | None, typer.Option("--to", help="Language of the second; by default as in its name.")
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(help="Read the files as this format (plain), whatever their names say."),
    ] = None,
    segmenter: Annotated[
        str, typer.Option(help="sentencex, wrapped, lines, paragraphs.")
    ] = "sentencex",
    form: Annotated[
        Form | None,
        typer.Option("--format", "-f", help="By default as the file ends (.tsv), else text."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; else standard output."),
    ] = None,
    ladder: Annotated[
        str | None,
        typer.Option(help="Show or convert this ladder of the two texts instead of aligning."),
    ] = None,
    embeddings: Annotated[
        bool | None,
        typer.Option(
            help="Judge by sentence vectors too: by default between two languages, if installed."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Tell which sentences of a text became which of its translation or return, or of none."""

    left, right = _segmented((source, other), (source_language, target_language), segmenter, reader)
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
    pieces = _writer(form or _by_ending(output))(bitext)
    if output is None:
        sys.stdout.writelines(pieces)
    else:
        write_whole(output, pieces)
        note(f"wrote {output}")


def _aligned(
    texts: Sequence[Text], embeddings: bool | None, *, quiet: bool
) -> "tuple[Aligner, Alignment]":
    """The texts aligned, and by what. Vectors are remembered in the memory that runs share."""
    from harness import config
    from harness.align.languages import UNDETERMINED, in_one_language
    from harness.align.sentences import SentenceAligner
    from harness.memory import Memory

    (first, second), sentences = zip(*((t.language, t.sentences) for t in texts), strict=True)
    one = in_one_language(first, second, *sentences)
    if UNDETERMINED in (first, second) and not quiet:
        note(f"taken for texts in {'one language' if one else 'two languages'}; see --from, --to")
    if not quiet and sum(map(len, sentences)) >= _LONG:
        note(f"aligning {len(sentences[0]):,} with {len(sentences[1]):,} sentences")
    with ExitStack() as opened:
        embedder = None
        if not one if embeddings is None else embeddings:
            memory = opened.enter_context(Memory(config.default_memory()))
            embedder = _embedder(memory, needed=bool(embeddings), quiet=quiet)
        aligner = SentenceAligner(one_language=one, embedder=embedder)
        return aligner, aligner(*sentences)


def _embedder(memory: "Memory", *, needed: bool, quiet: bool) -> "Embedder | None":
    from harness.core.errors import NotInstalled
    from harness.embeddings import Embedder

    try:
        return Embedder(memory, lambda total: progress("embedding", total, quiet=quiet))
    except NotInstalled as missing:
        if needed:
            raise
        note(f"{missing}: aligning by words and lengths; {missing.hint}")
        return None


def read_ladder(name: str) -> "Aligner":
    """The ladder in a file, as an aligner of the texts that it was made of."""
    from harness import texts
    from harness.align.formats.ladder import Ladder

    return Ladder(texts.read_bytes(name), name)


def _segmented(
    names: tuple[str, str],
    languages: tuple[str | None, str | None],
    segmenter: str,
    reader: str | None,
) -> "tuple[Segmentation, Segmentation]":
    from harness import config, plugins, texts
    from harness.align.languages import UNDETERMINED

    if names[0] == names[1] == texts.STDIN:
        raise ConfigError("only one of the two texts can be standard input", hint="name a file")
    cut = plugins.segmenter(segmenter, config.surroundings()).segment
    left, right = (
        cut(
            texts.read_document(
                name,
                texts.read_bytes(name),
                language or texts.language_in_name(name) or UNDETERMINED,
                reader,
            )
        )
        for name, language in zip(names, languages, strict=True)
    )
    return left, right


def _by_ending(output: Path | None) -> Form:
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return Form(ending) if ending in list(Form) else Form.TEXT


def _writer(form: Form) -> Callable[[Bitext], Iterator[str]]:
    from harness.align.formats import document, ladder, tmx, tsv

    return {
        Form.TEXT: _shown,
        Form.LADDER: ladder.write,
        Form.TSV: tsv.write,
        Form.TMX: tmx.write,
        Form.JSON: document.write,
    }[form]


# ── for people ──────────────────────────────────────────────────────────────────────────────────


def _shown(bitext: Bitext) -> Iterator[str]:
    """Bead after bead with its words; sentences are counted from 1."""
    from harness.text.visible import strip_controls

    sides = bitext.source.language, bitext.target.language
    widest = max(map(len, sides))
    for bead, *texts in bitext.rows():
        said = (
            f"{_places(bead.source)} → {_places(bead.target)}",
            "" if bead.score is None else f"{bead.score:.2f}",
            _WORDS[kind_of(bead)] if bead.is_null else "",
            "moved" if bead.moved else "",
        )
        yield "  ".join(filter(None, said)) + "\n"
        for language, text in zip(sides, texts, strict=True):
            if text.strip():
                yield f"  {strip_controls(language):<{widest}}  {strip_controls(text)}\n"
    yield _summary(bitext)


def _summary(bitext: Bitext) -> str:
    counts = dict(bitext.counts())
    kinds = {_WORDS[kind]: counts[kind.value] for kind in BeadKind} | {"moved": counts["moved"]}
    said = ", ".join(f"{count:,} {words}" for words, count in kinds.items() if count)
    return f"passages: {said or 'none'}\n"


def _places(span: "Span") -> str:
    if not len(span):
        return "nothing"
    return f"{span.start + 1}" if len(span) == 1 else f"{span.start + 1}–{span.end}"
