"""The file of what was learnt is read, or it is said that it cannot be."""

from pathlib import Path

import pytest

from harness.core.errors import ReadError
from harness.models.fine_tuned import fine_tuning


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fine_tuned.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ReadError, match="paraphrase model"):
        fine_tuning(tmp_path / "fine_tuned.npz")
