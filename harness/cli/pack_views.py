"""Packs in words and in JSON, for `harness packs`."""

from collections.abc import Iterator
from typing import Any

from harness.core.errors import ReadError
from harness.packs.discovery import Broken
from harness.packs.find import Pack
from harness.packs.manifest import Scores

UNVOUCHED = (
    "nobody vouches for its bytes: no checksum came with it (the Argos index has none). They are "
    "trusted now, and any later change is an error"
)


def examined(pack: Pack) -> tuple[str, str]:
    """What comparing a pack in full comes to, and the reason where it is damaged.

    `verified`, `damaged`, `none` (nothing to compare with) or `unpacked` (it has a manifest, but
    that describes the archive, and no receipt says what was installed).
    """
    if not pack.verifiable:
        return ("none" if pack.manifest is None else "unpacked"), ""
    try:
        pack.verify_in_full()
    except ReadError as cause:
        return "damaged", str(cause)
    return "verified", ""


def _checksum(pack: Pack, checksum: str, reason: str) -> Iterator[str]:
    """How sure it is that these are the right bytes, and where they came from."""
    receipt, manifest = pack.package.receipt, pack.manifest
    sha = f" (SHA-256 {manifest.sha256})" if manifest is not None else ""
    if checksum == "damaged":
        yield f"  checksum: DAMAGED: {reason}{sha}"
    elif receipt is not None:
        yield f"  checksum: verified: every file is what was installed{sha}"
    elif checksum == "verified":
        yield f"  checksum: verified{sha}"
    elif checksum == "unpacked":
        yield f"  checksum: that of the archive; what was installed was not written down{sha}"
    if receipt is not None:
        said = receipt.provenance
        archive = f", SHA-256 {said.sha256}" if said.sha256 else ""
        yield f"  installed from: {said.origin}{archive}"
        if not said.vouched:
            yield f"  {UNVOUCHED}"


def line(pack: Pack) -> str:
    """One pack in a list: the last scores of its manifest are the ones that count."""
    manifest = pack.manifest
    facts = [f"{pack.direction!s:<9} {pack.version:<6} {_size(pack):>8}  {pack.origin}"]
    if manifest is not None:
        facts += ["preview"] * manifest.preview
        facts += [_values(scores) for scores in manifest.scores[-1:]]
        facts += [manifest.licence] if manifest.licence else []
    return ", ".join(facts) + f"  [{pack.path}]"


def page(pack: Pack, checksum: str, reason: str = "") -> Iterator[str]:
    """Everything that is known of one pack, line by line; the last two are what `examined` says."""
    manifest = pack.manifest
    yield f"{pack.name}: {pack.direction}, {pack.origin}" + _if(
        manifest and manifest.preview, ", preview"
    )
    yield f"  path: {pack.path}"
    yield f"  size: {_size(pack)}"
    yield f"  sentence splitter: {pack.package.splitter or 'none of its own'}"
    yield from _checksum(pack, checksum, reason)
    if manifest is None:
        yield "  nothing more is known of it: it has no pack.toml"
        return
    for label, text in (
        ("summary", manifest.summary),
        ("licence", manifest.licence + _if(manifest.licence_note, f". {manifest.licence_note}")),
        ("made", manifest.made),
    ):
        if text:
            yield f"  {label}: {text}"
    if manifest.trained_on:
        yield "  trained on:"
    for item in manifest.trained_on:
        pairs = "" if item.pairs is None else f"{item.pairs:,} pairs: "
        terms = "; ".join(filter(None, (item.licence, item.attribution)))
        yield f"    {pairs}{item.text}" + _if(terms, f" ({terms})")
    for label, table in (("scores", manifest.scores), ("compared", manifest.compared)):
        if table:
            yield f"  {label}:"
        for scores in table:
            yield f"    {_values(scores)}: {scores.subject}" + _if(scores.note, f" ({scores.note})")
    if manifest.weaknesses:
        yield "  weaknesses:"
    for weakness in manifest.weaknesses:
        yield f"    {weakness}"


def _if(condition: object, text: str) -> str:
    return text if condition else ""


def _values(scores: Scores) -> str:
    named = (("BLEU", scores.bleu), ("chrF", scores.chrf))
    return " ".join(f"{name} {value}" for name, value in named if value)


def _size(pack: Pack) -> str:
    return f"{pack.bytes / 1e6:.1f} MB"


def summary(pack: Pack) -> dict[str, Any]:
    """One pack in a list, as data. What is not known of it is None."""
    manifest = pack.manifest
    return {
        "name": pack.name,
        "source": pack.direction.source,
        "target": pack.direction.target,
        "version": pack.version,
        "origin": str(pack.origin),
        "path": str(pack.path),
        "bytes": pack.bytes,
        "preview": manifest.preview if manifest else None,
        "licence": manifest.licence if manifest else None,
        "summary": manifest.summary if manifest else None,
        "scores": [_score(scores, "set") for scores in manifest.scores] if manifest else [],
    }


def everything(pack: Pack) -> dict[str, Any]:
    """All that is known of one pack, as data."""
    manifest = pack.manifest
    known = summary(pack) | {"splitter": pack.package.splitter, "installed": _installed(pack)}
    if manifest is None:
        return known
    return known | {
        "sha256": manifest.sha256,
        "licence_note": manifest.licence_note,
        "made": manifest.made,
        "weaknesses": list(manifest.weaknesses),
        "compared": [_score(scores, "system") for scores in manifest.compared],
        "trained_on": [
            {
                "text": text.text,
                "pairs": text.pairs,
                "licence": text.licence,
                "attribution": text.attribution,
            }
            for text in manifest.trained_on
        ],
    }


def _installed(pack: Pack) -> dict[str, object] | None:
    """What the harness wrote down when it installed the pack; None for what it did not install."""
    if pack.package.receipt is None:
        return None
    said = pack.package.receipt.provenance
    return {"from": said.origin, "sha256": said.sha256 or None, "vouched": said.vouched}


def _score(scores: Scores, subject: str) -> dict[str, str | None]:
    return {
        subject: scores.subject,
        "note": scores.note,
        "bleu": scores.bleu or None,
        "chrf": scores.chrf or None,
    }


def reason(broken: Broken) -> dict[str, str]:
    """Why a pack cannot be used, as data."""
    return {
        "path": str(broken.path),
        "reason": str(broken.error),
        "remedy": broken.obstacle.remedy,
    }
