"""The model of a pack is opened before the pack is installed, where it can do no harm."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program import Program

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.engines import argos_trial
from harness.engines.argos_trial import Bounds, try_out

pytestmark = pytest.mark.engine

EN_ES = next((bundled("langpacks") / "en_es").glob("*.argosmodel"))
ES_EN = next((bundled("langpacks") / "es_en").glob("*.argosmodel"))


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    shutil.unpack_archive(EN_ES, tmp_path / "in", "zip")
    (root,) = (tmp_path / "in").iterdir()
    return root


def test_a_sound_pack_passes_as_an_archive_and_as_a_folder(unpacked: Path) -> None:
    try_out(EN_ES)
    try_out(unpacked)


def _cut(root: Path) -> None:
    model = root / "model/model.bin"
    model.write_bytes(model.read_bytes()[: 5 << 20])


def _empty(root: Path) -> None:
    (root / "model/model.bin").write_bytes(b"")


def _noise(root: Path) -> None:
    (root / "model/model.bin").write_bytes(bytes(range(256)) * 100)


def _huge_shapes(root: Path) -> None:
    """The first variable claims to have more numbers than any memory."""
    data = bytearray((root / "model/model.bin").read_bytes())
    data[40:80] = b"\x7f" * 40
    (root / "model/model.bin").write_bytes(data)


def _no_tokenizer(root: Path) -> None:
    (root / "sentencepiece.model").write_bytes(b"pieces")


def _short_vocabulary(root: Path) -> None:
    path = root / "model/target_vocabulary.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))[:100]), "utf-8")


def _vocabulary_in_other_bytes(root: Path) -> None:
    (root / "model/target_vocabulary.json").unlink()
    (root / "model/target_vocabulary.txt").write_bytes(b"\xff\xfe\n" * 16_000)


def _deep_settings(root: Path) -> None:
    (root / "model/config.json").write_text("[" * 50_000 + "]" * 50_000)


def _wrong_settings(root: Path) -> None:
    (root / "model/config.json").write_text("[1]")


def _strange_tokens(root: Path) -> None:
    shutil.copy(next(root.glob("sentencepiece.model")), root / "bpe.model")
    (root / "sentencepiece.model").unlink()


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _empty,
        _noise,
        _huge_shapes,
        _no_tokenizer,
        _short_vocabulary,
        _vocabulary_in_other_bytes,
        _deep_settings,
        _wrong_settings,
        _strange_tokens,
    ],
)
def test_a_model_that_is_damaged_is_refused_with_one_reason(
    unpacked: Path, harm: Callable[[Path], None]
) -> None:
    harm(unpacked)
    with pytest.raises(ReadError, match=r"does not translate: .") as refusal:
        try_out(unpacked)
    assert "Traceback" not in str(refusal.value)
    assert len(str(refusal.value)) < 600


def test_memory_and_time_are_bounded(unpacked: Path) -> None:
    with pytest.raises(ReadError, match=r"memory|allocat"):
        try_out(unpacked, Bounds(memory=40 << 20, of_each_byte=1))
    with pytest.raises(ReadError, match=r"no answer within 0\.01 seconds"):
        try_out(unpacked, Bounds(patience=0.01))


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import os; os.abort()", "signal 6"),
        ("raise SystemExit('no such library')", "no such library"),
        ("while True: pass", "signal"),
        ("print('garbage')", "ends the process"),
    ],
)
def test_a_model_that_breaks_the_process_breaks_that_one_only(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    bounded = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n"
    monkeypatch.setattr(argos_trial, "_PROGRAM", bounded + program)
    with pytest.raises(ReadError, match=reason):
        try_out(unpacked)


def test_a_module_in_the_working_folder_is_not_taken(
    unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    try_out(unpacked)


def test_a_damaged_model_is_not_installed_and_a_broken_pack_harms_nobody(
    harness: Program, unpacked: Path
) -> None:
    """One that was fine when it came, and broken packs that other programs put beside it."""
    packages = harness.folder / "home/.local/share/argos-translate/packages"
    _cut(unpacked)
    refused = harness("packs", "install", unpacked)
    assert refused.returncode == 2, refused.stderr
    assert f"{unpacked}: does not translate" in refused.stderr
    assert not list(packages.iterdir())

    assert harness("packs", "install", "--bundled", "es:en").returncode == 0
    (installed,) = packages.iterdir()
    for name, version in (("long", "9" * 5_000), ("odd", "1"), ("deep", "1")):
        (packages / name / "model").mkdir(parents=True)
        fields = {"from_code": "de", "to_code": "fr", "package_version": version}
        (packages / name / "metadata.json").write_text(json.dumps(fields))
    (packages / "deep/metadata.json").write_text("[" * 100_000)
    (packages / "odd/link").symlink_to("/etc/passwd")
    (packages / "z.argosmodel").write_bytes(b"no zip")
    with (installed / "model/model.bin").open("ab") as out:
        out.write(b"more")

    listed = harness("packs", "list")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.count("broken: ") == 5
    for arguments, code in (
        (("engines",), 0),
        (("doctor",), 0),
        (("packs", "verify"), 2),
        (("packs", "show", "en:es"), 0),
        (("packs", "install", "--bundled", "en:es"), 0),
        (("packs", "remove", packages / "long", "--yes"), 0),
        (("diff", "one.txt", "one.txt", "--language", "en", "--metric", "chrf"), 0),
        (("run", "one.txt", "-r", "en:es@argos:en@argos", "--metric", "chrf", "-q"), 0),
        (("packs", "install", "--bundled", "es:en", "--force"), 0),
    ):
        (harness.folder / "one.txt").write_text("The dog sleeps.\n")
        done = harness(*arguments)
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    assert harness("packs", "verify").stdout.count("verified") >= 2


def test_a_change_of_what_was_installed_is_an_error(harness: Program) -> None:
    packages = harness.folder / "home/.local/share/argos-translate/packages"
    (harness.folder / "one.txt").write_text("The dog sleeps.\n")
    installed = harness("packs", "install", ES_EN)
    assert installed.returncode == 0, installed.stderr
    assert "nobody vouches" not in installed.stdout
    shown = json.loads(harness("packs", "show", "es:en", "--json").stdout)["pack"]
    assert shown["installed"]["from"] == ES_EN.name
    assert shown["installed"]["vouched"] is True
    (pack,) = packages.iterdir()
    with (pack / "model/model.bin").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"!!!!")
    done = harness("packs", "verify")
    assert done.returncode == 2
    assert "model/model.bin is not what was installed" in done.stdout
    ran = harness("run", "one.txt", "-r", "en:es@argos:en@argos", "--metric", "chrf", "-q")
    assert ran.returncode == 3, ran.stderr
    assert "it has changed since" in ran.stderr
    assert "--force" in ran.stderr


def test_an_unvouched_pack_is_said_to_be_one(harness: Program, tmp_path: Path) -> None:
    alone = shutil.copy(EN_ES, tmp_path)  # without its manifest
    done = harness("packs", "install", alone)
    assert done.returncode == 0, done.stderr
    assert "nobody vouches for its bytes" in done.stdout
    assert "nobody vouches for its bytes" in harness("packs", "show", "en:es").stdout
