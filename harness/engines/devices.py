"""Where CTranslate2 computes: on the processor, or on a graphics card that it can use."""

from harness.core.errors import EngineUnavailable
from harness.engines.options import one_of

CPU = "cpu"
CUDA = "cuda"
AUTO = "auto"
DEVICES = (CPU, CUDA, AUTO)


def device_named(part: str, value: str) -> str:
    """`cpu` or `cuda`, from what the user wrote; `auto` is `cuda` where there is one.

    CTranslate2 is loaded only if the answer depends on it.

    Raises:
        ConfigError: the word is none of `DEVICES`.
        EngineUnavailable: `cuda` was asked for, and CTranslate2 finds none.
    """
    wanted = one_of(part, "device", value, DEVICES)
    if wanted == CPU:
        return CPU
    found = _cuda_devices()
    if wanted == CUDA and not found:
        raise EngineUnavailable(
            "CTranslate2 finds no CUDA device on this machine",
            hint=f"check that nvidia-smi lists one, or leave {part}.device at {CPU}",
        )
    return CUDA if found else CPU


def _cuda_devices() -> int:
    """How many CTranslate2 can use. A build or a driver without CUDA has none."""
    import ctranslate2  # noqa: PLC0415  (heavy; asked only where a graphics card is wanted)

    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return 0
