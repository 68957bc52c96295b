"""Evidence in the finding itself: loops, untranslated words, missing sentences."""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from harness.blame.evidence import CountTrace, Evidence, evidence_of
from harness.blame.sense_evidence import senses_of_text, senses_of_word
from harness.core.values import BeadText, Category, Issue, LocalText, Span
from harness.text.data.language import language_data
from harness.text.words.dictionary import in_dictionary, well_formed
from harness.text.words.language_id import foreign_passages, other_language
from harness.text.words.normalise import folded
from harness.text.words.quoting import quoted
from harness.text.words.repetitions import repeats_in, stutters_in
from harness.text.words.sentence_spans import sentence_spans
from harness.text.words.tokens import tokenize, words
from harness.text.words.writing_systems import foreign_runs

FindingEvidence = Callable[[BeadText, Issue], Iterator[Evidence]]

_SUBWORD = "@@"  # where a vocabulary cut a word
_SENTENCE = 5  # words: a shorter one may well be said twice
_AGAIN = 85.0  # of 100: two sentences that say one thing
_LIKE = 50.0  # of 100: one nonword may have become the other ("cuatrorel", "fourrel")
_COGNATE = 75.0  # of 100: the same word in two languages
_SEEN = 0.97  # the fault itself stands at the stop
_COUNTED = 0.9  # sentences that are fewer; a word that no dictionary has
_OTHERWISE = 0.8  # a word of a pivot that stands for none of the source

_LOOPS = frozenset((Category.REPETITION, Category.REPEATED_PHRASE, Category.GARBLED))
_RESIDUE = frozenset(
    (
        Category.UNTRANSLATED,
        Category.WRONG_LANGUAGE,
        Category.UNKNOWN_WORD,
        Category.MIXED_SCRIPT,
    )
)
_SENTENCES = frozenset((Category.OMISSION_SENTENCE, Category.ADDITION_SENTENCE))
_EARLIER = 200  # sentences in which a repeated one is looked for
_MERGED = 0.85  # of the source's length: a pivot so long has not lost one of its sentences
_SPLIT = 1.4  # of the source's length: a pivot below it has not gained one


def loops(bead: BeadText, finding: Issue) -> Iterator[Evidence]:
    """The first stop at which more stands in a row than in the source.

    Whatever a finding says of words within a passage that came back twice is that passage's fault.
    """
    if finding.category not in _LOOPS and not _within_loop(finding, bead):
        return
    stops = [_loops(text) for text in bead.stops]
    first = next((stop for stop, count in enumerate(stops) if count > stops[0]), None)
    if first is not None and first <= _stop_of(finding):
        yield Evidence(
            "loop", _only(first), _SEEN, f"The first text that repeats itself is {_text(first)}."
        )


@lru_cache(maxsize=64)
def _loops(text: LocalText) -> int:
    found = (*repeats_in(text.text), *stutters_in(text.text))
    again = sum(repeat.count - 1 for repeat in found) + len(_repeated_sentences(text))
    return again + text.text.count(_SUBWORD)


def _within_loop(finding: Issue, bead: BeadText) -> bool:
    spans = finding.spans(len(bead.stops) - 1)
    return bool(spans) and any(span.overlaps(spans[0]) for span in _looping(bead.back_translation))


@lru_cache(maxsize=64)
def _looping(text: LocalText) -> tuple[Span, ...]:
    """Passages in which words follow upon themselves, or that say a sentence again."""
    found = [repeat.span for repeat in (*repeats_in(text.text), *stutters_in(text.text))]
    return (*found, *_repeated_sentences(text))


def _repeated_sentences(text: LocalText) -> list[Span]:
    """Sentences that the text has said already, all but: a passage may be too long to be a repeat,
    and an engine words it anew each time.
    """
    earlier: deque[str] = deque(maxlen=_EARLIER)
    again = []
    for span in sentence_spans(text.text, text.language):
        sentence = span.of(text.text).strip().casefold()
        if len(words(sentence)) >= _SENTENCE:
            if any(fuzz.ratio(sentence, other) >= _AGAIN for other in earlier):
                again.append(span)
            earlier.append(sentence)
    return again


def residue(bead: BeadText, finding: Issue) -> Iterator[Evidence]:
    """The first stop at which words of a wrong language stand as they do where they were found.

    Whatever a finding says of words within a passage that was left untranslated is that passage's
    fault.
    """
    stop = _stop_of(finding)
    if not finding.marks or (not stop and finding.category not in _RESIDUE):
        return
    if _cut(finding.spans(stop)[0], bead.stops[stop].text):
        yield from _garbled(bead, stop)
        return
    words = finding.spans(stop)[0].of(bead.stops[stop].text)
    if finding.category not in _RESIDUE and not left_over(finding.spans(stop)[0], bead, stop):
        return
    while stop > 1 and _foreign(words, bead.stops[stop - 1]):
        stop -= 1
    unknown = finding.category is Category.UNKNOWN_WORD
    if earlier := _made_up_before(words, bead, stop) or (
        _before_unknown(words, bead, stop) if unknown else None
    ):
        yield earlier
    elif stop:
        trust = _COUNTED if unknown else _SEEN
        yield Evidence(
            "residue", _only(stop), trust, f"{quoted(words)} appears first in {_text(stop)}."
        )


def _made_up_before(word: str, bead: BeadText, stop: int) -> Evidence | None:
    """The same letters at the stop before, where no dictionary has them either: the way back only
    left what was broken there already ("borto" of a pivot that says "borto").
    """
    before = bead.stops[stop - 1]
    stands = stop > 1 and word.casefold() in words(before.text.casefold())
    if not stands or word.casefold() in words(bead.source.text.casefold()):
        return None
    if not _unknown(word, before.language):
        return None
    why = f"{quoted(word)} stands in {_text(stop - 1)} already, and is no known word."
    return Evidence("residue", range(1, stop), _COUNTED, why)


def _before_unknown(word: str, bead: BeadText, stop: int) -> Evidence | None:
    """What an earlier stop has to do with a word that no dictionary has."""
    nonwords = (_nonword(word, bead, n) for n in range(1, stop))
    return next(filter(None, nonwords), None) or _taken_over(word, bead, stop)


def _taken_over(word: str, bead: BeadText, stop: int) -> Evidence | None:
    """A word of the stop before, left as it was: that it was wrong there already, unless it may
    stand for a word of the source. "Pathogens" may become *patos*, which are ducks.
    """
    before = bead.stops[stop - 1]
    known = senses_of_word(word.casefold(), before.language)
    if stop < 2 or not known or word.casefold() not in words(before.text.casefold()):
        return None
    if not known.isdisjoint(senses_of_text(bead.source)):
        return None
    why = f"{quoted(word)} stands in {_text(stop - 1)}, and no word of the source means that."
    return Evidence("residue", range(1, stop), _OTHERWISE, why)


def _nonword(word: str, bead: BeadText, stop: int) -> Evidence | None:
    """A word like it that no dictionary of a pivot has: one nonword becomes another on its way."""
    text = bead.stops[stop]
    source = set(words(bead.source.text.casefold()))
    for token in tokenize(text.text):
        if (
            fuzz.ratio(word.casefold(), token.text) >= _LIKE
            and _unknown(token.text, text.language)
            and not _cognate(token.text, source)
        ):
            return Evidence(
                "residue",
                _only(stop),
                _COUNTED,
                f"{quoted(token.text)} in {_text(stop)} is no known word, either.",
            )
    return None


def _unknown(word: str, language: str) -> bool:
    """Whether a word in small letters is one of no wordnet and no dictionary, nor made of any."""
    return (
        word.islower()
        and not senses_of_word(word, language)
        and in_dictionary(word, language) is False
        and not well_formed(word, language)
    )


def _cognate(word: str, source: Collection[str]) -> bool:
    """Whether a word of the source is written almost so: "insônia", of "insomnia"."""
    return any(fuzz.ratio(folded(word), folded(other)) >= _COGNATE for other in source)


def _cut(span: Span, text: str) -> bool:
    """Whether `span` is, or stands beside, a word whose subwords were not joined."""
    return _SUBWORD in span.of(text) or _SUBWORD in text[max(0, span.start - 3) : span.start]


def _garbled(bead: BeadText, stop: int) -> Iterator[Evidence]:
    """The first text with words in pieces. What the pieces are is another thing at every stop."""
    first = next(n for n in range(stop + 1) if n == stop or _SUBWORD in bead.stops[n].text)
    if first:
        yield Evidence(
            "residue", _only(first), _SEEN, f"Words in pieces appear first in {_text(first)}."
        )


def left_over(span: Span, bead: BeadText, stop: int) -> bool:
    """Whether `span` lies in a passage of another language that a stop took over from the last."""
    if not stop or _foreign_spans(bead.source):
        return False  # a source that is foreign itself tells nothing of what came later
    text, before = bead.stops[stop], bead.stops[stop - 1].text
    passages = (_as_before(passage, text.text, before) for passage in _foreign_spans(text))
    return any(passage.overlaps(span) for passage in passages)


def untranslated(text: LocalText) -> bool:
    """Whether a text as a whole is in another language than it should be."""
    return bool(other_language(text.text, language_data(text.language)))


def _as_before(passage: Span, text: str, before: str) -> Span:
    """A passage with the words around it, as far as they stand in the text before, too: only its
    function words betray it, and its edges are seldom such.
    """
    if passage.of(text) not in before:
        return passage
    tokens = [token.span for token in tokenize(text)]
    start, end = passage.start, passage.end
    for token in reversed([token for token in tokens if token.end <= start]):
        if text[token.start : end] not in before:
            break
        start = token.start
    for token in [token for token in tokens if token.start >= end]:
        if text[start : token.end] not in before:
            break
        end = token.end
    return Span(start, end)


def _foreign(words: str, text: LocalText) -> bool:
    """Whether `words` stand in `text` and are of another language there, too."""
    spans = _foreign_spans(text)
    start = text.text.find(words)
    return start >= 0 and any(
        span.start < start + len(words) and start < span.end for span in spans
    )


@lru_cache(maxsize=64)  # one return is asked about for each of its findings
def _foreign_spans(text: LocalText) -> tuple[Span, ...]:
    language = language_data(text.language)
    if other_language(text.text, language):
        return (Span(0, len(text.text)),)
    return (
        *(run.span for run in foreign_runs(text.text, language)),
        *(passage.span for passage in foreign_passages(text.text, language)),
    )


def sentences(bead: BeadText, finding: Issue) -> Iterator[Evidence]:
    """How many sentences each text has; two that were merged into one leave it open."""
    if finding.category not in _SENTENCES:
        return
    counts: list[int | None] = [_sentences(stop) for stop in bead.stops]
    lost = finding.category is Category.OMISSION_SENTENCE
    for stop, pivot in enumerate(bead.pivots, start=1):
        length = len(pivot.text.strip()) / max(len(bead.source.text.strip()), 1)
        if (lost and length >= _MERGED and (counts[stop] or 0) < (counts[0] or 0)) or (
            not lost and length < _SPLIT and (counts[stop] or 0) > (counts[0] or 0)
        ):
            counts[stop] = None
    stop = _stop_of(finding)
    what = finding.spans(stop)[0].of(bead.stops[stop].text) if finding.marks else ""
    clue = evidence_of(CountTrace("sentence", what, tuple(counts), _COUNTED), bead)
    if clue:
        yield clue


def _sentences(text: LocalText) -> int:
    spans = sentence_spans(text.text, text.language)
    return sum(bool(words(span.of(text.text))) for span in spans)


def _stop_of(finding: Issue) -> int:
    return min((mark.stop for mark in finding.marks if mark.stop), default=0)


def _only(hop: int) -> range:
    return range(hop, hop + 1)


def _text(stop: int) -> str:
    return f"the text after hop {stop}"
