"""Names -> parts, through entry points. Built-in and third-party parts register in the same way.

Listing names imports none of them; a broken plugin breaks only itself; an unknown name suggests
the nearest one; two owners of one name are an error, not a race.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from harness.core.errors import ConfigError, NotInstalled
from harness.core.offline import stay_offline
from harness.core.protocols import (
    Adjustable,
    Aligner,
    Check,
    Configured,
    Detector,
    DocumentDetector,
    EngineProvider,
    Metric,
    Reader,
    Reporter,
    Segmenter,
    Surroundings,
    Writer,
)
from harness.core.settings import Setting, nearest

T = TypeVar("T")

_BROKEN = "update the package that brings it, uninstall it, or tell its author"

# Every kind of part, and with `harness.` before it the group that its entry points stand in.
KINDS = (
    "readers",
    "writers",
    "segmenters",
    "engines",
    "metrics",
    "detectors",
    "text_detectors",
    "aligners",
    "checks",
    "reporters",
    "comparison_reporters",
    "verdict_reporters",
)

if TYPE_CHECKING:  # they know comparisons, which bring numpy
    from harness.report.products import ComparisonReporter, VerdictReporter


def names(kind: str) -> tuple[str, ...]:
    """Every registered name of a kind ("engines", "detectors", …), sorted. Imports none."""
    return tuple(sorted({entry.name for entry in _entries(kind)}))


def reader(name: str) -> Reader:
    """A reader of documents by name."""
    made: Reader = _made("readers", name)
    return made


def writer(name: str) -> Writer:
    """The writer of documents that the reader of that name has read."""
    made: Writer = _made("writers", name)
    return made


def reader_of(suffix: str) -> str | None:
    """The reader for files that end in `suffix` (`.po`, lower case); None where there is none.

    Raises: ConfigError where two readers claim the suffix.
    """
    claims = [name for name, suffixes in suffixes_read().items() if suffix in suffixes]
    return _sole_claim(suffix, claims, "readers", "--reader")


def suffixes_read() -> dict[str, tuple[str, ...]]:
    """File name endings by the name of their reader. A reader that cannot be loaded claims none.

    Where a package says the endings beside its readers (group `harness.suffixes`: an ending without
    its dot, and the value of the reader), these are not loaded for it; others are.
    """
    stated: dict[str, list[str]] = {}
    for entry in _entries("suffixes"):
        stated.setdefault(entry.value, []).append(f".{entry.name}")
    found = {
        entry.name: tuple(stated[entry.value])
        for entry in _entries("readers")
        if entry.value in stated
    }
    for name in names("readers"):
        if name not in found:
            with suppress(NotInstalled):
                found[name] = _endings(reader(name))
    return found


def _endings(made: object) -> tuple[str, ...]:
    """What a reader claims; nothing where it does not say it as readers do."""
    said = getattr(made, "suffixes", ())
    several = isinstance(said, Iterable) and not isinstance(said, str)
    return tuple(each for each in said if isinstance(each, str)) if several else ()


def segmenter(name: str, surroundings: Surroundings | None = None) -> Segmenter:
    """A segmenter by name."""
    made: Segmenter = _made("segmenters", name, surroundings)
    return made


def engine_provider(name: str) -> EngineProvider:
    """A kind of engine by name. Raises: ConfigError, NotInstalled."""
    made: EngineProvider = _made("engines", name)
    return made


def metric(name: str, surroundings: Surroundings | None = None) -> Metric:
    """A metric by name."""
    made: Metric = _made("metrics", name, surroundings)
    return made


def detector(name: str, surroundings: Surroundings | None = None) -> Detector:
    """A detector of single beads by name."""
    made: Detector = _made("detectors", name, surroundings)
    return made


def text_detector(name: str, surroundings: Surroundings | None = None) -> DocumentDetector:
    """A detector of whole texts by name."""
    made: DocumentDetector = _made("text_detectors", name, surroundings)
    return made


def aligner(name: str, surroundings: Surroundings | None = None) -> Aligner:
    """An aligner of two texts in one language, by name."""
    made: Aligner = _made("aligners", name, surroundings)
    return made


def check(name: str, surroundings: Surroundings | None = None) -> Check:
    """A check of one text alone, by name."""
    made: Check = _made("checks", name, surroundings)
    return made


def reporter(name: str, surroundings: Surroundings | None = None) -> Reporter:
    """A reporter by name."""
    made: Reporter = _made("reporters", name, surroundings)
    return made


def reporter_of(suffix: str) -> str | None:
    """The name of the reporter that writes files that end in `suffix`; None where none does.

    Raises: ConfigError where two reporters claim the suffix.
    """
    claims = [name for name, claimed in suffixes_written().items() if claimed == suffix]
    return _sole_claim(suffix, claims, "reporters", "--format")


def suffixes_written() -> dict[str, str]:
    """The file name ending of each reporter, by its name; without those that cannot be loaded."""
    return {name: made.suffix for name, made in _loadable("reporters", reporter)}


def comparison_reporter(name: str) -> "ComparisonReporter":
    """A reporter of comparisons, by name."""
    made: ComparisonReporter = _made("comparison_reporters", name)
    return made


def verdict_reporter(name: str) -> "VerdictReporter":
    """A reporter of verdicts over suites, by name."""
    made: VerdictReporter = _made("verdict_reporters", name)
    return made


def detector_names() -> tuple[str, ...]:
    """What `--detector` may name: every detector, of beads and of whole texts, sorted."""
    return tuple(sorted({*names("detectors"), *names("text_detectors")}))


def parts() -> Mapping[str, tuple[str, ...]]:
    """Every name that settings may be written under, and the kinds of part that bear it."""
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        for name in names(kind):
            found.setdefault(name, []).append(kind)
    return {name: tuple(kinds) for name, kinds in sorted(found.items())}


def declared(part: str) -> tuple[Setting, ...]:
    """The settings that the parts of this name declare, be they one or several.

    Raises:
        ConfigError: no part is called so.
        NotInstalled: it cannot be loaded.
    """
    kinds = [kind for kind in KINDS if part in names(kind)]
    if not kinds:
        raise ConfigError(f"no part is called {part!r}", hint=nearest(part, parts()))
    settings: dict[str, Setting] = {}
    for kind in kinds:
        registered = _load(kind, part)
        if isinstance(registered, Adjustable):
            settings.update({setting.name: setting for setting in registered.settings})
    return tuple(settings.values())


def _sole_claim(suffix: str, claims: Sequence[str], kind: str, option: str) -> str | None:
    """The part that claims a file name ending. Raises: ConfigError where several do."""
    if len(claims) > 1:
        raise ConfigError(
            f"files that end in {suffix or 'nothing'} are claimed by the {kind} "
            f"{' and '.join(claims)}",
            hint=f"name the one that you mean ({option} {claims[0]}), or uninstall the other",
        )
    return claims[0] if claims else None


def _loadable(kind: str, make: Callable[[str], T]) -> Iterator[tuple[str, T]]:
    """The parts of a kind by name; one that cannot be loaded is reported to whoever names it."""
    for name in names(kind):
        with suppress(NotInstalled):
            yield name, make(name)


def _made(kind: str, name: str, surroundings: Surroundings | None = None) -> Any:
    """A part, built as its class says (`Configured`), or without arguments."""
    registered = _load(kind, name)
    if isinstance(registered, Configured):
        return registered.configured(surroundings or Surroundings())
    if not callable(registered):
        raise NotInstalled(
            f"{_one(kind)} {name!r} is registered as {registered!r:.60}, which makes none",
            hint=_BROKEN,
        )
    return registered()


@cache
def _entries(kind: str) -> tuple[EntryPoint, ...]:
    return tuple(_installed().select(group=f"harness.{kind}"))


_installed = cache(entry_points)  # a look reads what every package declares, whatever is asked for


def _load(kind: str, name: str) -> Any:
    claims = [entry for entry in _entries(kind) if entry.name == name]
    one = _one(kind)
    if not claims:
        raise ConfigError(f"no {one} is called {name!r}", hint=nearest(name, names(kind)))
    if len({claim.value for claim in claims}) > 1:
        owners = ", ".join(sorted(claim.value for claim in claims))
        raise ConfigError(
            f"{one} {name!r} is claimed by more than one package: {owners}",
            hint="uninstall one of them",
        )
    stay_offline()  # whatever a part imports, built in or from a plug-in
    try:
        return claims[0].load()
    except ImportError as cause:
        raise NotInstalled(
            f"{one} {name!r} needs {cause.name or 'a package'}, which is not installed",
            hint=f"install the package that provides the module {cause.name or 'it names'}",
        ) from cause
    except (Exception, SystemExit) as cause:  # whatever the module of a plug-in does
        raise NotInstalled(
            f"{one} {name!r} ({claims[0].value}) cannot be loaded: {type(cause).__name__}: {cause}",
            hint=_BROKEN,
        ) from cause


def _one(kind: str) -> str:
    """What a part of a kind is called: a segmenter, a text detector."""
    return kind.removesuffix("s").replace("_", " ")
