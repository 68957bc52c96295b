"""An engine that keeps the protocol, whatever the one inside does with a segment."""

from collections.abc import Sequence

from harness.core.errors import EngineContractError, EngineDied, HarnessError
from harness.core.half_characters import place_of_half
from harness.core.protocols import Engine, remembered_by
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable

LARGEST = 1_000_000  # code points of an answer; longer ones are not even remembered
_LONGEST = 1_000  # characters of a reason
_HARMLESS = "a"  # what any model answers: where even this fails, no segment is to blame


class Guarded:
    """The engine `inner`, of which one segment cannot bring down the others.

    Engines say `Untranslatable` of a segment that they cannot take. One that raises something of
    its own instead is asked for each segment alone: those on which it raises again are given up,
    and the rest goes on. Blind to an engine that never answers: it works in this process, and
    nothing can end it there.
    """

    def __init__(self, inner: Engine) -> None:
        """Raises: EngineContractError where the engine has no signature."""
        _refuse_signature(getattr(inner, "signature", None))
        self.inner = inner

    @property
    def direction(self) -> Direction:
        return self.inner.direction

    @property
    def signature(self) -> Signature:
        return self.inner.signature

    @property
    def remembered_by(self) -> str | None:
        """As the engine says."""
        return remembered_by(self.inner)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        """Raises also: EngineDied where it raises at everything, EngineContractError."""
        try:
            return self._asked(segments)
        except HarnessError:
            raise
        except Exception as cause:
            return self._one_by_one(segments, cause)

    def close(self) -> None:
        """Raises: EngineDied where the engine fails at that; what it answered is kept."""
        try:
            self.inner.close()
        except HarnessError:
            raise
        except Exception as cause:
            raise EngineDied(
                f"{self.signature.name} failed when it was closed: {_said(cause)}",
                hint="all that it answered is kept; tell the engine's author",
            ) from cause

    def _one_by_one(self, segments: Sequence[str], cause: Exception) -> list[Outcome]:
        outcomes = [self._alone(segment) for segment in segments]
        if all(isinstance(each, Untranslatable) for each in outcomes):
            try:
                self._asked([_HARMLESS])
            except HarnessError:
                raise
            except Exception:
                raise EngineDied(
                    f"{self.signature.name} answers nothing: {_said(cause)}",
                    hint="update the package of that engine, or tell its author",
                ) from cause
        return outcomes

    def _alone(self, segment: str) -> Outcome:
        try:
            return self._asked([segment])[0]
        except HarnessError:
            raise
        except Exception as cause:
            return Untranslatable(f"{self.signature.name} failed: {_said(cause)}")

    def _asked(self, segments: Sequence[str]) -> list[Outcome]:
        outcomes = list(self.inner.translate(segments))
        if len(outcomes) != len(segments):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(segments)} outcomes, "
                f"gave {len(outcomes)}"
            )
        return [self._kept(outcome) for outcome in outcomes]

    def _kept(self, outcome: object) -> Outcome:
        match outcome:
            case Translated(text=str(text), unknown=tuple(unknown)) if _all_texts(unknown):
                if len(text) <= LARGEST:
                    return outcome
                return Untranslatable(
                    f"an answer of {len(text):,} characters, of at most {LARGEST:,} that are taken"
                )
            case Untranslatable(reason=str(reason)):
                return outcome if len(reason) <= _LONGEST else Untranslatable(reason[:_LONGEST])
        raise EngineContractError(
            f"{self.signature.name} gave no outcome of the protocol, but {outcome!r:.80}",
            hint="tell the engine's author: see EngineContract in harness.plugin",
        )


def _all_texts(words: Sequence[object]) -> bool:
    return all(isinstance(word, str) for word in words)


def _said(cause: Exception) -> str:
    """What an exception says, in one line, not at any length."""
    try:
        words = str(cause)
    except Exception:  # it fails even at that
        words = "no words"
    return " ".join(f"{type(cause).__name__}: {words}".split())[:200]


def _refuse_signature(said: object) -> None:
    """Raises: EngineContractError for one that no record can hold."""
    match said:
        case Signature(name=str(name), fields=tuple(fields)):
            flat = [name, *(each for field in fields for each in field)]
            if _all_texts(flat) and place_of_half("".join(flat)) is None:
                return
    raise EngineContractError(
        f"an engine's signature is none of the protocol: {said!r:.80}",
        hint="tell the engine's author: see EngineContract in harness.plugin",
    )
