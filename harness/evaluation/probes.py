"""Metamorphic probes: a small change of the source, and what must hold between the two outputs.

No reference is needed: each probe states a relation that any sound engine keeps. The kinds come
from public bugs: a final stop that changes the whole sentence, capitals or an emoji that cut it, a
placeholder that is translated, a number or name that cannot be replaced.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from harness.core.errors import ConfigError, unreadable
from harness.core.protocols import Detector, Engine
from harness.core.values import BeadText, LocalText, Outcome, Severity, Translated
from harness.severity.grades import usual_grades
from harness.text.pairs.measurable import beyond_limits
from harness.text.pairs.word_diff import DiffKind, word_diff
from harness.text.words.tokens import words

EMOJI = "🙂"
PLACEHOLDER = "%1$s"
# Two outputs for nearly the same source share at least this part of their words.
ALIKE = 0.6
_LARGEST = 1_000_000  # bytes of a file of sentences; those that ship have 5,000

KINDS = {
    "final-stop": "with the final stop gone, the words stay",
    "case": "in capitals, the words stay",
    "emoji": "with an emoji at the end, the emoji is there and the words stay",
    "placeholder": "a placeholder in front comes through unchanged, and the words stay",
    "blank-line": "with blank lines after it, nothing changes",
    "number": "with another number, the new one is there, the old one is not, other words stay",
    "name": "with another name, the new one is there and the old one is not",
    "synonym": "with one word in another wording, numbers, denials and most words stay",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to probe with: which of its words can be exchanged for which."""

    text: str
    number: tuple[str, str]
    name: tuple[str, str]
    synonym: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Probe:
    """A pair of sources of one kind; `old` and `new` are the words exchanged, if any."""

    kind: str
    source: str
    variant: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """A probe with both outputs, and what broke the relation; empty where it held.

    `unmeasured` is why nothing can be said: the sentence as it stands did not come out either.
    """

    probe: Probe
    output: str
    other: str
    broken: tuple[str, ...]
    unmeasured: str = ""

    @property
    def holds(self) -> bool:
        """Whether the relation was measured, and held."""
        return not self.broken and not self.unmeasured


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """Sentences from TOML: `[[sentence]]` with text, number, name and synonym, each [old, new].

    Raises: ConfigError, naming the file and the sentence.
    """
    try:
        data = tomllib.loads(_bounded(path))
    except OSError as cause:
        raise unreadable(path, cause) from cause
    except (ValueError, RecursionError) as cause:
        raise ConfigError(f"{path}: not TOML: {cause}", hint="mend that line") from cause
    made = []
    sentences = data.get("sentence", ())
    for place, entry in enumerate(sentences if isinstance(sentences, list) else (None,), start=1):
        try:
            sentence = _sentence(entry)
        except (KeyError, TypeError, ValueError) as cause:
            raise ConfigError(
                f"{path}: sentence {place}: {cause}", hint="see langpacks/probes/en.toml"
            ) from cause
        made.append(sentence)
    if not made:
        raise ConfigError(f"{path}: no sentences", hint="see langpacks/probes/en.toml")
    return tuple(made)


def _bounded(path: Path) -> str:
    """A file's text. Raises: OSError; ValueError where it is too large, or not UTF-8."""
    with path.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"more than {_LARGEST:,} bytes")
    return content.decode("utf-8")


def _sentence(entry: Any) -> Sentence:
    """Raises: KeyError, TypeError, ValueError for what is none."""
    given = [entry[key] for key in ("number", "name", "synonym")]
    if not all(isinstance(each, list) for each in given):
        raise ValueError("number, name and synonym are lists")
    pairs = [tuple(each) for each in given]
    if not all(isinstance(text, str) for text in (entry["text"], *chain(*pairs))):
        raise ValueError("a sentence and its words are text in quotes")
    if why := beyond_limits(LocalText("und", entry["text"])):
        raise ValueError(why)
    if any(len(pair) != 2 or pair[0] not in entry["text"] for pair in pairs):
        raise ValueError("number, name and synonym are [in the text, in its place]")
    return Sentence(entry["text"], *pairs)


def probes(sentences: Sequence[Sentence], kinds: Sequence[str]) -> Iterator[Probe]:
    """Every kind of probe for every sentence."""
    for kind in kinds:
        for sentence in sentences:
            yield _MAKE[kind](sentence)


def run_probes(
    probed: Sequence[Probe], engine: Engine, detectors: Sequence[Detector]
) -> Iterator[Probed]:
    """Translate all pairs and hold each to its rule.

    A variant that cannot be translated breaks it; a sentence that cannot leaves it unmeasured.

    `detectors` compare the two outputs, which are in one language: what they find at major or above
    breaks the relation.
    """
    sources = [text for probe in probed for text in (probe.source, probe.variant)]
    outcomes = engine.translate(sources)
    language = engine.direction.target
    for place, probe in enumerate(probed):
        one, other = outcomes[2 * place], outcomes[2 * place + 1]
        before, no_before = _output(one, language)
        after, no_after = _output(other, language)
        if no_before:
            yield Probed(probe, "", "", (), no_before)
        elif no_after:
            yield Probed(probe, before, "", (no_after,))
        else:
            broken = tuple(_broken(probe, before, after, (language, detectors)))
            yield Probed(probe, before, after, broken)


def _output(outcome: Outcome, language: str) -> tuple[str, str]:
    """The text that came out, or why there is none to compare."""
    if not isinstance(outcome, Translated):
        return "", f"not translated: {outcome.reason}"
    if why := beyond_limits(LocalText(language, outcome.text)):
        return "", f"not compared: {why}"
    return outcome.text, ""


def _exchanged(kind: str, pair: Callable[[Sentence], tuple[str, str]]) -> Callable[..., Probe]:
    def make(sentence: Sentence) -> Probe:
        old, new = pair(sentence)
        return Probe(kind, sentence.text, sentence.text.replace(old, new, 1), old, new)

    return make


def _varied(kind: str, vary: Callable[[str], str], new: str = "") -> Callable[..., Probe]:
    return lambda sentence: Probe(kind, sentence.text, vary(sentence.text), "", new)


_MAKE: dict[str, Callable[[Sentence], Probe]] = {
    "final-stop": _varied("final-stop", lambda text: text.rstrip(".!?")),
    "case": _varied("case", str.upper),
    "emoji": _varied("emoji", lambda text: f"{text} {EMOJI}", EMOJI),
    "placeholder": _varied("placeholder", lambda text: f"{PLACEHOLDER}: {text}", PLACEHOLDER),
    "blank-line": _varied("blank-line", lambda text: f"{text}\n\n"),
    "number": _exchanged("number", lambda sentence: sentence.number),
    "name": _exchanged("name", lambda sentence: sentence.name),
    "synonym": _exchanged("synonym", lambda sentence: sentence.synonym),
}


# ── rules ───────────────────────────────────────────────────────────────────────────────────────


def _broken(
    probe: Probe, output: str, other: str, how: tuple[str, Sequence[Detector]]
) -> Iterator[str]:
    """Everything that the probe's rule objects to."""
    if probe.kind in ("number", "name") or probe.new in (EMOJI, PLACEHOLDER):
        if probe.new not in other:
            yield f"“{probe.new}” is not in the output"
        if probe.old and probe.old in output and probe.old in other:
            yield f"“{probe.old}” is still in the output"
    before, after = output, other.replace(probe.new, probe.old) if probe.new else other
    if probe.kind == "placeholder":
        after = after.lstrip(" :")
    if probe.kind == "case":
        before, after = before.lower(), after.lower()
    alike = _alike(before, after)
    if alike < ALIKE:
        yield f"only {alike:.0%} of the words are the same"
    language, detectors = how
    bead = BeadText((LocalText(language, before.strip()), LocalText(language, after.strip())))
    grades = usual_grades()
    for detector in detectors:
        for issue in detector.detect(bead):
            if grades.of(issue.kind) >= Severity.MAJOR:
                yield issue.message


def _alike(one: str, other: str) -> float:
    """Share of the words of both that stand in the same order; 1 for two texts without words."""
    total = len(words(one)) + len(words(other))
    if not total:
        return 1.0
    same = sum(
        len(words(change.source.of(one)))
        for change in word_diff(one, other)
        if change.kind in (DiffKind.EQUAL, DiffKind.COSMETIC)
    )
    return 2 * same / total
