"""What the tests of a suite need to know of its verdict, as plain data.

Under xdist the tests of a suite are spread over processes; one of them makes the verdict, and the
others read this instead of measuring again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.gate.verdict import Item, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test: whether it fails, what is told then, and the categories of findings that failed."""

    fails: bool
    told: str
    kinds: tuple[str, ...] = ()


Outcomes = Mapping[str, Outcome]


def name_of(key: tuple[str, str]) -> str:
    """What a segment (route, identity) or gate (route, name) is called here."""
    return "\n".join(key)


def outcomes_of(verdict: "Verdict") -> dict[str, Outcome]:
    """Of every segment and every gate."""
    made = {name_of(item.key): _of_item(item) for item in verdict.items}
    for gate in verdict.gates:
        fails = gate.exit_code is not ExitCode.PASSED
        made[name_of((gate.route, gate.name))] = Outcome(fails, f"{gate.name}: {gate.reason}")
    return made


def _of_item(item: "Item") -> Outcome:
    from harness.gate.verdict import Status
    from harness.report.verdict.as_text import item_lines, reasons

    fails = item.status in (Status.WORSE, Status.UNMEASURED)
    # The first line stands in pytest's short summary: why.
    why = [reason for _, reason in reasons(item)]
    more = f" (and {len(why) - 1} more)" if len(why) > 1 else ""
    told = "\n".join((*(f"{each}{more}" for each in why[:1]), *item_lines(item)))
    kinds = dict.fromkeys(finding.category.value for finding in item.failing)
    return Outcome(fails, told, tuple(kinds))


def written(session: str, outcomes: Outcomes) -> str:
    """For the other processes of a session."""
    told = {name: asdict(each) for name, each in outcomes.items()}
    return json.dumps({"session": session, "outcomes": told})


def read(text: str, session: str) -> Outcomes | None:
    """What a process of this session has written; None where none has."""
    try:
        body = json.loads(text)
    except ValueError:
        return None
    if body["session"] != session:
        return None
    return {
        name: Outcome(each["fails"], each["told"], tuple(each["kinds"]))
        for name, each in body["outcomes"].items()
    }
