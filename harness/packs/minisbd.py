"""MiniSBD, which cuts sentences for Argos Translate: the one way to it and to its `onnxruntime`."""

from pathlib import Path
from typing import Any

from harness.core.errors import NotInstalled
from harness.core.offline import stay_offline


def published_models() -> tuple[str, ...]:
    """The names of the models that MiniSBD knows to exist: mostly codes of languages.

    Raises: NotInstalled.
    """
    return tuple(_minisbd().models.list_models())


def detector(model: Path) -> Any:
    """What finds the sentences of a line, by the ONNX model in a file.

    Raises:
        NotInstalled: MiniSBD or onnxruntime is not installed.
        Exception: of no common kind, when the file is no such model.
    """
    return _minisbd().SBDetect(str(model), use_gpu=False)


def _minisbd() -> Any:
    stay_offline()
    try:
        import minisbd.models  # noqa: PLC0415  (brings onnxruntime, which must be told first)
    except ImportError as cause:
        raise NotInstalled(
            f"the segmenter argos needs {cause.name}, which is not installed",
            hint="run `pip install minisbd`",
        ) from cause
    return minisbd
