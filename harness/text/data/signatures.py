"""What is common to the signatures of all that reads texts by the languages' data."""

from functools import cache
from importlib import metadata

from harness.core.code import code_digest
from harness.core.values import Signature
from harness.text.data.language import data_digest
from harness.text.data.lexical_resources import lexical_resources_digest
from harness.text.data.lexicon import lexicon_digest


def signature_of(name: str, module: str, *libraries: str) -> Signature:
    """The signature of `name`: digests of its code and data, and the `libraries`' versions.

    Args:
        module: where it is defined (`__name__`).

    Raises:
        PackageNotFoundError: one of `libraries` is not installed.
    """
    fields = [("code", code_digest(module)), ("data", data_digest())]
    return Signature(name, (*fields, *((library, _version(library)) for library in libraries)))


def signature_of_wording(name: str, module: str) -> Signature:
    """The signature of a detector that compares wordings: with the digests of all that it reads."""
    common = signature_of(name, module, "simplemma")
    more = (("wordings", lexical_resources_digest()), ("lexicon", lexicon_digest()))
    return Signature(name, (*common.fields, *more))


@cache
def _version(library: str) -> str:
    """Thirty detectors ask for the same two, and each answer is read from a file of some pages."""
    return metadata.version(library)
