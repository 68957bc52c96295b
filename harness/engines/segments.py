"""What every engine answers alike: the segments that need no model, or that no model can read."""

from harness.core.values import Outcome, Translated, Untranslatable


def answer_without_model(segment: str) -> Outcome | None:
    """The outcome of a blank or unencodable segment; None where a model has to answer."""
    if not segment.strip():
        return Translated("")
    try:
        segment.encode("utf-8")
    except UnicodeEncodeError as cause:
        place = f"code point {cause.start + 1}"
        return Untranslatable(f"{place} is half of a surrogate pair, which is not a character")
    return None
