"""Which writing system the words of a text are in."""

import re
from dataclasses import dataclass

import regex

from harness.core.values import Span
from harness.text.data.language import LanguageData

_NAMES = (
    "Latin", "Greek", "Cyrillic", "Armenian", "Hebrew", "Arabic", "Syriac", "Thaana", "Devanagari",
    "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam",
    "Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Georgian", "Hangul", "Ethiopic", "Cherokee",
    "Khmer", "Mongolian", "Han", "Hiragana", "Katakana", "Bopomofo",
)  # fmt: skip
_RUN = regex.compile(
    "|".join(
        rf"(?P<{name}>\p{{Script={name}}}[\p{{Script={name}}}\p{{M}}\u200c\u200d]*)"
        for name in _NAMES
    )
)
_LETTER = regex.compile(r"\p{L}")
_LATIN_RUN = regex.compile(r"\p{Latin}[\p{Latin}\p{M}\u200c\u200d]*")
_BEYOND_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.VERSION1)
_NOT_BEYOND = re.compile("[\x00-\xb4\xb6-ʯ\u2000-\u206f]*")  # that much is soon seen; µ is a sign
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\u200c\u200d]*")
_TOGETHER = ({"Han", "Hiragana", "Katakana"}, {"Han", "Hangul"}, {"Han", "Bopomofo"})


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """A stretch of letters of one script, `text[span.start:span.end]`."""

    script: str
    text: str
    span: Span


def script_runs(text: str) -> tuple[ScriptRun, ...]:
    """Stretches of letters of one script, in order. Digits and punctuation belong to no script."""
    if _latin_alone(text):  # as most texts are
        return tuple(
            ScriptRun("Latin", match.group(), Span(*match.span()))
            for match in _LATIN_RUN.finditer(text)
            if _LETTER.search(match.group())
        )
    return tuple(
        ScriptRun(match.lastgroup, match.group(), Span(*match.span()))
        for match in _RUN.finditer(text)
        if match.lastgroup and _LETTER.search(match.group())
    )


def scripts_in(text: str) -> frozenset[str]:
    """The scripts of the letters of a text."""
    if _latin_alone(text):
        return frozenset({"Latin"}) if _LETTER.search(text) else frozenset()
    return frozenset(run.script for run in script_runs(text))


def _latin_alone(text: str) -> bool:
    return text.isascii() or bool(_NOT_BEYOND.fullmatch(text)) or not _BEYOND_LATIN.search(text)


def foreign_runs(text: str, language: LanguageData) -> tuple[ScriptRun, ...]:
    """Whole words in a script that `language` is not written in, neighbours joined.

    Single Greek letters are left out, they are mathematics; so are Latin letters in other scripts,
    where brands and units keep them. Nothing where the language's script is not known.
    """
    if not language.scripts or ("Latin" in language.scripts and _latin_alone(text)):
        return ()
    found: list[ScriptRun] = []
    for match in _WORD.finditer(text):
        runs = script_runs(match.group())
        if not runs or any(run.script in language.scripts for run in runs):
            continue
        if runs[0].script == "Latin" or (runs[0].script == "Greek" and len(match.group()) == 1):
            continue
        span = Span(*match.span())
        last = found[-1] if found else None
        if last and last.script == runs[0].script and text[last.span.end : span.start].isspace():
            span = Span(last.span.start, span.end)
            found.pop()
        found.append(ScriptRun(runs[0].script, span.of(text), span))
    return tuple(found)


def mixed_words(text: str) -> tuple[tuple[ScriptRun, ...], ...]:
    """The runs of every word that mixes scripts: a Cyrillic "а" within Latin letters.

    Scripts that one writing system uses together (Japanese) do not count as mixed, nor does a word
    cut by a hyphen; nor one Greek letter at the head of a unit ("μm").
    """
    if _latin_alone(text):
        return ()
    found = []
    for match in _WORD.finditer(text):
        runs = tuple(
            ScriptRun(run.script, run.text, run.span.shifted(match.start()))
            for run in script_runs(match.group())
        )
        scripts = {run.script for run in runs}
        if len(scripts) < 2 or any(scripts <= together for together in _TOGETHER):
            continue
        if runs[0].script == "Greek" and len(runs[0].text) == 1:
            continue
        found.append(runs)
    return tuple(found)
