"""Write docs/record-schema.md from the code: the lines of a run record, field by field.

    python scripts/record_schema.py > docs/record-schema.md

Forms come from the codec, meanings from the docstrings of the values and the comments beside their
fields.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args

from harness.core import values
from harness.core.record_lines import RECORD, Header
from harness.core.values import MeasuredRow, RunTotals, Unmeasured
from harness.run.record import SCHEMA

LINES = {"header": Header, "measured": MeasuredRow, "unmeasured": Unmeasured, "footer": RunTotals}

BESIDE = {
    "kind": "what kind of line this is",
    "row_id": "identity of the row: its first segment's, or that of an added text",
    "id": "identity of the finding; it survives edits elsewhere in the document",
    "digest": "SHA-256 of all lines before, and of the rest of this one",
}

HEAD = f"""\
# The run record, schema {SCHEMA}

Made by `scripts/record_schema.py` from the code; a test sees to it that it is current.

A record is UTF-8 text, one JSON object a line: a *header*, one *measured* or *unmeasured* for each
row in order of the text, and a *footer*. Without a footer the run was interrupted. *Left out* says
what a field holds where it is absent. A key that is not listed here is refused. Spans and marks
count code points. Where a field has no meaning beside it, the text above its table has it.
"""


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


def page() -> str:
    """The whole page."""
    lines = [f"## A line of kind `{name}`\n\n{_table(kind)}" for name, kind in LINES.items()]
    others = [f"### {kind.__name__}\n\n{_table(kind)}" for kind in others_in_lines()]
    return "\n".join([HEAD, *lines, "## Values\n", *others])


def others_in_lines() -> list[type]:
    """What the lines are made of, in order of the source."""
    found: set[type] = set()
    waiting: list[Any] = list(LINES.values())
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum)):
            found.add(kind)
            if is_dataclass(kind) and kind not in RECORD.forms:
                waiting += [each.type for each in fields(kind)]
        waiting += [part for part in get_args(kind) if not isinstance(part, str)]
    source = list(vars(values))
    return sorted(found - {*LINES.values()}, key=lambda kind: source.index(kind.__name__))


def _table(kind: type) -> str:
    told = f"{inspect.getdoc(kind)}\n"
    if issubclass(kind, Enum):
        return f"{told}\nOne of: {', '.join(f'`{member.value}`' for member in kind)}.\n"
    if form := RECORD.forms.get(kind):
        return f"{told}\nWritten as {form.words}.\n"
    head = ("| key | value | left out | meaning |", "| --- | --- | --- | --- |")
    return "\n".join([told, *head, *_beside(kind), *_fields(kind), ""])


def _beside(kind: type) -> Iterator[str]:
    for key in RECORD.beside.get(kind, ()):
        yield f"| `{key}` | text | never | {BESIDE[key]} |"


def _fields(kind: type) -> Iterator[str]:
    comments = meanings(kind)
    for rule in RECORD.rules(kind):
        left = f"if {_plain(rule.default())}" if rule.default else "never"
        yield f"| `{rule.key}` | {rule.form.words} | {left} | {comments[rule.key]} |"


def _plain(default: object) -> str:
    if default is None:
        return "none"
    return "false" if default is False else "empty"


def meanings(kind: type) -> dict[str, str]:
    """The comment behind each field; empty where there is none."""
    text = inspect.getsource(kind)
    (body,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    return {
        node.target.id: text.splitlines()[(node.end_lineno or 1) - 1].partition("  # ")[2]
        for node in body.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def untold(kind: type) -> set[str]:
    """Fields that neither a comment nor the docstring tells the meaning of."""
    if kind in RECORD.forms:  # the form tells it
        return set()
    told = inspect.getdoc(kind) or ""
    return {key for key, said in meanings(kind).items() if not said and f"`{key}`" not in told}


if __name__ == "__main__":
    main()
