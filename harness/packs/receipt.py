"""What was installed: size and SHA-256 of every file of a pack, kept in its folder.

Trust on first use: most packs come without a checksum, so that nobody can say whether they are the
published ones. What was installed once is known from then on, and whatever changes is an error.
This finds damage, edits, and what other programs unpack over a pack; whoever may write into the
folder may write the receipt, too.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError
from harness.packs.bounded import MOST_BYTES, read_json, shown
from harness.packs.contents import RECEIPT

_SCHEMA = 1
# Stanza, by which some versions of Argos Translate cut sentences, fetches this list anew.
_REWRITTEN = frozenset({"stanza/resources.json"})
_AGAIN = "install the pack again with --force, or remove it"
_SHA_256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a pack came from: an address or the name of a file, and its SHA-256.

    `sha256` is empty where it was a folder. `vouched`: a manifest that came with the archive
    named the same checksum. The Argos index names none.
    """

    origin: str
    sha256: str
    vouched: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """The record of one installation. `files` holds size and SHA-256 by the files' names."""

    provenance: Provenance
    files: Mapping[str, tuple[int, str]]

    def compare_sizes(self, path: Path, sizes: Mapping[str, int]) -> None:
        """Compare the files that the pack at `path` has now with those that it had.

        Raises:
            ReadError: one is gone, new, or of another size.
        """
        now = {name: size for name, size in sizes.items() if name not in _REWRITTEN}
        then = {name: size for name, (size, _) in self.files.items()}
        for name in sorted(now.keys() | then.keys()):
            if now.get(name) != then.get(name):
                raise _changed(path, name)

    def compare_checksums(self, path: Path, checksums: Mapping[str, str]) -> None:
        """Compare checksums of files with those that they had. Raises as `compare_sizes`."""
        for name, checksum in checksums.items():
            if name in self.files and self.files[name][1] != checksum:
                raise _changed(path, name)

    def as_json(self) -> str:
        """As it stands in the pack's folder."""
        files = {name: {"bytes": size, "sha256": sha} for name, (size, sha) in self.files.items()}
        said = self.provenance
        body = {"schema": _SCHEMA, "from": said.origin, "sha256": said.sha256}
        whole = body | {"vouched": said.vouched, "files": files}
        return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def made_receipt(
    provenance: Provenance, sizes: Mapping[str, int], checksums: Mapping[str, str]
) -> Receipt:
    """The receipt for these files."""
    recorded = (name for name in sizes if name not in _REWRITTEN)
    return Receipt(provenance, {name: (sizes[name], checksums[name]) for name in recorded})


def receipt_of(folder: Path) -> Receipt | None:
    """The receipt of the pack in `folder`; None where another program put it there.

    Raises:
        ReadError: it is damaged.
    """
    path = folder / RECEIPT
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as cause:
        raise ReadError(f"{path}: {cause.strerror or cause}") from cause
    fields = read_json(str(path), content)
    try:
        return _decoded(fields)
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise ReadError(f"{path}: damaged: {shown(cause)}", hint=_AGAIN) from cause


def _decoded(fields: Any) -> Receipt:
    provenance = Provenance(fields["from"], fields["sha256"], fields["vouched"])
    if (
        fields["schema"] != _SCHEMA
        or [*map(type, (provenance.origin, provenance.sha256))] != [str] * 2
    ):
        raise ValueError("not a receipt of this version")
    files = {name: (entry["bytes"], entry["sha256"]) for name, entry in fields["files"].items()}
    for size, checksum in files.values():
        if type(size) is not int or not _SHA_256.fullmatch(checksum):
            raise ValueError("no size or no checksum")
    return Receipt(provenance, files)


def _changed(path: Path, name: str) -> ReadError:
    return ReadError(f"{path}: {name} is not what was installed: it has changed since", hint=_AGAIN)
