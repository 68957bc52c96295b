"""Routes through languages, and what an engine answers at each hop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Direction:
    """From one language into another, by one model. Tags are BCP 47 (`en`, `pt-BR`)."""

    source: str
    target: str

    def __post_init__(self) -> None:
        if not self.source or not self.target or self.source == self.target:
            raise ValueError(f"no direction leads from {self.source!r} to {self.target!r}")

    def __str__(self) -> str:
        return f"{self.source}→{self.target}"


@dataclass(frozen=True, slots=True)
class Leg:
    """One planned hop: a direction, and the engine that shall serve it (None: whichever can)."""

    direction: Direction
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The planned hops of a round trip: `en:es:en`, `en:es@apertium:en@argos`.

    Law: hops chain, and the last one comes home to the source's language.
    """

    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        if len(self.legs) < 2:
            raise ValueError("a round trip has at least two hops")
        for leg, following in zip(self.legs, self.legs[1:], strict=False):
            if leg.direction.target != following.direction.source:
                raise ValueError(f"{leg.direction} is not followed by {following.direction}")
        if self.legs[-1].direction.target != self.language:
            raise ValueError(f"the route starts in {self.language!r} and does not come back")

    def __str__(self) -> str:
        stops = [
            leg.direction.target + (f"@{leg.engine}" if leg.engine else "") for leg in self.legs
        ]
        return ":".join([self.language, *stops])

    def repeated(self, trips: int) -> "Route":
        """The same way travelled `trips` times, one after the other."""
        return Route(self.legs * trips)

    @property
    def language(self) -> str:
        """The language where the trip starts and ends."""
        return self.legs[0].direction.source

    @property
    def stops(self) -> tuple[str, ...]:
        """The languages in order, home first and last: one more than hops."""
        return (self.language, *(leg.direction.target for leg in self.legs))

    @property
    def languages(self) -> str:
        """The stops as one word, engines left out: `en:es:en`. Baselines are keyed by it."""
        return ":".join(self.stops)


@dataclass(frozen=True, slots=True)
class Translated:
    """An engine's answer. An empty `text` is an answer too: the engine chose to say nothing.

    `score` is on the engine's own scale and never compared across engines.
    `unknown` holds the words that the engine itself marked as not in its dictionary.
    """

    text: str
    score: float | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untranslatable:
    """The engine gave no translation. Not the same as an empty translation."""

    reason: str


Outcome = Translated | Untranslatable
