"""Known damage, put into plain sentences, is found; harmless paraphrase is not.

Every sentence and every paraphrase was written by hand for this test.
"""

import re
from collections.abc import Callable

import pytest
from support import graded

from harness.core.protocols import Detector
from harness.core.values import BeadText, Category, Finding, LocalText, Severity
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

SOURCES = {
    "en": (
        "The bridge was closed on Monday because 26 of its bolts were loose.",
        "She did not tell Margaret why the train to Lisbon left early.",
        "The company sold 3,811 bicycles last year and expects to sell more.",
        "Nobody at the Rijksmuseum knew who had painted the small portrait.",
        "The price of bread rose by 4.5 percent between 2019 and 2021.",
        "Our neighbour never drives his car when the streets are wet.",
        "Doctors in Nairobi treated 740 patients during the first week.",
        "The mayor cannot explain why Henderson left the meeting.",
        "A ship with 75 sailors on board reached Valparaíso at noon.",
        "The report by Amnesty does not mention the fire. The fire destroyed 12 houses.",
        "Rain is expected in the north. Farmers hope to bring in the harvest by Friday.",
        "They walked 18.5 kilometres without a single break.",
        "The judge in Rotterdam asked for silence. The lawyers sat down quickly.",
    ),
    "es": (
        "El puente se cerró el lunes porque 26 de sus tornillos estaban sueltos.",
        "Ella no le dijo a Margarita por qué el tren a Lisboa salió temprano.",
        "La empresa vendió 3.811 bicicletas el año pasado y espera vender más.",
        "El precio del pan subió un 4,5 por ciento entre 2019 y 2021.",
        "Nuestro vecino nunca conduce su coche cuando las calles están mojadas.",
        "Los médicos de Nairobi atendieron a 740 pacientes durante la semana.",
        "El alcalde no puede explicar por qué Henderson dejó la reunión.",
        "Un barco con 75 marineros llegó a Valparaíso al mediodía.",
        "Se espera lluvia en el norte. Los campesinos quieren recoger pronto la cosecha.",
        "Caminaron 18,5 kilómetros sin un solo descanso.",
    ),
    "pt": (
        "A ponte foi fechada na segunda-feira porque 26 parafusos estavam soltos.",
        "Ela não disse a Margarida por que o trem para Lisboa saiu cedo.",
        "A empresa vendeu 3.811 bicicletas no ano passado e espera vender mais.",
        "O preço do pão subiu 4,5 por cento entre 2019 e 2021.",
        "Nosso vizinho nunca dirige o carro quando as ruas estão molhadas.",
        "Os médicos de Nairóbi atenderam 740 pacientes durante a semana.",
        "O prefeito não consegue explicar por que Henderson deixou a reunião.",
        "Um navio com 75 marinheiros chegou a Valparaíso ao meio-dia.",
        "Espera-se chuva no norte. Os camponeses querem colher logo o trigo.",
        "Caminharam 18,5 quilômetros sem uma única pausa.",
    ),
}

NAMES = ("Margaret", "Margarita", "Margarida", "Henderson", "Nairobi", "Nairóbi", "Valparaíso")
NUMBER = r"\d[\d.,]*\d"
DENIALS = {
    "did not tell": "told",
    "Nobody": "Everybody",
    "never drives": "drives",
    "cannot": "can",
    "does not mention": "mentions",
    "without a": "with a",
    "no le dijo": "le dijo",
    "no puede": "puede",
    "nunca ": "",
    "sin un": "con un",
    "não ": "",
    "sem uma": "com uma",
}


def drop_negation(text: str) -> str:
    for denial, statement in DENIALS.items():
        if denial in text:
            return text.replace(denial, statement, 1)
    return text


def change_digit(text: str) -> str:
    return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit.group()) + 3) % 10), text, count=1)


def swap_digits(text: str) -> str:
    return re.sub(r"(\d)(?!\1)(\d)", r"\2\1", text, count=1)


def move_decimal(text: str) -> str:
    return re.sub(r"\b(\d+)(\d)([.,])(\d)\b|\b(\d)([.,])(\d) ", _moved, text, count=1)


def _moved(match: re.Match[str]) -> str:
    if match[1]:
        return f"{match[1]}{match[3]}{match[2]}{match[4]}"
    return f"{match[5]}{match[7]} "


def drop_number(text: str) -> str:
    return re.sub(rf"\b{NUMBER} ", "", text, count=1)


def repeat_tail(text: str) -> str:
    words = text.rstrip(".").split(" ")
    return " ".join([*words, *words[-3:], *words[-3:]]) + "."


def double_phrase(text: str) -> str:
    words = text.split(" ")
    return " ".join([*words[:4], *words[2:4], *words[4:]])


def replace_name(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "Wolfgang")
    return text


def misspell_name(text: str) -> str:
    return re.sub("|".join(NAMES), lambda name: name.group()[:3] + "togo", text)


def drop_sentence(text: str) -> str:
    first, _, rest = text.partition(". ")
    return first + "." if rest else text


def lose_everything(text: str) -> str:
    return ""


def garble_a_word(text: str) -> str:
    words = text.split(" ")
    return " ".join([*words[:3], "коррупция", *words[3:]])


CASES: tuple[tuple[Callable[[str], str], frozenset[Category], int], ...] = (
    (drop_negation, frozenset({Category.NEGATION}), 12),
    (change_digit, frozenset({Category.NUMBER}), 15),
    (swap_digits, frozenset({Category.NUMBER}), 15),
    (move_decimal, frozenset({Category.NUMBER}), 6),
    (drop_number, frozenset({Category.OMISSION}), 15),
    (repeat_tail, frozenset({Category.REPETITION}), 33),
    (double_phrase, frozenset({Category.REPETITION}), 33),
    (replace_name, frozenset({Category.ENTITY}), 11),
    (misspell_name, frozenset({Category.ENTITY}), 11),
    (drop_sentence, frozenset({Category.OMISSION_SENTENCE}), 5),
    (lose_everything, frozenset({Category.OMISSION_SENTENCE}), 33),
    (garble_a_word, frozenset({Category.WRONG_LANGUAGE}), 33),
)


def findings(language: str, *texts: str, pivot: str = "fr") -> list[Finding]:
    middle = [LocalText(pivot, text) for text in texts[1:-1]]
    stops = (LocalText(language, texts[0]), *middle, LocalText(language, texts[-1]))
    return graded(found for detector in DETECTORS for found in detector.detect(BeadText(stops)))


def every_source() -> list[tuple[str, str]]:
    return [(language, source) for language, texts in SOURCES.items() for source in texts]


@pytest.mark.parametrize(("damage", "expected", "at_least"), CASES)
def test_injected_damage_is_found(
    damage: Callable[[str], str], expected: frozenset[Category], at_least: int
) -> None:
    damaged = [(lang, text, damage(text)) for lang, text in every_source() if damage(text) != text]
    assert len(damaged) >= at_least, "damage that hardly ever applies proves little"
    missed = [
        (source, back)
        for language, source, back in damaged
        if not expected & {finding.category for finding in findings(language, source, back)}
    ]
    assert missed == []


@pytest.mark.parametrize("damage", [drop_negation, change_digit, swap_digits, drop_number])
def test_lost_facts_are_critical(damage: Callable[[str], str]) -> None:
    for language, source in every_source():
        back = damage(source)
        if back != source:
            worst = max(finding.severity for finding in findings(language, source, back))
            assert worst is Severity.CRITICAL, (source, back)


@pytest.mark.parametrize(("language", "source"), every_source())
def test_a_perfect_round_trip_raises_nothing(language: str, source: str) -> None:
    assert findings(language, source, source) == []


@pytest.mark.parametrize(("language", "source"), every_source())
def test_an_untranslated_pivot_is_found_though_the_return_is_perfect(
    language: str, source: str
) -> None:
    categories = {finding.category for finding in findings(language, source, source, source)}
    assert categories & {Category.UNTRANSLATED, Category.WRONG_LANGUAGE}


PARAPHRASES = {
    "en": (
        ("I did not see him.", "I didn't see him."),
        ("It is not far.", "It isn't far."),
        ("They cannot swim.", "They can't swim."),
        ("We will not wait.", "We won’t wait."),
        ("He changed it instantly.", "He changed it immediately."),
        ("The boy is chasing the dog.", "The child is pursuing the dog."),
        ("A tall man opened the door.", "A big man opened the door."),
        ("The dog bit the man.", "The man was bitten by the dog."),
        ("Twelve ships were lost.", "12 ships were lost."),
        ("He bought 1,000 bricks.", "He bought a thousand bricks."),
        ("The meeting is at 3 p.m.", "The meeting is at 15:00."),
        ("About 2.5 million people live here.", "Around 2,500,000 people live here."),
        ("She won the 100th race.", "She won the hundredth race."),
        ("Prices rose 5 percent.", "Prices went up by five per cent."),
        ("Two of them left.", "Both of them left."),
        ("One of the doors was open.", "A door was open."),
        ("A dozen eggs, please.", "Twelve eggs, please."),
        ("It happened in the 1990s.", "It happened in the ’90s."),
        ("On 5 May 2020, they met.", "They met on May 5, 2020."),
        ("They met in the 21st century.", "They met in the twenty-first century."),
        ("The colour of the harbour.", "The color of the harbor."),
        ("They organised a programme.", "They organized a program."),
        ("“Go,” she said.", '"Go," she said.'),
        ("He said: 'Come in.'", "He said, “Come in.”"),
        ("The road — a long one — was empty.", "The road, a long one, was empty."),
        ("Yesterday we met Anna in Rome.", "We met Anna in Rome yesterday."),
        ("Germany's army is small.", "The army of Germany is small."),
        ("The Russian minister left.", "The minister of Russia left."),
        ("He spoke to the United Nations.", "He spoke to the UN."),
        ("She lives in the United States.", "She lives in the US."),
        ("Mr. Brown met Mrs. Gray.", "Mr Brown met Mrs Gray."),
        ("The Prime Minister resigned.", "The prime minister stepped down."),
        ("The Ministry of Defence denied it.", "The Defense Ministry denied it."),
        ("Every Friday he plays chess.", "He plays chess on Fridays."),
        ("However, nobody came.", "But no one came."),
        ("There was nothing to eat.", "There wasn't anything to eat."),
        ("He never smokes.", "He does not ever smoke."),
        ("She was not happy.", "She was unhappy."),
        ("He has no money.", "He does not have any money."),
        ("He no longer works here.", "He does not work here anymore."),
        ("Neither answer is right.", "Both answers are not right."),
        ("He did not manage to call.", "He failed to call."),
        ("It rained. We stayed in.", "It rained, so we stayed in."),
        ("Come in! Sit down!", "Come in and sit down."),
        ("The work was finished quickly.", "The work was completed fast."),
        ("They started the engine.", "They began to run the engine."),
        ("She is a doctor.", "She works as a physician."),
        ("He is very, very tired.", "He is very tired."),
        ("The film was good.", "The movie was good."),
        ("THE END OF THE ROAD", "The end of the road"),
        ("Zero tolerance is the rule.", "The rule is no tolerance at all."),
    ),
    "es": (
        ("No vino nadie a la fiesta.", "Nadie vino a la fiesta."),
        ("No quiero nada.", "Yo no quiero nada."),
        ("Compró doce libros.", "Compró 12 libros."),
        ("Costó 1.000 euros.", "Costó mil euros."),
        ("Pesa 2,5 kilos.", "Su peso es de 2,5 kilos."),
        ("El perro mordió al hombre.", "El hombre fue mordido por el perro."),
        ("«Ven», dijo ella.", "“Ven”, dijo ella."),
        ("Un hombre entró en la casa.", "Entró un hombre en la casa."),
        ("El señor García llegó ayer.", "Ayer llegó el Sr. García."),
        ("Vive en los Estados Unidos.", "Vive en EE. UU."),
        ("El gobierno español aprobó la ley.", "El Gobierno de España aprobó la ley."),
    ),
    "pt": (
        ("Não veio ninguém à festa.", "Ninguém veio à festa."),
        ("Comprou doze livros.", "Comprou 12 livros."),
        ("Custou 1.000 euros.", "Custou mil euros."),
        ("O cão mordeu o homem.", "O homem foi mordido pelo cão."),
        ("Está quase quase pronto.", "Está quase pronto."),
        ("Ele não quer nada.", "Não quer nada."),
        ("O senhor Silva chegou ontem.", "Ontem chegou o Sr. Silva."),
        ("Vive nos Estados Unidos.", "Mora nos EUA."),
        ("Um homem entrou na casa.", "Entrou na casa um homem."),
    ),
}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [(language, *pair) for language, pairs in PARAPHRASES.items() for pair in pairs],
)
def test_paraphrase_raises_nothing_above_minor(language: str, one: str, other: str) -> None:
    for source, back in ((one, other), (other, one)):
        loud = [f for f in findings(language, source, back) if f.severity > Severity.MINOR]
        assert loud == [], (source, back)


def test_there_are_enough_sentences_and_paraphrases() -> None:
    assert len(every_source()) >= 30
    assert sum(map(len, PARAPHRASES.values())) >= 60
