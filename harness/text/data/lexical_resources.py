"""How a language words things that matter: what must and may be, how much, who, when.

Read from `langpacks/wordings/<tag>.toml`. Nothing is known of a language without a file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.route_syntax import base_language
from harness.text.words.phrases import Phrases

Classes = Mapping[str, Phrases]  # class -> the words and phrases that say it
_NONE: Classes = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class LexicalResources:
    """Facts about one language's wording. All words are case-folded, apostrophes straight.

    `function` are the words of the closed classes: they carry no meaning of their own. `light`
    carry little, by base form: light verbs ("make", "take") and general nouns ("people", "thing";
    Halliday and Hasan, Cohesion in English, 1976).
    `joining` put things side by side whose order says nothing. `bases`:
    base forms can be looked up (simplemma). `enclitics` are pronouns written onto the end of a
    verb whose form ends in one of `bearing`. `derived` are endings by which words are made freely,
    with what stands there in the words that they are made of ("mente|": "presencialmente").
    `endings` are those of men and of women ("o|a"). The tables of classes are explained by the
    detectors that read them; `verbs` by harness/text/words/verb_forms.py. `lacks` names the tables
    of what the language does not have, such as forms of address in English: there is nothing to
    lose.
    """

    tag: str
    function: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    bases: bool = False
    possessive: tuple[str, ...] = ()
    modality: Classes = field(default_factory=lambda: _NONE)
    quantifier: Classes = field(default_factory=lambda: _NONE)
    pronoun: Classes = field(default_factory=lambda: _NONE)
    gender: Classes = field(default_factory=lambda: _NONE)
    speech: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    enclitics: tuple[str, ...] = ()
    bearing: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    verbs: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    register: Classes = field(default_factory=lambda: _NONE)
    rate: Classes = field(default_factory=lambda: _NONE)
    bound: Classes = field(default_factory=lambda: _NONE)
    lacks: frozenset[str] = frozenset()

    def told(self, table: str) -> bool:
        """Whether it is known how the language words what is in `table`, be it not at all."""
        return table in self.lacks or bool(getattr(self, table))


@cache
def lexical_resources(tag: str) -> LexicalResources:
    """What is known of a language's wording, by its base language.

    Raises:
        ReadError: the file is damaged.
    """
    base = base_language(tag)
    path = _folder() / f"{base}.toml"
    return _read(path) if path.is_file() else LexicalResources(base)


@cache
def lexical_resources_digest() -> str:
    """Fingerprint of all files: part of the signature of whatever reads them."""
    return "-".join(file_digest(path)[:6] for path in sorted(_folder().glob("*.toml")))


@cache
def _folder() -> Path:
    return bundled("langpacks") / "wordings"


_LISTS = (
    *("function", "light", "joining", "speech", "asking", "possessive"),
    *("enclitics", "bearing", "derived", "endings", "lacks"),
)
_TABLES = ("modality", "quantifier", "pronoun", "gender", "register", "rate", "bound")


def _read(path: Path) -> LexicalResources:
    place = f"wordings/{path.name}"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise ReadError(f"{place}: {cause}", hint="correct the file as TOML in UTF-8") from cause
    wrong = set(data) - {*_LISTS, *_TABLES, "verbs", "bases"}
    if wrong:
        raise ReadError(
            f"{place}: {min(wrong)} is not known", hint="remove the key or correct its name"
        )
    lists = {key: _folded_words(place, key, data.get(key, [])) for key in _LISTS}
    tables = {
        key: {
            name: Phrases(_folded_words(place, f"{key}.{name}", words))
            for name, words in data.get(key, {}).items()
        }
        for key in _TABLES
    }
    return LexicalResources(
        tag=path.stem,
        bases=data.get("bases", True) is True,
        function=frozenset(lists["function"]),
        light=frozenset(lists["light"]),
        joining=frozenset(lists["joining"]),
        speech=frozenset(lists["speech"]),
        asking=frozenset(lists["asking"]),
        possessive=tuple(lists["possessive"]),
        enclitics=tuple(lists["enclitics"]),
        bearing=tuple(lists["bearing"]),
        derived=tuple(lists["derived"]),
        endings=tuple(lists["endings"]),
        modality=tables["modality"],
        quantifier=tables["quantifier"],
        pronoun=tables["pronoun"],
        gender=tables["gender"],
        register=tables["register"],
        rate=tables["rate"],
        bound=tables["bound"],
        lacks=frozenset(lists["lacks"]),
        verbs={
            name: tuple(_folded_words(place, f"verbs.{name}", words))
            for name, words in data.get("verbs", {}).items()
        },
    )


def _folded_words(place: str, key: str, words: Any) -> list[str]:
    if not isinstance(words, list) or not all(isinstance(w, str) and w.split() for w in words):
        raise ReadError(f"{place}: {key} is no list of words", hint="write words in quotes")
    return [word.casefold() for word in words]
