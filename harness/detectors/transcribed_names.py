"""Foreign names in Japanese and Chinese writing, which has no capitals to tell them by."""

from collections import Counter
from collections.abc import Sequence

import regex
from rapidfuzz import fuzz

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.text.data.language import same_language
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted

# Katakana writes what comes from abroad; in Chinese a dot parts the names of one person, of which
# the last one is told by its first two signs.
_NAME = regex.compile(
    r"""
      [\p{Katakana}ー]{2,}
    | (?<= [\p{Han}] · ) \p{Han}{2}
    | \p{Han}{1,3} (?= · )
    """,
    regex.VERBOSE,
)
_ALIKE = 80.0  # of 100: two spellings of one loan ("コンピュータ", "コンピューター")
_DOTS = frozenset("・·")


class TranscribedNames:
    """Katakana words and names with a dot that became others: ケラー, ケーラー; 凯勒, 科勒.

    As many as went must have come: each is one changed, in order.

    Reports `accuracy/mistranslation/entity`: major; minor for a word beside no dot whose spelling
    alone differs.
    Blind to: names in Chinese characters without a dot, names lost or added, loans that came back
    as native words.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("transcribed-names", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        if source.text == back.text or not same_language(source.language, back.language):
            return ()
        here, there = _names(source.text), _names(back.text)
        lost, added = (
            _without(here, source.text, there, back.text),
            _without(there, back.text, here, source.text),
        )
        if len(lost) != len(added):
            return ()
        return [_issue(one, other, bead) for one, other in zip(lost, added, strict=True)]


def _names(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _NAME.finditer(text)]


def _without(
    spans: Sequence[Span], text: str, others: Sequence[Span], other_text: str
) -> list[Span]:
    """Those that stand more often here than there."""
    there = Counter(span.of(other_text) for span in others)
    left = []
    for span in spans:
        if there[span.of(text)]:
            there[span.of(text)] -= 1
        else:
            left.append(span)
    return left


def _issue(one: Span, other: Span, bead: BeadText) -> Issue:
    source, back = bead.source.text, bead.back_translation.text
    old, new = one.of(source), other.of(back)
    beside = source[max(one.start - 1, 0) : one.start] + source[one.end : one.end + 1]
    spelt = _DOTS.isdisjoint(beside) and fuzz.ratio(old, new) >= _ALIKE
    return Issue(
        f"transcribed-names.changed{'.spelling' * spelt}",
        Category.ENTITY,
        f"The name {quoted(old)} came back as {quoted(new)}.",
        (Mark(0, one), Mark(len(bead.stops) - 1, other)),
        (("source", old), ("back_translation", new)),
    )
