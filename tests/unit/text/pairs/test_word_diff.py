from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.core.values import Span
from harness.text.data.language import language_data
from harness.text.pairs.word_diff import DiffKind, DiffOp, word_diff

WORDS = st.sampled_from(
    ["the", "The", "dog", "barked", "quickly", "5", "56", "don't", "don’t", ",", ".", "…", "...",
     "“", '"', "«", "–", "-", "e-mail", "email", "can", "not", "cannot", "नमस्ते", "日", "本", "é",
     "e\u0301", "👩\u200d💻", "\u202e", "\u200b", "ß", "SS"]
)  # fmt: skip
GAPS = st.sampled_from(["", " ", " ", " ", "  ", "\n", "\u00a0", "\t"])
TEXTS = st.lists(st.tuples(GAPS, WORDS), max_size=14).map(
    lambda pairs: "".join(map("".join, pairs))
)
ANY_TEXTS = st.one_of(TEXTS, st.text(max_size=30))


def shown(source: str, target: str) -> list[tuple[str, str, str]]:
    return [
        (change.kind.value, change.source.of(source), change.target.of(target))
        for change in word_diff(source, target)
    ]


def changed(source: str, target: str) -> list[tuple[str, str, str]]:
    return [row for row in shown(source, target) if row[0] != "equal"]


@given(ANY_TEXTS, ANY_TEXTS)
@example("a  b\n", "a b ")
@example("( b )", "()")
@example(" b ", "\n")
@example("", " ")
def test_spans_in_order_rebuild_both_texts(source: str, target: str) -> None:
    changes = word_diff(source, target)
    at_source = at_target = 0
    for change in changes:
        assert (change.source.start, change.target.start) == (at_source, at_target)
        at_source, at_target = change.source.end, change.target.end
    assert (at_source, at_target) == (len(source), len(target))


@given(ANY_TEXTS, ANY_TEXTS)
def test_every_kind_keeps_its_word(source: str, target: str) -> None:
    for change in word_diff(source, target):
        old, new = change.source.of(source), change.target.of(target)
        match change.kind:
            case DiffKind.EQUAL:
                assert old == new != ""
            case DiffKind.COSMETIC:
                assert old != new
            case DiffKind.REPLACED:
                assert old.strip()
                assert new.strip()
                assert old != new
            case DiffKind.DELETED:
                assert old.strip()
                assert not new
            case DiffKind.INSERTED:
                assert new.strip()
                assert not old
            case DiffKind.MOVED:
                assert bool(old) != bool(new)
        assert (change.move is not None) == (change.kind is DiffKind.MOVED)


@given(ANY_TEXTS, ANY_TEXTS)
def test_what_left_somewhere_arrived_somewhere(source: str, target: str) -> None:
    moves: dict[int, list[DiffOp]] = {}
    for change in word_diff(source, target):
        if change.move is not None:
            moves.setdefault(change.move, []).append(change)
    for halves in moves.values():
        gone = [half.source.of(source) for half in halves if len(half.source)]
        come = [half.target.of(target) for half in halves if len(half.target)]
        assert (len(gone), len(come)) == (1, 1)


MIRRORED = {DiffKind.DELETED: DiffKind.INSERTED, DiffKind.INSERTED: DiffKind.DELETED}


@given(ANY_TEXTS, ANY_TEXTS)
@example("a b a", "b a b")
@example("early he came early", "came early he")
def test_exchanged_sides_give_exchanged_changes(source: str, target: str) -> None:
    there = {(each.kind, each.source, each.target) for each in _placed(source, target)}
    back = {
        (MIRRORED.get(each.kind, each.kind), each.target, each.source)
        for each in _placed(target, source)
    }
    assert there == back


def _placed(source: str, target: str) -> list[DiffOp]:
    """Changes; where one has no text on a side, its place there is left out."""
    return [
        replace(
            each,
            source=each.source if len(each.source) else Span(0, 0),
            target=each.target if len(each.target) else Span(0, 0),
        )
        for each in word_diff(source, target)
    ]


@given(ANY_TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert shown(text, text) == ([("equal", text, text)] if text else [])


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("It is cold.", "It is not cold.", [("inserted", "", "not ")]),
        ("It is not cold.", "It is cold.", [("deleted", "not ", "")]),
        ("a b", "a", [("deleted", " b", "")]),
        ("It costs 18 euros.", "It costs 81 euros.", [("replaced", "18", "81")]),
        ("the big red dog", "the small dog", [("replaced", "big red", "small")]),
        ("Hello, you.", "Hello you.", [("deleted", ",", "")]),
    ],
)
def test_words_that_differ(source: str, target: str, expected: list[tuple[str, str, str]]) -> None:
    assert changed(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The dog", "the dog"),
        ("He said “no”.", 'He said "no".'),
        ("«Non», dit-il", '"Non", dit-il'),
        ("don't", "don’t"),
        ("one – two", "one - two"),
        ("and then…", "and then..."),
        ("one  two", "one two"),
        ("one two", "one\ntwo"),
        ("caf\u00e9", "cafe\u0301"),
        ("can not", "cannot"),
        ("an e-mail", "an email"),
        ("等等！", "等等!"),
        ("ＡＢＣ", "ABC"),
        ("１２３", "123"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("co\u00adoperate", "cooperate"),
        ("a\u200bb", "ab"),
        ("so\u200e.", "so."),
        ("❤\ufe0f", "❤"),
        ("so — it", "so -- it"),
    ],
)
def test_looks_are_cosmetic(source: str, target: str) -> None:
    for a, b in ((source, target), (target, source)):
        assert {kind for kind, _, _ in changed(a, b)} == {"cosmetic"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        *(("5 6", "56"), ("x²", "x2"), ("5-6", "56"), ("-5", "5"), ("1.5", "15"), ("a b", "ba")),
        *(("a\u202eb", "ab"), ("👍🏽", "👍🏿"), ("año", "ano"), ("かき", "がき")),
    ],
)
def test_what_may_mean_something_else_is_never_cosmetic(source: str, target: str) -> None:
    assert {kind for kind, _, _ in changed(source, target)} & {"replaced", "deleted", "inserted"}


def test_a_move_is_seen_on_both_sides() -> None:
    source, target = "Yesterday he came home early.", "He came home early yesterday."
    assert changed(source, target) == [
        ("moved", "Yesterday ", ""),
        ("cosmetic", "he", "He"),
        ("moved", "", " yesterday"),
    ]


def test_one_arrival_answers_one_departure() -> None:
    source, target = "quickly she ran home quickly", "she ran quickly home"
    assert changed(source, target) == [
        ("moved", "quickly ", ""),
        ("moved", "", "quickly "),
        ("deleted", " quickly", ""),
    ]


@pytest.mark.parametrize(
    ("tag", "source", "target", "moved"),
    [
        ("en", "of the big red dogs bark", "big red dogs of the bark", set()),
        ("en", "there big red dogs bark", "big red dogs bark there", set()),
        ("en", "Ana had left early", "had left early Ana", {"Ana"}),
        ("en", "12 came late", "came late 12", {"12"}),
        ("es", "Para él es todo", "es todo Para él", set()),
        ("zh", "北京今天天气很好", "今天天气很好北京", {"北京"}),
        ("zh", "我今天很好", "今天很好我", set()),
        ("th", "วันนี้เขาไปตลาด", "เขาไปตลาดวันนี้", {"วันนี้"}),
    ],
)
def test_content_moves_and_function_words_do_not(
    tag: str, source: str, target: str, moved: set[str]
) -> None:
    found = {
        change.source.of(source).strip()
        for change in word_diff(source, target, language_data(tag))
        if change.kind is DiffKind.MOVED and len(change.source)
    }
    assert found == moved


def test_the_longest_run_moves_whole() -> None:
    source = "red apples here and there lay red apples from Kent"
    target = "red apples from Kent lay here and there"
    moved = {
        change.source.of(source).strip()
        for change in word_diff(source, target, language_data("en"))
        if change.kind is DiffKind.MOVED and len(change.source)
    }
    assert moved & {"red apples from Kent", "lay", "here and there"}
    assert "red apples" not in moved


def test_a_short_word_that_shifts_is_no_move() -> None:
    kinds = {kind for kind, _, _ in shown("the dog barked", "dog the barked")}
    assert kinds == {"equal", "deleted", "inserted"}


def test_two_moves_keep_their_numbers_apart() -> None:
    source = "In the evening we both slept well and every single morning we walked along the river."
    target = "we both slept well in the evening and we walked along the river every single morning."
    halves = [
        (change.move, (change.source.of(source) + change.target.of(target)).strip().lower())
        for change in word_diff(source, target)
        if change.move is not None
    ]
    by_number = dict(halves)
    assert len(halves) == 4
    assert sorted(halves) == sorted([*by_number.items()] * 2)
    assert set(by_number.values()) == {"in the evening", "every single morning"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("x " + "ab cd " * 500 + "x", "y " + "ab " * 1000 + "y"),  # an engine that loops
        ("the , " * 10_000, "the " * 10_000),
        (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
    ],
    ids=["loops", "one word", "reversed"],
)
def test_long_texts_are_rebuilt_too(source: str, target: str) -> None:
    changes = word_diff(source, target)
    assert "".join(change.target.of(target) for change in changes) == target
