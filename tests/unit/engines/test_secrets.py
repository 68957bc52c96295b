import pytest
from support import TableEngine

from harness.core.errors import EngineContractError, EngineDied
from harness.core.protocols import remarks_of
from harness.core.values import Signature, Translated, Untranslatable
from harness.engines.secrets import KeepingSecrets
from harness.run.stand_ins import StandIns


class Leaky(TableEngine):
    """Tells its key wherever it can."""

    def translate(self, segments):
        if "die" in segments:
            raise EngineDied("GET /?key=xyzzy failed", hint="look at xyzzy")
        return [Untranslatable("key xyzzy refused"), Translated("xyzzy is a word")]


def test_a_secret_is_taken_out_of_reasons_and_errors_and_left_in_translations() -> None:
    kept = KeepingSecrets(Leaky("en", "es", {}), ["xyzzy"])
    reason, text = kept.translate(["a", "b"])
    assert reason == Untranslatable("key … refused")
    assert text == Translated("xyzzy is a word")
    with pytest.raises(EngineDied, match="key=… failed") as refusal:
        kept.translate(["die"])
    assert refusal.value.hint == "look at …"
    assert refusal.value.__cause__ is None


def test_a_signature_without_the_secret_is_the_engine_s_own() -> None:
    inner = TableEngine("en", "es", {"a": "b"})
    kept = KeepingSecrets(inner, ["xyzzy"])
    assert (kept.signature, kept.direction) == (inner.signature, inner.direction)
    assert kept.remembered_by == inner.signature.identity
    kept.close()
    assert inner.closed == 1


def test_what_an_engine_says_of_itself_passes_without_the_secret() -> None:
    class Talks(TableEngine):
        remarks = ("It is asked with xyzzy.",)

    kept = KeepingSecrets(Talks("en", "es", {}), ["xyzzy"])
    assert remarks_of(StandIns(kept)) == ("It is asked with ….",)
    assert remarks_of(StandIns(TableEngine("en", "es", {}))) == ()


def test_a_signature_with_the_secret_is_refused() -> None:
    inner = TableEngine("en", "es", {})
    inner.signature = Signature("remote", (("address", "host?key=xyzzy"),))
    with pytest.raises(EngineContractError, match="'address'"):
        _ = KeepingSecrets(inner, ["xyzzy"]).signature
