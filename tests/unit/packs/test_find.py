"""Where packs are found, which is preferred, and how people name a direction."""

from dataclasses import replace
from pathlib import Path

import pytest
from argos_packages import archive, folder, package

from harness.core.bundled import bundled
from harness.core.errors import ConfigError
from harness.core.protocols import Surroundings
from harness.core.values import Direction
from harness.packs.discovery import Broken
from harness.packs.find import Origin, Pack, chosen, find_packs, parse_direction, user_folder


def test_named_packs_come_before_installed_ones_and_those_before_bundled_ones(
    tmp_path: Path,
) -> None:
    installed = package(tmp_path / "installed/a", "en", "es", "9")
    named = package(tmp_path / "named", "en", "es", "0")
    place = Surroundings(
        packs=(named,),
        settings={"packages": str(tmp_path / "installed")},
        bundled_packs=bundled("langpacks"),
    )
    found = [item for item in find_packs(place) if isinstance(item, Pack)]
    to_spanish = [item for item in found if item.direction == Direction("en", "es")]
    assert [item.origin for item in to_spanish] == [
        Origin.NAMED,
        Origin.INSTALLED,
        Origin.BUNDLED,
    ]
    assert {named} == {path for path in chosen(found) if path.is_relative_to(tmp_path)}
    without = list(find_packs(replace(place, packs=())))
    assert installed in chosen(without)


def test_a_broken_pack_that_was_named_leaves_nothing_to_a_route(tmp_path: Path) -> None:
    package(tmp_path / "installed/a", "en", "es", "1")
    broken = tmp_path / "x.argosmodel"
    broken.write_bytes(b"no zip")
    place = Surroundings(packs=(broken,), settings={"packages": str(tmp_path / "installed")})
    found = list(find_packs(place))
    assert [type(item) for item in found] == [Broken, Pack]
    assert not chosen(found)
    assert chosen(found[1:])


def test_the_size_of_a_pack_is_that_of_its_files(tmp_path: Path) -> None:
    unpacked = folder(tmp_path / "a", {"stanza/en/x.pt": b"1" * 1000})
    folder(unpacked)
    packed = archive(tmp_path / "b.argosmodel")
    place = Surroundings(packs=(unpacked, packed))
    sizes = [item.bytes for item in find_packs(place) if isinstance(item, Pack)]
    everything = sum(path.stat().st_size for path in unpacked.rglob("*") if path.is_file())
    assert sizes == [everything, packed.stat().st_size]


def test_the_users_folder_is_never_the_one_that_ships_with_the_harness(tmp_path: Path) -> None:
    place = Surroundings(bundled_packs=bundled("langpacks"), settings={"packages": str(tmp_path)})
    assert user_folder(place) == tmp_path
    assert user_folder(Surroundings(data_folder=tmp_path)).is_relative_to(tmp_path)
    with pytest.raises(ConfigError):
        user_folder(Surroundings(bundled_packs=bundled("langpacks")))


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("en:es", Direction("en", "es")),
        ("en_es", Direction("en", "es")),
        ("en-es", Direction("en", "es")),
        ("en:pt-br", Direction("en", "pt-BR")),
        ("en_pb", Direction("en", "pt-BR")),
        ("zt_en", Direction("zh-Hant", "en")),
    ],
)
def test_a_direction_has_several_spellings(name: str, direction: Direction) -> None:
    assert parse_direction(name) == direction


@pytest.mark.parametrize(
    "name", ["", "en", "en:en", "en:es:en", "en:", ":es", "en:es@argos", "zh-Hant-en", "../en:es"]
)
def test_what_is_no_direction_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="not a direction"):
        parse_direction(name)
