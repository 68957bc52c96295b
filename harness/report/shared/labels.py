"""Values put into words for people: numbers that do not flatter, names instead of codes."""

import math
from collections.abc import Mapping
from enum import Enum

from babel import Locale, UnknownLocaleError

from harness.core.values import (
    UNKNOWN,
    Category,
    Issue,
    Locus,
    MetricCard,
    Route,
    RunIdentity,
    RunTotals,
    Severity,
    Signature,
)
from harness.report.shared.entries import FOLDED

WORST_FIRST = tuple(sorted(Severity, reverse=True))

# What a row is called that has no finding to be called after.
UNMEASURED = "unmeasured"
CLEAN = "clean"

# The adequacy score in a word: how likely a reader takes away the same meaning, from this
# probability on. The score is calibrated (docs/adequacy.md), so that the words keep their meaning
# when its weights are fitted anew.
ADEQUACY = "adequacy"
BANDS = ((0.8, "same"), (0.5, "close"), (0.2, "changed"), (0.0, "broken"))


class Column(Enum):
    """The three places where a row's texts stand."""

    SOURCE = "Source"
    HYPOTHESIS = "Hypothesis"
    BACK_TRANSLATION = "Back-translation"


# Where the last word of a category's path would not be understood alone.
_CATEGORY_WORDS: Mapping[Category, str] = {
    Category.OMISSION_SENTENCE: "omitted sentence",
    Category.ADDITION_SENTENCE: "added sentence",
    Category.ENTITY: "name",
    Category.DATE_TIME: "date or time",
    Category.WORD: "other word",
    Category.SENTENCE_ORDER: "moved sentence",
    Category.TAG: "markup tag",
    Category.GARBLED: "garbled characters",
    Category.REPEATED_PHRASE: "repeated phrase",
}


def category_words(category: Category) -> str:
    """A category as one or two plain words: `accuracy/untranslated/unknown-word`, unknown word."""
    last = category.value.rpartition("/")[2].replace("-", " ")
    return _CATEGORY_WORDS.get(category, last)


def worst_words(worst: str) -> str:
    """What a row's worst is called: its severity, or that it was not measured."""
    return "not measured" if worst == UNMEASURED else worst


def counted(count: int, noun: str) -> str:
    """A number and its noun: 1 sentence, 2 sentences."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage; "0 %" and "100 %" mean exactly that.

    Raises:
        ValueError: `whole` is 0, or `part` is not between 0 and `whole`.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is not a share")
    tenths = round(1000 * part / whole)
    if tenths == 0 < part:
        return "< 0.1 %"
    if tenths == 1000 and part < whole:
        return "> 99.9 %"
    return f"{tenths / 10:g} %"


def score_words(value: float, card: MetricCard) -> str:
    """A score with as many digits as its range needs; rounding never reaches an end of the range.

    Where a metric gave no number (NaN), the words are “not measured”.
    """
    if math.isnan(value):
        return "not measured"
    digits = card.digits
    smallest = 10.0**-digits
    shown = f"{value:.{digits}f}"
    if float(shown) <= card.lowest < value:
        return f"< {card.lowest + smallest:.{digits}f}"
    if float(shown) >= card.highest > value:
        return f"> {card.highest - smallest:.{digits}f}"
    return "0" + shown[2:] if float(shown) == 0 and shown.startswith("-") else shown


def band_word(metric: str, value: float) -> str:
    """What an adequacy score means, in one word of `BANDS`; nothing for other metrics and NaN."""
    if metric != ADEQUACY or math.isnan(value):
        return ""
    return next(word for least, word in BANDS if value >= least)


def range_words(card: MetricCard) -> str:
    """What users must know of a score's scale: 0 to 100, higher is better."""
    better = "higher" if card.higher_is_better else "lower"
    if not math.isfinite(card.lowest):
        return f"without ends, {better} is better"
    top = f"to {card.highest:g}" if math.isfinite(card.highest) else "upwards"
    return f"{card.lowest:g} {top}, {better} is better"


def language_name(tag: str) -> str:
    """A BCP 47 tag as an English name; the tag itself where CLDR knows none."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name("en")
    except (ValueError, UnknownLocaleError):
        name = None
    return name or tag


def route_words(route: Route) -> str:
    """The stops of a route: en → es → en."""
    return " → ".join(route.stops)


def engine_names(engines: tuple[Signature, ...]) -> str:
    """The engines' names in order of the route, each once: argos, apertium."""
    return ", ".join(dict.fromkeys(engine.name for engine in engines))


def run_title(identity: RunIdentity) -> str:
    """A run in a few words: en → es → en, argos."""
    return f"{route_words(identity.route)}, {engine_names(identity.engines)}"


def run_signature(identity: RunIdentity) -> str:
    """A run in one line to quote beside its numbers: `harness|route:en:es:en|…|run:1a2b…`."""
    parts = {
        "doc": identity.doc_id,
        "text": identity.text_digest[:12],
        "route": str(identity.route),
        "run": identity.fingerprint[:16],
    }
    return "|".join(["harness", *(f"{name}:{value}" for name, value in parts.items())])


def locus_words(locus: Locus | str, confidence: float | None = None) -> str:
    """The hop a finding is attributed to and how surely, or that this is not known."""
    if str(locus) == str(UNKNOWN):
        return "hop not known"
    if confidence is None:
        return str(locus)
    # Rounding must not make certain what is not.
    hundredths = min(round(100 * confidence), 100 if confidence == 1 else 99)
    return f"{locus}, {hundredths} % sure"


def minor_words(count: int, lead: str = "and") -> str:
    """How much is folded because it is minor, to stand behind what is shown: and 63 minor.

    Without a `lead` it stands alone: 63 minor. Nothing where nothing is folded.
    """
    return f"{lead} {count:,} minor".strip() if count else ""


def healed_words(issue: Issue) -> str:
    """One sentence about a fault of a pivot that the way back healed."""
    return f"After hop {issue.locus.hop}: {issue.message}"


def healed_count(count: int) -> str:
    """How many words were never translated, which no finding tells."""
    were = "word was" if count == 1 else "words were"
    return f"{count:,} {were} not translated and came back: no finding, and a fault of the pivot"


def severity_words(totals: RunTotals) -> str:
    """Findings above minor, worst first: 5 critical, 12 major findings. Minor ones are not told."""
    counts = {severity: totals.count(severity) for severity in WORST_FIRST}
    minor = counts.pop(FOLDED)
    parts = [f"{count:,} {severity.value}" for severity, count in counts.items() if count]
    if not parts:
        return "nothing above minor" if minor else "no findings"
    return f"{', '.join(parts)} finding{'' if sum(counts.values()) == 1 else 's'}"


def found_words(totals: RunTotals, where: str) -> str:
    """What was found, as a sentence without its full stop; what is minor is only counted.

    5 critical findings in 8 sentences, and 2 minor. `where` says in what: 8 sentences.
    """
    found = f"{severity_words(totals)} in {where}"
    folded = minor_words(totals.count(FOLDED), ", and")
    return f"{found[0].upper()}{found[1:]}{folded}"


def verdict_words(totals: RunTotals, rows: int, steady: int, noun: str = "sentence") -> str:
    """The answer in one sentence: how many rows need a look, why, and what is behind them.

    `rows` are those shown as `noun`, measured or not; `steady` the measured ones without a finding
    above minor.
    """
    if not rows and not totals.rows:
        return "There is no sentence in this text, so nothing was measured."
    failed = f"{counted(totals.unmeasured, noun)} could not be measured"
    if not totals.measured:
        return f"Nothing could be measured: {counted(totals.unmeasured, noun)} failed."
    telling = totals.measured - steady
    if not telling:
        words = f"Nothing above minor in {counted(totals.measured, noun)}"
        return f"{words}; {failed}." if totals.unmeasured else f"{words}."
    needs = "needs" if telling == 1 else "need"
    words = (
        f"{telling:,} of {counted(totals.measured, noun)} {needs} a look: {severity_words(totals)}"
    )
    return f"{words}; {failed}." if totals.unmeasured else f"{words}."


def summary_words(
    totals: RunTotals, sentences: int, steady: int | None = None, noun: str = "sentence"
) -> str:
    """A run in words: what was found, in how many sentences, and what could not be seen.

    `sentences` counts the source segments of the run, measured or not, called `noun`; `steady`
    the measured rows without a finding above minor, shown where it is given and something was
    found.
    """
    if not sentences and not totals.rows:
        return "There is no sentence in this text, so nothing was measured."
    if not totals.measured:
        return f"Nothing could be measured: {counted(totals.unmeasured, noun)} failed."
    seen = sentences - totals.unmeasured
    sentence = found_words(totals, counted(seen, noun))
    if totals.unmeasured:
        sentence += f"; {counted(totals.unmeasured, f'more {noun}')} could not be measured"
    sentence += "."
    if steady is not None and steady < totals.measured:
        part = share(steady, totals.measured)
        sentence += (
            f" {steady:,} of {counted(totals.measured, 'row')} ({part}) have none above minor."
        )
    return sentence
