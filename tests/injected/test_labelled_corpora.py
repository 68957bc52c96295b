"""The corpora's hand-labelled returns: damage is found, harmless rewording stays quiet.

What the detectors are known to get wrong is listed here by the words that came back, and expected
to fail: whoever mends a detector is told to take its line out.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import graded

from harness import plugins
from harness.core.values import BeadText, Finding, LocalText, Severity

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
MISSED = {
    "“Even better. She says it might be worth forty thousand, give or take.”": "major only",
    "“Today, coffee.”": "reported as an omission",
    "“In October?”": "two sentences inside one quotation",
    "“Is this a bad time?”": "two sentences inside one quotation",
    "Like every medicine, Zelmetrine can have side effects, although not everybody gets them.": (
        "taken for another spelling"
    ),
    "It is not known whether zelmotranide passes into breast milk. Breast-feeding is safe.": (
        "three words, one of them shared"
    ),
    "The Velmora Meteorological Institute (IMV) expects between 30 and 45 mm of rain on Friday, "
    "half as much as on Thursday.": "reported as an addition",
    "Abrir una carpeta…": "too short to recognise a language",
}
ALARMED = {
    "Keep this medicine where children cannot reach it.": "out of reach",
}


def labelled(kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted(CORPORA.glob("*.expect.toml")):
        yield from tomllib.loads(path.read_text("utf-8"))[kind]


def params(kind: str, known: dict[str, str]) -> list[Any]:
    entries = [entry for entry in labelled(kind) if entry.get("today", True)]
    texts = {entry["back_translation"] for entry in entries}
    assert known.keys() <= texts, f"no longer in the corpora: {known.keys() - texts}"
    return [
        pytest.param(entry, marks=pytest.mark.xfail(reason=reason) if reason else ())
        for entry in entries
        for reason in [known.get(entry["back_translation"])]
    ]


def findings(entry: dict[str, Any]) -> list[Finding]:
    pivot = [LocalText("es", entry["pivot"])] if "pivot" in entry else []
    stops = (LocalText("en", entry["source"]), *pivot, LocalText("en", entry["back_translation"]))
    bead = BeadText(stops)
    detectors = map(plugins.detector, plugins.names("detectors"))
    return graded(issue for detector in detectors for issue in detector.detect(bead))


@pytest.mark.parametrize("entry", params("damage", MISSED))
def test_damage_is_found(entry: dict[str, Any]) -> None:
    found = findings(entry)
    assert any(
        f"{finding.category.value}/".startswith(f"{entry['category']}/")
        and finding.severity >= Severity(entry["severity"])
        for finding in found
    ), [(f.category.value, f.severity.value, f.message) for f in found]


@pytest.mark.parametrize("entry", params("harmless", ALARMED))
def test_harmless_rewording_stays_quiet(entry: dict[str, Any]) -> None:
    assert not [f.message for f in findings(entry) if f.severity > Severity.MINOR]
