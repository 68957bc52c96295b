"""What a language model is told to do with a text."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.core.errors import ConfigError, EngineUnavailable
from harness.core.fingerprint import fingerprint
from harness.core.settings import nearest
from harness.core.values import Direction
from harness.text.data.tags import language_name

_TEXT = "{text}"
# Those of TranslateGemma are the words that its makers trained it with.
_OWN: Mapping[str, str] = {
    "plain": (
        "Translate the following text from {source} into {target}. Answer with the translation "
        "only: no explanation, no notes, no quotation marks around it.\n\n{text}"
    ),
    "translategemma": (
        "You are a professional {source} ({source_code}) to {target} ({target_code}) translator. "
        "Your goal is to accurately convey the meaning and nuances of the original {source} text "
        "while adhering to {target} grammar, vocabulary, and cultural sensitivities.\n"
        "Produce only the {target} translation, without any additional explanations or "
        "commentary. Please translate the following {source} text into {target}:\n\n\n{text}"
    ),
}
USUAL = "plain"
NAMES = tuple(_OWN)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt for one direction. `label` names it in signatures, with a digest of its words."""

    label: str
    words: str

    def about(self, text: str) -> str:
        """The prompt with a text in it, which is put there as it stands."""
        return self.words.replace(_TEXT, text)


def prompt_named(part: str, value: str, direction: Direction) -> Prompt:
    """One of `NAMES`, or words of the user's with `{text}` in them; also `{source}`, `{target}`.

    Raises:
        ConfigError: neither.
        EngineUnavailable: a language that has no name.
    """
    if value not in _OWN and _TEXT not in value:
        raise ConfigError(
            f"{part}.prompt: {value!r} is no prompt",
            hint=f"{nearest(value, NAMES)}, or write your own with {_TEXT} where the text stands",
        )
    words = _OWN.get(value, value)
    filled = (
        words.replace("{source}", _named(direction.source))
        .replace("{target}", _named(direction.target))
        .replace("{source_code}", direction.source)
        .replace("{target_code}", direction.target)
    )
    name = value if value in _OWN else "own"
    return Prompt(f"{name} {fingerprint(words)[:8]}", filled)


def _named(tag: str) -> str:
    """A language's English name: `Spanish`, `Portuguese (Brazil)`. Raises: EngineUnavailable."""
    name = language_name(tag)
    if name == tag:
        raise EngineUnavailable(
            f"no language is called {tag!r}", hint="write languages as in en, es, pt-BR, zh-Hans"
        )
    return name
