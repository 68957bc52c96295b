"""Run records -> what changed between them, and whether it is more than chance.

`harness.compare` is this package, and a function of the public interface, too: called, the package
is `harness.api.compare`. A function of its own under this name would disappear behind the package
as soon as it is imported.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Two runs compared: see `harness.api.compare`."""
        return import_module("harness.api").compare(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
