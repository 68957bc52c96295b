"""A verdict for people: in a terminal, as Markdown for a comment, as annotations on GitHub."""

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from harness.core.values import ExitCode, MeasuredRow, Severity
from harness.gate.engine_changes import EngineChange
from harness.gate.verdict import Gate, Item, Status, Verdict
from harness.report.html.row_groups import place_of
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED, Entry
from harness.report.shared.faults import fault_of
from harness.report.verdict.as_github import annotations
from harness.text.words.control_characters import strip_controls
from harness.writing.ink import PLAIN, Ink, Piece, Tone, written
from harness.writing.markdown import quoted, table_row
from harness.writing.terminal import marked

_SHOWN = 20
_CHANGES = 5
_MINOR = f"{FOLDED.value}: "

_ENDS = {
    ExitCode.PASSED: "passed",
    ExitCode.DRIFTED: "drifted",
    ExitCode.NOT_MEASURED: "could not be measured",
}
_LOOK = "to look at"  # what fails without anything accepted to be worse than
_IS_DIGEST = re.compile("[0-9a-f]{12,}")
_PLACES = 4  # of rows with the fault of the one that is shown
TONES = {
    Severity.CRITICAL: Tone.CRITICAL,
    Severity.MAJOR: Tone.MAJOR,
    Severity.MINOR: Tone.MINOR,
}
_STATUS_TONES = {
    Status.WORSE: Tone.CRITICAL,
    Status.UNMEASURED: Tone.CRITICAL,
    Status.CHANGED: Tone.HEAD,
}


def headline(verdict: Verdict) -> str:
    """The verdict in one line, with counts. Where nothing is accepted, nothing can be worse."""
    counts = Counter(_status_words(item) for item in verdict.items)
    if not _has_begun(verdict) and verdict.exit_code is ExitCode.DRIFTED and counts[_LOOK]:
        rows = labels.counted(counts.pop(_LOOK), "row")
        rest = f", {counts.total():,} fine" if counts else ""
        return f"{verdict.suite}: nothing accepted yet: {rows} {_LOOK}{rest}"
    order = [status.value for status in Status]
    order.insert(order.index(Status.WORSE.value), _LOOK)
    told = [f"{counts[words]} {words}" for words in order if counts[words]]
    return f"{verdict.suite}: {_ENDS[verdict.exit_code]} ({', '.join(told) or 'no segments'})"


def _has_begun(verdict: Verdict) -> bool:
    """Whether anything is accepted that the rows could be compared with."""
    return any(item.accepted is not None for item in verdict.items)


def _status_words(item: Item) -> str:
    new = item.status is Status.WORSE and item.accepted is None
    return _LOOK if new else item.status.value


@dataclass(frozen=True, slots=True)
class VerdictTerminal:
    """The verdict for a person at a terminal, line by line; see `verdict_lines`."""

    ink: Ink = PLAIN

    def inked(self, ink: Ink) -> "VerdictTerminal":
        """The same verdict in colours, if `ink` has any."""
        return VerdictTerminal(ink)

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:
        for line in verdict_lines(verdict, self.ink, file):
            yield line + "\n"


class VerdictMarkdown:
    """A summary for a comment under a change; see `verdict_markdown`."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:  # noqa: ARG002
        yield from verdict_markdown(verdict)


class GithubAnnotations:
    """Workflow commands that GitHub shows beside a change, a line for each."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:
        for line in annotations(verdict, file, headline(verdict)):
            yield line + "\n"


def verdict_lines(verdict: Verdict, ink: Ink = PLAIN, file: str = "") -> Iterator[str]:
    """Headline, what changed in the making, caveats, what failed and why, gates, what is unused.

    Every line is safe for a terminal. `file` is the suite's, for the commands that are offered.
    """
    tone = Tone.GOOD if verdict.exit_code is ExitCode.PASSED else Tone.CRITICAL
    yield written([(headline(verdict), tone)], ink)
    if verdict.kinds:
        yield written(f"  {_kinds_lead(verdict)}: {kinds_words(verdict)}")
    if verdict.net_changes:
        yield written(f"  not significant: {net_change_words(verdict)}")
    for change in verdict.engine_changes:
        yield written(f"  since it was accepted: {engine_words(change)}")
    for caveat in verdict.caveats:
        yield written(f"  note: {caveat}")
    for status in _shown_statuses(verdict):
        yield from _status_lines(verdict.of(status), status, ink)
    yield from _gate_lines(verdict, ink)
    yield from _minor_lines(verdict, ink)
    yield from _stale_lines(verdict, shlex.quote(file) if file else "SUITE")


def _minor_lines(verdict: Verdict, ink: Ink) -> Iterator[str]:
    """How much was let pass for being minor, and what shows it, for each text."""
    folded = Counter(
        item.document for item in verdict.items for note in item.notes if note.startswith(_MINOR)
    )
    if not folded:
        return
    counted = labels.minor_words(folded.total())
    shown = [verdict.folders[each] for each in folded if each in verdict.folders][:_PLACES]
    if not shown:
        yield written([(f"  {counted} (harness report RUNS --all shows them)", Tone.QUIET)], ink)
        return
    yield written([(f"  {counted}:", Tone.QUIET)], ink)
    for folder in shown:
        words = f"    harness report {shlex.quote(folder)} --all"
        yield written([(words, Tone.QUIET)], ink)


def _kinds_lead(verdict: Verdict) -> str:
    got_worse = "what got worse" if _has_begun(verdict) else "what was found"
    return f"{got_worse}, most first"


def engine_words(change: EngineChange) -> str:
    """`en:es:en, hop 1 (en→es): package 1.0 → 1.9, model 9796d344 → 1f0c22aa`."""
    what = ", ".join(
        f"{each.field} {_digest(each.baseline)} → {_digest(each.candidate)}"
        for each in change.differences
    )
    return f"{change.route}, hop {change.hop} ({change.direction}): {what}"


def _digest(value: str | None) -> str:
    """A setting at a glance: of a long digest the first signs."""
    return "none" if value is None else value[:8] if _IS_DIGEST.fullmatch(value) else value


def _status_lines(items: Sequence[Item], status: Status, ink: Ink) -> Iterator[str]:
    """Rows of one status; of those with the same fault one, and where the others are."""
    groups = list(_by_fault(items))
    for lead, *alike in groups[:_SHOWN]:
        yield from item_lines(lead, ink)
        if alike:
            yield written([(f"    {_again_words(alike)}", Tone.QUIET)], ink)
    hidden = sum(len(group) for group in groups[_SHOWN:])
    if hidden:
        yield f"  … and {hidden} more {status.value}"


def _by_fault(items: Iterable[Item]) -> Iterable[Sequence[Item]]:
    """Rows with the same worst fault together, in the order of the first of each."""
    groups: dict[object, list[Item]] = {}
    for item in items:
        fault: object = item.key
        if item.failing and isinstance(item.row, MeasuredRow):
            fault = item.status, fault_of(Entry(item.failing[0]), item.row.texts)
        groups.setdefault(fault, []).append(item)
    return groups.values()


def _again_words(alike: Sequence[Item]) -> str:
    """`the same in 46 more rows: sentence 5, sentence 9, …`."""
    places = [place_of(item.row) for item in alike[:_PLACES]]
    more = ["…"] if len(alike) > _PLACES else []
    rows = f"{len(alike):,} more row{'' if len(alike) == 1 else 's'}"
    return f"the same in {rows}: {', '.join([*places, *more])}"


def _shown_statuses(verdict: Verdict) -> tuple[Status, ...]:
    """What is listed segment by segment. On the first day all are new, and only counted."""
    listed = Status.UNMEASURED, Status.WORSE, Status.CHANGED
    return (*listed, Status.NEW) if _has_begun(verdict) else listed


def kinds_words(verdict: Verdict) -> str:
    """`number (12 new, 1 gone), negation (3 new)`: the kinds that fail, the most grown first."""
    return ", ".join(
        f"{labels.category_words(kind.category)} ({kind.gained} new"
        + (f", {kind.lost} gone)" if kind.lost else ")")
        for kind in verdict.kinds
    )


def net_change_words(verdict: Verdict) -> str:
    """`word (7 segments worse, 9 better)`: kinds whose growth is not significant."""
    words = [
        f"{labels.category_words(change.category)}"
        f" ({labels.counted(change.worse, 'segment')} worse, {change.better} better)"
        for change in verdict.net_changes
    ]
    if len(words) > _CHANGES:
        words[_CHANGES:] = [f"{len(words) - _CHANGES} more kinds"]
    return ", ".join(words)


def _gate_lines(verdict: Verdict, ink: Ink) -> Iterator[str]:
    """Gates that failed, each with its reason, and how every metric fares; the rest is counted."""
    passed = [gate for gate in verdict.gates if gate.exit_code is ExitCode.PASSED]
    for gate in verdict.gates:
        if gate not in passed:
            yield written([("  FAIL", Tone.CRITICAL), (f" {gate_words(gate)}", None)], ink)
    for gate in passed:
        if gate.metric is not None:
            yield written([("  ok", Tone.GOOD), (f"   {gate_words(gate)}", None)], ink)
    silent = [gate for gate in passed if gate.metric is None]
    if silent:
        words = f"   {labels.counted(len(silent), 'detector')} found nothing new"
        yield written([("  ok", Tone.GOOD), (words, None)], ink)


def item_lines(item: Item, ink: Ink = PLAIN) -> Iterator[str]:
    """One segment: where, why, in which hop, and what changed in the words. Safe for a terminal."""
    tone = _STATUS_TONES.get(item.status)
    yield written([("  ", None), (_status_words(item), tone), (f": {place(item)}", None)], ink)
    for severity, reason in reasons(item):
        lead: list[Piece] = [("    ", None)]
        if severity is not None:
            lead += [(severity.value, TONES[severity]), (": ", None)]
        yield written([*lead, (reason, None)], ink)
    # Findings that are let pass stand in notes as `minor: …`.
    minor = sum(note.startswith(_MINOR) for note in item.notes)
    for note in item.notes:
        if not note.startswith(_MINOR):
            yield written([(f"    ({note})", Tone.QUIET)], ink)
    if minor:
        yield written([(f"    ({labels.minor_words(minor)})", Tone.QUIET)], ink)
    yield from (f"    {line}" for line in difference_lines(item, ink))


def reasons(item: Item) -> Iterator[tuple[Severity | None, str]]:
    """Why a row fails: findings with severity and the hop they are put down to, then the rest."""
    has_hops = isinstance(item.row, MeasuredRow) and bool(item.row.texts.pivots)
    for finding in item.failing:
        hop = f" ({labels.locus_words(finding.locus)})" if has_hops else ""
        yield finding.severity, f"{finding.message}{hop}"
    said = {finding.message for finding in item.failing}
    for reason in item.reasons:
        if reason not in said:
            yield None, reason


def difference_lines(item: Item, ink: Ink = PLAIN) -> Iterator[str]:
    """Each stop that reads otherwise than accepted, as one line with the changes in place.

    Without anything accepted, the back-translation against the source. Each says against what.
    """
    row = item.row
    if not isinstance(row, MeasuredRow):
        yield f"source  {strip_controls(row.texts[0].text)}"
        return
    lost, come = partial(_toned, ink, Tone.LOST), partial(_toned, ink, Tone.COME)
    source = strip_controls(row.texts.source.text)
    if item.accepted is None:
        back = row.texts.back_translation
        lead = f"{strip_controls(back.language)} against the source"
        yield f"{'source':{len(lead)}}  {source}"
        yield f"{lead}  {marked(row.texts.source.text, back.text, lost, come)}"
        return
    stops = [
        (f"{strip_controls(after.language)} against accepted", before.text, after.text)
        for before, after in zip(item.accepted.texts.stops[1:], row.texts.stops[1:], strict=True)
        if before.text != after.text
    ]
    widest = max((len(lead) for lead, *_ in stops), default=len("source"))
    yield f"{'source':{widest}}  {source}"
    for lead, before, after in stops:
        yield f"{lead:{widest}}  {marked(before, after, lost, come)}"


def _toned(ink: Ink, tone: Tone, text: str) -> str:
    return ink(text, tone)


def place(item: Item) -> str:
    """`news.en.txt, sentence 3 (en:es:en, 1f0c…)`."""
    where = strip_controls(place_of(item.row))
    return f"{item.document}, {where} ({item.key[0]}, {item.key[1]})"


def gate_words(gate: Gate) -> str:
    """Name and reason of one gate."""
    return f"{gate.route}, {gate.name}: {strip_controls(gate.reason)}"


def _stale_lines(verdict: Verdict, suite: str) -> Iterator[str]:
    unknown = sum(
        item.accepted is None and isinstance(item.row, MeasuredRow) for item in verdict.items
    )
    if unknown:
        count = labels.counted(unknown, "segment")
        words = f"  nothing is accepted yet for {count}: harness accept {suite} --reason …"
        yield written(words)
    if verdict.unused:
        count = labels.counted(len(verdict.unused), "segment")
        words = f"  the baseline has {count} that no text has any more: harness accept {suite}"
        yield written(f"{words} --trim")
    for words in verdict.stale:
        yield f"  stale: {strip_controls(words)}"


def verdict_markdown(verdict: Verdict) -> Iterator[str]:
    """A summary for a comment under a change."""
    yield f"## {quoted(headline(verdict))}\n\n"
    if verdict.kinds:
        yield f"{_kinds_lead(verdict).capitalize()}: {quoted(kinds_words(verdict))}\n\n"
    if verdict.net_changes:
        yield f"Not significant: {quoted(net_change_words(verdict))}\n\n"
    for change in verdict.engine_changes:
        yield f"Since it was accepted: {quoted(engine_words(change))}\n\n"
    for caveat in verdict.caveats:
        yield f"> Note: {quoted(caveat)}\n\n"
    for status in _shown_statuses(verdict):
        items = verdict.of(status)
        if items:
            words = _status_words(items[0]) if status is Status.WORSE else status.value
            yield f"### {words.capitalize()}: {len(items)}\n\n"
        for item, *alike in list(_by_fault(items))[:_SHOWN]:
            yield f"- {quoted(place(item))}\n"
            again = [_again_words(alike)] if alike else []
            why = (reason for _, reason in reasons(item))
            for line in (*why, *again, *difference_lines(item)):
                yield f"  - {quoted(line)}\n"
    yield from _markdown_gates(verdict)


def _markdown_gates(verdict: Verdict) -> Iterator[str]:
    """Gates that failed, then the metrics; detectors that found nothing new are only counted."""
    failed = [gate for gate in verdict.gates if gate.exit_code is not ExitCode.PASSED]
    metrics = [gate for gate in verdict.gates if gate.metric is not None and gate not in failed]
    if failed or metrics:
        yield "\n| gate | | |\n|---|---|---|\n"
    for gate in (*failed, *metrics):
        mark = "passed" if gate.exit_code is ExitCode.PASSED else "**failed**"
        name = quoted(f"{gate.route}, {gate.name}")
        yield table_row([name, mark, quoted(gate.reason)])
    silent = len(verdict.gates) - len(failed) - len(metrics)
    if silent:
        yield f"\n{labels.counted(silent, 'detector')} found nothing new.\n"
