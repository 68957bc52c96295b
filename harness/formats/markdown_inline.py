"""Markdown within a block: text and codes, read with their places and written.

markdown-it-py says what is what; its rules are watched to know where each token stood, which the
tokens do not say.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.core.values import CodeKind
from harness.formats.inline import Coded, Mark, coded, raw

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TAGS = {"strong": "strong", "em": "em", "s": "s"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
# Stays as it is: code in backticks, and an address in angle brackets.
_KEPT = re.compile(
    r"(?<![`\\])(?P<ticks>`+)(?!`)(?! )([^`\n]+|[^`\n].*?[^`\n])(?<! )(?P=ticks)(?!`)"
    r"|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"
    r"|<[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*>",
    re.ASCII,
)
_MEANING = re.compile(r"[\\`*\[\]]|_(?!(?<=\w_)\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~")
_BEGINS = re.compile(r"[#>+=|:~-]|\d{1,9}(?=[.)])")


def parser() -> "MarkdownIt":
    """A parser of CommonMark with tables and strikethrough, whose tokens know their places."""
    from markdown_it import MarkdownIt, rules_inline  # noqa: PLC0415  (where Markdown is read)

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.core.ruler.disable("text_join")
    made.inline.ruler2.disable("fragments_join")
    rules: Mapping[str, Any] = {
        "newline": rules_inline.newline,
        "escape": rules_inline.escape,
        "backticks": rules_inline.backtick,
        "strikethrough": rules_inline.strikethrough.tokenize,
        "emphasis": rules_inline.emphasis.tokenize,
        "link": rules_inline.link,
        "image": rules_inline.image,
        "autolink": rules_inline.autolink,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
    }
    for name, rule in rules.items():
        made.inline.ruler.at(name, _watched(name, rule))
    return made


def _watched(
    name: str, rule: Callable[["StateInline", bool], bool]
) -> Callable[["StateInline", bool], bool]:
    """A rule that notes what in the source its tokens stand for."""

    def watching(state: "StateInline", silent: bool) -> bool:
        start, known = state.pos, len(state.tokens)
        flushed = bool(state.pending)
        done = rule(state, silent)
        if done and not silent:
            made = state.tokens[known + flushed :]
            source = state.src[start : state.pos]
            if name == "link":
                end = state.md.helpers.parseLinkLabel(state, start, True)
                made[0].meta["raw"] = "["
                tail = state.src[end : state.pos]
                label = state.src[start + 1 : end]  # names the target, whatever is shown for it
                made[-1].meta["raw"] = f"][{label}]" if tail in ("]", "][]") else tail
            elif name == "autolink":
                made[0].meta["raw"], made[1].content, made[-1].meta["raw"] = source, "", ""
            else:
                for token in made:
                    token.meta["raw"] = source if len(made) == 1 else token.content
        return done

    return watching


def content(tokens: list["Token"]) -> Coded:
    """The text of a block's tokens without its codes. Code in backticks stays in the text."""
    return coded(_pieces(tokens))


def _pieces(tokens: list["Token"]) -> Iterator[str | Mark]:
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if token.type in ("text", "text_special"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or _BREAK.fullmatch(token.content):
            yield "\n"
        elif token.type == "code_inline":
            yield f"{token.markup}{token.content}{token.markup}"
        elif token.info == "auto":
            yield str(token.meta["raw"])
        elif end in ("open", "close"):
            opens = CodeKind.OPEN if end == "open" else CodeKind.CLOSE
            yield Mark(opens, token.markup if kind in _TAGS else token.meta["raw"], kind)
        else:
            yield _other(token)


def _other(token: "Token") -> Mark:
    """A tag of HTML, or an image."""
    source = str(token.meta.get("raw", token.content))
    tag = _TAG.match(source) if token.type == "html_inline" else None
    if tag is None or source.endswith("/>"):
        return Mark(CodeKind.ALONE, source, shown=token.content)
    return Mark(CodeKind.CLOSE if tag[1] else CodeKind.OPEN, source, tag[2].lower())


def written(model: Coded, read: Callable[[str], Coded], *, in_table: bool) -> str:
    """A text with its codes in Markdown, in one line.

    Where asterisks would not be read as codes in their new places, tags of HTML are written.

    Raises: ValueError where no form of it is read back as the text.
    """
    text = model.text
    for attempt in (model, _as_tags(model), Coded(text)):
        made = _block(raw(attempt, lambda piece: _escaped(piece, in_table=in_table)))
        if read(made).text == text:
            return made
    raise ValueError(f"Markdown cannot hold this as text: {text[:60]!r}")


def _as_tags(model: Coded) -> Coded:
    names = {"**": "strong", "__": "strong", "*": "em", "_": "em", "~~": "s"}
    return Coded(
        model.text,
        tuple(
            replace(code, raw=f"<{'/' * (code.kind is CodeKind.CLOSE)}{names[code.raw]}>")
            if code.raw in names
            else code
            for code in model.codes
        ),
    )


def _escaped(text: str, *, in_table: bool) -> str:
    """A piece of text with backslashes before signs that would mean something."""
    pieces: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text):
        pieces += (_plain(text[end : kept.start()], in_table=in_table), _cell(kept[0], in_table))
        end = kept.end()
    return "".join((*pieces, _plain(text[end:], in_table=in_table)))


def _plain(text: str, *, in_table: bool) -> str:
    made = _cell(_MEANING.sub(r"\\\g<0>", text), in_table)
    return made.replace("\r", "&#13;").replace("\n", "<br>")


def _cell(text: str, in_table: bool) -> str:
    return text.replace("|", "\\|") if in_table else text


def _block(text: str) -> str:
    """A line that begins no other kind of block, and neither begins nor ends with white space."""
    if text.endswith("#"):  # first, so that a lone one is not escaped twice
        text = f"{text[:-1]}\\#"
    if begin := _BEGINS.match(text):
        text = f"{begin[0]}\\{text[begin.end() :]}" if begin[0].isdigit() else f"\\{text}"
    if text[:1].isspace():
        text = f"&#{ord(text[0])};{text[1:]}"
    if text[-1:].isspace():
        text = f"{text[:-1]}&#{ord(text[-1])};"
    return text
