"""What `harness probe` prints for people: what broke first, each kind with an example."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from harness.evaluation.probes import KINDS, Probed
from harness.report.shared.labels import counted
from harness.writing.ink import Line, Tone, fitted

_REASONS = 2


def probe_lines(
    probed: Sequence[Probed],
    known: Collection[int],
    *,
    name: str,
    everything: bool,
    width: int,
) -> Iterator[Line]:
    """Lines about one engine: a headline, kinds that broke with an example, what holds.

    `known` are places of probes that may break. `everything` shows every probe that broke, known
    ones too, with all reasons and whole texts; else texts are cut at `width` columns.
    """
    broken = [at for at, each in enumerate(probed) if each.broken]
    new = [at for at in broken if at not in known]
    yield _headline(name, probed, len(new), len(broken) - len(new))
    reasons = Counter(each.unmeasured for each in probed if each.unmeasured)
    for reason, count in reasons.most_common(_REASONS):
        line: Line = (
            (f"  {counted(count, 'probe')} not measured: ", Tone.CRITICAL),
            (reason, None),
        )
        yield line if everything else fitted(line, width)
    kinds = list(dict.fromkeys(each.probe.kind for each in probed))
    shown = broken if everything else new
    for kind in kinds:
        mine = [probed[at] for at in shown if probed[at].probe.kind == kind]
        if mine:
            lines = _kind_lines(kind, mine, _total(probed, kind), everything=everything)
            yield from lines if everything else (fitted(line, width) for line in lines)
    holding = [kind for kind in kinds if _held(probed, kind) == _total(probed, kind)]
    if holding:
        told = ", ".join(f"{kind} ({_total(probed, kind)})" for kind in holding)
        yield (("  holds: ", Tone.GOOD), (told, None))
    hidden = Counter(probed[at].probe.kind for at in broken if at not in shown)
    if hidden:
        told = ", ".join(f"{kind} ({count})" for kind, count in hidden.items())
        yield (("  known to break: ", Tone.QUIET), (f"{told} (--all shows them)", Tone.QUIET))
    now_holding = [at for at in known if probed[at].holds]
    if now_holding:
        words = f"  {counted(len(now_holding), 'known failure')} no longer break"
        yield ((f"{words}: accept anew with --reason", Tone.QUIET),)


def _headline(name: str, probed: Sequence[Probed], new: int, known: int) -> Line:
    total, holding = len(probed), sum(each.holds for each in probed)
    words = f"{new} of {counted(total, 'probe')} broken" if new else f"all {total:,} probes hold"
    if holding < total and not new:
        words = f"{holding:,} of {counted(total, 'probe')} hold, no new one is broken"
    told = f", {known} known" if known else ""
    good = not new and not any(each.unmeasured for each in probed)
    return ((f"{name}: ", Tone.HEAD), (words, Tone.GOOD if good else Tone.CRITICAL), (told, None))


def _total(probed: Sequence[Probed], kind: str) -> int:
    return sum(each.probe.kind == kind for each in probed)


def _held(probed: Sequence[Probed], kind: str) -> int:
    return sum(each.probe.kind == kind and each.holds for each in probed)


def _kind_lines(
    kind: str, broken: Sequence[Probed], total: int, *, everything: bool
) -> Iterator[Line]:
    counts = f": {len(broken)} of {total} broken "
    yield ((f"  {kind}", Tone.CRITICAL), (counts, None), (f"({KINDS[kind]})", Tone.QUIET))
    for each in broken if everything else broken[:1]:
        yield from _example(each, everything=everything)
    hidden = 0 if everything else len(broken) - 1
    if hidden:
        yield ((f"    and {hidden} more (--all shows them)", Tone.QUIET),)


def _example(probed: Probed, *, everything: bool) -> Iterator[Line]:
    yield ((f"    {probed.probe.variant}", Tone.HEAD),)
    yield (("      before  ", Tone.QUIET), (probed.output, None))
    yield (("      after   ", Tone.QUIET), (probed.other, None))
    reasons = Counter(probed.broken)
    shown = list(reasons.items())[: None if everything else _REASONS]
    for reason, times in shown:
        yield ((f"      {reason}", None), (f" ({times} times)" if times > 1 else "", Tone.QUIET))
    if len(shown) < len(reasons):
        more = counted(len(reasons) - len(shown), "more reason")
        yield ((f"      and {more}", Tone.QUIET),)
