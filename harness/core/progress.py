"""How work that takes long shows its progress: the caller decides how, the work only counts."""

from collections.abc import Callable
from contextlib import AbstractContextManager

Advance = Callable[[int], object]  # called with how many are done since the last call
# Opens a display under a title, for so many of what is counted.
ProgressFactory = Callable[[str, int], AbstractContextManager[Advance]]
