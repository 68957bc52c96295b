"""The harness in the form that benchmark scorers call: lists of texts in, one answer a pair out.

  python score_stsb.py --scorer adapters:meaning stsb.jsonl    (also score_demetr, score_semantoneg)
  python score_categories.py --classifier adapters:kinds demetr.jsonl
  python score_mqm.py --scorer adapters:quality --lp en-es biomqm.jsonl           (also score_ced)
  python score_align.py --aligner adapters:align align_textberg.jsonl
  python score_natural.py --drift adapters:drift natural.jsonl     (with judges: drift_judged)

with this folder on PYTHONPATH. Neither those scorers nor their data are part of this repository:
README.md says which public sets they are. Nothing is decided here: what a benchmark measures is
what `harness diff`, `harness run` and `harness align` would say. Only `quality` without a reference
has no command: across languages such a figure favours the literal, and must never decide alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from likelihoods import scored_both_ways
from natural_rows import NaturalRow, Packs, measured

from harness import machine
from harness.align.languages import UNDETERMINED, in_one_language
from harness.align.sentence_aligner import SentenceAligner
from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.models.embeddings import Embedder
from harness.models.paraphrase import ParaphraseClassifier
from harness.plugins import names
from harness.run import assembly
from harness.run.measurement import measure
from harness.scoring.adequacy import NAME, translation_quality
from harness.scoring.qe_features import qe_features
from harness.text.words.tokens import words

# The benchmarks' words for the kinds of drift. What has none keeps the harness's own.
LABELS = {
    Category.OMISSION: "omission",
    Category.OMISSION_SENTENCE: "omission",
    Category.TRUNCATION: "omission",
    Category.ADDITION: "addition",
    Category.ADDITION_SENTENCE: "addition",
    Category.REPETITION: "fluency",  # DEMETR's loops say nothing new
    Category.REGISTER: "fluency",
    Category.NUMBER: "number",
    Category.NEGATION: "negation",
    Category.ENTITY: "entity",
    Category.ANTONYM: "antonym",
    Category.GENDER: "gender",
    Category.GENERALISATION: "generalisation",
    Category.TENSE: "tense",
    Category.ASPECT: "aspect",
    Category.QUESTION: "question",
    Category.WORD_ORDER: "scrambled",
    Category.SENTENCE_ORDER: "scrambled",
    Category.MISTRANSLATION: "unrelated",
    Category.UNTRANSLATED: "untranslated",
    Category.WRONG_LANGUAGE: "untranslated",
    Category.UNKNOWN_WORD: "untranslated",
}


def meaning(references: Sequence[str], candidates: Sequence[str]) -> list[float]:
    """The adequacy score of each candidate, in [0, 1], as `harness diff` gives it to English texts.

    Texts are read as English, whatever they are; across two languages there is `quality`.
    """
    return _meaning([("en", *pair) for pair in zip(references, candidates, strict=True)])


def _meaning(pairs: Sequence[tuple[str, str, str]]) -> list[float]:
    """The adequacy score of each (language, reference, candidate)."""
    return [scores.get(NAME, 0.0) for scores in _scores(pairs)]


def _scores(pairs: Sequence[tuple[str, str, str]]) -> list[dict[str, float]]:
    """All usual scores of each (language, reference, candidate); none without a reference."""
    measures, _ = assembly.measuring_set((), names("detectors"), machine.site())
    beads = [
        ((), BeadText((LocalText(language, reference), LocalText(language, candidate))))
        for language, reference, candidate in pairs
    ]
    rows = measure(beads, measures)
    return [{name: score.value for name, score in row.scores.items()} for row in rows]


def kinds(originals: Sequence[str], changed: Sequence[str]) -> list[set[str]]:
    """The kinds of drift, major or worse, that the detectors find in each pair of English texts."""
    measures, _ = assembly.measuring_set((), names("detectors"), machine.site())
    plain = replace(measures, metrics=(), scorer=None, attribution=None)
    beads = [
        ((), BeadText((LocalText("en", original), LocalText("en", other))))
        for original, other in zip(originals, changed, strict=True)
    ]
    found = []
    for row, other in zip(measure(beads, plain), changed, strict=True):
        heavy = (each for each in row.findings if each.severity >= Severity.MAJOR)
        labels = {_label(each) for each in heavy}
        found.append(labels | ({"empty"} if labels and not words(other) else set()))
    return found


def quality(rows: Sequence[Mapping[str, str | None]]) -> list[float]:
    """How good each translation is, in [0, 1], higher for better.

    By its meaning and its wording against the reference's where a row has one; else by the
    likelihoods and the paraphrase model.
    """
    known = iter(_referred([row for row in rows if row.get("ref")]))
    estimated = iter(_without_reference([row for row in rows if not row.get("ref")]))
    return [next(known) if row.get("ref") else next(estimated) for row in rows]


def _referred(rows: Sequence[Mapping[str, str | None]]) -> list[float]:
    """The adequacy score and chrF against the reference, each weighed by its usual spread.

    Over sentences of news the adequacy score spreads about twice as far as chrF does. It alone
    tells fewer systems apart (docs/comparing.md).
    """
    measured = _scores(
        [((row["lp"] or "").split("-")[-1], row["ref"] or "", row["mt"] or "") for row in rows]
    )
    return [(scores.get(NAME, 0.0) + 2 * scores.get("chrf", 0.0) / 100) / 3 for scores in measured]


def _without_reference(rows: Sequence[Mapping[str, str | None]]) -> list[float]:
    """Source and translation alone, by the translation models of both directions."""
    pairs = [_sides(row) for row in rows]
    different = list(dict.fromkeys(pairs))
    likelihoods = scored_both_ways(different)
    paraphrase_scores = ParaphraseClassifier().read(
        [(source.text, mt.text) for source, mt in different],
        [source.language for source, _ in different],
    )
    found = {
        (source, mt): translation_quality(qe_features(source, mt, each, paraphrase_score))
        for (source, mt), each, paraphrase_score in zip(
            different, likelihoods, paraphrase_scores, strict=True
        )
    }
    return [found[pair] for pair in pairs]


def _sides(row: Mapping[str, str | None]) -> tuple[LocalText, LocalText]:
    here, there = (row["lp"] or "").split("-")
    return LocalText(here, row["src"] or ""), LocalText(there, row["mt"] or "")


def align(source: Sequence[str], target: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Which sentences became which, as `harness align` says it; a null has an empty side."""
    one = in_one_language(UNDETERMINED, UNDETERMINED, source, target)
    aligner = SentenceAligner(one_language=one, embedder=None if one else Embedder())
    sides = ((bead.source, bead.target) for bead in aligner(source, target))
    return [(list(range(a.start, a.end)), list(range(b.start, b.end))) for a, b in sides]


def drift(rows: Sequence[NaturalRow]) -> Iterator[dict[str, Any]]:
    """Score and findings of each labelled round trip, as `harness run` gives them."""
    return _drift(rows, "usual")


def drift_without_likelihoods(rows: Sequence[NaturalRow]) -> Iterator[dict[str, Any]]:
    """The same with --no-likelihood."""
    return _drift(rows, "none")


def drift_judged(rows: Sequence[NaturalRow]) -> Iterator[dict[str, Any]]:
    """The same with the likelihoods of all packs that can score."""
    return _drift(rows, "all")


def _drift(rows: Sequence[NaturalRow], packs: Packs) -> Iterator[dict[str, Any]]:
    for row, found in zip(rows, measured(rows, packs), strict=True):
        stops = range(len(found.texts.stops))
        # The scorer knows three stops: of two pivots the first.
        kept = (stops[0], stops[1], stops[-1])
        findings = [
            {
                "category": each.category.value,
                "severity": each.severity.name.lower(),
                "spans": [[[s.start, s.end] for s in each.spans(stop)] for stop in kept],
                "locus": str(each.locus),
            }
            for each in found.findings
        ]
        yield {"id": row["id"], "score": found.scores[NAME].value, "findings": findings}


def _label(finding: Finding) -> str:
    if finding.category is Category.QUANTIFIER and finding.severity is Severity.CRITICAL:
        return "antonym"  # "more" for "less": exchanged for its opposite
    if finding.category in LABELS:
        return LABELS[finding.category]
    return "fluency" if finding.category.value.startswith("fluency/") else finding.category.value
