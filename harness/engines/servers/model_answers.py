"""Is what a language model answered a translation? It may have chatted, refused, or gone on.

What is doubtful is not measured, and the reason says why: an answer that is cleaned up by guesses
would be plausible data about words that nobody translated.
"""

import re

from harness.core.values import Direction
from harness.text.data.language import language_data
from harness.text.words.language_id import other_language
from harness.text.words.writing_systems import script_runs

_LEAST = 40  # characters of a source from which its translation has a least length
_SHORTEST = 12  # a translation is no shorter than one part in so many of its source
_LONGEST, _LONGEST_OF_DENSE, _MARGIN = 5, 12, 80  # no longer than so many times, and a margin
_DENSE = {"Han", "Hiragana", "Katakana", "Hangul"}  # scripts that say much with few characters
_OTHER_SCRIPT = 0.5  # of the letters, at least, for an answer to be in another script

_THOUGHT = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*```|```\s*$")
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "「": "」", "'": "'", "‘": "’"}
_CHATTER = re.compile(
    r"^\W*(?:sure|certainly|of course|okay|ok|here(?:'s| is| are)|the translation|translation"
    r"|translated text|in (?:spanish|portuguese|french|german|italian|english)"
    r"|claro|por supuesto|aquí (?:tienes|está)|la traducción|traducción|aqui está|a tradução"
    r"|tradução|voici|la traduction|traduction|hier ist|übersetzung)\b[^.\n]{0,80}:",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"^\W*(?:i(?:'m| am) sorry,? (?:but )?(?:i |as )|i (?:can(?:no|')t|am unable to|won't) "
    r"(?:translate|assist|help|fulfil)|as an? (?:ai|language model)|lo siento,? (?:pero )?no puedo"
    r"|no puedo (?:traducir|ayudar)|desculpe,? (?:mas )?não posso)",
    re.IGNORECASE,
)

_TALK = (
    (_THOUGHT, "wrote down its thoughts beside the answer"),
    (_REFUSAL, "refuses"),
    (_CHATTER, "talks about its answer"),
    (_FENCE, "put its answer into a block of code"),
)


def objection(source: str, answer: str, direction: Direction) -> str | None:
    """Why `answer` is not taken for a translation of `source`; None where nothing is against it.

    Blind to wrong translations: these are what detectors look for.
    """
    if not answer.strip():
        return "the model answered nothing"
    return (
        _talk(source, answer)
        or _wrong_length(source, answer)
        or _wrong_language(source, answer, direction)
    )


def _talk(source: str, answer: str) -> str | None:
    for pattern, reason in _TALK:
        if pattern.search(answer) and not pattern.search(source):
            return f"the model {reason}: {_shortened(answer)}"
    if len(answer.strip().splitlines()) > len(source.strip().splitlines()):
        return f"the model wrote more lines than it was given: {_shortened(answer)}"
    if _in_quotes(answer) and not _in_quotes(source):
        return "the model put its answer into quotation marks"
    return None


def _in_quotes(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 1 and _QUOTES.get(bare[0]) == bare[-1]


def _wrong_length(source: str, answer: str) -> str | None:
    dense = _script(source) in _DENSE
    most = len(source) * (_LONGEST_OF_DENSE if dense else _LONGEST) + _MARGIN
    if len(answer) > most:
        return f"the model answered {len(answer)} characters to {len(source)}"
    if len(source) >= _LEAST and len(answer) * _SHORTEST < len(source):
        return f"the model answered only {len(answer)} characters to {len(source)}"
    return None


def _wrong_language(source: str, answer: str, direction: Direction) -> str | None:
    """An answer in another script or language; one that repeats its source is a finding instead."""
    if answer.strip() == source.strip():
        return None
    expected = language_data(direction.target)
    script = _script(answer)
    if script and expected.scripts and script not in expected.scripts and script != _script(source):
        return f"the model answered in {script} script"
    other = other_language(answer, expected)
    if other is not None:
        return f"the model answered in {other.name}"
    return None


def _script(text: str) -> str | None:
    """The script of at least half of the letters."""
    counts: dict[str, int] = {}
    for run in script_runs(text):
        counts[run.script] = counts.get(run.script, 0) + len(run.text)
    most = max(counts, key=lambda script: counts[script], default=None)
    return most if most and counts[most] >= _OTHER_SCRIPT * sum(counts.values()) else None


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
