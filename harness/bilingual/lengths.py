"""Translations that are longer than their place, or much shorter or longer than their source."""

from collections.abc import Iterator
from math import ceil

from harness.bilingual.pair import LENGTH, Pair, made, whole
from harness.core.values import Category, Issue, LimitUnit
from harness.text.words.writing_systems import scripts_in

_LONG = 60  # letters of a text, from which on its proportions tell something
# A translation so short or so long, in letters, is not one of the whole text. Of 1,582 sentences of
# a medical text in Spanish, Portuguese and French, none was outside.
_SHORTEST, _LONGEST = 0.4, 2.5
_ALPHABETS = frozenset(("Latin", "Cyrillic", "Greek", "Armenian", "Georgian"))


def lengths(pair: Pair) -> Iterator[Issue]:
    """Limits that the file states, and proportions that cannot be."""
    yield from _limit(pair)
    source, translation = pair.source.text.strip(), pair.translation.text.strip()
    if min(map(_alphabetic, (source, translation))) and len(source) >= _LONG:
        proportion = len(translation) / len(source)
        if proportion < _SHORTEST:
            yield _unlike(pair, "short", Category.OMISSION, proportion)
        elif proportion > _LONGEST:
            yield _unlike(pair, "long", Category.ADDITION, proportion)


def _unlike(pair: Pair, how: str, category: Category, proportion: float) -> Issue:
    percent = ceil(100 * proportion)
    return made(
        f"length.{how}",
        category,
        f"The translation is only {percent} % as long as its source."
        if how == "short"
        else f"The translation is {proportion:.1f} times as long as its source.",
        source=whole(pair.source),
        translation=whole(pair.translation),
        evidence=(("percent", str(percent)),),
    )


def _limit(pair: Pair) -> Iterator[Issue]:
    """Blind to limits in pixels, which need the font."""
    limit, target = pair.unit.limit, pair.unit.target
    if limit is None or target is None or limit.unit is LimitUnit.PIXELS:
        return
    size = len(target.text.encode()) if limit.unit is LimitUnit.BYTES else len(target.text)
    if size > limit.most:
        yield made(
            "length.limit",
            LENGTH,
            f"The translation has {size} {limit.unit.value}; its place holds {limit.most}.",
            translation=whole(pair.translation),
            evidence=(("size", str(size)), ("most", str(limit.most))),
        )


def _alphabetic(text: str) -> bool:
    """Whether a text is in letters that say about as much as those of other alphabets."""
    scripts = scripts_in(text)
    return bool(scripts) and scripts <= _ALPHABETS
