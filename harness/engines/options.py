"""Settings of a part as the user wrote them, checked before anything is loaded."""

from collections.abc import Collection
from difflib import get_close_matches

from harness.core.errors import ConfigError


def one_of(part: str, setting: str, value: str, allowed: Collection[str]) -> str:
    """`value` again. Raises: ConfigError when it is none of `allowed`."""
    if value not in allowed:
        what = f"setting {setting!r} of {part!r} cannot be {value!r}"
        raise ConfigError(what, hint=_suggestion(value, allowed))
    return value


def whole_number(part: str, setting: str, value: str, *, lowest: int, highest: int) -> int:
    """`value` as a number in [lowest, highest]. Raises: ConfigError when it is not one."""
    if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
        raise ConfigError(
            f"setting {setting!r} of {part!r} cannot be {value!r}",
            hint=f"give a whole number from {lowest} to {highest}",
        )
    return int(value)


def _suggestion(word: str, allowed: Collection[str]) -> str:
    near = get_close_matches(word, sorted(allowed), n=1)
    return f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(sorted(allowed))}"
