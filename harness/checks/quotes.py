"""Quotation marks and brackets that lack their other half."""

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from harness.core.values import Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, language_data
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted

_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_COMMON = (("“", "”"), ("«", "»"))  # told apart by their form in most languages
_APOSTROPHES = frozenset("'’‘")
_LINE = regex.compile(r"[^\n]+")
# Marks that close or open nothing: emoticons, "a)" and "1)" before a point of a list.
_IDLE = regex.compile(r"[:;=][-^']?[()\[\]]|^\s*(?:\p{L}|\p{Nd}{1,2})\)")


class Quotes:
    """Quotation marks and brackets without a partner in their line.

    Pairs are those of the language and the common “ ” and « ». Apostrophes are no quotation marks,
    and neither are single quotes, which look like them.

    Reports: `fluency/punctuation/unpaired-marks`, minor, at the mark that is left alone.
    Blind to: quotes of the wrong kind, and single quotes. In a text cut into sentences, a
    quotation of several sentences is reported at its ends.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("quotes", __name__)

    def check(self, text: LocalText) -> Sequence[Issue]:
        pairs = _pairs(language_data(text.language))
        return [
            _issue(line.start() + place, text.text)
            for line in _LINE.finditer(text.text)
            for place in _unpaired_marks(line.group(), pairs)
        ]


def _pairs(language: LanguageData) -> tuple[tuple[str, str], ...]:
    own = tuple(pair for pair in language.quotes.pairs if not _APOSTROPHES & set(pair))
    used = {mark for pair in own for mark in pair}
    common = tuple(pair for pair in _COMMON if not used & set(pair))
    straight = () if '"' in used else (('"', '"'),)
    return (*own, *common, *straight, *_BRACKETS)


def _unpaired_marks(line: str, pairs: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Places of the marks in `line` that no other mark answers, in order."""
    idle = {place for match in _IDLE.finditer(line) for place in range(*match.span())}
    closes = {opener: {pair[1] for pair in pairs if pair[0] == opener} for opener, _ in pairs}
    closers = {closer for _, closer in pairs}
    waiting: list[int] = []
    answers = Counter[str]()  # what would close one of those that wait
    alone: list[int] = []
    for place, mark in enumerate(line):
        if place in idle:
            continue
        if answers[mark] > 0:
            while mark not in closes[line[waiting[-1]]]:
                alone.append(waiting[-1])
                answers.subtract(closes[line[waiting.pop()]])
            answers.subtract(closes[line[waiting.pop()]])
        elif mark in closes:
            waiting.append(place)
            answers.update(closes[mark])
        elif mark in closers:
            alone.append(place)
    return iter(sorted([*alone, *waiting]))


def _issue(place: int, text: str) -> Issue:
    context = " ".join(text[max(place - 15, 0) : place + 15].split())
    return Issue(
        "quotes.unpaired",
        Category.UNPAIRED,
        f"The mark {text[place]} has no matching mark: {quoted(context)}.",
        (Mark(0, Span(place, place + 1)),),
        (("mark", text[place]), ("context", context)),
    )
