"""A text sent through one pack and back through another: the first test of a new pack."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.core.values import Outcome, Translated
from harness.engines.argos import ArgosEngine
from harness.engines.translation_model import Decoding
from harness.packs.find import Pack


@dataclass(frozen=True, slots=True)
class Returned:
    """One text, its translation and what came back; empty where there was no answer."""

    text: str
    translation: str
    back: str


def returned(there: Pack, back: Pack, texts: Sequence[str], threads: int) -> list[Returned]:
    """Send every text there and back.

    Raises:
        EngineUnavailable, EngineDied: a pack cannot be opened, or stops answering.
    """
    translations = _translated(there, texts, threads)
    answers = _translated(back, translations, threads)
    return [Returned(*row) for row in zip(texts, translations, answers, strict=True)]


def _translated(pack: Pack, texts: Sequence[str], threads: int) -> list[str]:
    engine = ArgosEngine(pack, Decoding(), threads)
    asked = [number for number, text in enumerate(texts) if text.strip()]
    answers = [""] * len(texts)
    try:
        outcomes = engine.translate([texts[number] for number in asked])
    finally:
        engine.close()
    for number, outcome in zip(asked, outcomes, strict=True):
        answers[number] = _text(outcome)
    return answers


def _text(outcome: Outcome) -> str:
    return outcome.text if isinstance(outcome, Translated) else ""
