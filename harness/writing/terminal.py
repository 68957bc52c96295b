"""Text of others on one line of a terminal. What does not show is taken out: see `text.visible`."""

from collections.abc import Callable

from harness.text.visible import strip_controls
from harness.text.worddiff import ChangeKind, word_diff


def marked(
    before: str,
    after: str,
    lost: Callable[[str], str] = str,
    come: Callable[[str], str] = str,
) -> str:
    """Two texts in one line, as wdiff shows them: [-lost-] {+came in+}.

    `lost` and `come` may colour what is so marked; the signs carry the sense.
    """
    parts = []
    for change in word_diff(before, after):
        old = strip_controls(change.source.of(before))
        new = strip_controls(change.target.of(after))
        if change.kind in (ChangeKind.EQUAL, ChangeKind.COSMETIC):
            parts.append(new)
            continue
        parts.append(lost(f"[-{old}-]") if old else "")
        parts.append(come(f"{{+{new}+}}") if new else "")
    return "".join(parts)
