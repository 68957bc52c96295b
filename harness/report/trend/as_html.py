"""A trend as a page of its own: charts by severity, hop and kind, the numbers, what changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from harness.compare.trend import Counts, Course, Trend, Version
from harness.core.values import Category, MetricCard, Severity
from harness.report.html.shell import ENVIRONMENT, assets, policy
from harness.report.html.text_runs import TextRun, plain
from harness.report.shared import labels
from harness.report.trend import wording as say
from harness.report.trend.charts import Bars, Curve, bars, curve

_STYLES = ("tokens.css", "page.css", "text.css", "trend.css", "print.css")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table of numbers."""

    title: str
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be known of one version before its numbers are read."""

    name: tuple[TextRun, ...]
    words: tuple[TextRun, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One route, ready to be shown."""

    title: str
    verdict: str
    whole: Bars
    hops: tuple[Bars, ...]
    kinds: tuple[Bars, ...]
    scores: tuple[Curve, ...]
    table: tuple[Measure, ...]
    steps: tuple[Step, ...]


def trend_page(trend: Trend) -> Iterator[str]:
    """The page, piece by piece; equal trends, equal bytes. It has no script."""
    style = assets(_STYLES)
    yield from ENVIRONMENT.get_template("trend.html.j2").generate(
        title=", ".join(trend.documents),
        names=trend.names,
        routes=[_route(trend.names, course) for course in trend.courses],
        policy=policy(style),
        # Sound as markup because it is files of this package and nothing else.
        style=Markup(style),  # noqa: S704
    )


def _route(names: Sequence[str], course: Course) -> Route:
    whole = [None if each is None else each.findings for each in course.versions]
    peak = max((each.above_minor for each in whole if each), default=0)
    hops = [_series(course, "by_hop", hop) for hop in say.hops(course)]
    kinds = [_series(course, "by_kind", path) for path in say.kinds(course)]
    return Route(
        title=" → ".join(map(labels.language_name, course.stops)),
        verdict=say.verdict(course),
        whole=bars("All findings above minor", names, whole, peak),
        # One scale for all hops, and one for all kinds: the eye compares them.
        hops=tuple(_charts(names, _hop_titles(course), hops)),
        kinds=tuple(_charts(names, map(_kind_words, say.kinds(course)), kinds)),
        scores=tuple(_curves(names, course)),
        table=tuple(_table(course)),
        steps=tuple(_steps(course)),
    )


def _series(course: Course, field: str, name: str) -> list[Counts | None]:
    return [
        None if each is None else getattr(each, field).get(name, Counts())
        for each in course.versions
    ]


def _charts(
    names: Sequence[str], titles: Iterator[str], series: Sequence[Sequence[Counts | None]]
) -> Iterator[Bars]:
    peak = max((c.above_minor for counts in series for c in counts if c), default=0)
    for title, counts in zip(titles, series, strict=True):
        yield bars(title, names, counts, peak)


def _hop_titles(course: Course) -> Iterator[str]:
    return (say.hop_words(hop, course.stops) for hop in say.hops(course))


def _kind_words(path: str) -> str:
    return labels.category_words(Category(path))


def _curves(names: Sequence[str], course: Course) -> Iterator[Curve]:
    for card in course.metrics:
        values = [each.scores.get(card.name) if each else None for each in course.versions]
        if made := curve(card, names, values):
            yield made


def _table(course: Course) -> Iterator[Measure]:
    yield _measure(course, "rows", "", lambda version: f"{version.rows:,}")
    yield _measure(course, "not measured", "", lambda version: f"{version.unmeasured:,}")
    for severity in labels.WORST_FIRST:
        yield _measure(course, severity.value, severity.value, partial(_of_severity, severity))
    for hop in say.hops(course):
        title = say.hop_words(hop, course.stops)
        yield _measure(course, title, "hop", partial(_of_hop, hop))
    for path in say.kinds(course):
        yield _measure(course, _kind_words(path), "kind", partial(_of_kind, path))
    for card in course.metrics:
        yield _measure(course, card.title, "score", partial(_of_metric, card))


def _measure(course: Course, title: str, kind: str, of: Callable[[Version], str]) -> Measure:
    values = tuple("–" if each is None else of(each) for each in course.versions)
    return Measure(title, kind, values)


def _of_severity(severity: Severity, version: Version) -> str:
    return f"{version.findings.of(severity):,}"


def _of_hop(hop: str, version: Version) -> str:
    return f"{version.by_hop.get(hop, Counts()).above_minor:,}"


def _of_kind(path: str, version: Version) -> str:
    return f"{version.by_kind.get(path, Counts()).above_minor:,}"


def _of_metric(card: MetricCard, version: Version) -> str:
    score = version.scores.get(card.name)
    return "–" if score is None else labels.score_words(score, card)


def _steps(course: Course) -> Iterator[Step]:
    for version in course.present:
        words = say.changed_words(version.changed)
        if version.other_text:
            words = "; ".join(filter(None, ("another text: counts are of other rows", words)))
        if words:
            yield Step(plain(version.name), plain(words))
