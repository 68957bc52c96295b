"""Python packages that an engine needs: are they here, and in which version? Imports none."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from harness.core.errors import EngineUnavailable
from harness.core.protocols import Obstacle


def missing_libraries(names: Sequence[str]) -> Obstacle | None:
    """What is not installed of `names`, and the command that installs it; None if nothing is."""
    missing = [name for name in names if find_spec(name) is None]
    if not missing:
        return None
    what = f"not installed: the Python package {' and '.join(missing)}"
    return Obstacle(what, f"pip install {' '.join(missing)}")


def installed_version(name: str) -> str:
    """Raises: EngineUnavailable when `name` is not installed."""
    try:
        return version(name)
    except PackageNotFoundError as cause:
        raise EngineUnavailable(
            f"the Python package {name} is not installed", hint=f"run `pip install {name}`"
        ) from cause
