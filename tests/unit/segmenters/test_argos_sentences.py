"""Sentences as Argos Translate cuts them: the same cuts, by the splitter that it would use."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from argos_packages import FILES, METADATA, folder, package
from hypothesis import given
from program import CORPORA
from support import ODD_PIECES, document, texts

from harness.core.bundled import bundled
from harness.core.errors import NotInstalled, ReadError
from harness.core.protocols import Surroundings
from harness.packs.splitters import MINISBD_NAMES, splitter_folder
from harness.segmenters.argos_splitter import ArgosSentences, _spans

pytestmark = pytest.mark.engine

BUNDLED = Surroundings(bundled_packs=bundled("langpacks"))


def cut(text: str, language: str = "en", place: Surroundings = BUNDLED) -> list[str]:
    made = ArgosSentences(place).segment(document(text, language=language))
    return [segment.text for segment in made.segments()]


def splitter(pair: str) -> bytes:
    (path,) = (bundled("langpacks") / pair).glob("*.argosmodel")
    with zipfile.ZipFile(path) as packed:
        (name,) = (name for name in packed.namelist() if "/minisbd/" in name)
        return packed.read(name)


# What `argostranslate` does with a text before it translates: PackageTranslation.hypotheses.
BY_ARGOS = """
import json, sys
from pathlib import Path
from argostranslate.package import Package
from argostranslate.sbd import MiniSBDSentencizer
from argostranslate.translate import ITranslation

asked = json.load(sys.stdin)
sentencizer = MiniSBDSentencizer(Package(Path(asked["package"])))
cuts = [[sentence for paragraph in ITranslation.split_into_paragraphs(text)
         for sentence in sentencizer.split_sentences(paragraph)] for text in asked["texts"]]
json.dump(cuts, sys.stdout)
"""


def run_argos(code: str, home: Path, stdin: str = "") -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=stdin,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("pair", ["en_es", "es_en"])
def test_the_cuts_are_those_of_argos_translate(pair: str, tmp_path: Path) -> None:
    (path,) = (bundled("langpacks") / pair).glob("*.argosmodel")
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
    unpacked = next(tmp_path.glob("*/metadata.json")).parent
    asked = [file.read_text("utf-8") for file in sorted(CORPORA.glob("*.txt"))]
    asked += [
        "".join(ODD_PIECES),
        "  ¿Qué tal?  Bien, Sr. Pérez.\tSí. ",
        "word " * 700 + "End. It.",
    ]
    by_argos = json.loads(
        run_argos(BY_ARGOS, tmp_path, json.dumps({"package": str(unpacked), "texts": asked}))
    )
    assert sum(map(len, by_argos)) > 100
    for text, expected in zip(asked, by_argos, strict=True):
        assert cut(text, pair[:2]) == expected


@given(text=texts)
def test_segments_and_gaps_rebuild_the_text(text: str) -> None:
    made = ArgosSentences(BUNDLED).segment(document(text))
    segments = [segment.text for segment in made.segments()]
    assert "".join(a + b for a, b in zip(made.gaps()[0], [*segments, ""], strict=True)) == text
    assert not "".join(made.gaps()[0]).strip()


def test_the_signature_names_the_splitter_and_its_digest() -> None:
    made = ArgosSentences(BUNDLED).segment(document("One. Two."))
    fields = dict(made.signature.fields)
    assert made.signature.name == "argos"
    assert fields["splitter"] == "en.onnx"
    assert fields["model"] == hashlib.sha256(splitter("en_es")).hexdigest()[:16]
    assert {"minisbd", "onnxruntime"} <= set(fields)
    spanish = ArgosSentences(BUNDLED).segment(document("Uno. Dos.", language="es"))
    assert spanish.signature.identity != made.signature.identity


def test_a_named_pack_comes_first_and_a_broken_one_is_an_error(tmp_path: Path) -> None:
    named = folder(tmp_path / "mine", FILES | {"minisbd/mine.onnx": splitter("en_es")})
    place = Surroundings(packs=(named,), bundled_packs=BUNDLED.bundled_packs)
    made = ArgosSentences(place).segment(document("Uno. Dos.", language="es"))
    assert ("splitter", "mine.onnx") in made.signature.fields
    broken = tmp_path / "x.argosmodel"
    broken.write_bytes(b"no zip")
    with pytest.raises(ReadError, match="not a readable zip"):
        cut("Uno.", "es", Surroundings(packs=(broken,), bundled_packs=BUNDLED.bundled_packs))


def test_a_splitter_that_argos_keeps_serves_packs_without_one(tmp_path: Path) -> None:
    folder(tmp_path / "packs/es_en")
    place = Surroundings(data_folder=tmp_path, settings={"packages": str(tmp_path / "packs")})
    with pytest.raises(NotInstalled, match="no pack from 'es' has a sentence splitter") as refusal:
        cut("Uno. Dos.", "es", place)
    assert "--segmenter" in refusal.value.hint
    kept = tmp_path / "argos-translate/minisbd/es.onnx"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(splitter("es_en"))
    assert cut("Uno. Dos.", "es", place) == ["Uno.", "Dos."]


@pytest.mark.parametrize(
    ("code", "language", "kept"),
    [("zt", "zh-Hant", "zh-hant"), ("eo", "eo", "en"), ("pb", "pt-BR", "pt"), ("xx", "xx", "en")],
)
def test_a_language_without_a_model_is_cut_by_that_of_another(
    tmp_path: Path, code: str, language: str, kept: str
) -> None:
    package(tmp_path / "packs/a", code, "en", "1")
    model = tmp_path / f"argos-translate/minisbd/{kept}.onnx"
    model.parent.mkdir(parents=True)
    model.write_bytes(splitter("en_es"))
    place = Surroundings(data_folder=tmp_path, settings={"packages": str(tmp_path / "packs")})
    made = ArgosSentences(place).segment(document("One. Two.", language=language))
    assert ("splitter", f"{kept}.onnx") in made.signature.fields


def test_the_names_of_models_are_those_of_argos(tmp_path: Path) -> None:
    code = """
import json
from argostranslate.sbd import MiniSBDSentencizer, minisbd_models
print(json.dumps([MiniSBDSentencizer.LANGUAGE_CODE_MAPPING, minisbd_models.cache_dir]))
"""
    names, cache = json.loads(run_argos(code, tmp_path))
    assert names == MINISBD_NAMES
    place = Surroundings(data_folder=tmp_path / ".local/share")
    assert splitter_folder(place) == Path(cache)


def test_a_language_without_any_pack_is_an_error_with_a_hint() -> None:
    with pytest.raises(NotInstalled, match="no pack from 'fr' is installed") as refusal:
        cut("Une. Deux.", "fr")
    assert "harness packs list" in refusal.value.hint


def test_what_is_no_splitter_is_an_error(tmp_path: Path) -> None:
    metadata = json.dumps(METADATA | {"from_code": "en", "to_code": "es"}).encode()
    files = FILES | {"metadata.json": metadata, "minisbd/en.onnx": b"no model"}
    named = folder(tmp_path / "mine", files)
    with pytest.raises(ReadError, match=r"en\.onnx is not a sentence splitter"):
        cut("One.", "en", Surroundings(packs=(named,)))


class Failing:
    def sentences(self, text: str) -> list[str]:
        if "bad" in text:
            raise ValueError("there is still text left")
        return [text] if text else []


def test_a_line_that_minisbd_fails_at_is_named() -> None:
    assert len(list(_spans("good\n\ngood", Failing(), "a.txt"))) == 2
    with pytest.raises(ReadError, match=r"^a\.txt:3: .*still text left") as refusal:
        list(_spans("good\n\nbad", Failing(), "a.txt"))
    assert "--segmenter" in refusal.value.hint


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("import onnxruntime", True),  # so it would be
        (
            "from test_argos_sentences import cut; assert cut('One. Two.') == ['One.', 'Two.']",
            False,
        ),
        ("from harness.packs.minisbd import published_models; assert published_models()", False),
    ],
)
def test_onnxruntime_keeps_nothing_to_send_to_its_makers(
    tmp_path: Path, code: str, kept: bool
) -> None:
    path = os.pathsep.join(map(str, (Path(__file__).parent, CORPORA.parent / "tests")))
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": path}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], env=clean, check=True)
    if kept and not (tmp_path / ".cache/Microsoft").exists():
        pytest.skip("this onnxruntime keeps nothing by itself")
    assert (tmp_path / ".cache/Microsoft").exists() is kept
