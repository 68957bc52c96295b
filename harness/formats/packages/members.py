"""From the texts in a package's members to units of one document, and back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from harness.core.errors import ConfigError
from harness.core.values import Document, InlineCode, Span, Unit, WordPairs
from harness.formats import splice
from harness.formats.encoding import encode
from harness.formats.inline import has_words
from harness.formats.keys import Occurrences
from harness.formats.options import ReaderOptions, refuse_options
from harness.formats.packages.archive import Archive


@dataclass(frozen=True, slots=True)
class MemberFile:
    """A member's text, Python's name of its encoding, and how errors call it."""

    text: str
    encoding: str
    origin: str


class MemberText(Protocol):
    """A text in a member. `slot` is where its translation goes."""

    @property
    def text(self) -> str: ...

    @property
    def codes(self) -> tuple[InlineCode, ...]: ...

    @property
    def slot(self) -> Span: ...

    def written(self, text: str, raw: str, pairs: WordPairs) -> str:
        """What to put there for a translation, in place of `raw`. Raises: ValueError."""
        ...


class MemberKind(Protocol):
    """How members of one kind are read."""

    def file(self, data: bytes, origin: str) -> MemberFile:
        """Raises: ReadError."""
        ...

    def texts(self, file: MemberFile) -> Sequence[MemberText]:
        """All texts by the start of their slots; one may lie in another's slot (a footnote).

        Raises: ReadError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """A member to be read. `part` is what users are told of it; empty for the main one."""

    name: str
    kind: MemberKind
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Translation:
    text: str
    pairs: WordPairs
    line: int


class PackageFormat(ABC):
    """Reads and writes one kind of package.

    A unit's slot counts in the texts of all members that are read, one behind the other; its line
    is its number in the document, since lines of such XML mean nothing to people.
    """

    name: ClassVar[str]
    suffixes: tuple[str, ...] = ()

    @abstractmethod
    def members(self, archive: Archive) -> Sequence[Member]:
        """The members with texts, in the order of reading. Raises: ReadError: no such package."""

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError, naming member, line and element."""
        refuse_options(self.name, options, ())
        archive = Archive(data, origin)
        units: list[Unit] = []
        ids, base = Occurrences(), 0
        for member in self.members(archive):
            file = _file(archive, member)
            for each in member.kind.texts(file):
                units.append(
                    Unit(
                        ids.unit_id(each.text),
                        each.text,
                        each.codes,
                        context=(("part", member.part),) if member.part else (),
                        line=len(units) + 1,
                        slot=each.slot.shifted(base),
                    )
                )
            base += len(file.text) + 1
        digest = splice.data_digest(data)
        return Document(doc_id, language, tuple(units), origin, data_digest=digest)

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        return self.write_linked(document, data, translations, {})

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """Raises as `write`."""
        splice.checked(document, data, translations)
        if not translations:
            return data
        archive = Archive(data, document.origin)
        units, changed = iter(document.units), dict[str, bytes]()
        for member in self.members(archive):
            file = _file(archive, member)
            found = list(zip(member.kind.texts(file), units, strict=False))
            made = {
                number: _Translation(text, links.get(unit.unit_id, ()), unit.line)
                for number, (_, unit) in enumerate(found)
                if (text := translations.get(unit.unit_id)) is not None and text != unit.text
            }
            if made:
                text = _rewritten(member.kind, file, made)
                changed[member.name] = encode(text, file.encoding, file.origin)
        return archive.with_members(changed)


def _file(archive: Archive, member: Member) -> MemberFile:
    return member.kind.file(archive.read(member.name), f"{archive.origin}:{member.name}")


def _rewritten(kind: MemberKind, file: MemberFile, made: Mapping[int, _Translation]) -> str:
    """A member's text with translations, by the number of their text.

    Texts within others first: these are then written with what has become of them.
    """
    waiting = dict(made)
    while waiting:
        texts = kind.texts(file)
        now = list(_innermost(texts, waiting))
        pieces, end = list[str](), 0
        for number in now:
            slot, new = texts[number].slot, waiting.pop(number)
            try:
                if not has_words(new.text):
                    raise ValueError("a text without a letter would not be found again")
                piece = texts[number].written(new.text, slot.of(file.text), new.pairs)
            except ValueError as cause:
                raise ConfigError(f"{file.origin}: text {new.line}: {cause}") from cause
            pieces += (file.text[end : slot.start], piece)
            end = slot.end
        text = "".join((*pieces, file.text[end:]))
        file = MemberFile(text, file.encoding, file.origin)
    return file.text


def _innermost(texts: Sequence[MemberText], waiting: Mapping[int, object]) -> Iterator[int]:
    """Those that wait and hold no other that waits, in order."""
    numbers = sorted(waiting)
    for place, number in enumerate(numbers):
        # Slots stand by their starts, so what is within one comes directly behind it.
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if following is None or not texts[number].slot.overlaps(texts[following].slot):
            yield number
