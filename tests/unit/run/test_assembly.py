from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support import TableEngine

from harness import machine, plugins
from harness.core.errors import ConfigError, EngineContractError, EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.route_syntax import parse_route
from harness.core.settings import Setting, Settings
from harness.core.values import BeadText, Direction, Issue, Signature
from harness.packs.find import user_folder
from harness.run import assembly


class Provider:
    """Offers some directions; those of a named pack only where a pack is named."""

    settings = ()
    uses_network = False
    asked = 0

    def __init__(self, *directions: str, from_pack: str = "") -> None:
        self._found = [Direction(*d.split("-")) for d in directions]
        self._packed = Direction(*from_pack.split("-")) if from_pack else None

    def survey(self, place: Surroundings) -> Sequence[Offer | Obstacle]:
        self.asked += 1
        found = self._found if place.data_folder else []
        packed = [self._packed] if place.packs and self._packed else []
        return [
            *(Offer(direction, "m", "mine", named=True) for direction in packed),
            *(Offer(direction, "m", "here") for direction in found),
            Obstacle("something is missing", "add it"),
        ]

    def open(self, direction: Direction, place: Surroundings) -> TableEngine:
        return TableEngine(direction.source, direction.target, dict(place.settings))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch):
    def install(**providers: Provider) -> None:
        def provider(name: str) -> Provider:
            if name not in providers:
                raise EngineUnavailable(f"{name} is broken")
            return providers[name]

        monkeypatch.setattr(assembly.plugins, "engine_provider", provider)

    return install


PLACE = machine.Site(Surroundings(data_folder=Path("data")))


def test_a_hop_without_a_name_is_served_by_the_first_engine_that_can(installed) -> None:
    installed(argos=Provider("en-es"), bergamot=Provider("en-es", "es-en"))
    route, engines = assembly.open_route(parse_route("en:es:en"), PLACE)
    assert str(route) == "en:es@argos:en@bergamot"
    assert [str(engine.direction) for engine in engines] == ["en→es", "es→en"]


def test_a_named_engine_serves_or_nobody_does(installed) -> None:
    installed(argos=Provider("en-es", "es-en"), apertium=Provider("es-en"))
    route, _ = assembly.open_route(parse_route("en:es:en@apertium"), PLACE)
    assert str(route) == "en:es@argos:en@apertium"
    with pytest.raises(EngineUnavailable, match="en→es by apertium") as refusal:
        assembly.open_route(parse_route("en:es@apertium:en"), PLACE)
    assert "leave out @apertium" in refusal.value.hint


def test_a_named_engine_that_is_not_installed_says_so_and_how_to_install_it(installed) -> None:
    installed(argos=Provider("en-es", "es-en"), bergamot=Provider())
    with pytest.raises(
        EngineUnavailable, match="es→en by bergamot: something is missing"
    ) as refusal:
        assembly.open_route(parse_route("en:es:en@bergamot"), PLACE)
    assert refusal.value.hint == "add it"


def test_a_pivot_is_never_silent_but_is_suggested(installed) -> None:
    installed(argos=Provider("en-es", "es-fr", "fr-en"))
    with pytest.raises(EngineUnavailable, match="en→fr") as refusal:
        assembly.open_route(parse_route("en:fr:en"), PLACE)
    assert "en:es:fr" in refusal.value.hint


def test_a_pack_that_the_user_names_comes_first(installed) -> None:
    installed(argos=Provider("en-es", "es-en"), bergamot=Provider(from_pack="en-es"))
    named = machine.Site(replace(PLACE.machine, packs=(Path("mine"),)))
    route, _ = assembly.open_route(parse_route("en:es:en"), named)
    assert str(route) == "en:es@bergamot:en@argos"


def test_a_pack_that_no_engine_can_use_is_an_error(installed, tmp_path: Path) -> None:
    installed(argos=Provider("en-es", "es-en"), bergamot=Provider(from_pack="en-es"))
    assembly.check_packs([tmp_path], PLACE)
    installed(argos=Provider("en-es", "es-en"))
    with pytest.raises(ConfigError, match="neither a language pack"):
        assembly.check_packs([tmp_path], PLACE)


class Broken(Provider):
    def survey(self, place: Surroundings) -> Sequence[Offer | Obstacle]:
        return [Obstacle(f"{pack}:2: needs a hypothesis", "mend it") for pack in place.packs]


def test_a_broken_pack_says_why(installed, tmp_path: Path) -> None:
    installed(argos=Provider("en-es", "es-en"), replay=Broken())
    with pytest.raises(EngineUnavailable, match="needs a hypothesis"):
        assembly.check_packs([tmp_path], PLACE)


def test_options_reach_their_engine_only(installed) -> None:
    installed(argos=Provider("en-es"), apertium=Provider("es-en"))
    options = assembly.parse_options(["argos.beam=2", "argos.batch=single"])
    here = replace(PLACE, settings=Settings(options))
    _, (out, back) = assembly.open_route(parse_route("en:es:en"), here)
    assert out.inner.table == {"beam": "2", "batch": "single"}
    assert back.inner.table == {}


class Remote(Provider):
    """A server's: it must not be asked unless the user named it."""

    settings = (Setting("address", "where it listens"), Setting("key", "its key", secret=True))
    uses_network = True

    def open(self, direction: Direction, place: Surroundings) -> TableEngine:
        opened = super().open(direction, place)
        opened.signature = Signature("remote", (("key", place.settings.get("key", "")),))
        return opened


@pytest.fixture
def remote(installed, monkeypatch: pytest.MonkeyPatch) -> Remote:
    made = Remote("en-es", "es-en", "en-fr", "fr-en")
    installed(argos=Provider("en-es", "es-en"), remote=made)
    monkeypatch.setattr(assembly, "engine_names", lambda: ("remote", "argos"))
    monkeypatch.setattr(assembly.plugins, "declared", lambda _: Remote.settings)
    return made


def test_an_engine_that_uses_the_network_is_not_asked_unless_it_is_named(remote: Remote) -> None:
    route, _ = assembly.open_route(parse_route("en:es:en"), PLACE)
    assert str(route) == "en:es@argos:en@argos"
    with pytest.raises(EngineUnavailable):
        assembly.open_route(parse_route("en:fr:en"), PLACE)
    assembly.check_packs([], PLACE)
    with pytest.raises(EngineUnavailable):
        assembly.open_likelihood_scorer(Direction("en", "es"), PLACE)
    assert remote.asked == 0


def test_an_engine_that_uses_the_network_is_named_by_a_route_or_an_option(remote: Remote) -> None:
    route, _ = assembly.open_route(parse_route("en:es@remote:en"), PLACE)
    assert str(route) == "en:es@remote:en@argos"
    chosen = replace(PLACE, settings=Settings({"remote": {"address": "a"}}))
    route, _ = assembly.open_route(parse_route("en:es:en"), chosen)
    assert str(route) == "en:es@remote:en@remote"


def test_an_address_in_the_environment_names_no_engine(remote: Remote) -> None:
    here = replace(PLACE, settings=Settings(environment={"HARNESS_REMOTE_ADDRESS": "a"}))
    route, _ = assembly.open_route(parse_route("en:es:en"), here)
    assert str(route) == "en:es@argos:en@argos"
    assert remote.asked == 0


def test_a_secret_in_a_signature_is_refused(remote: Remote) -> None:
    here = replace(PLACE, settings=Settings(environment={"HARNESS_REMOTE_KEY": "xyzzy"}))
    _, (out, _) = assembly.open_route(parse_route("en:es@remote:en"), here)
    with pytest.raises(EngineContractError, match="holds a secret") as refusal:
        _ = out.signature
    assert "xyzzy" not in str(refusal.value)


@pytest.mark.parametrize("text", ["beam=2", "argos.beam", "argos.=2", ".beam=2", "argos"])
def test_what_is_no_option_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"ENGINE\.OPTION=VALUE"):
        assembly.parse_options([text])


def test_the_environment_says_where_things_lie(tmp_path: Path) -> None:
    here = machine.site(environment={"XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"})
    assert here.machine.data_folder == Path("/data")
    assert user_folder(here.of("argos")) == Path("/data/argos-translate/packages")
    assert here.machine.cache_folder == Path("/cache")
    assert here.machine.threads >= 1
    named = machine.site(environment={"ARGOS_PACKAGES_DIR": "/packs"})
    assert user_folder(named.of("argos")) == Path("/packs")
    assert machine.default_memory({"XDG_CACHE_HOME": "/cache"}).is_relative_to("/cache")


def settings_of(tmp_path: Path, content: str) -> machine.Site:
    file = tmp_path / "retranslation-harness/harness.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    return machine.site(environment={"XDG_CONFIG_HOME": str(tmp_path)})


def test_a_file_of_the_user_sets_what_no_option_does(tmp_path: Path) -> None:
    here = settings_of(tmp_path, '[argos]\nbeam = 2\npackages = "/packs"\n')
    assert here.of("argos").settings == {"beam": "2", "packages": "/packs"}
    assert here.of("apertium").settings == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[argoss]\nbeam = 2\n", "no part is called 'argoss'"),
        ("beam = 2\n", "'beam' is no default, and settings of a part stand in a table"),
        ("[argos]\nbeam = [2]\n", "neither text nor a number"),
        ("[argos\n", "line 1"),
    ],
)
def test_a_file_that_says_nothing_sensible_is_an_error(
    tmp_path: Path, content: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=told) as refusal:
        settings_of(tmp_path, content)
    assert "harness.toml" in str(refusal.value)
    assert refusal.value.hint


def test_a_setting_that_a_file_misspells_is_named_when_the_part_is_used(tmp_path: Path) -> None:
    here = settings_of(tmp_path, "[argos]\nbaem = 2\n")
    with pytest.raises(ConfigError, match=r"harness\.toml.*'baem'") as refusal:
        here.of("argos")
    assert "'beam'" in refusal.value.hint


@pytest.mark.parametrize("written", ["argos.baem=2", "argoss.beam=2", "bergamot.beam=2"])
def test_an_option_that_no_part_declares_is_refused_before_anything_is_opened(written) -> None:
    with pytest.raises(ConfigError):
        machine.site(options=assembly.parse_options([written]), environment={})


def test_every_part_declares_each_setting_with_its_meaning() -> None:
    declared = {part: plugins.declared(part) for part in plugins.parts()}
    assert {"argos", "bergamot", "comet"} <= {part for part, found in declared.items() if found}
    for part, settings in declared.items():
        for setting in settings:
            assert setting.name.isidentifier(), part
            assert setting.name.islower(), part
            assert setting.meaning, part


class Unasked:
    """A detector without grades of its own, whose signature nobody needs."""

    @property
    def signature(self) -> Signature:
        raise AssertionError("asked")

    def detect(self, texts: BeadText) -> Sequence[Issue]:
        return ()


def test_grades_ask_no_signature_of_parts_without_any() -> None:
    assert assembly.grades([Unasked()]) == assembly.grades([])
