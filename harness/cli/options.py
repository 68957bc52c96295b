"""Options that several commands share: one spelling, one help text, one check.

A help text may hold the name of a list in braces: `{segmenters}` becomes the names that are
registered when help is asked for; other commands need not wait for them. A name that is not
registered is refused where the part is looked up, with the nearest name that is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from harness.cli.terminal import FailOn, note
from harness.core import former_names

if TYPE_CHECKING:
    from harness.configuration import Default
    from harness.core.values import Direction


_HELP = {"--help", "-h"}
_SILENT = {"--quiet", "-q", "--resume"}  # a run that goes on has its settings from its folder


def _registered(kind: str) -> Callable[[], Iterable[str]]:
    def names() -> Iterable[str]:
        from harness import plugins

        return plugins.names(kind)

    return names


def _probes() -> Iterable[str]:
    from harness.evaluation.probes import KINDS

    return KINDS


def _packs() -> Iterable[str]:
    """Directions of packs that are here, as commands take them."""
    from harness import machine
    from harness.packs.find import Pack, find_packs

    found = find_packs(machine.site().of("argos"))
    return sorted({_written(pack.direction) for pack in found if isinstance(pack, Pack)})


def _written(direction: "Direction") -> str:
    return f"{direction.source}:{direction.target}"


def _services() -> Iterable[str]:
    from harness.scaffold.project import SERVICES

    return SERVICES


def _usual_metrics() -> Iterable[str]:
    from harness.run import assembly

    return assembly.METRICS


_KINDS = (
    *("aligners", "checks", "detectors", "engines", "metrics", "readers", "segmenters"),
    *("reporters", "comparison_reporters", "verdict_reporters"),
)
LISTS: Mapping[str, Callable[[], Iterable[str]]] = {
    **{kind: _registered(kind) for kind in _KINDS},
    "packs": _packs,
    "probes": _probes,
    "services": _services,
    "usual_metrics": _usual_metrics,
}


def names_of(kind: str) -> Callable[[str], list[str]]:
    """For a shell that completes: the names of a list that begin with what is there already."""

    def names(incomplete: str) -> list[str]:
        return [name for name in LISTS[kind]() if name.startswith(incomplete)]

    return names


class Command(TyperCommand):
    """A command with the user's and the project's defaults for options that are not given.

    Its help lists what is registered, looked up when the help is asked for.
    """

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> Any:
        """The context of a call. Raises: ConfigError where a configuration cannot be read."""
        defaults = {} if _HELP.intersection(args) else self._defaults()
        if defaults:
            more["default_map"] = {option: each.value for option, each in defaults.items()}
        silent = bool(_SILENT.intersection(args))  # before the parser empties the list
        context = super().make_context(info_name, args, *rest, **more)
        if not silent:
            _tell_of_project(context, defaults)
        return context

    def invoke(self, ctx: Any) -> Any:
        """Call the command. Raises: EngineDied where a part of it wants to end the program."""
        try:
            return super().invoke(ctx)
        except SystemExit as cause:
            from harness.core.errors import EngineDied

            raise EngineDied(
                f"a part of the program ended it, with {cause.code!r}: nothing was measured",
                hint="leave out the plug-in that does so, and tell its author",
            ) from cause

    def _defaults(self) -> "Mapping[str, Default]":
        """What is set for this command, by its parameters' names. Raises: ConfigError."""
        from harness.configuration import KEYS

        if not any(self.name in key.options for key in KEYS):
            return {}
        from harness import machine

        return {
            each.key.options[self.name or ""]: each
            for each in machine.defaults().values()
            if self.name in each.key.options
        }

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Fill the lists in, then show the help as any other command does."""
        for parameter in self.params:
            text = getattr(parameter, "help", None)
            if text:
                parameter.help = filled(text)  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


def _tell_of_project(context: Any, defaults: "Mapping[str, Default]") -> None:
    """A project comes from other people: what its file decides is said."""
    used = [
        each
        for option, each in defaults.items()
        if each.of_project
        and (source := context.get_parameter_source(option)) is not None
        and source.name == "DEFAULT_MAP"
    ]
    if used:
        note(f"{used[0].origin} sets {', '.join(each.key.name for each in used)}")


def filled(text: str) -> str:
    """`text` with the names of each list in place of `{list}`."""
    return re.sub(r"\{(\w+)\}", lambda found: ", ".join(LISTS[found[1]]()), text)


def renamed(old: str, new: str) -> Callable[[Any], Any]:
    """For the hidden option `old`: it works, and a note on stderr names the new spelling."""

    def callback(value: Any) -> Any:
        if value:
            note(f"{old} is now written {new}")
        return value

    return callback


def metrics_of_now(names: list[str] | None) -> list[str] | None:
    """Metrics under their names of now; a note on stderr names the old ones."""
    for text in former_names.notes(names or (), former_names.MEASURES):
        note(text)
    return names and list(map(former_names.measure, names))


def json_option(how: str = "") -> Any:
    """`--json`; `how`: what a line holds, where the result is no single object."""
    text = f"Print the result as JSON, {how}." if how else "Print the result as JSON."
    return typer.Option("--json", help=text)


Everything = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Show minor findings, too, and all details; they are only counted otherwise.",
    ),
]
AsJson = Annotated[bool, json_option()]
WorkerCount = Annotated[
    int,
    typer.Option(
        "--workers",
        min=0,
        max=1024,
        help="Translate and measure in so many processes, each with models of its own. "
        "Default: this one, with a thread for each stage.",
    ),
]
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Translate and measure on the Ray cluster at this address (HOST:PORT or auto). Its "
        "machines must be alike.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress on stderr.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The file to write. Default: standard output."),
]
SegmenterName = Annotated[
    str,
    typer.Option(
        "--segmenter",
        autocompletion=names_of("segmenters"),
        help="How the text is divided into segments: {segmenters}. With sentencex a line break "
        "ends a sentence; with wrapped it does not.",
    ),
]
ReaderName = Annotated[
    str | None,
    typer.Option(
        "--reader",
        autocompletion=names_of("readers"),
        help="Read the text in this format: {readers}. Default: by the ending of its name.",
    ),
]
Metrics = Annotated[
    list[str] | None,
    typer.Option(
        "--metric",
        callback=metrics_of_now,
        autocompletion=names_of("metrics"),
        help="Measure only this metric: {metrics}. Repeatable. "
        "Default: {usual_metrics} and the adequacy score.",
    ),
]
Detectors = Annotated[
    list[str] | None,
    typer.Option(
        "--detector",
        autocompletion=names_of("detectors"),
        help="Use only this detector: {detectors}. Repeatable. Default: all.",
    ),
]
Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack",
        help="Use this language pack, model folder or transcript before all others. Repeatable.",
    ),
]
EngineOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        help="Set an option of an engine or reader: NAME.OPTION=VALUE (argos.beam=2, "
        "csv.target=es). Repeatable.",
    ),
]
Device = Annotated[
    str | None,
    typer.Option(
        help="Where the argos engine computes: cpu, cuda (a graphics card), or auto (cuda where "
        "there is one). Short for --option argos.device=DEVICE."
    ),
]


def _tag(written: str | None) -> str | None:
    """The tag of a language that a user names. Raises: ConfigError where there is none."""
    if written is None:
        return None
    from harness.text.data.tags import language_tag

    return language_tag(written)


Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        callback=_tag,
        help="Language of the text, as a tag (es, pt-BR) or a name (spanish). Default: as in the "
        "name NAME.en.txt, else en.",
    ),
]
GradesFile = Annotated[
    Path | None,
    typer.Option(
        "--grades",
        help="Overrule how severe kinds of findings are, by this TOML file of lines such as "
        'names = "minor" or "numbers.lost" = "critical".',
    ),
]
GlossaryFile = Annotated[
    Path | None,
    typer.Option(
        "--glossary",
        help="Terms that must be kept, or be translated as this file says: TBX, CSV or TSV.",
    ),
]
MemoryFile = Annotated[
    Path | None,
    typer.Option(
        "--memory", help="The translation memory. Default: one for all runs of this user."
    ),
]
FailFrom = Annotated[
    FailOn, typer.Option("--fail-on", help="Exit 1 if a finding is at least this severe.")
]
FailOnUnseen = Annotated[
    bool,
    typer.Option(
        "--fail-on-unseen",
        help="Exit 3 if there is anything that cannot be looked at in this language (see "
        "harness languages): what was not seen did not pass.",
    ),
]


def format_option(names: str) -> Any:
    """`--format`, with what there is to choose from: names, or a list of them in braces."""

    def begun(incomplete: str) -> list[str]:
        known = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", "", filled(names)))
        return [name for name in known if name.startswith(incomplete)]

    return typer.Option(
        "--format",
        "-f",
        autocompletion=begun,
        help=f"The format: {names}. Default: by the ending of the output file.",
    )


def on_device(device: str | None) -> tuple[str, ...]:
    """The setting of a part that `--device` is short for."""
    return () if device is None else (f"argos.device={device}",)
