"""What a taught pair must be like to be learnt from: pure rules on text."""

import re

PORTUGUESE = re.compile(r"\w*[ãõçêôâà]\w*")
UNKNOWN = re.compile(r"\*([\w-]+)")
REPEATED = re.compile(r"\b(\w+)( \1){2,}\b|(..+?)\3{4,}")
NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*")
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


def fault(english: str, other: str) -> str | None:
    """Why a taught pair is not fit to learn from, or None."""
    if not english or not other:
        return "empty"
    faults = {
        "length": not 0.5 < len(other) / len(english) < 2.2,
        "repeated": bool(REPEATED.search(english) or REPEATED.search(other)),
        "copied": english.lower() == other.lower(),
        "numbers": numbers(english) != numbers(other),
        "question": is_question(english) != is_question(other),
    }
    return next((name for name, present in faults.items() if present), None)


def is_question(sentence: str) -> bool:
    """Whether it ends in a question mark, quotation marks aside."""
    return sentence.rstrip("\"”»')").endswith("?")


def numbers(text: str) -> list[str]:
    """The digits of each number, without separators, sorted."""
    return sorted(re.sub(r"\D", "", number) for number in NUMBER.findall(text))


def plain(text: str) -> str:
    """Text in marks that the start models' vocabulary holds: straight quotes, short dashes."""
    return re.sub(r" ?[—–] ?", " - ", text.translate(PLAIN))


def unknown(marked: str, other: str) -> bool:
    """Whether Apertium passed on a word that is no name: one that the other side does not hold."""
    return any(word not in other for word in UNKNOWN.findall(marked))


def left_portuguese(source: str, spanish: str) -> bool:
    """Whether the Spanish holds a word with Portuguese letters that the source does not hold."""
    return any(word not in source for word in PORTUGUESE.findall(spanish))


def spanish_marks(sentence: str) -> str:
    """Opening question and exclamation marks, which Portuguese has not, where the case is plain."""
    if re.search(r"[.;:!?\",]", sentence[:-1]):
        return sentence
    opening = {"?": "¿", "!": "¡"}.get(sentence[-1:], "")
    return sentence if opening in sentence else opening + sentence
