"""Install hostile packs, then let them lie among sound ones: `python scripts/hostile/packs.py`.

Each archive is given to `harness packs install`; then it is put into the folder of packs, as
somebody else might do, and `packs list`, `languages` and `diff` must go on as before. Ends with 1
where one was installed that should not, a file was written elsewhere, a command broke, or took
more than 500 MB.
"""

import argparse
import random
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from children import Ended, Place, fresh_place, load_all, run, stoppable
from hostile_packs import HOSTILE, models, packed, tiny_pack

PACKS = "home/.local/share/argos-translate/packages"
MEGABYTES = 500
OUTSIDE = (Path("/tmp/evil-pack.txt"), Path("/tmp/evil-"))
INSTALL = ("packs", "install", "x.argosmodel", "--force")
# What must go on beside a hostile pack, and how it may end.
OTHERS = {
    ("packs", "list"): (0,),
    ("languages",): (0,),
    ("diff", "t.en.txt", "u.en.txt", "--metric", "chrf"): (1,),
}
_MAY_INSTALL = ("flip", "cut", "vocabulary", "settings", "model", "pieces")
_SAYS_WHY = ("broken", "cannot", "not ")

Make = Callable[[], bytes]


def cases(folder: Path) -> dict[str, Make]:
    """Every hostile archive; and sound ones beside which a hostile manifest lies."""
    return {**HOSTILE, **models(folder)}


def faults(what: str, make: Make, place: Place) -> Iterator[str]:
    """What goes wrong with one archive, installed and then lying among sound packs."""
    before = _files(place.work)
    archive = place.work / "x.argosmodel"
    archive.write_bytes(make())
    ended = run(place, INSTALL)
    yield from _broken(ended, (0, 2, 3) if what.startswith(_MAY_INSTALL) else (2, 3))
    packs = place.work / PACKS
    written = _files(place.work) - before - {archive}
    if ended.code == 0:
        written -= {path for path in written if packs in path.parents}
    yield from (f"install wrote {path}" for path in sorted(written))
    yield from (f"wrote {path}" for path in OUTSIDE if path.exists())
    shutil.move(archive, packs / "strange.argosmodel")
    yield from _others(place, [("packs", "list")])


def together(every: Mapping[str, Make], place: Place) -> Iterator[str]:
    """What goes wrong where all of them lie in one folder."""
    for number, make in enumerate(every.values()):
        (place.work / PACKS / f"{number}.argosmodel").write_bytes(make())
    yield from _others(place, OTHERS)


def _others(place: Place, commands: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for command in commands:
        said = run(place, command)
        yield from (f"{' '.join(command)}: {fault}" for fault in _broken(said, OTHERS[command]))
        if command == ("packs", "list") and "sound" not in said.stdout:
            yield "packs list: the sound pack is not listed"


def _broken(ended: Ended, codes: tuple[int, ...]) -> Iterator[str]:
    if ended.code not in codes:
        yield f"ended with {ended.code}: {ended.stderr[-300:]}"
    if "Traceback" in ended.stderr or "this is a bug" in ended.stderr:
        yield f"said {ended.stderr[-600:]}"
    if ended.megabytes > MEGABYTES:
        yield f"took {ended.megabytes} MB"
    if not (ended.stdout + ended.stderr).replace("\n", "").isprintable():
        yield "printed a control or bidirectional character"


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.is_dir() and ".cache" not in path.parts}


def _sound(work: Path) -> None:
    """A folder with two texts, and a sound pack that is installed."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "tmp").mkdir(parents=True)
    (work / "t.en.txt").write_text("He did not go home.\n", "utf-8")
    (work / "u.en.txt").write_text("He went home.\n", "utf-8")
    packs = work / PACKS
    for name, content in tiny_pack(work / "made").items():
        path = packs / "sound" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        other = content.replace(b'"es"', b'"fr"').replace(b"1.1", b"1.0")
        path.write_bytes(other if name == "metadata.json" else content)
    shutil.rmtree(work / "made")


def all_tried(every: Mapping[str, Make], place: Place) -> int:
    """How many archives do harm."""
    kept = place.spare / "sound"
    _sound(place.work)
    shutil.copytree(place.work, kept)
    (place.work / "x.argosmodel").write_bytes(packed(tiny_pack(place.spare / "tiny")))
    load_all(place, iter((INSTALL, *OTHERS)))
    done = harm = 0
    try:
        place.restore(kept)
        harm += _told("all of them together", together(every, place))
        for what, make in every.items():
            place.restore(kept)
            harm += _told(what, faults(what, make, place))
            done += 1
    finally:
        print(f"{done} packs, {harm} do harm")
    return harm


def _told(what: str, faults: Iterable[str]) -> bool:
    found = list(faults)
    for fault in found:
        print(f"{what}: {fault}", file=sys.stderr, flush=True)
    return bool(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--number", type=int, help="so many of them, by chance; default: all")
    parser.add_argument("--seed", type=int, default=19)
    asked = parser.parse_args()
    stoppable()
    warnings.simplefilter("ignore")  # of doubled names in archives
    with fresh_place() as place:
        every = cases(place.spare / "model")
        chosen = random.Random(asked.seed).sample(sorted(every), asked.number or len(every))
        wrong = all_tried({what: every[what] for what in chosen}, place)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
