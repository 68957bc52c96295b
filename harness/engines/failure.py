"""An engine that fails as a whole: it never answered, or it no longer does."""

from harness.core.errors import EngineDied, EngineError, EngineUnavailable


def stopped(reason: str, *, hint: str, answered: bool) -> EngineError:
    """EngineDied for an engine that has answered before, EngineUnavailable for one that has not.

    A caller may resume after the first; after the second there is nothing to go on from.
    """
    kind = EngineDied if answered else EngineUnavailable
    return kind(reason, hint=hint)
