"""What all pages share: templates that escape, assets, and a policy that fetches nothing."""

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import regex
from jinja2 import Environment, PackageLoader, StrictUndefined

ENVIRONMENT: Final = Environment(
    loader=PackageLoader("harness.report.html"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


# Quoted words with a letter that is written from right to left.
_QUOTED = regex.compile(r"(?<=“)(?=[^”]*[\p{Bidi_Class=R}\p{Bidi_Class=AL}])([^”]*)(?=”)")


def _quotes_apart(text: str) -> list[tuple[str, bool]]:
    """A sentence of ours in parts, each with whether it is quoted and of the other direction.

    If that did not keep its own order, the number of “45.50 دولار” would be on the wrong side.
    """
    return [(part, at % 2 == 1) for at, part in enumerate(_QUOTED.split(text)) if part]


ENVIRONMENT.filters["quotes_apart"] = _quotes_apart


def assets(names: Iterable[str]) -> str:
    """Style sheets or scripts of this package, joined in the order of their names."""
    folder = files("harness.report.html") / "assets"
    return "".join((folder / name).read_text("utf-8") for name in names)


def policy(style: str, script: str = "") -> str:
    """Content-Security-Policy: nothing may be fetched, and only these two may run or style."""
    runs = f"'{_source_hash(script)}'" if script else "'none'"
    only = f"style-src '{_source_hash(style)}'; script-src {runs}"
    return f"default-src 'none'; {only}; base-uri 'none'; form-action 'none'"


def _source_hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
