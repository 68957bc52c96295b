"""The laws of every provider of engines."""

import re

import pytest

from harness.core.errors import EngineUnavailable
from harness.core.protocols import (
    EngineProvider,
    Obstacle,
    Offer,
    OfferOfMany,
    Surroundings,
)
from harness.core.values import Direction
from harness.testing.texts import no_network

_NOWHERE = Direction("xx", "yy")


class EngineProviderContract:
    """What a provider of engines promises. Provide a fixture `provider`.

    Override `surroundings` with those in which it offers something.
    """

    @pytest.fixture
    def surroundings(self) -> Surroundings:
        return Surroundings()

    def test_its_settings_are_declared_whole(self, provider: EngineProvider) -> None:
        names = [setting.name for setting in provider.settings]
        assert len(set(names)) == len(names)
        for setting in provider.settings:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", setting.name), setting
            assert setting.meaning, setting
            assert not (setting.secret and setting.default), f"{setting.name}: a secret for all"

    def test_it_opens_connections_only_if_it_says_so(
        self, provider: EngineProvider, surroundings: Surroundings
    ) -> None:
        with no_network(allowed=provider.uses_network):
            for place in (Surroundings(), surroundings):
                provider.survey(place)

    def test_a_survey_tells_what_can_be_used_and_what_would_help(
        self, provider: EngineProvider, surroundings: Surroundings
    ) -> None:
        for found in (*provider.survey(Surroundings()), *provider.survey(surroundings)):
            assert isinstance(found, Offer | OfferOfMany | Obstacle)
            if isinstance(found, Obstacle):
                assert found.reason
                assert found.remedy, found.reason

    def test_a_direction_that_it_does_not_offer_is_unavailable(
        self, provider: EngineProvider, surroundings: Surroundings
    ) -> None:
        with pytest.raises(EngineUnavailable) as refusal:
            provider.open(_NOWHERE, surroundings)
        assert refusal.value.hint

    def test_what_it_offers_it_opens(
        self, provider: EngineProvider, surroundings: Surroundings
    ) -> None:
        for found in provider.survey(surroundings):
            if isinstance(found, Offer):
                engine = provider.open(found.direction, surroundings)
                try:
                    assert engine.direction == found.direction
                finally:
                    engine.close()
