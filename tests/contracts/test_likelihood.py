"""The packs keep the judges' contract, and find the word that a translation lost."""

import pytest
from argos_packages import FILES, folder

from harness.core.bundled import bundled
from harness.core.errors import EngineUnavailable
from harness.core.protocols import LikelihoodScorer, Surroundings
from harness.core.values import Direction
from harness.engines.argos_likelihood import ArgosLikelihood
from harness.machine import Site
from harness.memory import Memory
from harness.packs.find import Origin, read_pack
from harness.run.assembly import open_likelihood_scorer
from harness.testing import LikelihoodScorerContract

BUNDLED = Site(Surroundings(bundled_packs=bundled("langpacks"), threads=2))
SPANISH_ENGLISH = (
    ("Cuesta 18,10 €.", "It costs €18.10."),
    ("Nadie sabía adónde se habían ido los niños.", "Nobody knew where the children had gone."),
    ("El viejo puente fue destruido en 1953.", "The old bridge was destroyed in 1953."),
)


@pytest.mark.engine
class TestSpanishToEnglish(LikelihoodScorerContract):
    """Two vocabularies: English is cut by the list of target pieces."""

    @pytest.fixture
    def scorer(self) -> LikelihoodScorer:
        return open_likelihood_scorer(Direction("es", "en"), BUNDLED)

    @pytest.fixture
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return SPANISH_ENGLISH

    @pytest.mark.parametrize(
        ("spanish", "lost"),
        [
            ("La enfermera debe dar el medicamento a los niños.", "not"),
            ("La enfermera no debe dar el medicamento.", "children"),
            ("El soldado no debe dar el medicamento a los niños.", "nurse"),
        ],
    )
    def test_a_lost_word_stands_out(
        self, scorer: LikelihoodScorer, spanish: str, lost: str
    ) -> None:
        english = "The nurse must not give the medicine to children."
        (answer,) = scorer.score([(spanish, english)])
        assert answer is not None
        worst = min(answer.words, key=lambda word: word.log_probability)
        assert worst.span.of(english) == lost
        assert worst.log_probability < -5

    def test_a_character_unknown_to_the_model_judges_no_word(
        self, scorer: LikelihoodScorer
    ) -> None:
        english = "The sign \u16a0\u16a2 means cattle."
        (answer,) = scorer.score([("El signo significa ganado.", english)])
        assert answer is not None
        assert "\u16a0\u16a2" not in {word.span.of(english) for word in answer.words}


@pytest.mark.engine
class TestEnglishToPortuguese(LikelihoodScorerContract):
    """One vocabulary for both languages."""

    @pytest.fixture
    def scorer(self) -> LikelihoodScorer:
        return open_likelihood_scorer(Direction("en", "pt"), BUNDLED)

    @pytest.fixture
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return (
            ("It rained all night.", "Choveu a noite toda."),
            ("The old bridge is closed.", "A velha ponte está fechada."),
            ("My sister bought three books.", "Minha irmã comprou três livros."),
        )


@pytest.mark.engine
def test_the_memory_answers_as_the_judge(tmp_path) -> None:
    scorer = open_likelihood_scorer(Direction("es", "en"), BUNDLED)
    with Memory(tmp_path / "memory.sqlite") as memory:
        cold = memory.remembering_likelihood(scorer, block=2)
        first = cold.score(SPANISH_ENGLISH)
        warm = memory.remembering_likelihood(scorer, block=2)
        assert warm.score(SPANISH_ENGLISH) == first == scorer.score(SPANISH_ENGLISH)
        assert (cold.asked, warm.asked) == (3, 0)
    scorer.close()


def test_no_scorer_for_a_direction_that_is_not_offered() -> None:
    with pytest.raises(EngineUnavailable, match="can score"):
        open_likelihood_scorer(Direction("en", "eu"), BUNDLED)


def test_a_package_without_sentencepiece_cannot_judge(tmp_path) -> None:
    files = {name: data for name, data in FILES.items() if name != "sentencepiece.model"}
    pack = read_pack(
        folder(tmp_path / "es_en", files | {"bpe.model": b"#version: 0.2\n"}), Origin.NAMED
    )
    assert pack is not None
    with pytest.raises(EngineUnavailable, match="SentencePiece"):
        ArgosLikelihood(pack, 1)
