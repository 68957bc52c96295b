"""How each family of translation models names the language that it is to translate into.

| family | the source begins with | the answer begins with | told by a token such as |
| --- | --- | --- | --- |
| OPUS-MT, Marian | nothing | nothing | none: one direction |
| OPUS-MT with several targets | `>>spa<<` | nothing | `>>spa<<` |
| M2M-100 | `__en__` | `__es__` | `__es__` |
| NLLB | `eng_Latn` | `spa_Latn` | `spa_Latn` |
| MADLAD-400 | `<2es>` | nothing | `<2es>` |
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.engines.ct2_models.codes import tag_of

END = "</s>"
_OF_T5 = "<extra_id_0>"
_MBART = re.compile(r"[a-z]{2}_[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Family:
    """A family of models.

    Args:
        name: for signatures and people.
        token: what the tokens of its languages look like; the group is the code.
        of_source: the token before the source names the `source` or the `target`; "" for none.
        forced: the answer is made to begin with the target's token.
    """

    name: str
    token: re.Pattern[str] | None = None
    of_source: str = ""
    forced: bool = False

    def codes(self, tokens: Iterable[str]) -> Mapping[str, str]:
        """The family's tokens of languages in a vocabulary, by tag; the first of a tag counts."""
        found: dict[str, str] = {}
        for token in tokens if self.token else ():
            if self.token and (match := self.token.fullmatch(token)) and (tag := tag_of(match[1])):
                found.setdefault(tag, token)
        return found

    def marks(self, source: str, target: str) -> tuple[Sequence[str], Sequence[str]]:
        """What the source begins with, and what the answer is made to begin with."""
        before = {"source": [source], "target": [target]}.get(self.of_source, [])
        return before, [target] if self.forced else []


MARIAN = Family("marian")
OPUS_MULTI = Family("opus-multi", re.compile(r">>([A-Za-z_]{2,12})<<"), of_source="target")
M2M = Family("m2m-100", re.compile(r"__([a-z]{2,3})__"), of_source="source", forced=True)
NLLB = Family("nllb", re.compile(r"([a-z]{3}_[A-Z][a-z]{3})"), of_source="source", forced=True)
MADLAD = Family("madlad-400", re.compile(r"<2([A-Za-z_]{2,12})>"), of_source="target")
_MULTILINGUAL = (NLLB, M2M, MADLAD, OPUS_MULTI)


def family_of(tokens: Sequence[str]) -> Family | str:
    """The family of a translation model by its vocabulary; why it is unsupported, for another."""
    for family in _MULTILINGUAL:
        least = 1 if family is OPUS_MULTI else 2
        if sum(bool(family.token and family.token.fullmatch(token)) for token in tokens) >= least:
            return family
    if _OF_T5 in tokens:
        return "a T5 model without tokens for languages"
    if sum(bool(_MBART.fullmatch(token)) for token in tokens) > 1:
        return "an mBART model"
    if END not in tokens:
        return f"a model without the token {END}"
    return MARIAN
