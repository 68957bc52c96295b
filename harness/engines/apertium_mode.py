"""Apertium's modes: which directions are installed, and the pipeline of programs behind each."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import EngineUnavailable, ReadError
from harness.core.fingerprint import file_digest, fingerprint
from harness.core.programs import ProgramFailed, output_of
from harness.core.values import Direction

# ISO 639-3, in which most pairs name their languages, to BCP 47, which prefers two letters.
_BCP_47 = {
    "afr": "af",
    "ara": "ar",
    "arg": "an",
    "bel": "be",
    "bre": "br",
    "bul": "bg",
    "cat": "ca",
    "cym": "cy",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "epo": "eo",
    "eus": "eu",
    "fra": "fr",
    "glg": "gl",
    "heb": "he",
    "hin": "hi",
    "ind": "id",
    "isl": "is",
    "ita": "it",
    "kaz": "kk",
    "kir": "ky",
    "mkd": "mk",
    "mlt": "mt",
    "msa": "ms",
    "nld": "nl",
    "nno": "nn",
    "nob": "nb",
    "oci": "oc",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slv": "sl",
    "spa": "es",
    "srd": "sc",
    "swe": "sv",
    "tat": "tt",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
    "uzb": "uz",
}
_SIDE = re.compile(r"(?P<language>[a-z]{2,3})(?:_(?P<region>[A-Z]{2}))?")
_PATIENCE = 30.0  # seconds for a program that only prints


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Apertium's programs and modes lie."""

    programs: Path
    modes: Path

    @property
    def environment(self) -> dict[str, str]:
        """All that a program of Apertium gets to see: the caller's variables change no output."""
        return {"PATH": f"{self.programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def output(self, *command: str) -> str:
        """What a program prints. Raises: EngineUnavailable when it fails."""
        try:
            output = output_of(
                [str(self.programs / command[0]), *command[1:]],
                environment=self.environment,
                patience=_PATIENCE,
            )
        except (OSError, ProgramFailed) as cause:
            raise EngineUnavailable(
                f"{shlex.join(command)} failed: {cause}", hint="reinstall apertium"
            ) from cause
        return output.decode("utf-8", errors="replace")


def find_installation(folders: Sequence[Path]) -> Installation | None:
    """The first Apertium in these folders of programs, if there is one."""
    program = shutil.which("apertium", path=os.pathsep.join(map(str, folders)))
    if program is None:
        return None
    programs = Path(program).resolve().parent
    return Installation(programs, programs.parent / "share" / "apertium" / "modes")


@dataclass(frozen=True, slots=True)
class Mode:
    """One installed direction."""

    name: str
    direction: Direction
    installation: Installation

    def pipeline(self) -> tuple[tuple[str, ...], ...]:
        """The programs with their arguments. `$1` stands for `-g` (marks) or `-n` (none).

        Raises: EngineUnavailable, ReadError when the mode is not a plain pipeline.
        """
        file = self.installation.modes / f"{self.name}.mode"
        line = self.installation.output("apertium-wblank-mode", "-z", str(file))
        try:
            words = shlex.split(line, comments=True)
        except ValueError as cause:  # a quotation that does not end
            raise ReadError(
                f"{file}: not a plain pipeline: {cause}", hint="reinstall the language pair"
            ) from cause
        stages: list[list[str]] = [[]]
        for word in words:
            if word == "|":
                stages.append([])
            elif word != "$2":  # switches on the display of ambiguity, which is off
                stages[-1].append(word)
        if not all(stages) or {">", "<", ";", "&", "&&"} & set(words):
            raise ReadError(f"{file}: not a plain pipeline", hint="reinstall the language pair")
        return tuple(tuple(stage) for stage in stages)

    def digest(self) -> str:
        """Fingerprint of the pipeline and of every file it names, wherever they lie."""
        described = [[self._described(word) for word in stage] for stage in self.pipeline()]
        return fingerprint(described)

    def _described(self, word: str) -> str:
        path = Path(word)
        if not path.is_absolute():
            return word
        try:
            return f"{path.name} {file_digest(path)}"
        except OSError as cause:
            raise EngineUnavailable(
                f"{path} cannot be read: {cause}", hint="reinstall the language pair"
            ) from cause


def installed_modes(installation: Installation) -> Iterator[Mode]:
    """Modes whose names say which languages they join, in order of name; others are passed over."""
    for file in sorted(installation.modes.glob("*.mode")):
        direction = direction_of(file.stem)
        if direction is not None:
            yield Mode(file.stem, direction, installation)


def direction_of(mode: str) -> Direction | None:
    """`eng-spa` is en→es, `es-pt_BR` is es→pt-BR; None for a name that is no direction."""
    tags = [_tag(side) for side in mode.split("-")]
    if len(tags) != 2 or tags[0] is None or tags[1] is None or tags[0] == tags[1]:
        return None
    return Direction(tags[0], tags[1])


def _tag(side: str) -> str | None:
    match = _SIDE.fullmatch(side)
    if match is None:
        return None
    language = _BCP_47.get(match["language"], match["language"])
    return f"{language}-{match['region']}" if match["region"] else language
