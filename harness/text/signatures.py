"""What is common to the signatures of all that reads texts by the languages' data."""

from importlib.metadata import version

from harness.core.values import Signature
from harness.text.language import data_digest
from harness.text.lexicon import lexicon_digest
from harness.text.wordings import wordings_digest


def signature_of(name: str, release: int, *libraries: str) -> Signature:
    """The signature of `name`: its release, the data's digest and the `libraries`' versions.

    Raises:
        PackageNotFoundError: one of `libraries` is not installed.
    """
    fields = [("version", str(release)), ("data", data_digest())]
    return Signature(name, (*fields, *((library, version(library)) for library in libraries)))


def signature_of_wording(name: str, release: int) -> Signature:
    """The signature of a detector that compares wordings: with the digests of all that it reads."""
    common = signature_of(name, release, "simplemma")
    more = (("wordings", wordings_digest()), ("lexicon", lexicon_digest()))
    return Signature(name, (*common.fields, *more))
