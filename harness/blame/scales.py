"""What a model's preference for one of two wordings is worth: differences -> evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.blame.clues import Clue, turning


@dataclass(frozen=True, slots=True)
class Scale:
    """How to read the differences that one kind of model gives.

    `trust` holds pairs of a least absolute difference and how often the sign of one so large was
    right, largest first; a smaller one tells nothing. `against` is the same for negative
    differences, where they are worth something else. A positive difference below
    `without_addition` tells nothing where the change only added words. `says` begins the sentence
    that a reader gets.
    """

    kind: str
    says: str
    trust: tuple[tuple[float, float], ...]
    against: tuple[tuple[float, float], ...] = ()
    without_addition: float = 0.0
    digits: int = 3

    def clue(self, leanings: Sequence[float], *, addition: bool) -> Clue | None:
        """Evidence from what each pivot stands behind.

        Args:
            leanings: for each pivot, positive where it stands behind the source's wording.
            addition: the change only added words.
        """
        hops = turning((1, *(self._stand(each, addition=addition) for each in leanings), 0))
        if hops is None or len(hops) > len(leanings):
            return None
        shown = ", ".join(
            f"{value:+.{self.digits}f} after hop {hop}" for hop, value in enumerate(leanings, 1)
        )
        inner = [stop for stop in (hops[0] - 1, hops[-1]) if 1 <= stop <= len(leanings)]
        trust = min(self._trust(leanings[stop - 1]) for stop in inner)
        return Clue(self.kind, hops, trust, f"{self.says}: {shown}.")

    def _stand(self, leaning: float, *, addition: bool) -> int | None:
        if not self._trust(leaning) or (addition and 0 < leaning < self.without_addition):
            return None
        return int(leaning > 0)

    def _trust(self, leaning: float) -> float:
        steps = self.against if leaning < 0 and self.against else self.trust
        return next((trust for least, trust in steps if abs(leaning) >= least), 0.0)
