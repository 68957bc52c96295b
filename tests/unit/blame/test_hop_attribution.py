"""Blame on beads written by hand: what stands at every stop decides."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import bead, texts

from harness.blame.contrastive import TextPair
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.evidence import Evidence
from harness.blame.hop_attribution import HopAttribution
from harness.core.protocols import Detector
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    Issue,
    LocalText,
    Mark,
    Severity,
    Signature,
    Span,
)
from harness.detectors.names import Names
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.repetition import Repetition
from harness.detectors.sentences import Sentences
from harness.detectors.untranslated import Untranslated

DETECTORS: tuple[Detector, ...] = (
    Names(),
    Negation(),
    Numbers(),
    Repetition(),
    Sentences(),
    Untranslated(),
)


def loci(texts: BeadText, blame: HopAttribution | None = None) -> set[str]:
    findings = [found for detector in DETECTORS for found in detector.detect(texts)]
    assert findings, "nothing was found, so nothing can be blamed"
    settled = (blame or HopAttribution()).attribute([(texts, findings)])[0]
    return {str(finding.locus) for finding in settled}


def loci_of(detector: Detector, texts: BeadText) -> set[str]:
    (settled,) = HopAttribution().attribute([(texts, detector.detect(texts))])
    assert settled
    return {str(finding.locus) for finding in settled}


LONG = "They must be valid for a long time after the day on which you want to travel."
# More words than a repeat may have; the detector sees the English one.
LONG_ES = (
    "Los documentos que llevan consigo tienen que seguir siendo válidos durante mucho tiempo más, "
    "según lo que exige la ley de aquel lugar, después del día en el que ustedes quieran salir de "
    "viaje con los suyos a cualquier otra parte."
)
FORWARD = {
    "number": ("They sold 75 boats.", "Vendieron 57 barcos.", "They sold 57 boats."),
    "third number": ("They sold 75 boats.", "Vendieron 60 barcos.", "They sold 66 boats."),
    "number lost": ("They sold 75 boats.", "Vendieron barcos.", "They sold boats."),
    "number in no way": ("She bought twelve eggs.", "Compró algunos huevos.", "She bought some."),
    "denial": ("He did not come.", "Vino.", "He came."),
    "denial added": ("The boat is old.", "El barco no es viejo.", "The boat is not old."),
    "name": ("We met Henderson there.", "Allí vimos a Wolfgang.", "We met Wolfgang there."),
    "name lost": ("We met Henderson there.", "Allí lo vimos.", "We met him there."),
    "misspelt name": ("We saw Velmora there.", "Vimos Vermora allí.", "We saw Vermora there."),
    "loop": ("It is very late now.", "Es tarde tarde tarde tarde.", "It is late late late late."),
    "sentence": ("It rained. The road was closed.", "Llovió.", "It rained."),
    "words in pieces": ("It was shy at night.", "Era muy tími@@ do.", "It was sh@@ yful at night."),
    "long repeat": (LONG, " ".join([LONG_ES] * 2), " ".join([LONG] * 2)),
    "copied": ("The old road was closed again.", "The old road was closed again.", "The old one."),
}
BACKWARD = {
    "number": ("They sold 75 boats.", "Vendieron 75 barcos.", "They sold 57 boats."),
    "number in words": ("They sold 75 boats.", "Vendieron setenta y cinco barcos.", "They sold."),
    "dozen": ("She bought twelve eggs.", "Compró una docena.", "She bought some eggs."),
    "grouping": ("It cost 1,234.5 euros.", "Costó 1.234,5 euros.", "It cost 12.345 euros."),
    "denial": ("He did not come.", "No vino nadie.", "He came."),
    "denial added": ("The boat is old.", "El barco es viejo.", "The boat is not old."),
    "name": ("We met Henderson there.", "Allí vimos a Henderson.", "We met Wolfgang there."),
    "misspelt name": ("We saw Velmora there.", "Vimos Velmora allí.", "We saw Vermora there."),
    "land": ("They live in Germany now.", "Ahora viven en Alemania.", "They live in Greece now."),
    "loop": ("It is very late now.", "Ya es muy tarde.", "It is late late late late."),
    "sentence": ("It rained. The road was closed.", "Llovió. La vía se cerró.", "It rained."),
    "word taken for a name": (
        "The Storm hit Ostrany.",
        "La tormenta golpeó Ostrany.",
        "The Tormenta hit Ostrany.",
    ),
    "name in what was left": (
        "He spoke at the University of Granada with the students.",
        "Habló en la Universidad de Granada con los estudiantes.",
        "He spoke at en la Universidad de Granada con los students.",
    ),
    "words in pieces": ("It was shy at night.", "Era tímido.", "It was sh@@ yful at night."),
    "at least": ("It takes at least 6 days.", "Lleva al menos 6 días.", "It takes at least days."),
    "script": ("It is very late now.", "Ya es muy tarde.", "It is very коррупция now."),
}


@pytest.mark.parametrize("name", FORWARD)
def test_a_fault_that_the_pivot_shows_is_the_way_outs(name: str) -> None:
    assert loci(bead(*FORWARD[name])) == {"forward"}


@pytest.mark.parametrize("name", BACKWARD)
def test_a_fact_that_the_pivot_holds_was_lost_on_the_way_back(name: str) -> None:
    assert loci(bead(*BACKWARD[name])) == {"backward"}


@pytest.mark.parametrize(
    "stops",
    [
        ("We stayed in Vienna.", "Nos quedamos en Wien.", "We stayed in Berlin."),  # its own name
        (
            "We saw Ushuaia.",
            "Vimos Uschuaia.",
            "We saw Athens.",
        ),  # the same name, or a damaged one?
        ("He did not wait.", "Le falta paciencia.", "He waited."),  # denied by its meaning
        ("He came. We left.", "Vino él y nos fuimos de allí.", "He came."),  # merged
        ("We saw Linden there.", "Tormenta vimos allí.", "We saw Tormenta there."),  # a name?
    ],
)
def test_what_may_be_said_otherwise_stays_unknown(stops: tuple[str, ...]) -> None:
    assert loci(bead(*stops)) <= {"unknown"}


def test_names_of_a_passage_left_untranslated_did_not_come_in_on_the_way_out() -> None:
    texts = bead(
        "They rowed from the east of the Atlantic.",
        "Remaron desde el sur y el este del Atlántico.",
        "They rowed desde el sur y el este del Atlántico.",
    )
    assert "backward" in loci(texts) <= {"backward", "unknown"}


@pytest.mark.parametrize(("times", "locus"), [(2, "forward"), (1, "backward")])
def test_what_stands_in_a_passage_told_twice_is_that_passages_fault(times: int, locus: str) -> None:
    source = "She sold 75 boats to the town."
    back = f"{source} She sold 75 boats to the big town."
    start = back.index("big")
    marks = (Mark(2, Span(start, start + 3)),)
    added = Finding("test", Category.ADDITION, Severity.MAJOR, "“big” came in.", marks)
    texts = bead(source, " ".join(["Vendió 75 barcos al pueblo."] * times), back)
    (found,) = HopAttribution().attribute([(texts, [added])])
    assert str(found[0].locus) == locus


@pytest.mark.parametrize(
    ("pivot", "locus"),
    [("Lo dijo el señor Cuatrorel, un cuatrorel.", "forward"), ("Lo dijo un dueño.", "backward")],
)
def test_a_nonword_made_of_a_nonword_came_in_with_the_first(pivot: str, locus: str) -> None:
    texts = bead("An owner said so.", pivot, "A fourrel said so.")
    (found,) = Untranslated().detect(texts)
    assert found.category is Category.UNKNOWN_WORD
    assert str(HopAttribution().attribute([(texts, [found])])[0][0].locus) == locus


def test_a_plain_word_that_leads_into_a_name_at_the_start_is_no_name_yet() -> None:
    source, left = "Storm Ottoline killed four people.", "Tormenta Ottoline killed four people."
    texts = bead(source, "Tormenta Ottoline mató a cuatro personas.", left)
    within = bead(  # of Portuguese there are no translations that know better
        "It was Storm Ottoline.",
        "Foi a Tormenta Ottoline.",
        "It was Tormenta Ottoline.",
        pivot="pt",
    )
    assert "forward" not in loci_of(Names(), texts)
    assert "forward" in loci_of(Names(), within)  # there its capital is a name's


def test_marks_of_a_vocabulary_are_no_address() -> None:
    texts = bead("It was shy.", "Era tími@@ do.", "It was sh@@ y.")
    assert loci(texts) == {"forward"}


def test_a_longer_route_names_the_hop_of_death() -> None:
    source, back = LocalText("en", "They sold 75 boats."), LocalText("en", "They sold 57 boats.")
    middle = [LocalText("es", "Vendieron 75 barcos."), LocalText("pt", "Venderam 75 barcos.")]
    died_late = BeadText((source, *middle, back))
    died_between = BeadText((source, middle[0], LocalText("pt", "Venderam 57 barcos."), back))
    assert loci(died_late) == {"hop 3"}
    assert loci(died_between) == {"hop 2"}


def test_evidence_is_told_and_findings_keep_everything_else() -> None:
    texts = bead(*BACKWARD["number"])
    before = list(Numbers().detect(texts))
    (after,) = HopAttribution().attribute([(texts, before)])
    assert [finding.message for finding in after] == [finding.message for finding in before]
    assert any("“75” is still there after hop 1 (es)" in text for text in after[0].locus.evidence)
    assert after[0].locus.confidence is not None


class Table:
    """Stands behind texts that hold a word."""

    signature = Signature("table")
    scale = EmbeddingEvidence.scale
    spared = True
    reads_excerpts = False

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[TextPair] = []

    def __call__(self, pairs: Sequence[TextPair]) -> list[float]:
        self.asked += pairs
        return [1.0 if self.word in home.text else 0.0 for _, home in pairs]


def exchanged(source: str, back: str) -> Finding:
    """A content word that became another: the last word of both texts."""
    spans = [Span(text.rindex(" ") + 1, len(text) - 1) for text in (source, back)]
    marks = (Mark(0, spans[0]), Mark(2, spans[1]))
    return Finding("test", Category.WORD, Severity.MAJOR, "a word", marks)


@pytest.mark.parametrize(("word", "locus"), [("milk", "forward"), ("water", "backward")])
def test_where_facts_are_silent_the_pivots_meaning_decides(word: str, locus: str) -> None:
    source, back = "She gave him a glass of water.", "He was given a glass of milk."
    support = Table(word)
    texts = bead(source, "…", back)
    (found,) = HopAttribution(support).attribute([(texts, [exchanged(source, back)])])
    assert str(found[0].locus) == locus
    asked = {home.text for _, home in support.asked}
    assert asked == {source, "She gave him a glass of milk."}  # only this change is made


def test_models_of_vectors_are_asked_about_the_words_around_a_change_alone() -> None:
    before, after = "One two three four five six seven a ", " nine ten eleven twelve thirteen."
    source, back = f"{before}dog{after}", f"{before}cat{after}"
    pivot = "Eins zwei drei vier fünf sechs sieben ein Hund neun zehn elf zwölf dreizehn vierzehn."
    model = Table("dog")
    model.reads_excerpts = True
    issue = replace(
        exchanged(source, back),
        marks=tuple(Mark(stop, Span(len(before), len(before) + 3)) for stop in (0, 2)),
    )
    (found,) = HopAttribution(model).attribute([(bead(source, pivot, back, pivot="de"), [issue])])
    assert str(found[0].locus) == "backward"
    assert {home.text for _, home in model.asked} == {
        "six seven a dog nine ten eleven",
        "six seven a cat nine ten eleven",
    }
    ((hypothesis, _), _) = model.asked
    assert hypothesis.text == "vier fünf sechs sieben ein Hund neun zehn elf zwölf dreizehn"


def test_a_model_is_asked_only_where_those_before_it_left_the_hop_open() -> None:
    source, back = "She gave him a glass of water.", "She gave him a glass of milk."
    texts = bead(source, "…", back)
    blind, sure, spared = Table("tea"), Table("milk"), Table("milk")
    (found,) = HopAttribution(blind, sure, spared).attribute([(texts, [exchanged(source, back)])])
    assert str(found[0].locus) == "forward"
    assert blind.asked
    assert sure.asked
    assert not spared.asked


def test_neither_models_nor_witnesses_spare_what_must_be_asked() -> None:
    source, back = "She gave him a glass of water.", "She gave him a glass of milk."
    found = [(bead(source, "…", back), [exchanged(source, back)])]
    sure, paid = Table("milk"), Table("milk")
    paid.spared = False
    HopAttribution(sure, paid).attribute(found)
    assert paid.asked
    testimony = Evidence("witness", range(1, 2), 0.98, "A witness is sure.")
    model = Table("milk")
    HopAttribution(model).attribute(found, [[[testimony]]])
    assert model.asked


def test_models_are_asked_about_minor_findings_only_on_demand() -> None:
    source, back = "She gave him a glass of water.", "She gave him a glass of milk."
    found = [(bead(source, "…", back), [exchanged(source, back)])]
    for asks_minor, severity, asked in (
        (False, Severity.MINOR, False),
        (True, Severity.MINOR, True),
        (False, Severity.MAJOR, True),
        (False, Severity.CRITICAL, True),
    ):
        model = Table("milk")
        attribution = HopAttribution(asks_minor=asks_minor).with_model(model)
        ((issue,),) = attribution.attribute(found, severities=[[severity]])
        assert (bool(model.asked), issue.locus.known) == (asked, asked)


def test_facts_locate_minor_findings_without_a_model() -> None:
    source, back = "It cost 60 pounds.", "It cost 75 pounds."
    issue = Issue("test.number", Category.NUMBER, "60 became 75", (Mark(0, Span(8, 10)),))
    texts = bead(source, "Costó 60 libras.", back)
    ((found,),) = HopAttribution().attribute([(texts, [issue])], severities=[[Severity.MINOR]])
    assert str(found.locus) == "backward"


def test_a_support_that_sees_no_difference_decides_nothing() -> None:
    source, back = "She gave him a glass of water.", "She gave him a glass of milk."
    (found,) = HopAttribution(Table("tea")).attribute(
        [(bead(source, "…", back), [exchanged(source, back)])]
    )
    assert not found[0].locus.known


def test_models_are_not_asked_where_facts_decide() -> None:
    support = Table("75")
    loci(bead(*BACKWARD["number"]), HopAttribution(support))
    assert support.asked == []


def test_two_texts_without_a_pivot_have_no_hops() -> None:
    texts = BeadText((LocalText("en", "75 boats."), LocalText("en", "57 boats.")))
    assert loci(texts, HopAttribution(Table("75"))) == {"unknown"}


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p)))
findings = st.builds(
    Finding,
    st.just("any"),
    st.sampled_from(Category),
    st.just(Severity.MAJOR),
    st.just("?"),
    st.lists(st.builds(Mark, st.sampled_from([0, 2]), spans), max_size=3).map(tuple),
)


@given(texts, st.lists(findings, max_size=4))
def test_texts_that_are_the_same_at_all_stops_accuse_no_hop(
    text: str, found: list[Finding]
) -> None:
    same = bead(text, text, text)
    (settled,) = HopAttribution(Table("a")).attribute([(same, found)])
    left = [
        f for f in settled if f.category not in (Category.UNTRANSLATED, Category.WRONG_LANGUAGE)
    ]
    residue = {Category.UNKNOWN_WORD, Category.MIXED_SCRIPT}  # stands at a stop, hence at a hop
    assert [f.locus for f in left if f.locus.known and f.category not in residue] == []


@given(texts, texts, texts, st.lists(findings, max_size=3))
def test_any_text_gets_a_verdict(one: str, two: str, three: str, found: list[Finding]) -> None:
    (settled,) = HopAttribution(Table("a")).attribute([(bead(one, two, three), found)])
    assert len(settled) == len(found)
    assert all(finding.locus.hop in (None, 1, 2) for finding in settled)
