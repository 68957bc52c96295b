"""What a new pack is made of, and what its manifest says."""

import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.packs.build import Description, Ingredients, Recipe, write_archive
from harness.packs.conversion import Original
from harness.packs.find import read_pack
from harness.packs.manifest import manifest_of

RECIPE = Recipe("en", "de", "English", "German", "1.2", 'Good "enough"', "CC0-1.0", "By hand")


def ingredients(folder: Path) -> Ingredients:
    model = folder / "model"
    model.mkdir()
    (model / "model.bin").write_bytes(b"weights")
    (model / "config.json").write_bytes(b"{}")
    (folder / "en.spm").write_bytes(b"pieces")
    return Ingredients(model, folder / "en.spm", ("en.onnx", b"rules"))


def test_a_pack_holds_its_parts_and_says_what_it_is(tmp_path: Path) -> None:
    place = tmp_path / RECIPE.archive_name
    write_archive(RECIPE, ingredients(tmp_path), place)
    with zipfile.ZipFile(place) as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
    assert names == sorted(names)
    pack = read_pack(place)
    assert pack is not None
    assert pack.name == "en_de 1.2"
    assert pack.package.splitter == "minisbd/en.onnx"
    assert pack.package.read("model/model.bin") == b"weights"
    readme = pack.package.read("README.md").decode()
    assert readme.startswith('# English to German\n\nGood "enough"\n\n## How it was made\n')


def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    parts = ingredients(tmp_path)
    for name in ("a", "b"):
        write_archive(RECIPE, parts, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_manifest_is_that_of_the_archive(tmp_path: Path) -> None:
    place = tmp_path / RECIPE.archive_name
    write_archive(RECIPE, ingredients(tmp_path), place)
    scores = ({"set": "one", "chrf": "55.0"},)
    (tmp_path / "pack.toml").write_text(Description(RECIPE, ("slow",), scores).manifest(place))
    manifest = manifest_of(place)
    assert manifest is not None
    manifest.verify(place)
    assert (manifest.licence, manifest.weaknesses) == ("CC0-1.0", ("slow",))
    assert manifest.scores[0].chrf == "55.0"
    place.write_bytes(place.read_bytes() + b"x")
    with pytest.raises(ReadError, match="damaged"):
        manifest.verify(place)


def test_what_nobody_said_is_left_out_of_the_manifest(tmp_path: Path) -> None:
    place = tmp_path / RECIPE.archive_name
    write_archive(RECIPE, ingredients(tmp_path), place)
    said = tomllib.loads(Description(replace(RECIPE, summary="", made="")).manifest(place))
    assert "summary" not in said
    assert "scores" not in said


@pytest.mark.parametrize("version", ["", "1 0", "../1", "1" * 40])
def test_odd_versions_are_refused(version: str) -> None:
    with pytest.raises(ConfigError, match="no version"):
        replace(RECIPE, version=version)


def test_of_a_folder_only_the_models_files_are_taken(tmp_path: Path) -> None:
    parts = ingredients(tmp_path)
    (parts.model / "optimizer.npz").write_bytes(b"large")
    (parts.model / "source_vocabulary.json").write_bytes(b"[]")
    Original(parts.model).write(tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"model.bin", "config.json", "source_vocabulary.json"}


def test_what_is_missing_for_a_conversion_is_said_before_anything_is_read(tmp_path: Path) -> None:
    for name, said in (("m.npz", "needs its vocabularies"), ("m.pt", "can run any program")):
        (tmp_path / name).write_bytes(b"no model")
        with pytest.raises(ConfigError, match=said):
            Original(tmp_path / name).write(tmp_path / "out")
    with pytest.raises(ConfigError, match="no such file"):
        Original(tmp_path / "gone").write(tmp_path / "out")
    (tmp_path / "m.onnx").write_bytes(b"")
    with pytest.raises(ConfigError, match="no model known here"):
        Original(tmp_path / "m.onnx").write(tmp_path / "out")


def test_a_broken_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"no model")
    (tmp_path / "v.yml").write_text("a: 0\n")
    with pytest.raises(ReadError, match=r"m\.npz: CTranslate2 cannot convert it"):
        Original(tmp_path / "m.npz", (tmp_path / "v.yml",)).write(tmp_path / "out")
