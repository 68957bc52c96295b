"""Features of the adequacy score: named numbers, 0 where nothing differs.

A signal speaks of a difference, so that every weight of the model is at most 0 (`cancelled` alone
takes something back). Each one can be read off the two texts, the scores and the findings by hand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, log1p

from rapidfuzz.distance import Indel

from harness.core.values import BeadText, Category, Finding, ParaphraseScore, Score, Severity
from harness.statistics.logistic import logit
from harness.text.pairs.word_alignment import WordAlignment, WordRelation, align_words
from harness.text.words.tokens import Token, TokenKind, tokenize

_WHOLE = 100.0  # chrF of the same text
_LEAST = 1e-4  # of a probability: below, the model is no surer
_RARE = 1e-3  # of a chance that a reader complains: below, it is as good as none
_AT_MOST = 3  # findings of one kind that count
_RELATIONS = (
    WordRelation.SYNONYM,
    WordRelation.FAMILY,
    WordRelation.WIDER,
    WordRelation.NARROWER,
    WordRelation.OPPOSITE,
)

Features = Mapping[str, float]


def adequacy_features(
    texts: BeadText,
    scores: Mapping[str, Score],
    findings: Sequence[Finding],
    paraphrase_score: ParaphraseScore | None = None,
) -> dict[str, float]:
    """Every signal of a bead by name. Those of scores that were not measured are left out.

    characters   share of characters that differ (insertions and deletions; case aside)
    words        the same in words
    scrambled    words that are on both sides, in another order (share)
    exchanged    content words without a counterpart on either side, as many as match in number
    lost, added  the rest of them: words too few, words too many
    small        words of the closed classes that one side has more often
    synonym, family, wider, narrower, opposite   pairs of words of that kind
    length       how far one side is longer, in words: absolute logarithm of the quotient
    ending       1 where one side ends in another mark
    reading      minus the logarithm of the paraphrase model's probability of the same meaning, to 9
    doubt        how far the probability that they do not is above one in ten thousand (logarithm)
    drift        log-odds that a reader finds a major difference, from 1 in 1,000 on
    ruin         the same of a critical one
    worst word   the same of a major difference in the word that is likeliest to be one
    words off    how many words a reader is expected to call a major difference
    overlap      how far chrF is from 1: n-grams of letters and words that one side alone has
    minor, major, critical   findings of the severity or a worse one, 3 at most
    finding:…    the same for one category of findings, whatever its severity
    cancelled    1 where one denial and one opposite came together: "not open", "closed"

    Counts are given as the logarithm of 1 + the count.
    """
    surface = _surface(texts.source.text, texts.back_translation.text)
    pair = align_words(texts.source.language, texts.source.text, texts.back_translation.text)
    words, found = _wording(pair), _findings(findings)
    denied = any(finding.category is Category.NEGATION for finding in findings)
    return {
        **surface,
        **words,
        **_overlap(scores),
        **(paraphrase_features(paraphrase_score) if paraphrase_score else {}),
        **found,
        "cancelled": float(denied and words["opposite"] > 0),
    }


def paraphrase_features(paraphrase_score: ParaphraseScore) -> dict[str, float]:
    """The paraphrase score near both ends of its scale: 0 if surely the same."""
    signals = {
        "reading": -log(max(paraphrase_score.same, _LEAST)),
        "doubt": log(max(1 - paraphrase_score.same, _LEAST) / _LEAST),
    }
    if paraphrase_score.row is not None:
        chances = [word.chances.major for word in paraphrase_score.words]
        signals |= {
            "drift": _odds(paraphrase_score.row.major),
            "ruin": _odds(paraphrase_score.row.critical),
            "worst word": _odds(max(chances, default=0.0)),
            "words off": log1p(sum(chances)),
        }
    return signals


def _odds(chance: float) -> float:
    """Log-odds above those of 1 in 1,000, never below 0."""
    return logit(chance, _RARE) - logit(_RARE, _RARE)


def _surface(source: str, back: str) -> dict[str, float]:
    left, right = tokenize(source), tokenize(back)
    ours, theirs = _without_symbols(left), _without_symbols(right)
    order = Indel.normalized_distance(ours, theirs)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    bag = 1 - 2 * shared / max(1, len(ours) + len(theirs))
    return {
        "characters": Indel.normalized_distance(source.casefold(), back.casefold()),
        "words": order,
        "scrambled": max(0.0, order - bag),
        "length": abs(log((1 + len(ours)) / (1 + len(theirs)))),
        "ending": float(_ending(left) != _ending(right)),
    }


def _wording(pair: WordAlignment) -> dict[str, float]:
    lost, added = len(pair.lost()), len(pair.added())
    kinds = Counter(pair.relations.values())
    ours = Counter(word.text for word in pair.source if not word.content)
    theirs = Counter(word.text for word in pair.back if not word.content)
    small = sum((ours - theirs).values()) + sum((theirs - ours).values())
    counted = {
        "exchanged": min(lost, added),
        "lost": max(0, lost - added),
        "added": max(0, added - lost),
        "small": small,
        **{kind.value: kinds[kind] for kind in _RELATIONS},
    }
    return {name: log1p(count) for name, count in counted.items()}


def _overlap(scores: Mapping[str, Score]) -> dict[str, float]:
    if "chrf" not in scores:
        return {}
    return {"overlap": 1 - scores["chrf"].value / _WHOLE}


def _findings(findings: Sequence[Finding]) -> dict[str, float]:
    severities = [finding.severity for finding in findings]
    categories = Counter(finding.category for finding in findings)
    # Or worse: so that no finding counts for less than one of a lower severity.
    counted = {lv.value: _count(sum(each >= lv for each in severities)) for lv in Severity}
    counted |= {f"finding:{kind.value}": _count(number) for kind, number in categories.items()}
    return counted


def _count(number: int) -> float:
    return log1p(min(number, _AT_MOST))


def _without_symbols(tokens: Sequence[Token]) -> list[str]:
    return [token.text.casefold() for token in tokens if token.kind is not TokenKind.SYMBOL]


def _ending(tokens: Sequence[Token]) -> str:
    last = tokens[-1] if tokens else None
    return last.text if last and last.kind is TokenKind.SYMBOL else ""
