"""Identifiers that programs, people and catalogues know by their exact writing."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._placeables import PlaceableDifference, PlaceableRule
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import PlaceableKind


class Identifiers:
    """snake_case, camelCase, code, file paths, versions (v1.2.3), #hashtags, @handles, key
    combinations and product codes (A320, H5N1) changed, lost or added, in the return or on a pivot.

    Reports: `accuracy/mistranslation/identifier`: major; minor where only the case of a hashtag, a
    handle or a code of letters and digits differs.
    Blind to: identifiers that look like words (`print`), product codes that begin with a digit, a
    product's plain name (see `names`), versions without a "v" (see `numbers`).
    """

    @property
    def signature(self) -> Signature:
        return signature_of("identifiers", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        return _COPIED.issues(bead)


def _how(each: PlaceableDifference) -> str:
    one, other = each.source, each.target
    loose = one and other and one.loose == other.loose and one.text[0] in "#@"
    return "case" if loose else ""


_COPIED = PlaceableRule(
    "identifiers", PlaceableKind.IDENTIFIER, Category.IDENTIFIER, "identifier", _how
)
