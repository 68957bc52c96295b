"""The values that everything else passes around: frozen, checked when built, tuples inside.

The modules follow the flow: text, document, route, likelihood, alignment, finding, row, run. Spans
are half-open ranges of code points everywhere.
"""

from harness.core.values.alignment import Alignment, Bead, BeadText
from harness.core.values.document import (
    WHOLE_TEXT,
    CodeKind,
    Document,
    InlineCode,
    Limit,
    LimitUnit,
    Segment,
    Segmentation,
    Target,
    TargetOrigin,
    TargetState,
    Unit,
)
from harness.core.values.finding import (
    UNKNOWN,
    Adjustment,
    Category,
    Finding,
    Issue,
    Locus,
    Mark,
    Severity,
)
from harness.core.values.glossary import ANY_LANGUAGE, Glossary, GlossaryTerm
from harness.core.values.route import Direction, Leg, Outcome, Route, Translated, Untranslatable
from harness.core.values.row import (
    DriftChances,
    MeasuredRow,
    ParaphraseScore,
    Return,
    Row,
    Score,
    Unmeasured,
    WordDrift,
)
from harness.core.values.run import (
    ExitCode,
    MetricCard,
    Provenance,
    Run,
    RunIdentity,
    RunTotals,
    Witness,
)
from harness.core.values.signature import Signature
from harness.core.values.text import Cover, LocalText, PackedSpans, Span, WordPairs
from harness.core.values.word_scores import StopLikelihood, WordScore, WordScores

__all__ = [
    "ANY_LANGUAGE",
    "UNKNOWN",
    "WHOLE_TEXT",
    "Adjustment",
    "Alignment",
    "Bead",
    "BeadText",
    "Category",
    "CodeKind",
    "Cover",
    "Direction",
    "Document",
    "DriftChances",
    "ExitCode",
    "Finding",
    "Glossary",
    "GlossaryTerm",
    "InlineCode",
    "Issue",
    "Leg",
    "Limit",
    "LimitUnit",
    "LocalText",
    "Locus",
    "Mark",
    "MeasuredRow",
    "MetricCard",
    "Outcome",
    "PackedSpans",
    "ParaphraseScore",
    "Provenance",
    "Return",
    "Route",
    "Row",
    "Run",
    "RunIdentity",
    "RunTotals",
    "Score",
    "Segment",
    "Segmentation",
    "Severity",
    "Signature",
    "Span",
    "StopLikelihood",
    "Target",
    "TargetOrigin",
    "TargetState",
    "Translated",
    "Unit",
    "Unmeasured",
    "Untranslatable",
    "Witness",
    "WordDrift",
    "WordPairs",
    "WordScore",
    "WordScores",
]
