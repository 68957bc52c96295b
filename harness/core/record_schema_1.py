"""Lines of a record of schema 1 in the words of schema 2: the same facts under other names.

Schema 2 renamed keys, the kind of a measured row, two measures, and two parts that grade. Nothing
else changed, so that lines are renamed before they are decoded. A record is never rewritten: its
digest is of its bytes.
"""

from collections.abc import Mapping
from dataclasses import replace

from harness.core.codec import Fields
from harness.core.former_names import MEASURES, measure
from harness.core.values import MetricCard, RunIdentity

ROW = "drift"  # the kind of a measured row

_ROW_KEYS = {"alive": "facts_kept", "course": "similarity_by_hop", "judgements": "likelihoods"}
# The paraphrase model reports issues and changes severities; likelihoods change severities.
_PARTS = {"proofreader": "paraphrase-model", "judges": "likelihood"}
_HEADER_KEYS = {"circumstances": "provenance"}
_IDENTITY_KEYS = {"blame": "attribution", "judges": "likelihood_scorers"}


def row(item: Fields) -> Fields:
    """A measured row."""
    line = _renamed(item, _ROW_KEYS)
    for key in ("scores", "similarity_by_hop"):
        if isinstance(line.get(key), dict):
            line[key] = _renamed(line[key], MEASURES)
    if isinstance(line.get("findings"), list):
        line["findings"] = [_finding(found) for found in line["findings"]]
    return line


def _finding(found: object) -> object:
    if not isinstance(found, dict):
        return found
    renamed = dict(found)
    if isinstance(found.get("detector"), str):
        renamed["detector"] = _part(found["detector"])
    if isinstance(found.get("kind"), str):
        detector, dot, rest = found["kind"].partition(".")
        renamed["kind"] = f"{_part(detector)}{dot}{rest}"
    if isinstance(found.get("adjustments"), list):
        renamed["adjustments"] = [_adjustment(each) for each in found["adjustments"]]
    return renamed


def _adjustment(made: object) -> object:
    if isinstance(made, dict) and isinstance(made.get("by"), str):
        return made | {"by": _part(made["by"])}
    return made


def _part(name: str) -> str:
    return _PARTS.get(name, name)


def header(item: Fields) -> Fields:
    """The first line. Signatures stay as they were written: the fingerprint is made of them."""
    line = _renamed(item, _HEADER_KEYS)
    if isinstance(line.get("identity"), dict):
        identity = line["identity"] = _renamed(line["identity"], _IDENTITY_KEYS)
        if isinstance(identity.get("metrics"), list):
            identity["metrics"] = [_card(card) for card in identity["metrics"]]
    return line


def footer(item: Fields) -> Fields:
    """The last line; that of schema 2 stays as it is, since it knows none of the old names."""
    line = dict(item)
    if isinstance(line.get("scores"), dict):
        line["scores"] = _renamed(line["scores"], MEASURES)
    return line


def _card(card: object) -> object:
    if isinstance(card, dict) and isinstance(card.get("name"), str):
        return card | {"name": measure(card["name"])}
    return card


def identity(found: RunIdentity) -> RunIdentity:
    """What a record of schema 1 says of its run, once its fingerprint was found to fit.

    From here on signatures of measures and of what reports issues have the names of today, so that
    runs compare.
    """
    return replace(
        found,
        metrics=tuple(map(_with_name_of_today, found.metrics)),
        detectors=tuple(replace(each, name=_part(each.name)) for each in found.detectors),
    )


def _with_name_of_today(card: MetricCard) -> MetricCard:
    name = measure(card.signature.name)
    return replace(card, signature=replace(card.signature, name=name))


def _renamed(item: Fields, names: Mapping[str, str]) -> Fields:
    return {names.get(key, key): value for key, value in item.items()}
