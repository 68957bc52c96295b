"""Keeps libraries that would send usage data from doing so.

At every import, `onnxruntime` stores what machine and program it runs on, below
`~/.cache/Microsoft`, and some ten seconds later a thread of its own looks up a host of its
makers' to send that. It heeds this variable, and only if it is there before the import: its own
`disable_telemetry_events()` comes too late.

`ray`, where it starts a cluster, sends statistics of use unless the second variable is there.
"""

import os

_TOLD = {"ORT_DISABLE_TELEMETRY": "1", "RAY_USAGE_STATS_ENABLED": "0"}


def stay_offline() -> None:
    """To be called before anything is imported that may bring such a library.

    Holds for this process and for those that it starts; what the user has set is overruled.
    """
    os.environ.update(_TOLD)
