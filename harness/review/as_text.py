"""A review for a terminal: the verdict first, then the units that matter, whole."""

import re
from collections.abc import Iterator
from textwrap import wrap

from harness.core.values import Finding, Severity
from harness.report.shared import labels
from harness.report.shared.entries import entries, split
from harness.review.review import Review
from harness.review.units import ReviewedUnit, UnitState, is_locked
from harness.text.words.control_characters import strip_controls

_NARROWEST = 40
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")  # what stands for the key of a text without one
_SHOWN = 20  # units; more are counted
_MANY, _SHARE = 10, 0.15  # translations to look at, of all, from which on rows may have slipped
_SLIPPED = (
    "note: So many translations do not fit their texts that they may stand in the wrong rows: look "
    "where the first ones begin."
)
_ASIDE = (UnitState.EMPTY, UnitState.FUZZY, UnitState.DRAFT, UnitState.PROTECTED)


def as_text(review: Review, *, width: int, everything: bool = False) -> Iterator[str]:
    """Lines for people. `everything`: what is minor, and what the way back made, too."""
    columns = max(width, _NARROWEST)
    for line in _lines(review, columns, everything=everything):
        yield strip_controls(line).rstrip() + "\n"


def verdict(review: Review) -> str:
    """The answer in one sentence: 3 of 110 translations need a look: 1 critical, 2 major."""
    total = labels.counted(len(review.counted), "translation")
    found = review.to_look_at
    if not review.counted:
        return "No unit has a translation that counts."
    if not found:
        return f"Nothing above minor was found in {total}."
    counts = [(review.count(each), each.value) for each in sorted(Severity, reverse=True)]
    listed = ", ".join(
        f"{count} {name}" for count, name in counts if count and name != Severity.MINOR.value
    )
    needs = "needs" if len(found) == 1 else "need"
    return f"{len(found):,} of {total} {needs} a look: {listed}."


def _lines(review: Review, width: int, *, everything: bool) -> Iterator[str]:
    yield from wrap(verdict(review), width)
    yield from _head(review, width)
    shown = review.to_look_at
    if everything:
        rest = [each for each in review.units if each.findings and each not in shown]
        shown = (*shown, *rest)
    for each in shown if everything else shown[:_SHOWN]:
        yield ""
        yield from _unit(each, width, everything=everything)
    if not everything and len(shown) > _SHOWN:
        yield ""
        yield f"and {len(shown) - _SHOWN:,} more units (--all shows them, and what is minor)"
    yield from _folded(review, width, everything=everything)


def _head(review: Review, width: int) -> Iterator[str]:
    names, others = (_names(review, what) for what in ("engine", "witness"))
    home = f"brought home by {names}" if names else "no engine was asked"
    home += f", and by {others} as a witness" if others else ""
    route = f"{review.document.language} → {review.target_language}"
    yield from wrap(f"{review.document.origin}, {route}; {home}", width)
    states = review.states
    aside = [f"{states[each]:,} {each.value}" for each in _ASIDE if states[each]]
    locked = sum(is_locked(each.unit) for each in review.units)
    aside += [f"{locked:,} locked (judged like the others)"] if locked else []
    accepted = len(review.accepted)
    aside += [f"{accepted:,} accepted by people"] if accepted else []
    if aside:
        yield from wrap(f"besides: {', '.join(aside)}", width, subsequent_indent="  ")
    if _seems_slipped(review):
        yield from wrap(_SLIPPED, width, subsequent_indent="  ")
    for each in review.unmeasured:
        text = f"NOT MEASURED: {_name(each)}: {each.failure}"
        yield from wrap(text, width, subsequent_indent="  ")
    for caveat in review.caveats:
        yield from wrap(f"note: {caveat}", width, subsequent_indent="  ")


def _names(review: Review, asked: str) -> str:
    """The engines that brought the translations home, or those that bear witness."""
    return ", ".join(dict.fromkeys(each.name for what, each in review.judges if what == asked))


def _seems_slipped(review: Review) -> bool:
    """Whether so many translations need a look that they may stand in the wrong rows."""
    found = len(review.to_look_at)
    return found >= _MANY and found >= _SHARE * len(review.counted)


def _unit(each: ReviewedUnit, width: int, *, everything: bool) -> Iterator[str]:
    worst = each.severity.value if each.severity else "way back only"
    aside = "" if each.state.counts else f" ({each.state.value}: not counted)"
    yield from wrap(f"{worst}  {_name(each)}{aside}", width, subsequent_indent="  ")
    for kind, value in each.unit.context:
        yield from wrap(f"  {kind}: {value}", width, subsequent_indent="    ")
    stops = each.row.texts.stops if each.row else ()
    for stop in stops:
        yield from _text(stop.language, stop.text, width)
    for witness, text in each.returns:
        home = stops[0].language
        yield from _text(home, f"{text} ({witness.rpartition('@')[2]})", width)
    yield from _reasons(each, width, everything=everything)


def _text(lead: str, text: str, width: int) -> Iterator[str]:
    shown = " ".join(text.split())
    yield from wrap(
        f"  {lead:>4}  {shown}", width, subsequent_indent=" " * 8, break_on_hyphens=False
    )


def _reasons(each: ReviewedUnit, width: int, *, everything: bool) -> Iterator[str]:
    worst, minor = split(entries(each.of_translation))
    for entry in (*worst, *(minor if everything else ())):
        yield from _reason(entry.finding, width)
        for other in entry.others(minor=everything):
            yield from _reason(other, width, lead="      also")
    if everything:
        for finding in each.of_way_back:
            yield from _reason(finding, width, lead="    (way back)")


def _reason(finding: Finding, width: int, lead: str = "    •") -> Iterator[str]:
    words = f"{lead} {finding.severity.value}: {finding.message}"
    yield from wrap(
        f"{words} [{labels.category_words(finding.category)}]", width, subsequent_indent=" " * 6
    )


def _folded(review: Review, width: int, *, everything: bool) -> Iterator[str]:
    """What is not shown: counted."""
    if everything:
        return
    minor = sum(
        finding.severity is Severity.MINOR
        for each in review.counted
        for finding in each.of_translation
    )
    apart = sum(len(each.of_way_back) for each in review.counted)
    aside = sum(
        (finding.severity > Severity.MINOR)
        for each in review.units
        if not each.state.counts
        for finding in each.of_translation
    )
    told = [labels.counted(minor, "minor finding")] if minor else []
    caused = "that an engine may have made on the way back, not the translation"
    told += [f"{labels.counted(apart, 'difference')} {caused}"] if apart else []
    told += [f"{labels.counted(aside, 'finding')} in fuzzy units and drafts"] if aside else []
    if told:
        yield ""
        yield from wrap(
            f"not shown: {'; '.join(told)} (--all shows them)", width, subsequent_indent="  "
        )


def _name(each: ReviewedUnit) -> str:
    """Which unit it is: by its key, if the file gives it one, and by its line."""
    line = f"line {each.unit.line}"
    nameless = _FINGERPRINT.fullmatch(each.unit.unit_id)
    return line if nameless else f"unit {labels_of(each.unit.unit_id)}, {line}"


def labels_of(unit_id: str) -> str:
    """A unit's id on one line, shortened: some are whole sentences."""
    shown = " ".join(unit_id.split())
    return shown if len(shown) <= 60 else f"{shown[:57].rstrip()}…"
