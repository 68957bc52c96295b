"""What the harness knows of a language: read from `langpacks/languages/<tag>.toml`, on first use.

The facts are few and checkable (marks, number words, negations, frequent words, titles); what a
detector does with them is the detector's business.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from harness.core.bundled import bundled
from harness.core.errors import ConfigError, ReadError
from harness.core.fingerprint import file_digest, fingerprint
from harness.text.words.phrases import Phrases

_ALEFS = str.maketrans("أإآٱ", "اااا")  # which texts write with a hamza or without
_DIRECTIONS = ("ltr", "rtl")
_SCRIPT = 4  # letters of a script's ISO 15924 code
# Unicode's names of scripts by these codes, of languages that the CLDR has.
_SCRIPTS = {
    code: frozenset(names.split())
    for code, names in (
        *(("Latn", "Latin"), ("Cyrl", "Cyrillic"), ("Grek", "Greek"), ("Arab", "Arabic")),
        *(("Hebr", "Hebrew"), ("Deva", "Devanagari"), ("Beng", "Bengali"), ("Thai", "Thai")),
        *(("Geor", "Georgian"), ("Armn", "Armenian"), ("Ethi", "Ethiopic"), ("Taml", "Tamil")),
        *(("Telu", "Telugu"), ("Gujr", "Gujarati"), ("Guru", "Gurmukhi"), ("Hans", "Han")),
    )
}
_WITHOUT_SPACES = frozenset(("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"))
_WITH_CAPITALS = frozenset(("Latin", "Cyrillic", "Greek", "Armenian"))
_SUBTAG = re.compile(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True, eq=False)
class NumberConventions:
    """How numbers are written.

    `decimal` and `groups` are single characters (`groups` may hold several); spaces and
    apostrophes group digits in every language; `regional_groups` do in some lands of the language
    (Mexican "3,000"), where they are decimal marks in others. `decades` stand before the first year
    of one (French "les années 80"). `words` is text2num's code for the language, empty
    where it knows none. `multipliers` scale the number before them ("2.5 million"); `loose` words
    suggest a value without stating it as a number ("both", "a dozen", "a"). `ambiguous` words are
    number words that often mean something else ("second", Spanish "cuarto"). `ordinal_marks`
    follow a digit ("1st"), `minus` words go before one, but for after the `at_least` words (Spanish
    "al menos 6" is at least 6). Where `below_zero` names words, a minus word before a number and
    another noun says less: Spanish "menos 2 euros" is two euros less, "menos 2 grados" is −2.
    `pair_years`: "nineteen eighty" is 1980.
    `fractions` are phrases that add a part to the number before them ("and a half", Spanish "menos
    cuarto"), `clock` phrases move the hour after them by minutes ("half past"). `joiners` lie
    between the two ends of a range ("85 to 90 million"). `spelled` are number words with their
    values, below a hundred and whole hundreds, of languages that text2num does not know, and
    `links` what joins them ("sekshundrede og tolv"); a single letter is written onto the next word
    as well. `scales` are no part of the file: what the CLDR writes after a number ("8M"), and
    `perhaps` what is short for something else as well (Portuguese "mi").
    """

    decimal: str = ""
    groups: str = ""
    regional_groups: str = ""
    decades: tuple[str, ...] = ()
    words: str = ""
    pair_years: bool = False
    ordinal_marks: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    at_least: frozenset[str] = frozenset()
    below_zero: frozenset[str] = frozenset()
    multipliers: Mapping[str, int] = field(default_factory=dict)
    loose: Mapping[str, Fraction] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    fractions: Mapping[str, Fraction] = field(default_factory=dict)
    clock: Mapping[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    spelled: Mapping[str, int] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    scales: Mapping[str, int] = field(default_factory=dict)
    perhaps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TimeConventions:
    """Phrases after an hour that say which half of the day it lies in ("in the morning")."""

    morning: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class NegationConventions:
    """How a statement is denied, in the language `tag`.

    `words` deny by themselves, words that start as one of `beginnings` too ("verboten"), `stems`
    wherever they stand within a word or a text without spaces (Japanese "ません"), `suffixes` at a
    verb's end ("n't"), `bare_suffixes` are whole words whose apostrophe was forgotten. `prefixes`
    and `endings` make an adjective its own opposite, `infixes` a verb (Turkish "gelmeli",
    "gelmemeli"), `verb_prefixes` deny a verb wherever they stand (Czech "nesmí"). `joined` are
    written onto a denying word (Arabic "ولا", and not). A word of `before` denies only before a
    word that begins so (Hebrew "אל", not, or to);
    `unsure_prefixes` often do not ("in-" of "inside"), and never in `unopposed` words
    ("immigrant"). `either` joins what one negation denies.
    `implicit` words and phrases carry a denial inside ("failed to"), `idioms` hold a denying word
    that denies nothing ("not only"). `answering` words and phrases, written in base forms, say in
    another way that something is not so ("instead of", "stop"): they answer a denial, and are none.
    `exceptive` phrases deny a condition ("unless" is "if not"),
    `conditional` words introduce one ("if"), `exclusive` phrases say in one what a denial and an
    exceptive phrase say together ("only if" is "not … unless"). `concord`: several denying words of
    one clause deny once ("no vino nadie"). `complements` are pairs of beginnings of words: to deny
    the one is to say the other ("not open", "closed").
    """

    tag: str = ""
    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    bare_suffixes: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    infixes: tuple[str, ...] = ()
    verb_prefixes: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    unsure_prefixes: tuple[str, ...] = ()
    unopposed: Phrases = field(default_factory=Phrases)
    either: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    implicit: Phrases = field(default_factory=Phrases)
    answering: Phrases = field(default_factory=Phrases)
    idioms: Phrases = field(default_factory=Phrases)
    exceptive: Phrases = field(default_factory=Phrases)
    conditional: frozenset[str] = frozenset()
    exclusive: Phrases = field(default_factory=Phrases)
    concord: bool = False
    particles: tuple[str, ...] = ()
    beside_particle: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    comparing: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    complements: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> bool:
        """Whether it is known how the language denies."""
        return bool(self.words or self.stems)


@dataclass(frozen=True, slots=True, eq=False)
class QuoteConventions:
    """Pairs of quotation marks, opening and closing; `space_inside` as in French « »."""

    pairs: tuple[tuple[str, str], ...] = ()
    space_inside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NameConventions:
    """Which capitalised words are no names, and how names vary.

    `titles` stand before a name, `roles` are ordinary words that are often capitalised (Minister,
    Council). `particles` join parts of one name. `same` groups ways to say one name, `spelling`
    pairs of letters that two spellings of one language exchange (Defence, Defense). `inflected`:
    names take endings (Russian "в субботу"), as is taken for granted of a language without data.
    `prefixes` are written onto the word (Hebrew "באוקטובר", in October). `months` of a language
    that is not told apart are those of its own calendar, in the order of the year.
    """

    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()
    weekdays: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    possessives: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    capitalised_nouns: bool = False
    spelling: tuple[tuple[str, str], ...] = ()
    same: tuple[frozenset[str], ...] = ()
    inflected: bool = True
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LanguageData:
    """Facts about one language. All words are case-folded.

    `scripts` are Unicode script names, `letters` those that betray the language, and
    `function_words` the most frequent words, by which it is recognised. `homographs` are function
    words of other languages that are words of this one too (English "war", "die", "man").
    `told_apart`: its function words were compared with those of the
    others, so that it is recognised in texts that should be in one of them. `doubles` are words
    that may stand twice in a row ("had had"). `tag` says whose facts these
    are: a base language's for a tag without a file, `und` where nothing is known.
    """

    tag: str
    name: str
    scripts: frozenset[str] = frozenset()
    direction: str = "ltr"
    letters: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    homographs: frozenset[str] = frozenset()
    told_apart: bool = False
    doubles: frozenset[str] = frozenset()
    numbers: NumberConventions = NumberConventions()
    times: TimeConventions = TimeConventions()
    negation: NegationConventions = NegationConventions()
    quotes: QuoteConventions = QuoteConventions()
    names: NameConventions = NameConventions()

    @property
    def known(self) -> bool:
        """Whether running text in it is recognised, by its most frequent words."""
        return bool(self.function_words)

    @property
    def cased(self) -> bool:
        """Whether it is written with capitals, which tell its names."""
        return bool(self.scripts & _WITH_CAPITALS)

    @property
    def names_told(self) -> bool:
        """Whether a capital tells a name: not where there are none, or where all nouns have one."""
        return self.cased and not self.names.capitalised_nouns

    @property
    def spaced(self) -> bool:
        """Whether spaces part its words."""
        return self.scripts.isdisjoint(_WITHOUT_SPACES) or "Hangul" in self.scripts


UNDETERMINED = LanguageData("und", "an unknown language")


def language_data(tag: str) -> LanguageData:
    """Facts for the BCP 47 tag `tag`: its own file's, its base language's, what the CLDR says of
    how it is written, or `UNDETERMINED`.

    Raises:
        ConfigError: `tag` is no language tag.
        ReadError: the file for it is damaged.
    """
    return read_language(tag, _folder())


def languages_with_data() -> tuple[str, ...]:
    """The tags of all languages with a file, sorted."""
    return tuple(sorted(_files(_folder())))


@cache
def known_languages() -> tuple[LanguageData, ...]:
    """Every language that is recognised in texts that should be in another, by tag."""
    told = (tag for tag, path in sorted(_files(_folder()).items()) if _told_apart(path))
    return tuple(map(language_data, told))


def _told_apart(path: Path) -> bool:
    """Read without the rest of the file: most languages are not asked for in a run."""
    return re.search(r"^told_apart = true$", path.read_text("utf-8"), re.MULTILINE) is not None


def data_digest() -> str:
    """Fingerprint of all language files: part of the signature of whatever reads them."""
    return _digest(_folder())[:12]


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language, whatever their regions (`pt`, `pt-BR`)."""
    return _base(one) == _base(other)


@cache
def read_language(tag: str, folder: Path) -> LanguageData:
    """As `language_data`, from the files in `folder`. Read once."""
    subtags = _normal(tag).split("-")
    files = _files(folder)
    while subtags:
        if path := files.get("-".join(subtags)):
            return _read(path)
        subtags.pop()
    return _as_written(_base(tag))


@cache
def _as_written(base: str) -> LanguageData:
    """A language without a file: script, direction and marks of numbers, from the CLDR."""
    # Few runs need it, and it takes its time.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.core import get_global  # noqa: PLC0415

    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return UNDETERMINED
    if base == UNDETERMINED.tag:
        return UNDETERMINED
    symbols = locale.number_symbols.get("latn", {})
    likely = str(get_global("likely_subtags").get(base, "")).split("_")
    script = next((part for part in likely if len(part) == _SCRIPT), "")
    return LanguageData(
        base,
        str(locale.english_name),
        scripts=_SCRIPTS.get(script, frozenset()),
        direction=locale.text_direction,
        numbers=NumberConventions(symbols.get("decimal", ""), _visible(symbols.get("group", ""))),
    )


def _visible(mark: str) -> str:
    return "" if mark.isspace() else mark


@cache
def _folder() -> Path:
    return bundled("langpacks") / "languages"


def _base(tag: str) -> str:
    return _normal(tag).split("-")[0]


@lru_cache(maxsize=1024)
def _normal(tag: str) -> str:
    normal = tag.casefold().replace("_", "-")
    if not _SUBTAG.fullmatch(normal):
        raise ConfigError(
            f"{tag!r} is not a language tag", hint="write a BCP 47 tag such as en, es or pt-BR"
        )
    return normal


@cache
def _files(folder: Path) -> Mapping[str, Path]:
    return {path.stem.casefold(): path for path in folder.glob("*.toml")}


@cache
def _digest(folder: Path) -> str:
    return fingerprint({tag: file_digest(path) for tag, path in _files(folder).items()})


@cache
def _read(path: Path) -> LanguageData:
    place = f"languages/{path.name}"
    try:
        top = _Section(place, "", tomllib.loads(path.read_text("utf-8")))
    except (ValueError, RecursionError) as cause:  # TOML, UTF-8, a number without end
        raise ReadError(f"{place}: {cause}", hint="correct the file as TOML in UTF-8") from cause
    except OSError as cause:
        raise ReadError(
            f"{place}: {cause.strerror}", hint="install the harness again, the file is part of it"
        ) from cause
    data = LanguageData(
        tag=path.stem.casefold(),
        name=top.text("name"),
        scripts=frozenset(top.list("scripts")),
        direction=top.one_of("direction", _DIRECTIONS),
        letters=frozenset(top.text("letters")),
        function_words=top.words("function_words"),
        homographs=top.words("homographs"),
        told_apart=top.flag("told_apart"),
        doubles=top.words("doubles"),
        numbers=_numbers(top.section("numbers")),
        times=_times(top.section("times")),
        negation=replace(_negation(top.section("negation")), tag=path.stem.casefold()),
        quotes=_quotes(top.section("quotes")),
        names=_names(top.section("names")),
    )
    top.close()
    return data


def _numbers(section: "_Section") -> NumberConventions:
    habits = NumberConventions(
        decimal=section.text("decimal"),
        groups=section.text("groups"),
        regional_groups=section.text("regional_groups"),
        decades=section.list("decades"),
        words=section.text("words"),
        pair_years=section.flag("pair_years"),
        ordinal_marks=section.words("ordinal_marks"),
        minus=section.words("minus"),
        at_least=section.words("at_least"),
        below_zero=section.words("below_zero"),
        multipliers=section.integers("multipliers"),
        loose=section.fractions("loose"),
        ambiguous=section.words("ambiguous"),
        fractions=section.fractions("fractions"),
        clock=section.integers("clock"),
        joiners=section.words("joiners"),
        spelled=section.by_value("spelled"),
        links=section.words("links"),
    )
    section.close()
    return habits


def _times(section: "_Section") -> TimeConventions:
    habits = TimeConventions(morning=section.list("morning"), later=section.list("later"))
    section.close()
    return habits


def _negation(section: "_Section") -> NegationConventions:
    habits = NegationConventions(
        words=section.words("words"),
        stems=section.list("stems"),
        suffixes=section.list("suffixes"),
        bare_suffixes=section.words("bare_suffixes"),
        beginnings=section.list("beginnings"),
        infixes=section.list("infixes"),
        verb_prefixes=section.list("verb_prefixes"),
        joined=section.list("joined"),
        before=MappingProxyType(dict(pair.split("|") for pair in section.list("before"))),
        prefixes=section.list("prefixes"),
        unsure_prefixes=section.list("unsure_prefixes"),
        unopposed=section.phrases("unopposed"),
        endings=section.list("endings"),
        either=section.words("either"),
        implicit=section.phrases("implicit"),
        answering=section.phrases("answering"),
        idioms=section.phrases("idioms"),
        exceptive=section.phrases("exceptive"),
        conditional=section.words("conditional"),
        exclusive=section.phrases("exclusive"),
        concord=section.flag("concord"),
        particles=section.list("particles"),
        beside_particle=section.words("beside_particle"),
        ever=section.words("ever"),
        comparing=section.words("comparing"),
        than=section.words("than"),
        complements=section.pairs("complements"),
    )
    section.close()
    return habits


def _quotes(section: "_Section") -> QuoteConventions:
    habits = QuoteConventions(
        pairs=section.pairs("pairs"),
        space_inside=section.flag("space_inside"),
    )
    section.close()
    return habits


def _names(section: "_Section") -> NameConventions:
    habits = NameConventions(
        titles=section.words("titles"),
        roles=section.words("roles"),
        months=tuple(name.casefold() for name in section.list("months")),
        weekdays=section.words("weekdays"),
        particles=section.words("particles"),
        possessives=section.list("possessives"),
        plurals=section.list("plurals"),
        capitalised_nouns=section.flag("capitalised_nouns"),
        spelling=section.pairs("spelling"),
        same=section.groups("same"),
        inflected=section.flag("inflected"),
        prefixes=section.list("prefixes"),
    )
    section.close()
    return habits


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


_MOST_DIGITS = 30  # of a number that a word stands for


class _Section:
    """One table of a language file. Every key is asked for once; a key left over is a mistake."""

    def __init__(self, place: str, name: str, table: dict[str, Any]) -> None:
        self._place = place
        self._name = name
        self._left = table

    def text(self, key: str) -> str:
        return str(self._take(key, str))

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool))

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in choices:
            raise self._wrong(key, f"is {value!r}", f"write one of {', '.join(choices)}")
        return value

    def list(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list)
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(key, "does not hold text only", "write a list of words in quotes")
        return tuple(values)

    def words(self, key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.list(key))

    def phrases(self, key: str) -> Phrases:
        """Words, and phrases of several words."""
        phrases = self.list(key)
        if not all(phrase.split() for phrase in phrases):
            raise self._wrong(key, "holds an empty phrase", "remove it")
        return Phrases(phrases)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Two-character strings, or lists of two strings."""
        found = []
        for pair in self._take(key, list):
            if not isinstance(pair, str | list) or len(pair) != 2 or not _all_text(pair):
                raise self._wrong(
                    key, f"holds {pair!r}", "write two characters or a list of two texts"
                )
            found.append((pair[0], pair[1]))
        return tuple(found)

    def groups(self, key: str) -> tuple[frozenset[str], ...]:
        groups = self._take(key, list)
        if not all(isinstance(group, list) and _all_text(group) for group in groups):
            raise self._wrong(key, "does not hold lists of text", "write a list of lists of words")
        return tuple(frozenset(word.casefold() for word in group) for group in groups)

    def integers(self, key: str) -> Mapping[str, int]:
        """Whole numbers by word."""
        found = {}
        for word, value in self._take(key, dict).items():
            if type(value) is not int:
                raise self._wrong(f"{key}.{word}", f"is {value!r}", "write a whole number")
            found[word.casefold()] = value
        return MappingProxyType(found)

    def fractions(self, key: str) -> Mapping[str, Fraction]:
        """Numbers, whole or written as "1/2", by word."""
        found = {}
        for word, value in self._take(key, dict).items():
            try:
                found[word.casefold()] = Fraction(value)
            except (TypeError, ValueError, ZeroDivisionError):
                raise self._wrong(
                    f"{key}.{word}", f"is {value!r}", 'write a number or a fraction such as "1/2"'
                ) from None
        return MappingProxyType(found)

    def by_value(self, key: str) -> Mapping[str, int]:
        """Whole numbers by word, written the other way round: `2 = ["два", "две"]`."""
        found = {}
        for value, words in self._take(key, dict).items():
            whole = value.isdecimal() and len(value) <= _MOST_DIGITS
            if not whole or not isinstance(words, list) or not _all_text(words):
                raise self._wrong(f"{key}.{value}", "is no list of words", "write a list of words")
            found.update({word.casefold().translate(_ALEFS): int(value) for word in words})
        return MappingProxyType(found)

    def section(self, key: str) -> "_Section":
        return _Section(self._place, key, self._take(key, dict))

    def close(self) -> None:
        for key in self._left:
            raise self._wrong(key, "is not known", "remove the key or correct its name")

    def _take(self, key: str, kind: type) -> Any:
        if key not in self._left:
            raise self._wrong(key, "is missing", "add the key, empty where nothing is known")
        value = self._left.pop(key)
        if not isinstance(value, kind):
            raise self._wrong(key, f"is a {type(value).__name__}", f"write a {kind.__name__}")
        return value

    def _wrong(self, key: str, what: str, hint: str) -> ReadError:
        return ReadError(
            f"{self._place}: {'.'.join(filter(None, (self._name, key)))} {what}", hint=hint
        )
