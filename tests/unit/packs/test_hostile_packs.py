"""Packs made to do harm: refused with one clear reason, cheaply, and nothing is written."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

import pytest
from argos_packages import FILES, archive, folder, install, package
from hostile_packs import DEFLATED, HOSTILE, MANIFESTS, SOUND, Member, beside, instead, zipped
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.core.errors import ReadError
from harness.packs.contents import check_name, check_together
from harness.packs.discovery import Broken
from harness.packs.find import Pack, packs_in, read_pack

# Longer than any message has to be, even with a long path in it.
_LONGEST_MESSAGE = 600


def _unchanged(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_and_writes_nothing(tmp_path: Path, what: str) -> None:
    path = tmp_path / "in/x.argosmodel"
    path.parent.mkdir()
    path.write_bytes(HOSTILE[what]())
    with pytest.raises(ReadError) as refusal:
        install(path, tmp_path / "packs")
    assert _unchanged(tmp_path / "in") == ["x.argosmodel"]
    assert not list((tmp_path / "packs").rglob("*"))
    assert not Path("/tmp/evil-pack.txt").exists()
    assert len(str(refusal.value)) < _LONGEST_MESSAGE
    assert str(refusal.value).isprintable()


def test_the_archive_that_the_hostile_ones_are_made_from_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "x.argosmodel"
    for content in (
        zipped(SOUND),
        beside(Member(b"es_en/stanza/", attributes=0o040755 << 16)),
        instead("README.md", method=DEFLATED),
    ):
        path.write_bytes(content)
        pack = read_pack(path)
        assert pack is not None
        assert pack.package.checksums(FILES).keys() == FILES.keys()


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_hostile_manifest_is_refused(tmp_path: Path, what: str) -> None:
    said = MANIFESTS[what]
    for path in (archive(tmp_path / "a.argosmodel"), folder(tmp_path / "b")):
        place = (path if path.is_dir() else path.parent) / "pack.toml"
        place.write_bytes(said if isinstance(said, bytes) else said.encode())
        with pytest.raises(ReadError) as refusal:
            read_pack(path)
        place.unlink()
        assert len(str(refusal.value)) < _LONGEST_MESSAGE


MEASURED = """
import resource, sys
from pathlib import Path
from harness.packs.find import Pack, packs_in
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = packs_in(Path(sys.argv[1]))
for item in found:
    if isinstance(item, Pack):
        print(item.path.name)
print(len(found), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def test_a_folder_full_of_hostile_packs_costs_little_and_hides_no_sound_one(
    tmp_path: Path,
) -> None:
    """What harms only when it is unpacked (a wrong checksum, a lie about a size) can be listed."""
    for number, make in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.argosmodel").write_bytes(make())
    archive(tmp_path / "sound.argosmodel")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, tmp_path], capture_output=True, text=True, check=True
    )
    *listed, last = done.stdout.splitlines()
    number, megabytes = map(int, last.split())
    assert "sound.argosmodel" in listed
    assert number == len(HOSTILE) + 1
    assert len(listed) < len(HOSTILE) / 5
    assert megabytes < 100


# ── folders ─────────────────────────────────────────────────────────────────────────────────────


def _link(root: Path) -> None:
    (root / "secret").symlink_to("/etc/passwd")


def _link_up(root: Path) -> None:
    (root / "up").symlink_to("..")


def _linked_model(root: Path) -> None:
    (root / "model/model.bin").rename(root.parent / "elsewhere.bin")
    (root / "model/model.bin").symlink_to(root.parent / "elsewhere.bin")


def _pipe(root: Path) -> None:
    os.mkfifo(root / "pipe")


def _pipe_as_metadata(root: Path) -> None:
    (root / "model/config.json").unlink()
    os.mkfifo(root / "model/config.json")


def _many(root: Path) -> None:
    for number in range(1_001):
        (root / f"{number}").touch()


def _deep(root: Path) -> None:
    (root / "/".join("abcdefghijk")).mkdir(parents=True)


def _no_utf_8(root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/\xff\xfe")).touch()


def _other_case(root: Path) -> None:
    (root / "readme.md").touch()


def _sparse_metadata(root: Path) -> None:
    os.truncate(root / "metadata.json", 6 << 30)


def _sparse_model(root: Path) -> None:
    os.truncate(root / "model/model.bin", 9 << 30)


def _line_feed(root: Path) -> None:
    (root / "a\nb").touch()


@pytest.mark.parametrize(
    "harm",
    [
        _link,
        _link_up,
        _linked_model,
        _pipe,
        _pipe_as_metadata,
        _many,
        _deep,
        _no_utf_8,
        _other_case,
        _sparse_metadata,
        _sparse_model,
        _line_feed,
    ],
)
def test_a_folder_is_held_to_the_rules_of_archives(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harm(folder(tmp_path / "packs/es_en"))
    package(tmp_path / "packs/en_es", "en", "es", "1")
    broken = [item for item in packs_in(tmp_path / "packs") if isinstance(item, Broken)]
    assert [item.path.name for item in broken] == ["es_en"]
    with pytest.raises(ReadError):
        install(tmp_path / "packs/es_en", tmp_path / "installed")
    assert not list((tmp_path / "installed").rglob("*"))
    assert len(packs_in(tmp_path / "packs")) == 2


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    folder(tmp_path / "elsewhere")
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs/es_en").symlink_to(tmp_path / "elsewhere")
    assert [type(item) for item in packs_in(tmp_path / "packs")] == [Pack]


@pytest.mark.parametrize("denied", ["is_file", "is_dir"])
def test_what_nobody_may_look_into_is_listed_as_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: str
) -> None:
    package(tmp_path / "a", "en", "es", "1")
    folder(tmp_path / "b")
    real = getattr(Path, denied)

    def refusing(self: Path) -> bool:
        if self.is_relative_to(tmp_path / "b"):
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, denied, refusing)
    assert [type(item) for item in packs_in(tmp_path)] == [Pack, Broken]


def test_a_folder_of_packs_that_nobody_may_list_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", denied)
    (broken,) = packs_in(tmp_path)
    assert isinstance(broken, Broken)
    assert "Permission denied" in broken.obstacle.reason


# ── sizes are counted ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("change", [b"", b"more" * 1000, b"x"])
def test_a_file_that_grows_or_shrinks_after_it_was_looked_at_is_noticed(
    tmp_path: Path, change: bytes
) -> None:
    pack = read_pack(folder(tmp_path / "es_en"))
    assert pack is not None
    (tmp_path / "es_en/model/model.bin").write_bytes(change)
    with pytest.raises(ReadError, match="another size"):
        pack.package.model_files()
    with pytest.raises(ReadError, match="another size"):
        pack.package.unpack(tmp_path / "new")


def test_the_settings_of_a_model_are_bounded_too(tmp_path: Path) -> None:
    deep = FILES | {"model/config.json": b"[" * 50_000 + b"]" * 50_000}
    pack = read_pack(folder(tmp_path / "es_en", deep))
    assert pack is not None
    with pytest.raises(ReadError, match=r"config\.json is nested too deep"):
        pack.package.model_files()


# ── laws of names ───────────────────────────────────────────────────────────────────────────────

_PARTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["", ".", "..", "...", " ", "a", "A", "model", "nul", "C:", "\\", "a.b", "~"]),
)
_NAMES = st.lists(_PARTS, min_size=1, max_size=10).map("/".join)


def _accepted(name: str) -> bool:
    try:
        check_name(Path("x"), name)
    except ReadError:
        return False
    return True


@given(name=_NAMES)
def test_a_name_that_is_accepted_stays_where_it_is_put(name: str) -> None:
    if _accepted(name):
        assert os.path.normpath(os.path.join("/a/b", name)) == f"/a/b/{name}"  # noqa: PTH118
        there = PureWindowsPath("C:/a/b") / name
        assert there.as_posix() == f"C:/a/b/{name}"
        assert not there.is_reserved()
        assert name.isprintable()
        assert len(os.fsencode(name)) < 256


@given(name=_NAMES, harm=st.sampled_from(["/", "//", "\0", "\\", "\u202e", "\x1b", ":", "/../"]))
def test_harm_is_found_wherever_it_stands_in_a_name(name: str, harm: str) -> None:
    for harmful in (f"{harm}{name}", f"{name}/{harm}", f"{name}{harm}/a", f"a/{harm}/{name}"):
        assert not _accepted(harmful)


@given(names=st.lists(_NAMES.filter(_accepted), max_size=6, unique=True))
def test_files_that_are_accepted_together_are_different_files_everywhere(names: list[str]) -> None:
    try:
        check_together(Path("x"), names)
    except ReadError:
        return
    folded = {name.casefold() for name in names}
    assert len(folded) == len(names)
    assert not any(f"{one}/" == other[: len(one) + 1] for one in folded for other in folded)


@given(name=_NAMES, content=st.binary(max_size=20))
@example(name="0/", content=b"")
@example(name="0/a", content=b"a")
@settings(max_examples=60)
def test_an_archive_is_refused_or_unpacked_just_as_it_is(name: str, content: bytes) -> None:
    with TemporaryDirectory() as made:
        path = Path(made) / "x.argosmodel"
        path.write_bytes(beside(Member(f"es_en/{name}".encode("utf-8", "surrogatepass"), content)))
        before = sorted(Path(made).rglob("*"))
        try:
            pack = read_pack(path)
        except ReadError:
            assert sorted(Path(made).rglob("*")) == before
            return
        assert pack is not None
        (Path(made) / "below").mkdir()
        pack.package.unpack(Path(made) / "below/new")
        written = {p for p in Path(made).rglob("*") if p.is_file()} - set(before)
        is_folder = f"es_en/{name}".endswith("/")
        files = {*FILES} if is_folder else {*FILES, name}
        assert written == {Path(made) / "below/new" / each for each in files}
