"""From the network into the folder of packs: by address, or by direction through the index."""

from pathlib import Path

from harness.core.errors import ConfigError, NotDownloaded, ReadError
from harness.core.progress import ProgressFactory
from harness.core.values import Direction
from harness.packs.download import Downloader, without_secrets
from harness.packs.index import Published, look_up, parse_index
from harness.packs.install import Installer, Placed
from harness.packs.staging import staging

_LARGEST_PACK = 8 << 30  # bytes; the largest published one has about 3 GiB
_LARGEST_INDEX = 16 << 20


def install_from_url(
    url: str, installer: Installer, downloader: Downloader, show_progress: ProgressFactory
) -> Placed:
    """Fetch one pack and install it.

    Raises:
        NotDownloaded: it cannot be fetched.
        ReadError, ConfigError, WriteError: it cannot be installed; see `Installer`.
    """
    with staging(installer.folder) as work:
        archive = work / "pack.argosmodel"
        downloader.save(url, archive, most=_LARGEST_PACK, show_progress=show_progress)
        try:
            return installer.install(archive, origin=without_secrets(url))
        except ReadError as cause:
            raise _about(url, archive, cause) from cause


def install_from_index(
    direction: Direction,
    index: str,
    installer: Installer,
    downloader: Downloader,
    show_progress: ProgressFactory,
) -> Placed:
    """Fetch the newest pack that the index (an address or a file) has, and install it.

    Nothing is fetched but the index where that version is installed already.

    Raises:
        ReadError: the index is none.
        ConfigError: it has no pack for `direction`, or another version is installed.
        NotDownloaded: none of its links leads to the pack.
        WriteError: it cannot be installed; see `Installer`.
    """
    published = look_up(read_index(index, downloader), direction)
    if same := installer.already(direction, published.version):
        return Placed(same, already=True)
    with staging(installer.folder) as work:
        archive, link = _download(published, work, downloader, show_progress)
        try:
            origin = without_secrets(link)
            return installer.install(archive, direction=direction, origin=origin)
        except ReadError as cause:
            raise _about(link, archive, cause) from cause


def read_index(place: str, downloader: Downloader) -> tuple[Published, ...]:
    """What an index names, an address or a file.

    Raises:
        NotDownloaded: it cannot be fetched.
        ReadError: it is none.
    """
    return parse_index(_index(place, downloader), place)


def _index(place: str, downloader: Downloader) -> bytes:
    if "://" in place:
        return downloader.read(place, most=_LARGEST_INDEX)
    try:
        return Path(place).read_bytes()
    except OSError as cause:
        raise ReadError(f"{place}: {cause.strerror}", hint="name a file or an address") from cause


def _download(
    published: Published, work: Path, downloader: Downloader, show_progress: ProgressFactory
) -> tuple[Path, str]:
    """The pack from the first of its links that works, and which one that was."""
    last: NotDownloaded | None = None
    for number, link in enumerate(published.links):
        archive = work / f"{number}.argosmodel"
        try:
            downloader.save(link, archive, most=_LARGEST_PACK, show_progress=show_progress)
        except NotDownloaded as cause:
            last = cause
        else:
            return archive, link
    raise last or ConfigError(f"the index names no link for {published.direction}")


def _about(url: str, archive: Path, cause: ReadError) -> ReadError:
    """The same complaint, of what the user asked for and not of a file that is gone by then."""
    return ReadError(str(cause).replace(str(archive), url), hint=cause.hint)
