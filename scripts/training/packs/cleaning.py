"""What a sentence must be to train on it: clean, of one language, and no benchmark's.

Pure functions and values; reading, counting and writing are `gather.py`'s.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FEWEST_WORDS = 3
MOST_WORDS = 45
LETTERS = 0.65  # the least share of letters and spaces: two dates and three per cents may be there
OVERLAP = 8  # words in a row that a sentence may not share with a benchmark

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORDS = re.compile(r"[^\W_]+")
_BRACKETS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_STOP_WORDS = {
    "en": "the of and to in a is that for it was on are as with be by at from this have or an "
    "not which they we you he she his her its but their had were has been will one all can if "
    "there what when who would do so no how my i me our your these more than about into did",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más o pero sus "
    "le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien es son "
    "fue ha era ser está mi tu yo él ella si qué cómo uno les nos puede hacer todo esto eso está",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
    "ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela",
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def clean(text: str) -> str:
    """Composed (NFC), on one line, single spaces, without control and invisible characters."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def folded(text: str) -> str:
    """The words alone, case folded: what two spellings of one sentence have in common."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


def fault(sentence: str, language: str) -> str | None:
    """Why a clean sentence is not used, in a few words that are the same for every such one."""
    words = len(sentence.split())
    if words < FEWEST_WORDS:
        return "too short"
    if words > MOST_WORDS:
        return "too long"
    if sum(c.isalpha() or c == " " for c in sentence) < LETTERS * len(sentence):
        return "few letters"
    if not is_balanced(sentence):
        return "unbalanced"
    if not is_likely(sentence, language):
        return "language"
    return None


def is_balanced(sentence: str) -> bool:
    """Every bracket and every quotation mark has its other half."""
    if sentence.count('"') % 2:
        return False
    opened: list[str] = []
    for character in sentence:
        if character in _BRACKETS.values():
            opened.append(character)
        elif character in _BRACKETS and (not opened or opened.pop() != _BRACKETS[character]):
            return False
    return not opened


def is_likely(sentence: str, language: str) -> bool:
    """Whether no other language known here has more of its common words in the sentence.

    Blind to: short sentences without any such word, which pass.
    """
    words = folded(sentence).split()
    common = {name: sum(word in stop for word in words) for name, stop in STOP_WORDS.items()}
    own = common.pop(language)
    return own >= max(common.values()) and (own > 0 or len(words) < OVERLAP)


@dataclass(frozen=True, slots=True)
class KeepOut:
    """Texts that are measured with, and so never trained on."""

    lines: frozenset[str]
    runs: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "KeepOut":
        """Keeps the sentences that equal one of `texts`, or share a run of 8 words with one."""
        lines, runs = set(), set()
        for text in texts:
            line = folded(text)
            lines.add(line)
            runs.update(_runs(line))
        return cls(frozenset(lines - {""}), frozenset(runs))

    def leak(self, sentence: str) -> str | None:
        """Why the sentence may not be used, or None."""
        line = folded(sentence)
        if line in self.lines:
            return "benchmark line"
        if any(run in self.runs for run in _runs(line)):
            return "benchmark overlap"
        return None


def _runs(line: str) -> Iterator[str]:
    words = line.split()
    for start in range(len(words) - OVERLAP + 1):
        yield " ".join(words[start : start + OVERLAP])
