"""Text -> numbers of the pieces that multilingual-e5-small reads.

A unigram model (Kudo 2018, as in SentencePiece): of all ways to cut a text into pieces the one with
the highest sum of scores. No piece crosses a space, so words are cut one by one and remembered.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from harness.models.e5_file import E5File

_WORDS_KEPT = 1 << 16
_UNKNOWN_BELOW = 10.0  # an unknown character scores as much less than the worst piece
_SPACE = "▁"


class Pieces:
    """Cuts texts as the model was trained on them. Without its marks for begin and end."""

    def __init__(self, file: E5File) -> None:
        self._normal = file.normal
        self._pieces = file.pieces
        self._ids = dict(zip(file.pieces, range(len(file.pieces)), strict=True))
        self._scores = file.scores
        self._unknown = file.special["unk"]
        self._ids.pop(file.pieces[self._unknown], None)
        self._longest = max(map(len, file.pieces))
        self._unknown_score = min(file.scores) - _UNKNOWN_BELOW
        self._length: Callable[[int], int] = lru_cache(_WORDS_KEPT)(self._length_of)
        self._word: Callable[[str], tuple[int, ...]] = lru_cache(_WORDS_KEPT)(self._cut)

    def __call__(self, text: str) -> list[int]:
        """The numbers of a text's pieces, in order."""
        plain = text.translate(self._normal)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        words = plain.removeprefix(" ").split(" ")
        return [piece for word in words for piece in self._word(_SPACE + word)]

    def located(self, text: str) -> list[tuple[int, int, int]]:
        """The pieces in order: number, and where in the text it begins and ends.

        A piece that stands for a space alone, or for half of what one character stands for, may
        begin where it ends.
        """
        plain, origins = self._plain(text)
        found, place, reached = [], 0, 0
        for word in plain.split(" "):
            place -= 1  # the space before the word: it belongs to the first piece
            for number in self._word(_SPACE + word):
                length = self._length(number)
                first, last = max(place, 0), min(place + length, len(plain)) - 1
                while first <= last and plain[first] == " ":
                    first += 1
                while first <= last and plain[last] == " ":
                    last -= 1
                start = max(reached, origins[first]) if first <= last else reached
                reached = max(start, origins[last] + 1) if first <= last else start
                found.append((number, start, reached))
                place += length
            place += 1
        return found

    def _length_of(self, number: int) -> int:
        """How many characters of the text a piece stands for."""
        return 1 if number == self._unknown else len(self._pieces[number].decode(errors="replace"))

    def _plain(self, text: str) -> tuple[str, Sequence[int]]:
        """The text as it is cut, and for each character the place of the one it comes from."""
        if text.translate(self._normal) == text and "  " not in text and text[:1] != " ":
            return text, range(len(text))  # as most texts, which are cut as they are
        plain: list[str] = []
        origins: list[int] = []
        for place, letter in enumerate(text):
            for each in letter.translate(self._normal):
                if each != " " or (plain and plain[-1] != " "):
                    plain.append(each)
                    origins.append(place)
        return "".join(plain), origins

    def _cut(self, word: str) -> tuple[int, ...]:
        letters = [letter.encode() for letter in word]
        best = [0.0] + [float("-inf")] * len(letters)
        last: list[tuple[int, int]] = [(0, 0)] * (len(letters) + 1)  # piece that ends here, start
        for start in range(len(letters)):
            piece = b""
            unknown = best[start] + self._unknown_score
            if unknown > best[start + 1]:
                best[start + 1], last[start + 1] = unknown, (self._unknown, start)
            for end in range(start + 1, len(letters) + 1):
                piece += letters[end - 1]
                if len(piece) > self._longest:
                    break
                number = self._ids.get(piece)
                if number is not None and best[start] + self._scores[number] > best[end]:
                    best[end] = best[start] + self._scores[number]
                    last[end] = number, start
        numbers, end = [], len(letters)
        while end:
            number, end = last[end]
            numbers.append(number)
        return tuple(reversed(numbers))
