"""`harness languages`: what is looked at in which language, and what is not."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import AsJson

if TYPE_CHECKING:
    from harness.run.coverage import Coverage

EXAMPLES = """Examples:

  harness languages

  harness languages japanese

  harness languages --json
"""


_ABOUT = "How texts are judged, by language. What can be translated here: harness engines."
# What a subject's name alone does not tell.
_MEANINGS = {
    "by when": "“by Friday” came back as “on Friday”",
    "how often": "“three times a day” came back as “three times a week”",
    "who said it": "“Ada said” came back as “Ben said”",
}


def languages(
    language: Annotated[
        str | None, typer.Argument(help="Tell all of this one: a tag (pt-BR) or a name (spanish).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is looked at when texts in a language are judged: denials, months, and so on.

    What can be translated here is another matter: `harness engines` lists it.

    A run in a language says before any score what it did not look at. Numbers in digits,
    placeholders, addresses, markup, repetitions and dropped sentences are looked at in every
    language, also in those that are not listed.
    """
    from harness import machine
    from harness.run import assembly
    from harness.run.coverage import coverage
    from harness.text.data.language import languages_with_data
    from harness.text.data.tags import language_tag
    from harness.writing.json import json_text

    detectors, _ = assembly.open_detectors(assembly.detector_names(), machine.site())
    tags = (language_tag(language),) if language else languages_with_data()
    covered = [coverage(detectors, tag) for tag in tags]
    if as_json:
        typer.echo(json_text({"schema": 1, "languages": list(map(_as_data, covered))}))
    elif language:
        typer.echo("\n".join(_detail(covered[0])))
    else:
        typer.echo("\n".join(_table(covered)))


def _as_data(covered: "Coverage") -> dict[str, Any]:
    from harness.text.data.language import language_data
    from harness.text.data.tags import language_name

    data = language_data(covered.language)
    return {
        "language": covered.language,
        "name": language_name(covered.language),
        "scripts": sorted(data.scripts),
        "direction": data.direction,
        "seen": list(covered.seen),
        "unseen": list(covered.unseen),
        "share": round(covered.share, 3),
    }


def _detail(covered: "Coverage") -> Iterator[str]:
    facts = _as_data(covered)
    yield f"{facts['name']} ({facts['language']})"
    direction = "right to left" if facts["direction"] == "rtl" else "left to right"
    yield f"  written in: {', '.join(facts['scripts']) or 'a script not known'}, {direction}"
    yield f"  looked at: {', '.join(covered.seen) or 'only what needs no data of a language'}"
    yield f"  not looked at: {', '.join(covered.unseen) or 'nothing is missing'}"
    yield from _meanings((*covered.seen, *covered.unseen))
    yield ""
    yield _ABOUT


def _table(covered: list["Coverage"]) -> Iterator[str]:
    """A row for each language; what it lacks in words, since few lack much."""
    from harness.text.data.tags import language_name

    names = [f"{each.language:<6} {language_name(each.language)}" for each in covered]
    width = max(map(len, names))
    yield _ABOUT
    yield ""
    yield f"{'language':<{width}}  looked at  not looked at"
    for name, each in zip(names, covered, strict=True):
        of = f"{len(each.seen)} of {len(each.seen) + len(each.unseen)}"
        yield f"{name:<{width}}  {of:>9}  {', '.join(each.unseen) or '–'}"
    yield from _meanings({subject for each in covered for subject in each.unseen})


def _meanings(subjects: Collection[str]) -> Iterator[str]:
    """An example for each subject whose name alone does not tell what it is."""
    told = [f"  {subject}: {what}" for subject, what in _MEANINGS.items() if subject in subjects]
    yield from ["", *told] if told else []
