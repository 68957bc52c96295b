"""One line to a terminal, as it is but for what would act there."""

import pytest

from harness.cli.terminal import echo, note


def test_a_line_keeps_its_indent_and_nothing_that_acts(capsys: pytest.CaptureFixture[str]) -> None:
    echo("   two \x1b]0;OWN\x07boats\u202e")
    note("  and\na third")
    said = capsys.readouterr()
    assert said.out == "   two boats\n"
    assert said.err == "  and a third\n"
