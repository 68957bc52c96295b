"""Files of several formats made of pieces: what readers and writers are tried on."""

import json
from typing import Any

from hypothesis import strategies as st

_PIECES = (
    "Open", "the file", " ", "\n", "é", "日本", "%d", "{name}", '"', "\\", "\t", ",", ";",
    "<b>x</b>",
    "A sentence that is long enough to be folded by whoever folds strings at some width. ",
    "#", "|",
)  # fmt: skip
words = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)
line_ends = st.sampled_from(["\n", "\r\n"])
marks = st.sampled_from(["", "\ufeff"])

plain_files = st.builds(
    lambda mark, text, end: (mark + "It rains." + end + text).encode(), marks, words, line_ends
)


# ── PO ──────────────────────────────────────────────────────────────────────────────────────────

_COMMENTS = (
    "# by hand", "#", "#. of the program", "#: a.c:1 b.c:2", "#, fuzzy, c-format", "#= sticky",
    '#| msgid "before"', "#, python-format", '#  msgid "no"',
)  # fmt: skip


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, written)
    return text


@st.composite
def _strings(draw: st.DrawFn, keyword: str, text: str, end: str) -> str:
    """A keyword and its text in one string or several, on its line or below, odd spaces between."""
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=3).map(sorted))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    if draw(st.booleans()):
        pieces.insert(0, "")
    between = draw(st.sampled_from([end, end + "  ", " ", end + "\t"]))
    space = draw(st.sampled_from([" ", "  ", "\t", ""]))
    return keyword + space + between.join(f'"{_escaped(piece)}"' for piece in pieces) + end


@st.composite
def _entry(draw: st.DrawFn, number: int, end: str) -> str:
    made = [
        comment + end
        for comment in draw(
            st.lists(
                st.sampled_from(_COMMENTS),
                max_size=3,
            )
        )
    ]
    if draw(st.booleans()):
        made.append(draw(_strings("msgctxt", draw(words), end)))
    made.append(draw(_strings("msgid", f"{number} {draw(words)}", end)))
    said = st.one_of(st.just(""), words)
    if draw(st.booleans()):
        made.append(draw(_strings("msgid_plural", f"{number} {draw(words)}", end)))
        for form in range(draw(st.integers(1, 3))):
            made.append(draw(_strings(f"msgstr[{form}]", draw(said), end)))
    else:
        made.append(draw(_strings("msgstr", draw(said), end)))
    return "".join(made)


@st.composite
def _po(draw: st.DrawFn) -> bytes:
    end = draw(line_ends)
    head = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=UTF-8\\n"']
    head += draw(
        st.sampled_from([[], ['"Language: es_419\\n"', '"Plural-Forms: plural=(n>1);\\n"']])
    )
    parts = [end.join(head) + end] if draw(st.booleans()) else []
    for number in range(draw(st.integers(0, 4))):
        parts.append(draw(_entry(number, end)))
        if draw(st.booleans()):
            parts.append(f'#~ msgid "{number} gone"{end}#~ msgstr "was \\"here"{end}')
    gaps = st.sampled_from(["", end, end + end, " " + end, "# alone" + end + end])
    text = "".join(part + draw(gaps) for part in parts)
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return (draw(marks) + text).encode()


po_files = _po()


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


@st.composite
def _table(draw: st.DrawFn, delimiter: str) -> bytes:
    end = draw(line_ends)
    columns = draw(
        st.sampled_from(
            [
                ["source", "target"],
                ["key", "en", "es", "note"],
                ["context", "key", "Source text", "translation"],
                ["en"],
                ["en", "es", "pt_BR", "other"],
                ["key", "target", "source"],
            ]
        )
    )
    lines = [columns]
    for number in range(draw(st.integers(0, 4))):
        cells = [draw(st.one_of(st.just(""), words)) for _ in columns]
        cells[0] = f"{number} {cells[0]}" if columns != ["key", "target", "source"] else str(number)
        if "key" in columns:
            cells[columns.index("key")] = f"key {number}"
        lines.append(cells)
    text = "".join(
        delimiter.join(_cell(each, quoted=draw(st.booleans())) for each in cells)
        + end
        + (end if draw(st.integers(0, 9)) == 0 else "")
        for cells in lines
    )
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return text.encode(encoding)


def _cell(text: str, *, quoted: bool) -> str:
    if quoted or any(sign in text for sign in ',;\t"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


csv_files = st.sampled_from([",", ";"]).flatmap(_table)
tsv_files = _table("\t")


# ── subtitles ───────────────────────────────────────────────────────────────────────────────────

_CUE_LINES = (
    "It rains.", "<i>It</i> rains", "- No. &amp; <b>why?</b>", "日本", "<c.loud>Ah</c> & co",
    "<v Ana>Well,", "{\\an8}up", "1", "<i>two", "lines</i>", "<00:00:01.500>word", " spaced ",
)  # fmt: skip


@st.composite
def _cues(draw: st.DrawFn, head: str, mark: str, names: st.SearchStrategy[str | None]) -> bytes:
    end = draw(line_ends)
    parts = [head.replace("\n", end)]
    for number in range(draw(st.integers(0 if head else 1, 4))):
        name = draw(names)
        lines = draw(st.lists(st.sampled_from(_CUE_LINES), max_size=3))
        settings = draw(st.sampled_from(["", " align:start", "  X1:40"]))
        parts += [] if name is None else [(name or str(number + 1)) + end]
        parts.append(f"00:00:0{number}{mark}000 --> 00:00:0{number}{mark}9{number}0{settings}{end}")
        parts += [line + end for line in lines]
        parts.append(end * draw(st.integers(1, 2)))
        if head and draw(st.booleans()):
            parts.append(
                draw(st.sampled_from(["NOTE x", "STYLE", "lost"])) + f"{end}text{end}{end}"
            )
    text = "".join(parts)
    return (draw(marks) + (text.rstrip("\r\n") if draw(st.booleans()) else text)).encode()


srt_files = _cues("", ",", st.sampled_from(["", "", "7"]))
vtt_files = st.sampled_from(["WEBVTT\n\n", "WEBVTT - title\nKind: captions\n\n"]).flatmap(
    lambda head: _cues(head, ".", st.sampled_from([None, "", "intro", "intro"]))
)


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────

_KEYS = st.sampled_from(
    ["open", "a.b", "a", "b", "item_one", "item_other", "item", "item_plural", "one", "other", "é/",
     "@open", "@@locale", "$schema", "message", "key_0", "key_1", ""]
)  # fmt: skip
_leaves = st.one_of(words, words, st.just("{n, plural, other{x}}"), st.integers(), st.none())
_trees = st.recursive(
    st.dictionaries(_KEYS, _leaves, max_size=5),
    lambda inner: st.one_of(
        st.dictionaries(_KEYS, st.one_of(_leaves, inner), max_size=4),
        st.lists(st.one_of(_leaves, inner), max_size=3),
    ),
    max_leaves=8,
)
_messages = st.dictionaries(
    _KEYS, st.builds(lambda text: {"message": text, "description": "of " + text}, words), min_size=1
)


@st.composite
def _json(draw: st.DrawFn, trees: st.SearchStrategy[Any]) -> bytes:
    text = json.dumps(
        draw(trees),
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 2, "\t"])),
        separators=draw(st.sampled_from([(",", ":"), (", ", " : ")])),
    ).replace("\n", draw(line_ends))
    if draw(st.booleans()):
        text = text.replace("/", "\\/")
    return (draw(marks) + text + draw(st.sampled_from(["", "\n", "\r\n \t"]))).encode()


json_files = _json(st.one_of(_trees, _messages))


@st.composite
def _jsonl(draw: st.DrawFn) -> bytes:
    end, name = draw(line_ends), draw(st.sampled_from(["text", "source"]))
    lines = []
    for number in range(draw(st.integers(1, 4))):
        fields: dict[str, Any] = {name: draw(words), "other": [1, {"text": "x"}]}
        if draw(st.booleans()):
            fields["translation"] = draw(st.one_of(st.just(""), words))
        if draw(st.booleans()):
            fields["id"] = draw(st.sampled_from([number, f"key {number}"]))
        if number and draw(st.booleans()):
            del fields[name]
        lines.append(json.dumps(fields, ensure_ascii=draw(st.booleans())) + end)
    text = draw(st.sampled_from(["", end])).join(lines)
    return (draw(marks) + text).encode()


jsonl_files = _jsonl()
_string_units = st.builds(
    lambda value, state: {"stringUnit": {"state": state, "value": value}},
    st.one_of(st.just(""), words),
    st.sampled_from(["new", "translated", "needs_review"]),
)
_localizations = st.dictionaries(
    st.sampled_from(["en", "es", "pt-BR"]),
    st.one_of(
        _string_units,
        st.builds(
            lambda one, other: {"variations": {"plural": {"one": one, "other": other}}},
            _string_units,
            _string_units,
        ),
    ),
)
xcstrings_files = _json(
    st.builds(
        lambda strings: {"sourceLanguage": "en", "strings": strings, "version": "1.0"},
        st.dictionaries(
            st.one_of(_KEYS, words),
            st.one_of(
                st.just({"shouldTranslate": False}),
                st.builds(lambda all_: {"comment": "c", "localizations": all_}, _localizations),
            ),
            max_size=3,
        ),
    )
)


# ── keys and texts ──────────────────────────────────────────────────────────────────────────────

_VALUES = st.lists(
    st.sampled_from(
        ["Open", " ", "é", "日本", "\\n", "\\t", "\\u00e9", "\\\\", "=", ":", "#", "!", "{0}", "'",
         "\\\n   ", "\\:", "\\ud83d\\ude00"]
    ), max_size=5,
).map("".join)  # fmt: skip


@st.composite
def _properties(draw: st.DrawFn) -> bytes:
    end = draw(line_ends)
    lines = []
    for number in range(draw(st.integers(0, 4))):
        lines += draw(st.lists(st.sampled_from(["# note", "! x = y \\", "", "  \t"]), max_size=2))
        key = draw(st.sampled_from(["a.b", "a\\ b", "a\\=", "é", "\\u00e9", "same"])) + str(number)
        key = "same" if draw(st.integers(0, 5)) == 0 else key
        separator = draw(st.sampled_from(["=", " = ", ":", " ", "\t:  ", " \\\n = "]))
        lines.append(draw(st.sampled_from(["", "  "])) + key + separator + draw(_VALUES))
    text = "".join(line.replace("\n", end) + end for line in lines)
    text = text.rstrip("\r\n") if draw(st.booleans()) else text
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "ascii"]))
    return text.encode(encoding, "ignore")


properties_files = _properties()


@st.composite
def _strings_table(draw: st.DrawFn) -> bytes:
    end = draw(line_ends)
    parts = []
    for number in range(draw(st.integers(0, 4))):
        parts.append(
            draw(st.sampled_from(["", "/* a note */\n", "// b; c\n", "/* two\nlines */ "]))
        )
        key = draw(
            st.sampled_from([f'"k {number}"', f"k{number}", f'"\\"{number}\\U00e9"', "same"])
        )
        value = draw(_VALUES).replace('"', "")
        equals = draw(st.sampled_from([" = ", "=", " /* x */ =\n"]))
        parts.append(f'{key}{equals}"{value}"{draw(st.sampled_from(["", " "]))};\n')
    text = "".join(parts).replace("\n", end)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))


strings_files = _strings_table()


# ── Fluent ──────────────────────────────────────────────────────────────────────────────────────

_MAILS = """{ $n ->
    [one] a 5" mail
   *[other] { $n } mails
}"""
_NESTED = """
    { $a ->
        [x] { $b ->
           *[y]
               deep
               er
        }
       *[z] w
    }"""
_PATTERNS = (
    "It rains.", "{ $name } rains { NUMBER($n, digits: 2) }", "one\n    two", _MAILS, _NESTED,
    "\n    one\n\n      two", "\n{ $a }\n    b", 'x {"{"} y {"\\u00e9"}',
    "You have { $n ->\n [0] none\n *[other] some }.", "{ -brand(case: \"x\") } {{ $x }}", "#", "é ",
)  # fmt: skip


@st.composite
def _fluent(draw: st.DrawFn) -> bytes:
    end, pattern = draw(line_ends), st.sampled_from(_PATTERNS)
    parts = []
    for number in range(draw(st.integers(0, 4))):
        parts += draw(st.lists(st.sampled_from(["# note", "## group", "", "  "]), max_size=2))
        hyphen, equals = draw(st.sampled_from(["", "-"])), draw(st.sampled_from([" = ", "="]))
        parts.append(f"{hyphen}m{number}{equals}{draw(pattern)}")
        if draw(st.booleans()):
            parts.append(f"    .label = {draw(pattern)}")
        if draw(st.integers(0, 6)) == 0:
            parts.append("junk here")
    if "junk here" in parts:
        parts.append("last = x")
    text = ("\n".join(parts) + "\n" * draw(st.integers(0, 2))).replace("\n", end)
    return (draw(marks) + text).encode()


fluent_files = _fluent()


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────

_BLOCKS = (
    "# A *heading* #\n", "Setext\n======\n", "A paragraph\nof **two** lines\n", "    code\n",
    "- an item\n  goes on\n- [ ] another `x|y`\n\n  and more\n", "a [x](y \"t\") b\n", "***\n",
    "> quoted [link][a]\n> on  \n> and on\n", "```sh\n# no text\n```\n", "<div>\nno text\n</div>\n",
    "| a | b \\| c |\n|---|---|\n| a | `x` |\n| | d |\n", "line<br>break\\\nhard _em_\n",
    "See <http://x.y> &amp; ~~not~~ <b>this</b>\\!\n", "1) one\n   1) two [shortcut] ![i](j)\n",
    "![image](x.png)\n", "[a]: http://x.y 'title'\n",
)  # fmt: skip


@st.composite
def _markdown(draw: st.DrawFn) -> bytes:
    front = draw(st.sampled_from(["", "---\ntitle: no *text*\n---\n", "+++\na = 1\n+++\n"]))
    blocks = draw(st.lists(st.sampled_from(_BLOCKS), max_size=5))
    text = front + "\n".join(blocks)
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return (draw(marks) + text.replace("\n", draw(line_ends))).encode()


markdown_files = _markdown()


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────

_HTML = (
    "<p>", "</p>", "<b>", "</b>", "<i class='x'>", "</i>", "<br>", "<br />", "A house", " ", "\n  ",
    "&amp;", "&nbsp;", "&eacute;", "1 < 2", "<!-- c -->", "<img src=x alt='A dog'>", "<li>",
    "</li>", "<code>x y</code>", "<script>var a = '<p>';</script>",
    "<a href=x title=\"Go on\">", "</a>",
    "<input type=submit value=Send>", "{% if x %}", "{{ name }} is here", "<pre> no </pre>", "é",
    "<span translate=no>Brand</span>", "<td>", "</td>", "It\u2019s.",
)  # fmt: skip
_HEADS = (
    "", "\ufeff", "<!DOCTYPE html>\n<html lang=en><title>A title</title>",
    '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
)  # fmt: skip
html_files = st.builds(
    lambda head, pieces: (head + "".join(pieces)).encode(),
    st.sampled_from(_HEADS),
    st.lists(st.sampled_from(_HTML), max_size=14),
)
