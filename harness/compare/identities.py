"""Two run identities -> every setting that differs, by name."""

from collections.abc import Iterator, Mapping

from harness.compare.results import SignatureDifference
from harness.core.values import RunIdentity, Signature


def differences(baseline: RunIdentity, candidate: RunIdentity) -> tuple[SignatureDifference, ...]:
    """What could explain a difference between two runs: one entry for each unlike setting."""
    one, other = settings_of(baseline), settings_of(candidate)
    return tuple(
        SignatureDifference(part, field, left.get(field), right.get(field))
        for part in dict.fromkeys((*one, *other))
        for left, right in [(one.get(part, {}), other.get(part, {}))]
        for field in dict.fromkeys((*left, *right))
        if left.get(field) != right.get(field)
    )


def settings_of(identity: RunIdentity) -> Mapping[str, Mapping[str, str]]:
    """All that can change a run's results: settings by the part that has them, as named values."""
    return dict(_each_part(identity))


def _each_part(identity: RunIdentity) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "text", {"name": identity.doc_id, "digest": identity.text_digest}
    yield "route", {"stops": identity.route.languages}
    yield "segmenter", _settings(identity.segmenter)
    hops = zip(identity.route.legs, identity.engines, strict=True)
    for number, (leg, engine) in enumerate(hops, start=1):
        yield f"engine {number} ({leg.direction})", _settings(engine)
    for witness in identity.witnesses:
        for number, engine in enumerate(witness.engines, start=1):
            yield f"witness {witness.name}, hop {number}", _settings(engine)
    for scorer in identity.likelihood_scorers:
        yield f"likelihood scorer {dict(scorer.fields).get('direction', '')}", _settings(scorer)
    if identity.attribution:
        yield "blame", _settings(identity.attribution)
    if identity.grading:
        yield "grading", _settings(identity.grading)
    for metric in identity.metrics:
        yield f"metric {metric.name}", _settings(metric.signature)
    for detector in identity.detectors:
        yield f"detector {detector.name}", _settings(detector)


def _settings(signature: Signature) -> Mapping[str, str]:
    return {"name": signature.name, **dict(signature.fields)}
