"""Web and mail addresses that lead elsewhere after the round trip."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._placeables import PlaceableDifference, PlaceableRule
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import PlaceableKind


class Addresses:
    """URLs, e-mail addresses and domains changed, lost or added, in the return or on a pivot.

    Reports: `accuracy/mistranslation/address`: critical for a changed one, which sends the reader
    elsewhere; major for a lost or an added one; minor where only case, "www." or the scheme
    between http and https differs.
    Blind to: addresses that show neither a scheme nor a common domain; postal addresses and
    telephone numbers, whose digits the detector `numbers` compares.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("addresses", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        return _COPIED.issues(bead)


def _how(each: PlaceableDifference) -> str:
    """Alike where equal but for case, scheme and a slash; never with a space let in."""
    one, other = each.source, each.target
    alike = one and other and one.loose == other.loose and " " not in other.text
    return "alike" if alike else ""


_COPIED = PlaceableRule("addresses", PlaceableKind.ADDRESS, Category.ADDRESS, "address", _how)
