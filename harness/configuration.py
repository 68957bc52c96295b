"""`harness.toml`: defaults of commands and settings of parts, in the user's folder and a project's.

routes = ["en:es:en"]        # defaults, in the words that suites use
packs = ["packs/en_es"]      # paths are relative to the file

[severity]                   # as in a suite
names = "minor"

[argos]                      # settings of a part
beam = 2
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import pathsep
from pathlib import Path

from harness.core.errors import ConfigError
from harness.core.settings import Tables, nearest
from harness.gate.severities import severities
from harness.gate.toml_tables import TomlTable, read_table

FILE = "harness.toml"
SEVERITY = "severity"  # the table of grades, which stands in the file itself
_REPOSITORY = ".git"  # a project's file is not looked for above the folder that holds this

Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A default. `options` are the options that it stands for, by command.

    `paths`: the texts are paths; `many`: there may be several of them; `number`: a whole number.
    """

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    paths: bool = False
    many: bool = False
    number: bool = False


def _of(option: str, *commands: str) -> Mapping[str, str]:
    return dict.fromkeys(commands, option)


MEMORY, GRADES = "memory", "grades"
KEYS = (
    Key("routes", _of("route", "run"), many=True),
    Key("packs", _of("pack", "run", "review", "engines", "probe"), paths=True, many=True),
    Key(MEMORY, paths=True),  # of every command that has one: `machine.default_memory`
    Key(GRADES, _of("grades", "run", "review", "diff"), paths=True),
    Key("glossary", _of("glossary", "run", "review"), paths=True),
    Key("segmenter", _of("segmenter", "run")),
    Key("metrics", _of("metric", "run"), many=True),
    Key("detectors", _of("detector", "run"), many=True),
    Key("witnesses", _of("witness", "run"), many=True),
    Key("workers", _of("workers", "run", "check"), number=True),
)
_BY_NAME = {key.name: key for key in KEYS}


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file says: `defaults` by key, paths in them absolute, and `parts` by their names."""

    path: Path
    defaults: Mapping[str, Value] = field(default_factory=dict)
    parts: Tables = field(default_factory=dict)


def read_configuration(path: Path) -> Configuration:
    """The file at `path`; nothing is set where there is none.

    Raises:
        ConfigError: naming file, line and the nearest key.
        ReadError: it cannot be read.
    """
    if not path.is_file():
        return Configuration(path)
    table = read_table(path)
    defaults: dict[str, Value] = {}
    parts: dict[str, Mapping[str, str]] = {}
    for name, value in table.data.items():
        if name == SEVERITY:
            severities(table.table(SEVERITY))  # what is wrong in it is told now
            defaults.setdefault(GRADES, str(path))
        elif name in _BY_NAME:
            defaults[name] = _value(table, _BY_NAME[name], path.parent)
        elif isinstance(value, dict):
            parts[name] = {key: _setting(table, name, key, each) for key, each in value.items()}
        else:
            raise table.error(
                f"{name!r} is no default, and settings of a part stand in a table",
                nearest(name, _BY_NAME),
                name,
            )
    return Configuration(path, defaults, parts)


def project_file(start: Path, home: Path | None) -> Path | None:
    """The `harness.toml` of the project that `start` is in: there, or in the nearest folder above.

    It is not looked for above a repository's folder or the user's home.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        if folder == home or (folder / _REPOSITORY).exists():
            return None
    return None


def variable(key: Key) -> str:
    """The environment variable that sets a default: `HARNESS_ROUTES`."""
    return f"HARNESS_{key.name.upper()}"


def from_variable(key: Key, text: str) -> Value:
    """A default as the environment holds it; several texts stand apart by blanks, paths as in PATH.

    Raises: ConfigError.
    """
    if key.number:
        if not text.isascii() or not text.isdigit():
            raise ConfigError(
                f"the environment variable {variable(key)} cannot be {text!r}",
                hint="give a whole number",
            )
        return int(text)
    if not key.many:
        return str(Path(text).expanduser().absolute()) if key.paths else text
    if not key.paths:
        return tuple(text.split())
    found = (Path(each).expanduser().absolute() for each in text.split(pathsep) if each)
    return tuple(map(str, found))


def _value(table: TomlTable, key: Key, folder: Path) -> Value:
    if key.number:
        return table.count(key.name) or 0
    if not key.many:
        return _placed(table.text(key.name) or "", key, folder)
    if not isinstance(table.data[key.name], str | list):
        raise table.error(
            f"{key.name} is neither text nor a list of texts", f'write {key.name} = ["…"]', key.name
        )
    one = isinstance(table.data[key.name], str)  # a text may stand for a list of one
    texts: Sequence[str] = [table.text(key.name) or ""] if one else table.texts(key.name)
    return tuple(_placed(each, key, folder) for each in texts)


def _placed(text: str, key: Key, folder: Path) -> str:
    """A path as it is from anywhere. Everything else stays."""
    return str((folder / Path(text).expanduser()).absolute()) if key.paths and text else text


def _setting(table: TomlTable, part: str, name: str, value: object) -> str:
    """As it would be written after an equals sign: true, not True."""
    if not isinstance(value, str | int | float):
        raise table.error(
            f"[{part}] {name} is neither text nor a number nor true or false",
            f'write it like {name} = "…"',
            part,
            name,
        )
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Default:
    """A default that somebody set, and where: a variable of the environment, or a file."""

    key: Key
    value: Value
    origin: str
    of_project: bool = False


def merged(
    environment: Mapping[str, str], project: Configuration | None, user: Configuration
) -> Mapping[str, Default]:
    """Each default from the first place that sets it, by key. Raises: ConfigError."""
    places: Sequence[Callable[[Key], Default | None]] = (
        lambda key: _in_environment(key, environment),
        lambda key: _in_file(key, project, of_project=True) if project else None,
        lambda key: _in_file(key, user, of_project=False),
    )
    found: dict[str, Default] = {}
    for key in KEYS:
        if made := next((each for place in places if (each := place(key))), None):
            found[key.name] = made
    return found


def _in_environment(key: Key, environment: Mapping[str, str]) -> Default | None:
    written = environment.get(variable(key))
    return Default(key, from_variable(key, written), variable(key)) if written else None


def _in_file(key: Key, file: Configuration, *, of_project: bool) -> Default | None:
    value = file.defaults.get(key.name)
    return None if value is None else Default(key, value, str(file.path), of_project)
