"""How a text addresses its reader: courtesy and familiarity exchanged."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._wording import comparable, reworded
from harness.text.data.lexical_resources import Classes, lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.lexical_cues import Cue, cues_in
from harness.text.pairs.word_alignment import AlignedWord

_OTHER = {"formal": "informal", "informal": "formal"}


class Register:
    """A text that is formal in its words and came back informal, or the other way round.

    Only words of one register must stand on either side ("usted"; "tú"): a text that mixes both
    has no register to lose, and one without such words shows none.

    Reports `style/register`, minor: the first telling word of each side.
    Blind to: address by the verb's ending alone ("¿tienes …?") or by a pronoun written onto it
    ("falou-te"), contractions, sentences that got their register from others; languages without
    wordings.
    """

    subjects = ("forms of address",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("register", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).told("register") else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        classes = lexical_resources(bead.source.language).register
        here, there = _first(pair.source, classes), _first(pair.back, classes)
        if not here or not there or _OTHER[here[0]] != there[0]:
            return ()
        spans = here[1].span, there[1].span
        return [reworded("register.exchanged", Category.REGISTER, bead, *spans)]


def _first(words: Sequence[AlignedWord], classes: Classes) -> tuple[str, Cue] | None:
    """The register of a text, if it has one alone, and the first word that shows it."""
    found = cues_in(words, classes)
    kinds = {kind for saying in found for kind in saying.kinds}
    return (kinds.pop(), found[0]) if len(kinds) == 1 else None
