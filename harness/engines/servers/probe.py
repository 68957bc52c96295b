"""Who answers: told by answers to fixed texts, since a server names neither models nor versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from harness.core.errors import EngineContractError, EngineError
from harness.core.fingerprint import fingerprint
from harness.core.route_syntax import base_language
from harness.core.values import Direction, Outcome, Signature, Untranslatable
from harness.engines.without_model import answered
from harness.text.words.tokens import TokenKind, tokenize

Said = str | Untranslatable  # what a server makes of one text, before anybody judges it

# Plain and odd sentences: what models word differently, and what they lose. Changing one changes
# the signatures of all engines behind servers.
_ENGLISH = (
    "It costs 12 euros.",
    "Nobody knew where the children had gone.",
    "Mr. Smith did not sign it on 3 May 2019.",
    "The spring was broken, so he left it by the bank.",
)
_TEXTS = {
    "en": _ENGLISH,
    "es": (
        "Cuesta 12 euros.",
        "Nadie sabía adónde se habían ido los niños.",
        "El señor Pérez no lo firmó el 3 de mayo de 2019.",
        "El muelle estaba roto y lo dejó junto al banco.",
    ),
    "pt": (
        "Custa 12 euros.",
        "Ninguém sabia para onde as crianças tinham ido.",
        "O senhor Silva não o assinou em 3 de maio de 2019.",
        "A mola estava partida e deixou-a junto ao banco.",
    ),
    "fr": (
        "Ça coûte 12 euros.",
        "Personne ne savait où les enfants étaient partis.",
        "M. Martin ne l'a pas signé le 3 mai 2019.",
        "Le ressort était cassé, il l'a laissé près du banc.",
    ),
    "de": (
        "Es kostet 12 Euro.",
        "Niemand wusste, wohin die Kinder gegangen waren.",
        "Herr Schmidt hat es am 3. Mai 2019 nicht unterschrieben.",
        "Die Feder war gebrochen, also ließ er sie an der Bank liegen.",
    ),
    "it": (
        "Costa 12 euro.",
        "Nessuno sapeva dove fossero andati i bambini.",
        "Il signor Rossi non l'ha firmato il 3 maggio 2019.",
        "La molla era rotta e la lasciò accanto al banco.",
    ),
    "ru": (
        "Это стоит 12 евро.",
        "Никто не знал, куда ушли дети.",
        "Господин Иванов не подписал это 3 мая 2019 года.",
    ),
    "zh": ("这要12欧元。", "没有人知道孩子们去了哪里。", "史密斯先生2019年5月3日没有签字。"),
    "ja": (
        "12ユーロです。",
        "子供たちがどこへ行ったか誰も知らなかった。",
        "スミスさんは2019年5月3日に署名しなかった。",
    ),
    "ar": ("يكلف 12 يورو.", "لم يعرف أحد أين ذهب الأطفال.", "لم يوقعه السيد سميث في 3 مايو 2019."),
}


@dataclass(frozen=True, slots=True)
class Probed:
    """Digest of the answers. Not `steady` where the same texts got other answers a moment later."""

    digest: str
    steady: bool


class ServerEngine:
    """An engine behind a server, whose model is recognised by what it answers.

    It is probed before the first translation and after every block: a block is given away only if
    the same model still answers, so that nothing of another one is recorded or remembered.

    Args:
        name: the engine's.
        facts: what else is in the signature.
        say: what the server makes of some texts, in order.
        judge: the outcome, from a text and what the server made of it.
        close: releases the connection.
    """

    def __init__(  # noqa: PLR0913  (who, where, and four things to do)
        self,
        name: str,
        direction: Direction,
        facts: Sequence[tuple[str, str]],
        *,
        say: Callable[[Sequence[str]], Sequence[Said]],
        judge: Callable[[str, Said], Outcome],
        close: Callable[[], None],
        remarks: Sequence[str] = (),
    ) -> None:
        self.direction = direction
        self._name, self._facts, self._remarks = name, tuple(facts), tuple(remarks)
        self._say, self._judge, self.close = say, judge, close

    @cached_property
    def signature(self) -> Signature:
        """Who answers is told by what it answers; the address is no part of it."""
        return Signature(
            self._name,
            (("direction", str(self.direction)), *self._facts, ("probe", self._probed.digest)),
        )

    @property
    def remembered_by(self) -> str | None:
        """The probe, with all that is known; None where the same text gets other answers."""
        return self.signature.identity if self._probed.steady else None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader of results should know of this engine."""
        if self._probed.steady:
            return self._remarks
        unsteady = (
            f"{self._name} gave other answers to the same texts a moment later: runs of "
            f"{self.direction} differ from each other, and nothing is remembered."
        )
        return (*self._remarks, unsteady)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return answered(segments, self._ask)

    def _ask(self, texts: Sequence[str]) -> list[Outcome]:
        before = self._probed
        said = self._say(texts)
        outcomes = [self._judge(*each) for each in zip(texts, said, strict=True)]
        if before.steady and self._digest(self._answers()) != before.digest:
            raise EngineError(
                f"{self._name} ({self.direction}) answers otherwise than at the start of the run: "
                "another model is behind the server now, so this run measures neither of them",
                hint="see what changed on the server, then run again with --force",
            )
        return outcomes

    @cached_property
    def _probed(self) -> Probed:
        answers = self._answers()
        _refuse_nonsense(self._name, answers)
        digest = self._digest(answers)
        steady = self._digest(self._answers()) == digest
        return Probed(digest if steady else "unsteady", steady)

    def _answers(self) -> Sequence[Said]:
        return self._say(probe_texts(self.direction.source))

    @staticmethod
    def _digest(answers: Sequence[Said]) -> str:
        said = [each if isinstance(each, str) else ["refused"] for each in answers]
        return fingerprint(said)[:16]


def probe_texts(language: str) -> tuple[str, ...]:
    """The fixed texts in a language: written for it, else what the CLDR calls things in it.

    English ones for a language that it does not know.
    """
    return _TEXTS.get(base_language(language)) or _named_things(language) or _ENGLISH


@cache
def _named_things(language: str) -> tuple[str, ...]:
    """A day, lands, a price, languages. Another release of the CLDR may call them otherwise."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (few languages need it)
    from babel.dates import format_date  # noqa: PLC0415

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ()
    named = (
        format_date(date(2019, 5, 3), "full", locale),
        ", ".join(locale.territories.get(each, each) for each in ("ES", "CN", "BR", "DE")),
        f"12 {locale.currencies.get('EUR', 'EUR')}",
        ", ".join(locale.languages.get(each, each) for each in ("en", "es", "ar", "zh")),
    )
    return tuple(map(str, named))


def _refuse_nonsense(name: str, answers: Sequence[Said]) -> None:
    """Raises: EngineContractError for what no translator answers."""
    texts = [each for each in answers if isinstance(each, str)]
    hint = "check the server's log, and its key"
    if texts and not any(map(has_words, texts)):
        raise EngineContractError(
            f"{name} answers without a single word; with a wrong key some servers do", hint=hint
        )
    if len(texts) > 1 and len(set(texts)) == 1:
        raise EngineContractError(f"{name} answers every text alike", hint=hint)


def has_words(text: str) -> bool:
    """Whether a text holds a word or a number."""
    return any(token.kind in (TokenKind.WORD, TokenKind.NUMBER) for token in tokenize(text))
