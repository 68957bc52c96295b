"""Settings of parts, processors, and the segments that no model has to see."""

import pytest

from harness.core.cpu import instruction_set, this_processor
from harness.core.errors import ConfigError
from harness.core.values import Translated, Untranslatable
from harness.engines.options import one_of, whole_number
from harness.engines.without_model import answer_without_model


def test_a_choice_is_checked() -> None:
    assert one_of("argos", "batch", "single", ("single", "equal-length")) == "single"
    with pytest.raises(ConfigError, match="cannot be 'singel'") as caught:
        one_of("argos", "batch", "singel", ("single", "equal-length"))
    assert caught.value.hint == "did you mean 'single'?"
    with pytest.raises(ConfigError, match="setting 'batch' of 'argos' cannot be 'x'") as caught:
        one_of("argos", "batch", "x", ("single", "equal-length"))
    assert caught.value.hint == "choose from equal-length, single"


@pytest.mark.parametrize("value", ["0", "65", "-1", "4.0", "four", "", " 4", "٤"])
def test_a_number_out_of_range_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="beam"):
        whole_number("argos", "beam", value, lowest=1, highest=64)


def test_a_number_is_read() -> None:
    assert [whole_number("a", "b", v, lowest=1, highest=64) for v in ("1", "64")] == [1, 64]


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [
        ("vendor_id\t: AuthenticAMD\nflags\t\t: fpu sse4_1 avx avx2\n", "AuthenticAMD avx2"),
        (
            "vendor_id : GenuineIntel\nflags : avx avx2 avx512f avx512_vnni",
            "GenuineIntel avx512_vnni",
        ),
        ("Features : fp asimd crc32 asimddp", "asimddp"),
        ("", "arm64"),
    ],
)
def test_the_widest_vector_extension_is_named(cpuinfo: str, expected: str) -> None:
    assert instruction_set(cpuinfo, "arm64") == expected


def test_this_processor_has_a_name() -> None:
    assert this_processor()


def test_only_blank_and_broken_text_needs_no_model() -> None:
    assert answer_without_model("") == answer_without_model(" \n\t ") == Translated("")
    assert answer_without_model("a") is None
    assert isinstance(answer_without_model("a\ud800"), Untranslatable)
