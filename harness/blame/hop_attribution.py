"""Issues of beads -> the same issues with their loci. Severities do not matter here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from harness.blame.calibration import WEIGHTS, Calibration
from harness.blame.contrastive import ContrastiveEvidence, Support, TextPair, contrast
from harness.blame.evidence import Evidence, evidence_of, hops_of, weigh
from harness.blame.fact_counts import copies, dates, denials, numbers
from harness.blame.finding_evidence import left_over, loops, residue, sentences, untranslated
from harness.blame.name_counts import names
from harness.core.fingerprint import fingerprint
from harness.core.values import BeadText, Issue, Mark, Signature
from harness.text.data.language import same_language
from harness.text.data.signatures import signature_of

_FACTS = (numbers, dates, copies, denials, names)
_HOPS = (loops, residue, sentences)
_ENOUGH = 0.95  # confidence of direct evidence from which on nothing else is asked

BeadIssues = tuple[BeadText, Sequence[Issue]]
# what one model says, and how to read it
SupportAnswers = tuple[Calibration, Mapping[TextPair, float | None]]


class HopAttribution:
    """Puts findings down to hops, by evidence that the texts at the stops give.

    Direct evidence first: facts that can be read in any language are counted at every stop. Where
    that does not decide, models are asked how well each pivot goes with the source's wording and
    with the returned one.

    A finding on texts without a pivot, and one whose evidence is weak or contradicts itself, stays
    `unknown`.

    Args:
        supports: each says how well a text goes with one in another language.
    """

    def __init__(self, *supports: Support) -> None:
        self._supports = supports

    def with_model(self, support: Support) -> "HopAttribution":
        """The same, with one more model to ask."""
        return HopAttribution(*self._supports, support)

    @property
    def signature(self) -> Signature:
        """What loci depend on besides the texts and the findings."""
        own = signature_of("blame", __name__, "rapidfuzz")
        weights = ("weights", fingerprint([WEIGHTS.read_text("utf-8")])[:12])
        return Signature(own.name, (*own.fields, weights, *self._asked_models()))

    def _asked_models(self) -> Iterator[tuple[str, str]]:
        """Settings of the models. The first one's names are those of records before others."""
        for number, support in enumerate(self._supports, start=1):
            prefix = "support" if number == 1 else f"support-{number}"
            for key, value in support.signature.fields:
                yield f"{prefix}.{key}", value

    def attribute(
        self, found: Sequence[BeadIssues], more: Sequence[Sequence[Sequence[Evidence]]] = ()
    ) -> list[tuple[Issue, ...]]:
        """The issues of each bead with their loci, in order.

        Args:
            more: other evidence for each bead and issue (of witnesses).
        """
        known = [[direct(bead, issue) for issue in issues] for bead, issues in found]
        contrasts = [
            [disputed(bead, issue, own) for issue, own in zip(issues, each, strict=True)]
            for (bead, issues), each in zip(found, known, strict=True)
        ]
        # Only now: evidence of witnesses does not decide whether models are asked.
        for of_bead, more_of_bead in zip(known, more, strict=False):
            for evidence, added in zip(of_bead, more_of_bead, strict=True):
                evidence.extend(added)
        wanted = dict.fromkeys(
            pair
            for (bead, _), each in zip(found, contrasts, strict=True)
            for one in filter(None, each)
            for pair in one.wanted(bead)
        )
        answers = self._ask(list(wanted))
        return [
            tuple(
                _located(bead, issue, evidence, one, answers)
                for issue, evidence, one in zip(issues, of_bead, each, strict=True)
            )
            for (bead, issues), of_bead, each in zip(found, known, contrasts, strict=True)
        ]

    def _ask(self, pairs: Sequence[TextPair]) -> list[SupportAnswers]:
        if not pairs:
            return []
        return [
            (support.scale, dict(zip(pairs, support(pairs), strict=True)))
            for support in self._supports
        ]


def direct(bead: BeadText, issue: Issue) -> list[Evidence]:
    """Evidence of the texts at the stops alone. Nothing where there is no pivot."""
    if not crosses(bead):
        return []
    clues = [clue for read in _HOPS for clue in read(bead, issue)]
    lost = list(_traced(bead, issue, 0))
    came = _traced(bead, issue, len(bead.stops) - 1)
    return [*clues, *lost, *(clue for clue in came if not _lost_before(lost, clue))]


def _traced(bead: BeadText, issue: Issue, stop: int) -> Iterator[Evidence]:
    """What became of the facts among the issue's words at one end."""
    for span in issue.spans(stop):
        if left_over(span, bead, stop):
            continue  # words of the stop before, whose facts stand there, too
        for read in _FACTS:
            for trace in read(bead, Mark(stop, span)):
                if clue := evidence_of(trace, bead):
                    yield clue


def _lost_before(lost: Sequence[Evidence], came: Evidence) -> bool:
    """Whether the fact had been lost before this one came: "75" may become "60" and then "66"."""
    return any(clue.kind == came.kind and clue.hops[-1] < came.hops[0] for clue in lost)


def crosses(bead: BeadText) -> bool:
    """Whether there is a pivot in another language to look at."""
    return any(not same_language(stop.language, bead.source.language) for stop in bead.pivots)


def disputed(bead: BeadText, issue: Issue, known: Sequence[Evidence]) -> ContrastiveEvidence | None:
    """What models are asked of an issue; None where facts decide, or there is nothing to ask."""
    if any(map(untranslated, bead.pivots)):
        return None  # it goes with the source by its very words
    if not crosses(bead) or (weigh(known, hops_of(bead)).confidence or 0) >= _ENOUGH:
        return None
    return contrast(bead, issue)


def _located(
    bead: BeadText,
    issue: Issue,
    known: Sequence[Evidence],
    one: ContrastiveEvidence | None,
    asked: Sequence[SupportAnswers],
) -> Issue:
    clues = list(known)
    if one is not None:
        clues += filter(
            None, (scale.evidence(one.leanings(bead, answers)) for scale, answers in asked)
        )
    return replace(issue, locus=weigh(clues, hops_of(bead)))
