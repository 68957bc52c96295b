"""Engines that see no placeholders and no tags: stand-ins go in, and the things come back out.

Engines read `{name}`, `%1$s` and `<b>` as text, translate and break them: of 90 strings of three
programs with placeholders, argos (en→es) gave 21 back with all of them whole, and 89 by this way.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from harness.align.word_links import WordLinker
from harness.core.errors import EngineContractError
from harness.core.protocols import Engine, remarks_of, remembered_by
from harness.core.values import (
    CodeKind,
    Direction,
    Outcome,
    Signature,
    Span,
    Untranslatable,
)
from harness.formats.inline import Coded, Mark, carried, coded, raw
from harness.text.facts.placeables import PlaceableKind, placeables_in

_VERSION = "1"
_TICKS = re.compile(r"(?<!`)(`+)(?!`)[^`\n]+(?<!`)\1(?!`)")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*?(/?)>")
_EMPTY = ("br", "hr", "img", "input", "wbr")  # elements that are never closed
_CHOICE = re.compile(r"\{[^{}]*,\s*(?:plural|select|selectordinal)\s*,")
# What is tried in turn: of 90 strings, the first kind failed with one, and the second with that one
# or another. Each kind holds one stand-in for each thing of a text, up to nine.
_KINDS = (
    tuple(f"X{number}X" for number in range(1, 10)),
    ("Zelda", "Robert", "Nora", "Karl", "Maria", "Bruno", "Irina", "Oskar", "Laura"),
)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What a text holds that no engine is to see: things to stand in for, and tags to take out."""

    things: tuple[Span, ...]
    tags: tuple[Span, ...]


class StandIns:
    """The engine `inner`, given texts in which a stand-in holds the place of every placeholder.

    Tags are taken out, and stand in the translation where their words do. If a stand-in does not
    come back exactly once, another kind is tried, and at last the text as it stands: then the
    placeholders are as the engine leaves them, and a detector says so. Messages with choices in
    them (ICU plurals) are sent as they stand.
    """

    def __init__(self, inner: Engine) -> None:
        self.inner = inner

    @property
    def direction(self) -> Direction:
        return self.inner.direction

    @property
    def signature(self) -> Signature:
        own = self.inner.signature
        return replace(own, fields=(*own.fields, ("stand-ins", _VERSION)))

    @property
    def remembered_by(self) -> str | None:
        """As the engine says, and apart from what it answers to texts as they stand."""
        known = remembered_by(self.inner)
        return None if known is None else f"{known} stand-ins {_VERSION}"

    @property
    def remarks(self) -> tuple[str, ...]:
        """As the engine says."""
        return remarks_of(self.inner)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        outcomes: list[Outcome | None] = [None] * len(segments)
        hidden = [_hidden(text) for text in segments]
        for kind in _KINDS:
            asked = [
                (place, masked)
                for place, (text, found) in enumerate(zip(segments, hidden, strict=True))
                if outcomes[place] is None and (masked := _masked(text, found, kind))
            ]
            answers = self._asked([masked.text for _, masked in asked])
            for (place, masked), answer in zip(asked, answers, strict=True):
                outcomes[place] = self._put_back(masked, answer)
        rest = [place for place, outcome in enumerate(outcomes) if outcome is None]
        for place, outcome in zip(rest, self._asked([segments[p] for p in rest]), strict=True):
            outcomes[place] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    def close(self) -> None:
        self.inner.close()

    def _asked(self, texts: Sequence[str]) -> Sequence[Outcome]:
        if not texts:
            return ()
        answers = self.inner.translate(texts)
        if len(answers) != len(texts):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(texts)} outcomes, gave {len(answers)}"
            )
        return answers

    def _put_back(self, masked: "_Masked", answer: Outcome) -> Outcome | None:
        """The answer with everything back in it; None where a stand-in did not come home.

        Neither did it where there is no answer: a recording knows the text as it stands.
        """
        if isinstance(answer, Untranslatable):
            return None
        if any(not masked.came_home(each, answer.text) for each in masked.stand_ins):
            return None
        text = self._with_tags(masked.content, answer.text)
        for stand_in, thing in masked.stand_ins.items():
            text = text.replace(stand_in, thing)
        return replace(answer, text=text)

    def _with_tags(self, content: Coded, text: str) -> str:
        if not content.codes:
            return text
        links = self._linker.links(content.text, text)
        pairs = [(link.source, link.target) for link in links]
        return raw(carried(content, text, pairs), str)

    @cached_property
    def _linker(self) -> WordLinker:
        return WordLinker(self.direction.source, self.direction.target)


@dataclass(frozen=True, slots=True)
class _Masked:
    """A text as the engine gets it: without tags, with stand-ins for things."""

    content: Coded
    stand_ins: dict[str, str]

    @property
    def text(self) -> str:
        return self.content.text

    def came_home(self, stand_in: str, answer: str) -> bool:
        """Whether it is there once; as a word of its own, if it was one."""
        alone = rf"(?<!\w){re.escape(stand_in)}(?!\w)"
        own = re.search(alone, self.text) is not None
        return answer.count(stand_in) == 1 and (not own or re.search(alone, answer) is not None)


def _hidden(text: str) -> _Hidden:
    if _CHOICE.search(text):
        return _Hidden((), ())
    found = placeables_in(text)
    things = [
        fact.span
        for fact in found[PlaceableKind.PLACEHOLDER]
        if not (fact.text.startswith("\\") or _TAG.fullmatch(fact.text))
    ]
    things += [Span(*match.span()) for match in _TICKS.finditer(text)]
    tags = [fact.span for fact in found[PlaceableKind.TAG] if _TAG.fullmatch(fact.span.of(text))]
    tags = [tag for tag in tags if not any(tag.overlaps(thing) for thing in things)]
    return _Hidden(tuple(_joined(sorted(things), text)), tuple(tags))


def _joined(things: Sequence[Span], text: str) -> Iterator[Span]:
    """Things that touch, or overlap, as one: `%d%s` needs one stand-in."""
    pending: Span | None = None
    for thing in things:
        if pending is None:
            pending = thing
        elif thing.start <= pending.end or not text[pending.end : thing.start].strip("()[]/:"):
            pending = Span(pending.start, max(pending.end, thing.end))
        else:
            yield pending
            pending = thing
    if pending is not None:
        yield pending


def _masked(text: str, hidden: _Hidden, kind: Sequence[str]) -> _Masked | None:
    """The text with stand-ins of a kind; None where there is nothing to hide, or it cannot be."""
    usable = [each for each in kind if each.casefold() not in text.casefold()]
    if not (hidden.things or hidden.tags) or len(hidden.things) > len(usable):
        return None
    named = dict(zip(hidden.things, usable, strict=False))
    pieces: list[str | Mark] = []
    end = 0
    for span in sorted((*hidden.things, *hidden.tags)):
        pieces += (text[end : span.start], named.get(span) or _mark(span.of(text)))
        end = span.end
    pieces.append(text[end:])
    content = coded(pieces)
    if not content.text.strip():
        return None
    return _Masked(content, {name: span.of(text) for span, name in named.items()})


def _mark(tag: str) -> Mark:
    parts = _TAG.fullmatch(tag)
    if parts is None or parts[3] or parts[2].casefold() in _EMPTY:
        return Mark(CodeKind.ALONE, tag)
    return Mark(CodeKind.CLOSE if parts[1] else CodeKind.OPEN, tag, parts[2].casefold())
