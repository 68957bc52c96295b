"""Names -> parts, through entry points. Built-ins register as strangers do.

Listing names imports none of them; a broken plugin breaks only itself; an unknown name suggests
the nearest one; two owners of one name are an error, not a race.
"""

from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from harness.core.errors import ConfigError, NotInstalled
from harness.core.offline import stay_offline
from harness.core.protocols import (
    Check,
    Detector,
    EngineProvider,
    Metric,
    Reader,
    Reporter,
    Segmenter,
    Surroundings,
    VectorStore,
    Writer,
)

if TYPE_CHECKING:  # they know comparisons, which bring numpy
    from harness.report.products import ComparisonReporter, VerdictReporter


def names(kind: str) -> tuple[str, ...]:
    """Every registered name of a kind ("engines", "detectors", …), sorted. Imports none."""
    return tuple(sorted({entry.name for entry in _entries(kind)}))


def reader(name: str) -> Reader:
    """A reader of documents by name."""
    made: Reader = _load("readers", name)()
    return made


def writer(name: str) -> Writer:
    """The writer of documents that the reader of that name has read."""
    made: Writer = _load("writers", name)()
    return made


def reader_of(suffix: str) -> str | None:
    """Whose reader takes files that end in `suffix` (`.po`, lower case); None where nobody's does.

    Raises: ConfigError where two readers claim the suffix.
    """
    claims = [name for name, suffixes in suffixes_read().items() if suffix in suffixes]
    if len(claims) > 1:
        raise ConfigError(
            f"files that end in {suffix or 'nothing'} are claimed by the readers "
            f"{' and '.join(claims)}",
            hint=f"name the one that you mean (--reader {claims[0]}), or uninstall the other",
        )
    return claims[0] if claims else None


def suffixes_read() -> dict[str, tuple[str, ...]]:
    """File name endings by the name of their reader. A reader that cannot be loaded claims none."""
    found = {}
    for name in names("readers"):
        try:
            found[name] = tuple(reader(name).suffixes)
        except NotInstalled:
            continue  # it is told to whoever names it
    return found


def segmenter(name: str, surroundings: Surroundings | None = None) -> Segmenter:
    """A segmenter by name. Those that find models look for them in `surroundings`."""
    factory = _load("segmenters", name)
    finds = getattr(factory, "finds_models", False)
    made: Segmenter = factory(surroundings or Surroundings()) if finds else factory()
    return made


def engine_provider(name: str) -> EngineProvider:
    """A kind of engine by name. Raises: ConfigError, NotInstalled."""
    made: EngineProvider = _load("engines", name)()
    return made


def metric(
    name: str, store: VectorStore | None, surroundings: Surroundings | None = None
) -> Metric:
    """A metric by name. Those that embed texts remember them in `store`.

    Those that find models look for them in `surroundings`.
    """
    factory = _load("metrics", name)
    if getattr(factory, "embeds", False):
        made: Metric = factory(store)
    elif getattr(factory, "finds_models", False):
        made = factory(surroundings or Surroundings())
    else:
        made = factory()
    return made


def detector(name: str) -> Detector:
    """A detector by name."""
    made: Detector = _load("detectors", name)()
    return made


def check(name: str) -> Check:
    """A check of one text alone, by name."""
    made: Check = _load("checks", name)()
    return made


def reporter(name: str) -> Reporter:
    """A reporter by name."""
    made: Reporter = _load("reporters", name)()
    return made


def reporter_of(suffix: str) -> str | None:
    """The name of the reporter that writes files that end in `suffix`; None where none does.

    Raises: ConfigError where two reporters claim the suffix.
    """
    claims = [name for name, claimed in suffixes_written().items() if claimed == suffix]
    if len(claims) > 1:
        raise ConfigError(
            f"files that end in {suffix} are claimed by the reporters {' and '.join(claims)}",
            hint=f"name the one that you mean (--format {claims[0]}), or uninstall the other",
        )
    return claims[0] if claims else None


def suffixes_written() -> dict[str, str]:
    """The file name ending of each reporter, by its name; without those that cannot be loaded."""
    found = {}
    for name in names("reporters"):
        try:
            found[name] = reporter(name).suffix
        except NotInstalled:
            continue  # it is told to whoever names it
    return found


def comparison_reporter(name: str) -> "ComparisonReporter":
    """A reporter of comparisons, by name."""
    made: ComparisonReporter = _load("comparison_reporters", name)()
    return made


def verdict_reporter(name: str) -> "VerdictReporter":
    """A reporter of verdicts over suites, by name."""
    made: VerdictReporter = _load("verdict_reporters", name)()
    return made


@cache
def _entries(kind: str) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=f"harness.{kind}"))


def _load(kind: str, name: str) -> Any:
    claims = [entry for entry in _entries(kind) if entry.name == name]
    one = kind.removesuffix("s").replace("_", " ")
    if not claims:
        near = get_close_matches(name, names(kind), n=1)
        known = ", ".join(names(kind)) or "none"
        raise ConfigError(
            f"no {one} is called {name!r}",
            hint=f"did you mean {near[0]!r}?" if near else f"choose one of: {known}",
        )
    if len({claim.value for claim in claims}) > 1:
        owners = ", ".join(sorted(claim.value for claim in claims))
        raise ConfigError(
            f"{one} {name!r} is claimed by more than one package: {owners}",
            hint="uninstall one of them",
        )
    stay_offline()  # whatever a part imports, our own or a stranger's
    try:
        return claims[0].load()
    except ImportError as cause:
        raise NotInstalled(
            f"{one} {name!r} needs {cause.name or 'a package'}, which is not installed",
            hint=f"install the package that provides the module {cause.name or 'it names'}",
        ) from cause
