"""Numbers in words by the CLDR's rules (npm package cldr-rbnf, Unicode licence)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

_PLURAL = re.compile(r"\$\(cardinal,([^)]*)\)\$")
_CASE = re.compile(r"(\w+)\{([^}]*)\}")
_TOKEN = re.compile(r"←([^←]*)←|→([^→]*)→→?|=([^=]*)=|\[|\]")
_SOFT = dict.fromkeys(map(ord, "\u00ad\u200b"))


class Rules:
    """The rules of one language."""

    def __init__(self, folder: Path, tag: str) -> None:
        rules = json.loads((folder / f"{tag}.json").read_text("utf-8"))["rbnf"]["rbnf"]
        self._sets = {k: v for k, v in rules["SpelloutRules"].items() if k.startswith("%")}
        self._plural = Locale.parse(tag).plural_form

    def cardinals(self, number: int) -> Iterator[str]:
        """All writings of a number: by gender, case and what the number is used for."""
        for name in self._sets:
            if re.match(r"%spellout-(cardinal|numbering)(?!-year)", name):
                words = self._format(name, number)
                if words and not any(character.isdigit() for character in words):
                    yield " ".join(words.translate(_SOFT).split())

    def minus(self) -> str:
        """The word before a negative number."""
        for name in self._sets:
            for base, text in self._sets[name]:
                if base == "-x":
                    return text.split("→")[0].strip().rstrip(";")
        return ""

    def _format(self, name: str, number: int, depth: int = 0) -> str:
        if depth > 12:
            return ""
        base, divisor, text = self._rule(name, number)
        if text is None:
            return ""
        text = text.rstrip(";").removeprefix("'")
        text = _PLURAL.sub(lambda found: self._case(found[1], number // divisor), text)
        rest = number % divisor if base else 0
        if rest == 0:
            text = re.sub(r"\[[^\]]*\]", "", text)
        else:
            text = text.replace("[", "").replace("]", "")

        def put(found: re.Match[str]) -> str:
            if found[1] is not None:
                return self._format(found[1] or name, number // divisor, depth + 1)
            if found[2] is not None:
                return self._format(found[2] or name, rest, depth + 1)
            if found[3] and found[3].startswith("%"):
                return self._format(found[3], number, depth + 1)
            return str(number)

        return _TOKEN.sub(put, text)

    def _rule(self, name: str, number: int) -> tuple[int, int, str | None]:
        best: tuple[int, int, str | None] = (0, 1, None)
        for base, text in self._sets.get(name, []):
            value, _, radix = base.partition("/")
            if value.isdigit() and best[0] <= int(value) <= number:
                whole, step = int(value), int(radix or 10)
                divisor = 1
                while divisor * step <= whole:
                    divisor *= step
                best = whole, max(divisor, 1), text
        return best

    def _case(self, cases: str, number: int) -> str:
        named = dict(_CASE.findall(cases))
        return named.get(self._plural(number), named.get("other", ""))
