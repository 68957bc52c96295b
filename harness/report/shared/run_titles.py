"""Titles of runs that stand beside each other: told apart by engine, pack, and other settings."""

from collections.abc import Iterator, Mapping, Sequence

from harness.compare.identities import settings_of
from harness.core.values import RunIdentity, Signature
from harness.report.shared.labels import route_words

_MOST = 2  # settings that tell runs of one title apart; more would be no title
_DIGEST = 8  # of a digest as many signs as are read at a glance
_ENGINE = "engine "  # what the parts of hops are called by
# What people know a pack by comes first; digests say the same less plainly.
_TELLING = ("package", "mode", "version", "model", "data", "name")


def run_titles(identities: Sequence[RunIdentity]) -> tuple[str, ...]:
    """A title for each run: `en → es → en, argos 1.9`.

    Where two are the same so far, the settings in which they differ stand behind, two at most:
    `en → es → en, argos 1.9, beam 4`. Runs that differ in nothing have one title.
    """
    plain = [f"{route_words(each.route)}, {_engines(each.engines)}" for each in identities]
    titles = []
    for title, identity in zip(plain, identities, strict=True):
        alike = [each for other, each in zip(plain, identities, strict=True) if other == title]
        titles.append(", ".join((title, *_apart(identity, alike))))
    return tuple(titles)


def _engines(engines: Sequence[Signature]) -> str:
    """Names and packages, each once: `argos 1.0, argos 1.9`."""
    return ", ".join(
        dict.fromkeys(
            " ".join(filter(None, (each.name, dict(each.fields).get("package", ""))))
            for each in engines
        )
    )


def _apart(identity: RunIdentity, alike: Sequence[RunIdentity]) -> list[str]:
    """What tells one run from others of the same title, in words."""
    if len(alike) == 1:
        return []
    every = [_flat(each) for each in alike]
    fields = dict.fromkeys(field for each in every for field in each)
    unlike = [each for each in fields if len({one.get(each) for one in every}) > 1]
    unlike.sort(key=_rank)
    mine = _flat(identity)
    words = (_words(place, mine, unlike) for place in unlike)
    return list(dict.fromkeys(words))[:_MOST]


def _words(
    place: tuple[str, str],
    mine: Mapping[tuple[str, str], str],
    unlike: Sequence[tuple[str, str]],
) -> str:
    """One setting: `beam 4` where all hops differ in it alike, else `es→en beam 4`."""
    part, field = place
    value = _short(mine.get(place))
    if not part.startswith(_ENGINE):
        return f"{part} {field} {value}"
    here = [each for each in mine if each[0].startswith(_ENGINE) and each[1] == field]
    alike = len({mine[each] for each in here}) == 1 and all(each in unlike for each in here)
    direction = part.partition("(")[2].rstrip(")")
    return f"{field} {value}" if alike else f"{direction} {field} {value}"


def _rank(place: tuple[str, str]) -> tuple[bool, int]:
    """Engines before all else, and of them what people know."""
    part, field = place
    known = _TELLING.index(field) if field in _TELLING else len(_TELLING)
    return not part.startswith(_ENGINE), known


def _flat(identity: RunIdentity) -> Mapping[tuple[str, str], str]:
    return dict(_each(identity))


def _each(identity: RunIdentity) -> Iterator[tuple[tuple[str, str], str]]:
    for part, settings in settings_of(identity).items():
        for field, value in settings.items():
            yield (part, field), value


def _short(value: str | None) -> str:
    """A setting as it is read at a glance: a digest is cut."""
    if value is None:
        return "none"
    is_digest = len(value) >= 2 * _DIGEST and all(sign in "0123456789abcdef" for sign in value)
    return value[:_DIGEST] if is_digest else value
