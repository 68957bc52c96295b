#!/usr/bin/env python3
"""Make the data files of a language from their sources, in langpacks/languages and wordings.

  make_language.py TREEBANKS RBNF [TAG ...]

TREEBANKS: a folder with a folder for each treebank of `treebanks.toml`, its .conllu files in it.
RBNF: the folder `rbnf` of the npm package cldr-rbnf. Without tags all languages of `words.toml` are
made. The same sources give the same files, byte for byte.
"""

import argparse
import json
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from babel import Locale
from babel.core import get_global
from rbnf import Rules

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CLOSED = frozenset(("ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"))
RECOGNISED = 70  # of the most frequent closed words, by which running text is known
LEAST, MOST = 2, 220  # times a closed word must stand in the treebank; closed words at most
RICH = frozenset(("de", "fr", "it", "nl", "ca"))  # whose languages/TAG.toml is written by hand
UNSPACED = frozenset(("zh", "ja"))
CLASSES = {
    "modality": {"obligation": "must", "advice": "should", "possibility": "may"},
    "quantifier": {
        **{f"amount:{name}": name for name in ("all", "most", "many", "some", "few", "none")},
        **{"comparison:more": "more", "comparison:less": "less"},
        **{"limit:at least": "at_least", "limit:at most": "at_most"},
        **{f"deadline:{name}": name for name in ("latest", "earliest")},
        **{f"frequency:{n}": n for n in ("always", "often", "sometimes", "rarely", "never")},
        **{"focus:only": "only", "focus:also": "also"},
        **{"order:before": "before", "order:after": "after"},
    },
    "pronoun": {"he": "he", "she": "she", "I": "i", "we": "we"},
    "gender": {"male": "male", "female": "female"},
    "register": {"formal": "formal", "informal": "informal"},
}


class Treebank:
    """What a treebank shows of a language's words."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.forms: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()
        self.frequent: Counter[str] = Counter()  # closed words and adverbs
        self.joining: Counter[str] = Counter()
        self.negative: Counter[str] = Counter()
        texts = []
        for path in sorted((folder / name).glob("*.conllu")):
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("# text ="):
                    texts.append(line[8:].casefold())
                elif line and line[0].isdigit():
                    self._count(line.split("\t"))
        self._text = " " + " ".join(texts) + " "

    def _count(self, row: list[str]) -> None:
        word, kind = row[1].casefold().replace("’", "'"), row[3]
        if "-" in row[0]:
            return
        self.forms[word] += 1
        features = row[5]
        if kind in CLOSED:
            self.closed[word] += 1
        if kind in CLOSED | {"ADV"}:
            self.frequent[word] += 1
        if kind == "CCONJ":
            self.joining[word] += 1
        if kind in CLOSED | {"ADV", "INTJ"} and (
            "Polarity=Neg" in features or "PronType=Neg" in features
        ):
            self.negative[word] += 1

    def has(self, phrase: str) -> bool:
        """Whether the words stand in the treebank as they are."""
        bare = phrase.strip("*#").strip().casefold()
        if phrase.startswith("*"):
            return any(form.endswith(bare) for form in self.forms)
        if phrase.endswith("*"):
            return any(form.startswith(bare) for form in self.forms)
        return bare in self.forms or bare in self._text


class Language:
    """One language's sources."""

    def __init__(self, tag: str, words: Mapping[str, object], bank: Treebank, rbnf: Path) -> None:
        self.tag, self.bank, self._words = tag, bank, words
        self.locale = Locale.parse(tag)
        self._rbnf = rbnf

    def _locales(self) -> list[Locale]:
        """The language's locale, and that of Chinese in traditional characters."""
        return [self.locale, *([Locale.parse("zh_Hant")] if self.tag == "zh" else [])]

    def of(self, key: str) -> list[str]:
        """The words of a class."""
        return [word.strip() for word in str(self._words.get(key, "")).split(",") if word.strip()]

    def table(self, key: str) -> Mapping[str, object]:
        """Phrases and what they are worth."""
        found = self._words.get(key, {})
        return found if isinstance(found, Mapping) else {}

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self._words.get(key, default))

    @cached_property
    def rules(self) -> Rules | None:
        known = (self._rbnf / f"{self.tag}.json").is_file() and self.tag not in UNSPACED | {"ko"}
        return Rules(self._rbnf, self.tag) if known else None

    @property
    def function(self) -> list[str]:
        words = [w for w, n in self.bank.closed.most_common() if n >= LEAST and _word(w)]
        if self.tag in UNSPACED:
            words = [word for word in words if len(word) == 1]
        return words[:MOST]

    @property
    def recognised(self) -> list[str]:
        """The most frequent words that carry no meaning of their own."""
        words = [w for w, _ in self.bank.frequent.most_common(2 * RECOGNISED) if _word(w)]
        return [] if self.tag in UNSPACED else words[:RECOGNISED]

    def spelled(self) -> dict[str, list[str]]:
        """Numbers in words: below a hundred, and whole hundreds."""
        if self.rules is None:
            return {}
        long = (
            len(set(self.rules.cardinals(99))) > 6
        )  # Finnish writes each in each case as one word
        below = [*range(21), *range(30, 100, 10)] if long else list(range(100))
        found: dict[str, list[str]] = {}
        for number in (*below, *range(100, 1000, 100)):
            names = sorted({_plain(name) for name in self.rules.cardinals(number)})
            found[str(number)] = names
        found |= self._thousands(found)
        more = {key: list(map(str, names)) for key, names in self.table("numbers").items()}
        return found | {key: sorted({*found.get(key, ()), *names}) for key, names in more.items()}

    def _thousands(self, below: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Thousands that are not written as a number and a thousand: Hebrew "אלפיים"."""
        found: dict[str, list[str]] = {}
        rules = self.rules if self.flag("thousands") else None
        known = {name for names in below.values() for name in names} | self.multipliers().keys()
        for number in range(1000, 11000, 1000):
            names = sorted({_plain(name) for name in rules.cardinals(number)}) if rules else []
            if names := [name for name in names if name.split()[0] not in known]:
                found[str(number)] = names
        return found

    def multipliers(self) -> dict[str, int]:
        """Words and signs that scale the number before them, by the CLDR's compact formats."""
        found = {name: 10 ** int(power) for name, power in map(str.split, self.of("scales"))}
        for locale in self._locales():
            for width in ("long", "short"):
                for forms in locale.compact_decimal_formats.get(width, {}).values():
                    for size, pattern in forms.items():
                        name = _plain(str(pattern.pattern)).strip("0 \u00a0").rstrip(".")
                        value = int(size) // 10 ** (str(pattern.pattern).count("0") - 1)
                        if name and _word(name) and not (len(name) == 1 and name.isascii()):
                            found.setdefault(name, value)
        return dict(sorted(found.items(), key=lambda each: (each[1], each[0])))


def _plain(name: str) -> str:
    return (
        name.casefold().replace("’", "'").replace("ʼ", "'").replace("'", "'").replace("\u200f", "")
    )


def _word(text: str) -> bool:
    return text not in ("_",) and all(c.isalpha() or c in "'-\u200c" or _mark(c) for c in text)


def _mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


# ── files ───────────────────────────────────────────────────────────────────────────────────────


def languages_file(it: Language, licence: str) -> Iterator[str]:
    """langpacks/languages/TAG.toml."""
    name = it.locale.english_name
    symbols = it.locale.number_symbols["latn"]
    script = get_global("likely_subtags").get(it.tag, "").split("_")
    minus = [it.rules.minus()] if it.rules and it.rules.minus() else []
    yield f"# {name}. Made by scripts/training/languages/make_language.py: change its sources."
    yield f"# Closed words: {it.bank.name} ({licence}). Numbers: the Unicode CLDR."
    yield "# Every key is explained in harness/text/data/language.py."
    yield f"name = {_text(name)}"
    yield f"scripts = {_list(_scripts(script))}"
    yield f"direction = {_text(it.locale.text_direction)}"
    yield 'letters = ""'
    yield f"function_words = {_list(it.recognised)}"
    yield "told_apart = false"
    yield "homographs = []\ndoubles = []\n"
    yield "[numbers]"
    yield f"decimal = {_text(_mark_of(symbols['decimal']))}"
    yield f"groups = {_text(_mark_of(symbols['group']))}"
    yield 'regional_groups = ""\ndecades = []'
    yield 'words = ""\npair_years = false\nordinal_marks = []'
    yield f"minus = {_list(minus)}\nbelow_zero = []\nat_least = []"
    yield f"multipliers = {_table(it.multipliers())}"
    yield f"spelled = {_table(it.spelled())}"
    yield f"loose = {{}}\nambiguous = {_list(it.of('ambiguous'))}"
    yield f"fractions = {_table(it.table('fractions'))}\nclock = {_table(it.table('clock'))}"
    yield "joiners = []"
    yield f"links = {_list(it.of('links'))}\n"
    yield "[times]\nmorning = []\nlater = []\n"
    yield from _negation(it)
    yield f"[quotes]\npairs = {_list(QUOTES.get(it.tag, QUOTES['']))}\nspace_inside = false\n"
    yield "[names]"
    yield f"inflected = {str(it.flag('inflected', True)).lower()}"
    yield f"prefixes = {_list(it.of('name_prefixes'))}"
    yield f"titles = []\nroles = []\nmonths = {_list(it.of('months'))}\nweekdays = []"
    yield "particles = []\npossessives = []"
    yield "plurals = []\ncapitalised_nouns = false\nspelling = []\nsame = []"


# Pairs of marks by the CLDR's delimiters, which babel does not carry.
QUOTES = {
    "": ["“”", "‘’", '""', "«»"],
    "zh": ["“”", "‘’", "「」", "『』", "《》"],
    "ja": ["「」", "『』"],
    "ru": ["«»", "„“", '""'],
    "uk": ["«»", "„“", '""'],
    "pl": ["„”", "«»", '""'],
    "cs": ["„“", "‚‘", '""'],
    "ro": ["„”", "«»", '""'],
    "sv": ["””", "’’", '""'],
    "fi": ["””", "’’", '""'],
    "da": ["“”", "„“", "»«", '""'],
    "he": ["””", '""', "„”"],
    "fa": ["«»", '""'],
    "ar": ["“”", "«»", '""'],
}


def _negation(it: Language) -> Iterator[str]:
    denying = it.of("deny")
    shown = [w for w, n in it.bank.negative.most_common() if n >= LEAST and _word(w)]
    skipped = set(it.of("not_denying"))
    more = [word for word in shown if word not in denying and word not in skipped]
    ban = it.of("ban")
    whole = [word for word in ban if not word.endswith("*") and " " not in word]
    yield "[negation]"
    yield f"# {_attested(it, [*denying, *whole])}"
    yield f"words = {_list([*denying, *more, *whole])}"
    yield f"stems = {_list(it.of('stems'))}"
    yield f"suffixes = {_list(it.of('suffixes'))}\nbare_suffixes = []"
    yield f"beginnings = {_list([word[:-1] for word in ban if word.endswith('*')])}"
    yield f"prefixes = {_list(it.of('prefixes'))}\nunsure_prefixes = []\nunopposed = []"
    yield f"infixes = {_list(it.of('infixes'))}"
    yield f"verb_prefixes = {_list(it.of('verb_prefixes'))}"
    yield f"joined = {_list(it.of('joined'))}"
    yield f"before = {_list(it.of('denies_before'))}"
    yield "either = []\nendings = []\nimplicit = []\nanswering = []"
    yield f"idioms = {_list(it.of('idioms'))}"
    yield "exceptive = []\nconditional = []\nexclusive = []"
    yield f"concord = {str(it.flag('concord')).lower()}"
    yield "particles = []\nbeside_particle = []\never = []\ncomparing = []\nthan = []"
    pairs = [pair.split("|") for pair in it.of("pairs")]
    yield f"complements = {json.dumps(pairs, ensure_ascii=False)}\n"


def wordings_file(it: Language, licence: str) -> Iterator[str]:
    """langpacks/wordings/TAG.toml."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    yield f"# How {it.locale.english_name} words what must not get lost."
    yield "# Made by scripts/training/languages/make_language.py: change its sources."
    yield f"# {it.bank.name} ({licence}) holds what is said to stand in it; all else is by hand."
    yield "# Every key is explained in harness/text/data/lexical_resources.py."
    yield f"bases = {str(it.tag in SUPPORTED_LANGUAGES).lower()}"
    if it.of("lacks"):
        yield f"lacks = {_list(it.of('lacks'))}"
    yield f"function = {_list(it.function)}"
    yield f"possessive = {_list(it.of('endings'))}"
    joining = [w for w, n in it.bank.joining.most_common() if n >= LEAST and _word(w)]
    yield f"joining = {_list(joining[:12])}"
    for table, classes in CLASSES.items():
        named = {name: it.of(key) for name, key in classes.items() if it.of(key)}
        if named:
            yield f"\n[{table}]"
            for name, words in named.items():
                yield f"# {_attested(it, words)}"
                yield f"{_text(name)} = {_list(words)}"


def _attested(it: Language, words: Iterable[str]) -> str:
    shown = [word for word in words if it.bank.has(word)]
    rest = [word for word in words if word not in shown]
    parts = [f"in {it.bank.name}: {', '.join(shown)}"] if shown else []
    parts += [f"by hand: {', '.join(rest)}"] if rest else []
    return "; ".join(parts)


_SCRIPTS = {
    **{"Latn": ["Latin"], "Cyrl": ["Cyrillic"], "Grek": ["Greek"], "Arab": ["Arabic"]},
    **{"Hebr": ["Hebrew"], "Deva": ["Devanagari"], "Hans": ["Han"], "Thai": ["Thai"]},
    **{"Jpan": ["Han", "Hiragana", "Katakana"], "Kore": ["Hangul", "Han"]},
}


def _scripts(likely: list[str]) -> list[str]:
    return next(_SCRIPTS[part] for part in likely if part in _SCRIPTS)


def _mark_of(symbol: str) -> str:
    return "" if symbol.isspace() else symbol


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(words: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(words)), ensure_ascii=False)


def _table(table: Mapping[str, object]) -> str:
    cells = (f"{_text(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items() if v)
    return "{ " + ", ".join(cells) + " }" if table else "{}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("rbnf", type=Path)
    parser.add_argument("tags", nargs="*")
    asked = parser.parse_args()
    words = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    banks = tomllib.loads((HERE / "treebanks.toml").read_text("utf-8"))
    for tag in asked.tags or words:
        bank = banks.get(tag, {"name": "no treebank", "licence": "none"})
        it = Language(tag, words[tag], Treebank(asked.treebanks, bank["name"]), asked.rbnf)
        if tag == "ca":
            _spell(ROOT / "langpacks/languages" / f"{tag}.toml", it)
        if tag not in RICH:
            _write(
                ROOT / "langpacks/languages" / f"{tag}.toml", languages_file(it, bank["licence"])
            )
        _write(ROOT / "langpacks/wordings" / f"{tag}.toml", wordings_file(it, bank["licence"]))


def _spell(path: Path, it: Language) -> None:
    """Put the CLDR's number words into a file that is written by hand: text2num knows none."""
    lines = path.read_text("utf-8").splitlines()
    told = f"spelled = {_table(it.spelled())}"
    path.write_text(
        "\n".join(told if line.startswith("spelled =") else line for line in lines) + "\n", "utf-8"
    )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
