"""The identity of code: a digest of a module and of all that it imports from the same project.

What a detector finds depends on its own source and on every helper it calls. A version number shows
a change only if its author remembers to raise it; the source itself always does.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_OWN = __name__.partition(".")[0]  # helpers of the harness count for plug-ins, too
_INTERFACE = f"{_OWN}.plugin"
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<origin>[.\w]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n]+)"
    r"|import[ \t]+(?P<modules>[^\n]+))",
    re.MULTILINE,
)
_NAME = re.compile(r"[.\w]+(?=[ \t\n]*(?:,|\)|#|;|$|[ \t]+as\b))", re.MULTILINE)


@cache
def code_digest(module: str) -> str:
    """Twelve hexadecimal digits that change with the source of `module` or of what it imports.

    Followed are imports within the harness and within the package that `module` itself belongs to;
    libraries have versions for that. A changed comment changes it, too: measuring once too often
    is better than trusting what other code has measured.
    Blind to: `harness.plugin`, which is an interface and leads to everything; what is imported by a
    name made at run time; packages that are only passed through
    (their `__init__`); data files, which have digests of their own.

    Args:
        module: its dotted name, as `__name__` says it.

    Raises:
        ModuleNotFoundError: there is no such module, or it has no source.
    """
    families = {_OWN, module.partition(".")[0]}
    waiting, known = [module], dict[str, bytes]()
    while waiting:
        name = waiting.pop()
        if name not in known:
            known[name] = _source(name)
            waiting.extend(
                each
                for each in _imports(name)
                if each.partition(".")[0] in families and each != _INTERFACE
            )
    digest = hashlib.sha256()
    for name in sorted(known):
        digest.update(f"{name}\0".encode() + hashlib.sha256(known[name]).digest())
    return digest.hexdigest()[:12]


@cache
def _source(name: str) -> bytes:
    path = _file(name)
    if path is None:
        raise ModuleNotFoundError(f"no source of the module {name!r}", name=name)
    return path.read_bytes().replace(b"\r\n", b"\n")


@cache
def _file(name: str) -> Path | None:
    """The source file of a module; None for what is no module, or has none."""
    loaded = getattr(sys.modules.get(name), "__file__", None)
    if loaded is None:
        try:
            spec = find_spec(name)
        except (ModuleNotFoundError, ValueError):  # its parent is a module, no package; __main__
            return None
        loaded = spec.origin if spec else None
    return Path(loaded) if loaded and loaded.endswith(".py") else None


@cache
def _imports(module: str) -> tuple[str, ...]:
    """The modules with a source that `module` names in its imports, wherever they stand in it."""
    return tuple(name for name in _imported_names(module) if _file(name) is not None)


def _imported_names(module: str) -> Iterator[str]:
    for found in _IMPORT.finditer(_source(module).decode("utf-8")):
        if found["modules"]:
            yield from _NAME.findall(found["modules"])
            continue
        origin = _absolute(module, found["origin"])
        yield origin
        yield from (f"{origin}.{name}" for name in _NAME.findall(found["names"]))


def _absolute(module: str, origin: str) -> str:
    """The full name of what `from origin import …` in `module` means."""
    dots = len(origin) - len(origin.lstrip("."))
    if not dots:
        return origin
    path = _file(module)
    parts = module.split(".")
    parent = parts if path is not None and path.name == "__init__.py" else parts[:-1]
    kept = parent[: len(parent) - (dots - 1)]
    return ".".join([*kept, *filter(None, [origin.lstrip(".")])])
