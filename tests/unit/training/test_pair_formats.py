"""Formats of pairs that come as two files side by side."""

import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from formats import (
    conllu_pairs,
    conllu_text,
    line_pairs,
    squad_pairs,
    sword_pairs,
    tokenised_line_pairs,
)


def test_line_answers_to_line(tmp_path: Path) -> None:
    for name, text in (("eng", "One.\nTwo.\n"), ("spa", "Uno.\nDos.\n")):
        (tmp_path / name).write_text(text, "utf-8")
    files = [tmp_path / "spa", tmp_path / "eng"]
    assert list(line_pairs.pairs(files, english="*/eng")) == [("One.", "Uno."), ("Two.", "Dos.")]


def test_files_of_different_length_are_refused(tmp_path: Path) -> None:
    (tmp_path / "eng").write_text("One.\nTwo.\n", "utf-8")
    (tmp_path / "spa").write_text("Uno.\n", "utf-8")
    with pytest.raises(ValueError, match="shorter"):
        list(line_pairs.pairs([tmp_path / "eng", tmp_path / "spa"], english="*/eng"))
    with pytest.raises(ValueError, match="one English file"):
        list(line_pairs.pairs([tmp_path / "eng"], english="*/eng"))


def parted(folder: Path, english: str, spanish: str) -> list[tuple[str, str]]:
    paths = [folder / "train.en", folder / "train.es"]
    for path, text in zip(paths, (english, spanish), strict=True):
        path.write_text(f"{text}\n", "utf-8")
    return list(tokenised_line_pairs.pairs(paths))


def test_words_that_were_parted_are_put_back(tmp_path: Path) -> None:
    english = "in writing . - Is Europe &apos;s aim ( of 58 % ) a socio @-@ economic economic one ?"
    spanish = "por escrito . - ¿ Es el objetivo ( del 58 % ) de Europa , también , social ?"
    assert parted(tmp_path, english, spanish) == [
        (
            "Is Europe's aim (of 58%) a socio-economic one?",
            "¿Es el objetivo (del 58%) de Europa, también, social?",
        )
    ]


def test_text_that_was_never_parted_comes_through(tmp_path: Path) -> None:
    pair = ("We thank you, Mr Brok, for it.", "Le damos las gracias, señor Brok.")
    assert parted(tmp_path, *pair) == [pair]


def test_quotes_that_nobody_can_put_back_are_left_out(tmp_path: Path) -> None:
    english = "The &quot; green card has been discussed here ."
    assert parted(tmp_path, english, "La tarjeta verde se ha debatido aquí .") == []


def test_parted_files_of_different_length_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shorter"):
        parted(tmp_path, "One .\nTwo .", "Uno .")


def test_paragraphs_are_cut_and_questions_are_pairs(tmp_path: Path) -> None:
    squad(
        tmp_path / "en.json",
        "The river is very long. It is rather cold in winter.",
        ("q1", "Is it a very long river?"),
    )
    squad(
        tmp_path / "es.json",
        "El río es muy largo. Es bastante frío en invierno.",
        ("q1", "¿Es este un río largo?"),
    )
    found = list(squad_pairs.pairs([tmp_path / "es.json", tmp_path / "en.json"], english="*/en.*"))
    assert found == [
        ("The river is very long.", "El río es muy largo."),
        ("It is rather cold in winter.", "Es bastante frío en invierno."),
        ("Is it a very long river?", "¿Es este un río largo?"),
    ]


def test_other_questions_in_the_translation_are_refused(tmp_path: Path) -> None:
    squad(tmp_path / "en.json", "The river is long.", ("q1", "Is it a very long river?"))
    squad(tmp_path / "es.json", "El río es largo.", ("q2", "¿Es este un río largo?"))
    with pytest.raises(ValueError, match="q1 stands beside q2"):
        list(squad_pairs.pairs([tmp_path / "en.json", tmp_path / "es.json"], english="*/en.*"))


def squad(path: Path, context: str, question: tuple[str, str]) -> None:
    asked = [{"id": question[0], "question": question[1]}]
    body = {"data": [{"paragraphs": [{"context": context, "qas": asked}]}]}
    path.write_text(json.dumps(body), "utf-8")


def test_of_a_tree_both_sentences_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.conllu").write_text(
        "# sent_id = 1\n# text = Llueve.\n# text_en = It rains.\n1\tLlueve\n\n"
        "# sent_id = 2\n# text = Nieva.\n1\tNieva\n",
        "utf-8",
    )
    assert list(conllu_pairs.pairs([tmp_path / "t.conllu"])) == [("It rains.", "Llueve.")]
    alone = list(conllu_text.sentences([tmp_path / "t.conllu"], "es"))
    assert alone[0] == "Llueve."


def test_verses_are_paired_by_their_place(tmp_path: Path) -> None:
    note = "<note type='x'>literally: head</note>"
    module(tmp_path / "one.zip", ["", "In the beginning.", "", "And then."], ["The end."])
    verses = ["<title>I</title>", f"No <w>princípio</w>{note}.", "?", ""]
    module(tmp_path / "two.zip", verses, ["O fim."])
    files = [tmp_path / "two.zip", tmp_path / "one.zip"]
    options = {"english": "one.zip", "other": "two.zip"}
    assert list(sword_pairs.pairs(files, **options, alike=5)) == [
        ("In the beginning.", "No princípio ."),
        ("The end.", "O fim."),
    ]
    assert len(list(sword_pairs.pairs(files, **options, alike=4))) == 1


def module(path: Path, *testaments: list[str]) -> None:
    with zipfile.ZipFile(path, "w") as members:
        for name, verses in zip(("ot", "nt"), testaments, strict=True):
            texts = [verse.encode() for verse in verses]
            block = zlib.compress(b"".join(texts))
            starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
            places = [
                struct.pack("<IIH", 0, start, len(text))
                for start, text in zip(starts, texts, strict=True)
            ]
            members.writestr(f"modules/{name}.bzs", struct.pack("<III", 0, len(block), 0))
            members.writestr(f"modules/{name}.bzv", b"".join(places))
            members.writestr(f"modules/{name}.bzz", block)
