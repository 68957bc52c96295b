"""Translation memories: TMX 1.4b (LISA OSCAR, 2005), for tools of translators."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from harness.writing.xml import DECLARATION, element, start

Properties = tuple[tuple[str, str], ...]  # kind, value


@dataclass(frozen=True, slots=True)
class TmxHeader:
    """What holds for the whole memory. `format` names where its units come from."""

    language: str  # of the sources, or "*all*"
    format: str
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class TmxVariant:
    """One text of a unit, in one language."""

    language: str
    text: str
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """Texts that say the same; `one_sentence` is false where one of them is several."""

    identity: str
    variants: tuple[TmxVariant, ...]
    notes: tuple[str, ...] = ()
    properties: Properties = ()
    one_sentence: bool = True


def tmx(header: TmxHeader, units: Iterable[TmxUnit]) -> Iterator[str]:
    """The memory, unit by unit. Same units, same bytes: no dates.

    Names no DTD, since readers that look for one would not find it.
    """
    facts = (
        ("creationtool", "retranslation-harness"),
        ("creationtoolversion", version("retranslation-harness")),
        ("segtype", "sentence"),
        ("o-tmf", header.format),
        ("adminlang", "en"),
        ("srclang", header.language),
        ("datatype", "plaintext"),
    )
    yield f'{DECLARATION}<tmx version="1.4">\n{start("header", facts)}\n'
    yield from _properties(header.properties)
    yield "</header>\n<body>\n"
    for unit in units:
        yield from _unit(unit)
    yield "</body>\n</tmx>\n"


def _unit(unit: TmxUnit) -> Iterator[str]:
    extent = "sentence" if unit.one_sentence else "block"
    yield start("tu", (("tuid", unit.identity), ("segtype", extent))) + "\n"
    for note in unit.notes:
        yield element("note", (), note) + "\n"
    yield from _properties(unit.properties)
    for variant in unit.variants:
        yield start("tuv", (("xml:lang", variant.language),))
        for kind, value in variant.properties:
            yield element("prop", (("type", kind),), value)
        yield f"{element('seg', (), variant.text)}</tuv>\n"
    yield "</tu>\n"


def _properties(properties: Properties) -> Iterator[str]:
    for kind, value in properties:
        yield element("prop", (("type", kind),), value) + "\n"
