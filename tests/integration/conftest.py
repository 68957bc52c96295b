from pathlib import Path

import pytest
from program import Program


@pytest.fixture
def harness(tmp_path: Path) -> Program:
    (tmp_path / "home").mkdir()
    return Program(tmp_path)
