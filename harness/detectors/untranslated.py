"""Words that stand in the wrong language after a hop."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import OSA

from harness.core.values import BeadText, Category, Cover, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, language_data, same_language
from harness.text.data.lexicon import lexicon
from harness.text.data.signatures import signature_of
from harness.text.facts.addresses import address_spans
from harness.text.facts.numbers import numbers_in
from harness.text.facts.placeables import placeable_spans
from harness.text.facts.quantities import quantities_in
from harness.text.words.dictionary import in_dictionary, well_formed
from harness.text.words.language_id import foreign_passages, other_language
from harness.text.words.normalise import plain
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize
from harness.text.words.writing_systems import foreign_runs, scripts_in

_COPY = 4  # words in a row, copied unchanged, that are no accident
_LONGER = 4  # letters; shorter words may be units and signs, alike in many languages
_LONG = 7  # letters, from which on one more may be wrong in a misspelled word
_WHOLE = 3  # words from which on a copied segment is more than a name
_MOST_PLACES = 100  # of one word in a text: of a word repeated more often, the first ones
_MARKERS = "*@#"  # Apertium's signs before a word that it could not carry over


class Untranslated:
    """Source words left on a pivot, pivot words left in the back-translation, unknown words.

    A round trip can be perfect while nothing was translated: so every hop is looked at. Copied
    passages are told by comparing with the stop before; the language of a text by its most
    frequent words and its script.

    Reports: `accuracy/untranslated` for a copied passage (major; critical where the whole segment
    was copied), `accuracy/untranslated/wrong-language` for words or a whole text in another
    language or script (major; critical for a whole text), and
    `accuracy/untranslated/unknown-word` for what the engine itself marked as unknown (major; minor
    for a capitalised word, which may be a name), and for new words of the back-translation that no
    dictionary of its language has (major): left in another language, or made up.
    Blind to: single copied words on a pivot, which may be names, loans or cognates; those in the
    back-translation that are words of its language, too ("situate"); languages without data;
    runs of names and numbers, which ought to be copied.
    """

    subjects = ("words of another language",)

    @property
    def signature(self) -> Signature:
        return signature_of("untranslated", __name__, "simplemma")

    def unseen(self, language: str) -> Sequence[str]:
        return () if language_data(language).known else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        findings: list[Issue] = []
        for hop, (before, after) in enumerate(
            zip(bead.stops, bead.stops[1:], strict=False), start=1
        ):
            findings += _unknown(after, hop)
            home = same_language(after.language, bead.source.language)
            if home and after.text == bead.source.text:
                continue  # an identical return
            taken = Cover(span for finding in findings for span in finding.spans(hop))
            for finding in _at_hop(bead, before, after, hop):
                if not any(map(taken.touches, finding.spans(hop))):
                    findings.append(finding)
                    for span in finding.spans(hop):
                        taken.add(span)
        return findings


def _at_hop(bead: BeadText, before: LocalText, after: LocalText, hop: int) -> Iterator[Issue]:
    """Findings at one hop, the widest first."""
    language = language_data(after.language)
    route = tuple(language_data(stop.language) for stop in bead.stops)
    home = same_language(after.language, bead.source.language)
    if not same_language(before.language, after.language):
        yield from _copies(before, after, hop, () if not home else _folded_tokens(bead.source))
    yield from _in_other_language(bead, after, language, route, hop)
    yield from _in_other_script(bead.source, after, language, hop)
    if home:
        yield from _strange(bead, after, hop)


# ── copies ──────────────────────────────────────────────────────────────────────────────────────


def _copies(
    before: LocalText, after: LocalText, hop: int, source_words: Sequence[str]
) -> Iterator[Issue]:
    """Passages of the stop before that were carried over as they are."""
    old, new = _folded_tokens(before), _tokens(after)
    words = [token.text.casefold() for token in new]
    if words == list(old) and _translatable(new, before, after, least=_WHOLE, known=source_words):
        yield _copied(Span(new[0].span.start, new[-1].span.end), after, hop, whole=True)
        return
    for run in _common_runs(old, words):
        tokens = new[run.start : run.stop]
        if _translatable(tokens, before, after, least=_COPY, known=source_words):
            span = Span(tokens[0].span.start, tokens[-1].span.end)
            yield _copied(span, after, hop, whole=False)


def _common_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[range]:
    """Longest stretches of `new` that stand in `old` too, from left to right."""
    where: dict[str, list[int]] = {}
    for index, word in enumerate(old):
        where.setdefault(word, []).append(index)
    start = 0
    while start < len(new):
        longest = 0
        for begin in where.get(new[start], ())[:_MOST_PLACES]:
            length = 0
            while (
                start + length < len(new)
                and begin + length < len(old)
                and new[start + length] == old[begin + length]
            ):
                length += 1
            longest = max(longest, length)
        if longest >= _COPY:
            yield range(start, start + longest)
        start += max(longest, 1)


def _translatable(
    tokens: Sequence[Token],
    before: LocalText,
    after: LocalText,
    *,
    least: int,
    known: Sequence[str],
) -> bool:
    """Whether these are words that a translation would have changed: mostly in lower case, enough
    of them, not the source's own, and one of them telling the language left behind (or all long).
    """
    old, new = language_data(before.language), language_data(after.language)
    lower = [token.text.casefold() for token in tokens if token.text[:1].islower()]
    telling = old.function_words - new.function_words
    if len(tokens) < least or 2 * len(lower) <= len(tokens) or set(lower) <= set(known):
        return False
    longer = [word for word in lower if len(word) >= _LONGER]
    return any(word in telling for word in lower) or len(longer) >= _COPY


def _copied(span: Span, text: LocalText, hop: int, *, whole: bool) -> Issue:
    words = span.of(text.text)
    what = "The whole segment" if whole else "A passage"
    return Issue(
        f"untranslated.copied{'.whole' * whole}",
        Category.UNTRANSLATED,
        f"{what} was copied, not translated, on hop {hop}: {quoted(words)}.",
        (Mark(hop, span),),
        (("words", words), ("hop", str(hop))),
    )


# ── other languages and scripts ─────────────────────────────────────────────────────────────────


def _in_other_language(
    bead: BeadText,
    text: LocalText,
    language: LanguageData,
    route: Sequence[LanguageData],
    hop: int,
) -> Iterator[Issue]:
    others = tuple(other for other in route if other.known and other.tag != language.tag)
    whole = other_language(text.text, language, others) or other_language(text.text, language)
    home = same_language(text.language, bead.source.language)
    if whole and not (home and other_language(bead.source.text, language)):
        span = _without_edges(text.text)
        yield _foreign("language.whole", span, text, hop, whole.name)
        return
    same = {token.casefold() for token in _folded_tokens(bead.source)} if home else set()
    for passage in foreign_passages(text.text, language, others):
        if not {word.casefold() for word in passage.words} <= same:
            yield _foreign("language", passage.span, text, hop, passage.language.name)


def _in_other_script(
    source: LocalText, text: LocalText, language: LanguageData, hop: int
) -> Iterator[Issue]:
    old, new = (scripts_in(each.text) for each in (source, text))
    home = same_language(source.language, text.language) and "Latin" not in language.scripts
    if home and new and old & language.scripts and not new & language.scripts:
        span = _without_edges(text.text)
        yield _foreign("language.whole", span, text, hop, f"{min(new)} script")
        return
    for run in foreign_runs(text.text, language):
        if run.text not in source.text or run.script in language_data(source.language).scripts:
            yield _foreign("script", run.span, text, hop, f"{run.script} script")


def _foreign(by: str, span: Span, text: LocalText, hop: int, what: str) -> Issue:
    words = span.of(text.text)
    return Issue(
        f"untranslated.{by}",
        Category.WRONG_LANGUAGE,
        f"After hop {hop}, {quoted(words)} is in {what}.",
        (Mark(hop, span),),
        (("words", words), ("found", what), ("hop", str(hop))),
    )


# ── unknown words ───────────────────────────────────────────────────────────────────────────────


def _unknown(text: LocalText, hop: int) -> list[Issue]:
    findings = []
    words = [word.strip().lstrip(_MARKERS) for word in text.unknown]
    for word, repeats in groupby(sorted(filter(None, words))):
        spans = _occurrences(word, text)
        named = word[0].isupper() and bool(spans) and spans[0].start > 0
        findings.append(
            Issue(
                f"untranslated.unknown{'.capital' * named}",
                Category.UNKNOWN_WORD,
                f"The engine of hop {hop} does not know the word {quoted(word)}.",
                tuple(Mark(hop, span) for span in spans),
                (("word", word), ("times", str(len(list(repeats)))), ("hop", str(hop))),
            )
        )
    return findings


def _strange(bead: BeadText, text: LocalText, hop: int) -> Iterator[Issue]:
    """Words in lower case that no dictionary of the source's language has, new in the return.

    Words that are some word of the source misspelled are left out, and forms that a language makes
    freely (with a hyphen, of two known words, a verb with its pronouns). Where nothing is known
    of a language, nothing is.
    """
    old, fixed = set(_folded_tokens(bead.source)), Cover(placeable_spans(text.text))
    strange: dict[str, list[Span]] = {}
    for token in _tokens(text):
        word = plain(token.text)
        if len(word) < _LONGER or not token.text.islower() or not word.isalpha() or word in old:
            continue
        if in_dictionary(word, text.language) is not False or fixed.touches(token.span):
            continue
        if well_formed(word, text.language) or any(map(token.span.overlaps, _numbers(text))):
            continue
        if not any(OSA.distance(word, other) <= _slips(word) for other in old):
            strange.setdefault(word, []).append(token.span)
    for word, spans in strange.items():
        yield Issue(
            f"untranslated.strange{'' if lexicon(text.language).senses else '.unsure'}",
            Category.UNKNOWN_WORD,
            f"After hop {hop}, {quoted(word)} is no known word of the source's language.",
            tuple(Mark(hop, span) for span in spans),
            (("word", word), ("times", str(len(spans))), ("hop", str(hop))),
        )


def _numbers(text: LocalText) -> list[Span]:
    """Where numbers stand, and their units: dictionaries lack some of them."""
    language = language_data(text.language)
    numbers = [number.span for number in numbers_in(text.text, language)]
    return numbers + [quantity.span for quantity in quantities_in(text.text, language)]


def _slips(word: str) -> int:
    """Wrong letters up to which a word counts as another one misspelled."""
    return 1 + len(word) // _LONG


def _occurrences(word: str, text: LocalText) -> list[Span]:
    spans, start = [], text.text.find(word)
    while start >= 0:
        spans.append(Span(start, start + len(word)))
        start = text.text.find(word, start + len(word))
    return spans


def _without_edges(text: str) -> Span:
    bare = text.strip()
    start = text.find(bare)
    return Span(start, start + len(bare))


def _tokens(text: LocalText) -> tuple[Token, ...]:
    """The words of a text, without those of addresses, which are not translated."""
    addresses = Cover(address_spans(text.text))
    return tuple(
        token
        for token in tokenize(text.text)
        if token.kind is TokenKind.WORD and not addresses.touches(token.span)
    )


def _folded_tokens(text: LocalText) -> tuple[str, ...]:
    return tuple(token.text.casefold() for token in _tokens(text))
