"""Evidence of the hop reader, with a reader that says what it is told."""

from collections.abc import Sequence

import pytest
from support import bead, exchanged

from harness.blame.contrastive import TextPair
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.hop_attribution import HopAttribution
from harness.blame.hop_readings import HopReadings
from harness.core.values import BeadText, Issue, LocalText, Severity, Signature
from harness.models.fine_tuned import LEAST
from harness.models.hop_reader import MOST_LETTERS, HopReading, Triple
from harness.text.words.tokens import tokenize

SOURCE, BACK = "She gave him a glass of water.", "She gave him a glass of milk."


class Said:
    """Every word of both ends had changed by then, with these log-odds for each different pivot."""

    signature = Signature("said", (("of", "us"),))

    def __init__(self, **odds: float) -> None:
        self.odds = odds
        self.asked: list[Triple] = []

    def read(self, triples: Sequence[Triple]) -> list[HopReading]:
        self.asked += triples
        return [
            HopReading(*(self._words(text, self.odds[pivot]) for text in (source, back)))
            for source, back, pivot in triples
        ]

    @staticmethod
    def _words(text: str, odds: float) -> tuple[tuple[object, float], ...]:
        return tuple((token.span, odds) for token in tokenize(text))


def located(reader: Said, texts: BeadText, *issues: Issue) -> list[str]:
    attribution = HopAttribution(readings=HopReadings(reader))
    (found,) = attribution.attribute([(texts, issues or [exchanged(texts, "water", "milk")])])
    return [str(issue.locus) for issue in found]


@pytest.mark.parametrize(("odds", "locus"), [(8.0, "forward"), (-8.0, "backward")])
def test_what_had_changed_by_the_pivot_is_the_way_outs(odds: float, locus: str) -> None:
    assert located(Said(x=odds), bead(SOURCE, "x", BACK)) == [locus]


def test_a_reader_that_hesitates_names_no_hop() -> None:
    assert located(Said(x=-0.5), bead(SOURCE, "x", BACK)) == ["unknown"]


@pytest.mark.parametrize(
    ("first", "second", "locus"), [(8.0, 8.0, "hop 1"), (-8.0, 8.0, "hop 2"), (-8.0, -8.0, "hop 3")]
)
def test_on_longer_routes_it_is_the_hop_after_the_last_sound_text(
    first: float, second: float, locus: str
) -> None:
    stops = [("en", SOURCE), ("es", "x"), ("pt", "y"), ("en", BACK)]
    texts = BeadText(tuple(LocalText(*stop) for stop in stops))
    assert located(Said(x=first, y=second), texts) == [locus]


def test_a_bead_is_read_once_for_all_its_issues() -> None:
    reader, texts = Said(x=8.0), bead(SOURCE, "x", BACK)
    issues = exchanged(texts, "water", "milk"), exchanged(texts, "glass", "glass")
    located(reader, texts, *issues)
    assert reader.asked == [(SOURCE, BACK, "x")]


@pytest.mark.parametrize("pivot", ["fr", "ja", "eo"])
def test_languages_that_it_was_not_taught_are_not_read(pivot: str) -> None:
    reader = Said(x=8.0)
    assert located(reader, bead(SOURCE, "x", BACK, pivot=pivot)) == ["unknown"]
    assert reader.asked == []


def test_regions_are_languages_that_it_was_taught() -> None:
    assert located(Said(x=8.0), bead(SOURCE, "x", BACK, pivot="pt-BR")) == ["forward"]


def test_minor_findings_are_not_read() -> None:
    reader, texts = Said(x=8.0), bead(SOURCE, "x", BACK)
    attribution = HopAttribution(readings=HopReadings(reader))
    found = [(texts, [exchanged(texts, "water", "milk")])]
    attribution.attribute(found, severities=[[Severity.MINOR]])
    assert reader.asked == []


def test_facts_spare_the_reader() -> None:
    reader, texts = Said(x=8.0), bead("It was 75 then.", "x 75", "It was 57 then.")
    located(reader, texts, exchanged(texts, "75", "57"))
    assert reader.asked == []


@pytest.mark.parametrize(("pivot", "asked"), [("es", 0), ("fr", 2)])
def test_embeddings_are_asked_where_it_does_not_read(pivot: str, asked: int) -> None:
    texts, support = bead(SOURCE, "x", BACK, pivot=pivot), Counted()
    attribution = HopAttribution(support, readings=HopReadings(Said(x=0.4)))
    attribution.attribute([(texts, [exchanged(texts, "water", "milk")])])
    assert support.asked == asked


def test_embeddings_are_asked_about_words_that_it_does_not_reach() -> None:
    source, back = (f"{'word ' * MOST_LETTERS}{end}." for end in ("water", "milk"))
    texts, support = bead(source, "x", back), Counted()
    attribution = HopAttribution(support, readings=HopReadings(Said(x=0.4)))
    attribution.attribute([(texts, [exchanged(texts, "water", "milk")])])
    assert support.asked == 2


class Counted:
    """A model that sees no difference."""

    signature = Signature("counted")
    scale = EmbeddingEvidence.scale
    spared = True
    reads_excerpts = False
    asked = 0

    def __call__(self, pairs: Sequence[TextPair]) -> list[float]:
        self.asked += len(pairs)
        return [0.5] * len(pairs)


def test_what_it_says_of_each_end_is_the_mean_of_the_issues_words() -> None:
    texts = bead("One two three.", "x", "One three.")
    issue = exchanged(texts, "One two", "three")
    reading = HopReading(tuple((token.span, 2.0) for token in tokenize("One")), ())

    class Reader(Said):
        def read(self, triples: Sequence[Triple]) -> list[HopReading]:
            return [reading for _ in triples]

    ((ends,),) = HopReadings(Reader()).odds([(texts, issue)])
    assert ends == (pytest.approx((2.0 + LEAST) / 2), pytest.approx(LEAST))


def test_of_words_that_are_not_read_nothing_is_said() -> None:
    long = f"{'word ' * MOST_LETTERS}end."
    texts = bead(long, "x", "Ends.")
    ((ends,),) = HopReadings(Said(x=3.0)).odds([(texts, exchanged(texts, "end.", "Ends"))])
    assert ends[0] is None
    assert ends[1] == pytest.approx(3.0)


def test_the_reader_is_part_of_the_signature() -> None:
    with_it = HopAttribution(readings=HopReadings(Said())).signature
    assert ("reader.of", "us") in with_it.fields
    assert with_it != HopAttribution().signature
