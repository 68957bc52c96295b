"""A summary that fits a comment under a change: verdict, table of runs, the worst findings."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from harness.core.values import Run, Span
from harness.report import wording
from harness.report.facts import Facts
from harness.report.shown import Card, Overview
from harness.report.worst import first_unmeasured, worst_findings
from harness.text.visible import strip_controls

_WORST_SHOWN = 10  # of all runs together
_WORST_OF_EACH = 3  # at the least
_LONGEST = 300  # code points of one text; a comment is no place for a page

# What CommonMark and its GitHub dialect read as markup inside a line.
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~$^]")
# A name after @, a number after #, a word between colons, an address: forges turn these into
# notifications, links and pictures after the Markdown is read, so escaping does not reach them.
_LIVE = re.compile(r"[@#:]|\bwww(?=\.)", re.IGNORECASE)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


class Markdown:
    """Verdict, caveats, a table by run, and the ten worst findings with their words in place.

    Model output can neither format, link, notify nor reorder: see `quoted`.
    """

    suffix = ".md"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        """The summary, line by line.

        Raises:
            ComparisonError: the runs do not start from the same segments.
        """
        overview = Facts(runs).overview
        yield f"## Round trip of {quoted(overview.title)} ({overview.language_name})\n"
        for card, run in zip(overview.cards, runs, strict=True):
            yield from _verdict(card, run, several=overview.several)
        yield from _table(overview)
        count = max(_WORST_SHOWN // len(runs), _WORST_OF_EACH)
        for card, run in zip(overview.cards, runs, strict=True):
            yield from _worst(run, f" of run {card.run}" if overview.several else "", count)


def quoted(text: str, bold: Sequence[Span] = ()) -> str:
    """Text of a document or a model, as Markdown that shows its words on one line.

    Controls are taken out, HTML and Markdown escaped, and marks that forges act on (mentions,
    references, addresses, emoji names) parted by `<wbr>`, which shows nothing. Text with
    right-to-left letters stands between isolates, so that it cannot reorder what is around it.
    What only counts at the start of a line (`#`, `1.`, `-`) is left alone: never put it there.
    `bold` are the spans to stand out.
    """
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    edges = sorted({0, len(shown)}.union(*({span.start, span.end} for span in bold)))
    parts = []
    for start, end in pairwise(edges):
        part = _escaped(shown[start:end])
        stands_out = any(span.start <= start and end <= span.end for span in bold)
        parts.append(f"<b>{part}</b>" if stands_out and part.strip() else part)
    turns = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in shown)
    line = "".join(parts).strip()
    return f"\u2068{line}\u2069" if turns else line


def _escaped(text: str) -> str:
    line = re.sub(r"\s+", " ", strip_controls(text))
    marked = _SPECIAL.sub(r"\\\g<0>", line)
    safe = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIVE.sub(r"\g<0><wbr>", safe)


def _verdict(card: Card, run: Run, *, several: bool) -> Iterator[str]:
    letter = f"{card.run} · " if several else ""
    yield f"\n{letter}{quoted(card.title)}: **{card.verdict}**\n"
    for caveat in run.caveats:
        yield f"\n> Note: {quoted(caveat)}\n"
    for row in first_unmeasured(run, _WORST_OF_EACH):
        place = f"Sentence {row.segment.position + 1}, hop {row.hop}"
        yield f"\n> {place} could not be measured: {quoted(row.reason)}\n"


def _table(overview: Overview) -> Iterator[str]:
    names = [quoted(card.title) for card in overview.cards]
    if overview.several:
        names = [f"{card.run} · {name}" for card, name in zip(overview.cards, names, strict=True)]
    yield f"\n| | {' | '.join(names)} |\n"
    yield f"|---|{'---:|' * len(names)}\n"
    for measure in overview.table:
        title = f"{quoted(measure.title)} ({quoted(measure.note)})"
        yield f"| {title} | {' | '.join(measure.values)} |\n"


def _worst(run: Run, which: str, count: int) -> Iterator[str]:
    worst = worst_findings(run, count)
    if not worst:
        return
    yield f"\n### Worst findings{which}\n\n"
    for number, each in enumerate(worst, start=1):
        finding = each.finding
        yield (
            f"{number}. **{finding.severity.value}**, {wording.category_words(finding.category)},"
            f" {each.place}: {quoted(finding.message)}"
            f" ({quoted(wording.locus_words(finding.locus))})\n"
        )
        for stop, local in enumerate(each.row.texts.stops):
            if local.text.strip():
                name = wording.language_name(local.language)
                yield f"   - {quoted(name)}: {quoted(local.text, finding.spans(stop))}\n"
