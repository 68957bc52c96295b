"""A self-contained HTML page: a `PageContent` in templates, nothing from elsewhere.

The page asks nothing of any network, and its own policy forbids it to. Its script only adds to
what is there: filters, another order, keys, words that light up. Text is data: it reaches the page
through autoescaping templates, and scripts read names and numbers from JSON and `data-` attributes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from markupsafe import Markup

from harness.core.values import Run
from harness.report.html.filter_index import Index
from harness.report.html.page_view import RunPage
from harness.report.html.shell import ENVIRONMENT, assets, policy
from harness.report.html.view import Block, Overview
from harness.report.shared.labels import Column

# Order matters: later style rules win, later scripts use the functions of earlier ones.
_STYLES = ("tokens.css", "page.css", "text.css", "rows.css", "controls.css", "print.css")
_SCRIPTS = (
    "index.js",
    "light.js",
    "address.js",
    "filter.js",
    "complete.js",
    "review.js",
    "order.js",
    "keys.js",
    "start.js",
)


@dataclass(frozen=True, slots=True)
class Html:
    """One page for one run or for several over the same source. Same runs, same bytes.

    What is minor is folded, one click away; the `unfolded` page opens with all of it in sight.

    The rows stand in order of the text, with a list of the worst ones above, so that the page can
    be read, printed and linked into without its script.

    Blind to fonts: a script that the user's machine has no font for shows as boxes.
    """

    minor: bool = False

    suffix: ClassVar = ".html"

    def unfolded(self) -> "Html":
        """A page that opens with what is minor in sight."""
        return Html(minor=True)

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        """The page, piece by piece.

        Raises:
            ComparisonError: the runs do not start from the same segments.
        """
        yield from page(RunPage(runs), minor=self.minor)


class PageContent(Protocol):
    """What a page is made of: runs (`RunPage`), or texts without a route (`TextPage`)."""

    @property
    def overview(self) -> Overview:
        """What stands above the rows."""
        ...

    def blocks(self) -> Iterator[Block]:
        """The rows, in order of the text."""
        ...


def page(content: PageContent, *, minor: bool = False) -> Iterator[str]:
    """A page of such content, piece by piece; equal content, equal bytes.

    `minor` opens it with minor findings in sight.
    """
    style = assets(_STYLES) + labels_above(content.overview)
    script = "(() => {\n" + assets(_SCRIPTS) + "})();\n"
    index = Index()
    yield from ENVIRONMENT.get_template("page.html.j2").generate(
        overview=content.overview,
        blocks=index.over(content.blocks()),
        minor=minor,
        policy=policy(style, script),
        # Sound as markup because both are files of this package, joined above; of the runs they
        # hold nothing but names of languages, with all but plain letters escaped.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        # JSON without angle brackets or ampersands; asked for after the last row.
        index=lambda: Markup(index.json()),  # noqa: S704
    )


def labels_above(overview: Overview) -> str:
    """Rules that put the column and the language above each text.

    Said once for the page instead of once for each text: in a long report that is a tenth of it.
    """
    return "".join(
        f'.{column.name.lower().replace("_", "-")}[lang="{_quotable(tag)}"]::before'
        f' {{ content: "{head} · {_quotable(name)}"; }}\n'
        for tag, name in overview.languages
        for column, head in zip(Column, overview.columns, strict=True)
        if head
    )


def _quotable(text: str) -> str:
    """`text` for a string in a style sheet, where it can end neither the string nor the sheet."""
    return "".join(
        sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text
    )
