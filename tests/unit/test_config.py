from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from support import TableEngine

from harness import config
from harness.core.errors import ConfigError, EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.routes import parse_route
from harness.core.values import Direction


class Provider:
    """Offers some directions; those of a named pack only where a pack is named."""

    def __init__(self, *directions: str, from_pack: str = "") -> None:
        self._found = [Direction(*d.split("-")) for d in directions]
        self._packed = Direction(*from_pack.split("-")) if from_pack else None

    def survey(self, place: Surroundings) -> Sequence[Offer | Obstacle]:
        found = self._found if place.argos_folders else []
        packed = [self._packed] if place.packs and self._packed else []
        offers = [Offer(direction, "m", "here") for direction in (*packed, *found)]
        return [*offers, Obstacle("something is missing", "add it")]

    def open(
        self, direction: Direction, place: Surroundings, options: Mapping[str, str]
    ) -> TableEngine:
        return TableEngine(direction.source, direction.target, dict(options))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch):
    def install(**providers: Provider) -> None:
        def provider(name: str) -> Provider:
            if name not in providers:
                raise EngineUnavailable(f"{name} is broken")
            return providers[name]

        monkeypatch.setattr(config.plugins, "engine_provider", provider)

    return install


PLACE = Surroundings(argos_folders=(Path("packages"),))


def test_a_hop_without_a_name_is_served_by_the_first_engine_that_can(installed) -> None:
    installed(argos=Provider("en-es"), bergamot=Provider("en-es", "es-en"))
    route, engines = config.open_route(parse_route("en:es:en"), PLACE, {})
    assert str(route) == "en:es@argos:en@bergamot"
    assert [str(engine.direction) for engine in engines] == ["en→es", "es→en"]


def test_a_named_engine_serves_or_nobody_does(installed) -> None:
    installed(argos=Provider("en-es", "es-en"), apertium=Provider("es-en"))
    route, _ = config.open_route(parse_route("en:es:en@apertium"), PLACE, {})
    assert str(route) == "en:es@argos:en@apertium"
    with pytest.raises(EngineUnavailable, match="en→es by apertium") as refusal:
        config.open_route(parse_route("en:es@apertium:en"), PLACE, {})
    assert "leave out @apertium" in refusal.value.hint


def test_a_pivot_is_never_silent_but_is_suggested(installed) -> None:
    installed(argos=Provider("en-es", "es-fr", "fr-en"))
    with pytest.raises(EngineUnavailable, match="en→fr") as refusal:
        config.open_route(parse_route("en:fr:en"), PLACE, {})
    assert "en:es:fr" in refusal.value.hint


def test_a_pack_that_the_user_names_comes_first(installed) -> None:
    installed(argos=Provider("en-es", "es-en"), bergamot=Provider(from_pack="en-es"))
    named = Surroundings(packs=(Path("mine"),), argos_folders=PLACE.argos_folders)
    route, _ = config.open_route(parse_route("en:es:en"), named, {})
    assert str(route) == "en:es@bergamot:en@argos"


def test_a_pack_that_no_engine_can_use_is_an_error(installed, tmp_path: Path) -> None:
    installed(argos=Provider("en-es", "es-en"), bergamot=Provider(from_pack="en-es"))
    config.check_packs([tmp_path])
    installed(argos=Provider("en-es", "es-en"))
    with pytest.raises(ConfigError, match="neither a language pack"):
        config.check_packs([tmp_path])


class Broken(Provider):
    def survey(self, place: Surroundings) -> Sequence[Offer | Obstacle]:
        return [Obstacle(f"{pack}:2: needs a hypothesis", "mend it") for pack in place.packs]


def test_a_broken_pack_says_why(installed, tmp_path: Path) -> None:
    installed(argos=Provider("en-es", "es-en"), replay=Broken())
    with pytest.raises(EngineUnavailable, match="needs a hypothesis"):
        config.check_packs([tmp_path])


def test_options_reach_their_engine_only(installed) -> None:
    installed(argos=Provider("en-es"), apertium=Provider("es-en"))
    options = config.parse_options(["argos.beam=2", "argos.batch=single"])
    _, (out, back) = config.open_route(parse_route("en:es:en"), PLACE, options)
    assert out.table == {"beam": "2", "batch": "single"}
    assert back.table == {}


@pytest.mark.parametrize("text", ["beam=2", "argos.beam", "argos.=2", ".beam=2", "argos"])
def test_what_is_no_option_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"ENGINE\.OPTION=VALUE"):
        config.parse_options([text])


def test_the_environment_says_where_things_lie(tmp_path: Path) -> None:
    place = config.surroundings(environment={"XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"})
    assert place.argos_folders[0] == Path("/data/argos-translate/packages")
    assert place.bergamot_folders[0] == Path("/cache/fxtranslate/models")
    assert place.threads >= 1
    named = config.surroundings(environment={"ARGOS_PACKAGES_DIR": "/packs"})
    assert named.argos_folders[0] == Path("/packs")
    assert config.default_memory({"XDG_CACHE_HOME": "/cache"}).is_relative_to("/cache")
