"""Emoji that the round trip lost, added or exchanged."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._placeables import PlaceableDifference, PlaceableRule
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import PlaceableKind


class Emoji:
    """Emoji changed, lost or added, in the return or on a pivot.

    Flags, families and other sequences count as one. The variation selector does not matter.

    Reports: `accuracy/mistranslation/emoji`: major for one that became another, which says another
    thing; minor for a lost or an added one, and where only the skin tone differs.
    Blind to: emoticons (":-)"); an emoji put into words ("red heart").
    """

    @property
    def signature(self) -> Signature:
        return signature_of("emoji", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        return _COPIED.issues(bead)


def _how(each: PlaceableDifference) -> str:
    one, other = each.source, each.target
    return "tone" if one and other and one.loose == other.loose else ""


_COPIED = PlaceableRule("emoji", PlaceableKind.EMOJI, Category.EMOJI, "emoji", _how)
