"""Spanish books as Project Gutenberg's plain text, in the spelling of today.

Until 1911 the prepositions and conjunctions "a", "e", "o", "u" bore an accent, until 1959 "fue",
"dio" and others did. Books in which that is not all that differs should not be listed.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats import gutenberg

_ACCENTED = re.compile(r"(?<![\w'’.-])[áéóúÁÉÓÚ](?![\w.'’-])")
_PLAIN = str.maketrans("áéóúÁÉÓÚ", "aeouAEOU")
_TODAY = {
    "fué": "fue", "fuí": "fui", "dió": "dio", "vió": "vio", "ví": "vi", "dí": "di", "pié": "pie",
    "fé": "fe", "nó": "no", "órden": "orden", "jóven": "joven", "márgen": "margen",
    "exámen": "examen", "orígen": "origen", "imágen": "imagen", "vírgen": "virgen",
    "volúmen": "volumen", "crímen": "crimen", "muger": "mujer", "mugeres": "mujeres",
    "estrangero": "extranjero", "estranjero": "extranjero", "espedición": "expedición",
    "setiembre": "septiembre", "obscuro": "oscuro", "obscura": "oscura", "substancia": "sustancia",
    "harmonía": "armonía", "entónces": "entonces", "ántes": "antes",
    "miéntras": "mientras", "léjos": "lejos", "apénas": "apenas",
}  # fmt: skip
_OLD_WORD = re.compile(rf"\b(?:{'|'.join(_TODAY)})\b", re.IGNORECASE)
_SAID = re.compile(r"—\w")
_NOTE = re.compile(r" +(?=[.,;:])")  # where the number of a note was
_CUT = re.compile(r"\b(?:[A-ZÑ]|lib|cap|págs?|núms?|art|Sra?s?|Dr|Ilmo|Excmo|Fr|Sta)\.$")
MOST = 40  # words; the periods of the nineteenth century go on for longer


def sentences(files: Sequence[Path], language: str, **options: int) -> Iterator[str]:
    """Whole sentences of every book that are no dialogue and of moderate length."""
    for sentence in gutenberg.sentences(files, language, **options):
        if len(sentence.split()) > MOST or _SAID.search(sentence) or _CUT.search(sentence):
            continue
        plain = _ACCENTED.sub(lambda letter: letter.group().translate(_PLAIN), sentence)
        yield _NOTE.sub("", _OLD_WORD.sub(_of_today, plain))


def _of_today(word: re.Match[str]) -> str:
    new = _TODAY[word.group().lower()]
    return new.capitalize() if word.group()[0].isupper() else new
