"""What a manifest says, and whether an archive is what its manifest says."""

import shutil
from pathlib import Path

import pytest
from argos_packages import archive, folder, manifest

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.packs.find import read_pack
from harness.packs.manifest import Scores, Training, manifest_of


def verify(path: Path) -> None:
    pack = read_pack(path)
    assert pack is not None
    pack.verify()


def test_a_pack_that_is_what_its_manifest_says_passes(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    verify(path)  # none beside it: nothing is claimed
    manifest(path)
    verify(path)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sha256": "0" * 64}, "damaged"),
        ({"bytes": 1}, "damaged"),
        ({"file": "another.argosmodel"}, "does not describe x.argosmodel"),
        ({"bytes": "1"}, "'bytes' cannot be '1'"),
        ({"bytes": True}, "'bytes' cannot be True"),
        ({"preview": "yes"}, "'preview' cannot be 'yes'"),
        ({"weaknesses": "many"}, "'weaknesses' cannot be 'many'"),
        ({"weaknesses": [1]}, "'weaknesses' holds 1"),
        ({"scores": [1]}, "'scores' holds 1"),
    ],
)
def test_a_pack_that_is_something_else_is_refused(
    tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    path = archive(tmp_path / "x.argosmodel")
    manifest(path, **change)
    with pytest.raises(ReadError, match=complaint):
        verify(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("file = ", "is not TOML"), ('file = "x.argosmodel"', "has no 'bytes'")],
)
def test_an_unreadable_manifest_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = archive(tmp_path / "x.argosmodel")
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    with pytest.raises(ReadError, match=complaint):
        verify(path)


def test_everything_that_a_manifest_says_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    manifest(path, preview=True, licence="CC0-1.0", weaknesses=["Poor.", "Slow."])
    with (tmp_path / "pack.toml").open("a") as out:
        out.write('\nlicence-note = "ours"\n')
        out.write('[[scores]]\nset = "dev"\nbleu = "1.5"\n')
        out.write('[[scores]]\nset = "test"\nnote = "once"\nbleu = "2.5"\nchrf = "30"\n')
        out.write('[[compared]]\nsystem = "other"\nchrf = "31"\n')
        out.write('[[trained-on]]\ntext = "ours"\npairs = 7\n[[trained-on]]\ntext = "theirs"\n')
    said = manifest_of(path)
    assert said is not None
    assert (said.preview, said.licence, said.licence_note) == (True, "CC0-1.0", "ours")
    assert said.weaknesses == ("Poor.", "Slow.")
    assert said.scores == (Scores("dev", "", "1.5", ""), Scores("test", "once", "2.5", "30"))
    assert said.compared == (Scores("other", "", "", "31"),)
    assert said.trained_on == (Training("ours", 7, "", ""), Training("theirs", None, "", ""))


def test_the_manifest_of_a_folder_lies_inside_and_is_of_the_archive_it_was(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    manifest(path)
    inside = folder(tmp_path / "unpacked")
    shutil.copy(tmp_path / "pack.toml", inside)
    pack = read_pack(inside)
    assert pack is not None
    assert pack.manifest is not None
    assert pack.manifest.file == "x.argosmodel"
    assert not pack.verifiable


@pytest.mark.parametrize("pair", ["en_es", "es_en", "en_pt", "pt_en"])
def test_the_bundled_packs_are_what_their_manifests_say(pair: str, tmp_path: Path) -> None:
    (path,) = (bundled("langpacks") / pair).glob("*.argosmodel")
    pack = read_pack(path)
    assert pack is not None
    assert pack.manifest is not None
    assert pack.manifest.licence
    assert pack.manifest.scores
    assert pack.name.startswith(pair)
    verify(path)
    damaged = Path(shutil.copytree(path.parent, tmp_path / pair)) / path.name
    with damaged.open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"!")
    with pytest.raises(ReadError, match="damaged"):
        verify(damaged)
