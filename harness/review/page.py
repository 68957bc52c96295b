"""A review without an engine as a page: every text beside its translation."""

from collections.abc import Iterator

from harness.core.values import MeasuredRow
from harness.report.html.reporter import page
from harness.report.html.text_pages import Compared, TextPage
from harness.review.review import Review
from harness.run.totals import RunTally


def page_of(review: Review, *, minor: bool = False) -> Iterator[str]:
    """The page, piece by piece; `minor` opens it with minor findings in sight."""
    rows: tuple[MeasuredRow, ...] = tuple(each.row for each in review.units if each.row)
    tally = RunTally(())
    for row in rows:
        tally.add(row)
    texts = Compared(
        review.document.doc_id,
        "",
        review.document.language,
        rows,
        tally.totals(),
        (),
        tuple((what.capitalize(), str(signature)) for what, signature in review.judges),
        review.caveats,
    )
    yield from page(TextPage.translated(texts, review.target_language), minor=minor)
