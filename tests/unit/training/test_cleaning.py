import pytest

from cleaning import KeepOut, clean, fault, folded, is_balanced

GOOD = {
    "en": "The harbour of Port Halden, built in 1892, is open to ships of every size all year.",
    "es": "El puerto de Port Halden, construido en 1892, está abierto a los barcos hasta octubre.",
    "pt": "O porto de Port Halden, que foi construído em 1892, não está aberto aos navios agora.",
}
BENCHMARK = (
    "On Friday, researchers from the University of Velmora said that a tiny printable sensor can "
    "sort seeds by weight for about two cents each."
)


@pytest.mark.parametrize("language", GOOD)
def test_a_good_sentence_has_no_fault(language: str) -> None:
    assert clean(GOOD[language]) == GOOD[language]
    assert fault(GOOD[language], language) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cafe\u0301\u00a0 au\tlait\r\n", "café au lait"),
        ("zero\u200bwidth and soft\u00adhyphen \ufeffmark", "zerowidth and softhyphen mark"),
        ("bell\x07 and\x00 null", "bell and null"),
        ("“quoted” — ‘so’…", "“quoted” — ‘so’…"),
    ],
)
def test_cleaning_composes_folds_and_keeps_typographic_marks(text: str, expected: str) -> None:
    assert clean(text) == expected
    assert clean(expected) == expected


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Two words.", "too short"),
        ("the " * 46, "too long"),
        ("In 1990: 12,345; 67,890; 23,456; 78,901 of it.", "few letters"),
        ("The ships (of which there are nine are in the harbour.", "unbalanced"),
        ('He said "no and went to the harbour.', "unbalanced"),
        ("El puerto está abierto a los barcos de la isla.", "language"),
        ("Lirum larum ipsum dolor amet tempor magna aliqua dignissim.", "language"),
    ],
)
def test_every_fault_is_named(sentence: str, reason: str) -> None:
    assert fault(sentence.strip(), "en") == reason


def test_the_limits_belong_to_the_good_side() -> None:
    assert fault("It is so.", "en") is None
    assert fault(" ".join(["the"] * 45), "en") is None


@pytest.mark.parametrize("text", ["(a [b] c)", "“a «b» c”", 'say "so" and "so"', "it's 5' high"])
def test_balanced(text: str) -> None:
    assert is_balanced(text)


@pytest.mark.parametrize("text", ["(a [b) c]", "a) b", "“a", 'a " b', "a » b «"])
def test_unbalanced(text: str) -> None:
    assert not is_balanced(text)


def test_folding_ignores_case_punctuation_and_compatibility_forms() -> None:
    assert folded("“The ﬁrst—and LAST—ship!”") == folded("the first and last ship")


def test_a_planted_benchmark_line_is_caught_however_it_is_written() -> None:
    keep_out = KeepOut.of([BENCHMARK, "All is well."])
    assert keep_out.leak(BENCHMARK) == "benchmark line"
    assert keep_out.leak(BENCHMARK.upper().replace(",", " –")) == "benchmark line"
    assert keep_out.leak("all is well!") == "benchmark line"


def test_a_planted_run_of_eight_words_is_caught_and_seven_are_not() -> None:
    keep_out = KeepOut.of([BENCHMARK])
    eight = "Yesterday a tiny, printable sensor can sort seeds BY came to the harbour."
    seven = "Yesterday a tiny, printable sensor can sort seeds came to the harbour."
    assert keep_out.leak(eight) == "benchmark overlap"
    assert keep_out.leak(seven) is None


@pytest.mark.parametrize("language", GOOD)
def test_clean_text_is_no_leak(language: str) -> None:
    assert KeepOut.of([BENCHMARK, ""]).leak(GOOD[language]) is None
