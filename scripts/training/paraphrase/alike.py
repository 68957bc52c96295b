"""Other ways of writing the same sentence: what a reader must not take for a change."""

import random
import re

_AUXILIARIES = "do|does|did|is|are|was|were|have|has|had|would|could|should|must|need"
_PRONOUNS = "I|you|he|she|it|we|they|there|that"

# English only: the other languages have no two ways for it.
_SHORT = (
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"\bcan ?not\b"), "can't"),
    (re.compile(rf"\b({_AUXILIARIES}) not\b"), r"\1n't"),
    (re.compile(rf"\b({_PRONOUNS}) will\b", re.IGNORECASE), r"\1'll"),
    (re.compile(r"\b(you|we|they) are\b", re.IGNORECASE), r"\1're"),
    (re.compile(r"\b(he|she|it|there|that) is\b", re.IGNORECASE), r"\1's"),
    (re.compile(r"\bI am\b"), "I'm"),
)
_LONG = (
    (re.compile(r"\bwon['’]t\b"), "will not"),
    (re.compile(r"\bcan['’]t\b"), "cannot"),
    (re.compile(rf"\b({_AUXILIARIES})n['’]t\b"), r"\1 not"),
    (re.compile(rf"\b({_PRONOUNS})['’]ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile(r"\b(you|we|they)['’]re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\bI['’]m\b"), "I am"),
)


def rewritten(text: str, language: str, rng: random.Random) -> str:
    """The sentence with other contractions, quotes, a final stop more or less; or as it is."""
    if language == "en":
        for form, other in _SHORT if rng.random() < 0.5 else _LONG:
            text = form.sub(other, text)
    chance = rng.random()
    if chance < 0.15:
        return text.rstrip(" .") if text.rstrip().endswith(".") else f"{text.rstrip()}."
    if chance < 0.3:
        return text.replace("'", "’").replace('"', "”")
    return text[:1].lower() + text[1:] if chance < 0.35 else text
