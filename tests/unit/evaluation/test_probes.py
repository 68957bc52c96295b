import time
from pathlib import Path

import pytest
from support import TableEngine

from harness import plugins
from harness.core.bundled import bundled
from harness.core.errors import ConfigError
from harness.evaluation.probes import (
    EMOJI,
    KINDS,
    Probe,
    Sentence,
    probes,
    read_sentences,
    run_probes,
)

SENTENCE = Sentence(
    "Marta bought 12 apples.", ("12", "47"), ("Marta", "Laura"), ("bought", "purchased")
)
PROBES = {probe.kind: probe for probe in probes([SENTENCE], list(KINDS))}
SOUND = {
    "Marta bought 12 apples.": "Marta compró 12 manzanas.",
    "Marta bought 12 apples": "Marta compró 12 manzanas",
    "MARTA BOUGHT 12 APPLES.": "MARTA COMPRÓ 12 MANZANAS.",
    f"Marta bought 12 apples. {EMOJI}": f"Marta compró 12 manzanas. {EMOJI}",
    "%1$s: Marta bought 12 apples.": "%1$s: Marta compró 12 manzanas.",
    "Marta bought 12 apples.\n\n": "Marta compró 12 manzanas.",
    "Marta bought 47 apples.": "Marta compró 47 manzanas.",
    "Laura bought 12 apples.": "Laura compró 12 manzanas.",
    "Marta purchased 12 apples.": "Marta adquirió 12 manzanas.",
}


def broken(probe: Probe, answer: str | None = None) -> tuple[str, ...]:
    """What the rule objects to when the variant is answered so."""
    table = SOUND | ({probe.variant: answer} if answer is not None else {})
    detectors = [plugins.detector(name) for name in ("negation", "numbers", "repetition")]
    (probed,) = run_probes([probe], TableEngine("en", "es", table), detectors)
    return probed.broken


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_engine_keeps_every_relation(kind: str) -> None:
    assert broken(PROBES[kind]) == ()


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("final-stop", "Manzanas.", "of the words"),
        ("case", "MARTA BOUGHT 12 APPLES.", "of the words"),
        ("emoji", "Marta compró 12 manzanas.", EMOJI),
        ("emoji", EMOJI, "of the words"),
        ("placeholder", "% 1 $ s: Marta compró 12 manzanas.", "not in the output"),
        ("blank-line", "Marta compró 21 manzanas.", "12"),
        ("number", "Marta compró 12 manzanas.", "“47” is not in the output"),
        ("name", "Marta compró 12 manzanas.", "“Laura” is not in the output"),
        ("synonym", "Marta no adquirió 12 manzanas.", "no"),
    ],
)
def test_each_rule_can_be_broken(kind: str, answer: str, said: str) -> None:
    reasons = broken(PROBES[kind], answer)
    assert any(said in reason for reason in reasons), reasons


def test_a_variant_that_cannot_be_translated_breaks_the_relation() -> None:
    table = {PROBES["name"].source: "Marta compró 12 manzanas."}
    (probed,) = run_probes([PROBES["name"]], TableEngine("en", "es", table), [])
    assert probed.broken == ("not translated: not in the table",)
    assert not probed.holds


def test_a_sentence_that_cannot_be_translated_measures_nothing() -> None:
    (probed,) = run_probes([PROBES["name"]], TableEngine("en", "es", {}), [])
    assert (probed.broken, probed.unmeasured) == ((), "not translated: not in the table")
    assert not probed.holds


@pytest.mark.parametrize("loop", ["boat " * 10_000, "a" * 1_000_000])
def test_an_output_that_is_too_long_to_be_compared_breaks_the_relation(loop: str) -> None:
    started = time.process_time()
    (said,) = broken(PROBES["name"], loop)
    assert said.startswith("not compared: ")
    assert "in one segment, of at most" in said
    assert time.process_time() - started < 5


def test_files_and_sentences_are_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    sentence = (
        '[[sentence]]\ntext = "{}"\nnumber = ["1", "2"]\nname = ["A", "B"]\nsynonym = ["a", "b"]\n'
    )
    path.write_text(sentence.format("A a 1 " + "boat " * 3_000))
    with pytest.raises(ConfigError, match="sentence 1: 3,003 words and marks in one segment"):
        read_sentences(path)
    path.write_text(sentence.format("A a 1") + "# " + "x" * 1_000_000)
    with pytest.raises(ConfigError, match="more than 1,000,000 bytes"):
        read_sentences(path)
    with pytest.raises(ConfigError, match="more than 1,000,000 bytes"):
        read_sentences(Path("/dev/zero"))


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_the_sentences_that_ship_can_be_probed(language: str) -> None:
    sentences = read_sentences(bundled("langpacks") / f"probes/{language}.toml")
    made = list(probes(sentences, list(KINDS)))
    assert len(made) == len(KINDS) * len(sentences)
    assert all(probe.source != probe.variant for probe in made)


def test_broken_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    for text in ("", '[[sentence]]\ntext = "a"\n', "oops"):
        path.write_text(text)
        with pytest.raises(ConfigError, match=r"p\.toml"):
            read_sentences(path)
