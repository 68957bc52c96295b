from dataclasses import replace

from support import bead, graded

from harness.blame import witnesses
from harness.blame.witnesses import (
    Reliability,
    WitnessFindings,
    has_fault,
    witness_evidence,
    witness_findings,
)
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Mark,
    Return,
    Severity,
    Span,
)
from harness.detectors.numbers import Numbers

SOLD = bead("They sold 75 boats.", "Vendieron 75 barcos.", "They sold 57 boats.")
(CHANGED,) = Numbers().detect(SOLD)


def heard(back: str, name: str = "w") -> list[WitnessFindings]:
    return witness_findings(SOLD, [Return(name, LocalText("en", back))], detect)


def detect(text: BeadText) -> list[Finding]:
    return graded(Numbers().detect(text))


def test_the_same_fault_is_one_at_the_same_words_of_the_source() -> None:
    (lost,) = Numbers().detect(bead("They sold 75 boats.", "…", "They sold boats."))
    (elsewhere,) = Numbers().detect(bead("They sold 75 boats.", "…", "They sold 75 boats in 9."))
    assert has_fault([lost], CHANGED)  # lost there, changed here
    assert not has_fault([elsewhere], CHANGED)
    assert not has_fault([], CHANGED)


def test_a_witness_without_words_does_not_testify() -> None:
    assert heard("  ") == []
    assert witness_findings(SOLD, [Return("w", None, "too long")], detect) == []


def heard_of_wording(back: str) -> list[WitnessFindings]:
    """Its findings as those of wording: of facts a pivot tells more than one more engine does."""
    return [
        replace(each, findings=tuple(replace(one, detector="content") for one in each.findings))
        for each in heard(back)
    ]


def test_kept_by_a_witness_speaks_against_the_return_and_lost_for_the_way_out() -> None:
    changed = replace(CHANGED, kind="content.replaced")
    run = Reliability()
    for _ in range(40):
        run.add(SOLD, [changed], heard_of_wording("They sold 75 boats."))

    def hops(back: str) -> list[range]:
        clues = witness_evidence(SOLD, changed, heard_of_wording(back), run)
        return [clue.hops for clue in clues]

    assert hops("They sold 75 boats.") == [range(2, 3)]
    assert hops("They sold some boats.") == [range(1, 2)]


def test_a_witness_heard_alone_is_weighed_otherwise_than_one_of_several() -> None:
    run = Reliability()
    one = heard("They sold some boats.")
    (lone,) = witnesses.testimonies(CHANGED, one, run)
    both = [*witnesses.testimonies(CHANGED, [*one, *heard("They sold 75 boats.", "v")], run)]
    assert lone.weights == "lone witness of facts"
    assert [each.weights for each in both] == ["witness of facts"] * 2
    assert lone.trust == both[0].trust  # by itself it is as good as before


def test_on_a_longer_route_a_witness_clears_the_first_hop_only() -> None:
    longer = BeadText((*SOLD.stops[:2], LocalText("pt", "Venderam 57."), SOLD.stops[2]))
    found = Finding("content", Category.WORD, Severity.MAJOR, "?", (Mark(0, Span(10, 12)),))
    answers = heard_of_wording("They sold 75 boats.")
    (clue,) = witness_evidence(longer, found, answers, Reliability())
    assert clue.hops == range(2, 4)


def test_a_witness_that_often_loses_what_others_keep_counts_less() -> None:
    good, bad = Reliability(), Reliability()
    for _ in range(40):
        good.add(SOLD, [CHANGED], heard("They sold 75 boats."))
        bad.add(SOLD, [], heard("They sold boats."))
    trusts = [
        next(witnesses.testimonies(CHANGED, heard("They sold boats."), run)).trust
        for run in (good, bad)
    ]
    assert good.losses("w", "numbers") < 0.05
    assert bad.losses("w", "numbers") > 0.8
    assert trusts[0] > 0.8 > 0.6 > trusts[1]


def test_segments_with_nothing_to_lose_are_no_chances() -> None:
    run = Reliability()
    for _ in range(100):
        run.add(bead("They left.", "Se fueron.", "They left."), [], [WitnessFindings("w", ())])
    assert run.losses("w", "numbers") == Reliability().losses("w", "numbers")
