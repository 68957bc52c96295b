"""Every extension point, on one page. Built-in and third-party parts register in the same way.

A part is registered as an entry point of the group named in its docstring. It is built without
arguments, or from its surroundings where its class says how (`Configured`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from harness.core.settings import Setting
from harness.core.values import (
    Alignment,
    BeadText,
    Direction,
    Document,
    Finding,
    Issue,
    LocalText,
    MeasuredRow,
    MetricCard,
    Outcome,
    ParaphraseScore,
    Run,
    Score,
    Segment,
    Segmentation,
    Signature,
    WordPairs,
    WordScores,
)


class Reader(Protocol):
    """Bytes of one kind of file -> Document. Entry-point group `harness.readers`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings it answers to, with the dot, lower case."""
        ...

    def read(
        self,
        data: bytes,
        *,
        doc_id: str,
        language: str,
        origin: str,
        options: Mapping[str, str] | None = None,
    ) -> Document:
        """The document that `data` holds; `options` are the user's, as in `--option csv.target=es`.

        Every unit has an id of its own that survives edits elsewhere in the file, and its text.

        Raises:
            ReadError: the data is no such file; names `origin` and the line.
            ConfigError: an option that the reader does not have.
        """
        ...


class Writer(Protocol):
    """Translations -> the file with nothing else changed. Entry-point group `harness.writers`.

    Registered under the name of the reader whose documents it writes.
    """

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """`data`, from which `document` was read, with `translations` by unit id.

        Laws: without translations the bytes are the same; with some, only the places of their
        units differ; reading the result gives them as the units' translations (as their texts,
        where the document is not bilingual).

        Raises:
            ConfigError: no unit has that id, or the file cannot hold that text.
            WriteError: `data` is not what the document was read from.
        """
        ...


@runtime_checkable
class LinkedWriter(Protocol):
    """What a writer is, too, when inline codes follow the words that they stood at."""

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """As `Writer.write`; `links` are, by unit id, words of the unit's text and of its
        translation that stand for each other.
        """
        ...


class Segmenter(Protocol):
    """Document -> Segmentation. Pure; rebuilds the text exactly. Group `harness.segmenters`."""

    @property
    def signature(self) -> Signature:
        """What holds for every language; a segmentation's own may say more."""
        ...

    def segment(self, document: Document) -> Segmentation: ...


class Engine(Protocol):
    """Translates segments in one direction with one model.

    Offline, unless its provider says `uses_network = True`. Pure with respect to its signature: the
    same text gives the same outcome whatever its neighbours, whatever was translated before.
    Building one is cheap; the model is loaded at the first translation, so that a run whose
    outcomes are all remembered never loads it.
    """

    @property
    def direction(self) -> Direction: ...

    @property
    def signature(self) -> Signature:
        """Everything that can change its output: model bytes, decoding settings, library …"""
        ...

    def translate(self, segments: Sequence[str]) -> Sequence[Outcome]:
        """One outcome per segment, in the same order.

        Raises: EngineError when the engine as a whole failed.
        """
        ...

    def close(self) -> None:
        """Release processes and memory. May be called twice."""
        ...


@runtime_checkable
class UnitEngine(Protocol):
    """Answers for the units of one document, by their id: equal texts may have unlike answers.

    Its signature says what it answers. Memories must not keep its answers: they go by text.
    """

    @property
    def direction(self) -> Direction: ...

    @property
    def signature(self) -> Signature: ...

    def translate_units(self, segments: Sequence[Segment]) -> Sequence[Outcome]:
        """One outcome for each segment, which is a whole unit, in the same order."""
        ...

    def close(self) -> None:
        """May be called twice."""
        ...


HopEngine = Engine | UnitEngine  # what serves a hop of a route


@runtime_checkable
class KnownBy(Protocol):
    """What an engine is, too, where its signature does not determine its answers, as with a server.

    Answers of other engines are remembered by the identity of their signature.
    """

    @property
    def remembered_by(self) -> str | None:
        """What answers may be remembered by, such as a digest of answers to fixed texts.

        None where they must not be remembered: then every run asks anew.
        """
        ...


def remembered_by(engine: Engine) -> str | None:
    """What an engine's answers are remembered by; None where they must not be."""
    return engine.remembered_by if isinstance(engine, KnownBy) else engine.signature.identity


@runtime_checkable
class Remarking(Protocol):
    """What an engine is, too, where a reader of results should know something about it."""

    @property
    def remarks(self) -> Sequence[str]:
        """Sentences for the record; none where there is nothing to say."""
        ...


def remarks_of(engine: HopEngine) -> tuple[str, ...]:
    """What is to be said about an engine, if anything is."""
    return tuple(engine.remarks) if isinstance(engine, Remarking) else ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a part may know of the machine, and what users have set for it.

    Read once, by `machine`; parts read no environment. Nothing here names a part: what
    only one part needs to know is a setting of that part.

    Args:
        packs: named by the user; they come before anything found in a folder.
        data_folder: where programs of this user keep data; None where nothing is known.
        cache_folder: where they keep what can be made again; None where nothing is known.
        bundled_packs: the folder of language packs that ships with the harness.
        program_folders: those of the PATH, in its order.
        threads: how many may work.
        settings: of this part alone, by name; only those that it declares.
        store: remembers embeddings; None where nothing is to be remembered.
    """

    packs: tuple[Path, ...] = ()
    data_folder: Path | None = None
    cache_folder: Path | None = None
    bundled_packs: Path | None = None
    program_folders: tuple[Path, ...] = ()
    threads: int = 1
    settings: Mapping[str, str] = field(default_factory=dict)
    store: "VectorStore | None" = None


@runtime_checkable
class Adjustable(Protocol):
    """What is registered for a part that users may adjust, be it a class or an object."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What users may set; everything else is refused before the part is built."""
        ...


@runtime_checkable
class Configured(Protocol):
    """A part's class that wants to be built from its surroundings, not without arguments.

    Every kind of part may: readers, segmenters, metrics, detectors, checks, reporters, aligners.
    """

    def configured(self, surroundings: Surroundings) -> object:
        """A class method: the part, built. Raises: ConfigError for a value that cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """An engine can serve this direction here. `location` is for people, never for an identity.

    `named`: the model is one of the packs that the user named; these are used first.
    """

    direction: Direction
    model: str
    location: str
    named: bool = False

    def serves(self, direction: Direction) -> bool:
        """Whether the engine translates in this direction."""
        return direction == self.direction


@dataclass(frozen=True, slots=True)
class OfferOfMany:
    """An engine with one model can serve every direction between `languages`, or between any.

    For models whose directions are too many to be listed. `languages` is empty for any two. What
    else is as in `Offer`.
    """

    languages: tuple[str, ...]
    model: str
    location: str
    named: bool = False

    def serves(self, direction: Direction) -> bool:
        """Whether the engine translates in this direction."""
        return not self.languages or {direction.source, direction.target} <= set(self.languages)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an engine or one of its models cannot be used here, and the command that fixes it."""

    reason: str
    remedy: str


class EngineProvider(Protocol):
    """Finds one kind of engine's models on this machine, and opens them. Group `harness.engines`.

    Built without arguments. Importing its module must not import the engine's library, so that the
    list of engines stays quick and complete where libraries are missing.
    """

    @property
    def settings(self) -> Sequence[Setting]:
        """What users may set; everything else is refused before the provider is asked."""
        ...

    @property
    def uses_network(self) -> bool:
        """Whether surveying or translating opens connections, be it to this machine only.

        Such a provider is asked only where the user named it, in a route or by an option.
        """
        ...

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | OfferOfMany | Obstacle]:
        """What can be used here, best first for each direction, and what cannot and why."""
        ...

    def open(self, direction: Direction, surroundings: Surroundings) -> Engine:
        """Raises: EngineUnavailable for a direction not offered, ConfigError for a wrong value."""
        ...


class LikelihoodScorer(Protocol):
    """Says how probable texts in one language are, given texts in another, by one model, offline.

    Pure with respect to its signature, and indifferent to neighbours, as an engine is. It ranks
    and compares on its own scale: figures of two scorers are never compared.
    """

    @property
    def direction(self) -> Direction:
        """From the language of the given texts into that of the scored ones."""
        ...

    @property
    def signature(self) -> Signature: ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> Sequence[WordScores | None]:
        """One answer for each (given text, scored text), in order.

        None where the model cannot read the pair whole, or one side is blank.

        Raises: EngineError when the model as a whole failed.
        """
        ...

    def close(self) -> None:
        """Release memory. May be called twice."""
        ...


@runtime_checkable
class LikelihoodProvider(Protocol):
    """What an engine provider is, too, when its models can score a text that they did not write."""

    def likelihood_scorer(
        self, direction: Direction, surroundings: Surroundings
    ) -> LikelihoodScorer:
        """Raises: EngineUnavailable for a direction not offered, or a model that cannot score."""
        ...


class Aligner(Protocol):
    """Sentences of two texts -> which belong together. Pure. Group `harness.aligners`.

    Its signature names what it goes by.
    """

    @property
    def signature(self) -> Signature: ...

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Alignment: ...


class VectorStore(Protocol):
    """Remembers vectors of texts between runs, so that a metric need not know of SQLite."""

    def recall_vectors(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The known ones among `keys`."""
        ...

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        """Keep all of them or none. `kind` says what they are, for people: "embeddings"."""
        ...


class Combiner(Protocol):
    """What a recorded score is compared by: every metric, and every scorer."""

    @property
    def card(self) -> MetricCard: ...

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The score of many beads together. Raises: ValueError without any bead."""
        ...


class Metric(Protocol):
    """Similarity of a hypothesis to a reference in one language. Group `harness.metrics`.

    A run's score is `combine` over all beads' statistics: corpus-level, not a mean of means.
    """

    @property
    def card(self) -> MetricCard: ...

    def measure(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Score]:
        """One score for each (reference, hypothesis), in order; neighbours do not matter."""
        ...

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The score of many beads together. Raises: ValueError without any bead."""
        ...


class ParaphraseModel(Protocol):
    """Reads two texts together, and says whether they mean the same."""

    @property
    def signature(self) -> Signature: ...

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[str]
    ) -> Sequence[ParaphraseScore]:
        """One score for each pair, in order. The languages are those of the first texts."""
        ...


class Scorer(Protocol):
    """One score for a bead, from all that was measured of it before. Pure."""

    @property
    def card(self) -> MetricCard: ...

    def score(
        self,
        texts: BeadText,
        scores: Mapping[str, Score],
        findings: Sequence[Finding],
        paraphrase_score: ParaphraseScore | None = None,
    ) -> Score: ...

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The score of many beads together. Raises: ValueError without any bead."""
        ...


class Detector(Protocol):
    """Looks for one kind of change of meaning in one bead. Pure. Group `harness.detectors`.

    Its docstring says what it is blind to. It reports nothing on an identical back-translation. It
    reports what changed, never how bad that is: severities stand in one table, by the kind of an
    issue. A detector of a plug-in brings its part of that table in an attribute `grades`:
    `{"major": ["lost"], "minor": ["lost.twice"]}`; a kind without a grade is major.
    """

    @property
    def signature(self) -> Signature: ...

    def detect(self, bead: BeadText) -> Sequence[Issue]: ...


@runtime_checkable
class LanguageBound(Protocol):
    """A detector that needs data of the language which it reads, and can say where it has none.

    `subjects` is what it looks for, in words for readers of reports ("denials"). A detector without
    this reads every language alike.
    """

    subjects: tuple[str, ...]

    def unseen(self, language: str) -> Sequence[str]:
        """Those of `subjects` that it cannot look for in texts of the language with this tag."""
        ...


@runtime_checkable
class Graded(Protocol):
    """A detector or check that brings grades for its kinds of issue, by severity."""

    @property
    def signature(self) -> Signature: ...

    @property
    def grades(self) -> Mapping[str, Sequence[str]]:
        """`{"major": ["lost"], "minor": ["lost.twice"]}`: kinds without the detector's name."""
        ...


class DocumentState(Protocol):
    """Takes the rows of one text in order; returns what a row shows together with those before it.

    Looks back only, and keeps what it needs of earlier rows, never the rows.
    """

    def __call__(self, row: MeasuredRow) -> Sequence[Issue]: ...


class DocumentDetector(Protocol):
    """Looks for what no bead shows by itself. Group `harness.text_detectors`.

    It runs whenever the detector of its name is asked for, or its own name is. Its states are
    silent on identical back-translations.
    """

    @property
    def signature(self) -> Signature: ...

    def new_state(self) -> DocumentState: ...


class Check(Protocol):
    """Looks at one text alone, for traces of machine translation. Pure. Group `harness.checks`.

    Its issues mark stop 0, and are graded as a detector's are.
    """

    @property
    def signature(self) -> Signature: ...

    def check(self, text: LocalText) -> Sequence[Issue]: ...


class Reporter(Protocol):
    """Runs over one text -> a file, piece by piece; same runs, same bytes. `harness.reporters`.

    Runs become plain values before any template sees them; text is data, never markup.
    """

    @property
    def suffix(self) -> str:
        """The file name ending it writes, with the dot."""
        ...

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        """The first run is shown first; all start from the same source."""
        ...
