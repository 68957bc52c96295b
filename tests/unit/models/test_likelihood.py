"""Judges of a run: what they are asked, what is kept, and what it tells of the hop."""

from collections.abc import Sequence

import pytest
from support import bead

from harness.blame.contrastive import contrast, leanings
from harness.blame.hop_attribution import HopAttribution
from harness.blame.likelihood_evidence import LikelihoodEvidence
from harness.core.errors import EngineContractError
from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    Category,
    Direction,
    Finding,
    LocalText,
    Mark,
    Severity,
    Signature,
    Span,
    WordScore,
    WordScores,
)
from harness.models.likelihood import RunLikelihood, directions, questions

SAME = {"agua": "water", "leche": "milk", "vaso": "glass", "viejo": "old", "barco": "boat"}
SAME |= {"wasser": "water", "milch": "milk", "glas": "glass"}
KNOWN = {**SAME, **{english: spanish for spanish, english in SAME.items()}}


class Dictionary:
    """Finds a word probable if its translation stands in the given text."""

    def __init__(self, source: str, target: str) -> None:
        self.direction = Direction(source, target)
        self.signature = Signature("dictionary", (("direction", str(self.direction)),))
        self.asked = 0
        self.closed = False

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        self.asked += 1
        return [self._scores(*pair) for pair in pairs]

    def _scores(self, given: str, scored: str) -> WordScores | None:
        if not scored.strip():
            return None
        words, at = [], 0
        for word in scored.split():
            start = scored.index(word, at)
            at = start + len(word)
            bare = word.strip(".").lower()
            sure = KNOWN.get(bare, bare) in given.lower()
            words.append(WordScore(Span(start, at), -0.123456 if sure else -9.0))
        return WordScores(tuple(words), sum(w.log_probability for w in words) / len(words))

    def close(self) -> None:
        self.closed = True


def judges(pivot: str = "es") -> RunLikelihood:
    return RunLikelihood([Dictionary("en", pivot), Dictionary(pivot, "en")])


def test_a_route_wants_judges_of_each_hop_both_ways() -> None:
    assert [str(each) for each in directions(parse_route("en:es:en"))] == ["en→es", "es→en"]
    longer = [str(each) for each in directions(parse_route("en:es:pt:en"))]
    assert longer == ["en→es", "es→en", "es→pt", "pt→es", "pt→en", "en→pt"]


def test_the_source_is_scored_given_every_pivot() -> None:
    out_and_back = bead("a", "b", "c").stops
    assert questions(out_and_back) == ((1, 0),)
    source, back = LocalText("en", "a"), LocalText("en", "d")
    longer = (source, LocalText("es", "b"), LocalText("pt", "c"), back)
    assert questions(longer) == ((1, 0), (2, 0))
    assert questions((source, LocalText("en", "b"), LocalText("pt", "c"), back)) == ((2, 0),)


def test_judgements_keep_words_in_hundredths_and_ask_each_model_once() -> None:
    models = [Dictionary("en", "es"), Dictionary("es", "en")]
    texts = bead("Old milk.", "Viejo barco.", "Old boat.")
    first, second = RunLikelihood(models).score([texts, texts])
    assert first == second
    assert [model.asked for model in models] == [0, 1]
    (said,) = first
    assert (said.given, said.scored) == (1, 0)
    assert [word.log_probability for word in said.scores.words] == [-0.12, -9.0]


def test_what_no_scorer_can_answer_has_no_likelihood() -> None:
    only = RunLikelihood([Dictionary("es", "en")])
    (told,) = only.score([bead("Old boat.", "Viejo barco.", "")])
    assert [(each.given, each.scored) for each in told] == [(1, 0)]


def test_a_judge_that_leaves_out_an_answer_breaks_its_contract() -> None:
    class Short(Dictionary):
        def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
            return super().score(pairs)[1:]

    with pytest.raises(EngineContractError, match="asked for"):
        RunLikelihood([Short("es", "en")]).score([bead("a", "b", "c")])


def test_closing_closes_every_model() -> None:
    models = [Dictionary("en", "es"), Dictionary("es", "en")]
    RunLikelihood(models).close()
    assert all(model.closed for model in models)


def exchanged(texts: BeadText) -> Finding:
    """The last word of both texts."""
    marks = []
    for stop in (0, 2):
        text = texts.stops[stop].text
        marks.append(Mark(stop, Span(text.rindex(" ") + 1, len(text) - 1)))
    return Finding("test", Category.WORD, Severity.MAJOR, "a word", tuple(marks))


@pytest.mark.parametrize(
    ("hypothesis", "sign"), [("Ein Glas Milch.", -1), ("Ein Glas Wasser.", 1), ("Nichts.", 0)]
)
def test_scorers_find_which_wording_the_pivot_supports(hypothesis: str, sign: int) -> None:
    # German: of words whose usual translations are known no model is asked.
    texts = bead("He drank a glass of water.", hypothesis, "He drank a glass of milk.", pivot="de")
    finding = exchanged(texts)
    two = contrast(texts, finding)
    assert two is not None
    asked = LikelihoodEvidence(judges("de"))
    ((leaning,),) = leanings(asked, [two])
    assert (leaning > 0) - (leaning < 0) == sign
    (found,) = HopAttribution(asked).attribute([(texts, [finding])])
    assert any(text.startswith("Likelihood: ") for text in found[0].locus.evidence) == bool(sign)


def test_one_direction_alone_decides_nothing() -> None:
    """A model believes what it wrote itself: only both together are fair."""
    texts = bead("He drank a glass of water.", "Un vaso de agua.", "He drank a glass of milk.")
    lonely = LikelihoodEvidence(RunLikelihood([Dictionary("es", "en")]))
    (found,) = HopAttribution(lonely).attribute([(texts, [exchanged(texts)])])
    assert not any(text.startswith("Likelihood: ") for text in found[0].locus.evidence)
