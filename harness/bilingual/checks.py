"""All checks of a document's translations, and the document detector that a run asks them by."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from harness.bilingual.codes import codes
from harness.bilingual.consistency import Consistency
from harness.bilingual.facts import facts
from harness.bilingual.lengths import lengths
from harness.bilingual.names import names
from harness.bilingual.pair import NAME, Check, Pair
from harness.bilingual.untranslated import untranslated
from harness.core.fingerprint import fingerprint
from harness.core.values import Document, Glossary, Issue, Locus, MeasuredRow, Signature
from harness.detectors.glossary import GlossaryTerms
from harness.text.data.signatures import signature_of

_CHECKS: tuple[Check, ...] = (facts, codes, names, untranslated, lengths)
_ALONE = (f"{NAME}.wordless", f"{NAME}.untranslated.copied.whole")  # nothing else is to be said
_WHY = "No engine was asked: it shows in the source and the translation themselves."


class TranslationChecks:
    """Compares the translations that a document holds with their sources.

    Needs no engine: facts that every language says alike (numbers, dates, currencies, units,
    placeholders, markup, inline codes, addresses, names), what was not translated, lengths, and
    units that contradict each other.

    Blind to what only the words mean; to names that may be translated; to languages whose numbers
    and dates are not known.

    Args:
        glossary: terms that translations are held to; None where a run looks for them itself.

    A `DocumentDetector`: it is told a row by its unit.
    """

    def __init__(self, document: Document, glossary: Glossary | None = None) -> None:
        self._glossary = GlossaryTerms(glossary) if glossary else None
        self._units = {unit.unit_id: unit for unit in document.units}
        self._consistency = Consistency.of(document.units)
        self._document = document

    @cached_property
    def signature(self) -> Signature:
        """The code, and what of the document is no text that a run translates."""
        own = signature_of(NAME, __name__, "rapidfuzz", "regex")
        more = [
            [unit.unit_id, str(unit.limit), *(code.raw for code in unit.codes)]
            for unit in self._document.units
            if unit.codes or unit.limit
        ]
        return Signature(own.name, (*own.fields, ("units", fingerprint(more)[:12])))

    def new_state(self) -> "TranslationChecks":
        """Itself: it looks back at nothing."""
        return self

    def __call__(self, row: MeasuredRow) -> Sequence[Issue]:
        """The issues of the row's first two texts, put down to the hop between them."""
        unit = self._units.get(row.segments[0].unit_id or "") if row.segments else None
        if unit is None or unit.target is None:
            return ()
        hops = len(row.texts.stops) - 1
        pair = Pair(row.texts.stops[0], row.texts.stops[1], unit)
        return self.issues(pair, hops)

    def issues(self, pair: Pair, hops: int = 2) -> tuple[Issue, ...]:
        """The issues of one pair, on a route of so many hops."""
        locus = Locus.at(1, max(hops, 2), (_WHY,))
        found = [issue for check in _CHECKS for issue in check(pair)]
        found += self._consistency.issues(pair)
        found += self._glossary.issues(pair.bead) if self._glossary else []
        found = [issue for issue in found if issue.kind in _ALONE] or found
        return tuple(replace(issue, locus=locus) for issue in found)
