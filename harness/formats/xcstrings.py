"""String catalogs of Xcode (`.xcstrings`), read and written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.core.errors import ConfigError
from harness.core.settings import Setting
from harness.core.values import Document, Target, TargetState, Unit
from harness.formats import json_units, splice
from harness.formats.encoding import decode
from harness.formats.json_syntax import Value, parsed
from harness.formats.keys import unit_key
from harness.formats.lines import Lines
from harness.formats.options import ReaderOptions, refuse_options

_STATES = {
    "new": TargetState.DRAFT,
    "stale": TargetState.FUZZY,
    "needs_review": TargetState.FUZZY,
}


class XcStrings:
    """Reads and writes string catalogs. A string is a unit, its key its id; of a string with
    variations, every form is one.

    The setting `target` says which language is the translation; without it, the only one beside
    the source. Then the others are references; without a translation, texts of the source are
    replaced. A form that the file does not hold yet has no place to write to.
    """

    suffixes = (".xcstrings",)
    settings = (
        Setting("target", "the language of the translations, as the file calls it",
                "the only one beside the source"),
    )  # fmt: skip

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for what is no string catalog, ConfigError for a language."""
        refuse_options("xcstrings", options, ("target",))
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        root, repeated = parsed(lines, decoded.start)
        source, strings = root.string("sourceLanguage"), root.at("strings")
        if not source or strings is None or strings.members is None:
            raise lines.error(
                decoded.start, "this JSON is no string catalog", "give --reader json to read it"
            )
        target = _target(strings, source, (options or {}).get("target"), origin)
        units = tuple(
            unit
            for key, value in strings.pairs()
            for unit in _String(key, value, source, target, lines).units()
        )
        return Document(
            doc_id,
            language,
            units,
            origin,
            target_language=target.replace("_", "-") if target else None,
            bilingual=target is not None,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *repeated),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        return json_units.write(document, data, translations)


def _target(strings: Value, source: str, asked: str | None, origin: str) -> str | None:
    translated = [each for _, value in strings.pairs() if (each := value.at("localizations"))]
    languages = dict.fromkeys(
        language for each in translated for language, _ in each.pairs() if language != source
    )
    if asked is not None and asked not in languages:
        raise ConfigError(
            f"{origin}: nothing is translated into {asked!r} (xcstrings.target)",
            hint=f"there is {', '.join(languages) or 'no translation'}",
        )
    return asked or (next(iter(languages)) if len(languages) == 1 else None)


@dataclass(frozen=True, slots=True)
class _String:
    """One string of a catalog with its forms in all languages."""

    key: str
    value: Value
    source: str
    target: str | None
    lines: Lines

    def units(self) -> Iterator[Unit]:
        """The string, or every form of it that the translation has, else the source."""
        sources, targets = self._forms(self.source), self._forms(self.target)
        forms = targets if self.target and targets else sources or {(): self.value}
        for form in forms:
            yield self._unit(form, _nearest(form, sources), targets.get(form))

    def _forms(self, language: str | None) -> dict[tuple[str, ...], Value]:
        """Variation -> its `stringUnit`, such as `("plural", "one")`; `()` without variations."""
        start = self.value.at("localizations", language) if language else None
        found: dict[tuple[str, ...], Value] = {}
        waiting = [((), start)] if start else []
        while waiting:
            path, value = waiting.pop()
            unit = value.at("stringUnit")
            if unit and (text := unit.at("value")) and text.text is not None:
                found[path] = unit
            inner = [
                ((*path, *(() if key == "variations" else (key,))), each)
                for key, each in value.pairs()
                if key != "stringUnit" and each.members is not None
            ]
            waiting.extend(reversed(inner))
        return found

    def _unit(self, form: tuple[str, ...], source: Value | None, target: Value | None) -> Unit:
        value = source.at("value") if source else None
        translation = target.at("value") if target else None
        text = value.text if value and value.text is not None else self.key
        written = translation if self.target else value
        name = ".".join(form)
        begin = (written or self.value).span.start
        return Unit(
            unit_key(self.key, None, name or None),
            text,
            target=self._translation(target),
            context=(("variation", name),) if form else (),
            notes=tuple((n, self.value.string(n)) for n in ("comment",) if self.value.string(n)),
            group=unit_key(self.key) if form else None,
            translate=bool(text.strip()) and self._translatable(),
            line=self.lines.number(begin),
            slot=written.span if written else None,
        )

    def _translation(self, unit: Value | None) -> Target | None:
        text = unit.string("value") if unit else ""
        if unit is None or not text or self.target is None:
            return None
        state = _STATES.get(unit.string("state"), TargetState.TRANSLATED)
        return Target(text, self.target.replace("_", "-"), state)

    def _translatable(self) -> bool:
        asked = self.value.at("shouldTranslate")
        return asked is None or asked.span.of(self.lines.text) != "false"


def _nearest(form: tuple[str, ...], sources: Mapping[tuple[str, ...], Value]) -> Value | None:
    """The source of a form: the same one, else the form for all other numbers, else the only."""
    other = (*form[:-1], "other")
    return sources.get(form) or sources.get(other) or sources.get(())
