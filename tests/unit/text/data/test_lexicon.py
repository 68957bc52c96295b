"""A lexicon is read line by line when words are asked for, and says the same as read whole."""

from pathlib import Path

import pytest

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.text.data import lexicon as module
from harness.text.data.lexicon import Relation, lexicon

FILES = sorted((bundled("langpacks") / "lexicon").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_of_the_shipped_lexicons_can_be_read(path: Path) -> None:
    book = lexicon(path.stem)
    lines = [
        line.split(":") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    senses = [line for line in lines if len(line) == 3]
    numbers = [int(head.split()[1]) for head, _, _ in senses]
    assert list(book.above) == numbers == sorted(set(numbers))
    for number, (head, above, words) in zip(numbers, senses, strict=True):
        assert book.above[number] == tuple(map(int, above.split()))
        assert book.words[number] == frozenset(words.split())
        assert book.adjectives[number] == head.startswith("a")
        assert all(number in book.senses[word] for word in words.split())
        assert all(head[0] in book.kinds[word] for word in words.split())
    assert sum(map(len, book.senses.values())) == sum(len(line[2].split()) for line in senses)
    pairs = [(line[0], *line[1].split()) for line in lines if len(line) == 2]
    for kind, one, other in pairs:
        words_of = book.opposite if kind == "opposite" else book.related
        assert other in words_of[one]
        assert one in words_of[other]


def test_what_is_not_known_has_no_relation_and_is_not_remembered() -> None:
    book = lexicon("en")
    assert book.relation("buy", "sell") is Relation.OPPOSITE
    assert book.relation("buy", "zzgrmpf") is None
    assert not book.knows("zzgrmpf")
    assert "zzgrmpf" not in {*book._kin, *book._counter, *book._reached}


def test_a_sense_that_is_missing_is_no_key() -> None:
    above = lexicon("es").above
    missing = next(number for number in range(10**6) if number not in above)
    with pytest.raises(KeyError):
        above[missing]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("n 0: : dog\nn 1 0: cat\n", 2),
        ("n 0: : dog\nn 1: x: cat\n", 2),
        ("n 0: : dog\nn 1: 0: cat\nopposite: dog\n", 3),
        ("# of nothing\nn 0: : dog\nnearby: dog cat\n", 3),
    ],
)
def test_a_damaged_line_is_named(
    content: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xq.txt").write_text(content, "utf-8")
    monkeypatch.setattr(module, "_folder", lambda: tmp_path)
    lexicon.cache_clear()
    with pytest.raises(ReadError, match=f"lexicon/xq.txt:{line}: cannot read"):
        lexicon("xq").relation("dog", "cat")
    lexicon.cache_clear()
