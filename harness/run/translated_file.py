"""A file with a run's translations in it: what the first hop made of its units, codes in place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from harness.align.word_links import WordLinker
from harness.core.errors import ConfigError
from harness.core.route_syntax import FILE
from harness.core.values import (
    CodeKind,
    Document,
    InlineCode,
    LocalText,
    MeasuredRow,
    Row,
    Run,
    Segmentation,
    Span,
    Unit,
    WordPairs,
)
from harness.run.inputs import Places, nowhere, read_again, write_document
from harness.text.data.language import language_data
from harness.text.facts.placeables import PlaceableKind, placeables_in

_COPIED = (PlaceableKind.PLACEHOLDER, PlaceableKind.TAG)


@dataclass(frozen=True, slots=True)
class TranslatedFile:
    """The bytes of the file, and what must be told of it, by unit id.

    `left` are units that keep what they had, with the reason; `damaged` those that were written
    and lack a code or a placeholder of their text, or have one more, with which.
    """

    data: bytes
    written: tuple[str, ...]
    left: Mapping[str, str]
    damaged: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Translation:
    text: str
    pairs: WordPairs = ()


def translated_file(
    run: Run, segmentation: Segmentation, data: bytes, place: Places = nowhere
) -> TranslatedFile:
    """`data`, from which the document was read, with what the run's first hop made of it.

    A unit of which not all was translated is left as it is. Inline codes stand where the words
    stand that they stood at; word links are learnt from the run.

    Raises:
        ConfigError: the first hop is the file's own translations; the file cannot hold a text.
        WriteError: `data` is not what was read.
    """
    document = segmentation.document
    if run.identity.route.legs[0].engine == FILE:
        raise ConfigError(
            "the translations of this run are the file's own, and stand there already",
            hint="give a route whose first hop is an engine",
        )
    left: dict[str, str] = {}
    made: dict[str, _Translation] = {}
    linker = _Linker(run)
    for unit, spans, gaps, rows in _by_unit(run.rows, segmentation):
        if not spans:
            continue
        if unit.slot is None:
            left[unit.unit_id] = "it is locked in its file"
        elif (reason := _gap_in(rows)) is not None:
            left[unit.unit_id] = reason
        elif _is_wordless(_first_hop(rows)):
            left[unit.unit_id] = "the engine gave no words"
        else:
            made[unit.unit_id] = linker.joined(unit, spans, gaps, _first_hop(rows))
    written = _written(document, data, made, place)
    damaged = dict(_damaged(document, read_again(document, written, place), made))
    return TranslatedFile(written, tuple(made), left, damaged)


def _by_unit(
    rows: Iterable[Row], segmentation: Segmentation
) -> Iterator[tuple[Unit, Sequence[Span], Sequence[str], list[Row]]]:
    """Every unit with its segments, the text between them, and their rows."""
    waiting = iter(rows)
    parts = zip(segmentation.document.units, segmentation.spans, segmentation.gaps(), strict=True)
    for unit, spans, gaps in parts:
        yield unit, spans, gaps, list(islice(waiting, len(spans)))


def _gap_in(rows: Sequence[Row]) -> str | None:
    """Why a unit is not translated whole; None where it is."""
    for row in rows:
        if not isinstance(row, MeasuredRow) and len(row.texts) < 2:
            return row.reason
    return None


def _first_hop(rows: Sequence[Row]) -> list[tuple[LocalText, LocalText]]:
    stops = (row.texts.stops if isinstance(row, MeasuredRow) else row.texts for row in rows)
    return [(each[0], each[1]) for each in stops]


def _is_wordless(sides: Sequence[tuple[LocalText, LocalText]]) -> bool:
    """Whether no letter is in a translation of a text with some."""
    source, target = ("".join(side[end].text for side in sides) for end in (0, 1))
    return any(map(str.isalpha, source)) and not any(map(str.isalpha, target))


class _Linker:
    """Joins the segments of a unit, and finds the word links of those with codes."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._linker: WordLinker | None = None
        self._spaced = language_data(run.identity.route.stops[1]).spaced

    def joined(
        self,
        unit: Unit,
        spans: Sequence[Span],
        gaps: Sequence[str],
        sides: Sequence[tuple[LocalText, LocalText]],
    ) -> _Translation:
        first, *others = (self._gap(gap) for gap in gaps)
        pieces, pairs = [first], list[tuple[Span, Span]]()
        at = len(first)
        for span, gap, (source, target) in zip(spans, others, sides, strict=True):
            if unit.codes:
                pairs += self._pairs(source.text, target.text, span.start, at)
            pieces += (target.text, gap)
            at += len(target.text) + len(gap)
        return _Translation("".join(pieces), pairs)

    def _gap(self, gap: str) -> str:
        """What stands between two sentences, as the target language writes it."""
        return "" if gap == " " and not self._spaced else gap

    def _pairs(
        self, source: str, target: str, source_at: int, target_at: int
    ) -> Iterator[tuple[Span, Span]]:
        if self._linker is None:
            stops = self._run.identity.route.stops
            self._linker = WordLinker(stops[0], stops[1], _bitext(self._run.rows))
        for link in self._linker.links(source, target):
            yield link.source.shifted(source_at), link.target.shifted(target_at)


def _bitext(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        stops = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
        if len(stops) > 1:
            yield stops[0].text, stops[1].text


def _written(
    document: Document, data: bytes, made: Mapping[str, _Translation], place: Places
) -> bytes:
    texts = {unit_id: each.text for unit_id, each in made.items()}
    links = {unit_id: each.pairs for unit_id, each in made.items() if each.pairs}
    return write_document(document, data, texts, links, place)


# ── the check ───────────────────────────────────────────────────────────────────────────────────


def _damaged(
    before: Document, after: Document, made: Mapping[str, _Translation]
) -> Iterator[tuple[str, str]]:
    """Units whose translation has other codes or placeholders than their text, and which.

    The two documents have the same units in the same order, whatever these are called.
    """
    if len(before.units) != len(after.units):
        yield before.doc_id, f"it had {len(before.units)} units and has {len(after.units)} now"
        return
    for old, new in zip(before.units, after.units, strict=True):
        if old.unit_id in made:
            side = new.target if before.bilingual and new.target else new
            text, codes = side.text, side.codes
            if unlike := [*_unlike(_raws(old.codes), _raws(codes)), *_copies(old.text, text)]:
                yield old.unit_id, ", ".join(unlike)


def _raws(codes: Iterable[InlineCode]) -> Counter[str]:
    """Codes by what they are; those that stand for blank space are text."""
    return Counter(
        code.raw
        for code in codes
        if not code.may_drop and (code.kind is not CodeKind.PROTECTED or code.shown.strip())
    )


def _copies(old: str, new: str) -> list[str]:
    one, other = placeables_in(old), placeables_in(new)
    return [
        each
        for kind in _COPIED
        for each in _unlike(
            Counter(fact.key for fact in one[kind]), Counter(fact.key for fact in other[kind])
        )
    ]


def _unlike(old: Counter[str], new: Counter[str]) -> list[str]:
    lost = [f"{each} is missing" for each in (old - new)]
    return [*lost, *(f"{each} is too many" for each in (new - old))]
