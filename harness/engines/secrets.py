"""An engine with a key or password of the user's: neither leaves the engine."""

from collections.abc import Sequence

from harness.core.errors import EngineContractError, EngineError
from harness.core.protocols import Engine, remarks_of, remembered_by
from harness.core.values import Direction, Outcome, Signature, Untranslatable

_HIDDEN = "…"  # stands where a secret stood


class KeepingSecrets:
    """The engine `inner`, whose signature, reasons and errors are searched for `secrets`.

    Records and messages show all of these. A translation is left alone: it is the engine's word for
    the user's, and a short secret may occur in any text.
    """

    def __init__(self, inner: Engine, secrets: Sequence[str]) -> None:
        self._inner = inner
        self._secrets = secrets

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        """Raises: EngineContractError when it holds a secret."""
        signature = self._inner.signature
        for name, value in signature.fields:
            if self._hidden(value) != value:
                raise EngineContractError(
                    f"the signature of {signature.name} holds a secret in {name!r}",
                    hint="tell the engine's author: what a record keeps must not hold a key",
                )
        return signature

    @property
    def remembered_by(self) -> str | None:
        """As the engine says."""
        return remembered_by(self._inner)

    @property
    def remarks(self) -> tuple[str, ...]:
        """As the engine says, but for the secrets."""
        return tuple(map(self._hidden, remarks_of(self._inner)))

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        try:
            outcomes = self._inner.translate(segments)
        except EngineError as error:
            without_secrets = type(error)(self._hidden(str(error)), hint=self._hidden(error.hint))
            raise without_secrets from None  # its cause may quote the request
        return [
            Untranslatable(self._hidden(outcome.reason))
            if isinstance(outcome, Untranslatable)
            else outcome
            for outcome in outcomes
        ]

    def close(self) -> None:
        self._inner.close()

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text
