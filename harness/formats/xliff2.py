"""XLIFF 2.0 to 2.2."""

from collections.abc import Iterator, Mapping

from harness.core.values import CodeKind, TargetOrigin, TargetState, Unit
from harness.formats.keys import unit_key
from harness.formats.markup.base import Placed, Reading, language_tag
from harness.formats.markup.elements import Found
from harness.formats.markup.inline import Code, Rules, standalone
from harness.formats.markup.tree import Element, parsed
from harness.formats.xliff_parts import Pair, around, inherited, made_target, missing_source

_STATES = {
    "initial": TargetState.DRAFT,
    "translated": TargetState.TRANSLATED,
    "reviewed": TargetState.REVIEWED,
    "final": TargetState.FINAL,
}


class Units:
    """Reads `unit`; every `segment` of it is a unit of the document, and `ignorable` is none."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def languages(self, found: Found) -> tuple[str | None, str | None]:
        """The languages of the sources and the targets, as the file calls them."""
        root = found.parents[0].attributes
        return root.get("srcLang"), root.get("trgLang")

    def placed(self, found: Found) -> Iterator[Placed]:
        """Raises: ReadError for a unit without an id or a source, or with an id that was there."""
        whole = parsed(found.raw)
        prefix = whole.name[: -len(whole.kind)]
        key = self._key(found, whole)
        segments = list(whole.elements(f"{prefix}segment"))
        taker = _Taker(whole, prefix)
        for number, segment in enumerate(segments, start=1):
            source = segment.first(f"{prefix}source")
            line = segment.line(found.tag.line)
            if source is None:
                raise missing_source(self._reading, line, f"a segment of unit {key[1]!r}")
            form = (segment.attributes.get("id") or str(number)) if len(segments) > 1 else None
            keeps_space = inherited(found, "xml:space", source, segment) == "preserve"
            target = segment.first(f"{prefix}target")
            pair = Pair(found, segment, source, target, Rules(taker.taken, keeps_space))
            unit_id = unit_key(key[1], key[0], form)
            if form:
                self._reading.only(unit_id, line, "the segment")
            yield self._unit(pair, whole, unit_id, line)

    def _key(self, found: Found, whole: Element) -> tuple[str | None, str]:
        """The ids of the file and of the unit."""
        file = around(found, "file")
        context = file.attributes.get("id") if file else None
        key, line = whole.attributes.get("id", ""), found.tag.line
        if not key:
            raise self._reading.error(line, "a <unit> has no id", "give it one of its own")
        self._reading.only(unit_key(key, context), line, "the unit")
        return context, key

    def _unit(self, pair: Pair, whole: Element, unit_id: str, line: int) -> Placed:
        found, text = pair.found, pair.text()
        language = self.languages(found)[1]
        if language:
            self._reading.targets.add(language_tag(language))
        state = _STATES.get(pair.parent.attributes.get("state", ""), TargetState.TRANSLATED)
        target = made_target(pair.translation(), language, state, TargetOrigin.UNKNOWN)
        translate = inherited(found, "translate") != "no"
        name = whole.attributes.get("name")
        made = Unit(
            unit_id,
            text.text,
            text.codes,
            target,
            context=(("name", name),) if name else (),
            notes=tuple(_notes(whole)),
            translate=translate,
            keep_space=pair.rules.keeps_space,
            line=line,
        )
        return Placed(made, pair.place(self._reading.source.encoding) if translate else None)


def _notes(whole: Element) -> Iterator[tuple[str, str]]:
    for notes in whole.elements():
        if notes.kind == "notes":
            for each in notes.elements():
                if words := each.words():
                    yield each.attributes.get("category", "note"), words


class _Taker:
    """Takes the codes of one unit, whose `originalData` says what they show."""

    def __init__(self, unit: Element, prefix: str) -> None:
        self._data: Mapping[str, str] = {
            each.attributes.get("id", ""): each.words()
            for data in unit.elements(f"{prefix}originalData")
            for each in data.elements()
        }

    def taken(self, element: Element) -> Code:
        kind, attributes = element.kind, element.attributes
        if kind == "ph":
            return standalone(self._shown(attributes, ""), attributes.get("subType", ""))
        if kind == "pc":
            return Code(
                pair=attributes.get("id"), shown=self._shown(attributes, "Start"), parts=True
            )
        if kind == "sc":
            return Code(CodeKind.OPEN, attributes.get("id"), self._shown(attributes, ""))
        if kind == "ec":
            pair = attributes.get("startRef") or attributes.get("id")
            return Code(CodeKind.CLOSE, pair, self._shown(attributes, ""))
        if kind == "cp":
            return Code(shown=f"U+{attributes.get('hex', '')}")
        dropped = attributes.get("translate") != "no"
        return Code(may_drop=dropped, parts=kind not in ("sm", "em"))

    def _shown(self, attributes: Mapping[str, str], side: str) -> str:
        data = self._data.get(attributes.get(f"dataRef{side}", ""), "")
        return data or attributes.get(f"disp{side}") or attributes.get(f"equiv{side}", "")
