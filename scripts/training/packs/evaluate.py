"""Evaluate: BLEU and chrF of a package or an exported model, and whether its numbers survive.

    evaluate.py en_es dist/translate-en_es-1_0.argosmodel --source flores.en --reference flores.es

CTranslate2, 8-bit, beam 4 and length penalty 0.2 as in Argos Translate, one sentence a line.
Numbers: of the numbers with two or more digits in the source, the share that stands in the
translation with the same digits, however separated; and the same of the reference, because a
translator may write "twelve" or convert a unit. Names: of the capitalised words inside the source's
sentences that the reference holds as well, the share that the translation holds. Placeholders and
tags: the share that comes through as it stands. Loops: the share of translations in which words
repeat without end. Garbage (with --words, lists of a word a line): the share of translations with
a word that is in no list, in no source and in no reference, most of them invented. Prints one JSON
object.
"""

import argparse
import json
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import sacrebleu
from sentencepiece import SentencePieceProcessor

from augment import NAME
from taught import REPEATED

LENGTH_PENALTY = 0.2
WORD = re.compile(r"[^\W\d_]+")
MARK = re.compile(r"\{\{?\w*\}?\}|%\(\w+\)[sd]|%(?:\d\$)?[sd]\b|</?\w+>")
NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")


def numbers(text: str) -> Counter[str]:
    """The numbers of two or more digits, without separators."""
    digits = (re.sub(r"\D", "", number) for number in NUMBER.findall(text))
    return Counter(number for number in digits if len(number) > 1)


def kept(sources: Sequence[str], targets: Sequence[str]) -> float:
    """The share of the sources' numbers that the targets hold, in [0, 1]."""
    wanted = [numbers(source) for source in sources]
    found = sum((want & numbers(t)).total() for want, t in zip(wanted, targets, strict=True))
    return found / max(1, sum(want.total() for want in wanted))


def names_kept(sources: Sequence[str], references: Sequence[str], targets: Sequence[str]) -> float:
    """The share of the names that sources and references share which targets hold, in [0, 1]."""
    wanted = [
        {name for name in NAME.findall(source) if name in _words(reference)}
        for source, reference in zip(sources, references, strict=True)
    ]
    found = sum(len(want & _words(t)) for want, t in zip(wanted, targets, strict=True))
    return found / max(1, sum(map(len, wanted)))


def marks_kept(sources: Sequence[str], targets: Sequence[str]) -> float | None:
    """The share of the sources' placeholders and tags in the targets; None where there are none."""
    wanted = [Counter(MARK.findall(source)) for source in sources]
    found = sum(
        (want & Counter(MARK.findall(t))).total() for want, t in zip(wanted, targets, strict=True)
    )
    every = sum(want.total() for want in wanted)
    return found / every if every else None


def loops(targets: Sequence[str]) -> float:
    """The share of the targets in which something is said again and again."""
    return sum(bool(REPEATED.search(target)) for target in targets) / max(1, len(targets))


def garbage(
    sources: Sequence[str], references: Sequence[str], targets: Sequence[str], known: frozenset[str]
) -> float:
    """The share of the targets with a small-letter word that nothing explains."""
    explained = known | {word for line in [*sources, *references] for word in _lower(line)}
    invented = sum(
        any(word.islower() and word not in explained for word in _words(target))
        for target in targets
    )
    return invented / max(1, len(targets))


def _words(text: str) -> set[str]:
    return set(WORD.findall(text))


def _lower(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


class Model:
    """A CTranslate2 model with its vocabularies, from a package or from what export.py left."""

    def __init__(self, folder: Path, source: str, threads: int) -> None:
        packed = folder / "sentencepiece.model"
        vocabulary = packed if packed.exists() else folder / f"{source}.spm"
        self.processor = SentencePieceProcessor(model_file=str(vocabulary))
        model = folder / "model" if packed.exists() else folder
        self.translator = ctranslate2.Translator(str(model), intra_threads=threads)

    def translate(self, lines: Sequence[str], beam: int = 4) -> list[str]:
        """One translation a line."""
        rows = [self.processor.encode(line, out_type=str) for line in lines]
        results = self.translator.translate_batch(
            rows, beam_size=beam, length_penalty=LENGTH_PENALTY, max_batch_size=32
        )
        return ["".join(result.hypotheses[0]).replace("▁", " ").strip() for result in results]


def main() -> None:
    """Score one model on one text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction")
    parser.add_argument(
        "model", type=Path, help=".argosmodel, or a folder of export.py --model-only"
    )
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--at-most", type=int)
    parser.add_argument("--words", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--save", type=Path, help="the translations, a line each")
    arguments = parser.parse_args()
    sources = _lines(arguments.source)[: arguments.at_most]
    references = _lines(arguments.reference)[: arguments.at_most]
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.model
        if folder.is_file():
            zipfile.ZipFile(folder).extractall(temporary)
            folder = next(Path(temporary).iterdir())
        model = Model(folder, arguments.direction.partition("_")[0], arguments.threads)
        started = time.process_time()
        translations = model.translate(sources, arguments.beam)
        seconds = time.process_time() - started
    if arguments.save:
        arguments.save.write_text("".join(f"{line}\n" for line in translations), encoding="utf-8")
    lengths = sum(map(len, translations)) / sum(map(len, references))
    scores = {
        "sentences": len(sources),
        "bleu": round(sacrebleu.corpus_bleu(translations, [references]).score, 1),
        "chrf": round(sacrebleu.corpus_chrf(translations, [references]).score, 1),
        "length": round(lengths, 3),
        "numbers kept": round(kept(sources, translations), 3),
        "numbers kept by the reference": round(kept(sources, references), 3),
        "names kept": round(names_kept(sources, references, translations), 3),
        "loops": round(loops(translations), 4),
        "sentences a second of a core": round(len(sources) / seconds, 1),
    }
    if (share := marks_kept(sources, translations)) is not None:
        scores["placeholders kept"] = round(share, 3)
    if arguments.words:
        known = frozenset(_first(line) for path in arguments.words for line in _lines(path))
        scores["garbage"] = round(garbage(sources, references, translations, known), 4)
    print(json.dumps(scores))


def _first(line: str) -> str:
    return line.partition("\t")[0].lower()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
