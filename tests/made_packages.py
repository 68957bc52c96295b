"""Packages (DOCX, ODT, EPUB) made of pieces, and some that harm."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
PACKAGES_KEPT = {"docx", "epub", "odt"}  # under contract in test_packages.py
MIMETYPE = "application/vnd.oasis.opendocument.text"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footnotes+xml"/></Types>'
)

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def zipped(
    members: Mapping[str, str | bytes], first: str = "", method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip file of members; `first` is stored, the others are compressed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == first else method
            file.writestr(info, content)
    return whole.getvalue()


def docx(body: str, notes: str = "") -> bytes:
    """A Word document with paragraphs as they are written."""
    members = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f'<?xml version="1.0"?>\n<w:document {_W}><w:body>{body}</w:body>'
        "</w:document>",
        "_rels/.rels": RELATIONS,
        "word/media/a.png": bytes(range(256)) * 3,
    }
    if notes:
        members["word/footnotes.xml"] = f"<w:footnotes {_W}>{notes}</w:footnotes>"
    return zipped(members)


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with paragraphs and automatic styles as they are written."""
    content = (
        f'<?xml version="1.0"?>\n<office:document-content {_ODF}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    members = {
        "mimetype": MIMETYPE,
        "content.xml": content,
        "Pictures/a.png": b"\0" * 500,
        "META-INF/manifest.xml": MANIFEST,
    }
    return zipped(members, first="mimetype")


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def epub(*pages: str, contents: str = "A table", **more: str | bytes) -> bytes:
    """A book with pages as they are written, in this order, and a table of contents."""
    items = "".join(
        f'<item id="p{n}" href="page%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(pages))
    )
    order = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        f'<spine toc="ncx">{order}</spine></package>',
        "OPS/toc.ncx": f"<ncx><navMap><navPoint><navLabel><text>{contents}</text></navLabel>"
        "</navPoint></navMap></ncx>",
    }
    for number, page in enumerate(pages):
        members[f"OPS/page {number}.xhtml"] = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>'
        )
    return zipped(members | more, first="mimetype")


# ── files of pieces ─────────────────────────────────────────────────────────────────────────────


def _body(pieces: Sequence[str], begin: str, end: str) -> st.SearchStrategy[str]:
    paragraph = st.lists(st.sampled_from(pieces), max_size=6).map("".join)
    return st.lists(paragraph, max_size=4).map(
        lambda texts: "".join(f"{begin}{text}{end}" for text in texts)
    )


_RUNS = (
    "<w:r><w:t>A house</w:t></w:r>",
    '<w:r><w:t xml:space="preserve"> and more. </w:t></w:r>',
    "<w:r><w:rPr><w:b/></w:rPr><w:t>bold é</w:t></w:r>",
    '<w:r><w:rPr><w:b/><w:lang w:val="en"/></w:rPr><w:t>, too</w:t></w:r>',
    "<w:r><w:rPr><w:i/></w:rPr><w:t>Rain &amp; sun</w:t><w:br/><w:t>below</w:t></w:r>",
    "<w:r><w:tab/></w:r>", '<w:r><w:br w:type="page"/></w:r>', "<w:proofErr/>",
    '<w:hyperlink w:id="1"><w:r><w:t>a link</w:t></w:r></w:hyperlink>',
    '<w:bookmarkStart w:id="0"/>', '<w:bookmarkEnd w:id="0"/>',
    "<w:r><w:drawing><w:x/></w:drawing></w:r>",
    "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)  # fmt: skip
docx_files = _body(_RUNS, "<w:p><w:pPr><w:jc/></w:pPr>", "</w:p>").map(docx)

_SPANS = (
    "A house", " and \n more.", "&amp; é", '<text:span text:style-name="T1">bold</text:span>',
    '<text:span text:style-name="T2">plain</text:span>', '<text:s text:c="3"/>', "<text:tab/>",
    "<text:line-break/>", '<text:a xlink:href="x">a link</text:a>', "<text:bookmark/>", " ",
)  # fmt: skip
STYLES = (
    '<style:style style:name="T2" style:family="text">'
    '<style:text-properties officeooo:rsid="0001" xmlns:officeooo="x"/></style:style>'
)
odt_files = _body(_SPANS, "<text:p>", "</text:p>").map(lambda body: odt(body, STYLES))

_PAGE = ("<p>", "</p>", "A house", " ", "<b>bold</b>", "<br/>", "&amp;", "é", '<img alt="dog"/>',
         "<i/>", "<h1>Title</h1>")  # fmt: skip
epub_files = st.lists(_body(_PAGE, "<div>", "</div>"), min_size=1, max_size=2).map(
    lambda pages: epub(*pages)
)


# ── harm ────────────────────────────────────────────────────────────────────────────────────────


def harmful(good: bytes) -> list[bytes]:
    """What no package is, or should be, whatever it holds; `good` is one that is."""
    bomb = zipped({"word/document.xml": b"\0" * (40 << 20), "content.xml": b"\0" * (40 << 20)})
    with zipfile.ZipFile(io.BytesIO(good)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    entry = good.rindex(b"PK\1\2")
    return [
        b"",
        b"no zip file",
        good[: len(good) // 2],
        zipped({}),
        zipped({"a.txt": "text"}),
        bomb,
        zipped({**members, "../a": "x"}),
        zipped({**members, "/a": "x"}),
        zipped({**members, "a\\b": "x"}),
        zipped({**members, "a": "x"}, method=zipfile.ZIP_BZIP2),
        good[:entry] + good[entry : entry + 8] + b"\1\0" + good[entry + 10 :],  # encrypted
    ]
