"""What every translation should copy, counted at every stop."""

from hypothesis import given
from hypothesis import strategies as st
from support import bead

from harness.blame.fact_counts import copies
from harness.core.values import Mark, Span

LATIN = st.lists(
    st.sampled_from(
        ["{name}", "{}", "%s", "%1$d", "$NAME", "${x}", "%A%", "<b>", "</b>", "&nbsp;", "a_case",
         "#tag", "@me", "A380", "B2B", "é3", "É3", "¦", "©", "®", "°", "§ 4", "€5", "‼", "☀",
         "word", "it’s", "a@b.org", "www.x.org", "https://x.org", "«", " ", " ", "."]
    )
    | st.characters(max_codepoint=0x2AF),
    max_size=10,
).map("".join)  # fmt: skip


def copied(text: str) -> list[str]:
    texts = bead(text, "x", text)
    return [trace.what for trace in copies(texts, Mark(0, Span(0, len(text))))]


@given(LATIN)
def test_an_emoji_at_the_end_is_one_more_and_changes_no_other(text: str) -> None:
    assert copied(f"{text} 😀") == list(dict.fromkeys([*copied(text), "😀"]))
