"""Teach: translate text by Bergamot and Apertium over Portuguese, and keep what came through whole.

    teach.py en text/factbook.en.txt --out pairs/factbook.en-es.tsv
    teach.py es text/laws.es.txt --out pairs/laws.en-es.tsv

`en`: English to Spanish (en→pt by Bergamot, pt→es by Apertium); `es`: Spanish to English (es→pt by
Apertium, pt→en by Bergamot). Pairs are written with the English side first. `--portuguese FILE`
keeps the pairs of English and Portuguese on the way, from which the Portuguese packages learn.
Works in blocks and goes on where it stopped. Counts of what was dropped, and why, go to standard
error and into OUT.counts.json.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

import apertium
from blocks import append, blocks
from start_models import Teacher, find
from taught import fault, left_portuguese, plain, spanish_marks, unknown


@dataclass(frozen=True)
class Taught:
    """One sentence in three languages, and why the Spanish pair is not fit, if it is not."""

    english: str
    portuguese: str
    spanish: str
    fault: str | None


def english_to_spanish(teacher: Teacher, lines: Sequence[str]) -> Iterator[Taught]:
    """English lines with their Portuguese and Spanish."""
    lines = [plain(line) for line in lines]
    portuguese = teacher.translate(lines)
    marked = apertium.translate("pt-es", portuguese)
    for english, middle, marks in zip(lines, portuguese, marked, strict=True):
        spanish = spanish_marks(" ".join(marks.replace("*", "").split()))
        reason = "unknown word" if unknown(marks, english) else fault(english, spanish)
        if reason is None and left_portuguese(english, spanish):
            reason = "portuguese"
        yield Taught(english, middle, spanish, reason)


def spanish_to_english(teacher: Teacher, lines: Sequence[str]) -> Iterator[Taught]:
    """Spanish lines with their Portuguese and English."""
    marked = apertium.translate("es-pt", lines)
    portuguese = [line.replace("*", "") for line in marked]
    translations = teacher.translate(portuguese)
    for spanish, marks, middle, english in zip(
        lines, marked, portuguese, translations, strict=True
    ):
        reason = "unknown word" if unknown(marks, english) else fault(english, spanish)
        yield Taught(english, middle, spanish, reason)


WAYS = {"en": ("enpt", english_to_spanish), "es": ("pten", spanish_to_english)}


def main() -> None:
    """Teach one file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("text", type=Path, help="one sentence a line")
    parser.add_argument("--out", type=Path, required=True, help="English TAB other language")
    parser.add_argument("--portuguese", type=Path, help="keep English TAB Portuguese here")
    parser.add_argument("--models", type=Path, help="folder of the start models")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--at-most", type=int, help="only that many lines, chosen by a fixed seed")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model, teach = WAYS[arguments.way]
    teacher = Teacher(find(model, arguments.models))
    for block, counts in blocks(arguments.text, arguments.out, arguments.at_most):
        taught = list(teach(teacher, block))
        append(arguments.out, ((t.english, t.spanish) for t in taught if t.fault is None))
        if arguments.portuguese:
            ways = ((t.english, t.portuguese) for t in taught)
            append(arguments.portuguese, (way for way in ways if fault(*way) is None))
        counts.update(t.fault or "kept" for t in taught)


if __name__ == "__main__":
    main()
