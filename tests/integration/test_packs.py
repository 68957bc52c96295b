"""`harness packs` with the packs that ship with the harness, away from any network."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from argos_packages import archive, package
from program import Program

from harness.core.bundled import bundled
from harness.packs.install import staging

pytestmark = pytest.mark.engine

EN_ES = next((bundled("langpacks") / "en_es").glob("*.argosmodel"))

# The program, in a process that dies at the first attempt to reach a network.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo"):
        sys.exit(f"opened the network: {event} {arguments}")

sys.addaudithook(refuse)
from harness.cli import main
main()
"""


def packages(harness: Program) -> Path:
    return harness.folder / "home/.local/share/argos-translate/packages"


def offline(harness: Program, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OFFLINE, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=harness.folder,
        env=harness.environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def listed(harness: Program, *arguments: str | Path) -> dict[str, list[dict[str, object]]]:
    done = harness("packs", "list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ── search ──────────────────────────────────────────────────────────────────────────────────────


def test_a_search_finds_what_is_here_and_opens_no_network(harness: Program) -> None:
    done = offline(harness, "packs", "search", "spanish", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["packs"]
    assert {(pack["source"], pack["target"]) for pack in found} == {("en", "es"), ("es", "en")}
    assert all(pack["here"] for pack in found)


def test_a_search_that_finds_nothing_names_the_way_to_more(harness: Program) -> None:
    done = offline(harness, "packs", "search", "en:de")
    assert done.returncode == 2
    assert "--online" in done.stderr


def test_an_index_is_searched_where_asked(harness: Program) -> None:
    said = {
        "from_code": "en",
        "to_code": "de",
        "package_version": "1.5",
        "links": ["https://x.y/z"],
    }
    (harness.folder / "index.json").write_text(json.dumps([said]))
    done = offline(harness, "packs", "search", "german", "--index", "index.json")
    assert done.stdout.split() == [
        "en→de", "1.5", "English", "to", "German", "harness", "packs", "install", "en:de",
    ]  # fmt: skip


# ── list and show ───────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_what_a_route_would_use(harness: Program) -> None:
    manifest = EN_ES.parent.joinpath("pack.toml").read_text("utf-8")
    (found,) = [p for p in listed(harness)["packs"] if p["target"] == "es"]
    assert found["origin"] == "bundled"
    assert found["used"] is True
    assert found["bytes"] == EN_ES.stat().st_size
    for entry in found["scores"]:
        assert f'bleu = "{entry["bleu"]}"' in manifest
    package(packages(harness) / "mine", "en", "es", "0.0")
    used = {p["origin"]: p["used"] for p in listed(harness)["packs"] if p["target"] == "es"}
    assert used == {"argos folder": True, "bundled": False}
    marks = [line[0] for line in harness("packs", "list").stdout.splitlines() if "en→es" in line]
    assert marks == ["*", " "]


def test_a_broken_pack_is_listed_with_the_reason(harness: Program) -> None:
    packages(harness).mkdir(parents=True)
    (packages(harness) / "bad.argosmodel").write_bytes(b"no zip")
    (broken,) = listed(harness)["broken"]
    assert "not a readable zip" in str(broken["reason"])
    done = harness("packs", "list")
    assert done.returncode == 0
    assert "broken: " in done.stdout
    assert harness("packs", "verify").returncode == 2


def test_a_named_pack_is_listed_first(harness: Program) -> None:
    mine = archive(harness.folder / "mine.argosmodel")
    first = listed(harness, "--pack", mine)["packs"][0]
    assert (first["origin"], first["source"], first["used"]) == ("named", "es", True)


@pytest.mark.parametrize("name", ["en:es", "en_es", "en-es", str(EN_ES)])
def test_a_pack_is_shown_in_full(harness: Program, name: str) -> None:
    done = harness("packs", "show", name)
    assert done.returncode == 0, done.stderr
    for part in ("checksum: verified", "licence:", "trained on:", "scores:", "weaknesses:"):
        assert part in done.stdout
    shown = json.loads(harness("packs", "show", name, "--json").stdout)["pack"]
    assert (shown["checksum"], shown["origin"]) == ("verified", "bundled")
    assert shown["weaknesses"]
    assert shown["trained_on"]


def test_a_damaged_pack_is_shown_and_verified_as_such(harness: Program) -> None:
    damaged = Path(shutil.copytree(EN_ES.parent, packages(harness) / "en_es")) / EN_ES.name
    assert harness("packs", "verify").returncode == 0
    with damaged.open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"!")
    done = harness("packs", "verify")
    assert done.returncode == 2
    assert re.search(r"^damaged +en_es", done.stdout, re.MULTILINE)
    assert re.search(r"^verified +es_en", done.stdout, re.MULTILINE)
    shown = harness("packs", "show", damaged)
    assert shown.returncode == 2
    assert "DAMAGED" in shown.stdout


def test_a_pack_cannot_write_to_the_terminal(harness: Program) -> None:
    mine = archive(harness.folder / "mine.argosmodel")
    mine.with_name("pack.toml").write_text(
        'file = "mine.argosmodel"\nbytes = 1\nsha256 = "0"\nsummary = "a\\u001b[31mred\\nb"\n'
    )
    done = harness("packs", "show", mine)
    assert "\x1b" not in done.stdout
    assert "  summary: ared b\n" in done.stdout


# ── install and remove ──────────────────────────────────────────────────────────────────────────

ARGOS = """
import sys
from argostranslate.translate import get_installed_languages, get_translation_from_codes
assert [str(language) for language in get_installed_languages()] == ["English", "Spanish"]
print(get_translation_from_codes("en", "es").translate(sys.stdin.read()))
"""


def test_an_installed_pack_serves_argos_translate_and_comes_before_ours(
    harness: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "packages"
    own = Program(harness.folder, {"ARGOS_PACKAGES_DIR": str(folder)})
    done = own("packs", "install", EN_ES)
    assert done.returncode == 0, done.stderr
    text = "The dog sleeps. It is raining today."
    with staging(folder):  # another one is being installed
        plain = subprocess.run(
            [sys.executable, "-c", ARGOS],
            input=text,
            env=own.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    (tmp_path / "a.en.txt").write_text(text)
    ran = own("run", "a.en.txt", "-r", "en:es:en", "--segmenter", "argos", "--metric", "chrf", "-q")
    assert ran.returncode == 0, ran.stderr
    record = (harness.folder / "runs/a.en/1-en-es-en.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in record]
    out = [row["texts"][1]["text"] for row in rows if row["kind"] == "measured"]
    assert len(out) == 2
    assert " ".join(out) == plain
    used = [p["path"] for p in listed(own)["packs"] if p["used"] and p["target"] == "es"]
    assert [Path(str(path)).parent for path in used] == [folder]


def test_installing_removing_and_listing_open_no_connection(harness: Program) -> None:
    for arguments in (
        ("list",),
        ("show", "en:es"),
        ("verify",),
        ("install", EN_ES),
        ("install", "--bundled", "es:en"),
        ("install", "--bundled", "--force", "es_en"),
        ("show", "es:en"),
        ("remove", "es:en", "--yes"),
        ("list", "--json"),
    ):
        done = offline(harness, "packs", *arguments)
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
    assert [path.name for path in packages(harness).iterdir()] == [EN_ES.stem]
    for source in ("en:de", "http://localhost:9/x.argosmodel"):  # the guard does guard
        assert "opened the network" in offline(harness, "packs", "install", source).stderr


def test_installing_twice_is_said_and_skipped(harness: Program) -> None:
    assert harness("packs", "install", "--bundled", "en:es").returncode == 0
    again = harness("packs", "install", EN_ES)
    assert again.returncode == 0
    assert "installed already" in again.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("install",),
        ("install", "none.argosmodel"),
        ("install", "text.argosmodel"),
        ("install", "text.txt"),
        ("install", "frobnicate"),
        ("install", "--bundled", "en:de"),
        ("install", "--bundled", "x.argosmodel"),
        ("install", "en:es", "--index", "none.json"),
        ("install", "en:es", "--index", "text.txt"),
        ("install", "http://192.0.2.1/x.argosmodel"),
        ("show", "en:de"),
        ("show", "text.argosmodel"),
        ("show", "frobnicate"),
        ("remove", "en:es", "--yes"),
        ("remove", str(EN_ES), "--yes"),
        (),
    ],
)
def test_wrong_usage_and_bad_packs_are_refused(harness: Program, arguments) -> None:
    for name in ("text.txt", "text.argosmodel"):
        (harness.folder / name).write_text("nothing of the kind")
    done = offline(harness, "packs", *arguments)
    unencrypted = arguments[1:] and arguments[1].startswith("http:")
    assert done.returncode == (3 if unencrypted else 2), done.stderr
    assert "Traceback" not in done.stderr
    assert "hint: " in done.stderr or not arguments[1:]  # else it is Typer that complains
    assert EN_ES.exists()
    assert not packages(harness).exists() or not list(packages(harness).iterdir())


def test_nothing_is_removed_unasked(harness: Program) -> None:
    assert harness("packs", "install", "--bundled", "en:es").returncode == 0
    refused = harness("packs", "remove", "en:es")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert list(packages(harness).iterdir())


@pytest.mark.parametrize(("answer", "left"), [(b"n\n", 1), (b"y\n", 0)])
def test_removing_asks_at_a_terminal(harness: Program, answer: bytes, left: int) -> None:
    import os
    import pty

    assert harness("packs", "install", "--bundled", "en:es").returncode == 0
    terminal, end = pty.openpty()
    os.write(terminal, answer)
    done = subprocess.run(
        [sys.executable, "-m", "harness", "packs", "remove", "en:es"],
        stdin=end,
        capture_output=True,
        cwd=harness.folder,
        env=harness.environment,
        check=False,
    )
    os.close(end)
    os.close(terminal)
    assert done.returncode == 0
    assert b"Remove " in done.stderr
    assert len(list(packages(harness).iterdir())) == left


def test_a_folder_that_cannot_be_made_is_one_clear_error(harness: Program) -> None:
    (harness.folder / "file").write_text("in the way")
    own = Program(harness.folder, {"ARGOS_PACKAGES_DIR": str(harness.folder / "file/packages")})
    done = own("packs", "install", EN_ES)
    assert done.returncode == 3
    assert "file/packages" in done.stderr
    assert "hint: " in done.stderr
