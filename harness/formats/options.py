"""Settings of readers, as in `--option csv.target=Spanish`."""

from collections.abc import Mapping, Sequence

from harness.core.errors import ConfigError

ReaderOptions = Mapping[str, str] | None


def refuse_options(reader: str, options: ReaderOptions, known: Sequence[str]) -> None:
    """Raises: ConfigError for a setting that the reader does not have."""
    for name in options or {}:
        if name not in known:
            raise ConfigError(
                f"the reader {reader} has no setting {name!r}",
                hint=f"it has {', '.join(known)}" if known else "it has none",
            )
