"""Alignments as a translation memory: TMX 1.4 (LISA OSCAR, 2005), level 1, for CAT tools."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from xml.sax.saxutils import escape, quoteattr

from harness.align.bitext import Bitext
from harness.core.values import Bead

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="retranslation-harness" creationtoolversion={version} segtype="sentence"\
 o-tmf="beads" adminlang="en" srclang={source} datatype="plaintext">
<prop type="x-aligner">{aligner}</prop>
</header>
<body>
"""
# What no XML 1.0 document can hold, escaped or not.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(bitext: Bitext) -> Iterator[str]:
    """A unit for each bead with sentences on both sides; a null is no translation, and left out.

    A second text in the same language is marked as `en-x-return`, for units hold one variant of a
    language. Characters that XML cannot hold become U+FFFD. Same bitext, same bytes: no dates.
    """
    languages = _languages(bitext)
    yield _HEAD.format(
        version=quoteattr(version("retranslation-harness")),
        source=quoteattr(languages[0]),
        aligner=_text(str(bitext.signature)),
    )
    for number, (bead, *texts) in enumerate(bitext.rows(), start=1):
        if not bead.is_null:
            yield f'<tu tuid="{number}" segtype="{_segtype(bead)}">\n'
            yield from _properties(bead)
            for language, text in zip(languages, texts, strict=True):
                yield f"<tuv xml:lang={quoteattr(language)}><seg>{_text(text)}</seg></tuv>\n"
            yield "</tu>\n"
    yield "</body>\n</tmx>\n"


def _languages(bitext: Bitext) -> tuple[str, str]:
    source, target = bitext.source.language, bitext.target.language
    return source, f"{target}-x-return" if source.casefold() == target.casefold() else target


def _segtype(bead: Bead) -> str:
    return "sentence" if len(bead.source) == len(bead.target) == 1 else "block"


def _properties(bead: Bead) -> Iterator[str]:
    if bead.score is not None:
        yield f'<prop type="x-score">{bead.score:.6f}</prop>\n'
    if bead.moved:
        yield '<prop type="x-moved">yes</prop>\n'


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
