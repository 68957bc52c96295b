"""What tools and models leave in a text that should have been taken out again."""

from collections.abc import Sequence

import regex

from harness.core.values import Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted

# Stand-ins that tools put in place of what must not be translated. A number makes them a machine's:
# "{{name}}" and "{0}" are placeholders, which belong to a text.
_MASK = regex.compile(
    r"""
      \{\{ \s* (?: id | ph | var | tag | tok(?:en)? | mask | placeholder ) [_-]? \d+ \s* \}\}
    | \{\{ \s* \d{3,} \s* \}\}
    | _{1,3} (?: ID | PH | VAR | TAG | TOKEN | MASK | PLACEHOLDER ) _? \d+ _{1,3}
    | \b (?: X{2,} )? PLACEHOLDER [_-]? \d+ (?: X{2,} )? \b
    | [⟦⟪⦃] \s* [\w/]{0,4}\d+ \s* [⟧⟫⦄]
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# What a language model says about its answer instead of giving it.
_TALK = regex.compile(
    r"(?:^|(?<=[.!\n] ))(?:(?:Sure|Certainly|Of course)[,!.]? )?"
    r"(?:Here(?:'s|’s| is) (?:the|a|your) (?:\w+ )?translation\b|As an AI(?: language)? model\b)",
    regex.MULTILINE,
)


class Leftovers:
    """Stand-ins of tools ("{{id_00000}}", "__PH1__", "⟦2⟧") and what a model says of its answer.

    Reports: `fluency/character-encoding/garbled`, critical for a stand-in, since what it stood for
    is lost; `accuracy/addition`, major, for talk ("Here is the translation").
    Blind to: stand-ins that look like words; talk in other languages than English.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("leftovers", __name__)

    def check(self, text: LocalText) -> Sequence[Issue]:
        kinds = (
            (_MASK, "leftovers.mask", Category.GARBLED, "A stand-in was not replaced"),
            (_TALK, "leftovers.talk", Category.ADDITION, "A model speaks of its answer"),
        )
        return [
            Issue(
                kind, category, f"{said}: {quoted(match.group())}.", (Mark(0, Span(*match.span())),)
            )
            for pattern, kind, category, said in kinds
            for match in pattern.finditer(text.text)
        ]
