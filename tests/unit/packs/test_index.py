"""The Argos package index: what is read of it, and what is suggested where it has nothing."""

import json

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Direction
from harness.packs.index import look_up, parse_index


def index(*entries: object) -> bytes:
    return json.dumps(entries).encode()


def entry(source: str, target: str, version: str = "1.0", **more: object) -> dict[str, object]:
    said = {"from_code": source, "to_code": target, "package_version": version, "links": ["l"]}
    return said | more


def test_the_newest_of_a_direction_is_found() -> None:
    found = parse_index(index(*(entry("en", "de", v) for v in ("1.9", "1.10", "1.2"))), "i")
    assert look_up(found, Direction("en", "de")).version == "1.10"


def test_codes_of_argos_become_bcp_47() -> None:
    found = parse_index(index(entry("en", "pb")), "i")
    assert look_up(found, Direction("en", "pt-BR")).links == ("l",)


def test_entries_that_do_not_translate_or_make_no_sense_are_left_out() -> None:
    strange = [
        entry("en", "de", type="sbd"),
        entry("en", "en"),
        entry("en", "../de"),
        entry("en", "de", links="l"),
        entry("en", "de", links=[1]),
        entry("en", "de") | {"package_version": None},
        {},
        None,
        "x",
    ]
    assert parse_index(index(*strange, entry("en", "de")), "i") == parse_index(
        index(entry("en", "de")), "i"
    )


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_index_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="where: not an index"):
        parse_index(data, "where")


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        (Direction("de", "fr"), "through en: de:en en:fr"),
        (Direction("en", "pt"), "there are en:pt-BR"),
        (Direction("xx", "yy"), "check the codes"),
    ],
)
def test_a_way_round_is_suggested(wanted: Direction, hint: str) -> None:
    known = [entry("de", "en"), entry("en", "fr"), entry("en", "pb"), entry("de", "es")]
    known.append(entry("es", "fr"))
    with pytest.raises(ConfigError, match=str(wanted)) as refusal:
        look_up(parse_index(index(*known), "i"), wanted)
    assert hint in refusal.value.hint
