"""Base forms of words and lists of forms, as simplemma has them, without unpacking its tables.

A table of a million forms takes half a second to unpack, and a text asks for a few hundred of them.
In `langpacks/base_forms/<tag>.tsv` stands where every 64th entry of a table begins, so that only
the entries around a word are read. `scripts/training/lexicon/base_form_index.py` writes it. It
changes no answer: where it is missing, or is of another release's table, the table is unpacked.

simplemma's table: entries sorted by their form, each written as what it does not share with the
entry before it (`simplemma/strategies/dictionaries/frontcode.py`).
"""

import lzma
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.core.bundled import bundled

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DictionaryLookupStrategy

BLOCK = 64  # entries that are read together
_BLOCKS_KEPT = 4096
_START = b"SMFC1\x00"  # the only kind of table that is read here: sorted by the starts of words
_ONE_BYTE = 0x7F
_SAME_AS_BEFORE, _WRITTEN_OUT = 254, 255  # in place of how many letters an entry takes off


class Entry(NamedTuple):
    """A form with its base form, in UTF-8, and where the next entry begins."""

    form: bytes
    base: bytes
    end: int


def base_form(word: str, tag: str) -> str:
    """The form under which dictionaries have `word`; its lower case where that is not known.

    Raises: ValueError for a language that simplemma has no table of, and for an empty word.
    """
    found: str = _lemmatizer().lemmatize(word, tag)
    return found


def is_form(word: str, tag: str) -> bool | None:
    """Whether a word is in the table of a language; None where there is none, or no word."""
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415
        SUPPORTED_LANGUAGES,
    )
    from simplemma.utils import normalize_token  # noqa: PLC0415

    if not word or tag not in SUPPORTED_LANGUAGES:
        return None
    return _lookup().get_lemma(normalize_token(word), tag) is not None


# ── simplemma with our reader of its tables ─────────────────────────────────────────────────────


@cache
def _lemmatizer() -> "Lemmatizer":
    from simplemma import Lemmatizer  # noqa: PLC0415  (compiles a tenth of a second of patterns)
    from simplemma.strategies import DefaultStrategy  # noqa: PLC0415

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_Tables()))


@cache
def _lookup() -> "DictionaryLookupStrategy":
    from simplemma.strategies import DictionaryLookupStrategy  # noqa: PLC0415

    return DictionaryLookupStrategy(_Tables())


class _Tables:
    """What simplemma calls a dictionary factory."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The table of a language. Raises: ValueError where there is none."""
        return _table(lang)


@cache
def _table(tag: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY  # noqa: PLC0415

    path = bundled("langpacks") / "base_forms" / f"{tag}.tsv"
    indexed = _indexed(path, packed_table(tag)) if path.is_file() else None
    if indexed is not None:
        return indexed
    unpacked: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary(tag)
    return unpacked


def packed_table(tag: str) -> bytes:
    """simplemma's file of one language, as it is."""
    from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415

    path: Path = dictionary_factory.DATA_FOLDER / f"{tag}.plzma"
    return path.read_bytes()


def _indexed(path: Path, packed: bytes) -> "IndexedForms | None":
    """The table by its index; None where the index is of another table."""
    head, *lines = path.read_text("utf-8").splitlines()
    if head != sha256(packed).hexdigest():
        return None
    rows = [line.split("\t") for line in lines]
    return IndexedForms(
        lzma.decompress(packed),
        [Entry(form.encode(), base.encode(), int(end)) for form, base, end in rows],
    )


class IndexedForms(Mapping[str, str]):
    """A table of forms of which only the entries around the words asked for are read."""

    def __init__(self, table: bytes, firsts: list[Entry]) -> None:
        self._firsts, self._table = firsts, table
        self._forms = [entry.form for entry in firsts]
        self._block = lru_cache(maxsize=_BLOCKS_KEPT)(self._read_block)

    def __getitem__(self, form: str) -> str:
        key = form.encode()
        block = bisect_right(self._forms, key) - 1
        if block < 0:
            raise KeyError(form)
        return self._block(block)[key].decode()

    def get(self, form: str, default: Any = None) -> Any:
        """As of any mapping; most words that simplemma asks for are in none of its tables."""
        key = form.encode()
        block = bisect_right(self._forms, key) - 1
        base = self._block(block).get(key) if block >= 0 else None
        return default if base is None else base.decode()

    def __iter__(self) -> Iterator[str]:
        for block in range(len(self._firsts)):
            yield from map(bytes.decode, self._read_block(block))

    def __len__(self) -> int:
        last = len(self._firsts) - 1
        return last * BLOCK + len(self._read_block(last)) if self._firsts else 0

    def _read_block(self, block: int) -> dict[bytes, bytes]:
        first = self._firsts[block]
        others = islice(entries(self._table, first), BLOCK - 1)
        return {first.form: first.base, **{form: base for form, base, _ in others}}


# ── simplemma's form of a table ─────────────────────────────────────────────────────────────────


def first_entry(table: bytes) -> Entry:
    """What stands before the first entry: nothing.

    Raises: ValueError for a table of another form.
    """
    if not table.startswith(_START):
        raise ValueError("not a table of forms, or one that is sorted by the ends of words")
    _, start = _number(table, len(_START))  # how many entries there are
    return Entry(b"", b"", start)


def entries(table: bytes, last: Entry) -> Iterator[tuple[bytes, bytes, int]]:
    """The entries after `last`, in order. Plain tuples: a block of 64 is read for one word."""
    form, base, at = last
    size = len(table)
    while at < size:
        shared, length = table[at], table[at + 1]  # nearly always of one byte each
        at += 2
        if shared > _ONE_BYTE or length > _ONE_BYTE:
            shared, at = _number(table, at - 2)
            length, at = _number(table, at)
        form = form[:shared] + table[at : at + length]
        at += length
        off = table[at]
        at += 1
        if off != _SAME_AS_BEFORE:
            length = table[at]
            at += 1
            if length > _ONE_BYTE:
                length, at = _number(table, at - 1)
            ending = table[at : at + length]
            base = ending if off == _WRITTEN_OUT else form[: len(form) - off] + ending
            at += length
        yield form, base, at


def _number(table: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        byte = table[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte <= _ONE_BYTE:
            return value, at
        shift += 7
