import hashlib
import json
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import describe
from harness.packs.manifest import manifest_of

PROSE = """
title = "English to Spanish"
preview = true
summary = "English to Spanish, for {{tests}}"
licence = "CC0-1.0"
licence-note = "Made up."
weaknesses = ["Of the numbers {test[numbers kept]:.0%} are kept.", "Poor | slow."]
made = "On {pairs:,} pairs, {training[tokens]:,} tokens in {training[steps]:,} steps."

[[scores]]
set = "a set, {test[sentences]:,} sentences"
note = "once"
bleu = "{test[bleu]:.1f}"
chrf = "{test[chrf]:.1f}"

[[compared]]
system = "another"
bleu = "12.5"

[[trained-on]]
text = "templates"
licence = "CC0-1.0"
"""
SOURCES = {
    "tatoeba": ("Tatoeba", "en-es", "CC-BY-2.0-FR", "tatoeba.org"),
    "factbook": ("World Factbook", "en", "Public domain", ""),
    "laws": ("Laws", "pt", "Public domain", ""),
}
SCORES = {"sentences": 1012, "bleu": 17, "chrf": 46.24, "numbers kept": 0.876}
PACKAGES = Path(describe.__file__).parent / "packs"

Run = Callable[..., None]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """What the other programs leave: sources, pairs, scores, a log."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "en_es.toml").write_text(PROSE, "utf-8")
    (tmp_path / "sources").mkdir()
    for name, (title, language, licence, attribution) in SOURCES.items():
        fields = {
            "title": title, "language": language, "licence": licence, "attribution": attribution,
        }  # fmt: skip
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in fields.items()]
        (tmp_path / "sources" / f"{name}.toml").write_text("".join(lines), "utf-8")
    for name, count in (("one", 900), ("two", 1200), ("three", 50)):
        (tmp_path / f"{name}.tsv").write_text("a\tb\n" * count, "utf-8")
    (tmp_path / "test.json").write_text(json.dumps(SCORES), "utf-8")
    (tmp_path / "log.tsv").write_text(
        "step 50\ttokens 4000\tloss 3.1\nstep 1750\ttokens 140000\tloss 2.5\n", "utf-8"
    )
    return tmp_path


@pytest.fixture
def run(work: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def main(*more: object) -> None:
        data = [f"tatoeba={work}/one.tsv", f"factbook={work}/two.tsv", f"tatoeba={work}/three.tsv"]
        figures = ["--scores", f"test={work}/test.json", "--data", *data, "--log", work / "log.tsv"]
        places = ["--sources", work / "sources", "--packs", work / "packs"]
        arguments = ["describe.py", "en_es", *figures, *places, *more]
        monkeypatch.setattr(sys, "argv", list(map(str, arguments)))
        describe.main()

    return main


def packed(path: Path, readme: str, direction: str = "en_es") -> Path:
    source, target = direction.split("_")
    metadata = {"package_version": "1.0", "from_code": source, "to_code": target}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pack/metadata.json", json.dumps(metadata))
        archive.writestr("pack/README.md", readme)
    return path


def test_the_readme_quotes_the_figures(run: Run, work: Path) -> None:
    run("--readme", work / "README.md")
    text = (work / "README.md").read_text("utf-8")
    assert text.startswith("# English to Spanish\n\nEnglish to Spanish, for {tests}.\n")
    assert "| a set, 1,012 sentences (once) | 17.0 | 46.2 |\n| another | 12.5 |  |" in text
    assert "- Of the numbers 88% are kept.\n- Poor | slow.\n" in text
    assert "On 2,150 pairs, 140,000 tokens in 1,750 steps." in text
    assert (
        "| World Factbook, Spanish by a model | 1,200 | Public domain |\n"
        "| Tatoeba | 950 | CC-BY-2.0-FR (tatoeba.org) |\n"
        "| templates |  | CC0-1.0 |\n"
    ) in text


def test_the_harness_reads_the_manifest(run: Run, work: Path) -> None:
    run("--readme", work / "README.md")
    package = packed(work / "pack.argosmodel", (work / "README.md").read_text("utf-8"))
    run("--package", package, "--manifest", work / "pack.toml")
    said = manifest_of(package)
    assert said is not None
    said.verify(package)
    assert said.bytes == package.stat().st_size
    assert said.sha256 == hashlib.sha256(package.read_bytes()).hexdigest()
    assert said.summary == "English to Spanish, for {tests}"
    assert said.preview
    assert said.weaknesses == ("Of the numbers 88% are kept.", "Poor | slow.")
    assert [(s.subject, s.note, s.bleu, s.chrf) for s in (*said.scores, *said.compared)] == [
        ("a set, 1,012 sentences", "once", "17.0", "46.2"),
        ("another", "", "12.5", ""),
    ]
    assert [(t.text, t.pairs, t.licence, t.attribution) for t in said.trained_on] == [
        ("World Factbook, Spanish by a model", 1200, "Public domain", ""),
        ("Tatoeba", 950, "CC-BY-2.0-FR", "tatoeba.org"),
        ("templates", None, "CC0-1.0", ""),
    ]
    body = tomllib.loads((work / "pack.toml").read_text("utf-8"))
    named = [body[key] for key in ("format", "source", "target", "version")]
    assert named == ["argos", "en", "es", "1.0"]
    assert "title" not in body


def test_a_package_with_another_readme_is_refused(run: Run, work: Path) -> None:
    package = packed(work / "pack.argosmodel", "# Older")
    with pytest.raises(SystemExit, match=r"README\.md is not what these figures give"):
        run("--package", package, "--manifest", work / "pack.toml")
    assert not (work / "pack.toml").exists()


def test_a_package_of_another_direction_is_refused(run: Run, work: Path) -> None:
    package = packed(work / "pack.argosmodel", "", direction="es_en")
    with pytest.raises(SystemExit, match="leads elsewhere than en_es"):
        run("--package", package, "--manifest", work / "pack.toml")


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ('summary = "{dev[bleu]}"', "no such figure: 'dev'"),
        ('made = "{test[comet]}"', "no such figure: 'comet'"),
        ('made = "100 % of {"', "no such figure"),
        ("weakness = []", "weakness has no place there"),
    ],
)
def test_bad_prose_is_refused(run: Run, work: Path, prose: str, complaint: str) -> None:
    (work / "packs" / "en_es.toml").write_text(prose, "utf-8")
    with pytest.raises(SystemExit, match=complaint):
        run("--readme", work / "README.md")


def test_texts_without_a_description_are_refused(work: Path) -> None:
    with pytest.raises(describe.DescribeError, match=r"poems\.toml is not there"):
        describe.trained_on("en_es", [("poems", work / "one.tsv")], work / "sources")


@pytest.mark.parametrize(
    ("direction", "name", "expected"),
    [
        ("en_es", "tatoeba", "Tatoeba"),
        ("es_en", "factbook", "World Factbook, Spanish by a model"),
        ("en_pt", "tatoeba", "Tatoeba, Portuguese by a model"),
        ("es_en", "laws", "Laws, Spanish and English by a model"),
    ],
)
def test_what_the_teacher_wrote_is_said(
    work: Path, direction: str, name: str, expected: str
) -> None:
    (table,) = describe.trained_on(direction, [(name, work / "one.tsv")], work / "sources")
    assert table["text"] == expected


def test_a_log_without_steps_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.tsv").write_text("step 50\ttokens 4000\tloss 3.1\nkilled\n", "utf-8")
    with pytest.raises(describe.DescribeError, match="does not end with the line of a step"):
        describe.training([tmp_path / "log.tsv"])


def test_the_rounds_of_training_add_up(tmp_path: Path) -> None:
    logs = [tmp_path / "first.tsv", tmp_path / "second.tsv"]
    logs[0].write_text("step 5\ttokens 100\tloss 3\nstep 50\ttokens 4000\tloss 2\n", "utf-8")
    logs[1].write_text("step 7\ttokens 600\tloss 2\n", "utf-8")
    assert describe.training(logs) == {"steps": 57, "tokens": 4600}


def test_texts_of_the_pack_before_count_once() -> None:
    before = [{"text": "Tatoeba", "pairs": 900}, {"text": "Laws", "pairs": 50}]
    now = [{"text": "Tatoeba", "pairs": 100}, {"text": "Seed", "pairs": 600}]
    assert describe.together(now, before) == [before[0], now[1], before[1]]


@given(st.text(), st.text(st.characters(max_codepoint=0xFF)), st.booleans(), st.integers())
def test_toml_reads_back(text: str, latin: str, truth: bool, number: int) -> None:
    values: dict[str, Any] = {
        "bytes": number, "preview": truth, "summary": text, "weaknesses": [text, latin],
        "scores": [{"set": latin}, {"set": text, "note": latin}],
    }  # fmt: skip
    assert tomllib.loads(describe.toml(values)) == values


def test_toml_takes_no_other_types() -> None:
    with pytest.raises(TypeError, match=r"1\.5 has no place"):
        describe.toml({"bytes": 1.5})


@pytest.mark.parametrize("path", sorted(PACKAGES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_prose_of_each_pack_can_be_filled(path: Path) -> None:
    prose = tomllib.loads(path.read_text("utf-8"))
    assert set(prose) <= describe.PROSE
    scores = SCORES | {
        "numbers kept by the reference": 0.9, "names kept": 0.7, "garbage": 0.3,
        "placeholders kept": 0.4,
    }  # fmt: skip
    figures = {
        "dev": scores, "test": scores, "marks": scores, "pairs": 1,
        "training": {"steps": 1, "tokens": 1},
    }  # fmt: skip
    text = describe.readme(describe.filled(prose, figures) | {"trained-on": []})
    assert text.startswith(f"# {prose['title']}\n")
    assert "{" not in text
