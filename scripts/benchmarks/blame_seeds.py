"""Damage of known kind for one sentence in two languages at once: what `blame.py` plants.

Every seed changes the same thing in the home text and in the foreign one, by means that are none of
the harness's own: plain patterns, and words written by hand (blame_words.toml).
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from harness.text.words.sentence_spans import sentence_spans

Edit = Callable[[str], str | None]  # None where it does not apply to this text

WORDS = tomllib.loads(Path(__file__).with_name("blame_words.toml").read_text("utf-8"))

NAMES = ("Wolfgang", "Marjorie", "Tarkovsky", "Ellesmere", "Fitzroy", "Nakamura", "Oyelaran")
PHRASES = {
    "en": ("near the old harbour", "with a wooden spoon", "behind the railway station"),
    "es": ("cerca del puerto viejo", "con una cuchara de madera", "detrás de la estación de tren"),
    "pt": ("perto do porto velho", "com uma colher de pau", "atrás da estação de trem"),
}
# What a translation copies, by kind: some token, and another of its kind in its place.
TOKENS = {
    "placeholder": (("{count}", "{total}"), ("%1$s", "%2$s"), ("${user}", "${owner}")),
    "address": (
        ("https://example.org/a7", "https://example.org/a9"),
        ("info@example.org", "office@example.org"),
    ),
    "tag": (("<br/>", "<hr/>"), ("<b>", "<i>")),
    "identifier": (("user_name", "user_mail"), ("max_size", "min_size")),
    "emoji": (("🙂", "😡"), ("🚀", "🐌")),
}

# Denying words, any of which makes a sentence one with a denial.
DENYING = {
    "en": r"\b(?:not|never|no|none|nor|neither|nothing|nobody|without|cannot|un\w+)\b|n['’]t\b",
    "es": r"\b(?:no|nunca|jamás|nadie|nada|ningún|ninguno|ninguna|tampoco|ni|sin)\b",
    "pt": r"\b(?:não|nunca|jamais|ninguém|nada|nenhum|nenhuma|tampouco|nem|sem)\b",
}
DENIED = {
    "en": (
        (r"\bcan['’]t\b|\bcannot\b", "can"),
        (r"\bwon['’]t\b", "will"),
        (r"n['’]t\b", ""),
        (r" (?:not|never)\b", ""),
    ),
    "es": ((r"\b(?:no|nunca) ", ""),),
    "pt": ((r"\b(?:não|nunca) ", ""),),
}
VERBS = {
    "en": r"\b(is|are|was|were|can|will|has|have|had|could|would|should|may)\b",
    "es": r"\b(es|son|está|están|fue|fueron|era|eran|puede|pueden|ha|han|había|será|podría|debe)\b",
    "pt": r"\b(é|são|está|estão|foi|foram|era|eram|pode|podem|tem|têm|havia|será|poderia|deve)\b",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A segment, its perfect translation, and one fault for each of the two languages.

    `forward` damages the hypothesis, `backward` the return; where they are not the same fault (a
    passage left untranslated) `survives` is False: a perfect return hides the forward one.
    """

    kind: str
    source: str
    hypothesis: str
    forward: Edit
    backward: Edit
    survives: bool = True


def seeds(rows: list[dict[str, str]], language: str) -> Iterator[Seed]:
    """All seeds of all rows, kind by kind within a row. The same rows, the same seeds."""
    for number, row in enumerate(rows):
        other = rows[(number * 7 + 3) % len(rows)]
        chance = random.Random(row["id"])
        texts, others = (row["en"], row[language]), (other["en"], other[language])
        made = _of_row(texts, others, language, chance)
        for seed in made:
            if seed.forward(seed.hypothesis) and seed.backward(seed.source):
                yield seed


def _of_row(
    texts: tuple[str, str], others: tuple[str, str], language: str, chance: random.Random
) -> Iterator[Seed]:
    (en, xx), (other_en, other_xx) = texts, others
    for number in _shared_numbers(en, xx):
        shift = chance.randint(1, 8)
        yield Seed("number", en, xx, _shifted(number, shift), _shifted(number, shift))
        yield Seed("number lost", en, xx, _dropped(number), _dropped(number))
    for name in _shared_names(en, xx):
        rival = chance.choice(NAMES)
        yield Seed("name", en, xx, _exchange(name, rival), _exchange(name, rival))
        yield Seed("name lost", en, xx, _dropped(name), _dropped(name))
    for one, other in pairwise(_shared_names(en, xx)):
        yield Seed("names swapped", en, xx, *[_swapped(one, other)] * 2)
    for clock in _shared(r"\b\d{1,2}:\d\d\b", en, xx):
        yield Seed("time", en, xx, *[_exchange(clock, _later(clock))] * 2)
    for acronym in _shared(r"\b[A-Z]{3,5}\b", en, xx):
        yield Seed("acronym", en, xx, *[_exchange(acronym, _rotated(acronym))] * 2)
    yield Seed("denial lost", en, xx, _undenied(language), _undenied("en"))
    yield Seed("denial added", en, xx, _denied(language), _denied("en"))
    for kind, pairs in WORDS.items():
        for (a, b), (c, d) in zip(pairs["en"], pairs[language], strict=True):
            yield Seed(kind, en, xx, _exchange(c, d), _exchange(a, b))
            yield Seed(kind, en, xx, _exchange(d, c), _exchange(b, a))
    for (a, _), (c, _) in zip(WORDS["word"]["en"], WORDS["word"][language], strict=True):
        yield Seed("word lost", en, xx, _dropped(c), _dropped(a))
    yield Seed("loop", en, xx, _looped, _looped)
    yield Seed("other script", en, xx, _inserted("коррупция"), _inserted("коррупция"))
    passage = (_passage(en), _passage(xx))
    yield Seed("untranslated", en, xx, _replaced(passage[0]), _replaced(passage[1]), survives=False)
    index = chance.randrange(len(PHRASES["en"]))
    phrases = (PHRASES[language][index], PHRASES["en"][index])
    yield Seed("phrase added", en, xx, _ended(phrases[0]), _ended(phrases[1]))
    yield Seed("clause lost", en, xx, _cut(en.count(",")), _cut(xx.count(",")))
    yield Seed("sentence added", en, xx, _followed(other_xx), _followed(other_en))
    two = (f"{en} {other_en}", f"{xx} {other_xx}")
    yield Seed("sentence lost", *two, _unfollowed(language), _unfollowed("en"))
    yield Seed("sentence repeated", en, xx, _twice, _twice)
    yield Seed("truncated", en, xx, _truncated, _truncated)
    yield Seed("whole untranslated", en, xx, _instead(en), _instead(xx), survives=False)
    yield Seed("garbled", en, xx, _garbled, _garbled)
    yield Seed("question", en, xx, _asked(language), _asked("en"))
    yield Seed("bracket lost", en, xx, _once(r"\)", ""), _once(r"\)", ""))
    for kind, tokens in TOKENS.items():
        token, rival = chance.choice(tokens)
        tokened = (_ended(token)(en), _ended(token)(xx))
        if tokened[0] and tokened[1]:
            yield Seed(f"{kind} lost", *tokened, _dropped(token), _dropped(token))
            yield Seed(f"{kind} changed", *tokened, *[_exchange(token, rival)] * 2)


# ── what both texts share ───────────────────────────────────────────────────────────────────────


def _shared(pattern: str, en: str, xx: str) -> list[str]:
    mine, theirs = re.findall(pattern, en), re.findall(pattern, xx)
    return [each for each in mine if mine.count(each) == theirs.count(each) == 1]


def _shared_numbers(en: str, xx: str) -> list[str]:
    """Digits that both texts have once, marks of grouping aside."""
    pattern = r"(?<![\w.,])\d+(?:[.,\u00a0 ]\d+)*(?![\w])"

    def bare(text: str) -> list[str]:
        return [re.sub(r"\D", "", found) for found in re.findall(pattern, text)]

    mine, theirs = bare(en), bare(xx)
    return [each for each in mine if mine.count(each) == theirs.count(each) == 1 and each != "1"]


def _shared_names(en: str, xx: str) -> list[str]:
    known = {word for pairs in WORDS["land"].values() for pair in pairs for word in pair}
    names = _shared(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", en, xx)
    return [name for name in names if name not in known]


# ── edits ───────────────────────────────────────────────────────────────────────────────────────


def _once(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Edit:
    def edit(text: str) -> str | None:
        changed, times = re.subn(pattern, new, text)
        return changed if times == 1 and changed != text else None

    return edit


def _bounded(word: str) -> str:
    left = r"(?<!\w)" if word[0].isalnum() else ""
    return left + re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")


def _exchange(old: str, new: str) -> Edit:
    return _once(_bounded(old), lambda _: new)


def _dropped(word: str) -> Edit:
    if word.isdigit():
        return _once(rf" ?(?<![\w.,]){_spread(word)}(?!\w)", "")
    return _once(rf" ?{_bounded(word)}", "")


def _spread(digits: str) -> str:
    return "[.,\u00a0 ]?".join(digits)


def _shifted(digits: str, shift: int) -> Edit:
    def moved(match: re.Match[str]) -> str:
        head, *rest = match.group()
        return str((int(head) - 1 + shift) % 9 + 1) + "".join(rest)

    return _once(rf"(?<![\w.,]){_spread(digits)}(?!\w)", moved)


def _swapped(one: str, other: str) -> Edit:
    pattern = re.compile(f"{_bounded(one)}|{_bounded(other)}")

    def edit(text: str) -> str | None:
        swap = {one: other, other: one}
        changed, times = pattern.subn(lambda match: swap[match.group()], text)
        return changed if times == 2 else None

    return edit


def _later(clock: str) -> str:
    hours, minutes = map(int, clock.split(":"))
    return f"{(hours + 3) % 24}:{(minutes + 25) % 60:02}"


def _rotated(word: str) -> str:
    return "".join(chr((ord(letter) - 65 + 7) % 26 + 65) for letter in word)


def _undenied(language: str) -> Edit:
    def edit(text: str) -> str | None:
        if len(re.findall(DENYING[language], text, re.IGNORECASE)) != 1:
            return None
        for pattern, new in DENIED[language]:
            if changed := _once(pattern, new)(text):
                return changed
        return None

    return edit


def _denied(language: str) -> Edit:
    after = r"\1 not" if language == "en" else {"es": r"no \1", "pt": r"não \1"}[language]

    def edit(text: str) -> str | None:
        if re.search(DENYING[language], text, re.IGNORECASE):
            return None
        return _once(VERBS[language], after)(text)

    return edit


def _looped(text: str) -> str:
    words = text.rstrip(".").split()
    return " ".join([*words, *words[-3:] * 3]) + "."


def _twice(text: str) -> str | None:
    return f"{text} {text}" if text.endswith(".") else None


def _truncated(text: str) -> str | None:
    """Broken off after three fifths of the words."""
    words = text.split()
    return " ".join(words[: len(words) * 3 // 5]) if len(words) >= 15 else None


def _instead(text: str) -> Edit:
    return lambda _: text


def _garbled(text: str) -> str | None:
    """With the marks of a subword vocabulary left in the longest word."""
    longest = max(text.split(), key=len)
    half = len(longest) // 2
    return text.replace(longest, f"{longest[:half]}@@ {longest[half:]}", 1) if half > 3 else None


def _asked(language: str) -> Edit:
    """As a question."""
    start = "¿" if language == "es" else ""
    return _once(r"^([^?]*\w)\.$", lambda match: f"{start}{match[1]}?")


def _inserted(word: str) -> Edit:
    def edit(text: str) -> str:
        words = text.split()
        middle = len(words) // 2
        return " ".join([*words[:middle], word, *words[middle:]])

    return edit


def _passage(text: str) -> str:
    words = text.split()
    third = len(words) // 3
    return " ".join(words[third : third + 8])


def _replaced(passage: str) -> Edit:
    """A passage of the other language where this one has its own."""

    def edit(text: str) -> str | None:
        words = text.split()
        third = len(words) // 3
        if len(passage.split()) < 8 or len(words) < 20:
            return None
        return " ".join([*words[:third], passage, *words[third + 8 :]])

    return edit


def _ended(phrase: str) -> Edit:
    return _once(r"(?<=\w)\.$", lambda _: f" {phrase}.")


def _cut(commas: int) -> Edit:
    """Without what follows the last comma, where both texts have as many."""

    def edit(text: str) -> str | None:
        head, comma, tail = text.rpartition(", ")
        long_enough = len(tail.split()) >= 5 and len(head.split()) >= 5
        return f"{head}." if comma and long_enough and text.count(",") == commas else None

    return edit


def _followed(sentence: str) -> Edit:
    return lambda text: f"{text} {sentence}" if text.endswith(".") else None


def _unfollowed(language: str) -> Edit:
    """Without the second of two sentences."""

    def edit(text: str) -> str | None:
        spans = sentence_spans(text, language)
        return spans[0].of(text) if len(spans) == 2 else None

    return edit
