"""Placeholders that a program fills in, and that must not be translated."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.detectors._placeables import PlaceableDifference, PlaceableRule
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import Placeable, PlaceableKind, placeables_in
from harness.text.words.quoting import quoted
from harness.text.words.tokens import words


class Placeholders:
    """Placeholders changed, lost or added: {name}, {0}, {{x}}, ${x}, $x, $t(x), :x, %s, %(x)d, %1,
    <0>, ICU plurals; those of games: [name], {color=#0F0}, \\V[12], [b]; and escapes (\\n).

    They are the same in every language, so pivots are looked at too: {name} that was {nombre} on
    the way is reported though it came back. Spaces inside braces do not matter.

    Reports: `design-markup/placeholder`: critical for a changed and a lost one, for the program
    then shows the wrong thing or fails, and for two exchanged where all other words stayed; major
    for an added one, and for a mere word in brackets ("[name]"), which may be an editor's; minor
    for escapes.
    Blind to: two exchanged in a sentence that changed otherwise; those without marks of their own
    (NAME); which plural forms a language needs; escapes in a text that holds paths of Windows.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("placeholders", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        return _COPIED.issues(bead) or _exchanged(bead)


def _exchanged(bead: BeadText) -> list[Issue]:
    """The first placeholder that stands in another's place, where nothing else differs."""
    source, back = (
        placeables_in(stop.text)[PlaceableKind.PLACEHOLDER]
        for stop in (bead.source, bead.back_translation)
    )
    pairs = [(one, other) for one, other in zip(source, back, strict=False) if one.key != other.key]
    if not pairs or _frame(bead.source.text, source) != _frame(bead.back_translation.text, back):
        return []
    one, other = pairs[0]
    return [
        Issue(
            "placeholders.exchanged",
            Category.PLACEHOLDER,
            f"{quoted(other.text)} came back in the place of {quoted(one.text)}.",
            (Mark(0, one.span), Mark(len(bead.stops) - 1, other.span)),
            (("source", one.text), ("back_translation", other.text)),
        )
    ]


def _frame(text: str, facts: Sequence[Placeable]) -> list[str]:
    """The words of `text` around its placeholders."""
    edges = [0, *(edge for fact in facts for edge in (fact.span.start, fact.span.end)), len(text)]
    pieces = (text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [" ".join(words(piece)) for piece in pieces]


def _how(each: PlaceableDifference) -> str:
    """Whether it is an escape, or a word in brackets, where its source or else its return is."""
    fact = each.source or each.target
    written = fact.text if fact else ""
    if written.startswith("\\") and written[-1] not in "]>":
        return "escape"
    word = written.removeprefix("[").removesuffix("]")
    return "worded" if len(word) == len(written) - 2 and word.isalpha() else ""


_COPIED = PlaceableRule(
    "placeholders", PlaceableKind.PLACEHOLDER, Category.PLACEHOLDER, "placeholder", _how
)
