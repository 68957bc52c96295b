"""A verdict for people: in a terminal, as Markdown for a comment, as annotations on GitHub."""

from collections.abc import Iterator

from harness.core.values import ExitCode, MeasuredRow
from harness.gate.verdict import Gate, Item, Status, Verdict
from harness.report.html.row_groups import place_of
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED
from harness.text.words.control_characters import strip_controls
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


def headline(verdict: Verdict) -> str:
    """The verdict in one line, with counts."""
    counts = [
        f"{len(verdict.of(status))} {status.value}" for status in Status if verdict.of(status)
    ]
    return f"{verdict.suite}: {_ENDS[verdict.exit_code]} ({', '.join(counts) or 'no segments'})"


class VerdictTerminal:
    """The verdict for a person at a terminal, line by line; see `verdict_lines`."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:  # noqa: ARG002
        for line in verdict_lines(verdict):
            yield strip_controls(line) + "\n"


class VerdictMarkdown:
    """A summary for a comment under a change; see `verdict_markdown`."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:  # noqa: ARG002
        yield from verdict_markdown(verdict)


class GithubAnnotations:
    """Workflow commands that GitHub shows beside a change, a line for each."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:
        for line in github_annotations(verdict, file):
            yield line + "\n"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Headline, caveats, what failed and why, what changed, gates, what is unused."""
    yield headline(verdict)
    if verdict.kinds:
        yield f"  what got worse, most first: {kinds_words(verdict)}"
    if verdict.net_changes:
        yield f"  not significant: {net_change_words(verdict)}"
    for caveat in verdict.caveats:
        yield f"  note: {strip_controls(caveat)}"
    for status in _shown_statuses(verdict):
        items = verdict.of(status)
        for item in items[:_SHOWN]:
            yield from item_lines(item)
        if len(items) > _SHOWN:
            yield f"  … and {len(items) - _SHOWN} more {status.value}"
    yield from _gate_lines(verdict)
    yield from _stale_lines(verdict)


def _shown_statuses(verdict: Verdict) -> tuple[Status, ...]:
    """What is listed segment by segment. On the first day all are new, and only counted."""
    listed = Status.UNMEASURED, Status.WORSE, Status.CHANGED
    begun = any(item.accepted is not None for item in verdict.items)
    return (*listed, Status.NEW) if begun else listed


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


def _gate_lines(verdict: Verdict) -> Iterator[str]:
    """Gates that failed, each with its reason, and how every metric fares; the rest is counted."""
    passed = [gate for gate in verdict.gates if gate.exit_code is ExitCode.PASSED]
    for gate in verdict.gates:
        if gate not in passed:
            yield f"  FAIL {gate_words(gate)}"
    for gate in passed:
        if gate.metric is not None:
            yield f"  ok   {gate_words(gate)}"
    silent = [gate for gate in passed if gate.metric is None]
    if silent:
        yield f"  ok   {labels.counted(len(silent), 'detector')} found nothing new"


def item_lines(item: Item) -> Iterator[str]:
    """One segment: where, why, and what changed in the words."""
    yield f"  {item.status.value}: {place(item)}"
    for reason in item.reasons:
        yield f"    {strip_controls(reason)}"
    # Findings that are let pass stand in notes as `minor: …`.
    minor = sum(note.startswith(_MINOR) for note in item.notes)
    for note in item.notes:
        if not note.startswith(_MINOR):
            yield f"    ({strip_controls(note)})"
    if minor:
        yield f"    ({labels.minor_words(minor)})"
    yield from (f"    {line}" for line in difference_lines(item))


def difference_lines(item: Item) -> Iterator[str]:
    """Each stop that reads otherwise than accepted, as one line with the changes in place.

    Without anything accepted, the back-translation against the source.
    """
    row = item.row
    if not isinstance(row, MeasuredRow):
        yield f"source  {strip_controls(row.texts[0].text)}"
        return
    yield f"source  {strip_controls(row.texts.source.text)}"
    if item.accepted is None:
        back = row.texts.back_translation.text
        yield f"{row.texts.back_translation.language:6}  {marked(row.texts.source.text, back)}"
        return
    stops = zip(item.accepted.texts.stops[1:], row.texts.stops[1:], strict=True)
    for before, after in stops:
        if before.text != after.text:
            yield f"{after.language:6}  {marked(before.text, after.text)}"


def place(item: Item) -> str:
    """`news.en.txt, sentence 3 (en:es:en, 1f0c…)`."""
    where = strip_controls(place_of(item.row))
    return f"{item.document}, {where} ({item.key[0]}, {item.key[1]})"


def gate_words(gate: Gate) -> str:
    """Name and reason of one gate."""
    return f"{gate.route}, {gate.name}: {strip_controls(gate.reason)}"


def _stale_lines(verdict: Verdict) -> Iterator[str]:
    unknown = sum(
        item.accepted is None and isinstance(item.row, MeasuredRow) for item in verdict.items
    )
    if unknown:
        count = labels.counted(unknown, "segment")
        yield f"  nothing is accepted yet for {count}: harness accept SUITE --reason …"
    if verdict.unused:
        count = labels.counted(len(verdict.unused), "segment")
        yield f"  the baseline has {count} that no text has any more: harness accept SUITE --trim"
    for words in verdict.stale:
        yield f"  stale: {strip_controls(words)}"


def verdict_markdown(verdict: Verdict) -> Iterator[str]:
    """A summary for a comment under a change."""
    yield f"## {quoted(headline(verdict))}\n\n"
    if verdict.kinds:
        yield f"What got worse, most first: {quoted(kinds_words(verdict))}\n\n"
    if verdict.net_changes:
        yield f"Not significant: {quoted(net_change_words(verdict))}\n\n"
    for caveat in verdict.caveats:
        yield f"> Note: {quoted(caveat)}\n\n"
    for status in _shown_statuses(verdict):
        items = verdict.of(status)
        if items:
            yield f"### {status.value.capitalize()}: {len(items)}\n\n"
        for item in items[:_SHOWN]:
            yield f"- {quoted(place(item))}\n"
            for line in (*item.reasons, *difference_lines(item)):
                yield f"  - {quoted(line)}\n"
    yield "\n| gate | | |\n|---|---|---|\n"
    for gate in verdict.gates:
        mark = "passed" if gate.exit_code is ExitCode.PASSED else "**failed**"
        name = quoted(f"{gate.route}, {gate.name}")
        yield table_row([name, mark, quoted(gate.reason)])


def github_annotations(verdict: Verdict, file: str) -> Iterator[str]:
    """Workflow commands that GitHub shows beside a change."""
    for item in (*verdict.of(Status.UNMEASURED), *verdict.of(Status.WORSE)):
        message = "; ".join(item.reasons)
        yield _annotation("error", file, place(item), message)
    for gate in verdict.gates:
        if gate.exit_code is not ExitCode.PASSED:
            yield _annotation("error", file, f"{gate.route}, {gate.name}", gate.reason)
    for item in verdict.of(Status.CHANGED):
        yield _annotation("notice", file, place(item), "changed, and not worse")


def _annotation(level: str, file: str, title: str, message: str) -> str:
    place = f"file={_escaped(file, ',:')},title={_escaped(title, ',:')}"
    return f"::{level} {place}::{_escaped(message, '')}"


def _escaped(text: str, more: str) -> str:
    """As GitHub's own toolkit escapes: percent and line ends, in properties also `,` and `:`."""
    safe = strip_controls(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        safe = safe.replace(character, f"%{ord(character):02X}")
    return safe
