"""What every format of running text needs: paragraphs, sentences, and a test of being one."""

import html
import re
from collections.abc import Iterable, Iterator

import sentencex

LEAST_WORDS = 5
_CAPITALS = 0.5  # of the words of four and more letters: above it, a heading
_START = re.compile(r"^[\"'“‘«¿¡(\[]*[^\W_]")
_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NOISE = re.compile(
    r"[|{}<>\[\]\\^~=@#*_�]|https?:|www\.|\.\.\.\.|\. \. \."  # markup, addresses, gaps
    r"|â€|Ã[^\s\w]"  # UTF-8 read as something else
    r"|\bpp?\. ?\d|\((?:eds?|trans)\.\)|^\d+\.? [A-ZÀ-Þ]"  # books, numbered headings
    r"|[A-ZÀ-Þ]{4,},? [A-ZÀ-Þ]{4,}"
)
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r" (?=[,;](?:\s|$))")


def folded(text: str) -> str:
    """One space for every run of white space, none at the ends and before a comma."""
    return _LOOSE.sub("", _SPACES.sub(" ", text)).strip()


def without_tags(text: str) -> str:
    """HTML as text: tags become spaces, entities become characters."""
    return folded(html.unescape(_TAG.sub(" ", text)))


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Hard-wrapped lines as paragraphs; an empty line parts them."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def whole_sentences(paragraph: str, language: str) -> Iterator[str]:
    """The sentences of a paragraph that begin like one, end like one and hold words."""
    for part in sentencex.segment(language, paragraph):
        sentence = folded(part)
        if is_whole(sentence):
            yield sentence


def is_whole(sentence: str) -> bool:
    """Whether this reads as one written sentence: no heading, fragment, table row or markup."""
    start = _START.match(sentence)
    if not start or start.group()[-1].islower() or not _END.search(sentence):
        return False
    if _NOISE.search(sentence) or sentence.count(";") > 2:
        return False
    words = sentence.split()
    long = [word for word in words if sum(map(str.isalpha, word)) >= 4]
    shouted = sum(word.isupper() for word in long)
    return len(words) >= LEAST_WORDS and bool(long) and shouted <= _CAPITALS * len(long)
