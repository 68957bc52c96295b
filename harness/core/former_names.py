"""Names of before that still work where people have them in files and fingers, and their new ones.

They are read and never written. The command line and suites say how they are written now; records
of schema 1, plans and baselines are read without a word.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")

MEASURES: Mapping[str, str] = {"meaning": "similarity", "sameness": "adequacy"}
SETTINGS: Mapping[str, str] = {"judge": "likelihood"}


def measure(name: str) -> str:
    """What a metric or score is called now."""
    return MEASURES.get(name, name)


def by_measure(values: Mapping[str, T]) -> dict[str, T]:
    """Values by the names of measures, each under its name of now, which wins over its old one."""
    renamed = {measure(name): value for name, value in values.items()}
    return renamed | {name: value for name, value in values.items() if name not in MEASURES}


def settings(data: Mapping[str, T]) -> dict[str, T]:
    """Settings by name, each under its name of now, which wins over its old one."""
    renamed = {SETTINGS.get(name, name): value for name, value in data.items()}
    return renamed | {name: value for name, value in data.items() if name not in SETTINGS}


def written(setting: str, keys: Container[str]) -> str:
    """The key of a setting in a file that has `keys`: an old one where it has only that."""
    if setting in keys:
        return setting
    return next((old for old, new in SETTINGS.items() if new == setting and old in keys), setting)


def notes(names: Iterable[str], now: Mapping[str, str]) -> Iterator[str]:
    """For each old name among `names`, in order: how it is written now."""
    return (f"{name} is now written {now[name]}" for name in dict.fromkeys(names) if name in now)
