"""A review as a sheet for people: one row for each unit in order, also the unproblematic ones.

`as_rows` says what is in it, `sheet_xlsx` and `sheet_html` how it looks; both are read back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.core.values import Severity
from harness.report.shared import labels
from harness.review.as_text import verdict
from harness.review.decisions import Decision, about
from harness.review.review import Review
from harness.review.units import ReviewedUnit, is_locked

NOTICE = "Machine aid for review, not the back-translation of record."
KEY, SOURCE, TRANSLATION = "Unit", "Source", "Translation"
# What people fill in, by the field of a decision.
FILLED: Mapping[str, str] = {
    "question": "Reviewer's question",
    "explanation": "Translator's explanation",
    "decision": "Decision",
    "comment": "Comment",
    "who": "Who",
    "when": "When",
}
COLUMNS = (
    *(KEY, "Line", "Context", "State", SOURCE, TRANSLATION, "Back-translation"),
    *("Difference", "Severity", "Category", "Finding", "Since the last round"),
    *FILLED.values(),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a sheet shows: lines of its head as name and value, and its rows by column."""

    head: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, str], ...]


def sheet_of(review: Review, date: str, version: str) -> Sheet:
    """The sheet of a review, with what people have decided so far.

    Args:
        date: of the review, for its head.
        version: of the harness.
    """
    return Sheet(tuple(_head(review, date, version)), tuple(map(_row, review.units)))


def decisions_in(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Decision]]:
    """What people filled into the rows of a sheet, by unit id."""
    for row in rows:
        said = {name: row.get(column, "").strip() for name, column in FILLED.items()}
        yield (
            row[KEY],
            Decision(**said, about=about(row.get(SOURCE, ""), row.get(TRANSLATION, ""))),
        )


def _head(review: Review, date: str, version: str) -> Iterator[tuple[str, str]]:
    document = review.document
    yield "Notice", NOTICE
    yield "Verdict", verdict(review)
    yield "File", document.doc_id
    yield "SHA-256 of the file", document.data_digest
    source, target = document.language, review.target_language
    yield (
        "Languages",
        f"{labels.language_name(source)} ({source}) → {labels.language_name(target)} ({target})",
    )
    yield "Date", date
    yield "Made by", f"retranslation-harness {version}"
    for what, signature in review.judges:
        yield what.capitalize(), str(signature)
    for caveat in review.caveats:
        yield "Note", caveat


def _row(each: ReviewedUnit) -> Mapping[str, str]:
    unit, home = each.unit, each.back_translation
    source, translation = texts_of(each)
    worst = sorted(each.of_translation, key=lambda finding: -finding.severity.rank)
    shown = [finding for finding in worst if finding.severity > Severity.MINOR]
    decided = each.decision
    return {
        KEY: unit.unit_id,
        "Line": str(unit.line),
        "Context": "; ".join(f"{kind}: {value}" for kind, value in unit.context),
        "State": each.state.value + (", locked" if is_locked(unit) else ""),
        SOURCE: source,
        TRANSLATION: translation,
        "Back-translation": home.text if home else each.failure,
        "Difference": _difference(each),
        "Severity": each.severity.value if shown and each.severity else "",
        "Category": "; ".join(
            dict.fromkeys(labels.category_words(finding.category) for finding in shown)
        ),
        "Finding": "\n".join(dict.fromkeys(finding.message for finding in shown)),
        "Since the last round": _since(decided, source, translation),
        **{column: getattr(decided, name) for name, column in FILLED.items()},
    }


def texts_of(each: ReviewedUnit) -> tuple[str, str]:
    """The two texts that a decision is about."""
    return each.unit.text, each.unit.target.text if each.unit.target else ""


def _difference(each: ReviewedUnit) -> str:
    """As reviewers of back-translations call it: none, wording, or meaning."""
    home = each.back_translation
    if each.row is None:
        return ""
    if any(finding.severity > Severity.MINOR for finding in each.of_translation):
        return "meaning"
    if home is None:
        return ""
    same = _words(home.text) == _words(each.row.texts.source.text)
    return "none" if same else "wording"


def _words(text: str) -> Sequence[str]:
    return text.casefold().split()


def _since(decided: Decision, source: str, translation: str) -> str:
    """Whether what people wrote is about these very texts."""
    if decided.is_empty:
        return ""
    return "unchanged" if decided.about == about(source, translation) else "changed"
