"""Write docs/dependencies.json: what the program needs to run, as a CycloneDX list of components.

Versions are those of constraints/run.txt, licences those that the installed distributions name, and
each component says what it would open on a network. Usage: python scripts/dependencies.py
"""

import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "constraints/run.txt"
FILE = ROOT / "docs/dependencies.json"

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")
# What distributions write that name no licence of SPDX's list.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Read in the distribution's own licence file, where its metadata say too little.
_READ = {
    "argos-translate-lt": "MIT OR CC0-1.0",
    "colorama": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "minisbd": "AGPL-3.0-only",
}
_NOTHING = "nothing"
_OPENS = {
    "argos-translate-lt": (
        "nothing: only its tokenizer and its sentence splitter are imported, which open nothing; "
        "its package index is never asked"
    ),
    "minisbd": "nothing: its models are installed as files; the harness never lets it download",
    "onnxruntime": (
        "telemetry of its makers by itself, on import: off before it is imported "
        "(ORT_DISABLE_TELEMETRY, harness/core/offline.py); nothing then"
    ),
    "sacrebleu": "nothing: its downloads of test sets are never called",
    "sacremoses": "nothing: its data lie in its wheel",
}


def components() -> Iterator[dict[str, Any]]:
    """One for each pinned version, in the order of the pins. Raises: ValueError: no licence."""
    for line in PINNED.read_text("utf-8").splitlines():
        if pin := _PIN.match(line):
            yield _component(pin["name"], pin["version"])


def document() -> str:
    """The whole file. The same pins give the same bytes."""
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "retranslation-harness",
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": list(components()),
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def licence_of(name: str) -> str:
    """An SPDX expression. Raises: ValueError where none is known."""
    if name in _READ:
        return _READ[name]
    try:
        said = metadata(name)
    except PackageNotFoundError as cause:
        raise ValueError(f"{name} is not installed: its licence cannot be read") from cause
    if expression := said["License-Expression"]:
        return str(expression)
    written = str(said["License"] or "").strip()
    classifiers = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or ()]
    for each in (written, *classifiers):
        if each in _SPDX:
            return _SPDX[each]
    if re.fullmatch(r"[A-Z][A-Za-z0-9.-]+(?: (?:AND|OR) [A-Z][A-Za-z0-9.-]+)*", written):
        return written
    raise ValueError(f"{name}: {written!r} names no licence: read its file, add it to _READ")


def _component(name: str, version: str) -> dict[str, Any]:
    licence = licence_of(name)
    alone = " " not in licence
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"id": licence}} if alone else {"expression": licence}],
        "properties": [{"name": "harness:opens", "value": _OPENS.get(name, _NOTHING)}],
    }


def main() -> None:
    FILE.write_text(document(), "utf-8")
    print(f"wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
