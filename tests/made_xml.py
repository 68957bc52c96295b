"""XML files of translators made of pieces, whole and broken: what their readers are tried on."""

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st
from made_files import line_ends, words

from harness.formats.android import Android
from harness.formats.qt import QtLinguist
from harness.formats.resx import Resx
from harness.formats.tmx import Tmx
from harness.formats.xliff import Xliff

XML_KEPT = {"android": Android, "qt": QtLinguist, "resx": Resx, "tmx": Tmx, "xliff": Xliff}

XML_LACKS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "us-ascii"]
_SPACES = st.sampled_from(["", "\n", "\n    ", " ", "<!-- a remark -->", "\n\t<?tool x?>\n"])

# Codes as a format writes them, around a text or alone.
Codes = Callable[[str, int], list[str]]


def not_this(whole: bytes) -> Iterator[bytes]:
    """A good file cut short, with a wrong root, with tags crossed, with things declared."""
    yield whole[: len(whole) // 2]
    yield whole[:-3]
    yield b"<other/>"
    yield whole.replace(b"</", b"</x", 1)
    start = whole.index(b"<", whole.index(b"?>"))
    for declared in (
        b'<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">',
        b'<!ENTITY a SYSTEM "file:///etc/passwd">',
        b'<!ENTITY % a "x">',
        b'<!ENTITY % a SYSTEM "http://localhost/a">',
        b'<!ENTITY a "' + b"x" * 300 + b'">',
    ):
        yield whole[:start] + b"<!DOCTYPE any [" + declared + b"]>" + whole[start:]


NOT_XML = (b"", b" \n", b"\0", b"words", b"<a>", b"caf\xe9", b"\xff\xfe<\0a\0", b"<a>\xe9</a>")


@st.composite
def _inner(draw: st.DrawFn, codes: Codes) -> str:
    """What stands in an element of text: words, references, codes, CDATA, a remark."""
    pieces = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 9))
        text = escape(draw(words))
        if kind < 5:
            pieces.append(text)
        elif kind == 5:
            pieces.append(
                draw(st.sampled_from(["&#233;", "&#xE9;", "&quot;", "&#13;", "<!-- -->"]))
            )
        elif kind == 6:
            pieces.append(f"<![CDATA[{draw(words)}]]>")
        else:
            pieces.append(draw(st.sampled_from(codes(text, number))))
    return "".join(pieces)


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "xmlcharrefreplace")


@st.composite
def _file(draw: st.DrawFn, body: st.SearchStrategy[str]) -> bytes:
    encoding = draw(st.sampled_from(_ENCODINGS))
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    head = f'<?xml version="1.0" encoding="{named}"?>\n'
    if encoding.startswith("utf-8") and draw(st.booleans()):
        head = ""
    text = head + draw(body).replace("\n", draw(line_ends))
    if encoding in ("windows-1252", "us-ascii"):
        # a CDATA section cannot hold what the encoding lacks
        text = text.replace("<![CDATA[", "").replace("]]>", "")
        return _encoded(re.sub("&(?![#a-z]+)", "&amp;", text), encoding)
    return text.encode(encoding)


# ── TMX ─────────────────────────────────────────────────────────────────────────────────────────

TMX = b"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en"/><body>
<tu tuid="1"><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="es"><seg>Uno.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Two.</seg></tuv><tuv xml:lang="es"><seg>Dos.</seg></tuv></tu>
</body></tmx>
"""


def _tmx_codes(text: str, number: int) -> list[str]:
    i = number + 1
    return [
        f'<bpt i="{i}" x="{i}">&lt;b></bpt>{text}<ept i="{i}">&lt;/b></ept>',
        f'<ph x="{i}" assoc="p">{{1}}</ph>',
        f"<hi>{text}</hi>",
        f'<it pos="begin">&lt;i></it>{text}',
        "<ph type='lb'/>",
        "<ut>\\n</ut>",
        "<hi/>",
    ]


@st.composite
def _unit_of_memory(draw: st.DrawFn, number: int, others: list[str], language: str) -> str:
    spaces = [draw(_SPACES) for _ in range(5)]
    variants = []
    for tag in ["en", *others]:
        seg = f"<seg>{draw(_inner(_tmx_codes))}</seg>" if draw(st.integers(0, 5)) else "<seg/>"
        prop = draw(st.sampled_from(["", "<prop type='x'>&lt;p></prop>\n", "<note>n</note>"]))
        variants.append(f'<tuv {language}="{tag}">{spaces[0]}{prop}{seg}{spaces[1]}</tuv>')
    if draw(st.booleans()):
        variants.reverse()
    tuid = f" tuid={quoteattr(draw(words))}" if draw(st.booleans()) else ""
    return f"<tu{tuid}\n>{spaces[2]}{spaces[3].join(variants)}{spaces[4]}</tu>"


@st.composite
def _memory(draw: st.DrawFn) -> str:
    language = draw(st.sampled_from(["xml:lang", "lang"]))
    known = draw(st.sampled_from([["es"], ["ES_mx", "pt-BR"], []]))
    units = []
    for number in range(draw(st.integers(0, 4))):
        others = known if draw(st.booleans()) else known[: draw(st.integers(0, 1))]
        units.append(draw(_unit_of_memory(number, others, language)) + draw(_SPACES))
    dtd = draw(st.sampled_from(["", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n', "<!DOCTYPE tmx>"]))
    header = "<header srclang='en' segtype='sentence'><prop type='q'>tu</prop></header>"
    return f"{dtd}<tmx version='1.4'>{header}<body>{''.join(units)}</body></tmx>\n"


tmx_files = _file(_memory())


# ── XLIFF ───────────────────────────────────────────────────────────────────────────────────────

XLIFF = b"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2"><file original="a" source-language="en" target-language="es"><body>
<trans-unit id="1"><source>One.</source><target>Uno.</target></trans-unit>
</body></file></xliff>
"""


def _xliff1_codes(text: str, number: int) -> list[str]:
    return [
        f'<g id="{number}">{text}</g>',
        f'<bpt id="{number}">&lt;b></bpt>{text}<ept id="{number}">&lt;/b></ept>',
        f'<x id="{number}" equiv-text="%s"/>',
        '<x id="lb" ctype="lb"/>',
        "<ph id='9'>&lt;br/></ph>",
        f'<mrk mtype="term">{text}</mrk>',
        f'<mrk mtype="protected">{text}</mrk>',
        '<t:ch val="9"/>',
    ]


def _xliff2_codes(text: str, number: int) -> list[str]:
    return [
        f'<x:pc id="{number}">{text}</x:pc>',
        f'<x:sc id="{number}"/>{text}<x:ec startRef="{number}"/>',
        f'<x:ph id="{number}" disp="%s"/>',
        '<x:ph id="lb" type="fmt" subType="xlf:lb"/>',
        '<x:cp hex="001B"/>',
        f'<x:mrk id="m{number}">{text}</x:mrk>',
        f'<x:sm id="m{number}"/>{text}<x:em startRef="m{number}"/>',
    ]


@st.composite
def _side(draw: st.DrawFn, name: str, codes: Codes, attributes: str = "") -> str:
    if not draw(st.integers(0, 5)):
        return f"<{name}{attributes}/>"
    return f"<{name}{attributes}>{draw(_inner(codes))}</{name}>"


@st.composite
def _trans_unit(draw: st.DrawFn, number: int) -> str:
    attributes = draw(
        st.sampled_from(["", ' approved="yes"', ' xml:space="preserve"', ' t:locked="true"'])
    )
    parts = [draw(_side("source", _xliff1_codes))]
    cut = draw(st.integers(0, 3))
    if cut:
        mids = range(1, draw(st.integers(2, 3)))
        marks = [draw(_side("mrk", _xliff1_codes, f' mtype="seg" mid="{mid}"')) for mid in mids]
        parts.append(f"<seg-source>{' '.join(marks)}</seg-source>")
    if draw(st.booleans()):
        state = draw(st.sampled_from(["", ' state="new"', ' xml:lang="es"', "\n state='final'"]))
        if cut > 1:
            marks = [draw(_side("mrk", _xliff1_codes, f" mtype='seg' mid='{mid}'")) for mid in mids]
            parts.append(f"<target{state}><g id='0'>{' '.join(marks)}</g></target>")
        else:
            parts.append(draw(_side("target", _xliff1_codes, state)))
    if draw(st.booleans()):
        parts.append("<alt-trans><source>a</source><target>b</target></alt-trans>")
    space = draw(_SPACES)
    return f'<trans-unit id="{number}"{attributes}>{space}{space.join(parts)}{space}</trans-unit>'


@st.composite
def _xliff1(draw: st.DrawFn) -> str:
    units = "\n".join(draw(_trans_unit(n)) for n in range(draw(st.integers(0, 4))))
    file = 'original="d/a.html" source-language="en" datatype="html"'
    target = draw(st.sampled_from(["", ' target-language="es-419"']))
    group = draw(st.sampled_from(["%s", "<group>%s</group>", "<group translate='no'>%s</group>"]))
    names = 'xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:t="t"'
    body = f"<body>{group.replace('%s', units)}</body>"
    return f'<xliff version="1.2" {names}><file {file}{target}>{body}</file></xliff>'


@st.composite
def _segment(draw: st.DrawFn) -> str:
    parts = [draw(_side("x:source", _xliff2_codes))]
    if draw(st.booleans()):
        parts.append(draw(_side("x:target", _xliff2_codes)))
    state = draw(st.sampled_from(["", ' state="initial"', " xml:space='preserve'"]))
    space = draw(_SPACES)
    return f"<x:segment{state}>{space}{space.join(parts)}{space}</x:segment>"


@st.composite
def _xliff2(draw: st.DrawFn) -> str:
    units = []
    for number in range(draw(st.integers(0, 3))):
        ignorable = draw(st.sampled_from(["", "<x:ignorable><x:source> </x:source></x:ignorable>"]))
        segments = ignorable.join(draw(_segment()) for _ in range(draw(st.integers(1, 2))))
        keep = draw(st.sampled_from(["", ' translate="no"', " name='n'"]))
        units.append(f'<x:unit id="{number}"{keep}>{segments}</x:unit>')
    version = draw(st.sampled_from(["2.0", "2.1", "2.2"]))
    head = f'version="{version}" srcLang="en" trgLang="es" xmlns:x="urn:oasis:xliff"'
    return f'<x:xliff {head}><x:file id="f">{"".join(units)}</x:file></x:xliff>'


xliff_files = _file(st.one_of(_xliff1(), _xliff2()))


# ── Android ─────────────────────────────────────────────────────────────────────────────────────

ANDROID = b"""<?xml version="1.0" encoding="utf-8"?>
<resources>
<string name="one">It\\'s one</string>
</resources>
"""


def _android_codes(text: str, number: int) -> list[str]:
    return [
        f"<b>{text}</b>",
        f'<xliff:g id="n{number}" example="1">%1$s</xliff:g>',
        f"<a href='x'>{text}</a>",
        "<br/>",
        '"  in quotes "',
        "\\u00e9\\n\\'",
        "&app;",
    ]


@st.composite
def _android_text(draw: st.DrawFn) -> str:
    # a backslash of the words would make an escape of what follows
    return draw(_inner(_android_codes)).replace("\\%d", "%d").replace("\\{", "{")


@st.composite
def _resources(draw: st.DrawFn) -> str:
    text = _android_text()
    parts = []
    for number in range(draw(st.integers(0, 4))):
        kept = draw(st.sampled_from(["", ' translatable="false"', " formatted='false'"]))
        kind = draw(st.integers(0, 3))
        if kind < 2:
            parts.append(f'<string name="s{number}"{kept}>{draw(text)}</string>')
        elif kind == 2:
            items = "".join(f"<item>{draw(text)}</item>" for _ in range(draw(st.integers(0, 2))))
            parts.append(f'<string-array name="s{number}"{kept}>{items}</string-array>')
        else:
            items = f'<item quantity="one">{draw(text)}</item>\n<item quantity="other"/>'
            parts.append(f'<plurals name="s{number}">{items}</plurals>')
        parts.append(draw(_SPACES))
    names = 'xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2"'
    doctype = '<!DOCTYPE resources [<!ENTITY app "The App">]>\n'
    return f'{doctype}<resources {names}>{"".join(parts)}<color name="c">#fff</color></resources>'


android_files = _file(_resources())


# ── Qt ──────────────────────────────────────────────────────────────────────────────────────────

QT = b"""<?xml version="1.0" encoding="utf-8"?>
<TS version="2.1" language="es"><context><name>Main</name>
<message><source>One.</source><translation>Uno.</translation></message>
</context></TS>
"""


def _qt_codes(text: str, number: int) -> list[str]:
    return ['<byte value="x1b"/>', '<byte value="27"/>']


@st.composite
def _message(draw: st.DrawFn) -> str:
    state = draw(st.sampled_from(["", ' type="unfinished"', ' type="vanished"']))
    head = draw(_side("source", _qt_codes)) + draw(st.sampled_from(["", "<comment>c</comment>"]))
    if draw(st.booleans()):
        forms = "\n".join(draw(_side("numerusform", _qt_codes)) for _ in range(2))
        return f'<message numerus="yes">{head}<translation{state}>{forms}</translation></message>'
    return f"<message>{head}{draw(_side('translation', _qt_codes, state))}</message>"


@st.composite
def _linguist(draw: st.DrawFn) -> str:
    messages = draw(st.lists(_message(), max_size=4))
    body = "".join(f"<context><name>C</name>{each}\n</context>" for each in messages)
    return f'<!DOCTYPE TS>\n<TS version="2.1" language="es_MX">{body}</TS>\n'


qt_files = _file(_linguist())


# ── RESX ────────────────────────────────────────────────────────────────────────────────────────

RESX = b"""<?xml version="1.0" encoding="utf-8"?>
<root><data name="one"><value>One.</value></data></root>
"""


@st.composite
def _resx(draw: st.DrawFn) -> str:
    parts = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["", ' xml:space="preserve"', ' type="System.Int32"']))
        value = draw(_side("value", lambda _, __: ["<!-- -->"]))
        space = draw(_SPACES)
        parts.append(f'<data name="n{number}"{kind}>{space}{value}{space}</data>\n')
    return f"<root><resheader name='a'><value>b</value></resheader>{''.join(parts)}</root>\n"


resx_files = _file(_resx())
