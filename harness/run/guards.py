"""Is this the text that the user means? What is doubtful about it, before any engine starts."""

from collections.abc import Iterator

from harness import machine
from harness.core.errors import HarnessError
from harness.core.route_syntax import base_language
from harness.core.values import Document
from harness.report.shared.labels import language_name
from harness.run import inputs
from harness.settings import RunSettings
from harness.text.data.language import language_data
from harness.text.words.language_id import other_language
from harness.text.words.writing_systems import foreign_runs

_SAMPLE = 20_000  # code points that tell a language
_LARGEST = 4 * 2**20  # bytes; a longer file is not read twice for a guess
_MOST = 0.5  # of the letters in another script make it another language


def doubts(name: str, data: bytes, settings: RunSettings) -> tuple[str, ...]:
    """Why `name` may not be in the language that the routes start in; empty where nothing is odd.

    Looks at the file's name, and at the words of its first pages. Blind to texts of less than five
    words, to languages without data, and to a text that changes its language later.
    """
    if len(data) > _LARGEST:
        return ()
    here = machine.site(settings.packs, settings.options)
    try:
        document = inputs.document_of(name, data, settings.language, settings.reader, here.of)
    except HarnessError:
        return ()  # the run itself will say so
    return tuple(_doubts(name, document, settings.language))


def _doubts(name: str, document: Document, language: str) -> Iterator[str]:
    starts = f"the route starts in {language_name(language)}"
    stated = inputs.language_in_name(name)
    target = document.target_language
    names_target = stated and target and base_language(stated) == base_language(target)
    if stated and not names_target and base_language(stated) != base_language(language):
        says = f"its name says {language_name(stated)}"
        yield f"{name}: {says}, and {starts}: is it the other way round?"
    if found := _looks_like(document.text[:_SAMPLE], language):
        yield f"{name}: the text seems to be {found}, and {starts}"


def _looks_like(text: str, language: str) -> str | None:
    """What the text is in, in words, if it does not seem to be in its language."""
    expected = language_data(language)
    foreign = foreign_runs(text, expected)
    letters = sum(map(str.isalpha, text))
    if foreign and sum(len(run.text) for run in foreign) > _MOST * letters:
        return f"in {foreign[0].script} script"
    other = other_language(text, expected)
    return other.name if other else None
