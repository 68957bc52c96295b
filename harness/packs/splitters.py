"""Sentence splitters of Argos Translate (MiniSBD models): which one it would use for a language.

A pack may bring its own. For a pack without, Argos downloads one at first use and keeps it; here
it is used where it lies already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import NotInstalled, ReadError
from harness.core.protocols import Surroundings
from harness.packs import minisbd
from harness.packs.discovery import sound_models
from harness.packs.find import Pack, find_packs

# Argos' table (argostranslate.sbd.MiniSBDSentencizer): its code -> MiniSBD's name for the model.
MINISBD_NAMES = {
    "zt": "zh-hant",
    "zh": "zh-hans",
    "pb": "pt",
    "az": "tr",
    "bn": "hi",
    "eo": "en",
    "ms": "en",
    "tl": "en",
}


@dataclass(frozen=True, slots=True)
class Splitter:
    """A sentence splitter. `name` is its file name; `place`, for people, the pack or folder."""

    name: str
    place: Path
    pack: Pack | None  # None: not in a pack, but kept by Argos Translate in the folder `place`

    def read(self) -> bytes:
        """The model. Raises: ReadError when it cannot be read."""
        if self.pack is not None:
            self.pack.verify()
            return self.pack.package.read(f"minisbd/{self.name}")
        try:
            return (self.place / self.name).read_bytes()
        except OSError as cause:
            raise ReadError(f"{self.place / self.name}: {cause.strerror}") from cause


def find_splitter(language: str, surroundings: Surroundings) -> Splitter:
    """The splitter that Argos would use with the first pack from `language` that has one.

    Raises:
        NotInstalled: no pack from `language` has a splitter, of its own or kept by Argos.
        ReadError: a pack that the user named is broken.
    """
    packs = [
        pack
        for pack in sound_models(find_packs(surroundings))
        if pack.direction.source.casefold() == language.casefold()
    ]
    for splitter in _splitters(packs, splitter_folder(surroundings)):
        return splitter
    if packs:
        what = f"no pack from {language!r} has a sentence splitter"
        hint = f"translate something from {language} with Argos Translate once, online"
    else:
        what = f"no pack from {language!r} is installed, so that none can split its sentences"
        hint = "see `harness packs list`"
    raise NotInstalled(what, hint=f"{hint}, or cut by another --segmenter")


def splitter_folder(surroundings: Surroundings) -> Path | None:
    """Where Argos Translate keeps the splitters that it downloaded; None where nothing is known."""
    data = surroundings.data_folder
    return None if data is None else data / "argos-translate/minisbd"


def _splitters(packs: list[Pack], folder: Path | None) -> Iterator[Splitter]:
    for pack in packs:
        if pack.package.splitter is not None:
            yield Splitter(pack.package.splitter.removeprefix("minisbd/"), pack.path, pack)
            continue
        name = _kept_name(pack.package.metadata.source)
        if folder is not None and (folder / name).is_file():
            yield Splitter(name, folder, None)


def _kept_name(code: str) -> str:
    """What Argos calls the model that it keeps for a language; English where there is none."""
    name = MINISBD_NAMES.get(code, code)
    return f"{name if name in minisbd.published_models() else 'en'}.onnx"
