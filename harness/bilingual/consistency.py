"""What only all units together show: one text translated in two ways, two texts in one way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from rapidfuzz import fuzz

from harness.bilingual.pair import INCONSISTENT, Pair, made, whole
from harness.core.values import Issue, Unit
from harness.text.words.quoting import quoted
from harness.text.words.tokens import words

_LONG = 5  # words of two texts, from which on one translation of both is no coincidence
_ALIKE = 75.0  # of 100: two texts so alike may well be said in one way
_MOST = 100  # others that a unit is compared with: files may hold one text thousands of times
_SAME = 90.0  # of 100: they are said in one way


_Others = dict[tuple[str, str | None], Unit]  # the first unit of each text and group


@dataclass(slots=True)
class Consistency:
    """The translated units of a document by what they say, so that others of them can be found."""

    _by_source: dict[str, _Others] = field(default_factory=dict)
    _by_translation: dict[str, _Others] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Sequence[Unit]) -> "Consistency":
        """That of a document's units."""
        made = cls()
        for unit in units:
            if unit.target is not None and unit.translate:
                source, translation = _plain(unit.text), _plain(unit.target.text)
                ways = made._by_source.setdefault(source, {})
                ways.setdefault((translation, unit.group), unit)
                texts = made._by_translation.setdefault(translation, {})
                texts.setdefault((source, unit.group), unit)
        return made

    def issues(self, pair: Pair) -> Iterator[Issue]:
        """What the other units show of one: the first that is said otherwise, or says another."""
        unit, text = pair.unit, pair.unit.target.text if pair.unit.target else ""
        source, translation = _plain(unit.text), _plain(text)
        for (way, _), other in islice(self._by_source.get(source, {}).items(), _MOST):
            if way != translation and _apart(unit, other) and other.target:
                yield _issue("translations", pair, other, other.target.text)
                break
        for (said, _), other in islice(self._by_translation.get(translation, {}).items(), _MOST):
            if _apart(unit, other) and fuzz.ratio(said, source) < _SAME:
                yield _issue(f"sources{_how(unit.text, other.text)}", pair, other, other.text)
                break


def _apart(unit: Unit, other: Unit) -> bool:
    """Whether two units are two messages: forms of one plural share words rightly."""
    return unit is not other and (unit.group is None or unit.group != other.group)


def _how(one: str, other: str) -> str:
    """Whether two texts are too long and too unlike to be said in one way."""
    shortest = min(len(words(one)), len(words(other)))
    unlike = fuzz.ratio(_plain(one), _plain(other)) < _ALIKE
    return ".unlike" if shortest >= _LONG and unlike else ""


def _issue(kind: str, pair: Pair, other: Unit, text: str) -> Issue:
    same = kind == "translations"
    message = (
        f"The same source is {quoted(text)} in unit {quoted(other.unit_id)}."
        if same
        else f"Unit {quoted(other.unit_id)} has the same translation: its source is {quoted(text)}."
    )
    return made(
        f"consistency.{kind}",
        INCONSISTENT,
        message,
        source=whole(pair.source),
        translation=whole(pair.translation),
        evidence=(("unit", other.unit_id), ("other", text)),
    )


def _plain(text: str) -> str:
    """What two texts share that differ in case, blank space, or the mark at their end only."""
    return " ".join(text.casefold().split()).rstrip(".:!…")
