"""All that a run record holds: Hypothesis strategies, and two values that differ in every field."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

from hypothesis import strategies as st
from support import texts

from harness.core.codec import Codec
from harness.core.fingerprint import Plain
from harness.core.record_lines import Header
from harness.core.route_syntax import parse_route
from harness.core.values import (
    Adjustment,
    BeadText,
    Category,
    DriftChances,
    Finding,
    Issue,
    LocalText,
    Locus,
    Mark,
    MeasuredRow,
    MetricCard,
    ParaphraseScore,
    Return,
    Run,
    RunIdentity,
    RunTotals,
    Score,
    Segment,
    Severity,
    Signature,
    Span,
    StopLikelihood,
    Unmeasured,
    Witness,
    WordDrift,
    WordScore,
    WordScores,
)


def tuples(one: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    """Tuples of up to `most`."""
    return st.lists(one, max_size=most).map(tuple)


numbers = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(0, 9)
names = st.sampled_from(["ter", "chrf"])
signatures = st.builds(Signature, texts, st.dictionaries(texts, texts).map(lambda d: (*d.items(),)))

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))
local = st.builds(LocalText, st.sampled_from(["en", "es"]), texts, tuples(texts))
pairs = tuples(st.tuples(texts, texts))
segments = st.builds(Segment, texts, texts, counts, texts, st.none() | texts, pairs)
loci = st.builds(
    Locus,
    st.sampled_from(["unknown", "hop", "forward"]),
    st.none() | st.integers(1, 4),
    tuples(texts),
    st.none() | st.floats(0, 1),
)
severities = st.sampled_from(Severity)
findings = st.builds(
    Finding,
    detector=texts,
    category=st.sampled_from(Category),
    severity=severities,
    message=texts,
    marks=tuples(st.builds(Mark, st.integers(0, 3), spans)),
    evidence=tuples(st.tuples(texts, texts)),
    locus=loci,
    kind=texts,
    adjustments=tuples(st.builds(Adjustment, texts, severities, severities, texts)),
)
scores = st.builds(Score, numbers, tuples(st.integers()))
logarithms = st.floats(max_value=0, allow_nan=False, allow_infinity=False)
judgements = st.builds(
    StopLikelihood,
    st.integers(0, 3),
    st.integers(0, 3),
    st.builds(WordScores, tuples(st.builds(WordScore, spans, logarithms)), logarithms),
)
chances = st.builds(DriftChances, *[st.floats(0, 1)] * 3)
measured = st.builds(
    MeasuredRow,
    segments=tuples(segments, 2),
    texts=st.lists(local, min_size=2, max_size=3).map(lambda t: BeadText(tuple(t))),
    scores=st.dictionaries(names, scores),
    findings=tuples(findings, 2),
    returns=tuples(st.builds(Return, texts, st.none() | local, texts), 2),
    facts_kept=tuples(counts),
    similarity_by_hop=st.dictionaries(names, tuples(st.none() | numbers)),
    likelihoods=tuples(judgements, 2),
    reading=st.none()
    | st.builds(
        ParaphraseScore,
        numbers,
        st.dictionaries(names, numbers),
        st.none() | chances,
        tuples(st.builds(WordDrift, st.integers(0, 1), spans, chances)),
    ),
)
unmeasured = st.builds(Unmeasured, segments, tuples(local, 2), st.integers(1, 3), texts)
rows = measured | unmeasured

cards = st.builds(
    MetricCard,
    texts,
    texts,
    signatures,
    st.just(-float("inf")) | numbers,
    st.just(float("inf")) | numbers,
    st.booleans(),
    st.booleans(),
)
routes = st.sampled_from(["en:es:en", "en:es@argos:en@argos", "pt-BR:en:es:pt-BR"]).map(parse_route)
identities = routes.flatmap(
    lambda route: st.builds(
        RunIdentity,
        texts,
        texts,
        st.just(route),
        signatures,
        st.lists(signatures, min_size=len(route.legs), max_size=len(route.legs)).map(tuple),
        tuples(cards, 2),
        tuples(signatures, 2),
        st.none() | signatures,
        tuples(st.builds(Witness, texts, tuples(signatures, 2)), 2),
        tuples(signatures, 2),
        st.none() | signatures,
    )
)
totals = st.builds(
    RunTotals,
    counts,
    counts,
    counts,
    st.dictionaries(
        st.sampled_from([category.value for category in Category]),
        st.dictionaries(st.sampled_from([severity.value for severity in Severity]), counts),
    ),
    st.dictionaries(names, numbers),
)
runs = st.builds(
    Run,
    identities,
    st.dictionaries(texts, texts | st.integers() | st.none()),
    tuples(texts, 2),
    totals,
    tuples(rows),
)


# ── two of everything ───────────────────────────────────────────────────────────────────────────


def kinds(*types: Any) -> set[type]:
    """The dataclasses that values of these types are made of."""
    found = {kind for kind in types if is_dataclass(kind)}
    parts = [get_args(kind) for kind in types]
    parts += [tuple(each.type for each in fields(kind)) for kind in found]
    further = {part for some in parts for part in some if not isinstance(part, str)} - {...}
    plain = {kind for kind in further if not (is_dataclass(kind) or get_args(kind))}
    return found.union(*(kinds(kind) for kind in further - plain if kind is not Plain))


def pieces(value: Any) -> Iterator[Any]:
    """A value and all that it is made of."""
    yield value
    parts: Any = ()
    if is_dataclass(value):
        parts = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, Mapping):
        parts = value.values()
    elif isinstance(value, tuple):
        parts = value
    for part in parts:
        yield from pieces(part)


def _header(n: int) -> Header:
    sign = Signature(f"s{n}", ((f"k{n}", "v"),))
    card = MetricCard(f"m{n}", f"M{n}", sign, -n, 9 + n, bool(n), not n)
    identity = RunIdentity(
        doc_id=f"d{n}",
        text_digest=f"t{n}",
        route=parse_route(("en:es@a:en@a", "pt:fr@b:pt@b")[n]),
        segmenter=sign,
        engines=(sign, sign),
        metrics=(card,),
        detectors=(sign,),
        attribution=sign,
        witnesses=(Witness(f"w{n}", (sign,)),),
        likelihood_scorers=(sign,),
        grading=sign,
    )
    return Header(n, f"f{n}", identity, {"n": n}, (f"c{n}",), (f"u{n}",))


def _measured(n: int) -> MeasuredRow:
    text = LocalText(("en", "es")[n], f"t{n}", (f"u{n}",))
    span = Span(n, 3 + n)
    chances = DriftChances(n, n / 2, n / 4)
    finding = Finding(
        detector=f"d{n}",
        category=list(Category)[n],
        severity=list(Severity)[n],
        message=f"m{n}",
        marks=(Mark(n, span),),
        evidence=((f"k{n}", "v"),),
        locus=Locus(("forward", "backward")[n], 1 + n, (f"e{n}",), n / 2),
        kind=f"d{n}.lost",
        adjustments=(Adjustment(f"b{n}", *list(Severity)[n : n + 2], f"w{n}"),),
    )
    return MeasuredRow(
        segments=(Segment(f"s{n}", f"d{n}", n, f"x{n}", f"u{n}", ((f"k{n}", "v"),)),),
        texts=BeadText((text, text, *[text] * n)),
        scores={"m": Score(n, (n,))},
        findings=(finding,),
        returns=(Return(f"w{n}", text, f"r{n}"),),
        facts_kept=(n,),
        similarity_by_hop={"m": (float(n),)},
        likelihoods=(StopLikelihood(n, 1 + n, WordScores((WordScore(span, -1 - n),), -n)),),
        reading=ParaphraseScore(n, {f"k{n}": n}, chances, (WordDrift(n, span, chances),)),
        healed=(
            Issue(
                f"h{n}.x",
                list(Category)[n],
                f"m{n}",
                (Mark(n, span),),
                ((f"k{n}", "v"),),
                Locus(("forward", "backward")[n], 1 + n, (f"e{n}",), n / 2),
            ),
        ),
    )


def _unmeasured(n: int) -> Unmeasured:
    row = _measured(n)
    return Unmeasured(row.segments[0], row.texts.stops, 1 + n, f"r{n}")


def _totals(n: int) -> RunTotals:
    return RunTotals(n, n, n, {"accuracy/omission": {"major": n}}, {"m": n}, n)


TWO = tuple((_header(n), _measured(n), _unmeasured(n), _totals(n)) for n in (0, 1))


def dropped(codec: Codec) -> set[str]:
    """Fields of which a written value says nothing: values that differ in them look the same."""
    first, second = ({type(v): v for v in pieces(each)} for each in TWO)
    return {
        f"{kind.__name__}.{each.name}"
        for kind in kinds(Header, MeasuredRow, Unmeasured, RunTotals)
        for each in fields(kind)
        if codec.encode(first[kind])
        == codec.encode(replace(first[kind], **{each.name: getattr(second[kind], each.name)}))
    }
