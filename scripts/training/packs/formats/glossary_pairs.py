"""A glossary in YAML with all its languages: a term's definitions are paired."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import sentence_pairs
from formats.yaml_pairs import texts


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the definitions that both languages have."""
    for path in files:
        found = dict(texts(path))
        for place, definition in found.items():
            term, language, what = place.rpartition("/es/")
            if language and what == "def" and (original := found.get(f"{term}/en/def")):
                yield from sentence_pairs(shown(original), shown(definition))
