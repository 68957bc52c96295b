"""How many numbers that the CLDR writes are read back, language by language.

  python scripts/benchmarks/numbers_by_language.py [LANGUAGE …] [--rbnf FOLDER] [--values 400]
      [--pairs 60] [--show 5] [--json]

Values are written as babel writes them in each language: with and without grouping, with a part,
below zero, as a percentage, as money, in the short and the long form with a word of scale, in the
language's own digits, and in words (by the folder `rbnf` of the npm package cldr-rbnf; without it
no words). Each stands in a sentence of its language. Printed are, by language, the share

  read    of the values that `numbers_in` reads as this one value and no other number
  quiet   of the pairs of two writings of one value in which `harness diff` finds nothing major
  found   of the pairs of two values in which it finds a number or an amount of money, major or more

`diff` is asked without models, for a part of the values (`--pairs`), as it takes longer.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)
from babel.units import format_unit

from harness import machine
from harness.core.values import BeadText, Category, Finding, LocalText, Segment, Severity
from harness.run import assembly
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.text.data.language import language_data
from harness.text.facts.numbers import Written, numbers_in

sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "languages"))

from rbnf import Rules

SENTENCES = {
    "en": "The office counted {} at the end of the year.",
    "es": "La oficina contó {} al final del año.",
    "pt": "O escritório contou {} no fim do ano.",
    "fr": "Le bureau a compté {} à la fin de l'année.",
    "de": "Das Büro zählte {} am Ende des Jahres.",
    "it": "L'ufficio ha contato {} alla fine dell'anno.",
    "nl": "Het kantoor telde {} aan het einde van het jaar.",
    "ca": "L'oficina va comptar {} al final de l'any.",
    "gl": "A oficina contou {} ao final do ano.",
    "ro": "Biroul a numărat {} la sfârșitul anului.",
    "pl": "Biuro naliczyło {} na koniec roku.",
    "cs": "Kancelář napočítala {} na konci roku.",
    "uk": "Бюро нарахувало {} наприкінці року.",
    "ru": "Бюро насчитало {} в конце года.",
    "sv": "Kontoret räknade {} i slutet av året.",
    "da": "Kontoret talte {} ved årets udgang.",
    "fi": "Toimisto laski {} vuoden lopussa.",
    "el": "Το γραφείο μέτρησε {} στο τέλος του έτους.",
    "tr": "Büro yıl sonunda {} saydı.",
    "ar": "سجل المكتب {} في نهاية العام.",
    "he": "המשרד ספר {} בסוף השנה.",
    "fa": "دفتر در پایان سال {} را ثبت کرد.",
    "hi": "कार्यालय ने साल के अंत में {} दर्ज किए।",
    "zh": "办公室在年底记录了{}。",
    "ja": "事務所は年末に{}を記録した。",
    "ko": "사무소는 연말에 {}을 기록했다.",
    "id": "Kantor mencatat {} pada akhir tahun.",
    "vi": "Văn phòng ghi nhận {} vào cuối năm.",
}
CURRENCIES = ("EUR", "USD", "JPY", "GBP")
PERCENT = "concentr-percent"
WHAT = ("read", "quiet", "found")

Writer = Callable[[Fraction], str]


@dataclass(frozen=True)
class Kind:
    """One kind of number: how its values are drawn, and its writings by name."""

    name: str
    draw: Callable[[random.Random], Fraction]
    writers: dict[str, Writer]


@dataclass
class Tally:
    """What was asked and what came out right in one language, and what did not."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, kind: str, shown: str, *, right: bool) -> None:
        self.asked[what] += 1
        self.right[what] += right
        if not right:
            self.wrong.setdefault(f"{what} {kind}", []).append(shown)

    def share(self, what: str) -> float | None:
        return self.right[what] / self.asked[what] if self.asked[what] else None


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def kinds_of(tag: str, rules: Rules | None) -> list[Kind]:
    """The kinds of numbers that the CLDR writes in a language."""
    decimal = {
        "grouped": lambda v: format_decimal(_float(v), locale=tag),
        "plain": lambda v: format_decimal(_float(v), locale=tag, group_separator=False),
        **{system: _in_digits(tag, system) for system in _own_digits(tag)},
    }
    found = [
        Kind("whole", lambda r: Fraction(r.randrange(1000, 10 ** r.randint(4, 9))), decimal),
        Kind(
            "part", lambda r: Fraction(r.randrange(10, 10**7) * 10 + r.randint(1, 9), 100), decimal
        ),
        Kind("below zero", lambda r: -Fraction(r.randrange(2, 5000)), decimal),
        Kind("percent", lambda r: Fraction(r.randrange(11, 999), 10), _percents(tag)),
        Kind("money", lambda r: Fraction(r.randrange(11, 10**5)), {}),
        Kind("scaled", _scaled, _compact(tag) | {"in full": decimal["grouped"]}),
    ]
    if rules:
        words: dict[str, Writer] = {"words": lambda v: next(rules.cardinals(int(v)), "")}
        found.append(Kind("words", _in_words, words | {"digits": decimal["grouped"]}))
    return found


def _float(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)


def _scaled(rng: random.Random) -> Fraction:
    return Fraction(rng.randrange(2, 99)) * 10 ** rng.randint(3, 10)


def _in_words(rng: random.Random) -> Fraction:
    return Fraction(rng.randrange(2, 10 ** rng.choice((2, 3, 4, 6))))


def _own_digits(tag: str) -> list[str]:
    locale = Locale.parse(tag)
    systems = {locale.default_numbering_system, locale.other_numbering_systems.get("native")}
    return sorted(s for s in systems if s in locale.number_symbols and s != "latn")


def _in_digits(tag: str, system: str) -> Writer:
    zero = {"arab": "٠", "arabext": "۰", "deva": "०"}.get(system, "0")
    digits = {ord("0") + i: chr(ord(zero) + i) for i in range(10)}

    def write(value: Fraction) -> str:
        written = format_decimal(_float(value), locale=tag, numbering_system=system)
        return str(written).translate(digits)  # babel changes the marks only

    return write


def _percents(tag: str) -> dict[str, Writer]:
    pattern = str(Locale.parse(tag).percent_formats[None].pattern).replace("0%", "0.#%")
    own = pattern if "0.#" in pattern else pattern.replace("0", "0.#", 1)
    named = "long" in Locale.parse(tag)._data["unit_patterns"].get(PERCENT, {})
    return {
        "sign": lambda v: format_percent(_float(v / 100), format=own, locale=tag),
        "closed up": lambda v: f"{format_decimal(_float(v), locale=tag)}%",
        **(
            {"named": lambda v: format_unit(_float(v), PERCENT, "long", locale=tag)}
            if named
            else {}
        ),
    }


def _monies(tag: str, code: str) -> dict[str, Writer]:
    return {
        "sign": lambda v: format_currency(_float(v), code, locale=tag),
        "named": lambda v: format_currency(_float(v), code, locale=tag, format_type="name"),
        "code": lambda v: f"{format_decimal(_float(v), locale=tag)} {code}",
    }


def _compact(tag: str) -> dict[str, Writer]:
    def write(form: Any) -> Writer:
        return lambda v: format_compact_decimal(
            _float(v), format_type=form, locale=tag, fraction_digits=2
        )

    known = Locale.parse(tag).compact_decimal_formats
    return {form: write(form) for form in ("short", "long") if form in known}


# ── asking ──────────────────────────────────────────────────────────────────────────────────────


def measured(
    tag: str, rules: Rules | None, values: int, pairs: int, measures: MeasuringSet | None
) -> Tally:
    """One language: `values` read back, and `pairs` of them compared."""
    rng = random.Random(tag)
    tally = Tally()
    waiting: list[Pair] = []
    kinds = kinds_of(tag, rules)
    for number in range(values):
        kind = kinds[number % len(kinds)]
        value, writers = kind.draw(rng), kind.writers or _monies(tag, rng.choice(CURRENCIES))
        names = rng.sample(sorted(writers), min(2, len(writers)))
        one, other = (writers[name](value) for name in names)
        if not one or not other:
            continue
        read = read_back(SENTENCES[tag].format(one), tag)
        shown = f"{one} → {', '.join(str(values[0]) for values in read) or 'nothing'}"
        right = len(read) == 1 and value in read[0]
        tally.add("read", f"{kind.name} {names[0]}", shown, right=right)
        if number < pairs:
            said = f"{kind.name} {names[0]} | {names[1]}"
            waiting += [Pair(said, one, other, same=True)] * (one != other)
            waiting.append(Pair(said, one, writers[names[1]](_another(value, rng)), same=False))
    if waiting and measures:
        _compare(tag, waiting, measures, tally)
    return tally


def _another(value: Fraction, rng: random.Random) -> Fraction:
    """A value of the same kind: twice as much, or with another last digit that is not zero."""
    if rng.random() < 0.5:
        return value * 2
    size = str(abs(int(value)))
    return value + rng.choice((2, 3)) * 10 ** (len(size) - len(size.rstrip("0") or size))


def read_back(text: str, tag: str) -> list[tuple[Fraction | None, ...]]:
    """The numbers of a text, each with what it may say instead ("8 mi" is miles or millions)."""
    numbers = numbers_in(text, language_data(tag))
    return [(n.value, n.otherwise) for n in numbers if n.written is not Written.HINT]


@dataclass(frozen=True)
class Pair:
    """Two sentences that differ in a number's writing, or in its value."""

    kind: str
    one: str
    other: str
    same: bool

    def holds(self, found: Sequence[Finding]) -> bool:
        grave = [finding for finding in found if finding.severity >= Severity.MAJOR]
        if self.same:
            return not grave
        return any(finding.category in (Category.NUMBER, Category.CURRENCY) for finding in grave)


def _compare(tag: str, pairs: Sequence[Pair], measures: MeasuringSet, tally: Tally) -> None:
    texts = [[SENTENCES[tag].format(said) for said in (pair.one, pair.other)] for pair in pairs]
    beads = [BeadText(tuple(LocalText(tag, text) for text in both)) for both in texts]
    segments = [(Segment(str(n), tag, n, both[0]),) for n, both in enumerate(texts, start=1)]
    rows = measure(list(zip(segments, beads, strict=True)), measures)
    for pair, row in zip(pairs, rows, strict=True):
        said = ", ".join(f"{f.severity.value} {f.category.value}" for f in row.findings)
        shown = f"{pair.one} | {pair.other} → {said or 'nothing'}"
        what = "quiet" if pair.same else "found"
        tally.add(what, pair.kind, shown, right=pair.holds(row.findings))


def main() -> None:
    """Write, read, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("languages", nargs="*", default=list(SENTENCES))
    parser.add_argument("--rbnf", type=Path, help="the folder `rbnf` of cldr-rbnf")
    parser.add_argument("--values", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=60, help="of the values, compared twice")
    parser.add_argument("--show", type=int, default=0, help="so many failures of each kind")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    measures, _ = assembly.measuring_set(("chrf",), (), machine.site())
    measures = replace(measures, metrics=(), scorer=None)
    found = {}
    for tag in asked.languages:
        found[tag] = measured(tag, _rules(asked.rbnf, tag), asked.values, asked.pairs, measures)
        if not asked.json:
            print(_line(tag, found[tag]), flush=True)
            print("".join(_failures(found[tag], asked.show)), end="", flush=True)
    if asked.json:
        said = {tag: _shares(tally) for tag, tally in found.items()}
        print(json.dumps(said, indent=1, ensure_ascii=False))


def _rules(folder: Path | None, tag: str) -> Rules | None:
    return Rules(folder, tag) if folder and (folder / f"{tag}.json").is_file() else None


def _shares(tally: Tally) -> dict[str, float | None]:
    return {what: tally.share(what) for what in WHAT}


def _line(tag: str, tally: Tally) -> str:
    shares = _shares(tally).items()
    said = (f"{what} {'–' if share is None else f'{share:.3f}'}" for what, share in shares)
    return f"{tag}  {'   '.join(said)}"


def _failures(tally: Tally, most: int) -> Iterator[str]:
    for kind, failures in sorted(tally.wrong.items(), key=lambda item: -len(item[1])):
        if most:
            yield f"    {len(failures):>4}  {kind}\n"
        yield from (f"            {shown}\n" for shown in failures[:most])


if __name__ == "__main__":
    main()
