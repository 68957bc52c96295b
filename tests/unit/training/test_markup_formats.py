"""Formats that read a page, a message or a key in two languages, and the markup in them."""

import json
from pathlib import Path

from formats import (
    cnxml,
    ecpc_speeches,
    fluent_pairs,
    glossary_pairs,
    lesson_pairs,
    loose_markdown_pairs,
    message_pairs,
    page_pairs,
    pdq_pairs,
    pivot_pairs,
    po_pairs,
    press_releases,
    tei_paragraphs,
    yaml_pairs,
)

OURS = "The river is very long in the north."
THEIRS = "El río es muy largo en el norte."


def test_blocks_of_a_page_are_matched_in_order(tmp_path: Path) -> None:
    page(tmp_path / "en/a.html", f"<p>{OURS}</p><p>In 1999 it was all new here.</p>")
    page(tmp_path / "es/a.html", f"<h2>Otro</h2><p>{THEIRS}</p><li>Nada que ver con ello.</li>")
    assert list(page_pairs.pairs(files(tmp_path), spanish="/es/", english="/en/")) == [
        (OURS, THEIRS)
    ]


def test_what_a_template_puts_in_is_no_text(tmp_path: Path) -> None:
    page(tmp_path / "en/a.wml", "#use x\n<p>The CDs of <q><release></q> are all old.</p>")
    page(tmp_path / "es/a.wml", "#use x\n<p>Los CD de <q><release></q> son todos viejos.</p>")
    assert not list(page_pairs.pairs(files(tmp_path), spanish="/es/", english="/en/"))


def test_matching_skips_what_one_side_lacks() -> None:
    ours = [("p", "one" * 9), ("p", "two" * 40), ("l", "three" * 9)]
    theirs = [("p", "uno" * 9), ("l", "tres" * 9)]
    assert page_pairs.matched(ours, theirs) == [
        ("one" * 9, "uno" * 9),
        ("three" * 9, "tres" * 9),
    ]


def test_keys_below_the_language_are_paired(tmp_path: Path) -> None:
    page(tmp_path / "en.yml", f"---\n# about\nen:\n  a:\n    # remark\n    b: {OURS}\n")
    page(tmp_path / "es.yml", f"es:\n  a:\n    b: {THEIRS}\n")
    found = yaml_pairs.pairs(files(tmp_path), spanish=r"/es\.yml$", english="/en.yml", root=True)
    assert list(found) == [(OURS, THEIRS)]


def test_definitions_of_one_term_are_paired(tmp_path: Path) -> None:
    page(
        tmp_path / "g.yml",
        f"- slug: river\n  en:\n    term: river\n    def: >\n      {OURS}\n"
        f"  es:\n    term: río\n    def: >\n      {THEIRS}\n"
        "- slug: sea\n  es:\n    term: mar\n    def: >\n      Es aún más grande que todo.\n",
    )
    assert list(glossary_pairs.pairs(files(tmp_path))) == [(OURS, THEIRS)]


def test_asciidoc_is_read_as_it_shows(tmp_path: Path) -> None:
    page(
        tmp_path / "a.po",
        'msgid "See man:ls[1], link:https://a.org/[the page] and [.filename]#/etc/x.conf# here."\n'
        'msgstr "Vea man:ls[1], link:https://a.org/[la página] y [.filename]#/etc/x.conf# aquí."\n',
    )
    assert list(po_pairs.pairs(files(tmp_path))) == [
        ("See ls(1), the page and /etc/x.conf here.", "Vea ls(1), la página y /etc/x.conf aquí.")
    ]


def test_each_language_names_products_its_own_way(tmp_path: Path) -> None:
    page(tmp_path / "en/a.ftl", "-brand = Mozilla account\nb = Please open your { -brand } now.\n")
    page(tmp_path / "es/a.ftl", "-brand = Cuenta Mozilla\nb = Por favor abra su { -brand } ya.\n")
    assert list(fluent_pairs.pairs(files(tmp_path), spanish="/es/", english="/en/")) == [
        ("Please open your Mozilla account now.", "Por favor abra su Cuenta Mozilla ya.")
    ]


def test_of_a_book_alone_every_paragraph_can_be_read(tmp_path: Path) -> None:
    page(tmp_path / "index.cnxml", f'<document><para id="para-00001">{OURS}</para></document>')
    assert list(cnxml.sentences(files(tmp_path), "en", every=True)) == [OURS]
    assert not list(cnxml.sentences(files(tmp_path), "en"))


def page(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_of_a_sitting_the_members_speeches_are_read(tmp_path: Path) -> None:
    said = (
        "Gracias, señor presidente. \n"
        "El pasado miércoles votamos aquí la ley de la que hoy hablamos todos. "
        '<omit type="comment">Aplausos</omit>. La ley entró en vigor -lo recuerdo bien- en marzo '
        "de aquel mismo año. <page_number>Página 5</page_number> Nadie había pedido entonces que "
        "se cambiara una sola palabra de ella. ¿Y por qué no?"
    )
    chair = "Tiene la palabra por su grupo la portavoz de la comisión de esta Cámara."
    sitting = "".join(
        f'<intervention><speaker><post>{post}</post>\n</speaker>\n<speech id="x" language="{tag}">'
        f"\n{text} \n</speech></intervention>"
        for post, tag, text in (
            ("NA", "ES", said),
            ("PRESIDENTA", "ES", chair),
            ("NA", "CA", "Aquesta és una frase que diu el diputat en una altra llengua."),
        )
    )
    (tmp_path / "CD1.xml").write_text(sitting, "utf-8")
    assert list(ecpc_speeches.sentences([tmp_path / "CD1.xml"], "es")) == [
        "El pasado miércoles votamos aquí la ley de la que hoy hablamos todos.",
        "Nadie había pedido entonces que se cambiara una sola palabra de ella.",
    ]


def test_pages_that_are_not_block_by_block_the_same_are_matched(tmp_path: Path) -> None:
    english = (
        "# A\n\nWho may ask for help with the rent this year?{{ site.note }}\n\n"
        "A paragraph that only the newer page in English has, with figures like 1999 and 2024.\n\n"
        "The office answers within 30 days in writing.[^1]\n"
    )
    spanish = (
        "---\noriginal: rent\n---\n# A\n\n¿Quién puede pedir ayuda con el alquiler este año?\n\n"
        "La oficina responde por escrito dentro de 30 días.\n"
    )
    expected = [
        (
            "Who may ask for help with the rent this year?",
            "¿Quién puede pedir ayuda con el alquiler este año?",
        ),
        (
            "The office answers within 30 days in writing.",
            "La oficina responde por escrito dentro de 30 días.",
        ),
    ]
    for name, text in (("en/lessons/rent", english), ("es/lecciones/alquiler", spanish)):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    files = [tmp_path / "en/lessons/rent.md", tmp_path / "es/lecciones/alquiler.md"]
    assert list(loose_markdown_pairs.of_pages(*files)) == expected
    assert list(lesson_pairs.pairs(files, spanish="lecciones", english="lessons")) == expected


def test_messages_are_paired_by_the_keys_that_lead_to_them(tmp_path: Path) -> None:
    note = "Not for readers: how long this one may be at most."
    message = {
        "defaultMessage": "The tool shows <b>burdens</b> of places.",
        "description": note,
    }
    for name, body in (
        ("en.json", {"about": [message], "more": "Only the English file has this one here."}),
        ("es.json", {"about": ["La herramienta muestra cargas de lugares."]}),
    ):
        (tmp_path / name).write_text(json.dumps(body), "utf-8")
    files = [tmp_path / "en.json", tmp_path / "es.json"]
    assert list(message_pairs.pairs(files, spanish="/es", english="/en")) == [
        ("The tool shows burdens of places.", "La herramienta muestra cargas de lugares.")
    ]


def test_fields_are_paired_with_the_spanish_ones_beside_them(tmp_path: Path) -> None:
    def html(*paragraphs: str) -> str:
        return "".join(f"        <p>{each}</p>\n" for each in paragraphs)

    (tmp_path / "one.content.yml").write_text(
        "- entity: node\n"
        "  body:\n    - format: full\n      value: |\n"
        + html('Fatigue is common in people with cancer.[<a href="#cit/section_1">1</a>]')
        + "  body__ES:\n    - format: full\n      value: |\n"
        + html("La fatiga es común en las personas con cáncer.")
        + "  title:\n    value: Something else that has no counterpart in Spanish.\n",
        "utf-8",
    )
    assert list(pdq_pairs.pairs([tmp_path / "one.content.yml"])) == [
        (
            "Fatigue is common in people with cancer.",
            "La fatiga es común en las personas con cáncer.",
        )
    ]


def test_of_a_book_in_tei_the_paragraphs_are_read(tmp_path: Path) -> None:
    (tmp_path / "book.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><p>This is about the file itself.</p>'
        "</teiHeader><text><div><head>The year 1898</head><p>The <hi>treaty</hi> was signed"
        "<note>In a small room, as one tells us.</note> in Paris that winter.</p></div></text>"
        "</TEI>",
        "utf-8",
    )
    assert list(tei_paragraphs.sentences([tmp_path / "book.xml"], "en")) == [
        "The treaty was signed in Paris that winter."
    ]


RELEASE = (
    "BOSTON - A man was sentenced today.\n"
    "The Department of Justice announced that John Smith, of Springfield, was sentenced to five"
    " years in prison. He had sold the company's own computers to a dealer in another state, and he"
    " spent the money on boats.\n"
    "The New York Times reported on the case."
)


def test_press_releases_leave_out_headlines_short_lines_and_what_newspapers_wrote(
    tmp_path: Path,
) -> None:
    own = RELEASE.rpartition("\n")[0]
    for name, text in (("own.txt", own), ("other.txt", RELEASE)):
        (tmp_path / name).write_text(text, "utf-8")
    found = [
        list(press_releases.sentences([tmp_path / name], "en")) for name in ("own.txt", "other.txt")
    ]
    assert found == [
        [
            "He had sold the company's own computers to a dealer in another state, and he spent"
            " the money on boats."
        ],
        [],
    ]


def test_press_releases_that_lost_their_apostrophes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELEASE.rpartition("\n")[0].replace("'", ""), "utf-8")
    assert list(press_releases.sentences([tmp_path / "a.txt"], "en")) == []


def test_lines_with_one_translation_are_a_pair(tmp_path: Path) -> None:
    for folder, ending, lines in (
        ("en", "en", [OURS, "Nobody knows.", "Once more."]),
        ("en", "aym", ["Marka irpiri purinxi.", "Janiw khitis yatkiti.", "Janiw khitis yatkiti."]),
        ("es", "es", [THEIRS, "Nadie lo sabe."]),
        ("es", "aym", ["Marka irpiri, purinxi", "Janiw khitis yatkiti."]),
    ):
        (tmp_path / f"{folder}.{ending}").write_text("\n".join(lines), "utf-8")
    files = sorted(tmp_path.iterdir())
    assert list(pivot_pairs.pairs(files, pivot="aym")) == [(OURS, THEIRS)]
