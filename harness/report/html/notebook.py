"""Rows of a report as a piece of a notebook: the same templates, and styles that reach no further.

There is no script: a notebook has its own. All text is escaped by the templates.
"""

from markupsafe import Markup

from harness.report.html.reporter import PageContent, labels_above
from harness.report.html.shell import ENVIRONMENT, assets

# Ink and ground together: the notebook may be light where the system is dark.
_GROUND = ":scope { color: var(--ink); background: var(--page); padding: 0.5rem 1rem; }\n"
_STYLES = ("tokens.css", "text.css", "rows.css")


def rows_for_notebook(content: PageContent, headline: str, hidden: int = 0) -> str:
    """The rows of `content` under a headline; `hidden` rows more are only counted."""
    overview = content.overview
    # Scoped: the notebook's own look stays as it is.
    style = (assets(_STYLES) + labels_above(overview) + _GROUND).replace(":root", ":scope")
    return ENVIRONMENT.get_template("notebook.html.j2").render(
        overview=overview,
        blocks=content.blocks(),
        headline=headline,
        hidden=hidden,
        minor=False,
        # Files of this package, and names of languages with all but plain letters escaped.
        style=Markup(f"@scope (.harness-rows) {{\n{style}}}"),  # noqa: S704
    )
