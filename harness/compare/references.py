"""Human translations at one stop of a route, line by line, for the metrics that use them."""

from collections.abc import Sequence

from harness.compare.comparison import References
from harness.core.errors import ComparisonError, ConfigError
from harness.core.protocols import Metric
from harness.core.values import MeasuredRow, Run


def read_references(
    name: str,
    language: str | None,
    lines: Sequence[str],
    runs: Sequence[Run],
    metrics: tuple[Metric, ...],
) -> References:
    """The lines as references of the one run among `runs`; an empty line is no reference.

    Args:
        name: of the file, for messages.
        language: of the lines, which must be one that the route passes through.
        lines: one for each row of the run, in the order of the text.

    Raises:
        ConfigError: several runs, or a language that is not between the route's ends.
        ComparisonError: another number of lines than of rows.
    """
    if len(runs) != 1:
        raise ConfigError(
            "references belong to one text, and the baseline holds several records",
            hint="name the one record",
        )
    route = runs[0].identity.route
    if language is None or language not in route.stops[1:-1]:
        raise ConfigError(
            f"{name}: {language or 'no language in its name'}, and the route is {route.languages}",
            hint="name the file after one of the languages between: NAME.es.txt",
        )
    rows = list(runs[0].rows)
    if len(lines) != len(rows):
        raise ComparisonError(
            f"{name}: {len(lines)} lines for {len(rows)} segments",
            hint="give one line for each segment, in the order of the text",
        )
    known = {
        row.row_id: line
        for row, line in zip(rows, lines, strict=True)
        if isinstance(row, MeasuredRow) and line.strip()
    }
    return References(route.stops.index(language), known, metrics)
