"""Debates of the Congreso de los Diputados as the ECPC project writes them: one XML file a sitting.

Left out: what stenographers add (applause, votes), page numbers, what the chair says (order of
business), forms of address, and speeches in another language than the one asked for.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import folded, whole_sentences, without_tags

FEWEST = 9  # words: shorter ones are asides

_SPEECH = re.compile(
    r'<post>([^<]*)</post>\s*</speaker>\s*<speech[^>]* language="(\w+)">(.*?)</speech>', re.DOTALL
)
_ADDED = re.compile(r"<(omit|page_number)\b[^>]*>.*?</\1>", re.DOTALL)
_CHAIR = ("PRESIDEN", "VICEPRESIDEN")
_BEFORE_MARKS = re.compile(r"\s+(?=[.,;:?!])")
_INSERTION = re.compile(r"(?<!\w)-(?=\w)|(?<=\w)-(?!\w)")  # "-yo tardé en verlo-"
_ADDRESS = re.compile(r"\b(?:señor(?:a|es|as|ías?)?|president[ea])\b", re.IGNORECASE)


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Whole sentences of the members' speeches, file by file."""
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        for post, spoken, speech in _SPEECH.findall(text):
            if spoken.lower() == language and not post.strip().startswith(_CHAIR):
                yield from _of_speech(speech, language)


def _of_speech(speech: str, language: str) -> Iterator[str]:
    for line in _ADDED.sub(" ", speech).split("\n"):
        # A remark that is taken out leaves its full stop: "… en los labios. ."
        plain = folded(_BEFORE_MARKS.sub("", without_tags(line)).replace("..", "."))
        for sentence in whole_sentences(plain, language):
            asides = _ADDRESS.search(sentence) or _INSERTION.search(sentence)
            if len(sentence.split()) >= FEWEST and not asides:
                yield sentence
