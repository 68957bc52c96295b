"""How often blame is right about the hop: faults planted on one hop of a round trip.

  python scripts/benchmarks/blame.py --json blame.json FLORES.jsonl

Each line of the file holds a sentence with its human translations (`id`, `en`, `es`, `pt`): FLORES,
which is public but no part of this repository (README.md). The
translation serves as a perfect hypothesis; one fault is planted in it (forward) or in the return
(backward), and what the detectors find because of it, beyond what they find without, is blamed.

Two experiments:

  controlled  the return is the source itself, with the same fault put into its own words
  engine      the return is what a real engine makes of the hypothesis, and for a backward fault
              the fault is put into that; counted are findings of the categories that the same
              fault raises in the controlled experiment, so that the engine's own faults stay out

Each without and with witnesses, and with likelihoods, too (but for --no-likelihood). Witnesses are
what other engines make of the same hypothesis; their reliability is learnt from the perfect
hypotheses. At the top of the JSON stand both experiments together, with all that could be asked;
what could not is listed under `absent`. Counted are findings: `right`, `wrong` and `unknown` add up
to 1; `missed` are planted faults that no detector found, which blame never saw. Engines' answers,
likelihoods and embeddings are remembered in --memory, so that a run that was stopped goes on where
it stood. Five faults of each kind and language take about a quarter of an hour the first time.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from blame_seeds import Seed, seeds

from harness import machine, plugins
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.hop_attribution import HopAttribution
from harness.blame.hop_readings import HopReadings
from harness.blame.likelihood_evidence import LikelihoodEvidence
from harness.blame.witnesses import Reliability, WitnessFindings, witness_evidence, witness_findings
from harness.core.errors import EngineUnavailable
from harness.core.protocols import Detector
from harness.core.values import BeadText, Direction, Issue, LocalText, Return, Translated
from harness.memory import Memory
from harness.models.embeddings import Embedder
from harness.models.hop_reader import HopReader
from harness.run import assembly
from harness.run.opening import remembered

ENGINES = {"es": ("argos", "apertium"), "pt": ("argos", "bergamot")}  # the return, the witness
TRUTHS = ("forward", "backward")
WAYS = ("without_witnesses", "with_witnesses", "with_witnesses_and_judges")

Ways = Mapping[str, Mapping[str, str]]  # engine -> hypothesis -> return


@dataclass(frozen=True, slots=True)
class Case:
    """A planted fault: the bead that holds it, and the findings that it brought."""

    kind: str
    truth: str
    bead: BeadText
    findings: tuple[Issue, ...]
    answers: tuple[WitnessFindings, ...] = ()


def main() -> None:
    options = _options()
    rows = [json.loads(line) for line in options.data.open(encoding="utf-8")]
    detectors = [plugins.detector(name) for name in plugins.names("detectors")]
    report: dict[str, object] = {}
    with Memory(options.memory) as memory:
        readings = HopReadings(HopReader(memory))
        blame = HopAttribution(EmbeddingEvidence(Embedder(memory)), readings=readings)
        absent: list[str] = []
        likelihood = _likelihood(options.language, memory, absent) if options.likelihood else None
        for experiment in options.experiment:
            cases: list[Case] = []
            reliability = Reliability()
            for language in options.language:
                chosen = _chosen(seeds(rows, language), options.limit)
                _say(f"{experiment}, {language}: {len(chosen)} faults, two ways each")
                ways = _ways(chosen, language, memory, absent)
                for seed in chosen:
                    cases += _cases(seed, language, detectors, ways, experiment)
                _learn(reliability, chosen, language, detectors, ways)
            _say(f"{experiment}: who is to blame in {len(cases)} cases")
            report[experiment] = _measured(cases, blame, likelihood, reliability)
    report = _pooled(report) | report | {"absent": sorted(set(absent))}
    if options.json:
        text = json.dumps(report, indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", "utf-8")
    _print(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="FLORES.jsonl")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures here")
    parser.add_argument("--language", nargs="+", choices=sorted(ENGINES), default=sorted(ENGINES))
    parser.add_argument(
        "--experiment",
        nargs="+",
        choices=("controlled", "engine"),
        default=["controlled", "engine"],
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=5,
        help="faults of each kind and language, drawn from the whole file; 0: all (default: 5)",
    )
    parser.add_argument(
        "--likelihood",
        "--judge",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="score every word with the MT models, too",
    )
    parser.add_argument(
        "--memory", type=Path, default=machine.default_memory(), help="of engines and embeddings"
    )
    return parser.parse_args()


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


def _chosen(found: Iterable[Seed], limit: int) -> list[Seed]:
    """At most `limit` of each kind, drawn by a digest of their texts; with 0 all of them."""
    by_kind: dict[str, list[tuple[str, Seed]]] = defaultdict(list)
    for number, seed in enumerate(found):
        digest = sha256(f"{seed.kind}{seed.source}{number}".encode()).hexdigest()
        by_kind[seed.kind].append((digest, seed))
    return [
        seed
        for _, drawn in sorted(by_kind.items())
        for _, seed in sorted(drawn, key=lambda pair: pair[0])[: limit or None]
    ]


# ── cases ───────────────────────────────────────────────────────────────────────────────────────


def _cases(
    seed: Seed,
    language: str,
    detectors: Sequence[Detector],
    ways: Ways,
    experiment: str,
) -> Iterator[Case]:
    """The two faults of a seed: on the way out, and on the way back."""
    hypotheses = {"forward": seed.forward(seed.hypothesis) or "", "backward": seed.hypothesis}
    fault = seed.backward(seed.source) or ""
    planted: dict[str, str | None] = {
        "forward": fault if seed.survives else seed.source,
        "backward": fault,
    }
    raised = {}
    known = _issues(_bead(seed.source, seed.hypothesis, seed.source, language), detectors)
    for truth, back in planted.items():
        bead = _bead(seed.source, hypotheses[truth], back or "", language)
        raised[truth] = _new(bead, detectors, known)
    witnesses = dict(ways)
    wanted = {finding.category for found in raised.values() for finding in found}
    if experiment == "engine":
        name, answers = next(iter(ways.items()))
        del witnesses[name]
        plain = answers[seed.hypothesis]
        known = _issues(_bead(seed.source, seed.hypothesis, plain, language), detectors)
        planted = {"forward": answers[hypotheses["forward"]], "backward": seed.backward(plain)}
    for truth, back in planted.items():
        if back is None:
            continue
        bead = _bead(seed.source, hypotheses[truth], back, language)
        found = raised[truth] if experiment == "controlled" else _new(bead, detectors, known)
        kept = tuple(finding for finding in found if finding.category in wanted)
        yield Case(seed.kind, truth, bead, kept, _witness_findings(bead, witnesses, detectors))


def _witness_findings(
    bead: BeadText, ways: Ways, detectors: Sequence[Detector]
) -> tuple[WitnessFindings, ...]:
    returns = [
        Return(name, LocalText("en", answers[bead.stops[1].text])) for name, answers in ways.items()
    ]
    grades = assembly.grades(detectors)
    return tuple(
        witness_findings(bead, returns, lambda text: grades.grade(_issues(text, detectors)))
    )


def _learn(
    reliability: Reliability,
    chosen: Sequence[Seed],
    language: str,
    detectors: Sequence[Detector],
    ways: Ways,
) -> None:
    """What a run over the perfect hypotheses shows of the witnesses."""
    main, *_ = ways.values()
    for seed in {seed.source: seed for seed in chosen}.values():
        bead = _bead(seed.source, seed.hypothesis, main[seed.hypothesis], language)
        reliability.add(bead, _issues(bead, detectors), _witness_findings(bead, ways, detectors))


def _bead(source: str, hypothesis: str, back: str, language: str) -> BeadText:
    return BeadText(
        (LocalText("en", source), LocalText(language, hypothesis), LocalText("en", back))
    )


def _issues(bead: BeadText, detectors: Sequence[Detector]) -> list[Issue]:
    return [finding for detector in detectors for finding in detector.detect(bead)]


def _new(
    bead: BeadText, detectors: Sequence[Detector], known: Sequence[Issue]
) -> tuple[Issue, ...]:
    """The findings that the same texts without the fault do not raise."""
    before = Counter((finding.category, finding.evidence) for finding in known)
    found = []
    for finding in _issues(bead, detectors):
        key = (finding.category, finding.evidence)
        if before[key]:
            before[key] -= 1
        else:
            found.append(finding)
    return tuple(found)


# ── engines ─────────────────────────────────────────────────────────────────────────────────────


def _ways(
    chosen: Sequence[Seed], language: str, memory: Memory, absent: list[str] | None = None
) -> Ways:
    """What each engine here makes of every hypothesis, perfect and damaged; the return's first.

    A witness that is not here is noted in `absent`, where one is given.

    Raises: EngineUnavailable without the engine of the return, or without a list to note others in.
    """
    texts = list(
        dict.fromkeys(
            text
            for seed in chosen
            for text in (seed.hypothesis, seed.forward(seed.hypothesis) or "")
        )
    )
    ways = {}
    for name in ENGINES[language]:
        try:
            ways[name] = _answers(texts, name, language, memory)
        except EngineUnavailable as cause:
            if absent is None or not ways:
                raise
            absent.append(f"witness {name} of {language}: {cause}")
    return ways


def _answers(texts: Sequence[str], name: str, language: str, memory: Memory) -> Mapping[str, str]:
    provider = plugins.engine_provider(name)
    engine = provider.open(Direction(language, "en"), machine.site().of(name))
    remembering = memory.remembering(engine, block=32)
    outcomes = remembering.translate(texts)
    remembering.close()
    return {
        text: outcome.text if isinstance(outcome, Translated) else ""
        for text, outcome in zip(texts, outcomes, strict=True)
    }


def _likelihood(
    languages: Sequence[str], memory: Memory, absent: list[str] | None = None
) -> LikelihoodEvidence | None:
    """The likelihood scorers of all hops that have one; None without any. `absent` gets the others.

    Raises: EngineUnavailable where one is not here and there is no list to note it in.
    """
    scorers = []
    for other in languages:
        for direction in (Direction("en", other), Direction(other, "en")):
            try:
                scorers.append(assembly.open_likelihood_scorer(direction, machine.site()))
            except EngineUnavailable as cause:
                if absent is None:
                    raise
                absent.append(f"judge of {direction}: {cause}")
    if not scorers:
        return None
    return LikelihoodEvidence(remembered(scorers, memory))


# ── figures ─────────────────────────────────────────────────────────────────────────────────────


def _measured(
    cases: Sequence[Case],
    blame: HopAttribution,
    likelihood: LikelihoodEvidence | None,
    reliability: Reliability,
) -> dict[str, dict[str, object]]:
    """Figures with and without witnesses, and what no detector saw."""
    speaking = [case for case in cases if case.findings]
    told = [
        [witness_evidence(case.bead, found, case.answers, reliability) for found in case.findings]
        for case in speaking
    ]
    found = [(case.bead, case.findings) for case in speaking]
    missed = Counter(case.kind for case in cases if not case.findings)
    likelihood_figures = {}
    if likelihood:
        scores = likelihood.likelihood.score([bead for bead, _ in found])
        settled = blame.with_model(likelihood).attribute(found, told, likelihoods=scores)
        likelihood_figures["with_witnesses_and_judges"] = _figures(speaking, settled)
    return {
        "without_witnesses": _figures(speaking, blame.attribute(found)),
        "with_witnesses": _figures(speaking, blame.attribute(found, told)),
        **likelihood_figures,
        "missed": dict(sorted(missed.items())),
    }


def _figures(cases: Sequence[Case], settled: Sequence[Sequence[Issue]]) -> dict[str, object]:
    said = [
        (case.kind, case.truth, str(finding.locus))
        for case, findings in zip(cases, settled, strict=True)
        for finding in findings
    ]
    kinds = sorted({kind for kind, _, _ in said})
    return _shares(said) | {
        "by_kind": {kind: _shares([each for each in said if each[0] == kind]) for kind in kinds}
    }


def _pooled(report: Mapping[str, Mapping[str, Mapping[str, object]]]) -> dict[str, object]:
    """All experiments together, with witnesses; without them under a name of its own."""

    def pool(which: str) -> dict[str, object]:
        said = [
            ("", truth, locus)
            for figures in report.values()
            for truth, row in figures[which]["confusion"].items()
            for locus, count in row.items()
            for _ in range(count)
        ]
        return _shares(said)

    best, *others = [
        way for way in reversed(WAYS) if all(way in figures for figures in report.values())
    ]
    return pool(best) | {way: pool(way) for way in others}


def _shares(said: Sequence[tuple[str, str, str]]) -> dict[str, object]:
    matrix = {
        truth: Counter(locus for _, other, locus in said if other == truth) for truth in TRUTHS
    }
    right = sum(truth == locus for _, truth, locus in said)
    unknown = sum(locus == "unknown" for _, _, locus in said)
    whole = max(len(said), 1)
    return {
        "findings": len(said),
        "right": round(right / whole, 4),
        "wrong": round((len(said) - right - unknown) / whole, 4),
        "unknown": round(unknown / whole, 4),
        "confusion": {truth: dict(sorted(row.items())) for truth, row in matrix.items()},
    }


def _print(report: Mapping[str, Mapping[str, Mapping[str, object]]]) -> None:
    for each in report["absent"]:
        print(f"not here: {each}")
    _line("all", report)
    for which in WAYS:
        if which in report:
            _line(which.replace("_", " "), report[which])
    for experiment in ("controlled", "engine"):
        for which in WAYS:
            if which in report.get(experiment, {}):
                figures = report[experiment][which]
                print(f"{experiment}, {which}")
                _line("all", figures)
                for kind, shares in figures["by_kind"].items():
                    _line(kind, shares)
        if experiment in report:
            print(f"  missed: {report[experiment]['missed']}")


def _line(name: str, shares: Mapping[str, object]) -> None:
    print(
        f"  {name:18} {shares['findings']:5}  right {shares['right']:.3f}  "
        f"wrong {shares['wrong']:.3f}  unknown {shares['unknown']:.3f}  {shares['confusion']}"
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(
            "stopped: what engines and scorers answered is kept; the same command continues there"
        )
