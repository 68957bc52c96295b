"""Models as other tools leave them, made into a CTranslate2 model's folder.

CTranslate2's own converters do the work; here it is found out which of them fits.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import ConfigError, NotInstalled, ReadError

MODEL_FILE = "model.bin"
_CONFIGURATION = "config.json"
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")
_MARIAN = ".npz"
_OPENNMT_PY = ".pt"
_KINDS = f"a CTranslate2 folder ({MODEL_FILE}), a Marian {_MARIAN} or an OpenNMT-py {_OPENNMT_PY}"


@dataclass(frozen=True, slots=True)
class Original:
    """A model to be packed.

    `vocabularies`: Marian's, of the source and of the target (or one that both share). `trusted`:
    the user vouches for a file that may run any program when it is read. `quantization` is
    CTranslate2's name of a type of numbers; a folder of CTranslate2 stays as it is.
    """

    path: Path
    vocabularies: tuple[Path, ...] = ()
    trusted: bool = False
    quantization: str = "int8"

    @property
    def kind(self) -> str:
        """What made it: `CTranslate2`, `Marian` or `OpenNMT-py`.

        Raises:
            ConfigError: none of the three, or it is not there.
        """
        if (self.path / MODEL_FILE).is_file():
            return "CTranslate2"
        kinds = {_MARIAN: "Marian", _OPENNMT_PY: "OpenNMT-py"}
        if self.path.is_file() and self.path.suffix in kinds:
            return kinds[self.path.suffix]
        reason = "there is no such file" if not self.path.exists() else "no model known here"
        raise ConfigError(f"{self.path}: {reason}", hint=f"name {_KINDS}")

    def write(self, folder: Path) -> None:
        """Write the CTranslate2 model into `folder`, which must not be there yet.

        Raises:
            ConfigError: a vocabulary is missing, or the file is not trusted.
            ReadError: the model cannot be converted.
            NotInstalled: the library that reads it is missing.
            OSError: `folder` cannot be written.
        """
        kind = self.kind
        if kind == "CTranslate2":
            _copy(self.path, folder)
            return
        self._check(kind)
        try:
            self._converter(kind).convert(str(folder), quantization=self.quantization)
        except ImportError as cause:
            raise NotInstalled(
                f"{self.path}: reading it needs {cause.name}, which is not installed",
                hint="install it, or convert the model where it is",
            ) from cause
        except OSError as cause:
            if cause.filename is None or Path(cause.filename).is_relative_to(folder):
                raise
            raise ReadError(f"{cause.filename}: {cause.strerror}") from cause
        except Exception as cause:  # of many kinds: converters do not check what they read
            raise ReadError(
                f"{self.path}: CTranslate2 cannot convert it: {type(cause).__name__}: {cause}",
                hint="CTranslate2's documentation says which models it can run",
            ) from cause

    def _check(self, kind: str) -> None:
        """Raises: ConfigError when something is missing that only the user can give."""
        if kind == "OpenNMT-py" and not self.trusted:
            raise ConfigError(
                f"{self.path}: a {_OPENNMT_PY} file can run any program when it is read",
                hint="if you know who made it, add --trust",
            )
        if kind == "Marian" and not 1 <= len(self.vocabularies) <= 2:
            raise ConfigError(
                f"{self.path}: a Marian model needs its vocabularies",
                hint="name them by --vocabulary, that of the source first (one, if they share it)",
            )

    def _converter(self, kind: str) -> Any:
        from ctranslate2 import converters  # noqa: PLC0415  (heavy)

        if kind == "OpenNMT-py":
            return converters.OpenNMTPyConverter(str(self.path))
        vocabularies = [self.vocabularies[0], self.vocabularies[-1]]
        return converters.MarianConverter(str(self.path), list(map(str, vocabularies)))


def _copy(original: Path, folder: Path) -> None:
    """The files that CTranslate2 reads, and nothing else that may lie there."""
    folder.mkdir()
    for path in sorted(original.iterdir()):
        if path.name in {MODEL_FILE, _CONFIGURATION} or path.stem in _VOCABULARIES:
            shutil.copyfile(path, folder / path.name)
