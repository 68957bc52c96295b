"""Months and weekdays that the other text names, too, in a form that is no word of its own."""

import re

from harness.bilingual.pair import Pair
from harness.core.values import Issue
from harness.text.data.cldr import named_by
from harness.text.words.normalise import folded

_PART = re.compile(r"[^\W\d_]+")
_NEAR = 4  # signs between a month and a number of its date
# Months that are names and words as well: without a number beside them they tell nothing.
_DOUBTFUL = frozenset(("march", "may", "marco", "april", "june"))


def is_named_elsewhere(issue: Issue, pair: Pair) -> bool:
    """Whether a name of a date that one text lost or added stands in the other one all the same.

    As part of a word ("February's", "mid-May"); or it is no date ("Mrs May").
    """
    sides = ((0, pair.source, pair.translation), (1, pair.translation, pair.source))
    for stop, text, other in sides:
        for span in issue.spans(stop):
            word = folded(span.of(text.text))
            around = text.text[max(0, span.start - _NEAR) : span.end + _NEAR]
            if word in _DOUBTFUL and not any(map(str.isdigit, around)):
                return True
            code = named_by(text.language).get(word)
            named = named_by(other.language)
            parts = map(folded, _PART.findall(other.text))
            if code and any(named.get(part) == code for part in parts):
                return True
    return False
