"""The aligner of two texts in one language, by what their sentences share on the surface."""

from collections.abc import Sequence

from harness.align.sentences import SIGNATURE, align_sentences
from harness.core.values import Alignment, Signature


class SurfaceAligner:
    """`align_sentences` with its signature beside it. Blind to what that is blind to."""

    @property
    def signature(self) -> Signature:
        return SIGNATURE

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Alignment:
        return align_sentences(source, target)
