"""A suite file -> what to run and what to accept. One file, `NAME.harness.toml`, is one suite."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from harness.core import former_names
from harness.core.errors import ConfigError
from harness.core.values import Category, Severity
from harness.gate.policy import Allowance, Ignore, KeptGlossary, Policy, Term
from harness.gate.severities import severities
from harness.gate.toml_tables import TomlTable, read_table
from harness.settings import (
    Options,
    RunSettings,
    Severities,
    field_types,
    from_data,
    options_from_data,
    settings_of_a_text,
)

SUFFIX = ".harness.toml"

_SLIP = 0.96  # likeness of two paths from which on one is taken for the other, misspelt


@dataclass(frozen=True, slots=True)
class Corpus:
    """One text of a suite, and the suite's settings with those that the text has for itself."""

    file: Path
    settings: RunSettings

    @property
    def folder(self) -> str:
        """The name of the folder, in that of the suite's runs, which its runs lie in."""
        return _folder(self.file)


@dataclass(frozen=True, slots=True)
class Suite:
    """What a suite runs, and what it accepts. Paths are absolute or relative to the file."""

    path: Path
    name: str
    corpora: tuple[Corpus, ...]
    settings: RunSettings
    baseline: Path
    runs: Path
    policy: Policy
    notes: tuple[str, ...] = ()  # how old names in it are written now


def _table(path: Path) -> TomlTable:
    """The file as a table. What neither reads as one nor is called so is probably a text."""
    try:
        return read_table(path)
    except ConfigError as cause:
        if path.suffix == ".toml":
            raise
        raise ConfigError(
            f"{path}: this is no suite", hint=f"name a *{SUFFIX} (harness init writes one)"
        ) from cause


def read_suite(path: Path) -> Suite:
    """Raises: ConfigError, naming file, line and remedy."""
    if not path.exists():
        raise ConfigError(
            f"{path}: no such suite", hint="harness init writes one; docs/suites.md says more"
        )
    table = _table(path)
    folder = path.parent
    name = path.name.removesuffix(SUFFIX).removesuffix(".toml")
    own = set(settings_of_a_text())
    shared = _data(table, field_types(RunSettings).keys() - own, folder)
    texts = [_text(each, own, folder) for each in table.tables("corpus")]
    baseline = folder / (table.text("baseline") or f"{name}.baseline.toml")
    runs = folder / (table.text("runs") or f"runs/{name}")
    policy = _policy(table.table("policy"), folder)
    table.done()
    if not texts:
        raise table.error("a suite without a text", 'add [[corpus]] with file = "…"')
    if not shared["routes"]:
        raise table.error("a suite without a route", 'add routes = ["en:es:en"]')
    if len({_folder(file) for file, _ in texts}) < len(texts):
        raise table.error(
            "two texts have the same file name, .txt aside: their runs would lie in one folder",
            "rename one of them",
            "corpus",
        )
    try:
        settings = from_data(RunSettings, shared)
        corpora = tuple(Corpus(file, from_data(RunSettings, shared | data)) for file, data in texts)
    except ConfigError as cause:
        raise table.error(str(cause), cause.hint, "routes") from cause
    for each in policy.terms:
        each.check(settings.language)
    return Suite(path, name, corpora, settings, baseline, runs, policy, _notes(table.data))


def _folder(file: Path) -> str:
    return file.name.removesuffix(".txt")


def _notes(data: Mapping[str, Any]) -> tuple[str, ...]:
    names = (*data.get("metrics", ()), *data.get("policy", {}).get("drop", {}))
    settings = former_names.notes(data, former_names.SETTINGS)
    return (*settings, *former_names.notes(names, former_names.MEASURES))


def _text(table: TomlTable, own: AbstractSet[str], folder: Path) -> tuple[Path, dict[str, Any]]:
    """A text's file, and the settings that it has for itself."""
    file = folder / table.need("file")
    if not _is_file(file):
        raise table.error(
            f"{file}: no such file", "check the path, from the suite's folder", "file"
        )
    data = _data(table, own, folder)
    table.done()
    return file, data


def _data(table: TomlTable, names: AbstractSet[str], folder: Path) -> dict[str, Any]:
    """The settings of these names, each read as its type asks for; paths are from `folder`."""
    types = field_types(RunSettings)
    values = {name: _value(table, name, types[name], folder) for name in sorted(names)}
    return {name: value for name, value in values.items() if value is not None}


def _value(table: TomlTable, name: str, kind: Any, folder: Path) -> Any:
    name = former_names.written(name, table.data)
    if kind == Options:
        return _options(table.table(name))
    if kind == Severities:
        return severities(table.table(name))
    if kind in (bool, bool | None):
        return table.flag(name) if name in table.data else None
    if kind in (str, str | None):
        return table.text(name) or None
    if kind == Path | None:
        named = table.text(name)
        return folder / named if named else None
    texts = table.texts(name)
    return [folder / text for text in texts] if kind == tuple[Path, ...] else texts


def _options(options: TomlTable) -> Mapping[str, Mapping[str, str]]:
    """`[options.argos]` with `beam = 2`."""
    given = {engine: options.table(engine) for engine in options.data}
    try:
        return options_from_data({engine: table.data for engine, table in given.items()})
    except TypeError as cause:
        raise options.error(f"an option of the wrong kind: {cause}", "write a text") from cause


def _policy(table: TomlTable, folder: Path) -> Policy:
    policy = Policy(
        fail_on=_severity(table, "fail_on", Severity.MAJOR),
        fail_alone=_severity(table, "fail_alone", Severity.CRITICAL),
        fail_on_unseen=table.flag("fail_on_unseen"),
        drop=former_names.by_measure(table.numbers("drop")),
        allowed=tuple(_allowance(each) for each in table.tables("allow")),
        terms=tuple(_term(each, folder) for each in table.tables("keep")),
        ignores=tuple(_ignore(each) for each in table.tables("ignore")),
    )
    table.done()
    return policy


def _severity(table: TomlTable, key: str, default: Severity) -> Severity:
    named = table.text(key)
    try:
        return Severity(named) if named else default
    except ValueError as cause:
        raise table.error(
            f"no severity is called {named}", "minor, major or critical", key
        ) from cause


def _category(table: TomlTable) -> str:
    named = table.text("category") or ""
    paths = {category.value for category in Category}
    known = {part for path in paths for part in (*_beginnings(path), path.rpartition("/")[2])}
    if named and named not in known and not _may_be_a_plug_ins(named, known):
        hint = "write a path such as accuracy/omission"
        if near := get_close_matches(named, known, n=1):
            hint = f"did you mean {near[0]!r}?"
        raise table.error(f"no kind of finding is called {named}", hint, "category")
    return named


def _may_be_a_plug_ins(path: str, known: Collection[str]) -> bool:
    """Whether it may be a plug-in's category: a whole path, no misspelling of a known one."""
    try:
        Category(path)
    except ValueError:
        return False
    return not get_close_matches(path, known, n=1, cutoff=_SLIP)


def _beginnings(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _allowance(table: TomlTable) -> Allowance:
    made = Allowance(
        category=_category(table),
        severity=_severity(table, "severity", Severity.CRITICAL),
        locus=table.text("locus"),
        count=table.count("count"),
    )
    table.done()
    return made


def _term(table: TomlTable, folder: Path) -> Term | KeptGlossary:
    if "glossary" in table.data:
        made = KeptGlossary(folder / table.need("glossary"))
        table.done()
        return made
    source = table.need("source")
    term = Term(source, table.text("kept") or source, table.text("at") or "back_translation")
    table.done()
    return term


def _ignore(table: TomlTable) -> Ignore:
    until = table.day("until")
    if until is None:
        raise table.error("until is missing", "say until when: until = 2027-01-31")
    made = Ignore(table.need("segment"), table.need("reason"), until, _category(table))
    if not made.reason.strip():
        raise table.error("an empty reason", "give a reason for ignoring it", "reason")
    table.done()
    return made


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except OSError:  # the name is too long
        return False
