"""Everything this package raises on purpose.

HarnessError
├── ConfigError              the caller asked for something that does not exist, or contradicts
│                            itself
├── ReadError                a file is not what its name says it is
├── WriteError               a result could not be put where the caller wants it
├── NotDownloaded            a file could not be fetched: no network, no such file, not trusted
├── NotInstalled             a metric, detector or other part whose package is missing
├── EngineError
│   ├── EngineUnavailable    not installed, no model, wrong platform: nothing was translated
│   ├── EngineDied           it worked, and then stopped answering
│   └── EngineContractError  it answered, but broke the protocol
├── Interrupted              stopped before its end; what was done is kept
├── MemoryDamaged            the translation memory on disk cannot be trusted
├── RecordError              a stored run cannot be read back faithfully
└── ComparisonError          two runs cannot be compared without guessing
"""

from pathlib import Path

# What to do where the run folder cannot be written.
FOLDER_HINT = "name a writable folder with enough room (-o FOLDER)"


class HarnessError(Exception):
    """Base of every deliberate error. `hint` is one imperative sentence, or empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(HarnessError):
    """The caller asked for something that does not exist or contradicts itself."""


class PackMissing(ConfigError):
    """A pack was named, and is not there."""


class ReadError(HarnessError):
    """A file is not what its name says it is; the message starts with its name and line."""


class WriteError(HarnessError):
    """A result could not be put where the caller wants it: full disk, read-only folder, …"""


class NotInstalled(HarnessError):
    """A metric, detector or other part whose package is missing."""


class NotDownloaded(HarnessError):
    """A file could not be fetched: no network, no such file, a server or address not trusted."""


def unwritable(place: Path, cause: OSError) -> WriteError:
    """The error where (a file of) the run folder cannot be written."""
    return WriteError(
        f"{place}: {cause.strerror or cause}",
        hint=FOLDER_HINT,
    )


def unreadable(place: Path, cause: OSError) -> HarnessError:
    """The error where a file that the user named cannot be read: not there, or not readable."""
    if isinstance(cause, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return ConfigError(f"{place}: {cause.strerror or cause}", hint="check the path")
    return ReadError(f"{place}: {cause.strerror or cause}", hint="check its permissions, its disk")


class EngineError(HarnessError):
    """A translation engine failed as a whole. One segment's failure is an `Untranslatable`."""


class EngineUnavailable(EngineError):
    """Not installed, no model, wrong platform: nothing was translated."""


class PackBroken(EngineUnavailable):
    """A pack was named and is there, but cannot be used; what it would translate is not known."""


class EngineDied(EngineError):
    """It worked, and then stopped answering."""


class EngineContractError(EngineError):
    """It answered, but broke the protocol, for instance with fewer outcomes than segments."""


class Interrupted(HarnessError):
    """Stopped before its end, by the user or by an engine's death; what was done is kept."""


class MemoryDamaged(HarnessError):
    """The translation memory on disk cannot be trusted."""


class RecordError(HarnessError):
    """A stored run cannot be read back faithfully."""


class ComparisonError(HarnessError):
    """Two runs cannot be compared without guessing."""
