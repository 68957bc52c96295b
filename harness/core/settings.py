"""Settings of parts: declared by the part, written in four places, checked and merged here.

The first place that sets a value decides: an option of this run (`--option`, or a suite's table
`[options.PART]`), an environment variable, the project's configuration file, the user's, the part's
own default. What could send texts or keys away, or start a program, a project's file may not set:
projects come from other people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from harness.core.errors import ConfigError

Tables = Mapping[str, Mapping[str, str]]  # part -> setting -> value

_PREFIX = "HARNESS_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a user may set about a part.

    Args:
        name: lower case, words joined by `_`.
        meaning: what it does and which values it takes, in half a sentence.
        default: what holds where it is not set, for people.
        secret: a key or password. It is taken from the environment or the configuration file
            only, since options are kept with the run.
        variable: an environment variable of another program that sets it as well.
        personal: no project's file may set it. Secrets are personal in any case.
    """

    name: str
    meaning: str
    default: str = ""
    secret: bool = False
    variable: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All that users have set, by part.

    `options` are those of this run, `environment` the variables, `file` the tables of the
    user's configuration file `file_name`, `project` those of the project's file `project_name`.
    """

    options: Tables = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    file: Tables = field(default_factory=dict)
    file_name: str = "harness.toml"
    project: Tables = field(default_factory=dict)
    project_name: str = ""

    def of(
        self, part: str, declared: Sequence[Setting], others: Collection[str] = ()
    ) -> Mapping[str, str]:
        """The values set for one part, each from the first place that sets it.

        Args:
            others: names of other parts, whose variables may begin like this one's.

        Raises:
            ConfigError: a setting that the part does not declare, with the nearest name and where
                it was written; a secret among the options of a run; or a personal setting in
                the project's file.
        """
        return {name: value for name, (value, _) in self.found(part, declared, others).items()}

    def found(
        self, part: str, declared: Sequence[Setting], others: Collection[str] = ()
    ) -> Mapping[str, tuple[str, str]]:
        """The same, each value with the place that set it. Raises as `of`."""
        known = {setting.name: setting for setting in declared}
        options = self.options.get(part, {})
        for name in sorted(options):
            _must_be_known(part, name, known, f"the option {part}.{name}")
            if known[name].secret:
                raise ConfigError(
                    f"{part}.{name} is a secret, and options are kept with the run",
                    hint=f"set {variable(part, name)} in the environment, or {name} under "
                    f"[{part}] in {self.file_name}",
                )
        in_file = self.file.get(part, {})
        for name in sorted(in_file):
            _must_be_known(part, name, known, f"{self.file_name}, [{part}] {name}")
        in_project = self._of_project(part, known)
        from_environment = self._from_environment(part, known, others)
        return {
            **{name: (value, self.file_name) for name, value in in_file.items()},
            **{name: (value, self.project_name) for name, value in in_project.items()},
            **from_environment,
            **{name: (value, "option") for name, value in options.items()},
        }

    def _of_project(self, part: str, known: Mapping[str, Setting]) -> Mapping[str, str]:
        in_project = self.project.get(part, {})
        for name in sorted(in_project):
            where = f"{self.project_name}, [{part}] {name}"
            _must_be_known(part, name, known, where)
            if known[name].secret or known[name].personal:
                raise ConfigError(
                    f"{where}: only you may set this, not a project's file",
                    hint=f"write it into {self.file_name}, or set {variable(part, name)}",
                )
        return in_project

    def _from_environment(
        self, part: str, known: Mapping[str, Setting], others: Collection[str]
    ) -> dict[str, tuple[str, str]]:
        """An empty variable sets nothing; the harness's own name for it comes first."""
        found = {
            setting.name: (self.environment[setting.variable], setting.variable)
            for setting in known.values()
            if setting.variable and self.environment.get(setting.variable)
        }
        longer = tuple(variable(other, "") for other in others if other != part)
        start = variable(part, "")
        for written in sorted(self.environment):
            if not written.startswith(start) or written.startswith(
                tuple(other for other in longer if other.startswith(start))
            ):
                continue
            name = written.removeprefix(start).lower()
            _must_be_known(part, name, known, f"the environment variable {written}")
            if self.environment[written]:
                found[name] = self.environment[written], written
        return found

    def secrets(
        self, part: str, declared: Sequence[Setting], others: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The values that must be kept out of records, signatures and messages."""
        hidden = {setting.name for setting in declared if setting.secret}
        return tuple(
            value
            for name, value in self.of(part, declared, others).items()
            if name in hidden and value
        )


def variable(part: str, name: str) -> str:
    """The environment variable that sets one setting of a part: HARNESS_PART_NAME."""
    return f"{_PREFIX}{part}_{name}".upper().replace("-", "_")


def nearest(word: str, known: Collection[str]) -> str:
    """A hint for a name that is not known."""
    near = get_close_matches(word, sorted(known), n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"choose one of: {', '.join(sorted(known))}" if known else "leave it out"


def _must_be_known(part: str, name: str, known: Mapping[str, Setting], where: str) -> None:
    if name not in known:
        hint = f"{nearest(name, known)}" if known else f"{part} has no settings: leave it out"
        raise ConfigError(f"{where}: {part!r} has no setting {name!r}", hint=hint)
