"""Glossaries: words that must stay as they are, or be translated in a stated way."""

from dataclasses import dataclass

from harness.core.fingerprint import fingerprint

ANY_LANGUAGE = ""  # where a glossary does not say which language its translations are in


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term of the source language, and what may and must not stand for it.

    `translations` and `forbidden` are pairs of a language (BCP 47) and words. `keep`: the term must
    stay as it is written, in every language. `place` is where it stands: `terms.csv:12`.
    """

    source: str
    place: str
    translations: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    keep: bool = False

    def wanted(self, language: str) -> tuple[str, ...]:
        """What may stand for it in a language; nothing where the glossary says nothing."""
        return (self.source,) if self.keep else _for(self.translations, language)

    def avoided(self, language: str) -> tuple[str, ...]:
        """What must not stand for it in a language."""
        return _for(self.forbidden, language)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a file, in its order. `name` is the file's, `language` that of the terms."""

    name: str
    language: str
    terms: tuple[GlossaryTerm, ...]

    @property
    def digest(self) -> str:
        """Fingerprint of what it demands; where in its file that stands does not matter."""
        return fingerprint(
            [
                self.language,
                [
                    [each.source, [list(pair) for pair in (*each.translations, *each.forbidden)],
                     len(each.forbidden), each.keep]
                    for each in self.terms
                ],
            ]
        )  # fmt: skip


def _for(pairs: tuple[tuple[str, str], ...], language: str) -> tuple[str, ...]:
    """Those of a language; where none is of its region, those of the language at large."""
    exact = tuple(words for tag, words in pairs if tag.casefold() == language.casefold())
    base = language.partition("-")[0].casefold()
    near = (w for tag, w in pairs if not tag or tag.partition("-")[0].casefold() == base)
    return exact or tuple(near)
