"""Formats that read a page, a message or a key in two languages, and the markup in them."""

from pathlib import Path

from formats import (
    cnxml,
    ecpc_speeches,
    fluent_pairs,
    glossary_pairs,
    page_pairs,
    po_pairs,
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
