"""Probes that are known to break, accepted with a reason: they are counted, and fail nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.core.values import Direction
from harness.evaluation.probes import Probe, Probed
from harness.gate.toml_tables import read_table
from harness.writing import toml
from harness.writing.files import write_whole

SCHEMA = 1
_HEAD = f"""\
# Probes that are known to break; `harness probe --known FILE --reason …` adds to them.
schema = {SCHEMA}
"""

# What names a probe: engine, direction, kind, source and variant.
ProbeKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """Why a probe may break, and since when (ISO 8601)."""

    reason: str
    on: str


def key_of(probe: Probe, engine: str, direction: Direction) -> ProbeKey:
    """What a failure is known by; the engine's version is no part of it."""
    return engine, str(direction), probe.kind, probe.source, probe.variant


def read_known(path: Path) -> dict[ProbeKey, KnownFailure]:
    """The known failures in `path`; none where there is no such file yet.

    Raises: ConfigError, naming file and line.
    """
    if not path.exists():
        return {}
    table = read_table(path)
    if table.count("schema") != SCHEMA:
        raise table.error(f"not schema {SCHEMA}", "this version reads another schema", "schema")
    found: dict[ProbeKey, KnownFailure] = {}
    for each in table.tables("known"):
        key = (
            each.need("engine"),
            each.need("direction"),
            each.need("kind"),
            each.need("source"),
            each.need("variant"),
        )
        found[key] = KnownFailure(each.need("reason"), each.text("on") or "")
        each.done()
    table.done()
    return found


def with_broken(
    known: Mapping[ProbeKey, KnownFailure],
    probed: Sequence[tuple[ProbeKey, Probed]],
    reason: str,
    on: str,
) -> dict[ProbeKey, KnownFailure]:
    """`known` with what broke besides; what held is no longer known to break.

    What was not measured changes nothing.
    """
    held = {key for key, each in probed if each.holds}
    kept = {key: failure for key, failure in known.items() if key not in held}
    new = {key: KnownFailure(reason, on) for key, each in probed if each.broken}
    return new | kept


def write_known(path: Path, known: Mapping[ProbeKey, KnownFailure]) -> None:
    """All of them, or nothing changes. Raises: WriteError."""
    write_whole(path, [_HEAD, *_tables(sorted(known.items(), key=lambda pair: pair[0]))])


def _tables(known: Iterable[tuple[ProbeKey, KnownFailure]]) -> Iterator[str]:
    for (engine, direction, kind, source, variant), failure in known:
        fields = {
            "engine": engine,
            "direction": direction,
            "kind": kind,
            "source": source,
            "variant": variant,
            "reason": failure.reason,
            "on": failure.on,
        }
        yield "\n" + toml.tables("known", [fields])
