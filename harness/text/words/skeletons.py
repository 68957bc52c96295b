"""What is left of a name in every script, its consonants: Müller, Мюллер and ミュラー are `mr`.

Letters are read by their names in Unicode ("KATAKANA LETTER MI"), so that no table of a script has
to be kept. Sounds that scripts do not part are one: l and r, b p v and f.
"""

import unicodedata
from functools import lru_cache

import regex

from harness.text.words.normalise import folded

_LETTER = regex.compile(
    r"(?P<script>CYRILLIC|KATAKANA|HIRAGANA|DEVANAGARI|HANGUL|GREEK|HEBREW|ARABIC)"
    r"(?: SMALL| CAPITAL| FINAL)?(?: LETTER| SYLLABLE| VOWEL SIGN)?(?: SMALL| FINAL| SHORT)? "
    r"(?P<sound>[A-Z]+)"
)
# Where a letter's name begins with its sound (lamda, lamed, lam) and goes on with others.
_NAMED = frozenset(("GREEK", "HEBREW", "ARABIC"))
_HEARD = regex.compile(r"^(?:TS|TH|SH|KH|DH|CH|PH|PS|[^AEIOUY])")
# Letters whose names do not begin with the sound that they have in a foreign name.
_CYRILLIC = {
    **{"HARD": "", "SOFT": "", "IE": "e", "EL": "l", "EM": "m", "EN": "n", "ER": "r", "ES": "s"},
    **{"EF": "f", "HA": "k", "IO": "o", "YI": "i"},
}
_VOWELS = frozenset(("SIGN", "WAW", "VAV", "YEH", "YOD", "ALEF", "AIN", "AYIN", "HE", "HEH"))
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("lr", "r"),
        **dict.fromkeys("bpvfw", "b"),
        **dict.fromkeys("ckqgx", "k"),
        **dict.fromkeys("szj", "s"),
        **dict.fromkeys("td", "t"),
    }
)
_LEAST = 2  # consonants, below which two words are alike by chance


@lru_cache(maxsize=16384)
def skeleton(name: str) -> str:
    """The consonants of a word in classes of like sound; empty where too few are heard.

    Blind to Chinese characters, which say no sounds, and to vowels.
    """
    latin = "".join(map(_sounds, unicodedata.normalize("NFC", name.casefold())))
    heard: list[str] = []
    for letter in folded(latin).replace("ch", "s").replace("sh", "s").replace("th", "t"):
        if letter.isascii() and letter.isalpha() and letter not in "aeiouyh":
            sound = letter.translate(_CLASSES)
            if heard[-1:] != [sound]:
                heard.append(sound)
    return "".join(heard) if len(heard) >= _LEAST else ""


def _sounds(letter: str) -> str:
    if letter.isascii():
        return letter
    found = _LETTER.match(unicodedata.name(letter, ""))
    if found is None:
        return letter
    sound = found["sound"]
    if sound in _VOWELS:
        return ""
    if found["script"] in _NAMED:
        first = _HEARD.match(sound)
        return str(first.group()).lower() if first else ""
    if found["script"] == "CYRILLIC":
        return str(_CYRILLIC.get(sound, sound.lower()))
    return str(sound).lower()


def sounds_like(one: str, other: str) -> bool:
    """Whether two skeletons may be of one name; the second may have one sound more, of an ending.

    Japanese and Korean leave out an r before a consonant: Robert is ロバート.
    """
    if not one or len(other) - len(one) not in (-1, 0, 1):
        return False
    bare, other_bare = (word[:1] + word[1:].replace("r", "") for word in (one, other))
    return other.startswith(one) or (len(bare) > _LEAST and bare == other_bare)
