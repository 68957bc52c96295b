"""One paragraph a line: the whole sentences of each line.

Left out: headings, tweets and addresses, which `whole_sentences` refuses; the credits of pictures;
sentences with a quotation mark or an apostrophe that stands apart ("don ’ t").
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import folded, whole_sentences

UNREAD = re.compile(r"\bCC\b|\bFlickr\b| [’”»]|[“‘«] ")


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Whole sentences, file by file."""
    for path in files:
        for line in path.read_text("utf-8").split("\n"):
            for sentence in whole_sentences(folded(line), language):
                if not UNREAD.search(sentence):
                    yield sentence
