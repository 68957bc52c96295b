"""Vocabulary: an English and a Spanish one, made from a start model's English–Portuguese one.

    vocabulary.py enpt --english text/*.en.txt --spanish text/*.es.txt --out work/enpt

English keeps the old pieces that the text uses. Spanish is a new unigram vocabulary, joined by the
old pieces that names need (with capitals, and inside words), so that a name is cut alike on both
sides and can be copied. **Digits stand alone on both sides**, for the same reason: models whose two
vocabularies cut "2021" differently lose it.

Writes OUT/en.model, OUT/es.model and OUT/origins.json: for each piece the old pieces that its
embedding starts from.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sentencepiece
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[import-untyped]

import apertium
from start_models import find

Origins = list[list[int]]

SPANISH_PIECES = 16_000
SPANISH_LINES = 400_000
SEEN = 2
SPACE = "▁"
DIGITS = "0123456789"
# A character that the old vocabulary lacks starts as the one that it is most like.
LIKE = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "—": "-", "–": "-", "…": ".",
    "€": "$", "£": "$", "¥": "$", "¿": "?", "¡": "!", "ñ": "n", "Ñ": "N", "ü": "u", "ö": "o",
    "ä": "a", "å": "a", "ø": "o", "è": "e", "ë": "e", "ï": "i", "î": "i", "ì": "i", "ô": "o",
    "ò": "o", "û": "u", "ù": "u", "ß": "s", "æ": "a", "œ": "o", "č": "c", "š": "s", "ž": "z",
    "ł": "l", "É": "E", "Á": "A", "Í": "I", "Ó": "O", "Ú": "U", "Ö": "O", "Ü": "U", "×": "x",
    "°": "o", "º": "o", "ª": "a", "½": "2", "²": "2", "³": "3", "§": "-", "[": "(", "]": ")",
    "{": "(", "}": ")", "|": "-", "^": "-", "~": "-", "`": "'", "#": "-", "@": "a", "&": "e",
    "*": "-", "+": "-", "=": "-", "<": "(", ">": ")", "\\": "/", "%": "%",
}  # fmt: skip


def lines_of(paths: Iterable[Path], column: int | None = None) -> Iterator[str]:
    """The lines of text files, or one column of tables."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield line if path.suffix == ".txt" or column is None else line.split("\t")[column]


def english(old: Path, text: Iterable[str]) -> tuple[ModelProto, Origins]:
    """The old vocabulary without what English text does not use, digits alone."""
    proto = _read(old)
    processor = SentencePieceProcessor(model_file=str(old))
    seen: Counter[int] = Counter()
    for line in text:
        seen.update(processor.encode(line))
    kept = [
        number
        for number, piece in enumerate(proto.pieces)
        if piece.type != piece.NORMAL
        or len(piece.piece.removeprefix(SPACE)) <= 1
        or (seen[number] >= SEEN and not _holds_digit(piece.piece))
    ]
    pieces = [proto.pieces[number] for number in kept]
    origins = [[number] for number in kept]
    result = _with_pieces(proto, pieces)
    _complete(result, origins, processor, LIKE)
    return result, origins


def spanish(old: Path, text: Sequence[str], names: Iterable[str]) -> tuple[ModelProto, Origins]:
    """A new vocabulary on Spanish text, joined by the old pieces that the lines of `names` use."""
    processor = SentencePieceProcessor(model_file=str(old))
    trained = _train(text)
    pieces = [p for p in trained.pieces if p.type != p.NORMAL or not _holds_digit(p.piece)]
    known = {piece.piece for piece in pieces}
    seen: Counter[int] = Counter()
    for line in names:
        seen.update(processor.encode(line))
    for number, piece in enumerate(_read(old).pieces):
        useful = not piece.piece.startswith(SPACE) or any(c.isupper() for c in piece.piece)
        if (
            piece.type == piece.NORMAL
            and useful
            and seen[number] >= SEEN
            and piece.piece not in known
            and not _holds_digit(piece.piece)
        ):
            piece.score -= 1.0  # Spanish words are cut the Spanish way where there is a choice
            pieces.append(piece)
    result = _with_pieces(trained, pieces)
    origins = _spanish_origins([piece.piece for piece in pieces], processor)
    _complete(
        result,
        origins,
        processor,
        {
            **LIKE,
            **{c: c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?()'\"-/$"},
        },
    )
    return result, origins


def _train(text: Sequence[str]) -> ModelProto:
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "es"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(text),
            model_prefix=str(stem),
            vocab_size=SPANISH_PIECES,
            model_type="unigram",
            character_coverage=0.9999,
            normalization_rule_name="nmt_nfkc",
            required_chars='ñÑ¿¡áéíóúüÁÉÍÓÚÜ"«»()%€$ºª' + DIGITS,
            split_digits=True,
            eos_id=0, unk_id=1, bos_id=-1, pad_id=-1,
            num_threads=2,
            minloglevel=1,
        )  # fmt: skip
        proto = _read(stem.with_suffix(".model"))
    # Not the folder where it lay for a moment: the same text gives the same bytes.
    proto.trainer_spec.model_prefix = stem.name
    return proto


def _spanish_origins(pieces: Sequence[str], old: SentencePieceProcessor) -> Origins:
    """A whole word starts from its Portuguese translation, others from themselves or parts."""
    words = [piece.removeprefix(SPACE) for piece in pieces]
    portuguese = [
        m.replace("*", "") for m in apertium.translate("es-pt", [w or "." for w in words])
    ]
    origins: Origins = []
    for piece, word, translated in zip(pieces, words, portuguese, strict=True):
        own = old.piece_to_id(piece)
        whole = piece.startswith(SPACE) and len(word) > 2
        if whole and translated.strip() not in ("", word):
            ids = old.encode(translated)
        elif own != old.unk_id():
            ids = [own]
        else:
            spelt = word.replace("ñ", "nh").replace("¿", "?").replace("¡", "!")
            ids = old.encode(spelt if piece.startswith(SPACE) else "x" + spelt)
            ids = ids[1:] if not piece.startswith(SPACE) and len(ids) > 1 else ids
        origins.append([i for i in ids if i != old.unk_id()] or [old.unk_id()])
    origins[0] = [0]
    return origins


def _complete(
    proto: ModelProto, origins: Origins, old: SentencePieceProcessor, wanted: dict[str, str]
) -> None:
    """Add the single characters and digits that are still missing."""
    known = {piece.piece for piece in proto.pieces}
    missing = [(c, like, -9.0) for c, like in wanted.items()]
    missing += [(digit, digit, -6.0) for digit in DIGITS]
    missing += [(SPACE + digit, digit, -5.0) for digit in DIGITS]
    for text, like, score in missing:
        if text in known:
            continue
        known.add(text)
        piece = proto.pieces.add()
        piece.piece, piece.score, piece.type = text, score, piece.NORMAL
        own = old.piece_to_id(text)
        start = own if own != old.unk_id() else old.piece_to_id(like)
        origins.append([start if start != old.unk_id() else old.piece_to_id("-")])


def _holds_digit(piece: str) -> bool:
    return len(piece.removeprefix(SPACE)) > 1 and any(c.isdigit() for c in piece)


def _read(path: Path) -> ModelProto:
    proto = ModelProto()
    proto.ParseFromString(path.read_bytes())
    return proto


def _with_pieces(proto: ModelProto, pieces: Sequence[object]) -> ModelProto:
    copies = [type(piece).FromString(piece.SerializeToString()) for piece in pieces]  # type: ignore[attr-defined]
    result = ModelProto()
    result.CopyFrom(proto)
    del result.pieces[:]
    result.pieces.extend(copies)
    result.trainer_spec.vocab_size = len(copies)
    return result


def main() -> None:
    """Make both vocabularies of one direction."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", choices=("enpt", "pten"), help="the start model")
    parser.add_argument(
        "--english", type=Path, nargs="+", required=True, help=".txt or .tsv (first column)"
    )
    parser.add_argument(
        "--spanish", type=Path, nargs="+", required=True, help=".txt or .tsv (second column)"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", type=Path, help="folder of the start models")
    arguments = parser.parse_args()
    old = find(arguments.direction, arguments.models).vocabulary
    arguments.out.mkdir(parents=True, exist_ok=True)
    english_text = list(lines_of(arguments.english, 0))
    spanish_text = sorted(set(lines_of(arguments.spanish, 1)))
    random.Random(3).shuffle(spanish_text)
    made = {
        "en": english(old, english_text),
        "es": spanish(old, spanish_text[:SPANISH_LINES], english_text),
    }
    for language, (proto, _) in made.items():
        (arguments.out / f"{language}.model").write_bytes(proto.SerializeToString())
        print(f"{arguments.direction}: {language} {len(proto.pieces)} pieces", file=sys.stderr)
    origins = {language: origins for language, (_, origins) in made.items()}
    (arguments.out / "origins.json").write_text(json.dumps(origins))


if __name__ == "__main__":
    main()
