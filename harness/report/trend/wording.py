"""A trend put into words, for every reporter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from harness.compare.results import SignatureDifference
from harness.compare.trend import Counts, Course, Version
from harness.core.values import UNKNOWN, Category, Locus, Severity
from harness.report.comparison.wording import signature_words
from harness.report.shared import labels

_NAMED = 3  # kinds or settings named in a sentence


def verdict(course: Course) -> str:
    """The answer in one or two sentences: how findings above minor went, and what moved most."""
    first, *_, last = course.present if len(course.present) > 1 else (*course.present,) * 2
    if first is last:
        return f"Only {first.name} has a run of this route: there is nothing to compare."
    before, after = first.findings.above_minor, last.findings.above_minor
    went = "rose" if after > before else "fell" if after < before else "stayed"
    words = f"From {first.name} to {last.name}, findings above minor {went}"
    words += f" from {before:,} to {after:,}" if after != before else f" at {after:,}"
    words += f", in {labels.counted(last.rows, 'row')}."
    moved = list(_moved(course, first, last))
    if moved:
        words += f" Most by {', '.join(moved[:_NAMED])}."
    if step := _largest_step(course):
        words += f" The largest step is at {step}."
    return words


def _moved(course: Course, first: Version, last: Version) -> Iterator[str]:
    """Kinds that changed, the most first, in the direction that the whole went."""
    changes = [(after - before, path) for path, before, after in _by_kind(course, first, last)]
    up = last.findings.above_minor >= first.findings.above_minor
    for change, path in sorted(changes, key=lambda each: (-abs(each[0]), each[1])):
        if change and (change > 0) is up:
            yield f"{labels.category_words(Category(path))} ({signed(change)})"


def _by_kind(course: Course, first: Version, last: Version) -> Iterator[tuple[str, int, int]]:
    for path in kinds(course):
        before, after = (each.by_kind.get(path, Counts()) for each in (first, last))
        yield path, before.above_minor, after.above_minor


def _largest_step(course: Course) -> str:
    """The version at which most changed, where there are more than two."""
    steps = [
        (after.findings.above_minor - before.findings.above_minor, after.name)
        for before, after in pairwise(course.present)
    ]
    if len(steps) < 2:
        return ""
    change, name = max(steps, key=lambda step: abs(step[0]))
    return f"{name} ({signed(change)})" if change else ""


def signed(change: int) -> str:
    """A change with its sign: +3, −12."""
    return f"{change:+,}".replace("-", "−")


def hop_words(hop: str, stops: Sequence[str]) -> str:
    """A hop by name and languages: `forward, en→es`."""
    for number, (source, target) in enumerate(pairwise(stops), start=1):
        if Locus.at(number, len(stops) - 1).answers(hop):
            return f"{hop}, {source}→{target}"
    return labels.locus_words(hop)


def kinds(course: Course) -> list[str]:
    """Paths of the kinds that some version has above minor, the most frequent first."""
    return _frequent(course, lambda version: version.by_kind)


def hops(course: Course) -> list[str]:
    """The hops that findings above minor are put down to, in order of the route, then unknown."""
    found = _frequent(course, lambda version: version.by_hop)
    return sorted(found, key=lambda hop: (hop == str(UNKNOWN), hop == "backward", len(hop), hop))


def _frequent(course: Course, of: Callable[[Version], Mapping[str, Counts]]) -> list[str]:
    peaks: dict[str, int] = {}
    for version in course.present:
        for name, counts in of(version).items():
            peaks[name] = max(peaks.get(name, 0), counts.above_minor)
    return sorted((name for name, peak in peaks.items() if peak), key=lambda n: (-peaks[n], n))


def counts_words(counts: Counts) -> str:
    """`5 critical, 12 major`; `none` where there is neither."""
    parts = [
        f"{counts.of(severity):,} {severity.value}"
        for severity in (Severity.CRITICAL, Severity.MAJOR)
        if counts.of(severity)
    ]
    return ", ".join(parts) or "none"


def changed_words(changed: Sequence[SignatureDifference]) -> str:
    """What differs in the making: engines first, three settings at most, the rest counted."""
    # Of another engine all settings differ, and none of them means anything.
    others = {each.part for each in changed if each.field == "name"}
    telling = [each for each in changed if each.field == "name" or each.part not in others]
    ordered = sorted(telling, key=lambda each: not each.part.startswith("engine"))
    words = [signature_words(each) for each in ordered[:_NAMED]]
    more = len(ordered) - _NAMED
    return "; ".join([*words, *([f"{more} more settings"] if more > 0 else [])])


def names(whole: Sequence[str]) -> tuple[str, ...]:
    """Short names of versions: without what all paths have in common at either end."""
    parts = _without_shared([name.rstrip("/").split("/") for name in whole])
    backwards = _without_shared([each[::-1] for each in parts])
    return tuple("/".join(each[::-1]) for each in backwards)


def _without_shared(parts: Sequence[list[str]]) -> list[list[str]]:
    """Without what stands at the beginning of all; something is left of each."""
    shared = 0
    while all(len(each) > shared + 1 for each in parts) and (
        len({each[shared] for each in parts}) == 1
    ):
        shared += 1
    return [each[shared:] for each in parts]
