"""Languages as people name them: tags (`pt-BR`), ISO codes (`spa`), names (`spanish`, `español`).

Names and codes are those of the Unicode CLDR, as babel carries it.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from harness.core.errors import ConfigError
from harness.core.route_syntax import canonical_tag

_SUBTAGS = re.compile(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})*")
_NO_LANGUAGE = frozenset({"mul", "und", "zxx", "mis"})
_SCRIPT, _PRIVATE = 4, re.compile(r"q[a-t][a-z]|x|i")
_NAME = 4  # letters, from which on a misspelled name is looked for; a code has fewer
_LIKE = 0.6  # of 1: names at least so alike may be meant


def language_tag(written: str) -> str:
    """The BCP 47 tag that `written` names: `spanish` is es, `spa` is es, `pt_br` is pt-BR.

    Tags for private use (`qaa`, `x-elvish`) stand for themselves.

    Raises:
        ConfigError: nothing that is known has that name; the nearest one is the hint.
    """
    asked = " ".join(written.split()).casefold().replace("_", "-")
    base, *others = asked.split("-")
    if _PRIVATE.fullmatch(base) and _SUBTAGS.fullmatch(asked):
        return asked
    base = _three_letters().get(base, base)
    if base in _english() and _SUBTAGS.fullmatch(asked):
        return canonical_tag("-".join([base, *_known_parts(written, others)]))
    named = _by_name().get(asked)
    if named is None:
        named = _by_own_name().get(asked)
    if named is None:
        raise ConfigError(f"{written!r} is no language that is known", hint=_nearest(asked))
    return named


def tag_of_code(code: str) -> str | None:
    """The BCP 47 tag that a code stands for (`spa`, `pt_BR`, `zho_Hant`); None for anything else.

    Names and private tags are none, nor are codes for several languages or for none (`mul`).
    """
    base, *others = code.casefold().replace("_", "-").split("-")
    base = _three_letters().get(base, base)
    if base not in _english() or base in _NO_LANGUAGE or not all(map(_SUBTAGS.fullmatch, others)):
        return None
    return canonical_tag("-".join([base, *others]))


def language_name(tag: str) -> str:
    """The language's name in English, with its region: "Portuguese (Brazil)"; else the tag."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(tag, sep="-").get_display_name("en") or tag)
    except (UnknownLocaleError, ValueError):
        return _english().get(tag.split("-", maxsplit=1)[0].casefold(), tag)


def _known_parts(written: str, parts: list[str]) -> list[str]:
    """Script, region and variants. Raises: ConfigError for a region or script that is not known."""
    from babel import Locale  # noqa: PLC0415

    english = Locale("en")
    for part in parts:
        if len(part) == 1:
            break  # an extension: what follows has its own rules
        known = {2: english.territories, _SCRIPT: english.scripts}.get(len(part))
        name = part.upper() if len(part) == 2 else part.title()
        if known is not None and part.isalpha() and name not in known:
            raise ConfigError(
                f"{written!r}: {name} is no region or script that is known",
                hint="write a BCP 47 tag such as en, es or pt-BR",
            )
    return parts


@cache
def _english() -> Mapping[str, str]:
    """Names in English by code."""
    from babel import Locale  # noqa: PLC0415  (few commands need it, and it takes its time)

    names = Locale("en").languages
    return {code.casefold(): str(name) for code, name in names.items() if "_" not in code}


@cache
def _three_letters() -> Mapping[str, str]:
    """ISO 639-2 and -3 codes of languages that have one of two letters."""
    from babel.core import get_global  # noqa: PLC0415

    aliases = get_global("language_aliases")
    return {old: new for old, new in aliases.items() if "_" not in new and "_" not in old}


@cache
def _by_name() -> Mapping[str, str]:
    """Tags by English name: `spanish`, `brazilian portuguese`."""
    from babel import Locale  # noqa: PLC0415

    return {
        str(name).casefold(): canonical_tag(code.replace("_", "-"))
        for code, name in sorted(Locale("en").languages.items(), reverse=True)
    }


@cache
def _by_own_name() -> Mapping[str, str]:
    """Tags by the name in the language itself: `español`. Reads a file for each: for a last try."""
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import exists  # noqa: PLC0415

    codes = [code for code in _english() if exists(code)]
    own = {code: Locale.parse(code).languages.get(code, "") for code in codes}
    return {str(name).casefold(): code for code, name in own.items() if name}


def _nearest(asked: str) -> str:
    """What may have been meant: a name that begins so, or one that looks alike."""
    names = {**_by_own_name(), **_by_name()}
    begins = sorted((name for name in names if name.startswith(asked)), key=len)
    alike = get_close_matches(asked, names, n=1, cutoff=_LIKE) if len(asked) >= _NAME else []
    near = (begins or alike or [""])[0]
    if not near:
        return "write a BCP 47 tag such as en, es or pt-BR, or a name such as spanish"
    return f"did you mean {names[near]} ({language_name(names[near])})?"
