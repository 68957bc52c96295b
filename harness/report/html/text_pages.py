"""Texts without a route -> the content of a page: two texts beside each other, or one alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from harness.core.fingerprint import fingerprint
from harness.core.values import (
    BeadText,
    Finding,
    LocalText,
    MeasuredRow,
    MetricCard,
    Row,
    RunTotals,
    Segment,
)
from harness.report.html.blocks import BlockBuilder
from harness.report.html.outline import Outline, outline
from harness.report.html.overview import (
    all_categories,
    categories,
    choices,
    distributions,
    metric_facts,
    severities,
    strip,
)
from harness.report.html.row_groups import row_id
from harness.report.html.text_runs import plain
from harness.report.html.view import Block, Card, Overview, Shape, WorstRow
from harness.report.html.view_source import Subject
from harness.report.shared import labels

_LETTER = "A"
_SHAPES = {
    Shape.PAIR: ("Difference of two texts", "diff", ("Before", "", "After")),
    Shape.TRANSLATION: (
        "Translations, compared without an engine",
        "review",
        ("Source", "", "Translation"),
    ),
    Shape.ALONE: ("One text, looked at alone", "lint", ("", "", "")),
}
_NOTES = {
    Shape.PAIR: "A finding is a place to look at, not yet an error. No finding does not mean that"
    " the texts mean the same.",
    Shape.TRANSLATION: "What stands here shows in the source and the translation themselves. No"
    " finding does not mean that they mean the same: no engine brought the translations home.",
    Shape.ALONE: "What stands here was found without the source. A text can be sound and say"
    " something else than its source.",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts in one language, aligned and measured; `settings` name by what."""

    before: str
    after: str
    language: str
    rows: tuple[Row, ...]
    totals: RunTotals
    metrics: tuple[MetricCard, ...]
    settings: tuple[tuple[str, str], ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines `first` to `last` of a text, counted from 1, and what was found in them."""

    first: int
    last: int
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Linted:
    """One text with the findings of the checks. `settings` name the checks."""

    name: str
    language: str
    lines: tuple[Lines, ...]
    settings: tuple[tuple[str, str], ...]


class TextPage:
    """The content of a page about texts, with the same two members as `RunPage`."""

    def __init__(
        self,
        shape: Shape,
        language: str,
        subject: Subject,
        settings: Sequence[tuple[str, str]],
        caveats: Sequence[str] = (),
    ) -> None:
        self._shape, self._language = shape, language
        self._subject, self._settings, self._caveats = subject, tuple(settings), tuple(caveats)
        self._target = language  # of the second text of a row

    @classmethod
    def compared(cls, texts: Compared) -> "TextPage":
        """Of two texts."""
        title = f"{texts.before} → {texts.after}"
        subject = Subject(title, texts.rows, texts.totals, texts.metrics)
        return cls(Shape.PAIR, texts.language, subject, texts.settings, texts.caveats)

    @classmethod
    def translated(cls, texts: Compared, target: str) -> "TextPage":
        """Of a text and its translation into the language `target`."""
        subject = Subject(texts.before, texts.rows, texts.totals)
        made = cls(Shape.TRANSLATION, texts.language, subject, texts.settings, texts.caveats)
        made._target = target
        return made

    @classmethod
    def linted(cls, text: Linted) -> "TextPage":
        """Of one text."""
        rows = tuple(_row(text, lines) for lines in text.lines)
        subject = Subject(text.name, rows, _totals(rows))
        return cls(Shape.ALONE, text.language, subject, text.settings)

    def blocks(self) -> Iterator[Block]:
        """The passages in order of the text. Can be asked for again."""
        builder = BlockBuilder([self._subject], [_LETTER])
        for place, (rank, row) in enumerate(
            zip(self._outline.ranks, self._subject.rows, strict=True), 1
        ):
            block = builder.block(((row,),), place, rank)
            yield _single_column(block) if self._shape is Shape.ALONE else _without_hops(block)

    @cached_property
    def overview(self) -> Overview:
        """What stands above the passages."""
        kind, _, columns = _SHAPES[self._shape]
        card = self._card()
        return Overview(
            kind=kind,
            title=self._subject.title,
            language=self._language,
            language_name=labels.language_name(self._language),
            shape=self._shape,
            columns=columns,
            languages=tuple(
                (tag, labels.language_name(tag))
                for tag in dict.fromkeys((self._language, self._target))
            ),
            note=_NOTES[self._shape],
            several=False,
            cards=(card,),
            table=(),
            contrasts=(),
            worst=tuple(self._worst()),
            categories=all_categories([card]),
            loci=(),
            metrics=tuple(choices([self._subject])),
            blocks=len(self._outline.ranks),
        )

    @cached_property
    def _outline(self) -> Outline:
        return outline([self._subject], [_LETTER])

    def _worst(self) -> Iterator[WorstRow]:
        """The worst rows; a text alone has no return beside it, and no hop can have failed."""
        for row in self._outline.worst:
            shown = replace(row, category="too long") if row.worst == labels.UNMEASURED else row
            yield replace(shown, returns=()) if self._shape is Shape.ALONE else shown

    def _card(self) -> Card:
        subject, known = self._subject, self._outline
        _, command, _ = _SHAPES[self._shape]
        rows = [row_id(row) for row in subject.rows]
        identity = fingerprint([self._shape.value, rows, [list(pair) for pair in self._settings]])
        return Card(
            run=_LETTER,
            title=self._subject.title,
            route="",
            languages=labels.language_name(self._language),
            engine_names="",
            engines=(),
            settings=self._settings,
            fingerprint=identity,
            signature=f"harness|{command}|made:{identity[:16]}",
            verdict=self._verdict(),
            summary=self._summary(len(rows)),
            caveats=tuple(plain(caveat) for caveat in self._caveats),
            sentences=len(rows),
            unmeasured=self._unmeasured(),
            severities=severities(subject.totals),
            loci=(),
            categories=tuple(categories(subject.totals, (), {})),
            metrics=tuple(metric_facts(subject.metrics, subject.totals)),
            distributions=tuple(distributions(subject.metrics, known.scores[0])),
            retention=(),
            river=None,
            strip=strip(_LETTER, 0, known),
        )

    @property
    def _noun(self) -> str:
        nouns = {Shape.PAIR: "passage", Shape.TRANSLATION: "translation"}
        return nouns.get(self._shape, "line")

    def _verdict(self) -> str:
        totals = self._subject.totals
        return labels.verdict_words(totals, totals.rows, self._outline.steady[0], self._noun)

    def _unmeasured(self) -> str:
        totals = self._subject.totals
        if not totals.unmeasured:
            return ""
        failed = labels.counted(totals.unmeasured, self._noun)
        part = labels.share(totals.unmeasured, totals.rows)
        return f"{failed} of {totals.rows:,} could not be measured ({part})"

    def _summary(self, passages: int) -> str:
        return labels.summary_words(self._subject.totals, passages, noun=self._noun)


def _row(text: Linted, lines: Lines) -> MeasuredRow:
    """Lines of one text as a row: a text beside itself, so that it is shown as any other."""
    local = LocalText(text.language, lines.text)
    segments = tuple(
        Segment(fingerprint([text.name, number])[:16], text.name, number - 1, lines.text)
        for number in dict.fromkeys((lines.first, lines.last))
    )
    return MeasuredRow(segments, BeadText((local, local)), {}, lines.findings)


def _single_column(block: Block) -> Block:
    """The block without the text's double."""
    return replace(block, lines=tuple(replace(line, back_translation=None) for line in block.lines))


def _without_hops(block: Block) -> Block:
    """The block, without the number of the hop at which a row failed: there is none."""
    return replace(block, lines=tuple(replace(line, failure_hop=0) for line in block.lines))


def _totals(rows: Sequence[MeasuredRow]) -> RunTotals:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for finding in row.findings:
            of_category = counts.setdefault(finding.category.value, Counter())
            of_category[finding.severity.value] += 1
    found = {name: dict(counts[name]) for name in sorted(counts)}
    return RunTotals(len(rows), len(rows), 0, found, {})
