"""A text and its translation in two files, as one document: by the texts' keys, or line by line."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness import plugins
from harness.core.errors import ConfigError
from harness.core.values import Document, InlineCode, Target, Unit
from harness.run import inputs

READER = "jsonl"
_HINT = "give files whose texts have the same keys, or the same number of lines or paragraphs"


@dataclass(frozen=True, slots=True)
class PairedFiles:
    """Two files as one: `data` are lines of JSON, which a run keeps and reads; `document` has what
    these cannot hold, too: inline codes, contexts, lines.
    """

    name: str
    data: bytes
    document: Document


def paired(source: Document, translation: Document) -> PairedFiles:
    """The texts of `source` with those of `translation` as their translations.

    Raises: ConfigError where they cannot be paired without guessing.
    """
    units = tuple(_units(source, translation))
    lines = [_line(unit, named=not source.is_plain) for unit in units]
    data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    name = f"{source.doc_id}.{translation.language}.{READER}"
    read = inputs.document_of(name, data, source.language)
    whole = tuple(
        replace(
            made,
            codes=unit.codes,
            target=unit.target,
            context=unit.context,
            notes=unit.notes,
            limit=unit.limit,
            group=unit.group,
            translate=unit.translate,
            line=unit.line,
            slot=None,
        )
        for made, unit in zip(read.units, units, strict=True)
    )
    document = replace(
        read, units=whole, origin=source.origin, target_language=translation.language
    )
    return PairedFiles(name, data, document)


def _line(unit: Unit, *, named: bool) -> dict[str, str]:
    made = {"id": unit.unit_id} if named else {}
    made["source"] = unit.text
    made["target"] = unit.target.text if unit.target else ""
    return made


def _units(source: Document, translation: Document) -> Iterator[Unit]:
    if source.is_plain and translation.is_plain:
        yield from _of_plain(source, translation)
        return
    theirs = {unit.unit_id: unit for unit in translation.units}
    common = sum(unit.unit_id in theirs for unit in source.units)
    if 2 * common >= min(len(source.units), len(theirs)):
        for unit in source.units:
            yield _with(unit, theirs.get(unit.unit_id), translation.language)
    elif len(source.units) == len(theirs):
        for unit, other in zip(source.units, translation.units, strict=True):
            yield _with(unit, other, translation.language)
    else:
        raise _unlike(source, translation, f"{len(source.units)} texts", f"{len(theirs)}")


def _of_plain(source: Document, translation: Document) -> Iterator[Unit]:
    """Line by line, else paragraph by paragraph."""
    counts = []
    for cut in ("lines", "paragraphs"):
        ours, theirs = (_pieces(each, cut) for each in (source, translation))
        if len(ours) == len(theirs) and (len(ours) > 1 or cut == "lines"):
            for (line, text), (_, other) in zip(ours, theirs, strict=True):
                target = Target(other, translation.language)
                yield Unit(f"line {line}", text, target=target, line=line)
            return
        counts.append((len(ours), len(theirs), cut))
    ours_count, theirs_count, what = counts[0]
    raise _unlike(source, translation, f"{ours_count} {what}", str(theirs_count))


def _pieces(document: Document, segmenter: str) -> Sequence[tuple[int, str]]:
    """The pieces of a plain text with the lines where they begin."""
    (spans,) = plugins.segmenter(segmenter).segment(document).spans
    text = document.units[0].text
    return [(text.count("\n", 0, span.start) + 1, span.of(text)) for span in spans]


def _with(unit: Unit, other: Unit | None, language: str) -> Unit:
    if other is None or not other.text.strip():
        return replace(unit, target=None)
    codes: tuple[InlineCode, ...] = other.codes
    return replace(unit, target=Target(other.text, language, codes=codes))


def _unlike(source: Document, translation: Document, ours: str, theirs: str) -> ConfigError:
    return ConfigError(
        f"{source.origin} has {ours}, {translation.origin} {theirs}: it is not clear which belong "
        "together",
        hint=_HINT,
    )
