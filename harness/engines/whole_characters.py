"""An engine whose answers are text: one that holds half a character is none."""

from collections.abc import Sequence

from harness.core.half_characters import place_of_half, with_halves_shown
from harness.core.protocols import Engine, remembered_by
from harness.core.values import Direction, Outcome, Signature, Untranslatable


class WholeCharacters:
    """The engine `inner`, whose answers can all be stored, compared and shown.

    A lone surrogate is no character, and no file in UTF-8 can hold it. Such an answer was garbled
    on its way: what the engine meant is not known, so its segment is not measured.
    """

    def __init__(self, inner: Engine) -> None:
        self._inner = inner

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    @property
    def remembered_by(self) -> str | None:
        """As the engine says."""
        return remembered_by(self._inner)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [_whole(outcome) for outcome in self._inner.translate(segments)]

    def close(self) -> None:
        self._inner.close()


def _whole(outcome: Outcome) -> Outcome:
    if isinstance(outcome, Untranslatable):
        half = place_of_half(outcome.reason)
        return outcome if half is None else Untranslatable(with_halves_shown(outcome.reason))
    answer = "".join((outcome.text, *outcome.unknown))
    half = place_of_half(answer)
    if half is None:
        return outcome
    return Untranslatable(f"the engine's answer holds half a character (U+{ord(answer[half]):04X})")
