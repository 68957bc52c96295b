"""Inline codes by the words around them: where they go in a translation, by links between words.

Codes are a tree: a pair with what stands in it, and codes alone. A pair goes around the words that
its own became, a code alone beside the word that it stood at; so their order may change, and their
nesting never does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from harness.core.values import CodeKind, InlineCode, Span, WordPairs

# A word without punctuation; a sign of a script that is written without spaces counts as one, and
# so does code in backticks.
_WORD = re.compile(
    r"(?<!`)(`+)(?!`)[^`\n]+(?<!`)\1(?!`)"
    r"|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
    r"|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
    r"(?:['’.\-][^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+)*"
)
_STOPS = set(".!?…:。！？")
_GAP = 0.05
_DEEPEST = 50  # pairs in each other
_LONG = 4  # letters of a word that has a meaning of its own, as a rule
_OPENING = set("¿¡([{“‘«„\"'")


@dataclass(slots=True)
class _Node:
    """A code alone, or a pair of codes and what stands in it; then its place in the new text."""

    code: InlineCode
    closing: InlineCode | None = None
    inner: list["_Node"] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def covered(self) -> Span:
        return Span(self.code.at, self.closing.at if self.closing else self.code.at)


def by_links(
    old: str, codes: Sequence[InlineCode], new: str, pairs: WordPairs
) -> tuple[InlineCode, ...] | None:
    """The codes of `old` at their places in `new`, in the order in which they stand there.

    A protected code stands where its text is found again, and is left out where it is not. None
    where links say nothing: there are none, pairs cross or nest too deep, a code must stay.
    """
    nodes = _tree(codes) if pairs and all(code.may_move for code in codes) else None
    if nodes is None:
        return None
    whole = Span(0, len(new))
    placed = _Placing(old, new, pairs).placed(nodes, whole)
    return tuple(_flat(placed)) if placed is not None else None


def _tree(codes: Sequence[InlineCode]) -> list[_Node] | None:
    """Codes as a tree; None where pairs cross."""
    closed = {code.pair for code in codes if code.kind is CodeKind.CLOSE and code.pair}
    opened = {code.pair for code in codes if code.kind is CodeKind.OPEN and code.pair}
    top: list[_Node] = []
    around: list[_Node] = []
    for code in codes:
        siblings = around[-1].inner if around else top
        if code.kind is CodeKind.CLOSE and code.pair in opened:
            if not around or around[-1].code.pair != code.pair:
                return None
            around.pop().closing = code
            continue
        node = _Node(code)
        siblings.append(node)
        if code.kind is CodeKind.OPEN and code.pair in closed:
            around.append(node)
            if len(around) > _DEEPEST:
                return None
    return None if around else top


def _flat(nodes: Sequence[_Node]) -> Iterator[InlineCode]:
    for node in nodes:
        yield replace(node.code, at=node.start)
        yield from _flat(node.inner)
        if node.closing is not None:
            yield replace(node.closing, at=node.end)


class _Placing:
    """One text and its translation."""

    def __init__(self, old: str, new: str, pairs: WordPairs) -> None:
        self._old, self._new, self._pairs = old, new, pairs
        self._words = [Span(*match.span()) for match in _WORD.finditer(new)]
        self._claimed = [other for _, other in pairs]
        self._found: dict[str, int] = {}  # text of a protected code -> where to search on

    def placed(self, nodes: list[_Node], region: Span) -> list[_Node] | None:
        """Nodes with their places within `region`, in order; None where two want one place."""
        kept = []
        for node in nodes:
            place = self._place(node, region)
            if place is not None:
                node.start, node.end = place.start, place.end
                kept.append(node)
        kept.sort(key=lambda node: (node.start, node.end > node.start))
        end = region.start
        for node in kept:
            if node.start < end:
                if node.closing and len(node.covered):
                    return None
                node.start = node.end = end
            end = node.end
            inner = self.placed(node.inner, Span(node.start, node.end))
            if inner is None:
                return None
            node.inner = inner
        return kept

    def _place(self, node: _Node, region: Span) -> Span | None:
        if node.code.kind is CodeKind.PROTECTED:
            return self._again(node.code.shown)
        held = node.covered
        if not len(held):
            at = self._beside(node.code.at, region)
            return Span(at, at)
        if not _words(held.of(self._old)) and not self._verbatim(held, region):
            at = self._beside(held.start, region)
            return Span(at, at)
        return self._around(held, region)

    def _again(self, text: str) -> Span | None:
        start = self._new.find(text, self._found.get(text, 0))
        if start < 0:
            return None
        self._found[text] = start + len(text)
        return Span(start, start + len(text))

    # ── pairs ───────────────────────────────────────────────────────────────────────────────────

    def _around(self, held: Span, region: Span) -> Span:
        """The words of `region` that those in `held` became, with the punctuation at their ends."""
        old, new = self._old, self._new
        if not old[: held.start].strip() and not old[held.end :].strip():
            return _trimmed(new, region)
        span = self._verbatim(held, region) or self._linked(held, region)
        span = span or self._share(held, region)
        edges = _trimmed(new, region)
        if not old[: held.start].strip() and self._is_free(edges.start, span.start, held):
            span = Span(edges.start, span.end)
        if not old[held.end :].strip() and self._is_free(span.end, edges.end, held):
            span = Span(span.start, edges.end)
        return self._with_punctuation(span, held, region)

    def _verbatim(self, held: Span, region: Span) -> Span | None:
        """Where the very words are again, if in one place only."""
        words = held.of(self._old).strip()
        if not words:
            return None
        found = [
            Span(start, start + len(words))
            for start in _all_of(self._new, words, region)
            if self._is_whole(start, start + len(words))
        ]
        return found[0] if len(found) == 1 else None

    def _is_whole(self, start: int, end: int) -> bool:
        return not any(
            word.start < edge < word.end for word in self._words for edge in (start, end)
        )

    def _linked(self, held: Span, region: Span) -> Span | None:
        """The stretch of words with most links to within `held` and fewest to without."""
        words = [word for word in self._words if region.covers(word)]
        worth = [self._worth(word, held) for word in words]
        chosen = _best_stretch(worth)
        if chosen is None:
            return None
        start, end = chosen
        inside = [Span(*word.span()) for word in _WORD.finditer(self._old, held.start, held.end)]
        # Words at the ends that no link knows, on both sides: an article, the use in terms of use.
        if not self._is_linked(inside[0]):
            while (
                start
                and end - start + 1 < len(inside)
                and self._joins(words[start - 1], words[start], worth[start - 1])
            ):
                start -= 1
        if not self._is_linked(inside[-1]):
            while (
                end + 1 < len(words)
                and end - start + 1 < len(inside)
                and self._joins(words[end], words[end + 1], worth[end + 1])
            ):
                end += 1
        return Span(words[start].start, words[end].end)

    def _joins(self, one: Span, other: Span, worth: float) -> bool:
        """Whether a word that no link knows goes with its neighbour: only space is between."""
        return not worth and not self._new[one.end : other.start].strip()

    def _worth(self, word: Span, held: Span) -> float:
        """1 where the links of a word lead into `held`, -1 where elsewhere, 0 where it has none."""
        links = [one for one, other in self._pairs if other.overlaps(word)]
        inside = sum(held.overlaps(one) for one in links)
        return (2 * inside - len(links)) / len(links) if links else 0.0

    def _is_free(self, start: int, end: int, held: Span) -> bool:
        """Whether no word from `start` to `end` stands for one outside of `held`."""
        between = (word for word in self._words if start <= word.start < end)
        return all(self._worth(word, held) >= 0 for word in between)

    def _is_linked(self, word: Span) -> bool:
        """Whether a word of the old text has a link."""
        return any(one.overlaps(word) for one, _ in self._pairs)

    def _with_punctuation(self, span: Span, held: Span, region: Span) -> Span:
        """With signs at its ends where the old words have some, without where they have none."""
        inside, start, end = held.of(self._old).strip(), span.start, span.end
        signs = _tail(inside)
        while signs and end < region.end and self._new[end] in signs:
            end += 1
        if _is_letter(inside[-1]):
            while end > start + 1 and not _is_letter(self._new[end - 1]):
                end -= 1
        while start > region.start and not _is_letter(inside[0]):
            if self._new[start - 1] not in _OPENING:
                break
            start -= 1
        if _is_letter(inside[0]):
            while start < end - 1 and self._new[start] in _OPENING - {"¿", "¡"}:
                start += 1
        return Span(start, end)

    def _share(self, held: Span, region: Span) -> Span:
        """Words that no link claims, about as far into the region, where no link is known.

        Short ones are passed over, if there are others: they are what no link ever knows.
        """
        words = [word for word in self._words if region.covers(word)]
        if not words:
            return Span(region.start, region.start)
        before, count, total = (
            len(_words(self._old[start:end]))
            for start, end in ((0, held.start), (held.start, held.end), (0, len(self._old)))
        )
        wanted = (before + count / 2) / max(1, total) * len(words)
        free = [n for n, word in enumerate(words) if not any(map(word.overlaps, self._claimed))]
        long = [n for n in free if len(words[n]) >= _LONG]
        first = last = min(long or free or range(len(words)), key=lambda n: abs(n + 0.5 - wanted))
        while last + 1 in free and last - first + 1 < count:
            last += 1
        return Span(words[first].start, words[last].end)

    # ── codes alone ─────────────────────────────────────────────────────────────────────────────

    def _beside(self, at: int, region: Span) -> int:
        """Where a code goes that stands at a place of the old text: at the word it stood at."""
        old = self._old
        if not old[:at].strip():
            return region.start
        if not old[at:].strip():
            return region.end
        before = next(reversed(list(_WORD.finditer(old, 0, at))), None)
        after = _WORD.search(old, at)
        touches = not old[at - 1].isspace()
        choices = [(before, True), (after, False)] if touches else [(after, False), (before, True)]
        for word, behind in choices:
            place = self._edge(Span(*word.span()), region, behind=behind) if word else None
            if place is not None:
                gap = old[word.end() : at] if behind and word else ""
                return self._behind(gap, place, region) if gap.strip() else place
        return self._share(Span(at, at), region).start

    def _edge(self, word: Span, region: Span, *, behind: bool) -> int | None:
        """The edge of what a word became; None where that is not known, or elsewhere."""
        found = [other for one, other in self._pairs if one.overlaps(word)]
        found = [other for other in found if region.covers(other)]
        if not found:
            return None
        return max(each.end for each in found) if behind else min(each.start for each in found)

    def _behind(self, gap: str, near: int, region: Span) -> int:
        """Behind the punctuation that the code stood behind, where that is nearest to a place."""
        signs = gap.strip()
        found = [at + len(signs) for at in _all_of(self._new, signs, region)]
        place = min(found, key=lambda at: abs(at - near), default=near)
        spaced = gap[-1].isspace() and self._new[place : place + 1].isspace()
        return place + spaced


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(text)]


def _best_stretch(worth: Sequence[float]) -> tuple[int, int] | None:
    """First and last of the words that are worth most together; None where none is worth anything.

    A word that no link knows costs a little, so that a stretch has no needless gaps.
    """
    best, chosen = 0.0, None
    for start in range(len(worth)):
        total = 0.0
        for end in range(start, len(worth)):
            total += worth[end] or -_GAP
            if worth[end] > 0 and total > best:
                best, chosen = total, (start, end)
    return chosen


def _tail(text: str) -> set[str]:
    """The signs that a text ends in; where one of them ends a sentence, all that do."""
    found = set(text[len(text.rstrip("".join(set(filter(_is_sign, text))))) :])
    return found | _STOPS if found & _STOPS else found


def _is_sign(sign: str) -> bool:
    return not sign.isalnum() and not sign.isspace()


def _is_letter(sign: str) -> bool:
    return sign.isalnum()


def _trimmed(text: str, region: Span) -> Span:
    """A region without white space at its ends."""
    inside = region.of(text)
    start = region.start + len(inside) - len(inside.lstrip())
    return Span(start, start + len(inside.strip())) if inside.strip() else region


def _all_of(text: str, words: str, region: Span) -> Iterator[int]:
    start = text.find(words, region.start, region.end)
    while start >= 0:
        yield start
        start = text.find(words, start + 1, region.end)
