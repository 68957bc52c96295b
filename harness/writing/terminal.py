"""Text of others on one line of a terminal. What does not show is taken out: see `text.visible`."""

from collections.abc import Callable

from harness.text.pairs.word_diff import DiffKind, word_diff
from harness.text.words.control_characters import name_controls, strip_controls


def marked(
    before: str,
    after: str,
    lost: Callable[[str], str] = str,
    come: Callable[[str], str] = str,
) -> str:
    """Two texts in one line, as wdiff shows them: [-lost-] {+came in+}.

    `lost` and `come` may colour what is so marked; the signs carry the sense. Characters that do
    not show are taken out, but named where nothing else differs: [-<U+200E>5-]{+5+}.
    """
    parts = []
    for change in word_diff(before, after):
        old = strip_controls(change.source.of(before))
        new = strip_controls(change.target.of(after))
        if change.kind in (DiffKind.EQUAL, DiffKind.COSMETIC):
            parts.append(new)
            continue
        if old == new:  # what differs does not show
            old, new = (
                name_controls(each) for each in (change.source.of(before), change.target.of(after))
            )
        parts.append(lost(f"[-{old}-]") if old else "")
        parts.append(come(f"{{+{new}+}}") if new else "")
    return "".join(parts)
