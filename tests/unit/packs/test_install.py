"""Packs come and go whole, or not at all."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argos_packages import FILES, METADATA, archive, folder, manifest, package

from harness.core.errors import ConfigError, ReadError, WriteError
from harness.core.values import Direction
from harness.packs import install as installing
from harness.packs import store
from harness.packs.find import packs_in
from harness.packs.install import install, removable, remove, staging


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where packs are installed; it is made when the first one comes."""
    return tmp_path / "share/packages"


def version(path: Path, number: str, root: str = "es_en/") -> Path:
    metadata = json.dumps(METADATA | {"package_version": number}).encode()
    return archive(path, FILES | {"metadata.json": metadata}, root)


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_pack_is_unpacked_under_the_name_of_its_own_folder(tmp_path: Path, place: Path) -> None:
    placed = install(archive(tmp_path / "x.argosmodel", root="translate-es_en-1_9/"), place)
    assert placed.pack.path == place / "translate-es_en-1_9"
    assert contents(place) == {f"translate-es_en-1_9/{name}": data for name, data in FILES.items()}
    assert placed.pack.path.stat().st_mode & 0o777 == 0o777 & ~umask()


def umask() -> int:
    import os

    now = os.umask(0)
    os.umask(now)
    return now


def test_the_manifest_goes_along(tmp_path: Path, place: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    manifest(path, licence="CC0-1.0")
    placed = install(path, place)
    assert placed.pack.manifest is not None
    assert placed.pack.manifest.licence == "CC0-1.0"


def test_the_same_version_is_left_alone_unless_forced(tmp_path: Path, place: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    install(path, place)
    (place / "es_en/README.md").write_text("edited")
    assert install(path, place).already
    assert (place / "es_en/README.md").read_text() == "edited"
    again = install(path, place, force=True)
    assert again.replaced == (place / "es_en",)
    assert contents(place / "es_en") == FILES


def test_another_version_is_replaced_only_when_forced(tmp_path: Path, place: Path) -> None:
    install(version(tmp_path / "old.argosmodel", "1.0", "translate-es_en-1_0/"), place)
    new = version(tmp_path / "new.argosmodel", "1.1", "translate-es_en-1_1/")
    with pytest.raises(ConfigError, match=r"es_en 1\.0 is installed") as refusal:
        install(new, place)
    assert "--force" in refusal.value.hint
    install(new, place, force=True)
    assert [path.name for path in place.iterdir()] == ["translate-es_en-1_1"]


def test_a_pack_for_another_direction_is_no_rival(tmp_path: Path, place: Path) -> None:
    package(place / "en_es", "en", "es", "1.0")
    install(archive(tmp_path / "x.argosmodel"), place)
    assert len(packs_in(place)) == 2


def test_a_pack_that_translates_something_else_is_refused(tmp_path: Path, place: Path) -> None:
    with pytest.raises(ReadError, match="translates es→en, not en→es"):
        install(archive(tmp_path / "x.argosmodel"), place, direction=Direction("en", "es"))
    assert not place.exists()


@pytest.mark.parametrize("root", [".hidden/", "-rf/", "~/", "a b/"])
def test_an_archive_whose_folder_has_an_odd_name_is_refused(
    tmp_path: Path, place: Path, root: str
) -> None:
    with pytest.raises(ReadError, match="odd name"):
        install(archive(tmp_path / "x.argosmodel", root=root), place)
    assert not place.exists()


def test_what_lies_in_the_way_is_never_overwritten(tmp_path: Path, place: Path) -> None:
    (place / "es_en").mkdir(parents=True)
    (place / "es_en/mine.txt").write_text("precious")
    with pytest.raises(ConfigError, match="in the way"):
        install(archive(tmp_path / "x.argosmodel"), place, force=True)
    assert contents(place) == {"es_en/mine.txt": b"precious"}


def test_a_pack_that_is_not_what_its_manifest_says_is_not_installed(
    tmp_path: Path, place: Path
) -> None:
    path = archive(tmp_path / "x.argosmodel")
    manifest(path, sha256="0" * 64)
    with pytest.raises(ReadError, match="damaged"):
        install(path, place)
    assert not place.exists()


def test_a_pack_damaged_inside_leaves_nothing_behind(tmp_path: Path, place: Path) -> None:
    install(version(tmp_path / "old.argosmodel", "1.0"), place)
    before = contents(place)
    path = version(tmp_path / "new.argosmodel", "1.1")
    data = bytearray(path.read_bytes())
    data[data.index(b"model/model.bin") + 20] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ReadError, match=r"model\.bin is damaged"):
        install(path, place, force=True)
    assert contents(place) == before
    assert [path.name for path in place.iterdir()] == ["es_en"]


@pytest.mark.parametrize("moment", range(3))
def test_ctrl_c_leaves_what_was_there(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Interrupted while unpacking, before the old one is put aside, before the new one moves."""
    install(version(tmp_path / "old.argosmodel", "1.0"), place)
    before = contents(place)
    new = version(tmp_path / "new.argosmodel", "1.1")
    if moment == 0:
        interrupted_in_the_middle(monkeypatch)
    else:
        interrupted_at_rename(monkeypatch, moment)
    with pytest.raises(KeyboardInterrupt):
        install(new, place, force=True)
    monkeypatch.undo()
    assert contents(place) == before
    assert [path.name for path in place.iterdir()] == ["es_en"]


def interrupted_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    read = store._blocks

    def blocks(path: Path, name: str, open_file: store.Opened, size: int) -> Iterator[bytes]:
        if name == "model/model.bin":
            raise KeyboardInterrupt
        yield from read(path, name, open_file, size)

    monkeypatch.setattr(store, "_blocks", blocks)


def interrupted_at_rename(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rename, calls = Path.rename, 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == number:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", counted)


def test_a_full_disk_is_noticed_before_anything_is_written(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=5)
    monkeypatch.setattr(
        installing.require_room.__globals__["shutil"], "disk_usage", lambda _: usage
    )
    size = sum(map(len, FILES.values()))
    with pytest.raises(WriteError, match=f"{size} bytes are needed and 5 are free") as refusal:
        install(archive(tmp_path / "x.argosmodel"), place)
    assert "ARGOS_PACKAGES_DIR" in refusal.value.hint
    assert not list(place.iterdir())


def test_a_place_that_is_no_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError, match="file/packages"):
        install(archive(tmp_path / "x.argosmodel"), tmp_path / "file/packages")


def test_an_unpacked_pack_can_be_installed_too(tmp_path: Path, place: Path) -> None:
    install(folder(tmp_path / "es_en"), place)
    assert contents(place / "es_en") == FILES


# ── removing ────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_is_removed_by_direction_or_by_path(tmp_path: Path, place: Path) -> None:
    for name in ("es_en", str(place / "es_en")):
        install(archive(tmp_path / "x.argosmodel"), place)
        package(place / "fr_en", "fr", "en", "1")
        remove(removable(name, place))
        assert [path.name for path in place.iterdir()] == ["fr_en"]


def test_several_packs_for_one_direction_must_be_told_apart(place: Path) -> None:
    package(place / "a", "es", "en", "1")
    package(place / "b", "es", "en", "2")
    with pytest.raises(ConfigError, match="several packs"):
        removable("es:en", place)
    assert removable(str(place / "a"), place) == place / "a"


def test_what_is_not_installed_there_cannot_be_removed(tmp_path: Path, place: Path) -> None:
    place.mkdir(parents=True)
    elsewhere = package(tmp_path / "elsewhere", "es", "en", "1")
    for name in (str(elsewhere), str(tmp_path), str(place), "es:en"):
        with pytest.raises(ConfigError):
            removable(name, place)


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path: Path, place: Path) -> None:
    elsewhere = package(tmp_path / "elsewhere", "es", "en", "1")
    place.mkdir(parents=True)
    (place / "es_en").symlink_to(elsewhere)
    remove(removable("es:en", place))
    assert not list(place.iterdir())
    assert (elsewhere / "metadata.json").exists()


def test_work_in_progress_is_no_pack_and_does_not_trouble_argos(place: Path) -> None:
    """Argos Translate fails at a folder without `metadata.json` and passes over unknown types."""
    with staging(place) as work:
        package(work / "new", "es", "en", "1")
        assert packs_in(place) == []
        (stage,) = place.iterdir()
        assert json.loads((stage / "metadata.json").read_text())["type"] not in {"translate", "sbd"}
    assert not list(place.iterdir())
