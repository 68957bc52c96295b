"""The settings of a run, each declared once: what carries a text, and what measures it.

A command, a suite file, a fixture and a plan on disk all hold one `RunSettings`. They read and
write it field by field of this class, so that a new setting is a new field here, and an option of
`harness run` where a person types it. How a field is written down follows from its type.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from harness.core import former_names
from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route, parse_way
from harness.core.values import Route

T = TypeVar("T")

Options = Mapping[str, Mapping[str, str]]  # engine name -> option -> value
Severities = Mapping[str, str]  # kind of finding, or what kinds begin with -> severity

SEGMENTER = "sentencex"  # unless another is named
# Marks of settings: those that decide how a text is carried (the others only how it is measured);
# and those that each text has for itself where several are run together.
_CARRIES, _OF_A_TEXT = "carries", "of a text"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How texts are translated and measured.

    Raises:
        ConfigError: no route; routes from different languages; something given twice; a witness
            that leads back from none of the routes.
    """

    routes: tuple[Route, ...] = field(metadata={_CARRIES: True})
    segmenter: str = field(default=SEGMENTER, metadata={_CARRIES: True, _OF_A_TEXT: True})
    metrics: tuple[str, ...] = ()  # none named: the usual ones that can be measured here
    detectors: tuple[str, ...] = ()  # none named: all that are registered
    packs: tuple[Path, ...] = field(default=(), metadata={_CARRIES: True})
    options: Options = field(default_factory=dict, metadata={_CARRIES: True})
    witnesses: tuple[str, ...] = ()  # engines or ways back, as the user wrote them
    # Whether packs' models score words. None: those that carry the route do, in a run that models
    # of meaning grade anyway.
    likelihood: bool | None = None
    locate_minor: bool = False  # ask models for the hop of minor findings, too
    glossary: Path | None = None  # terms that must be kept, or be translated as it says
    severity: Severities = field(default_factory=dict)  # overrules the table of grades
    # engines get placeholders and tags of a file's units as they stand, not stand-ins for them
    send_codes: bool = field(default=False, metadata={_CARRIES: True})
    # None: the one that the file's name asks for
    reader: str | None = field(default=None, metadata={_CARRIES: True, _OF_A_TEXT: True})

    def __post_init__(self) -> None:
        metrics = dict.fromkeys(map(former_names.measure, self.metrics))
        object.__setattr__(self, "metrics", tuple(metrics))
        if not self.routes:
            raise ConfigError("no route given", hint="name one: --route en:es:en")
        if len({str(route) for route in self.routes}) < len(self.routes):
            raise ConfigError("a route is given twice", hint="give each route once")
        if len(set(self.witnesses)) < len(self.witnesses):
            raise ConfigError("a witness is given twice", hint="give each witness once")
        languages = {route.language for route in self.routes}
        if len(languages) > 1:
            raise ConfigError(
                f"the routes start in different languages: {', '.join(sorted(languages))}",
                hint="make one run for each language",
            )
        for way in self.witnesses:
            starts = {route.stops[1] for route in self.routes}
            if all(parse_way(way, start, self.language) is None for start in starts):
                raise ConfigError(
                    f"witness {way!r} leads from no route's first stop to {self.language}",
                    hint=f"a way back is like {min(starts)}:…:{self.language}",
                )

    @property
    def language(self) -> str:
        """The language of the texts: where all routes start and end."""
        return self.routes[0].language


def settings_of_a_text() -> tuple[str, ...]:
    """The settings that each text of a suite has for itself."""
    return tuple(each.name for each in fields(RunSettings) if _OF_A_TEXT in each.metadata)


def settings_that_carry() -> tuple[str, ...]:
    """The settings that decide what the engines are given and what they make of it."""
    return tuple(each.name for each in fields(RunSettings) if _CARRIES in each.metadata)


# ── as plain data ───────────────────────────────────────────────────────────────────────────────


def as_data(value: Any) -> dict[str, Any]:
    """A value of settings as JSON or TOML can hold it, by field; settings within it lie flat."""
    data: dict[str, Any] = {}
    for name, kind in field_types(type(value)).items():
        own = getattr(value, name)
        data |= as_data(own) if is_dataclass(kind) else {name: _FORMS[kind].write(own)}
    return data


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """The opposite of `as_data`. What is left out has its default; keys of others are passed over.

    One text may stand for a list of one, and a path for its text.

    Raises:
        KeyError: a field without a default is missing.
        TypeError: a value of the wrong kind.
        ConfigError: values that make no settings.
    """
    optional = {each.name for each in fields(kind) if _has_default(each)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for name, of in field_types(kind).items():
        if is_dataclass(of):
            values[name] = from_data(of, data)  # type: ignore[arg-type]
        elif name in data or name not in optional:
            values[name] = _FORMS[of].read(data[name])
    return kind(**values)


def data_keys(kind: type) -> Iterator[str]:
    """The keys that `as_data` gives for a class."""
    for name, of in field_types(kind).items():
        yield from data_keys(of) if is_dataclass(of) and isinstance(of, type) else [name]


def field_types(kind: Any) -> Mapping[str, Any]:
    """The fields of a dataclass, in order, and the type of each."""
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _has_default(each: Any) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type are written as plain data, and read back."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _checked(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is not {kind.__name__}")
        return value

    return read


def _many(one: _Form) -> _Form:
    return _Form(
        lambda values: [one.write(value) for value in values],
        lambda values: tuple(map(one.read, _listed(values))),
    )


def _perhaps(one: _Form) -> _Form:
    return _Form(
        lambda value: None if value is None else one.write(value),
        lambda value: None if value is None else one.read(value),
    )


def _listed(values: Any) -> Iterator[Any]:
    yield from [values] if isinstance(values, str | Path | Route) else values


def _route(value: Any) -> Route:
    return value if isinstance(value, Route) else parse_route(_checked(str)(value))


def options_from_data(value: Any) -> Options:
    """Options by engine. Numbers and booleans are written as texts: `beam = 2`, `fast = true`.

    Raises:
        TypeError: a value of the wrong kind.
    """
    return {_checked(str)(engine): _options_of(own) for engine, own in _mapping(value)}


def _options_of(value: Any) -> Mapping[str, str]:
    return {_checked(str)(key): _option(each) for key, each in _mapping(value)}


def _mapping(value: Any) -> Iterator[tuple[Any, Any]]:
    if not isinstance(value, Mapping):
        raise TypeError(f"options are like {{'argos': {{'beam': 2}}}}, not {value!r}")
    yield from value.items()


def _option(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else str(_checked(str)(value))


def _texts(value: Any) -> Mapping[str, str]:
    text = _checked(str)
    return {text(key): text(each) for key, each in value.items()}


_TEXT = _Form(str, _checked(str))
_PATH = _Form(lambda path: str(path.resolve()), Path)
_FORMS: Mapping[Any, _Form] = {
    str: _TEXT,
    bool: _Form(bool, _checked(bool)),
    Options: _Form(
        lambda value: {name: dict(own) for name, own in value.items()}, options_from_data
    ),
    Severities: _Form(dict, _texts),
    tuple[str, ...]: _many(_TEXT),
    tuple[Path, ...]: _many(_PATH),
    tuple[Route, ...]: _many(_Form(str, _route)),
    bool | None: _perhaps(_Form(bool, _checked(bool))),
    str | None: _perhaps(_TEXT),
    Path | None: _perhaps(_PATH),
}
