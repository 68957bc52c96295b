"""Thousands of units in little memory."""

import pickle
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from harness.core.values import CodeKind, Document, InlineCode, Span, Target, Unit
from harness.core.values.packed_units import PackedUnits, gathered
from harness.formats.tmx import Tmx

MANY = 5000


def unit(number: int) -> Unit:
    return Unit(
        f"u{number}",
        f"The text of unit {number}, which is a sentence of usual length.",
        (InlineCode(4, CodeKind.ALONE, "<x/>"),),
        Target(f"El texto de la unidad {number}, que es una frase normal.", "es"),
        line=number + 1,
        slot=Span(number * 10, number * 10 + 5),
    )


UNITS = [unit(number) for number in range(MANY)]


def test_they_are_a_sequence_of_the_same_units() -> None:
    packed = PackedUnits(iter(UNITS))
    assert len(packed) == MANY
    assert list(packed) == UNITS
    assert [packed[at] for at in (0, 255, 256, 4999, -1)] == [
        UNITS[at] for at in (0, 255, 256, 4999, -1)
    ]
    assert list(packed[250:260]) == UNITS[250:260]
    assert packed == tuple(UNITS)
    assert packed != tuple(UNITS[1:])
    assert packed == pickle.loads(pickle.dumps(packed))
    with pytest.raises(IndexError):
        packed[MANY]


def test_two_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two units are called 'u7'"):
        PackedUnits([*UNITS, unit(7)])


def test_few_stay_as_they_are() -> None:
    assert gathered(UNITS[:10]) == tuple(UNITS[:10])
    assert isinstance(gathered(iter(UNITS)), PackedUnits)


def size_of(make: Callable[[], Any]) -> int:
    tracemalloc.start()
    made = make()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made
    return size


def test_they_take_a_fraction_of_the_room() -> None:
    packed = size_of(lambda: gathered(unit(number) for number in range(MANY)))
    plain = size_of(lambda: tuple(unit(number) for number in range(MANY)))
    assert packed * 3 < plain


def test_a_memory_of_thousands_is_read_and_written_as_a_small_one() -> None:
    units = "".join(
        f'<tu tuid="{n}"><tuv xml:lang="en"><seg>Text {n}.</seg></tuv>'
        f'<tuv xml:lang="es"><seg>Texto {n}.</seg></tuv></tu>\n'
        for n in range(MANY)
    )
    data = f'<tmx version="1.4"><header/><body>\n{units}</body></tmx>'.encode()
    document = Tmx().read(data, doc_id="a", language="en", origin="a.tmx")
    assert isinstance(document.units, Sequence)
    assert document == Tmx().read(data, doc_id="a", language="en", origin="a.tmx")
    assert document.units[4321].target == Target("Texto 4321.", "es")
    assert Tmx().write(document, data, {}) == data
    new = Tmx().write(document, data, {"4321": "Otro."})
    assert new == data.replace(b"<seg>Texto 4321.</seg>", b"<seg>Otro.</seg>")
    assert Document("a", "en", document.units, "a").text.endswith("Text 4999.")
