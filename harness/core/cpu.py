"""Which processor computes: integer and float kernels differ, and so may the last digit."""

import functools
import platform
from pathlib import Path

# From the newest down: the libraries pick the first that the processor has.
_EXTENSIONS = ("avx512_vnni", "avx512f", "avx_vnni", "avx2", "avx", "sse4_1", "asimddp", "asimd")


def instruction_set(cpuinfo: str, machine: str) -> str:
    """The maker and the widest vector extension named in a Linux `/proc/cpuinfo`.

    The maker belongs to it: CTranslate2 computes with MKL on Intel and with oneDNN elsewhere.
    Falls back to `machine` (`x86_64`, `arm64`) where the text names neither.
    """
    fields = {
        key.strip(): value.strip()
        for key, _, value in (line.partition(":") for line in cpuinfo.splitlines())
        if value
    }
    flags = set((fields.get("flags") or fields.get("Features") or "").split())
    widest = next((name for name in _EXTENSIONS if name in flags), "")
    maker = fields.get("vendor_id", "")
    return " ".join(part for part in (maker, widest) if part) or machine


@functools.cache
def this_processor() -> str:
    """`instruction_set` of the machine that runs this; it cannot change while it runs."""
    try:
        cpuinfo = Path("/proc/cpuinfo").read_text("utf-8", errors="replace")
    except OSError:  # not Linux
        cpuinfo = ""
    return instruction_set(cpuinfo, platform.machine())
