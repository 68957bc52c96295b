"""Write docs/reference/ and docs/man/harness.1 from the program: a page for each command.

    python scripts/reference_pages.py

Names, meanings and defaults come from what `--help` shows. A test sees to it that the files are
current, and that every example can be parsed.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import typer

from harness.cli import app
from harness.cli.options import filled

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "reference"
MAN = DOCS / "man/harness.1"

# Pages that tell more than a table of options can.
MORE: Mapping[str, tuple[str, ...]] = {
    "accept": ("suites.md", "how-to/gate-a-model.md"),
    "align": ("how-to/compare-texts.md", "alignment.md"),
    "bisect": ("how-to/compare-runs.md",),
    "check": ("suites.md", "how-to/gate-a-model.md", "how-to/continuous-integration.md"),
    "compare": ("how-to/compare-runs.md", "comparing.md"),
    "trend": ("reports.md",),
    "diff": ("how-to/compare-texts.md", "findings.md"),
    "doctor": ("engines.md",),
    "engines": ("engines.md",),
    "explain": ("how-to/gate-a-model.md", "findings.md", "hops.md"),
    "import": ("how-to/judge-other-systems.md", "formats.md"),
    "init": ("tutorial.md", "how-to/continuous-integration.md"),
    "languages": ("languages.md",),
    "lint": ("how-to/compare-texts.md",),
    "memory": ("memory.md",),
    "noise": ("suites.md",),
    "packs": ("packs.md", "engines.md"),
    "probe": ("how-to/gate-a-model.md",),
    "record": ("how-to/judge-other-systems.md",),
    "regrade": ("how-to/compare-runs.md", "findings.md"),
    "report": ("reports.md", "how-to/share-a-report.md"),
    "review": ("review.md",),
    "run": ("how-to/run-a-text.md", "formats.md", "engines.md", "costs.md"),
    "scorecard": ("scorecard.md", "findings.md"),
}

CODES = """\
| code | meaning |
| --- | --- |
| 0 | passed |
| 1 | drifted: a finding counts, or a metric fell |
| 2 | wrong usage |
| 3 | could not measure: something could not be read, translated or written, or the run was interrupted |
"""  # noqa: E501

EDGE = """\
1 is only ever said by a command that found something. What nobody expected is a bug: the command says so, keeps a trace in
`~/.cache/retranslation-harness/traces` (the last 20; a trace holds no command line and no values, but an error's message may
quote your text), and exits 3.

Results go to standard output, everything else to standard error. Ctrl-C and SIGTERM end every command with 3: where its work can
stop without a loss, between two blocks, rows or pieces of a file. A second Ctrl-C ends it at once; what was answered until then is
kept, and no half file is left. A file that is written is there whole or not at all; what a killed process left beside it is taken
away by the next that writes it.

On a terminal, JSON and XML escape characters that would act on it (control characters, marks and controls of direction); CSV and
HTML that hold one are refused there, since they have no escape. Files and pipes get the exact text.

`harness --version` prints the version; `--help` after any command shows its options with examples. `--install-completion` makes
your shell complete commands, options and names (detectors, metrics, segmenters, formats, engines, packs). A manual page comes with
the program: `man harness`.
"""  # noqa: E501


def main() -> None:
    """Write every page, and remove those of commands that are gone."""
    FOLDER.mkdir(exist_ok=True)
    MAN.parent.mkdir(exist_ok=True)
    wanted = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    MAN.write_text(manual(), "utf-8")
    sys.stdout.write(f"{len(wanted)} pages and {MAN.name}\n")


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    made = {f"{name}.md": _page(name, command) for name, command in commands().items()}
    return {"index.md": _index(), **made}


def commands() -> dict[str, Any]:
    """The commands by name, in order of the alphabet; groups of commands among them."""
    # Typer's classes do not say what they are made of.
    return dict(sorted(cast(Any, typer.main.get_command(app)).commands.items()))


def members(command: Any) -> dict[str, Any]:
    """The commands of a group; empty for a single command."""
    return dict(getattr(command, "commands", {}))


def _index() -> str:
    lines = [f"| [`harness {n}`]({n}.md) | {_summary(c)} |" for n, c in commands().items()]
    table = "\n".join(["| command | does |", "| --- | --- |", *lines])
    return f"# Commands\n\n{_MADE}\n\n{table}\n\n## Exit codes\n\n{CODES}\n{EDGE}"


_MADE = (
    "Made by `scripts/reference_pages.py` from the program; a test sees to it that it is current."
)


def _page(name: str, command: Any) -> str:
    parts = [f"# harness {name}\n", *_told(f"harness {name}", command)]
    for member, each in members(command).items():
        parts += [f"## harness {name} {member}\n", *_told(f"harness {name} {member}", each)]
    more = [f"[{Path(page).stem.replace('-', ' ')}](../{page})" for page in MORE.get(name, ())]
    parts.append(f"See also: {', '.join([*more, '[exit codes](index.md#exit-codes)'])}.\n")
    return "\n".join(parts)


def _told(name: str, command: Any) -> Iterator[str]:
    yield f"{_markdown(inspect.cleandoc(command.help or ''))}\n"
    if members(command):
        return
    yield f"Usage: `{usage(name, command)}`\n"
    yield from _table("argument", "argument", command)
    yield from _table("option", "option", command)
    if examples := examples_of(command):
        yield "Examples:\n\n```console\n" + "\n".join(examples) + "\n```\n"


def usage(name: str, command: Any) -> str:
    """How the command is called, in one line."""
    words = [name, "[OPTIONS]"]
    for each in _shown(command, "argument"):
        word = (each.metavar or each.name.upper()).removesuffix("...") + "…" * (each.nargs == -1)
        words.append(word if each.required else f"[{word}]")
    return " ".join(words)


def _shown(command: Any, kind: str) -> list[Any]:
    return [p for p in command.params if p.param_type_name == kind and not getattr(p, "hidden", 0)]


def _table(kind: str, head: str, command: Any) -> Iterator[str]:
    rows = [
        f"| {_names(each)} | {_cell(_meaning(each))} |"
        for each in _shown(command, kind)
        if each.name != "help"
    ]
    if rows:
        yield "\n".join([f"| {head} | meaning |", "| --- | --- |", *rows, ""])


def _names(each: Any) -> str:
    if each.param_type_name == "argument":
        return f"`{each.metavar or each.name.upper()}`"
    return ", ".join(f"`{name}`" for name in (*each.opts, *each.secondary_opts))


def _meaning(each: Any) -> str:
    text = filled(each.help or "")
    plain = each.default is None or isinstance(each.default, bool) or callable(each.default)
    if plain or each.default == "" or not each.show_default or "Default:" in text:
        return text + (" Repeatable." if each.multiple and "epeatable" not in text else "")
    return f"{text} Default: {getattr(each.default, 'value', each.default)}."


def _cell(text: str) -> str:
    return _markdown(" ".join(text.split())).replace("|", "\\|")


def _markdown(text: str) -> str:
    """Help text as Markdown: what it would take for markup is shown as it stands."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(r"([*_<\[])", r"\\\1", p) for p in parts)


def _summary(command: Any) -> str:
    return _cell(inspect.cleandoc(command.help or "").partition("\n\n")[0])


def examples_of(command: Any) -> list[str]:
    """The command lines of a command's examples, as its `--help` shows them."""
    lines = (command.epilog or "").splitlines()
    return [line.strip() for line in lines if line.startswith("  ") and line.strip()]


# ── the manual page ─────────────────────────────────────────────────────────────────────────────


def manual() -> str:
    """The manual page in man's macros."""
    head = [
        '.TH HARNESS 1 "" "retranslation-harness" "User commands"',
        ".SH NAME",
        "harness \\- offline re-translation and diff harness for machine translation",
        ".SH SYNOPSIS",
        ".B harness",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        _roff(" ".join((app.info.help or "").split())),
        ".SH COMMANDS",
    ]
    for name, command in commands().items():
        singles = members(command) or {"": command}
        for member, each in singles.items():
            head += _section(f"harness {name} {member}".strip(), each)
    rows = re.findall(r"^\| (\d) \| (.*) \|$", CODES, re.MULTILINE)
    head += [".SH EXIT STATUS", *(f".TP\n.B {code}\n{_roff(words)}" for code, words in rows)]
    head += [".SH FILES", ".TP", ".I ~/.cache/retranslation-harness/memory.sqlite"]
    head += ["remembers what engines and models answered", ".TP"]
    head += [".I ~/.config/retranslation-harness/harness.toml", "settings of engines and parts"]
    return "\n".join(head) + "\n"


def _section(name: str, command: Any) -> Iterator[str]:
    yield f".SS {_roff(usage(name, command))}"
    yield from (_roff(line) for line in inspect.cleandoc(command.help or "").split("\n\n"))
    for each in (*_shown(command, "argument"), *_shown(command, "option")):
        if each.name != "help":
            yield f".TP\n.B {_roff(_names(each).replace('`', ''))}"
            yield _roff(_meaning(each))
    for example in examples_of(command):
        yield f".PP\n.RS\n.nf\n{_roff(example)}\n.fi\n.RE"


def _roff(text: str) -> str:
    line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return f"\\&{line}" if line.startswith((".", "'")) else line


if __name__ == "__main__":
    main()
