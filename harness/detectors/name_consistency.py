"""One name under several names in one text: Maria, who comes back as Mary and then as Marie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.core.values import Category, Finding, Issue, MeasuredRow, Signature
from harness.text.data.language import LanguageData, language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.names import key_of, names_in
from harness.text.words.quoting import quoted
from harness.text.words.tokens import words

_PERSONS = 3  # forms, from which on one person may be taken for several
_SHOWN = 4  # earlier forms that a message quotes
_REMEMBERED = 20_000  # names of one text; of a longer text, the first ones

_NameKey = tuple[str, ...]


class NameConsistency:
    """Names of the source that come back in another form than before in the same text.

    Reads the findings of `names` and follows each name through the text. Where a name has changed,
    and stood elsewhere before in another form (as it is, or changed otherwise), it says so, once
    for every form.

    Reports `accuracy/mistranslation/entity`: minor for the second form, major from the third on,
    where one person has become three. It is put down to the hop that changed the name.
    Blind to: a name that came back right after it had come back wrong; names that the detector of
    names does not take for names or pairs with another; what looks back further than the first
    20,000 names of a text.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("naming", __name__)

    def new_state(self) -> "NameState":
        """The state for one text, at its start."""
        return NameState()


@dataclass(slots=True)
class NameState:
    """The forms of every name so far, each as it was first written."""

    _forms: dict[_NameKey, dict[_NameKey, str]] = field(default_factory=dict)

    def __call__(self, row: MeasuredRow) -> Sequence[Issue]:
        """What this row's names show beside those of the rows before it."""
        language = language_data(row.texts.source.language)
        found = []
        for changed in _changes(row.findings):
            evidence = dict(changed.evidence)
            source, form = (_key(evidence[end], language) for end in ("source", "back_translation"))
            known = self._known(source)
            if source != form and form not in known:
                if known:
                    found.append(_issue(changed, evidence, tuple(known.values())))
                known[form] = evidence["back_translation"]
        for key, text in _unchanged_names(row, language):
            self._known(key).setdefault(key, text)
        return found

    def _known(self, name: _NameKey) -> dict[_NameKey, str]:
        if name not in self._forms and len(self._forms) >= _REMEMBERED:
            return {}
        return self._forms.setdefault(name, {})


def _changes(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Names that took another's place."""
    for finding in findings:
        if finding.detector == "names" and finding.category is Category.ENTITY:
            yield finding


def _unchanged_names(row: MeasuredRow, language: LanguageData) -> Iterator[tuple[_NameKey, str]]:
    """Names, and their words, that came back as they are."""
    back = {key_of(word, language.names) for word in words(row.texts.back_translation.text)}
    for name in names_in(row.texts.source.text, language):
        kept = [word for word in name.words if word.sure and word.key in back]
        for word in kept:
            yield (word.key,), word.text
        if len(kept) == len(name.words) > 1:
            yield tuple(word.key for word in kept), name.text


def _key(text: str, language: LanguageData) -> _NameKey:
    return tuple(key_of(word, language.names) for word in words(text))


def _issue(changed: Finding, evidence: dict[str, str], known: tuple[str, ...]) -> Issue:
    name, form = evidence["source"], evidence["back_translation"]
    before = " and ".join(map(quoted, known[-_SHOWN:]))
    return Issue(
        "naming.many-forms" if len(known) + 1 >= _PERSONS else "naming.two-forms",
        Category.ENTITY,
        f"The name {quoted(name)} came back as {quoted(form)}, earlier in this text as {before}.",
        changed.marks,
        (("source", name), ("back_translation", form), ("forms", str(len(known) + 1))),
        changed.locus,
    )
