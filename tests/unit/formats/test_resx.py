"""Resources of .NET."""

import pytest

from harness.core.errors import ReadError
from harness.core.values import Document
from harness.formats.resx import Resx

FILE = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<root>
  <xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="data"/></xsd:schema>
  <resheader name="version"><value>2.0</value></resheader>
  <data name="Hello" xml:space="preserve">
    <value>Hello,
  {0}!</value>
    <comment>greeting</comment>
  </data>
  <data name="Empty" xml:space="preserve"><value/></data>
  <data name="Html"><value><![CDATA[<b>Hi</b>]]></value></data>
  <data name="Size" type="System.Drawing.Size, System.Drawing"><value>1, 2</value></data>
  <data name="Icon" mimetype="application/x-bytes"><value>AA</value></data>
  <data name="&gt;&gt;button.Name"><value>button</value></data>
  <data name="Nothing"/>
</root>
""".replace("\n", "\r\n")


def read(data: str = FILE) -> Document:
    return Resx().read(data.encode(), doc_id="a.resx", language="en", origin="a.resx")


def test_texts_are_units_and_what_has_a_type_is_not() -> None:
    hello, empty, html = read().units
    assert (hello.unit_id, hello.text, hello.line) == ("Hello", "Hello,\n  {0}!", 5)
    assert hello.notes == (("comment", "greeting"),)
    assert (empty.text, html.text) == ("", "<b>Hi</b>")


def test_a_translation_takes_the_place_of_the_text() -> None:
    said = {"Hello": "Hola,\n{0} & co", "Empty": "¿Y?", "Html": "<i>Hola</i>"}
    made = Resx().write(read(), FILE.encode(), said).decode()
    assert made == (
        FILE.replace("Hello,\r\n  {0}!", "Hola,\n{0} &amp; co")
        .replace("<value/>", "<value>¿Y?</value>")
        .replace("<b>Hi</b>", "<i>Hola</i>")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Html"', '"Hello"', r"11: the name 'Hello' for the second time \(first on line 5\)"),
        ('name="Html"', "", "11: a <data> has no name"),
        ("<root>", "<Root>", "2:1: this is no resource file of .NET"),
    ],
)
def test_faults_are_told_with_their_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ReadError, match=f"^a.resx:{said}"):
        read(FILE.replace(old, new))
