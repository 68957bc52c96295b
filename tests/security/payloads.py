"""Texts that somebody made to do harm, or that a program wrote by mistake, each as one payload."""

import base64
import random

_ESC, _BEL = "\x1b", "\x07"


def _zalgo() -> str:
    draw = random.Random(4)
    marks = [chr(code) for code in range(0x300, 0x36F)]
    return "".join(c + "".join(draw.choices(marks, k=40)) for c in "He comes to the boat." * 4)


def _encoded(size: int) -> str:
    return base64.b64encode(random.Random(5).randbytes(size)).decode()


TEXTS: dict[str, str] = {
    "right-to-left override": "The file is called \u202efdp.exe today.",
    "isolates": "\u2066He\u2069 \u2067paid\u2069 \u2068500\u2069 euros.",
    "embeddings without an end": "\u202b\u202a\u202d" * 30 + "He paid.",
    "marks within numbers": "It costs 1\u200f2\u200e3\u061c4 euros on 3\u200f/\u200e4/2020.",
    "colours": f"{_ESC}[31mHe{_ESC}[0m paid {_ESC}[1;5m500{_ESC}[m euros.",
    "cursor": f"He paid.{_ESC}[2J{_ESC}[H{_ESC}[1A{_ESC}[2KShe did not.",
    "title of the window": f"He paid.{_ESC}]0;owned{_BEL} She did not.",
    "link": f"{_ESC}]8;;https://evil.example/{_ESC}\\He paid.{_ESC}]8;;{_ESC}\\",
    "clipboard": f"{_ESC}]52;c;ZXZpbA=={_BEL}He paid.",
    "device control": f"{_ESC}P$q\"p{_ESC}\\{_ESC}[6n{_ESC}[c He paid.",
    "C1 controls": "\x9b31mHe\x9b0m paid \x90q\x9c 500 \x85 euros.",
    "NUL": "He\x00 paid\x00\x00 500 euros.\x00",
    "backspaces": "He did not pay.\x08\x08\x08\x08\x7f\x7f He paid.",
    "carriage returns": "He did not pay.\rHe paid 500 euros.\r\r",
    "lone surrogate": "He paid \ud800 500 \udfff euros.",
    "no characters": "He paid \ufffe\uffff\U0001ffff\ufdd0 500 euros.",
    "private use": "He paid \ue000\uf8ff\U000f0000 500 euros.",
    "tag characters": "He paid" + "".join(chr(0xE0000 + ord(c)) for c in "ignore this") + ".",
    "byte order marks": "\ufeffHe\ufeff paid \ufeff500 euros.",
    "zero width": "H\u200be p\u2060a\u200ci\u200dd 5\u200b0\u200b0 euros.",
    "soft hyphens": "He pa\u00adid five\u00ad hun\u00addred euros.",
    "line separators": "He paid.\u2028She did not.\u2029They left.\x0b\x0c\x1c\x1d\x1e",
    "zalgo": _zalgo(),
    "homoglyphs": "\u041de p\u0430id 5\u041e\u041e \u0435uros t\u03bf \u0410nn\u0430.",
    "other digits": "He paid \u0665\u0660\u0660 \u09eb\u09e6 \U0001d7d3\U0001d7d8 \u2164 euros.",
    "end of a script": "</script><script>alert(1)</script> He paid 500 euros.",
    "end of a comment": "--></style></title></textarea><img src=x onerror=alert(1)> He paid.",
    "attributes": "\" onmouseover=\"alert(1)\" x=' onfocus='alert(1) He paid.",
    "template": "{{ 7*7 }} {% import os %} ${7*7} #{7*7} <%= 7 %> He paid.",
    "address of a script": "[He](javascript:alert(1)) paid <data:text/html,x> at javascript:x.",
    "entities": "&lt;b&gt; &#x202e; &nbsp; &amp;amp; &#0; He paid ]]> 500 <![CDATA[ euros.",
    "formula": "=HYPERLINK(\"https://evil.example\";\"He paid\")",
    "command in a sheet": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula with a minus": "-2+3+cmd|' /C calc'!A0",
    "formula after a tab": "\t=1+1 He paid.",
    "quotes of CSV": 'He "paid",\n"=1+1",""" 500; euros.',
    "Markdown": "# He | paid `500` ![x](https://evil.example/x) **euros** | <b>x</b>\n| - |",
    "annotations": "::error file=x::He paid%0A::set-output name=x::500",
    "format strings": "%s%n%x {0} {0.__class__} %(x)s \\u202e \\x1b[31m He paid.",
    "shell": "$(touch evil) `touch evil`; touch evil | He paid 500 && rm -rf ~",
    "paths": "../../../etc/passwd C:\\evil /dev/zero file:///etc/passwd He paid.",
    "word of 1 MB": "a" * 1_000_000,
    "number of 100,000 digits": "He paid " + "7" * 100_000 + " euros.",
    "100,000 line breaks": "He paid." + "\n" * 100_000 + "She did not.",
    "line of base64": _encoded(300_000),
    "lines of base64": "\n".join(_encoded(57) for _ in range(300)),
    "loop of 10,000 words": "boat " * 10_000,
    "loop of 1,900 words": "boat " * 1_900,
    "loop of a phrase": "and he paid the man, " * 2_500,
    "no full stop in 20,000 words": "the man who paid the man who saw " * 2_500,
    "brackets, very deep": "(" * 40_000 + "x" + ")" * 40_000,
    "tags, very deep": "<a>" * 15_000 + "x" + "</a>" * 15_000,
    "one emoji of many": "👩" + "\u200d👩" * 5_000,
    "marks on one letter": "e" + "\u0301" * 40_000,
}  # fmt: skip

_XLIFF = (
    '<xliff version="1.2"><file source-language="en" target-language="es"><body>%s</body></file>'
    "</xliff>"
)

FILES: dict[str, bytes] = {
    "deep.json": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep-list.json": b"[" * 100_000 + b"]" * 100_000,
    "surrogate.json": b'{"a": "He paid \\ud800 500 euros."}',
    "wide.json": b'{"a": %s, "b": "He paid."}' % (b"9" * 100_000),
    "deep.xliff": (_XLIFF % ("<group>" * 20_000 + "</group>" * 20_000)).encode(),
    "deep-codes.xliff": (
        _XLIFF
        % f'<trans-unit id="1"><source>{"<g>" * 5_000}x{"</g>" * 5_000}</source></trans-unit>'
    ).encode(),
    "entities.xliff": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    + (_XLIFF % '<trans-unit id="1"><source>&b;</source></trans-unit>').encode(),
    "outside.xliff": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + (_XLIFF % '<trans-unit id="1"><source>&a;</source></trans-unit>').encode(),
    "deep.html": b"<div>" * 20_000 + b"He paid." + b"</div>" * 20_000,
    "script.html": b"<p>He paid <script>alert(1)</script><b onclick=alert(1)>500</b> euros.</p>",
    "deep.md": b">" * 5_000 + b" He paid.\n" + b"[" * 5_000 + b"\n" + b"*" * 20_000,
    "other.txt": b"He paid \xff\xfe\x80 500 euros.\n",
    "utf-16.txt": "He paid 500 euros.\n".encode("utf-16"),
}


def hostile_file(text: str) -> bytes:
    """A text file with the payload between two sentences; half characters as they are."""
    return f"The boat left.\n{text}\nNobody came.\n".encode("utf-8", "surrogatepass")
