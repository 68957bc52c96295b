"""Codes by which models name languages, as tags: `spa_Latn`, `spa`, `pt_br` and `es`.

All that is known comes from the Unicode CLDR, as babel carries it.
"""

from functools import cache

from harness.core.route_syntax import canonical_tag
from harness.text.data.tags import tag_of_code

_SCRIPT = 4  # letters of a script's code
_ALONE = {"Kore": "Hang"}  # of several scripts that are written together, what models call it


def tag_of(code: str) -> str | None:
    """The BCP 47 tag that a model's code means, without a script that goes without saying.

    None for what is no language that is known (`ROMANCE`, `mul`).
    """
    tag = tag_of_code(code)
    return _short(tag) if tag else None


def _short(tag: str) -> str:
    """A tag without the script that its language is usually written in: `zh` for `zh-Hans`."""
    base, *others = canonical_tag(tag).split("-")
    usual = _usual_script(base)
    return "-".join([base, *(part for part in others if part != usual)])


@cache
def _usual_script(base: str) -> str | None:
    from babel.core import get_global  # noqa: PLC0415  (babel is not needed to list engines)

    likely = str(get_global("likely_subtags").get(base, "")).split("_")
    script = next((part for part in likely[1:] if len(part) == _SCRIPT), None)
    return _ALONE.get(script or "", script)
