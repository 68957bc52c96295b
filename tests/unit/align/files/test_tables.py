"""TSV, TMX and JSON, each read back by another's reader."""

import csv
import io
import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from unit.align.alignment_samples import bitext, laid_out

from harness.align.bitext import Bitext
from harness.align.files import json_file, tmx_file, tsv_file
from harness.align.order import in_source_order
from harness.core.values import Alignment, Bead, Span

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = 'a\tb\n</seg><seg>"&amp;\x1b[31m\x00]]>\ud800\u202e\ufffe'
MOVED = Alignment(
    (
        Bead(Span(0, 1), Span(2, 4), 0.5, moved=True),
        Bead(Span(1, 3), Span(0, 1), 0.25),
        Bead(Span(3, 4), Span(1, 1), 0.75),
        Bead(Span(4, 5), Span(1, 2)),
    ),
    5,
    4,
)
any_text = st.text(st.characters(exclude_categories=()), max_size=20)


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    alignment = in_source_order(*draw(laid_out(crossing=True)))
    counts = alignment.source_count, alignment.target_count
    texts = [draw(st.lists(any_text, min_size=count, max_size=count)) for count in counts]
    return bitext(alignment, *texts)


def rows(made: Bitext) -> list[dict[str, str]]:
    table = io.StringIO("".join(tsv_file.write(made)), newline="")
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def units(made: Bitext) -> list[ElementTree.Element]:
    root = ElementTree.fromstring("".join(tmx_file.write(made)).encode("utf-8"))
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header, body = root
    needed = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang")
    assert all(header.get(name) for name in (*needed, "datatype"))
    for unit in body:
        # The DTD: properties first, then one variant for each language, each with one segment.
        tags = [child.tag for child in unit]
        assert tags == sorted(tags)
        assert set(tags) <= {"prop", "tuv"}
        variants = unit.findall("tuv")
        assert [[child.tag for child in variant] for variant in variants] == [["seg"]] * 2
        assert variants[0].get(LANGUAGE) == header.get("srclang")
        assert len({variant.get(LANGUAGE) for variant in variants}) == 2
    return list(body)


def test_a_table_has_a_line_for_each_bead() -> None:
    found = rows(bitext(MOVED))
    assert [(row["source"], row["target"]) for row in found] == [
        ("0", "2 3"), ("1 2", "0"), ("3", ""), ("4", "1"),
    ]  # fmt: skip
    assert [row["kind"] for row in found] == ["1-n", "n-1", "1-0", "1-1"]
    assert [row["moved"] for row in found] == ["moved", "", "", ""]
    assert [row["score"] for row in found] == ["0.500000", "0.250000", "0.750000", ""]
    assert [row["source_text"] for row in found] == ["s0", "s1 s2", "s3", "s4"]


@given(bitexts())
def test_no_text_can_add_a_line_or_a_column(made: Bitext) -> None:
    found = rows(made)
    assert len(found) == len(made.alignment.beads)
    assert all(set(row) == set(tsv_file.COLUMNS) and None not in row.values() for row in found)


def test_a_memory_holds_pairs_and_no_nulls() -> None:
    found = units(bitext(MOVED))
    assert [unit.get("tuid") for unit in found] == ["1", "2", "4"]
    assert [unit.get("segtype") for unit in found] == ["block", "block", "sentence"]
    assert [seg.text for seg in found[0].iter("seg")] == ["s0", "t2 t3"]
    props = [{prop.get("type"): prop.text for prop in unit.iter("prop")} for unit in found]
    assert props == [{"x-score": "0.500000", "x-moved": "yes"}, {"x-score": "0.250000"}, {}]


@given(bitexts())
def test_any_text_makes_a_valid_memory(made: Bitext) -> None:
    pairs = [bead for bead in made.alignment if not bead.is_null]
    assert len(units(made)) == len(pairs)


def test_text_is_escaped_and_what_xml_cannot_hold_is_replaced() -> None:
    one = Alignment((Bead(Span(0, 1), Span(0, 1)),), 1, 1)
    (unit,) = units(bitext(one, [HOSTILE], ["x"]))
    said = next(unit.iter("seg")).text
    assert said == 'a\tb\n</seg><seg>"&amp;\ufffd[31m\ufffd]]>\ufffd\ufffd\ufffd'


def test_two_texts_in_one_language_are_two_variants() -> None:
    (unit, *_) = units(bitext(MOVED, languages=("en", "EN")))
    assert [tuv.get(LANGUAGE) for tuv in unit.iter("tuv")] == ["en", "EN-x-return"]


@given(bitexts())
def test_a_document_holds_everything(made: Bitext) -> None:
    written = "".join(json_file.write(made))
    said = json.loads(written.encode("utf-8"))
    assert (said["schema"], said["kind"]) == (1, "alignment")
    assert said["aligner"] == {"name": "test", "settings": {"by": "hand"}}
    assert said["target"] == {"language": "es", "sentences": len(made.target.sentences)}
    beads = made.alignment.beads
    assert [bead["score"] for bead in said["beads"]] == [bead.score for bead in beads]
    assert [bead["moved"] for bead in said["beads"]] == [bead.moved for bead in beads]
    assert [bead["target_text"] for bead in said["beads"]] == [
        " ".join(made.target.sentences[j] for j in bead["target"]) for bead in said["beads"]
    ]
    assert len(written.splitlines()) >= len(beads)


def test_counts_are_by_kind_and_moves_beside() -> None:
    assert bitext(MOVED).counts() == {
        "1-1": 1, "n-1": 1, "1-n": 1, "n-m": 0, "1-0": 1, "0-1": 0, "moved": 1,
    }  # fmt: skip
