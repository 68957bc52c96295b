"""The harness in the form that benchmark scorers call: lists of texts in, one answer a pair out.

  python score_stsb.py --scorer adapters:meaning stsb.jsonl    (also score_demetr, score_semantoneg)
  python score_categories.py --classifier adapters:kinds demetr.jsonl
  python score_mqm.py --scorer adapters:quality --lp en-es biomqm.jsonl           (also score_ced)

with this folder on PYTHONPATH. Nothing is decided here: what a benchmark measures is what
`harness diff` and `harness run` would say.
"""

from collections.abc import Mapping, Sequence

from harness.core.values import BeadText, Category, LocalText, Severity
from harness.plugins import detector, metric, names
from harness.text.tokens import words

# The benchmarks' words for the kinds of drift. What has none keeps the harness's own.
LABELS = {
    Category.OMISSION: "omission",
    Category.OMISSION_SENTENCE: "omission",
    Category.ADDITION: "addition",
    Category.ADDITION_SENTENCE: "addition",
    Category.REPETITION: "addition",
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
    Category.MISTRANSLATION: "unrelated",
    Category.UNTRANSLATED: "untranslated",
    Category.WRONG_LANGUAGE: "untranslated",
    Category.UNKNOWN_WORD: "untranslated",
}


def meaning(references: Sequence[str], candidates: Sequence[str]) -> list[float]:
    """How close each candidate is in meaning, higher for closer; in one language or across two."""
    pairs = list(zip(references, candidates, strict=True))
    return [score.value for score in metric("meaning", None).measure(pairs)]


def kinds(originals: Sequence[str], changed: Sequence[str]) -> list[set[str]]:
    """The kinds of drift, major or worse, that the detectors find in each pair of English texts."""
    detectors = [detector(name) for name in names("detectors")]
    found = []
    for original, other in zip(originals, changed, strict=True):
        bead = BeadText((LocalText("en", original), LocalText("en", other)))
        findings = [finding for each in detectors for finding in each.detect(bead)]
        labels = {_label(each.category) for each in findings if each.severity >= Severity.MAJOR}
        found.append(labels | ({"empty"} if labels and not words(other) else set()))
    return found


def quality(rows: Sequence[Mapping[str, str | None]]) -> list[float]:
    """How good each translation is, higher for better: its meaning against the reference's.

    Against the source's, across languages, in a row without a reference.
    """
    return meaning(
        [row["ref"] or row["src"] or "" for row in rows], [row["mt"] or "" for row in rows]
    )


def _label(category: Category) -> str:
    if category in LABELS:
        return LABELS[category]
    return "fluency" if category.value.startswith("fluency/") else category.value
