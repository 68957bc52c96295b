"""XLIFF 1.0 to 1.2, and what SDL Trados (sdlxliff), memoQ (mqxliff) and Phrase (mxliff) add."""

from collections.abc import Iterator, Mapping

from harness.core.values import CodeKind, Limit, LimitUnit, TargetOrigin, TargetState, Unit
from harness.formats.keys import Occurrences, unit_key
from harness.formats.markup.base import Placed, Reading, language_tag
from harness.formats.markup.elements import Found, local
from harness.formats.markup.inline import Code, Content, Rules, standalone
from harness.formats.markup.tree import Element, parsed
from harness.formats.xliff_parts import Pair, around, inherited, made_target, missing_source

_STATES = {
    "new": TargetState.DRAFT,
    "needs-translation": TargetState.DRAFT,
    "needs-adaptation": TargetState.FUZZY,
    "needs-l10n": TargetState.FUZZY,
    "needs-review-adaptation": TargetState.FUZZY,
    "needs-review-l10n": TargetState.FUZZY,
    "needs-review-translation": TargetState.FUZZY,
    "signed-off": TargetState.REVIEWED,
    "final": TargetState.FINAL,
}
# What a tool says of a unit or segment: by the name of its attribute without a prefix.
_OF_TOOLS: Mapping[str, Mapping[str, TargetState]] = {
    "conf": {
        "Unspecified": TargetState.DRAFT,
        "Draft": TargetState.DRAFT,
        "RejectedTranslation": TargetState.FUZZY,
        "RejectedSignOff": TargetState.FUZZY,
        "ApprovedTranslation": TargetState.REVIEWED,
        "ApprovedSignOff": TargetState.FINAL,
    },
    "status": {
        "NotStarted": TargetState.DRAFT,
        "PartiallyEdited": TargetState.DRAFT,
        "Pretranslated": TargetState.DRAFT,
        "AssembledFromFragments": TargetState.DRAFT,
        "MachineTranslated": TargetState.DRAFT,
        "Rejected": TargetState.FUZZY,
        "Proofread": TargetState.REVIEWED,
    },
    "confirmed": {"0": TargetState.DRAFT, "false": TargetState.DRAFT},
}
_MACHINE = ("mt", "leveraged-mt", "mt-suggestion", "machinetranslated")
_MEMORY = ("tm", "fuzzy-match", "exact-match", "id-match", "leveraged-tm", "leveraged-inherited")
_LOCKED = ("true", "locked", "1", "yes")
_SIZES = {"char": LimitUnit.CHARACTERS, "byte": LimitUnit.BYTES, "pixel": LimitUnit.PIXELS}


class TransUnits:
    """Reads `trans-unit`; where source and target are cut alike, every segment is a unit."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._nameless = Occurrences()

    def languages(self, found: Found) -> tuple[str | None, str | None]:
        """The languages of the sources and the targets, as the file calls them."""
        file = around(found, "file")
        attributes = file.attributes if file else {}
        return attributes.get("source-language"), attributes.get("target-language")

    def placed(self, found: Found) -> Iterator[Placed]:
        """Raises: ReadError where there is no source."""
        whole = parsed(found.raw)
        prefix = whole.name[: -len(whole.kind)]
        source, target = whole.first(f"{prefix}source"), whole.first(f"{prefix}target")
        name = f"<{whole.name}> {whole.attributes.get('id', '')!r}"
        if source is None:
            raise missing_source(self._reading, found.tag.line, name)
        cut = whole.first(f"{prefix}seg-source")
        pairs = _segments(cut, target, prefix) if cut and target else []
        rules = Rules(_taken, inherited(found, "xml:space", source) == "preserve")
        if not pairs:
            yield self._unit(Pair(found, whole, source, target, rules), whole, "", behind=cut)
            return
        facts = _facts(whole, prefix)
        for mid, one, other in pairs:
            pair = Pair(found, whole, one, other, rules, is_part=True)
            yield self._unit(pair, facts.get(mid, whole), mid)

    def _unit(self, pair: Pair, facts: Element, mid: str, behind: Element | None = None) -> Placed:
        """`facts` is the element that says what tools know of it."""
        found, text, whole = pair.found, pair.text(), pair.parent
        line = pair.source.line(found.tag.line) if mid else found.tag.line
        own = pair.target.attributes if pair.target else {}
        language = own.get("xml:lang") or self.languages(found)[1]
        if language:
            self._reading.targets.add(language_tag(language))
        origin = _origin(facts, own.get("state-qualifier", ""))
        state = _state(whole, facts, own)
        locked = _of(facts, "locked").casefold() in _LOCKED
        translate = inherited(found, "translate") != "no"
        made = Unit(
            self._unit_id(found, whole, text, mid, line),
            text.text,
            text.codes,
            made_target(pair.translation(), language, state, origin),
            context=tuple(_context(found, whole)),
            notes=(*_notes(whole), *((("state", "locked"),) if locked else ())),
            locations=tuple(_locations(whole)),
            limit=_limit(whole),
            translate=translate,
            keep_space=pair.rules.keeps_space,
            line=line,
        )
        may_write = translate and not locked
        encoding = self._reading.source.encoding
        return Placed(made, pair.place(encoding, behind) if may_write else None)

    def _unit_id(self, found: Found, whole: Element, text: Content, mid: str, line: int) -> str:
        key = whole.attributes.get("id", "")
        file = _file_name(found)
        made = unit_key(key, file, mid or None) if key else self._nameless.unit_id(text.text, file)
        return self._reading.distinct(made, line, "the id")


def _segments(
    cut: Element, target: Element, prefix: str
) -> list[tuple[str, Element, Element | None]]:
    """Segments by their `mid`, of source and target; none if the target is not cut."""
    ones, others = _marked(cut, f"{prefix}mrk"), _marked(target, f"{prefix}mrk")
    if not others:
        return []
    return [(mid, one, others.get(mid)) for mid, one in ones.items()]


def _marked(element: Element, name: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for child in element.elements():
        mid = child.attributes.get("mid", "")
        if child.name == name and child.attributes.get("mtype") == "seg" and mid:
            found.setdefault(mid, child)
        else:
            found |= {key: each for key, each in _marked(child, name).items() if key not in found}
    return found


def _facts(whole: Element, prefix: str) -> dict[str, Element]:
    """What Trados says of each segment, by its number."""
    defined = (each for each in whole.elements() if each.kind == "seg-defs" and each.name != prefix)
    return {
        segment.attributes.get("id", ""): segment
        for definitions in defined
        for segment in definitions.elements()
    }


def _of(element: Element, name: str) -> str:
    """An attribute by its name without a prefix."""
    found = (value for key, value in element.attributes.items() if local(key) == name)
    return next(found, "")


def _state(whole: Element, facts: Element, own: Mapping[str, str]) -> TargetState:
    """What a tool says, else the target's own state, else whether it is approved."""
    for name, states in _OF_TOOLS.items():
        if value := _of(facts, name):
            return states.get(value, TargetState.TRANSLATED)
    if own.get("state-qualifier") == "fuzzy-match":
        return TargetState.FUZZY
    if "state" in own:
        return _STATES.get(own["state"], TargetState.TRANSLATED)
    approved = whole.attributes.get("approved") == "yes"
    return TargetState.REVIEWED if approved else TargetState.TRANSLATED


def _origin(facts: Element, qualifier: str) -> TargetOrigin:
    said = (qualifier or _of(facts, "origin") or _of(facts, "trans-origin")).casefold()
    if said in _MACHINE or _of(facts, "status") == "MachineTranslated":
        return TargetOrigin.MACHINE
    return TargetOrigin.MEMORY if said in _MEMORY else TargetOrigin.UNKNOWN


def _file_name(found: Found) -> str | None:
    """The name of the file that a text is from, without its folders."""
    file = around(found, "file")
    path = file.attributes.get("original", "") if file else ""
    return path.replace("\\", "/").rpartition("/")[2] or None


def _context(found: Found, whole: Element) -> Iterator[tuple[str, str]]:
    if name := _file_name(found):
        yield "file", name
    if name := whole.attributes.get("resname"):
        yield "name", name


def _notes(whole: Element) -> Iterator[tuple[str, str]]:
    for each in whole.elements():
        if each.kind == "note" and (words := each.words()):
            yield each.attributes.get("from", "note"), words


def _locations(whole: Element) -> Iterator[str]:
    for group in whole.elements():
        if group.kind == "context-group":
            parts = {each.attributes.get("context-type"): each.words() for each in group.elements()}
            if file := parts.get("sourcefile"):
                line = parts.get("linenumber")
                yield f"{file}:{line}" if line else file


def _limit(whole: Element) -> Limit | None:
    most, unit = whole.attributes.get("maxwidth", ""), whole.attributes.get("size-unit", "pixel")
    if not (most.isascii() and most.isdigit() and len(most) < 10 and int(most)):
        return None
    kind = _SIZES.get(unit)
    return Limit(int(most), kind, whole.attributes.get("font", "")) if kind else None


def _taken(element: Element) -> Code:
    kind, attributes = element.kind, element.attributes
    pair = attributes.get("rid") or attributes.get("id")
    shown = element.words() or attributes.get("equiv-text", "")
    if kind in ("x", "ph"):
        return standalone(shown, attributes.get("ctype", ""))
    if kind in ("bx", "bpt"):
        return Code(CodeKind.OPEN, pair, shown)
    if kind in ("ex", "ept"):
        return Code(CodeKind.CLOSE, pair, shown)
    if kind == "it":
        opens = attributes.get("pos") in ("open", "begin")
        return Code(CodeKind.OPEN if opens else CodeKind.CLOSE, shown=shown)
    if kind == "mrk":
        return Code(parts=True, may_drop=attributes.get("mtype") != "protected")
    return Code(pair=pair, parts=True)
