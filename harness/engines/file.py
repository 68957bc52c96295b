"""The translations that a document itself holds, as the first hop of a route: `en:es@file:en`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from harness.core.errors import ConfigError
from harness.core.fingerprint import fingerprint
from harness.core.values import (
    Direction,
    Document,
    Outcome,
    Segment,
    Signature,
    Target,
    Translated,
    Unit,
    Untranslatable,
)


class FileTranslations:
    """Answers for every unit what the file says; nothing else is known of how that was made.

    The file's language may be another region's than the route asks for (`es-419` for `es`), which
    `remarks` then tells. The signature is a digest of the translations.

    Raises:
        ConfigError: the document has no translations, or not into that language.
    """

    def __init__(self, document: Document, direction: Direction) -> None:
        self.direction = direction
        self._targets = {
            unit.unit_id: unit.target.text
            for unit in translated_into(document, direction.target).units
            if unit.target is not None
        }
        if not self._targets:
            raise _none(document, direction)
        pairs = [list(pair) for pair in sorted(self._targets.items())]
        self.signature = Signature("file", (("targets", fingerprint(pairs)[:16]),))
        self.remarks = tuple(_remarks(document, direction.target))

    def translate_units(self, segments: Sequence[Segment]) -> list[Outcome]:
        return [self._outcome(segment) for segment in segments]

    def _outcome(self, segment: Segment) -> Outcome:
        text = self._targets.get(segment.unit_id or "")
        if text is None:
            return Untranslatable(f"the file has no translation of unit {segment.unit_id}")
        return Translated(" ".join(text.splitlines()))

    def close(self) -> None:
        """Nothing is held open."""


def translated_into(document: Document, language: str) -> Document:
    """The document with its translations into one language alone, wherever it keeps these."""
    units = tuple(
        replace(unit, target=_translation(unit, document, language)) for unit in document.units
    )
    return replace(document, units=units)


def _translation(unit: Unit, document: Document, language: str) -> Target | None:
    """The unit's translation into a language, from its own place or a column beside it."""
    target = unit.target
    if target is not None and _serves(target.language or document.target_language, language):
        return target if target.text.strip() else None
    text = _of(unit.references, language)
    return Target(text, language) if text and text.strip() else None


def _of(references: Mapping[str, str], language: str) -> str | None:
    """A reference in the very language, else in the only other variety of it that there is."""
    if language in references:
        return references[language]
    near = [text for tag, text in references.items() if _serves(tag, language)]
    return near[0] if len(near) == 1 else None


def _serves(tag: str | None, language: str) -> bool:
    """Whether texts in `tag` are texts in `language`, be they another region's. None may be."""
    if tag is None:
        return True
    ours, theirs = _parts(tag), _parts(language)
    scripts = [next((p for p in parts[1:] if len(p) == 4), None) for parts in (ours, theirs)]
    return ours[0] == theirs[0] and (None in scripts or scripts[0] == scripts[1])


def _parts(tag: str) -> list[str]:
    return tag.replace("_", "-").casefold().split("-")


def _remarks(document: Document, language: str) -> Iterator[str]:
    held = {u.target.language or document.target_language for u in document.units if u.target}
    for tag in sorted(tag for tag in held if tag is not None and tag != language):
        if _serves(tag, language):
            yield f"The translations in {document.doc_id} are {tag}; taken for {language}."
    if None in held:
        yield (
            f"{document.doc_id} does not say which language its translations are in; taken for "
            f"{language}."
        )


def _none(document: Document, direction: Direction) -> ConfigError:
    held = {u.target.language or document.target_language for u in document.units if u.target}
    held |= {tag for unit in document.units for tag in unit.references}
    others = sorted(tag for tag in held if tag is not None)
    if others:
        problem = f"holds translations into {', '.join(others)}, not into {direction.target}"
        hint = f"ask for {direction.source}:{others[0]}@file:{direction.source}"
    else:
        problem = "holds no translations that a route could take (@file)"
        hint = "name an engine instead, or leave @file out"
    return ConfigError(f"{document.origin}: {problem}", hint=hint)
