"""Values to plain data and back, by the types that their dataclasses declare.

A dataclass becomes an object with a key for each field, in order. A field that holds its default,
or an optional one that holds None, is left out, so that a field added later changes no line that
does not need it, and lines of before are read as they are. What deviates stands in the tables that
a `Codec` is made of. Reading is strict: a missing key, one too many, or a value of another type is
a `Mismatch` that says where.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from enum import Enum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from harness.core.fingerprint import Plain

T = TypeVar("T")

WriteValue = Callable[[Any], Any]
ReadValue = Callable[[Any], Any]
Fields = dict[str, Any]

_ABSENT = object()

_SHOWN = 40  # characters of wrong data in a message


class Mismatch(ValueError):
    """Plain data that is not what a type asks for. `place` leads to it: `findings[0].severity`."""

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.problem = problem
        self.place = place


@dataclass(frozen=True, slots=True)
class Form:
    """How a type, or one field, is written and read.

    `words` describe it to people. `read` raises ValueError for what it does not know. Values of the
    types in `as_it_is` need no reading.
    """

    words: str
    write: WriteValue
    read: ReadValue
    as_it_is: frozenset[type] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field of a dataclass is written: under `key`, in a form.

    `default` makes what the absence of the key means; None where it must not be absent.
    """

    key: str
    form: Form
    default: Callable[[], Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Codec:
    """Writes and reads values.

    Args:
        forms: by type, or by (dataclass, name of a field): what is written in another way.
        always: fields that are written even when they hold their default.
        beside: keys that stand in an object beside its fields; passed over when read.
        spelt_out: nothing is left out, and a number that is not finite is null (such a null cannot
            be read back).
    """

    forms: Mapping[object, Form] = field(default_factory=dict)
    always: Mapping[type, frozenset[str]] = field(default_factory=dict)
    beside: Mapping[type, tuple[str, ...]] = field(default_factory=dict)
    spelt_out: bool = False
    _made: dict[object, Form] = field(default_factory=dict, repr=False)

    def encode(self, value: object) -> Any:
        """`value` as plain data."""
        return self.form(type(value)).write(value)

    def decode(self, kind: type[T], data: object) -> T:
        """The inverse of `encode`. Raises: Mismatch."""
        try:
            return cast(T, self.form(kind).read(data))
        except Mismatch:
            raise
        except ValueError as cause:
            raise Mismatch(str(cause)) from cause

    def form(self, hint: Any) -> Form:
        """How values of a type are written: a dataclass, `tuple[str, ...]`, `float | None`, …

        Raises:
            TypeError: values of such a type could not be distinguished when read.
        """
        if hint not in self._made:
            self._made[hint] = self.forms.get(hint) or self._simple(hint) or self._compound(hint)
        return self._made[hint]

    def rules(self, kind: type) -> tuple[Rule, ...]:
        """How each field of a dataclass is written, in order."""
        always = self.always.get(kind, frozenset())
        return tuple(
            Rule(
                each.name,
                self.forms.get((kind, each.name)) or self.form(each.type),
                None if self.spelt_out or each.name in always else _default(each),
            )
            for each in fields(kind)
        )

    def _simple(self, hint: Any) -> Form | None:
        if hint is float and self.spelt_out:
            return Form("number", _finite, _SCALARS[float].read, _SCALARS[float].as_it_is)
        if hint == Plain:
            return Form("anything", _itself, _itself)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return _enum(hint)
        return self._object(hint) if is_dataclass(hint) else _SCALARS.get(hint)

    def _compound(self, hint: Any) -> Form:
        origin, parts = get_origin(hint), get_args(hint)
        if origin is tuple and parts[-1] is Ellipsis:
            return _list(self.form(parts[0]))
        if origin is tuple:
            return _fixed_list([self.form(part) for part in parts])
        if origin in (UnionType, Union) and len(parts) == 2 and NoneType in parts:
            return _optional(self.form(next(part for part in parts if part is not NoneType)))
        if isinstance(origin, type) and issubclass(origin, Mapping) and parts[0] is str:
            return _mapping(self.form(parts[1]))
        raise TypeError(f"it is not known how to write {hint!r} and read it back")

    def _object(self, kind: Any) -> Form:
        rules = self.rules(kind)
        beside = self.beside.get(kind, ())
        return Form(kind.__name__, _object_writer(rules), _object_reader(kind, rules, beside))


# ── objects ─────────────────────────────────────────────────────────────────────────────────────


def _default(each: "Field[Any]") -> Callable[[], Any] | None:
    """Makes what the absence of a field means; None where it must not be absent."""
    if each.default_factory is not MISSING:
        return each.default_factory
    if each.default is not MISSING:
        value = each.default
        return lambda: value
    return _none if NoneType in get_args(each.type) else None


def _none() -> None:
    return None


def _object_writer(rules: Sequence[Rule]) -> WriteValue:
    get = attrgetter(*(rule.key for rule in rules))
    parts = [
        (
            rule.key,
            None if rule.form.write is _itself else rule.form.write,
            rule.default() if rule.default else _ABSENT,
        )
        for rule in rules
    ]

    def write(value: Any) -> Fields:
        made: Fields = {}
        held = get(value) if len(parts) > 1 else (get(value),)
        for (key, write, default), each in zip(parts, held, strict=True):
            if default is _ABSENT or each != default:
                made[key] = write(each) if write else each
        return made

    return write


def _object_reader(kind: type, rules: Sequence[Rule], beside: Sequence[str]) -> ReadValue:
    parts = [(rule.key, rule.form.as_it_is, rule.form.read, rule.default) for rule in rules]
    known = frozenset([*(rule.key for rule in rules), *beside])

    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise Mismatch(f"no object: {_shown(data)}")
        made: list[Any] = []
        absent = 0
        try:
            for key, as_it_is, read, default in parts:
                if key in data:
                    value = data[key]
                    made.append(value if type(value) in as_it_is else read(value))
                elif default is not None:
                    made.append(default())
                    absent += 1
                else:
                    raise Mismatch("is missing")
        except ValueError as cause:
            raise _inside(parts[len(made)][0], cause) from cause
        if absent + len(data) != len(parts) and not known.issuperset(data):
            unknown = next(key for key in data if key not in known)
            raise Mismatch("this version knows no such key", unknown)
        return kind(*made)

    return read


def _inside(step: str, cause: ValueError) -> Mismatch:
    """The same problem, with the place as seen from one level further out."""
    if not isinstance(cause, Mismatch):
        return Mismatch(str(cause), step)
    joint = "." if cause.place and not cause.place.startswith("[") else ""
    return Mismatch(cause.problem, f"{step}{joint}{cause.place}")


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# ── other kinds of values ───────────────────────────────────────────────────────────────────────


def _itself(value: Any) -> Any:
    return value


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _scalar(words: str, *types: type) -> Form:
    as_it_is = frozenset(types)

    def read(data: Any) -> Any:
        if type(data) not in as_it_is:
            raise Mismatch(f"not a {words}: {_shown(data)}")
        return data

    return Form(words, _itself, read, as_it_is)


# A whole number may stand for any number; `true` stands for none.
_SCALARS: Mapping[object, Form] = {
    str: _scalar("text", str),
    int: _scalar("whole number", int),
    bool: _scalar("truth value", bool),
    float: _scalar("number", int, float),
}


def _enum(kind: type[Enum]) -> Form:
    members = {member.value: member for member in kind}

    def read(data: Any) -> Any:
        found = members.get(data) if type(data) is str else None
        return found if found is not None else named(data)

    def named(data: Any) -> Any:
        """A member that is not listed, if the class knows how to make one (`Category`)."""
        try:
            return kind(data if type(data) is str else None)
        except ValueError:
            raise Mismatch(f"no {kind.__name__.lower()} is called {_shown(data)}") from None

    return Form(kind.__name__, attrgetter("value"), read)


def _list(one: Form) -> Form:
    as_it_is, read_one, write_one = one.as_it_is, one.read, one.write

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise Mismatch(f"no list: {_shown(data)}")
        if as_it_is and as_it_is.issuperset(map(type, data)):
            return tuple(data)
        made: list[Any] = []
        try:
            made.extend(map(read_one, data))  # those before a failure stay
        except ValueError as cause:
            raise _inside(f"[{len(made)}]", cause) from cause
        return tuple(made)

    def write(values: Any) -> Any:
        return [write_one(value) for value in values]

    return Form(f"list of {one.words}", list if write_one is _itself else write, read)


def _fixed_list(parts: Sequence[Form]) -> Form:
    writers, readers = [part.write for part in parts], [part.read for part in parts]
    as_it_is = frozenset.intersection(*(part.as_it_is for part in parts))

    def read(data: Any) -> Any:
        if type(data) is not list or len(data) != len(readers):
            raise Mismatch(f"no list of {len(readers)}: {_shown(data)}")
        if as_it_is.issuperset(map(type, data)):
            return tuple(data)
        return tuple([read(item) for read, item in zip(readers, data, strict=True)])

    def write(values: Any) -> Any:
        return [write(value) for write, value in zip(writers, values, strict=True)]

    return Form(f"[{', '.join(part.words for part in parts)}]", write, read)


def _optional(one: Form) -> Form:
    def read(data: Any) -> Any:
        return None if data is None else one.read(data)

    def write(value: Any) -> Any:
        return None if value is None else one.write(value)

    as_it_is = one.as_it_is | {NoneType} if one.as_it_is else one.as_it_is
    return Form(f"{one.words} or null", _itself if one.write is _itself else write, read, as_it_is)


def _mapping(one: Form) -> Form:
    def read(data: Any) -> Any:
        if type(data) is not dict:
            raise Mismatch(f"no object: {_shown(data)}")
        made: Fields = {}
        for key, value in data.items():
            try:
                made[key] = one.read(value)
            except ValueError as cause:
                raise _inside(f"[{key!r}]", cause) from cause
        return made

    def write(values: Any) -> Any:
        return {key: one.write(value) for key, value in values.items()}

    return Form(f"object: name → {one.words}", dict if one.write is _itself else write, read)
