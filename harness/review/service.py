"""A review from beginning to end: files in, a `Review` out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import machine
from harness.core.errors import ConfigError, HarnessError
from harness.core.progress import ProgressFactory
from harness.core.route_syntax import FILE
from harness.core.values import Document, Glossary, Provenance, Route
from harness.detectors.glossary import GlossaryTerms
from harness.machine import Site
from harness.memory import Memory
from harness.review import direction, pairs
from harness.review.review import Judge, Review
from harness.run import assembly, inputs
from harness.run.plan import RunPlan, has_plan, load_plan
from harness.run.runner import run_plan
from harness.settings import RunSettings


@dataclass(frozen=True, slots=True)
class Given:
    """What is reviewed: the bytes that a run reads, under a name, and the document in them.

    `original` are the bytes of the file itself, None where there are two; `options` those of its
    reader.
    """

    name: str
    data: bytes
    document: Document
    target_language: str
    reader: str | None = None
    original: bytes | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Files:
    """Which files, in which languages, as the user named them."""

    source: str
    translation: str | None = None
    language: str | None = None
    target_language: str | None = None
    reader: str | None = None

    def read(self, here: Site) -> Given:
        """Raises: ConfigError, ReadError: no such files, or no translations in them."""
        return self._two(self.translation, here) if self.translation else self._one(here)

    def _one(self, here: Site) -> Given:
        """A file with both. Its name may tell the language of the translations: `app.es.po`."""
        data = inputs.read_bytes(self.source)
        language = self.language or inputs.DEFAULT_LANGUAGE
        document = inputs.document_of(self.source, data, language, self.reader, here.of)
        if self.language is None and (stated := document.stated_language):
            document = inputs.document_of(self.source, data, stated, self.reader, here.of)
        asked = self.target_language
        if asked is None and document.target_language is None:
            asked = inputs.language_in_name(self.source)
            asked = None if asked == document.language else asked
        target = direction.target_language(document, asked)
        options = here.of(document.format).settings
        return Given(self.source, data, document, target, self.reader, data, options)

    def _two(self, translation: str, here: Site) -> Given:
        if inputs.STDIN == self.source == translation:
            raise ConfigError("only one of the two can be standard input", hint="name a file")
        named = inputs.language_in_name(self.source)
        language = self.language or named or inputs.DEFAULT_LANGUAGE
        target = self.target_language or inputs.language_in_name(translation)
        if target is None:
            raise ConfigError(
                f"{translation}: its name does not say which language it is in",
                hint="name it, as in --to es",
            )
        ours, theirs = (
            inputs.text_of(name, tag, tag, self.reader, here.of)
            for name, tag in ((self.source, language), (translation, target))
        )
        made = pairs.paired(ours, replace(theirs, language=target))
        return Given(made.name, made.data, made.document, target, pairs.READER)


@dataclass(frozen=True, slots=True)
class Work:
    """How a review is carried out: the memory (None: none), and who is told how far it is."""

    memory: Path | None
    provenance: Provenance
    show_progress: ProgressFactory
    force: bool = False


def route_of(given: Given, route: Route | None, here: Site) -> Route:
    """The route of a review: the one that is asked for, or the usual one of its languages.

    Raises: ConfigError where it does not begin with the file's own translations.
    """
    language, target = given.document.language, given.target_language
    if route is None:
        return direction.usual_route(language, target, here)
    if route.legs[0].engine != FILE:
        raise ConfigError(
            f"route {route}: a review begins with the file's own translations",
            hint=f"write it like {language}:{route.stops[1]}@{FILE}:{language}",
        )
    return route


def witnesses_of(route: Route, asked: Sequence[str] | None, here: Site) -> tuple[str, ...]:
    """The witnesses that are asked for; without any (None) another engine, where one is here."""
    return direction.usual_witnesses(route, here) if asked is None else tuple(asked)


def brought_home(given: Given, settings: RunSettings, folder: Path, work: Work) -> Review:
    """The review of translations that an engine brings home; its record is in `folder`."""
    plan = RunPlan(given.name, settings, work.memory)
    return _carried(plan, given.data, given.document, folder, work)


def resumed(folder: Path, work: Work) -> Review:
    """The review that was begun in a folder, completed. Raises: RecordError, ConfigError."""
    plan, data = load_plan(folder)
    here = machine.site(plan.settings.packs, plan.settings.options)
    document = inputs.document_of(
        plan.source, data, plan.settings.language, plan.settings.reader, here.of
    )
    return _carried(plan, data, document, folder, work)


def alone(given: Given, settings: RunSettings, work: Work) -> Review:
    """The review of translations that are only compared with their texts."""
    here = machine.site(settings.packs, settings.options)
    route = settings.routes[0]
    glossary = assembly.glossary_of(settings)
    with _judge(given.document, route, here, settings, work.memory, glossary=glossary) as judge:
        return judge.review_alone(given.target_language, route)


def _carried(plan: RunPlan, data: bytes, document: Document, folder: Path, work: Work) -> Review:
    (result,) = run_plan(
        plan,
        data,
        folder,
        provenance=work.provenance,
        force=work.force,
        overwrite=_is_next_round(plan, folder),
        show_progress=work.show_progress,
    )
    settings = plan.settings
    here = machine.site(settings.packs, settings.options)
    route = settings.routes[0]
    with _judge(document, route, here, settings, plan.memory) as judge:
        return judge.review(route.stops[1], result.run)


def _is_next_round(plan: RunPlan, folder: Path) -> bool:
    """Whether the folder holds a review of the same file, however that has changed since."""
    try:
        return has_plan(folder) and load_plan(folder)[0].source == plan.source
    except HarnessError:
        return False


@contextmanager
def _judge(
    document: Document,
    route: Route,
    here: Site,
    settings: RunSettings,
    memory: Path | None,
    *,
    glossary: Glossary | None = None,
) -> Iterator[Judge]:
    parts = (GlossaryTerms(glossary),) if glossary else ()
    grades = assembly.grades(parts, settings.severity)
    target = route.stops[1]
    if memory is None:
        yield Judge.of(document, target, here, grades, glossary)
        return
    with Memory(memory) as store:
        yield Judge.of(document, target, here.remembering(store), grades, glossary)
