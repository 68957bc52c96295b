"""Texts that no sentence is: what engines write when they fail, and what files hold by mistake.

Each is made in any size, so that tests see how a cost grows.
"""

import base64
import random
import string
from collections.abc import Callable

_PROSE = """the man did not see that his old house was sold by three women in March because nobody
    must pay more than 500 euros for every small red door"""


def _letters(count: int, seed: int) -> str:
    draw = random.Random(seed)
    return "".join(draw.choice(string.ascii_letters) for _ in range(count))


def _words(count: int) -> str:
    draw = random.Random(count)
    return " ".join(_letters(draw.randint(3, 9), place) for place in range(count))


def _prose(count: int) -> str:
    draw = random.Random(count)
    known = _PROSE.split()
    words = [draw.choice(known) for _ in range(count)]
    return " ".join(f"{word.capitalize()}" if n % 12 == 0 else word for n, word in enumerate(words))


# By what they are; each is given about how many words it shall have.
TEXTS: dict[str, Callable[[int], str]] = {
    "one word again and again": lambda n: "boat " * n,
    "a phrase again and again": lambda n: "the red boat " * (n // 3),
    "random words": _words,
    "prose": _prose,
    "one letter": lambda n: "a" * (6 * n),
    "random letters": lambda n: _letters(6 * n, n),
    "base64": lambda n: base64.b64encode(random.Random(n).randbytes(5 * n)).decode(),
    "numbers": lambda n: " ".join(str(random.Random(i).randint(1, 99_999)) for i in range(n)),
    "one number": lambda n: "7" * (6 * n),
    "names": lambda n: _words(n).title(),
    "denials": lambda n: "not " * n,
    "prices": lambda n: "$5.30 " * (n // 2),
    "dates": lambda n: "3 March 2020, " * (n // 4),
    "tags": lambda n: "<b>x</b> " * (n // 4),
    "tags that do not end": lambda n: "<b " * (n // 2),
    "braces": lambda n: "{" * n,
    "addresses": lambda n: "https://a.example/b?c=d " * (n // 4),
    "slashes": lambda n: "/a" * (n // 2),
    "stops": lambda n: "a." * (n // 2),
    "hyphens": lambda n: "a-" * n,
    "quotes": lambda n: "\"' " * (n // 2),
    "emoji": lambda n: "👩\u200d💻" * n,
    "marks on one letter": lambda n: "a" + "\u0301" * (6 * n),
    "spaces": lambda n: " " * (6 * n) + "a",
    "line breaks": lambda n: "a" + "\n" * (6 * n) + "b",
    "Japanese": lambda n: "日本語の文章を" * (n // 7),
    "number words": lambda n: "twenty one thousand " * (n // 3),
    "pieces of words": lambda n: "ma@@ " * (n // 3),
    "short sentences": lambda n: "He went. " * (n // 3),
    "acronyms": lambda n: "ABC " * n,
    "controls": lambda n: "\x01\u202e" * n,
    "underscores": lambda n: "_" * (6 * n),
    "Markdown": lambda n: "**a** " * (n // 5),
}
