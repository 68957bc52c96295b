"""What a user overrules in the table of grades: a suite's `[severity]`, or a file of such lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.core.errors import ConfigError
from harness.gate.toml_tables import TomlTable, read_table
from harness.settings import Severities
from harness.severity.grades import usual_grades


def read_severities(path: Path) -> Severities:
    """Severities by kind, from a TOML file: `numbers = "minor"`, `"names.lost" = "critical"`.

    Of a file with a table `[severity]`, such as a suite, that table counts.

    Raises: ConfigError, naming file, line and remedy.
    """
    if not path.exists():
        raise ConfigError(f"{path}: no such file", hint="check the path")
    table = read_table(path)
    inside = isinstance(table.data.get("severity"), dict)
    return severities(table.table("severity") if inside else table)


def severities(table: TomlTable) -> Severities:
    """The same from a table; `names.lost` may stand without quotes, or under `[severity.names]`.

    Kinds of detectors that are not built in are not known here: whoever loads these checks them.

    Raises: ConfigError, naming file, line and remedy.
    """
    grades = usual_grades()
    severities: dict[str, str] = {}
    for keys, level in _lines(table.data):
        kind = ".".join(keys)
        elsewhere = keys[0].partition(".")[0] not in grades.known
        problem = grades.problem(kind, level)
        if problem and not (elsewhere and isinstance(level, str)):
            raise table.error(*problem, *keys)
        severities[kind] = str(level)
    return severities


def _lines(
    data: Mapping[str, object], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _lines(value, (*above, key))
        else:
            yield (*above, key), value
