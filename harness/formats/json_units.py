"""What the readers of JSON have in common: units at paths of keys, and how strings are written."""

import json
from collections.abc import Mapping

from harness.core.values import Document
from harness.formats import splice
from harness.formats.json_syntax import is_ascii_only, written
from harness.formats.keys import unit_key


def write(document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
    """Strings as the file writes them. Raises as `splice.spliced`."""
    ascii_only = bool(translations) and is_ascii_only(data.decode(document.encoding))
    return splice.spliced(
        document,
        data,
        translations,
        lambda text, before: written(text, before, ascii_only=ascii_only),
    )


class Paths:
    """Ids for paths of keys: `menu.open`. A dot within a key is marked only where ids clash."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unit_id(self, path: tuple[str, ...]) -> str:
        """The id of a path that was not asked for before."""
        made = unit_key(".".join(path))
        if made in self._taken:
            made = unit_key(json.dumps(path, ensure_ascii=False), ".")
        self._taken.add(made)
        return made
