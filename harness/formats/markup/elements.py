"""The elements of an XML file that a format asks for, in order, found by expat block by block.

Nothing outside the file is ever opened, and nothing in it grows: a DOCTYPE may name a DTD, which is
not read; declared entities are refused, but for short ones of plain text where a format uses these.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat  # it sees what hostile files may do, and refuses it

from harness.core.errors import ReadError
from harness.formats.markup.source import Source

_DEEPEST = 200
_ENTITIES = 200
_LONGEST_ENTITY = 200
_REPAIR = "correct the file; xmllint --noout shows what is wrong in it"
_HARMFUL = "remove the DOCTYPE's declarations; the files of translators need none"

Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tag:
    """An open element: its name as the file writes it, its attributes, its line."""

    name: str
    attributes: Attributes
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """An element, whole: `raw` as the file holds it, `start` in characters of the decoded file.

    `parents` are the elements around it, outermost first; `comment` is what stands before it;
    `entities` are what the file declares, by name.
    """

    tag: Tag
    raw: str
    start: int
    column: int
    parents: tuple[Tag, ...]
    comment: str
    entities: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a format looks for: the root's name, the names of elements without their prefix.

    An element counts if it has the same prefix as the root, or the one that its name has here;
    `what` says what the file should be.
    """

    what: str
    root: str
    names: Collection[str]
    entities: bool = False  # whether such files declare short entities


def elements(source: Source, asked: Asked) -> Iterator[Found]:
    """Every element asked for that is in no other one asked for.

    Raises:
        ReadError: not well-formed, another root, hostile; names line, column and element.
    """
    return _Finder(source, asked).found()


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class _Finder:
    def __init__(self, source: Source, asked: Asked) -> None:
        self._source, self._asked, self._origin = source, asked, source.origin
        self._open: list[Tag] = []
        self._done: deque[Found] = deque()
        self._inside: int | None = None  # how many elements are open around the one being found
        self._column = 0
        self._comment = ""
        self._entities: dict[str, str] = {}
        self._names: set[str] = set()
        self._window = _Window()
        self._parser = self._made()

    def found(self) -> Iterator[Found]:
        try:
            for chunk in self._source.chunks():
                self._window.add(chunk)
                self._parser.Parse(chunk, False)
                if self._inside is None:
                    self._window.drop_to(self._parser.CurrentByteIndex)
                while self._done:
                    yield self._done.popleft()
            self._parser.Parse(b"", True)
        except expat.ExpatError as cause:
            raise self._broken(cause) from cause
        yield from self._done

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.specified_attributes = True  # a DTD's defaults are not the file's words
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._remark
        parser.EntityDeclHandler = self._declared
        parser.SkippedEntityHandler = self._skipped
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parser = self._parser
        tag = Tag(name, attributes, parser.CurrentLineNumber)
        if not self._open:
            self._root(tag)
        elif self._inside is None and name in self._names:
            self._inside = len(self._open)
            self._column = parser.CurrentColumnNumber + 1
            self._window.drop_to(parser.CurrentByteIndex)
        elif len(self._open) > _DEEPEST:
            raise self._error(f"elements nested deeper than {_DEEPEST} (<{name}>)", _REPAIR)
        self._open.append(tag)

    def _root(self, tag: Tag) -> None:
        prefix, colon, name = tag.name.rpartition(":")
        if name != self._asked.root:
            raise self._error(
                f"this is no {self._asked.what}: its root element is <{tag.name}>, "
                f"not <{self._asked.root}>",
                "name the file after what it holds, or give --reader",
            )
        self._names = {
            each if ":" in each else f"{prefix}{colon}{each}" for each in self._asked.names
        }

    def _end(self, _: str) -> None:
        tag = self._open.pop()
        if self._inside != len(self._open):
            return
        raw, start = self._window.taken(tag.name, self._parser.CurrentByteIndex)
        self._done.append(
            Found(
                tag,
                raw,
                start,
                self._column,
                tuple(self._open),
                self._comment,
                self._entities,
            )
        )
        self._inside, self._comment = None, ""

    def _remark(self, words: str) -> None:
        if self._inside is None:
            self._comment = words.strip()

    def _declared(  # noqa: PLR0913, PLR0917  (expat's own form)
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,  # noqa: ARG002
        system: str | None,
        public: str | None,  # noqa: ARG002
        notation: str | None,  # noqa: ARG002
    ) -> None:
        if system is not None or is_parameter:
            kind = "a parameter entity" if is_parameter else "an external entity"
            raise self._error(f"{kind} is declared ({name}); nothing is read through it", _HARMFUL)
        text = value or ""
        harmless = len(text) <= _LONGEST_ENTITY and not set("&<%") & set(text)
        if not (self._asked.entities and harmless and len(self._entities) < _ENTITIES):
            raise self._error(f"an entity is declared ({name}), which could hide a bomb", _HARMFUL)
        self._entities.setdefault(name, text)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            raise self._error(f"a parameter entity is used (%{name};)", _HARMFUL)
        raise self._error(f"the entity &{name}; is declared nowhere in this file", _REPAIR)

    def _error(self, what: str, hint: str) -> ReadError:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return ReadError(f"{self._origin}:{line}:{column}: {what}", hint=hint)

    def _broken(self, cause: expat.ExpatError) -> ReadError:
        what = expat.ErrorString(cause.code)
        where = ""
        if self._open:
            tag = self._open[-1]
            where = f", in the element <{tag.name}> of line {tag.line}"
        return ReadError(
            f"{self._origin}:{cause.lineno}:{cause.offset + 1}: {what}{where}", hint=_REPAIR
        )


@dataclass(slots=True)
class _Window:
    """The end of what expat was given, from a place on that is known in bytes and characters."""

    held: bytearray = field(default_factory=bytearray)
    byte: int = 0
    character: int = 0

    def add(self, chunk: bytes) -> None:
        self.held += chunk

    def drop_to(self, byte: int) -> None:
        """Forget what stands before a byte of the file."""
        count = byte - self.byte
        if count > 0:
            self._drop(count)

    def taken(self, name: str, last: int) -> tuple[str, int]:
        """The element that begins here, and where that is.

        `last` is the byte of its end tag, or the one behind it, where it is an empty tag.
        """
        end = re.compile(rb"</%s\s*>" % re.escape(name.encode())).match(self.held, last - self.byte)
        size = end.end() if end else last - self.byte
        end = None  # it holds the buffer, which could not shrink
        raw, start = self.held[:size].decode(), self.character
        self._drop(size)
        return raw, start

    def _drop(self, count: int) -> None:
        gone = self.held[:count]
        self.character += len(gone) if gone.isascii() else len(gone.decode())
        self.byte += count
        del self.held[:count]
