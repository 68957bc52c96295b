"""What words of several languages mean: senses of WordNet that have words in each of them.

`langpacks/senses/<tag>.txt`, made by `scripts/training/lexicon/shared_senses.py`. After the
comments, one line a sense with its words by their base forms, case-folded; the same line of every
file is the same sense, and is blank where a language has no single word for it. Unlike the lexicon
(`harness.text.data.lexicon`), which knows one language, it says whether two words may translate
each other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from harness.core.bundled import bundled
from harness.core.fingerprint import file_digest
from harness.core.route_syntax import base_language


@cache
def senses(tag: str) -> Mapping[str, Sequence[int]]:
    """The senses of each word of a language, frequent or not; empty where no wordnet is here."""
    path = bundled("langpacks") / "senses" / f"{base_language(tag)}.txt"
    if not path.is_file():
        return {}
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for word in line.split():
            found[word].append(number)
    return dict(found)


@cache
def senses_digest() -> str:
    """Fingerprint of all files: part of the signature of whatever reads them."""
    folder = bundled("langpacks") / "senses"
    return "-".join(file_digest(path)[:6] for path in sorted(folder.glob("*.txt")))
