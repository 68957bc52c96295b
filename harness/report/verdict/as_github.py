"""A verdict as annotations on GitHub: what fails, at its line of the corpus."""

from collections.abc import Iterator

from harness.core.values import ExitCode
from harness.core.values.place import FilePlace
from harness.gate.verdict import Item, Status, Verdict
from harness.report.html.row_groups import first_words, place_of, shortened
from harness.text.words.control_characters import strip_controls

_MOST = 10  # of each level that GitHub shows for a step; the rest would be dropped without a word
_TITLE = 60  # code points of the sentence in a title


def annotations(verdict: Verdict, file: str, headline: str) -> Iterator[str]:
    """Workflow commands, a line for each: errors first, then what changed and is not worse.

    GitHub shows ten of each level for a step; of more, the tenth says how many there are.

    Args:
        file: the suite, for what has no line in a text.
        headline: the verdict in one line.
    """
    for level, found in (("error", _errors(verdict, file)), ("notice", _notices(verdict, file))):
        lines = list(found)
        for line in lines[: _MOST - 1] if len(lines) > _MOST else lines:
            yield f"::{level} {line}"
        if len(lines) > _MOST:
            title = f"and {len(lines) - _MOST + 1} more"
            yield f"::{level} {_said(file, None, title, headline)}"


def _errors(verdict: Verdict, file: str) -> Iterator[str]:
    for item in (*verdict.of(Status.UNMEASURED), *_worst_first(verdict.of(Status.WORSE))):
        yield _of_item(verdict, item, file, "; ".join(item.reasons))
    for gate in verdict.gates:
        alone = gate.metric is not None or gate.exit_code is ExitCode.NOT_MEASURED
        if gate.exit_code is not ExitCode.PASSED and alone:
            yield _said(file, None, f"{gate.route}, {gate.name}", gate.reason)


def _worst_first(items: tuple[Item, ...]) -> list[Item]:
    return sorted(items, key=lambda item: -max((f.severity.rank for f in item.failing), default=0))


def _notices(verdict: Verdict, file: str) -> Iterator[str]:
    for item in verdict.of(Status.CHANGED):
        yield _of_item(verdict, item, file, "changed, and not worse")


def _of_item(verdict: Verdict, item: Item, file: str, message: str) -> str:
    words = shortened(" ".join(first_words(item.row).text.split()), _TITLE)
    title = f"{place_of(item.row)} ({item.key[0]}): {words}"
    return _said(file, verdict.places.get(item.key[1]), title, message)


def _said(file: str, place: FilePlace | None, title: str, message: str) -> str:
    where = [("file", place.file if place else file)]
    if place is not None:
        where += [("line", str(place.line)), ("endLine", str(place.last))]
    named = ",".join(
        f"{name}={_escaped(value, ',:')}" for name, value in (*where, ("title", title))
    )
    return f"{named}::{_escaped(message, '')}"


def _escaped(text: str, more: str) -> str:
    """As GitHub's own toolkit escapes: percent and line ends, in properties also `,` and `:`."""
    safe = strip_controls(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        safe = safe.replace(character, f"%{ord(character):02X}")
    return safe
