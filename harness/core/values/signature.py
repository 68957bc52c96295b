"""What something was made by: named settings, printable and hashed."""

from dataclasses import dataclass

from harness.core.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Signature:
    """Named settings that say how something was made: printable, comparable, and hashed.

    What can change an output belongs in here (model bytes, decoding settings, library version);
    time, path and host never do.
    """

    name: str  # of the part
    fields: tuple[tuple[str, str], ...] = ()  # (setting, value), in order

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"signature of {self.name!r} names a setting twice: {keys}")

    def __str__(self) -> str:
        """One line in sacreBLEU's manner: `argos|model:1.9|beam:4`."""
        return "|".join([self.name, *(f"{key}:{value}" for key, value in self.fields)])

    @property
    def identity(self) -> str:
        """Fingerprint of the name and every field, in their order."""
        return fingerprint([self.name, [list(pair) for pair in self.fields]])
