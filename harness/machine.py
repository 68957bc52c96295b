"""What this computer has: folders of models, cores, proxies, caches.

The only module that reads the environment.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from harness import plugins
from harness.configuration import (
    FILE,
    KEYS,
    MEMORY,
    Configuration,
    Default,
    merged,
    project_file,
    read_configuration,
)
from harness.core.bundled import bundled
from harness.core.errors import ConfigError
from harness.core.protocols import Surroundings, VectorStore
from harness.core.settings import Settings, nearest
from harness.settings import Options

# Argos Translate's own default.
ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main"

_FORCING = ("FORCE_COLOR", "CLICOLOR_FORCE")


@dataclass(frozen=True, slots=True)
class Site:
    """This machine, and what users have set about the parts that run on it."""

    machine: Surroundings
    settings: Settings = field(default_factory=Settings)

    def of(self, part: str) -> Surroundings:
        """The surroundings of one part: the machine, and the part's own settings.

        Raises: ConfigError for a setting that no part of this name declares.
        """
        values = self.settings.of(part, plugins.declared(part), plugins.parts())
        return replace(self.machine, settings=values)

    def remembering(self, store: VectorStore) -> "Site":
        """The same, where parts remember embeddings in `store`."""
        return replace(self, machine=replace(self.machine, store=store))

    def secrets(self, part: str) -> tuple[str, ...]:
        """The keys and passwords that were set for a part: they must not be seen anywhere."""
        return self.settings.secrets(part, plugins.declared(part), plugins.parts())


def site(
    packs: Sequence[Path] = (),
    options: Options | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
) -> Site:
    """This machine with the settings of this run, of the environment, the project and the user.

    Raises:
        ConfigError: an option or a table of a file names a part that is not registered, a project's
            file holds what only the user's may, or a file cannot be read.
    """
    user, project = _configurations(environment)
    settings = Settings(
        options=options or {},
        environment=environment,
        project=project.parts if project else {},
        project_name=str(project.path) if project else "",
        file=user.parts,
        file_name=str(user.path),
    )
    made = Site(_machine(packs, environment), settings)
    for part in settings.options:
        made.of(part)
    for file in (project, user):
        for part in file.parts if file else ():
            if part not in plugins.parts():
                raise ConfigError(
                    f"{file and file.path}: no part is called {part!r}",
                    hint=nearest(part, [*plugins.parts(), *(key.name for key in KEYS)]),
                )
    return made


def _machine(packs: Sequence[Path], environment: Mapping[str, str]) -> Surroundings:
    return Surroundings(
        packs=tuple(packs),
        data_folder=Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local/share"),
        cache_folder=_caches(environment),
        bundled_packs=bundled("langpacks"),
        program_folders=tuple(
            map(Path, filter(None, environment.get("PATH", "").split(os.pathsep)))
        ),
        threads=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
    )


def shows_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether colours may be written to a stream: what users ask for first, then what it can show.

    `NO_COLOR` with any value forbids them (no-color.org); `FORCE_COLOR` or `CLICOLOR_FORCE` with
    any value but 0 asks for them, also in a pipe. Else a terminal gets them, unless it is dumb.
    """
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in _FORCING):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's configuration file. It need not exist."""
    folder = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "retranslation-harness" / FILE


def project_settings_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The configuration file of the project that the working folder is in, if there is one."""
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted
        return None
    home = environment.get("HOME")
    found = project_file(here, Path(home) if home else None)
    return None if found == settings_file(environment) else found


def defaults(environment: Mapping[str, str] = os.environ) -> Mapping[str, Default]:
    """What users set for options that are not given, by key. Raises: ConfigError."""
    user, project = _configurations(environment)
    return merged(environment, project, user)


def _configurations(environment: Mapping[str, str]) -> tuple[Configuration, Configuration | None]:
    """The user's file, and the project's if there is one."""
    project = project_settings_file(environment)
    user = read_configuration(settings_file(environment))
    return user, read_configuration(project) if project else None


def proxies() -> Mapping[str, str]:
    """The proxies for downloads, by scheme, as the environment or the system names them."""
    from urllib.request import getproxies  # noqa: PLC0415  (only installing a pack needs it)

    return getproxies()


def package_index(environment: Mapping[str, str] = os.environ) -> str:
    """Where Argos packages are listed for download, by the variable that Argos Translate reads."""
    base = environment.get("ARGOS_PACKAGE_INDEX") or ARGOS_INDEX
    return f"{base.removesuffix('/')}/index.json"


def default_memory(environment: Mapping[str, str] = os.environ) -> Path:
    """The translation memory that runs share unless another is named. Raises: ConfigError."""
    if named := defaults(environment).get(MEMORY):
        return Path(str(named.value))
    return _caches(environment) / "retranslation-harness/memory.sqlite"


def traces_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where traces of bugs are kept."""
    return _caches(environment) / "retranslation-harness/traces"


def _caches(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
