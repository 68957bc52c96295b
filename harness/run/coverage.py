"""For which languages the detectors have data, and what is not looked at in a language."""

from collections.abc import Iterable
from dataclasses import dataclass

from harness.core.protocols import Detector, LanguageBound
from harness.text.data.tags import language_name


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is looked at in one language, and what is not: subjects such as "denials", sorted."""

    language: str
    seen: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of subjects that are looked at, in [0, 1]; 1 where there is none."""
        return len(self.seen) / max(len(self.seen) + len(self.unseen), 1)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a user must read before any score; nothing where all is looked at."""
        if not self.unseen:
            return ()
        name = f"{language_name(self.language)} ({self.language})"
        return (f"Not looked at in {name}: {', '.join(self.unseen)}.",)


def coverage(detectors: Iterable[Detector], language: str) -> Coverage:
    """What these detectors look at in texts of a language.

    Raises: ConfigError where `language` is no language tag; ReadError where its data are damaged.
    """
    seen: set[str] = set()
    unseen: set[str] = set()
    for detector in detectors:
        if isinstance(detector, LanguageBound):
            missing = set(detector.unseen(language))
            unseen |= missing
            seen |= set(detector.subjects) - missing
    return Coverage(language, tuple(sorted(seen - unseen)), tuple(sorted(unseen)))
