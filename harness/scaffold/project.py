"""What `harness init` writes: every file with its content, and which of them are there already.

The files are templates in `templates/`; a word between two @ is filled in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from harness.core.errors import ConfigError
from harness.core.values import Route
from harness.writing.files import write_whole
from harness.writing.json import json_text

# Continuous integration by name: the template of each file.
SERVICES: Mapping[str, Mapping[str, str]] = {
    "github": {
        ".github/actions/harness/action.yml": "action.yml",
        ".github/workflows/translations.yml": "workflow.yml",
    },
    "gitlab": {".gitlab/harness.yml": "gitlab.yml", ".gitlab-ci.yml": "gitlab-ci.yml"},
    "pre-commit": {".pre-commit-config.yaml": "pre-commit.yaml"},
}
_PLACE = re.compile(r"@(name|route|corpora|sentence|files)@")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


# What to do with a file that was there, so that the start works; and what it has if that is done.
_BY_HAND: Mapping[str, str] = {
    ".gitignore": "add to .gitignore: runs/",
    ".gitlab-ci.yml": "add to .gitlab-ci.yml: include: [{local: .gitlab/harness.yml}]",
    ".pre-commit-config.yaml": "add to .pre-commit-config.yaml a local hook that runs: harness"
    " check SUITE --quiet (see docs/how-to/continuous-integration.md)",
}
_IS_DONE: Mapping[str, re.Pattern[str]] = {
    ".gitignore": re.compile(r"^/?runs/?\s*$", re.MULTILINE),
    ".gitlab-ci.yml": re.compile(r"^[^#\n]*\.gitlab/harness\.yml", re.MULTILINE),
    ".pre-commit-config.yaml": re.compile(r"^[^#\n]*\bharness check\b", re.MULTILINE),
}


@dataclass(frozen=True, slots=True)
class Start:
    """What a project begins with.

    `texts` are paths from the folder; without any, an example is written where the route begins in
    English.
    """

    name: str
    route: Route
    texts: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    pytest: bool = True

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ConfigError(
                f"a suite cannot be called {self.name!r}",
                hint="use letters, digits, dots, dashes and underscores: --name boats",
            )
        for service in self.services:
            if service not in SERVICES:
                raise ConfigError(
                    f"no files for {service!r}", hint=f"choose from: {', '.join(SERVICES)}"
                )
        if not self.texts and self.route.language != "en":
            raise ConfigError(
                f"there is no example text in {self.route.language!r}",
                hint="name a text of yours: --text FILE",
            )


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the start, by its path from the folder; `kept`: it was there, and is as it was."""

    path: str
    kept: bool


def write_start(folder: Path, start: Start) -> Sequence[Written]:
    """Write the files that are not there yet; none is ever changed. A suite gets no example text.

    Raises:
        ConfigError: a text that is not there.
        WriteError: the folder cannot be written.
    """
    for text in start.texts:
        if not (folder / text).is_file():
            raise ConfigError(f"{folder / text}: no such file", hint="name a text that is there")
    own = (folder / suite_of(start)).exists()  # then it names its texts
    done = []
    for path, content in contents(start).items():
        place = folder / path
        if own and path == example_of(start):
            continue
        kept = place.exists() or place.is_symlink()
        if not kept:
            write_whole(place, [content])
        done.append(Written(path, kept))
    return done


def to_add(folder: Path, start: Start, done: Sequence[Written]) -> Iterator[str]:
    """Lines that people must add to files that were there, so that the start works."""
    for each in done:
        text = _read(folder / each.path) if each.kept else ""
        if each.kept and each.path == suite_of(start):
            yield from _texts_to_add(each.path, text, start.texts)
        elif each.kept and each.path in _BY_HAND and not _IS_DONE[each.path].search(text):
            yield _BY_HAND[each.path]


def _texts_to_add(suite: str, content: str, texts: Sequence[str]) -> Iterator[str]:
    """A suite that was there is never changed: it takes no text from an option."""
    missing = [text for text in texts if json_text(text) not in content]
    if missing:
        yield f"{suite} was there and is as it was, without --text; add to it:"
    for text in missing:
        yield "    [[corpus]]"
        yield f"    file = {json_text(text)}"


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:  # a link to nowhere, a folder
        return ""


def contents(start: Start) -> dict[str, str]:
    """Each file of the start, by its path from the folder."""
    made = {suite_of(start): "suite.toml"}
    if not start.texts:
        made[example_of(start)] = "corpus.txt"
    if start.pytest:
        made["tests/test_translations.py"] = "test_translations.txt"
    for service in start.services:
        made |= SERVICES[service]
    made[".gitignore"] = "gitignore"
    return {path: _filled(template, start) for path, template in made.items()}


def suite_of(start: Start) -> str:
    """The file of the suite."""
    return f"{start.name}.harness.toml"


def example_of(start: Start) -> str:
    """The example text: a file that says its language."""
    return f"corpus/{start.name}.{start.route.language}.txt"


def _filled(template: str, start: Start) -> str:
    values = {
        "name": start.name,
        "route": str(start.route),
        "corpora": "".join(_corpora(start)),
        "sentence": _template("corpus.txt").splitlines()[1],
        "files": _pattern(start).replace("'", "''"),  # stands between single quotes of YAML
    }
    return _PLACE.sub(lambda found: values[found[1]], _template(template))


def _template(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


def _corpora(start: Start) -> Iterator[str]:
    for text in start.texts:
        yield f"\n[[corpus]]\nfile = {json_text(text)}\n"  # a string of JSON is one of TOML
    if not start.texts:
        yield f'\n[[corpus]]\nfile = "{example_of(start)}"\nsegmenter = "lines"  # one a line\n'


def _pattern(start: Start) -> str:
    """The files that a check depends on, as a regular expression over paths."""
    own = [f"{start.name}.harness.toml", f"{start.name}.baseline.toml"]
    return f"^({'|'.join(map(re.escape, (*own, *(start.texts or (example_of(start),)))))})$"
