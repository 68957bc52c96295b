"""Faults planted on a known hop of perfect round trips are put down to that hop, by facts alone.

Every sentence, translation and fault was written by hand for this test. A fault is one exchange in
the home text and the same one in the foreign text; planted in the hypothesis it shows in both.
"""

from collections import Counter

import pytest

from harness.blame.hop_attribution import HopAttribution
from harness.core.protocols import Detector
from harness.core.values import BeadText, Issue, LocalText
from harness.detectors.names import Names
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.repetition import Repetition
from harness.detectors.sentences import Sentences
from harness.detectors.untranslated import Untranslated

DETECTORS: tuple[Detector, ...] = (
    Names(),
    Negation(),
    Numbers(),
    Repetition(),
    Sentences(),
    Untranslated(),
)
Exchange = tuple[str, str]

# language, source, its translation, what is exchanged at home, and the same abroad
FAULTS: tuple[tuple[str, str, str, Exchange, Exchange], ...] = (
    ("es", "The ferry carried 240 people to Menorca.", "El ferri llevó a 240 personas a Menorca.",
     ("240", "420"), ("240", "420")),
    ("es", "Bread now costs 2.75 euros.", "El pan cuesta ahora 2,75 euros.",
     ("2.75", "27.5"), ("2,75", "27,5")),
    ("es", "The bakery sold 1,900 loaves.", "La panadería vendió 1.900 panes.",
     ("1,900", "1,600"), ("1.900", "1.600")),
    ("es", "Fourteen of the lamps were broken.", "Catorce de las lámparas estaban rotas.",
     ("Fourteen", "Forty"), ("Catorce", "Cuarenta")),
    ("es", "The plumber did not find the leak.", "El fontanero no encontró la fuga.",
     ("did not find", "found"), ("no encontró", "encontró")),
    ("es", "Nobody has seen the red notebook.", "Nadie ha visto el cuaderno rojo.",
     ("Nobody", "Somebody"), ("Nadie", "Alguien")),
    ("es", "Your luggage is in the hall.", "Su equipaje está en el vestíbulo.",
     ("is in", "is not in"), ("está en", "no está en")),
    ("es", "The letter was signed by Kowalski himself.", "La carta la firmó el propio Kowalski.",
     ("Kowalski", "Petersen"), ("Kowalski", "Petersen")),
    ("es", "They asked Brigitte about the old well.", "Preguntaron a Brigitte por el viejo pozo.",
     (" Brigitte", ""), (" a Brigitte", "")),
    ("es", "The clinic moved to Germany in spring.", "La clínica se mudó a Alemania en primavera.",
     ("Germany", "Greece"), ("Alemania", "Grecia")),
    ("es", "The museum opens at noon. Admission is free for pupils.",
     "El museo abre al mediodía. La entrada es gratuita para los alumnos.",
     (" Admission is free for pupils.", ""), (" La entrada es gratuita para los alumnos.", "")),
    ("es", "The soup was too salty.", "La sopa estaba demasiado salada.",
     ("salty", "salty salty salty salty"), ("salada", "salada salada salada salada")),
    ("es", "We repaired the roof last week.", "Arreglamos el tejado la semana pasada.",
     ("roof", "крыша"), ("tejado", "крыша")),
    ("pt", "The orchard has 360 apple trees.", "O pomar tem 360 macieiras.",
     ("360", "630"), ("360", "630")),
    ("pt", "About 5.5 litres of paint are left.", "Restam cerca de 5,5 litros de tinta.",
     ("5.5", "55"), ("5,5", "55")),
    ("pt", "The shop does not repair watches.", "A loja não conserta relógios.",
     ("does not repair", "repairs"), ("não conserta", "conserta")),
    ("pt", "The goalkeeper never trained alone.", "O goleiro nunca treinou sozinho.",
     ("never trained", "trained"), ("nunca treinou", "treinou")),
    ("pt", "The path is safe in winter.", "O caminho é seguro no inverno.",
     ("is safe", "is not safe"), ("é seguro", "não é seguro")),
    ("pt", "The choir thanked Lindqvist warmly.", "O coro agradeceu calorosamente a Lindqvist.",
     ("Lindqvist", "Hargreaves"), ("Lindqvist", "Hargreaves")),
    ("pt", "My aunt wrote to Beatriz twice.", "Minha tia escreveu duas vezes a Beatriz.",
     (" to Beatriz", ""), (" a Beatriz", "")),
    ("pt", "The lake froze. Children skated on it all day.",
     "O lago congelou. As crianças patinaram nele o dia todo.",
     (" Children skated on it all day.", ""), (" As crianças patinaram nele o dia todo.", "")),
    ("pt", "The sea was very calm today.", "O mar estava muito calmo hoje.",
     ("calm", "calm calm calm calm"), ("calmo", "calmo calmo calmo calmo")),
)  # fmt: skip


def planted(
    language: str, texts: tuple[str, str], home: Exchange, abroad: Exchange, *, forward: bool
) -> BeadText:
    source, hypothesis = texts
    back, other = source.replace(*home), hypothesis.replace(*abroad)
    assert source != back
    assert hypothesis != other
    pivot = LocalText(language, other if forward else hypothesis)
    return BeadText((LocalText("en", source), pivot, LocalText("en", back)))


def blamed(bead: BeadText) -> list[str]:
    found: list[Issue] = [each for detector in DETECTORS for each in detector.detect(bead)]
    return [str(finding.locus) for finding in HopAttribution().attribute([(bead, found)])[0]]


def every_verdict(*, forward: bool) -> list[str]:
    return [
        locus
        for language, source, hypothesis, home, abroad in FAULTS
        for locus in blamed(planted(language, (source, hypothesis), home, abroad, forward=forward))
    ]


@pytest.mark.parametrize(("forward", "truth"), [(True, "forward"), (False, "backward")])
def test_the_hop_of_planted_faults_is_found(forward: bool, truth: str) -> None:
    verdicts = every_verdict(forward=forward)
    assert len(verdicts) >= len(FAULTS), "faults that nobody finds prove nothing about blame"
    counts = Counter(verdicts)
    assert counts[truth] >= 0.9 * len(verdicts), counts
    assert len(verdicts) - counts[truth] - counts["unknown"] <= 0.03 * len(verdicts), counts


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[3][0].strip())
def test_a_perfect_round_trip_gives_blame_nothing_to_do(
    fault: tuple[str, str, str, Exchange, Exchange],
) -> None:
    language, source, hypothesis, _, _ = fault
    home = LocalText("en", source)
    assert blamed(BeadText((home, LocalText(language, hypothesis), home))) == []
