"""Packs come and go whole, or not at all."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argos_packages import FILES, METADATA, archive, folder, install, manifest, package

from harness.core.errors import ConfigError, ReadError, WriteError
from harness.core.values import Direction
from harness.packs import install as installing
from harness.packs import store
from harness.packs.contents import RECEIPT
from harness.packs.discovery import Broken
from harness.packs.download import without_secrets
from harness.packs.find import Pack, packs_in, read_pack
from harness.packs.install import Installer, removable, remove
from harness.packs.staging import staging


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where packs are installed; it is made when the first one comes."""
    return tmp_path / "share/packages"


def version(path: Path, number: str, root: str = "es_en/") -> Path:
    metadata = json.dumps(METADATA | {"package_version": number}).encode()
    return archive(path, FILES | {"metadata.json": metadata}, root)


def contents(root: Path) -> dict[str, bytes]:
    files = (p for p in root.rglob("*") if p.is_file() and p.name != RECEIPT)
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
    before = (place / "es_en").stat().st_ino
    assert install(path, place).already
    assert (place / "es_en").stat().st_ino == before
    again = install(path, place, force=True)
    assert (place / "es_en").stat().st_ino != before
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


# ── what was installed is known ─────────────────────────────────────────────────────────────────


def breakage(place: Path) -> str:
    (item,) = packs_in(place)
    return str(item.error) if isinstance(item, Broken) else ""


def test_the_receipt_says_where_a_pack_came_from_and_what_it_was(
    tmp_path: Path, place: Path
) -> None:
    path = archive(tmp_path / "x.argosmodel")
    receipt = install(path, place).pack.package.receipt
    assert receipt is not None
    assert receipt.provenance.origin == "x.argosmodel"
    assert receipt.provenance.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not receipt.provenance.vouched
    assert receipt.files == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()
    }
    manifest(path)
    again = install(path, place, force=True).pack.package.receipt
    assert again is not None
    assert again.provenance.vouched
    assert again.files.keys() == {*FILES, "pack.toml"}


def test_a_folder_is_installed_without_the_receipt_of_another_place(
    tmp_path: Path, place: Path
) -> None:
    install(archive(tmp_path / "x.argosmodel"), place)
    placed = install(place / "es_en", tmp_path / "other")
    assert placed.pack.package.receipt is not None
    assert placed.pack.package.receipt.provenance.origin == "es_en"
    assert not placed.pack.package.receipt.provenance.sha256


def grow(root: Path) -> None:
    with (root / "model/model.bin").open("ab") as out:
        out.write(b"more")


def delete(root: Path) -> None:
    (root / "README.md").unlink()


def add(root: Path) -> None:
    (root / "model/extra.bin").write_bytes(b"more")


def unpack_another_over_it(root: Path) -> None:
    """As Argos Translate does when it installs a package whose folder is there already."""
    folder(root, FILES | {"model/model.bin": b"other weights"})


def damage_the_receipt(root: Path) -> None:
    (root / RECEIPT).write_text('{"schema": 1}')


def nest_the_receipt(root: Path) -> None:
    (root / RECEIPT).write_text("[" * 100_000)


def receipt_of_another_kind(root: Path) -> None:
    fields = json.loads((root / RECEIPT).read_text())
    (root / RECEIPT).write_text(json.dumps(fields | {"files": {"a": {"bytes": "1", "sha256": 1}}}))


@pytest.mark.parametrize(
    "change",
    [
        grow,
        delete,
        add,
        unpack_another_over_it,
        damage_the_receipt,
        nest_the_receipt,
        receipt_of_another_kind,
    ],
)
def test_a_change_is_seen_whenever_the_pack_is_opened_and_mended_by_force(
    tmp_path: Path, place: Path, change: Callable[[Path], None]
) -> None:
    path = archive(tmp_path / "x.argosmodel")
    install(path, place)
    change(place / "es_en")
    assert breakage(place)
    with pytest.raises(ConfigError, match="a broken pack is in the way") as refusal:
        install(path, place)
    assert "--force" in refusal.value.hint
    install(path, place, force=True)
    assert not breakage(place)
    assert contents(place / "es_en") == FILES


@pytest.mark.parametrize("name", ["model/model.bin", "README.md", "sentencepiece.model"])
def test_a_change_that_keeps_the_size_is_found_when_compared_in_full(
    tmp_path: Path, place: Path, name: str
) -> None:
    pack = install(archive(tmp_path / "x.argosmodel"), place).pack
    pack.verify_in_full()
    data = (place / "es_en" / name).read_bytes()
    (place / "es_en" / name).write_bytes(data[:-1] + b"!")
    assert not breakage(place)
    with pytest.raises(ReadError, match=f"{name} is not what was installed"):
        pack.verify_in_full()


def test_what_a_pack_says_of_itself_does_not_change_unseen(tmp_path: Path, place: Path) -> None:
    install(archive(tmp_path / "x.argosmodel"), place)
    path = place / "es_en/metadata.json"
    turned = {"from_code": METADATA["to_code"], "to_code": METADATA["from_code"]}
    path.write_bytes(json.dumps(METADATA | turned).encode())
    assert "metadata.json is not what was installed" in str(breakage(place))


@pytest.mark.parametrize(
    "name", ["x.argosmodel", os.fsdecode(b"\xff\xfe.argosmodel"), "\U0001f600.argosmodel"]
)
def test_what_is_installed_can_be_read_whatever_it_is_called(
    tmp_path: Path, place: Path, name: str
) -> None:
    many = {f"{chr(0x1F600) * 55}{number}": b"x" for number in range(970)}
    install(archive(tmp_path / name, FILES | many), place)
    assert not breakage(place)


def test_a_pack_that_could_not_be_read_back_leaves_the_old_one(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(version(tmp_path / "old.argosmodel", "1.0"), place)
    before = contents(place)
    monkeypatch.setattr("harness.packs.receipt.MOST_BYTES", 300)
    monkeypatch.setattr("harness.packs.bounded.MOST_BYTES", 300)
    with pytest.raises(ReadError, match="claims"):
        install(version(tmp_path / "new.argosmodel", "1.1"), place, force=True)
    monkeypatch.undo()
    assert contents(place) == before
    assert not breakage(place)


def test_a_pipe_is_no_archive(tmp_path: Path, place: Path) -> None:
    pipe = tmp_path / "x.argosmodel"
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="no regular file"):
        install(pipe, place)


def test_a_folder_where_the_manifest_would_be_is_the_packs_fault(
    tmp_path: Path, place: Path
) -> None:
    path = archive(tmp_path / "x.argosmodel", FILES | {"pack.toml/x": b"x"})
    manifest(path)
    with pytest.raises(ReadError, match=r"a folder called pack\.toml"):
        install(path, place)


def test_an_engine_never_gets_other_weights_than_those_installed(
    tmp_path: Path, place: Path
) -> None:
    pack = install(archive(tmp_path / "x.argosmodel"), place).pack
    (place / "es_en/model/model.bin").write_bytes(b"WEIGHTS" * 100)
    with pytest.raises(ReadError, match="it has changed since"):
        pack.package.digest()


def test_the_list_that_stanza_fetches_anew_may_change(tmp_path: Path, place: Path) -> None:
    files = FILES | {"stanza/resources.json": b"{}"}
    pack = install(archive(tmp_path / "x.argosmodel", files), place).pack
    (place / "es_en/stanza/resources.json").write_bytes(b"{...}")
    assert not breakage(place)
    pack.verify_in_full()


def test_a_pack_that_another_program_installed_has_no_receipt(place: Path) -> None:
    pack = read_pack(package(place / "es_en", "es", "en", "1"))
    assert pack is not None
    assert not pack.verifiable


def test_an_archive_brings_no_receipt_of_its_own(tmp_path: Path, place: Path) -> None:
    for name in (RECEIPT, RECEIPT.upper()):
        path = archive(tmp_path / "x.argosmodel", FILES | {name: b"{}"})
        with pytest.raises(ReadError, match=r"only the harness makes|by case only"):
            install(path, place)


# ── a model that does not open ──────────────────────────────────────────────────────────────────


def test_a_pack_whose_model_fails_its_trial_is_not_installed(tmp_path: Path, place: Path) -> None:
    install(version(tmp_path / "old.argosmodel", "1.0"), place)
    before = contents(place)
    tried = []

    def failing(pack: Path) -> None:
        tried.append(contents(pack))
        raise ReadError(f"{pack}: does not translate: no model", hint="get it again")

    new = version(tmp_path / "new.argosmodel", "1.1")
    with pytest.raises(ReadError, match=f"^{new}: does not translate: no model$"):
        Installer(place, failing, force=True).install(new)
    assert tried[0].keys() == FILES.keys()
    assert contents(place) == before
    assert [path.name for path in place.iterdir()] == ["es_en"]


# ── programs that are killed, and programs side by side ─────────────────────────────────────────

KILLED = """
import os, signal, sys
from pathlib import Path
from argos_packages import install, untried
from harness.packs import install as installing, staging

moment, archive, place = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

rename, renames = Path.rename, []

def dying_rename(self, target):
    if moment == f"before rename {len(renames)}":
        die()
    renames.append(rename(self, target))
    if moment == f"after rename {len(renames) - 1}":
        die()
    return renames[-1]

Path.rename = dying_rename
if moment == "unpacking":
    os.fsync = die
if moment == "trial":
    installing.Installer._prepare.__globals__["made_receipt"] = die
if moment == "clearing":
    staging._take_away = die
install(archive, place, force=True)
"""
NEW_IS_IN = ("after rename 1", "clearing")


@pytest.mark.parametrize(
    "moment",
    ["unpacking", "trial", "before rename 0", "after rename 0", "before rename 1", *NEW_IS_IN],
)
def test_after_kill_9_the_next_install_leaves_one_whole_pack_and_nothing_else(
    tmp_path: Path, place: Path, moment: str
) -> None:
    """Whatever is installed next, here a pack of another direction: old or new one, never none."""
    install(version(tmp_path / "old.argosmodel", "1.0"), place)
    new = version(tmp_path / "new.argosmodel", "1.1", "es_en_new/")
    paths = [str(Path(__file__).parents[2]), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, new, place],
        env={"PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert list(place.glob(".harness-*"))
    assert all(isinstance(item, Pack) for item in packs_in(place))
    install(folder(tmp_path / "en_es", english()), place)
    left = "es_en_new" if moment in NEW_IS_IN else "es_en"
    assert sorted(path.name for path in place.iterdir()) == ["en_es", left]
    for item in packs_in(place):
        assert isinstance(item, Pack)
        item.verify_in_full()


def english() -> dict[str, bytes]:
    metadata = METADATA | {"from_code": "en", "to_code": "es"}
    return FILES | {"metadata.json": json.dumps(metadata).encode()}


def test_leftovers_of_the_living_stay(tmp_path: Path, place: Path) -> None:
    with staging(place) as work:
        (work / "new").mkdir()
        install(archive(tmp_path / "x.argosmodel"), place)
        assert (work / "new").is_dir()
    assert [path.name for path in place.iterdir()] == ["es_en"]


def test_a_link_that_looks_like_a_leftover_is_left_alone(tmp_path: Path, place: Path) -> None:
    (tmp_path / "precious/staged").mkdir(parents=True)
    place.mkdir(parents=True)
    (place / ".harness-link").symlink_to(tmp_path / "precious")
    install(archive(tmp_path / "x.argosmodel"), place)
    assert (tmp_path / "precious/staged").is_dir()


def test_of_many_installs_at_once_one_installs(tmp_path: Path, place: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    together = threading.Barrier(4)

    def trial(pack: Path) -> None:
        together.wait(30)

    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(Installer(place, trial).install, path) for _ in range(4)]
    assert sorted(each.result().already for each in made) == [False, True, True, True]
    assert [each.name for each in place.iterdir()] == ["es_en"]
    assert contents(place / "es_en") == FILES


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/x.argosmodel", "https://a.example/x.argosmodel"),
        ("https://me:secret@a.example:8443/x?token=secret#secret", "https://a.example:8443/x"),
    ],
)
def test_an_address_is_written_down_without_its_secrets(address: str, kept: str) -> None:
    assert without_secrets(address) == kept
