"""Runs as a reader meets them: real sentences and returns, and everything that can go wrong.

The Spanish rows are outputs of a small Argos package pair; the others are made up for their shape.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Locus,
    Mark,
    MeasuredRow,
    MetricCard,
    Row,
    Run,
    RunIdentity,
    RunTotals,
    Score,
    Segment,
    Severity,
    Signature,
    Span,
    Unmeasured,
)
from harness.report.html.text_pages import Compared, Lines, Linted, TextPage

CHRF = MetricCard("chrf", "chrF", Signature("chrF", (("nc", "6"),)), 0, 100, True)
TER = MetricCard("ter", "TER", Signature("TER", (("case", "lc"),)), 0, float("inf"), False)
SEGMENTER = Signature("sentencex", (("version", "1.0.32"),))
HOSTILE = (
    "</style></script><script>alert('x')</script> ]]> \"quoted\" & <b onclick=x>bold</b> `code`"
)


def segment(position: int, text: str, doc: str = "news") -> Segment:
    """A segment with an identity of its own."""
    return Segment(sha256(f"{doc}{position}".encode()).hexdigest()[:16], doc, position, text)


def finding(
    stops: Sequence[str],
    category: Category,
    severity: Severity,
    message: str,
    words: Sequence[tuple[int, str]] = (),
    locus: Locus | None = None,
) -> Finding:
    """A finding whose marks are given as (stop, words), to be found in the stop's text."""
    marks = []
    for stop, part in words:
        start = stops[stop].index(part)
        marks.append(Mark(stop, Span(start, start + len(part))))
    made = Finding("numbers", category, severity, message, tuple(marks), (("said", message),))
    return replace(made, locus=locus) if locus else made


def drift(
    position: int,
    languages: Sequence[str],
    stops: Sequence[str],
    *findings: Finding,
    chrf: float = 60.0,
) -> MeasuredRow:
    """One segment, carried through."""
    texts = tuple(LocalText(tag, text) for tag, text in zip(languages, stops, strict=True))
    scores = {"chrf": Score(chrf, (1, 2)), "ter": Score(0.25, (1, 4))}
    return MeasuredRow((segment(position, stops[0]),), BeadText(texts), scores, findings)


def run(
    route: str,
    engine: str,
    rows: Sequence[Row],
    caveats: Sequence[str] = (),
    scores: dict[str, float] | None = None,
) -> Run:
    """A run whose totals are counted from its rows."""
    findings: dict[str, Counter[str]] = {}
    for row in rows:
        for each in row.findings if isinstance(row, MeasuredRow) else ():
            findings.setdefault(each.category.value, Counter())[each.severity.value] += 1
    unmeasured = sum(isinstance(row, Unmeasured) for row in rows)
    path = parse_route(route)
    engines = tuple(
        Signature(engine, (("direction", str(leg.direction)), ("model", "f" * 64), ("beam", "4")))
        for leg in path.legs
    )
    return Run(
        identity=RunIdentity(
            "news", "a" * 64, path, SEGMENTER, engines, (CHRF, TER), (Signature("numbers"),)
        ),
        provenance={"started": "2026-11-22T10:00:00Z", "host": "example"},
        caveats=tuple(caveats),
        totals=RunTotals(
            len(rows),
            len(rows) - unmeasured,
            unmeasured,
            findings,
            {"chrf": 61.3, "ter": 0.41} if scores is None else scores,
        ),
        rows=tuple(rows),
    )


def templated(count: int) -> Run:
    """Rows made from one template, with one fault in all of them."""
    rows = []
    for place in range(count):
        stops = (f"Boat {place}: she sailed.", "Barco.", f"Boat {place}: he sailed.")
        said = "“she” came back as “he”."
        words = [(0, "she"), (2, "he")]
        found = finding(stops, Category.PRONOUN, Severity.MAJOR, said, words)
        rows.append(drift(place, ("en", "es", "en"), stops, found))
    return run("en:es:en", "argos", rows)


CITY = "The population of the city grew from 120,000 to 350,000 in ten years."
STUDENTS = "About 45% of the students passed the exam; the others must try again."
MEAT = "She never eats meat, but she likes fish."
MARY = '"Where are you going?" asked Mary. "Home," he said.'
MEDICINE = "The scientists found that the new medicine does not work."
LINK = (
    "See https://example.org/a/very/long/address/that/has/no/place/to/break/it?and=a&query=string"
    "#fragment for the 27 proposals."
)
LISTED = "He opened the door, looked at the empty room, and began to cry."


def spanish() -> Run:
    """en → es → en by Argos."""
    tags = ("en", "es", "en")
    city = (
        CITY,
        "La población de la ciudad creció de 12.000 para 355 en diez años.",
        "The city's population grew from 12,000 to 355 in ten years.",
    )
    students = (
        STUDENTS,
        "Aproximadamente 45 % de los alumnos pasaron el examen; los demás deben intentar"
        " nuevamente.",
        "Approximately 454% of the students passed the exam; the others should try again.",
    )
    meat = (
        MEAT,
        "Ella nunca come carne, pero le gusta el pez.",
        "She never eats meat, but he likes the fish.",
    )
    mary = (
        MARY,
        '"Adónde usted está yendo?" preguntó Mary. " Inicio", él dijo.',
        '"Who are you?" asked Mary. "Forec," he said.',
    )
    medicine = (
        MEDICINE,
        "Los científicos descubrieron que la nueva medicina no funciona.",
        "Scientists found that new medicine does not work.",
    )
    link = (
        LINK,
        "Véase " + LINK[4:-22] + "para las 27 propuestas.",
        LINK.replace("27", "\u202e72\u202c"),
    )
    hostile = (HOSTILE, HOSTILE, HOSTILE + "\u0000\ufeff")
    number, critical = Category.NUMBER, Severity.CRITICAL
    rows: list[Row] = [
        drift(
            0,
            tags,
            city,
            finding(
                city,
                number,
                critical,
                '"120,000" came back as "12,000".',
                [(0, "120,000"), (1, "12.000"), (2, "12,000")],
                Locus("forward", 1),
            ),
            finding(
                city,
                number,
                critical,
                '"350,000" came back as "355".',
                [(0, "350,000"), (1, "355"), (2, "355")],
                Locus("forward", 1),
            ),
            chrf=58.21,
        ),
        drift(
            1,
            tags,
            students,
            finding(
                students,
                number,
                critical,
                '"45%" came back as "454%".',
                [(0, "45%"), (1, "45 %"), (2, "454%")],
                Locus("backward", 2),
            ),
            finding(
                students,
                Category.MISTRANSLATION,
                Severity.MINOR,
                '"must" came back as "should".',
                [(0, "must"), (1, "deben"), (2, "should")],
            ),
        ),
        drift(
            2,
            tags,
            meat,
            finding(
                meat,
                Category.MISTRANSLATION,
                Severity.MAJOR,
                '"she" came back as "he".',
                [(0, "she"), (2, "he likes")],
            ),
        ),
        drift(
            3,
            tags,
            mary,
            finding(
                mary,
                Category.GARBLED,
                Severity.MAJOR,
                '"Forec" is no word of English.',
                [(2, "Forec")],
                Locus("backward", 2),
            ),
            chrf=33.0,
        ),
        drift(4, tags, medicine, chrf=91.04),
        drift(
            5,
            tags,
            link,
            finding(
                link,
                number,
                critical,
                '"27" came back as "72", turned round by an override.',
                [(0, "27"), (2, "\u202e72")],
            ),
        ),
        MeasuredRow(
            (),
            BeadText(
                (
                    LocalText("en", ""),
                    LocalText("es", "Gracias por leer."),
                    LocalText("en", "Thank you for reading."),
                )
            ),
            {},
            (
                finding(
                    ("", "", "Thank you for reading."),
                    Category.ADDITION_SENTENCE,
                    Severity.MAJOR,
                    "A sentence was added.",
                    [(2, "Thank you for reading.")],
                ),
            ),
        ),
        drift(
            6,
            tags,
            (LISTED, "", ""),
            finding(
                (LISTED, "", ""),
                Category.OMISSION_SENTENCE,
                critical,
                "Nothing came back.",
                [(0, LISTED)],
            ),
        ),
        drift(
            7,
            tags,
            hostile,
            finding(
                hostile,
                Category.UNTRANSLATED,
                Severity.MINOR,
                "Not translated: " + HOSTILE,
                [(1, "<script>")],
            ),
        ),
        Unmeasured(
            segment(8, "One sentence broke."),
            (LocalText("en", "One sentence broke."), LocalText("es", "Una frase se rompió.")),
            2,
            "the model gave <no> answer within 30 s",
        ),
    ]
    return run(
        "en:es:en", "argos", rows, ["Meaning was not measured: install the extra 'semantic'."]
    )


def portuguese() -> Run:
    """en → pt → en by Bergamot, over the same source; it joined two sentences and added none."""
    tags = ("en", "pt", "en")
    city = (
        CITY,
        "A população da cidade cresceu de 120.000 para 350.000 em dez anos.",
        "The city's population grew from 120,000 to 350,000 in ten years.",
    )
    students = (
        STUDENTS,
        "Cerca de 45% dos alunos passaram no exame; os outros devem tentar novamente.",
        "About 45% of students passed the exam; the others should try again.",
    )
    joined = (
        f"{MEAT} {MARY}",
        "Ela nunca come carne, mas gosta de peixe. “Onde vai?”, perguntou Maria. “Casa”, disse.",
        "She never eats meat, but likes fish. “Where are you going?” asked Maria. “Home,” he said.",
    )
    rows: list[Row] = [
        drift(0, tags, city, chrf=88.8),
        drift(
            1,
            tags,
            students,
            finding(
                students,
                Category.MISTRANSLATION,
                Severity.MINOR,
                '"must" came back as "should".',
                [(0, "must"), (2, "should")],
            ),
        ),
        replace(
            drift(
                2,
                tags,
                joined,
                finding(
                    joined,
                    Category.ENTITY,
                    Severity.MAJOR,
                    '"Mary" came back as "Maria".',
                    [(0, "Mary"), (1, "Maria"), (2, "Maria")],
                    Locus("forward", 1),
                ),
            ),
            segments=(segment(2, MEAT), segment(3, MARY)),
        ),
        drift(
            4,
            tags,
            (
                MEDICINE,
                "Os cientistas descobriram que o novo remédio funciona.",
                "Scientists found that the new medicine works.",
            ),
            finding(
                (MEDICINE, "", "Scientists found that the new medicine works."),
                Category.NEGATION,
                Severity.CRITICAL,
                'The negation "not" was lost.',
                [(0, "not")],
                Locus("forward", 1),
            ),
        ),
        drift(5, tags, (LINK, LINK, LINK), chrf=100.0),
        drift(
            6,
            tags,
            (
                LISTED,
                "Abriu a porta, olhou para a sala vazia e começou a chorar.",
                "Looked at the empty room, he opened the door and began to cry.",
            ),
        ),
        drift(7, tags, (HOSTILE, HOSTILE, HOSTILE)),
        drift(8, tags, ("One sentence broke.", "Uma frase quebrou.", "One sentence broke.")),
    ]
    return run("en:pt:en", "bergamot", rows, scores={"chrf": 74.96, "ter": 0.2})


def arabic() -> Run:
    """ar → en → zh → ar: right to left, two pivots, no spaces."""
    tags = ("ar", "en", "zh", "ar")
    rain = (
        "لم يسافر أحمد إلى القاهرة في 12 مارس 2021 بسبب المطر.",
        "Ahmed travelled to Cairo on 12 March 2021 because of the rain.",
        "艾哈迈德因为下雨于2021年3月12日前往开罗。",
        "سافر أحمد إلى القاهرة في 21 مارس 2021 بسبب المطر.",
    )
    rows: list[Row] = [
        drift(
            0,
            tags,
            rain,
            finding(
                rain,
                Category.NEGATION,
                Severity.CRITICAL,
                'The negation "لم" was lost.',
                [(0, "لم")],
                Locus("forward", 1),
            ),
            finding(
                rain,
                Category.NUMBER,
                Severity.CRITICAL,
                '"12" came back as "21".',
                [(0, "12"), (1, "12"), (2, "12"), (3, "21")],
                Locus("backward", 3),
            ),
        ),
        drift(1, tags, ("شكرا لكم.", "Thank you.", "谢谢大家。", "شكرا لكم."), chrf=100.0),
    ]
    return run("ar:en:zh:ar", "argos", rows)


def empty() -> Run:
    """A text without a sentence."""
    return run("en:es:en", "argos", (), scores={})


def failed() -> Run:
    """A run in which nothing could be measured."""
    rows = [
        Unmeasured(segment(place, text), (LocalText("en", text),), 1, "the engine gave nothing")
        for place, text in enumerate(("First.", "Second."))
    ]
    return run("en:es:en", "argos", rows, scores={})


def compared() -> TextPage:
    """Two texts beside each other: a number changed, a sentence came in, hostile words stayed."""
    both = ("en", "en")
    paid = ("They paid 90 euros.", "They paid 19 euros.")
    said = finding(
        paid, Category.NUMBER, Severity.CRITICAL, "“90” came back as “19”.", [(0, "90"), (1, "19")]
    )
    came = ("", "Please keep your bags with you.")
    added = finding(
        came, Category.ADDITION_SENTENCE, Severity.CRITICAL, "A sentence came in.", [(1, came[1])]
    )
    rows = (
        drift(0, both, paid, said),
        drift(1, both, (HOSTILE, HOSTILE), chrf=100.0),
        replace(drift(2, both, came, added), segments=(), scores={}),
    )
    totals = run("en:es:en", "none", rows).totals
    settings = (("Segmenter", str(SEGMENTER)), ("Aligner", "sentences"))
    names = ("original.txt", "returned.txt")
    return TextPage.compared(
        Compared(*names, "en", rows, totals, (CHRF, TER), settings, ("Meaning was not measured.",))
    )


def linted() -> TextPage:
    """One text: a word stands twice, and the last paragraph is two lines of another language."""
    twice, foreign = "The the end.", "El puente está\ncerrado."
    repeated = finding(
        (twice,), Category.REPEATED_PHRASE, Severity.MINOR, "“The” twice", [(0, "The")]
    )
    spanish_words = finding(
        (foreign,), Category.WRONG_LANGUAGE, Severity.CRITICAL, "This is Spanish.", [(0, foreign)]
    )
    lines = (
        Lines(1, 1, twice, (repeated,)),
        Lines(3, 3, HOSTILE, ()),
        Lines(5, 6, foreign, (spanish_words,)),
    )
    return TextPage.linted(Linted("draft.en.txt", "en", lines, (("Check", "repeats"),)))
