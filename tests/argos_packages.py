"""Argos packages made up for tests: sound in structure, without a model that could be loaded."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from harness.packs.install import Installer, Placed

METADATA = {
    "package_version": "1.9",
    "from_code": "es",
    "to_code": "en",
    "target_prefix": "",
}
FILES = {
    "metadata.json": json.dumps(METADATA).encode(),
    "model/model.bin": b"weights" * 100,
    "model/config.json": b"{}",
    "model/shared_vocabulary.json": b'["a", "b"]',
    "sentencepiece.model": b"pieces",
    "README.md": b"# A package",
}


def folder(root: Path, files: dict[str, bytes] = FILES) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def package(root: Path, source: str, target: str, version: str) -> Path:
    metadata = METADATA | {"from_code": source, "to_code": target, "package_version": version}
    return folder(root, FILES | {"metadata.json": json.dumps(metadata).encode()})


def archive(path: Path, files: dict[str, bytes] = FILES, root: str = "es_en/") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(root + name, content)
    return path


def manifest(path: Path, **change: object) -> None:
    data = path.read_bytes()
    said = {"file": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    lines = [f"{key} = {json.dumps(value)}" for key, value in (said | change).items()]
    (path.parent / "pack.toml").write_text("\n".join(lines), "utf-8")


def untried(pack: Path) -> None:
    """Stands for the trial of a model: these packages have none that could be opened."""


def install(path: Path, place: Path, *, force: bool = False, **how: Any) -> Placed:
    """Install a package without opening its model."""
    return Installer(place, untried, force).install(path, **how)
