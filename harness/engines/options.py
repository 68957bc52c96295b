"""Options of an engine as the user wrote them, checked before anything is loaded."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from harness.core.errors import ConfigError


def refuse_unknown(engine: str, options: Mapping[str, str], known: Collection[str]) -> None:
    """Raises: ConfigError for the first option that `engine` does not know, with the nearest."""
    for name in sorted(options):
        if name not in known:
            what = f"engine {engine!r} has no option {name!r}"
            raise ConfigError(what, hint=_suggestion(name, known))


def one_of(engine: str, option: str, value: str, allowed: Collection[str]) -> str:
    """`value` again. Raises: ConfigError when it is none of `allowed`."""
    if value not in allowed:
        what = f"option {option!r} of engine {engine!r} cannot be {value!r}"
        raise ConfigError(what, hint=_suggestion(value, allowed))
    return value


def whole_number(engine: str, option: str, value: str, *, lowest: int, highest: int) -> int:
    """`value` as a number in [lowest, highest]. Raises: ConfigError when it is not one."""
    if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
        raise ConfigError(
            f"option {option!r} of engine {engine!r} cannot be {value!r}",
            hint=f"give a whole number from {lowest} to {highest}",
        )
    return int(value)


def _suggestion(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"choose from {', '.join(sorted(known))}" if known else "leave the options out"
