"""On what machine figures were measured, in one line."""

import os
import platform

from harness.core.cpu import this_processor


def machine_line() -> str:
    """Cores that this process may use, processor, Python, and how busy the machine is now."""
    cores = len(os.sched_getaffinity(0))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{cores} cores, {this_processor()}, Python {platform.python_version()}; load {load}"
