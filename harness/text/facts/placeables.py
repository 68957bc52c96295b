"""What every language writes alike, and a translation must carry over as it stands.

Addresses, markup, placeholders, identifiers and emoji. No code point belongs to two of them,
but for an address inside a tag, so that no fact is reported twice.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType

import regex

from harness.core.values import Cover, Span
from harness.text.data.language import known_languages


class PlaceableKind(Enum):
    """What is copied, in the order in which text is claimed."""

    ADDRESS = "address"
    TAG = "tag"
    PLACEHOLDER = "placeholder"
    IDENTIFIER = "identifier"
    EMOJI = "emoji"


@dataclass(frozen=True, slots=True)
class Placeable:
    """One such thing and where it stands. Facts of equal `key` say the same.

    `loose` is the key without what hardly matters: case, hyphens, the scheme of an address. A fact
    that is not `exact` may be written either way (COVID-19, Covid 19).
    """

    text: str
    span: Span
    key: str
    loose: str
    exact: bool = True


Placeables = Mapping[PlaceableKind, tuple[Placeable, ...]]

# ── addresses ───────────────────────────────────────────────────────────────────────────────────

_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|dev|app|ai|tv|eu|example|museum"
    r"|co\.uk|ac\.uk|gov\.uk|com\.br|org\.br|gov\.br|com\.mx|com\.ar|gob\.es|gob\.mx"
)
_EDGE = r"(?<! [.,;:!?'’*] ) (?<! (?: ^ | [^(] ) [^(]* \) )"
_PATH = r"[^\s<>\"“”«»|\\^`]"
_URL = regex.compile(
    rf"(?: \p{{L}}[\p{{L}}\p{{Nd}}+.\-]{{1,12}}:// | mailto: | www\. ) {_PATH}+ {_EDGE}",
    regex.VERBOSE | regex.IGNORECASE,
)
_MAIL = regex.compile(
    r"[\p{L}\p{Nd}_.+%\-]+ @ [\p{L}\p{Nd}\-]+ (?: \. [\p{L}\p{Nd}\-]+ )+", regex.VERBOSE
)
_DOMAIN = regex.compile(
    rf"""
    (?<! [\p{{L}}\p{{Nd}}@./_{{\-] ) (?: [\p{{L}}\p{{Nd}}\-]{{2,63}} \. ){{1,5}} (?: {_ENDINGS} )
    (?! [\p{{L}}\p{{Nd}}@] | \.\p{{L}} | - ) (?: / {_PATH}* {_EDGE} )?
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_INNER_STOP = regex.compile(r"\w\.\p{L}")
_SCHEME = regex.compile(r"^(?:https?://|mailto:)?(?:www\.)?")


def _addresses(text: str) -> Iterator[Placeable]:
    if not _INNER_STOP.search(text):
        return
    patterns = [_DOMAIN]
    if "@" in text:
        patterns.insert(0, _MAIL)
    if "://" in text or "www." in text or "mailto:" in text:
        patterns.insert(0, _URL)
    taken = Cover()
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        span, written = Span(*match.span()), match.group()
        if not taken.touches(span):
            taken.add(span)
            loose = _SCHEME.sub("", written.casefold()).rstrip("/")
            yield Placeable(written, span, written.rstrip("/"), loose)


# ── markup ──────────────────────────────────────────────────────────────────────────────────────

_ELEMENTS = frozenset(
    """a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption
    center cite code col colgroup data dd del details dfn div dl dt em fieldset figcaption figure
    font footer form g h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label
    legend li link main mark meta nav ol option p ph pre q s samp script section select small
    source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead
    time title tr tt u ul use var video wbr x bpt ept it bx ex mrk""".split()  # noqa: SIM905
)
# A name may be its own attribute, as in games: <color=#F00>, <sprite=3>.
_TAG = regex.compile(r"<(?P<end>/)?(?P<name>\p{L}[\w:.-]*)(?P<rest>(?:[\s=][^<>]*)?/?)>")
_ATTRIBUTE = regex.compile(r"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_SPOKEN = frozenset(  # attributes whose values are text, or an address
    ("title", "alt", "placeholder", "aria-label", "label", "content", "lang", "summary")
)
_ENTITY = regex.compile(r"&(?:\p{Latin}[\p{Latin}\p{Nd}]{1,31}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_MARKDOWN = regex.compile(
    r"""
      (?P<heading> ^ \s* \#{1,6} (?= \ \S ) )
    | (?P<link> (?<= \[ [^\[\]\n]{1,200} ) \]\( )
    | (?P<strong> (?<! [\w*] ) \*\* (?= \S [^*\n]* (?<=\S) \*\* )
        | (?<! [\w_] ) __ (?! [A-Z0-9_]+__ ) (?= \S [^_\n]* (?<=\S) __ (?!\w) ) )
    | (?P<strike> (?<!~) ~~ (?= \S [^~\n]* ~~ ) )
    | (?P<emphasis> (?<! [\w*\\] ) \* (?= [^\s*] [^*\n]* (?<=[^\s*]) \* (?! [\w*] ) ) )
    | (?P<rule> ^ \s* (?P<stroke> [*_=~\-] ) (?: \s* (?P=stroke) ){2,} \s* $ )
    """,
    regex.VERBOSE,
)


def _markup(text: str) -> Iterator[Placeable]:
    if "<" in text:
        yield from _tags(text)
    for match in _ENTITY.finditer(text) if "&" in text else ():
        yield Placeable(match.group(), Span(*match.span()), match.group(), match.group().casefold())
    for match in _MARKDOWN.finditer(text) if _has(text, "#[*_~=-") else ():
        kind = f"markdown {match.lastgroup}"
        yield Placeable(match.group().strip(), _trimmed(match), kind, kind)


def _tags(text: str) -> Iterator[Placeable]:
    found = list(_TAG.finditer(text))
    closed = {match["name"] for match in found if match["end"]}
    for match in found:
        name, rest = match["name"], match["rest"]
        if name.casefold() in _ELEMENTS or name in closed or rest.endswith("/") or "=" in rest:
            loose = f"<{match['end'] or ''}{name.casefold()}>"
            yield Placeable(match.group(), Span(*match.span()), f"{loose} {_settings(rest)}", loose)


def _settings(rest: str) -> str:
    """Attributes that say how, in any order; those that hold text or an address are left out."""
    pairs = (
        (match[1].casefold(), match[2].strip("\"'"))
        for match in _ATTRIBUTE.finditer(f"own{rest}" if rest.startswith("=") else rest)
        if match[1].casefold() not in _SPOKEN and not any(_addresses(match[2]))
    )
    return " ".join(f"{name}={value}" for name, value in sorted(pairs))


# ── placeholders ────────────────────────────────────────────────────────────────────────────────

_PLACEHOLDER = regex.compile(
    r"""
      (?P<icu> \{ \s* [\w.]+ \s*, \s* (?: plural | select | selectordinal ) \s*,
        (?: \s*offset:\d+ )? )
    | (?P<case> (?<! \p{L} ) (?: zero | one | two | few | many | other | =\d+ ) (?= \s* \{ ) )
    | \{\{\{? \s* [^\s{}][^{}\n]{0,80}? \s* \}?\}\}
    | \{ /? [\p{L}_]* (?: = [^{}\s]* )? \} | \{ \$ [^{}\s]{1,80} \}
    | \{ \s* (?: \$ | -(?=\p{L}) ) [\p{L}_] [^{}\n]{0,80}? \s* \}
    | \{%-? \s* [^{}%\n]{1,80} \s* -?%\}
    | [$\#%@]\{ [^{}\n]{1,80} \}
    | \{ \s* (?: [\p{L}_][\w.\-]* | \p{Nd}+ )? (?: \[\w+\] )* (?: ![rsa] )?
        (?: [:,]\s?[^{}\n\s]{1,30} )? \s* \}
    | (?<! [\p{Nd}%\\] ) % (?: \d{1,2}\$ )? (?: \(\w{1,40}\) )? [\-+\#0]* (?: \d{1,3} )?
        (?: \.\d{1,2} )? (?: hh | h | ll | l | q | z | L )? [diouxXeEfFgGcsp@] (?! \p{L} | \p{Nd} )
    | (?<! [\p{Nd}%\\] ) %L? (?: (?P<place> [1-9]\d? ) (?! [.,]?\p{Nd} ) | n ) (?! [\p{L}%$] )
    | (?<! [\p{Nd}%] ) %[\p{L}_][\w.]+%
    | </?\d{1,3}\s?/?> | <[%?] [^<>\n]{1,80} [%?]>
    | (?<! \w ) __[A-Z][A-Z0-9_]*__ (?! \w )
    | (?<! [\p{L}\p{Nd}$] ) (?! (?<= \p{Nd} \s ) \$ [A-Z]{2} \b )  # "5 $US" is money
      \$ (?: t\( [^()\n]{1,80} \) | [A-Z][A-Z0-9_]*\$ | [\p{L}_]\w+ )
    | (?<! [\w:] ) : (?: [a-z][a-z_]{2,} (?! [\w:] ) | [a-z][a-z0-9_+\-]* : (?! \w ) )
    | (?<! \\ ) \\ [A-Za-z]{1,3} (?: \[ [\w,\ ]{1,30} \] | < [^<>\n]{1,30} > )
    | (?P<escape> (?<! [:\\] ) \\ (?: [nrt] (?= \P{Ll} | $ | (?<= [^\w\s] \\[nrt] ) )
        | [.|!^><$"] | [CGINV] (?! \w ) ) )
    | \[/? (?: b | i | u | s | url | img | code | color | colour | size | font | center | quote
        | wave | shake | rainbow ) (?: = [^\[\]\n]{1,60} )? \] (?! \( )
    | (?<! [\]\w\\] ) \[ (?: (?P<worded> \p{Ll}{2,} | \p{Lu}{2,} )
        | (?= [\w.!]* [_.!\p{Nd}] | \p{Ll}+ \p{Lu} ) [\p{L}_][\w.]* (?: ![a-z]+ )? ) \] (?! [(\[:] )
    """,
    regex.VERBOSE,
)
_BLANKS = regex.compile(r"(?<=[{,])\s+|\s+(?=[},])")
_WINDOWS_PATH = regex.compile(r"(?<!\w)[A-Za-z]:\\\w|\\\\\w+\\")


def _placeholders(text: str) -> Iterator[Placeable]:
    if not _has(text, "{%<_$:\\["):
        return
    plural, found = False, list(_PLACEHOLDER.finditer(text))
    counted = _counted(found)
    paths = "\\" in text and _WINDOWS_PATH.search(text)
    for match in found:
        plural = plural or bool(match["icu"])
        if match["case"] and not plural:
            continue  # the word "one" before a brace means something only inside a plural
        if (match["place"] and not counted) or (match["escape"] and paths):
            continue
        if match["worded"] and match["worded"].casefold() in _insertions():
            continue
        key = _BLANKS.sub("", match.group())
        yield Placeable(match.group(), _trimmed(match), key, key.casefold())


def _counted(found: Sequence[regex.Match[str]]) -> bool:
    """Whether "%1", "%2" count from one: a lone "%20" is Turkish for twenty percent."""
    places = {int(match["place"]) for match in found if match["place"]}
    return places == set(range(1, len(places) + 1))


@cache
def _insertions() -> frozenset[str]:
    """What editors put in brackets into other people's words: "[sic]", "[that]", "[he]"."""
    return frozenset(("sic", "unk")).union(*(each.function_words for each in known_languages()))


# ── identifiers ─────────────────────────────────────────────────────────────────────────────────

_SUFFIXES = (
    "py|js|ts|json|toml|yaml|yml|xml|html|htm|css|csv|txt|md|pdf|docx?|xlsx?|pptx?|zip|gz|tar|png"
    "|jpe?g|gif|svg|mp3|mp4|exe|dll|sh|bat|ini|cfg|conf|log|sql|cpp|java|rs|go|rb|php|odt|epub"
)
# Each with a character without which it need not be looked for; the first to claim a place has it.
_IDENTIFIERS = tuple(
    (telling, regex.compile(pattern, regex.VERBOSE))
    for telling, pattern in (
        ("`", r"`+ [^`\n]* [^`\s] [^`\n]* `+"),
        (
            "\\",
            r"""(?<! [\w\\] ) [A-Za-z]:\\ (?: [^\\\s:*?"<>|]+ (?: \ [^\\\s:*?"<>|]+ )*? \\ )*
                [\w.\-]+ (?<! [.] )""",
        ),
        (
            "/",
            r"""(?<! [\w./<] ) (?: ~/ | (?: \.{1,2} )? / [\w.\-]+ / ) [\w.\-]+ (?: / [\w.\-]+ )* /?
                (?<! [.] )""",
        ),
        (".", rf"(?<! [\w.\-/] ) [\w\-]+ (?: / [\w\-]+ )* \. (?: {_SUFFIXES} ) (?! [\w\-] )"),
        (".", r"(?<! [\w.] ) v\d+ (?: \.\d+ )+ (?: -?[a-z]+\.?\d* )? (?! \w )"),
        (".", r"(?<! [\w.,] ) \d+ (?: \.\d+ )* \. [xX*] (?! \w )"),
        ("#", r"(?<! [\w&\#] ) \# (?: (?= \w*\p{L} ) \w{2,60} | (?: \d{6} | \d{8} ) (?! \w ) )"),
        ("@", r"(?<! [\w@.] ) @ \p{L} [\w.]{1,30} (?<! \. )"),
        ("--", r"(?<! [\w\-] ) -- [a-z][a-z0-9]* (?: -[a-z0-9]+ )* (?! \w )"),
        ("0x", r"(?<! \w ) 0x[0-9A-Fa-f]+ (?! \w )"),
        ("()", r"(?<! [\w.] ) [\p{L}_]\w* (?: \.\w+ )* \( \)"),
        (
            "_",
            r"""(?<! [\w\-] ) (?= \w*\p{L} ) [\p{L}\p{Nd}]+ (?: _[\p{L}\p{Nd}]+ )+
                (?! [\w\-] )""",
        ),
        ("+", r"(?<! \w ) (?: Ctrl | Alt | Shift | Cmd | Win | Meta ) (?: \+ \w+ )+"),
    )
)
_INNER_DOT = re.compile(r"[\w-]\.[\w*]")
_HUMP = regex.compile(r"\p{Ll}\p{Lu}")
_CAMEL = regex.compile(
    r"(?<! [\w\-] ) \p{Ll}{2,} (?: \p{Lu}\p{Ll}+ )+ \p{Nd}* (?! [\w\-] )", regex.VERBOSE
)
_CODE = regex.compile(
    r"""
    \b (?= \p{Lu} ) (?<! [\-/.] ) (?: \p{Lu}{1,6} -? | \p{Lu}\p{Ll}{1,7} - )
    \p{Nd}{1,6} (?: -?[A-Z0-9]{1,4} )*
    (?! \w | [.,]\p{Nd} | -\p{L} )
    """,
    regex.VERBOSE,
)
_BARE = regex.compile(r"[\W_]+")


def _identifiers(text: str) -> Iterator[Placeable]:
    inner_dot = _INNER_DOT.search(text) is not None
    patterns = [
        pattern
        for telling, pattern in _IDENTIFIERS
        if telling in text and (inner_dot or telling != ".")
    ]
    if _HUMP.search(text):
        patterns.append(_CAMEL)
    taken = Cover()
    for pattern in (*patterns, _CODE):
        for match in pattern.finditer(text):
            span, written = Span(*match.span()), match.group()
            if taken.touches(span):
                continue
            taken.add(span)
            loose = _BARE.sub("", written.casefold())
            exact = pattern is not _CODE
            yield Placeable(written, span, written if exact else loose, loose, exact)


# ── emoji ───────────────────────────────────────────────────────────────────────────────────────

_PICTURE = (
    r"(?: \p{Emoji_Presentation} | [\p{Extended_Pictographic}--[\p{Sm}\p{Po}©®™\u2190-\u21ff]] )"
)
_EMOJI = regex.compile(
    rf"""
      \p{{Regional_Indicator}}{{2}}
    | [0-9\#*]\uFE0F?\u20E3
    | {_PICTURE} \p{{Emoji_Modifier}}? \uFE0F? [\U000E0020-\U000E007F]*
      (?: \u200D {_PICTURE} \p{{Emoji_Modifier}}? \uFE0F? )*
    """,
    regex.VERBOSE | regex.VERSION1,
)
_LOOKS = regex.compile(r"[\uFE0F\U0001F3FB-\U0001F3FF]")
_ASTRAL = regex.compile(r"[\u20E3\u2300-\u2BFF\u3030-\u3299\U0001F000-\U0001FAFF]")


def _emoji(text: str) -> Iterator[Placeable]:
    for match in _EMOJI.finditer(text) if _ASTRAL.search(text) else ():
        written = match.group()
        key = written.replace("\ufe0f", "")
        yield Placeable(written, Span(*match.span()), key, _LOOKS.sub("", written) or key)


# ── all of them ─────────────────────────────────────────────────────────────────────────────────

_FINDERS = MappingProxyType(
    {
        PlaceableKind.ADDRESS: _addresses,
        PlaceableKind.TAG: _markup,
        PlaceableKind.PLACEHOLDER: _placeholders,
        PlaceableKind.IDENTIFIER: _identifiers,
        PlaceableKind.EMOJI: _emoji,
    }
)


@lru_cache(maxsize=64)  # every detector asks for the same few texts of a bead
def placeables_in(text: str) -> Placeables:
    """All of them in `text`, by kind, in order.

    Blind to placeholders without marks of their own (NAME), to Markdown over several lines, to
    emoticons (":-)"), to product codes that begin with a digit, and to addresses that show neither
    a scheme nor a common domain.
    """
    claimed, addresses = Cover(), list[Span]()
    found: dict[PlaceableKind, tuple[Placeable, ...]] = {}
    for kind, finder in _FINDERS.items():
        free = tuple(
            fact
            for fact in finder(text)
            if not claimed.touches(fact.span)
            or (kind is PlaceableKind.TAG and _holds(fact.span, addresses))
        )
        found[kind] = free
        if kind is PlaceableKind.ADDRESS:
            addresses = sorted(fact.span for fact in free)
        for fact in free:
            claimed.add(fact.span)
    return MappingProxyType(found)


@lru_cache(maxsize=64)
def placeable_spans(text: str) -> tuple[Span, ...]:
    """Where they stand: what lies inside is no number and no name of the text's own."""
    return tuple(fact.span for facts in placeables_in(text).values() for fact in facts)


def mangled(fact: Placeable, text: str) -> Span | None:
    """Where `fact` stands in `text` with other case, other points, or spaces let in or for "_"."""
    match = _mangled(fact.text).search(text) if len(fact.text) <= _LONGEST else None
    return Span(*match.span()) if match and match.end() > match.start() else None


_LONGEST = 120  # code points of what is searched for in its mangled form


@cache
def _mangled(written: str) -> regex.Pattern[str]:
    letters = [character for character in written if character not in "_ "]
    edges = (r"(?<!\w)" if letters[:1] and letters[0].isalnum() else "", r"(?!\w)")
    body = r"[\s_]*".join(map(_loosely, letters)) or r"(?!)"
    return regex.compile(
        edges[0] + body + (edges[1] if letters and letters[-1].isalnum() else ""), regex.IGNORECASE
    )


def _loosely(letter: str) -> str:
    return "[.,]?" if letter == "." else regex.escape(letter)


@lru_cache(maxsize=64)
def mangled_spans(source: str, text: str) -> tuple[Span, ...]:
    """Where identifiers of `source` stand mangled in `text`: "2,4 x" of "2.4.x"."""
    here, there = (placeables_in(each)[PlaceableKind.IDENTIFIER] for each in (source, text))
    kept = {fact.key for fact in there}
    found = (mangled(fact, text) for fact in here if fact.key not in kept)
    return tuple(span for span in found if span)


def _holds(tag: Span, addresses: Sequence[Span]) -> bool:
    """Whether a tag covers all of every address that it touches. `addresses` are apart, sorted."""
    first = max(bisect_left(addresses, tag) - 1, 0)
    near = addresses[first : bisect_left(addresses, Span(tag.end, tag.end))]
    return all(not tag.overlaps(other) or (tag.covers(other) and tag != other) for other in near)


def _has(text: str, characters: str) -> bool:
    return any(character in text for character in characters)


def _trimmed(match: regex.Match[str]) -> Span:
    written = match.group()
    start = match.start() + len(written) - len(written.lstrip())
    return Span(start, start + len(written.strip()))
