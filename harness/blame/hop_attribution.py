"""Issues of beads -> the same issues with their loci."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from harness.blame.calibration import WEIGHTS
from harness.blame.contrastive import ContrastiveEvidence, Support, contrast, leanings
from harness.blame.evidence import Evidence, evidence_of, hops_of, weigh
from harness.blame.fact_counts import copies, currencies, dates, denials, numbers
from harness.blame.finding_evidence import left_over, loops, residue, sentences, untranslated
from harness.blame.hop_readings import HopReadings, hop_evidence
from harness.blame.name_counts import names
from harness.blame.nonword_evidence import made_up_words
from harness.blame.row_evidence import by_the_others
from harness.blame.sense_evidence import word_senses
from harness.blame.translation_evidence import usual_translations
from harness.blame.word_likelihoods import word_likelihoods
from harness.core.fingerprint import fingerprint
from harness.core.values import (
    BeadText,
    Issue,
    Locus,
    Mark,
    Severity,
    Signature,
    StopLikelihood,
)
from harness.text.data.language import same_language
from harness.text.data.senses import senses_digest
from harness.text.data.signatures import signature_of
from harness.text.data.translations import translations_digest

_FACTS = (numbers, dates, currencies, copies, denials, names)
_HOPS = (loops, residue, sentences, word_senses, usual_translations, made_up_words)
_MOST_FACTS = 20  # of one kind among an issue's words: a loop may repeat one a thousand times
_ENOUGH = 0.95  # confidence of direct evidence from which on nothing else is asked

BeadIssues = tuple[BeadText, Sequence[Issue]]
BeadEvidence = Sequence[Sequence[Evidence]]  # of each issue of a bead


@dataclass(slots=True)
class _Case:
    """One issue while evidence is gathered."""

    bead: BeadText
    issue: Issue
    clues: list[Evidence]
    read: bool = False  # whether the hop reader has seen its words

    @property
    def locus(self) -> Locus:
        """What the evidence so far says."""
        return weigh(self.clues, hops_of(self.bead))


class HopAttribution:
    """Puts findings down to hops, by evidence that the texts at the stops give.

    Direct evidence first: facts that can be read in any language are counted at every stop, words
    are looked up in wordnets, and likelihoods tell what a pivot can hardly have said. Where that
    does not decide, the hop reader is asked, or, in languages that it was not taught, models how
    well each pivot goes with the source's wording and with the returned one; most only where what
    came before left the hop unknown.

    A finding on texts without a pivot, and one whose evidence is weak or contradicts itself, stays
    `unknown`.

    Args:
        supports: each says how well a text goes with one in another language; the cheapest first.
        readings: of the hop reader, if it is here.
        asks_minor: whether models are asked about minor findings, too. They are nine of ten, and
            seldom read; facts and witnesses locate them in any case.
    """

    def __init__(
        self, *supports: Support, asks_minor: bool = False, readings: HopReadings | None = None
    ) -> None:
        self._supports = supports
        self._readings = readings
        self.asks_minor = asks_minor

    def with_model(self, support: Support) -> "HopAttribution":
        """The same, with one more model to ask."""
        return HopAttribution(
            *self._supports, support, asks_minor=self.asks_minor, readings=self._readings
        )

    @property
    def signature(self) -> Signature:
        """What loci depend on besides the texts and the findings."""
        own = signature_of("blame", __name__, "rapidfuzz")
        weights = ("weights", fingerprint([WEIGHTS.read_text("utf-8")])[:12])
        senses = ("senses", senses_digest())
        people = ("translations", translations_digest())
        asks = ("asks_about", "all" if self.asks_minor else "major")
        return Signature(
            own.name, (*own.fields, weights, senses, people, asks, *self._asked_models())
        )

    def _asked_models(self) -> Iterator[tuple[str, str]]:
        """Settings of the models. The first one's names are those of records before others."""
        if self._readings is not None:
            yield from ((f"reader.{key}", value) for key, value in self._readings.signature.fields)
        for number, support in enumerate(self._supports, start=1):
            prefix = "support" if number == 1 else f"support-{number}"
            for key, value in support.signature.fields:
                yield f"{prefix}.{key}", value

    def attribute(
        self,
        found: Sequence[BeadIssues],
        more: Sequence[BeadEvidence] = (),
        severities: Sequence[Sequence[Severity]] = (),
        likelihoods: Sequence[Sequence[StopLikelihood]] = (),
        told: Sequence[BeadEvidence] = (),
    ) -> list[tuple[Issue, ...]]:
        """The issues of each bead with their loci, in order.

        Args:
            more: other evidence for each bead and issue (of witnesses).
            severities: how severe each issue of each bead is; none given, models are asked about
                all of them.
            likelihoods: of each bead's words, where the run has any.
            told: what `direct` said of each issue of each bead, where it was asked already.
        """
        scored = likelihoods or [()] * len(found)
        read = told or [[direct(bead, issue) for issue in issues] for bead, issues in found]
        cases = [
            [
                _Case(bead, issue, [*clues, *_told_by_likelihoods(bead, issue, scores)])
                for issue, clues in zip(issues, known, strict=True)
            ]
            for (bead, issues), scores, known in zip(found, scored, read, strict=True)
        ]
        self._ask_models(list(self._asked(cases, severities)))
        # Only now: witnesses err where models would contradict them, and never spare a question.
        for of_bead, added in zip(cases, more, strict=False):
            for case, evidence in zip(of_bead, added, strict=True):
                case.clues += evidence
        for of_bead in cases:
            _ask_each_other(of_bead)
        return [tuple(replace(case.issue, locus=case.locus) for case in each) for each in cases]

    def _ask_models(self, cases: Sequence[_Case]) -> None:
        """Add what models say where the texts themselves do not decide."""
        open_cases = [case for case in cases if undecided(case.bead, case.clues)]
        if self._readings is not None:
            _read(self._readings, [case for case in open_cases if not case.locus.known])
        spared = all(support.spared for support in self._supports)
        contrasts = [
            (case, contrasted)
            for case in open_cases
            if not (spared and _settled(case)) and (contrasted := contrast(case.bead, case.issue))
        ]
        for support in self._supports:
            _ask(
                support,
                [each for each in contrasts if not (support.spared and _settled(each[0]))],
            )

    def _asked(
        self, cases: Sequence[Sequence[_Case]], severities: Sequence[Sequence[Severity]]
    ) -> Iterator[_Case]:
        """The cases that are severe enough to ask models about them."""
        if self.asks_minor or not severities:
            yield from (case for of_bead in cases for case in of_bead)
            return
        for of_bead, given in zip(cases, severities, strict=True):
            for case, severity in zip(of_bead, given, strict=True):
                if severity >= Severity.MAJOR:
                    yield case


def _settled(case: _Case) -> bool:
    """Whether one more model is not worth asking."""
    return case.read or case.locus.known


def _read(readings: HopReadings, cases: Sequence[_Case]) -> None:
    """Add what the hop reader says."""
    said = readings.odds([(case.bead, case.issue) for case in cases])
    for case, by_pivot in zip(cases, said, strict=True):
        case.read = any(odds is not None for ends in by_pivot for odds in ends)
        if case.read and (clue := hop_evidence(by_pivot)):
            case.clues.append(clue)


def _ask(support: Support, contrasts: Sequence[tuple[_Case, ContrastiveEvidence]]) -> None:
    """Add what one model says."""
    said = leanings(support, [each for _, each in contrasts])
    for (case, _), by_pivot in zip(contrasts, said, strict=True):
        if clue := support.scale.evidence(by_pivot):
            case.clues.append(clue)


def _ask_each_other(cases: Sequence[_Case]) -> None:
    """Add what the other issues of the bead say. Last: it rests on everything else."""
    if len(cases) > 1 and crosses(cases[0].bead):
        issues, clues = [case.issue for case in cases], [case.clues for case in cases]
        others = list(by_the_others(issues, clues, hops_of(cases[0].bead)))
        for case, clue in zip(cases, others, strict=True):
            case.clues += [clue] if clue else []


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
            for trace in islice(read(bead, Mark(stop, span)), _MOST_FACTS):
                if clue := evidence_of(trace, bead):
                    yield clue


def _lost_before(lost: Sequence[Evidence], came: Evidence) -> bool:
    """Whether the fact had been lost before this one came: "75" may become "60" and then "66"."""
    return any(clue.kind == came.kind and clue.hops[-1] < came.hops[0] for clue in lost)


def crosses(bead: BeadText) -> bool:
    """Whether there is a pivot in another language to look at."""
    return any(not same_language(stop.language, bead.source.language) for stop in bead.pivots)


def undecided(bead: BeadText, known: Sequence[Evidence]) -> bool:
    """Whether models are asked about an issue of a bead: they can be, and evidence is not enough.

    A pivot that was left untranslated goes with the source by its very words.
    """
    sure = (weigh(known, hops_of(bead)).confidence or 0) >= _ENOUGH
    return crosses(bead) and not sure and not any(map(untranslated, bead.pivots))


def _told_by_likelihoods(
    bead: BeadText, issue: Issue, likelihoods: Sequence[StopLikelihood]
) -> list[Evidence]:
    """What the words' likelihoods say. Nothing where there is no pivot."""
    return list(word_likelihoods(bead, issue, likelihoods)) if crosses(bead) else []
