"""Argos packages as likelihood scorers: how probable each word of a text is, given its translation.

Forced decoding, as in Prism (Thompson and Post 2020) and NMTScore (Vamvas and Sennrich 2022). A
word of the source that the backward model finds improbable, given the hypothesis, was probably lost
or changed on the way out.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from harness.core.cpu import this_processor
from harness.core.errors import EngineUnavailable
from harness.core.values import Direction, Signature, Span, WordScore, WordScores
from harness.engines.failure import stopped
from harness.engines.libraries import installed_version
from harness.engines.target_tokenizer import TargetPiece, TargetTokenizer
from harness.engines.without_model import answer_without_model
from harness.packs.find import Pack
from harness.packs.package import SENTENCEPIECE
from harness.text.words.tokens import TokenKind, tokenize

_LIBRARIES = ("ctranslate2", "sentencepiece")
# Pieces of either text. Argos models were trained on sentences, and write at most 256 pieces.
_LONGEST = 256
_LARGEST_BATCH = 32
_DIGITS = 4  # of a logarithm: enough to rank, few enough to hide the order of additions


class ArgosLikelihood:
    """One Argos package, asked for probabilities. Its tokenizer must be SentencePiece.

    Pairs of one length on both sides share a batch, so that nothing is padded and an answer does
    not depend on its neighbours.

    Blind to what both texts share in error, and to words that are probable without being right
    ("he" for "she" where the other language does not tell). Rare names score low though correct.
    """

    def __init__(self, pack: Pack, threads: int) -> None:
        if pack.package.tokenizer != SENTENCEPIECE:
            raise EngineUnavailable(
                f"{pack.path}: likelihoods need a package with a SentencePiece tokenizer",
                hint="use another pack for likelihoods",
            )
        self._pack = pack
        self._threads = threads
        self._translator: Any = None
        self._answered = False

    @property
    def direction(self) -> Direction:
        return self._pack.direction

    @functools.cached_property
    def signature(self) -> Signature:
        """Made without loading the model."""
        return Signature(
            "argos-judge",
            (
                ("direction", str(self.direction)),
                ("package", self._pack.package.metadata.version),
                ("model", self._pack.package.digest()[:16]),
                *((name, installed_version(name)) for name in _LIBRARIES),
                ("longest", str(_LONGEST)),
                ("processor", this_processor()),
            ),
        )

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        """As the protocol says. Equal pairs are scored once."""
        askable = [pair for pair in dict.fromkeys(pairs) if all(map(_readable, pair))]
        known: dict[tuple[str, str], WordScores] = {}
        if askable:
            self._load()
            cut = {pair: self._cut(pair) for pair in askable}
            for batch in _batches(cut):
                known |= self._scored(batch, cut)
        return [known.get(pair) for pair in pairs]

    def close(self) -> None:
        if self._translator is not None:
            self._translator.unload_model()
            self._translator = None

    def _load(self) -> None:
        if self._translator is not None:
            return
        import ctranslate2  # noqa: PLC0415  (heavy; not needed for the signature)
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415

        package = self._pack.package
        files = package.model_files()
        try:
            self._translator = ctranslate2.Translator(
                package.path.name,
                device="cpu",
                files=files,
                inter_threads=self._threads,
                intra_threads=1,
            )
            self._source = SentencePieceProcessor(model_proto=package.read(SENTENCEPIECE))
            self._target = TargetTokenizer(self._source, files)
        except (RuntimeError, ValueError, OSError, MemoryError) as cause:
            raise EngineUnavailable(
                f"{package.path}: the model cannot score: {cause}",
                hint="use another pack for likelihoods",
            ) from cause

    def _cut(self, pair: tuple[str, str]) -> tuple[list[str], tuple[TargetPiece, ...]]:
        given, scored = pair
        return self._source.encode(given, out_type=str), self._target.cut(scored)

    def _scored(
        self,
        batch: Sequence[tuple[str, str]],
        cut: dict[tuple[str, str], tuple[list[str], tuple[TargetPiece, ...]]],
    ) -> dict[tuple[str, str], WordScores]:
        prefix = self._pack.package.metadata.target_prefix
        start = [prefix] if prefix else []
        try:
            results = self._translator.score_batch(
                [cut[pair][0] for pair in batch],
                [[*start, *(piece.text for piece in cut[pair][1])] for pair in batch],
                offset=len(start),
            )
        except (RuntimeError, MemoryError, ValueError) as cause:
            raise stopped(
                f"{self._pack.path}: CTranslate2 gives no scores: {cause}",
                hint="free some memory and check that the package fits the installed ctranslate2",
                answered=self._answered,
            ) from cause
        self._answered = True
        return {
            pair: _by_word(pair[1], cut[pair][1], result.log_probs)
            for pair, result in zip(batch, results, strict=True)
        }


def _readable(text: str) -> bool:
    return bool(text.strip()) and answer_without_model(text) is None


def _batches(
    cut: dict[tuple[str, str], tuple[list[str], tuple[TargetPiece, ...]]],
) -> Iterator[list[tuple[str, str]]]:
    """Pairs of the same two lengths. Those too long for the model are in no batch."""
    groups: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for pair, (given, scored) in cut.items():
        if 0 < len(given) <= _LONGEST and 0 < len(scored) <= _LONGEST:
            groups[len(given), len(scored)].append(pair)
    for group in groups.values():
        for start in range(0, len(group), _LARGEST_BATCH):
            yield group[start : start + _LARGEST_BATCH]


def _by_word(text: str, pieces: Sequence[TargetPiece], log_probs: Sequence[float]) -> WordScores:
    """Pieces' logarithms summed by word; the last one is the end mark's."""
    words = [token.span for token in tokenize(text) if token.kind is not TokenKind.SYMBOL]
    mean = sum(log_probs) / len(log_probs)
    return WordScores(tuple(_word_scores(words, pieces, log_probs)), round(min(0.0, mean), _DIGITS))


def _word_scores(
    words: Sequence[Span], pieces: Sequence[TargetPiece], log_probs: Sequence[float]
) -> Iterator[WordScore]:
    first = 0
    for word in words:
        while first < len(pieces) and pieces[first].span.end <= word.start:
            first += 1
        last = first
        while last < len(pieces) and pieces[last].span.start < word.end:
            last += 1
        own = range(first, last)
        if own and all(pieces[place].known for place in own):
            total = sum(log_probs[place] for place in own)
            yield WordScore(word, round(min(0.0, total), _DIGITS))
