"""Sentences as Argos Translate cuts them, with the splitter (MiniSBD) that it would use."""

import functools
import hashlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Self

from harness.core.errors import NotInstalled, ReadError
from harness.core.protocols import Surroundings
from harness.core.values import Document, Segmentation, Signature, Span
from harness.packs import minisbd
from harness.packs.find import PACKAGES
from harness.packs.splitters import Splitter, find_splitter
from harness.writing.work_folders import work_folder

_LIBRARIES = ("minisbd", "onnxruntime")


class ArgosSentences:
    """Cuts each line as Argos Translate would, so that both translate the same sentences.

    The splitter is that of the first pack from the language of the text which has one: its own, or
    one that Argos Translate downloaded earlier. Nothing is downloaded here.
    Blind to sentences that run over a line break.
    """

    settings = (PACKAGES,)

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """Looks for packs in `surroundings`."""
        return cls(surroundings)

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self.signature = Signature("argos", tuple((name, _version(name)) for name in _LIBRARIES))

    def segment(self, document: Document) -> Segmentation:
        """Raises: NotInstalled when no pack from the language of the text has a splitter."""
        splitter = find_splitter(document.language, self._surroundings)
        content = splitter.read()
        made_by = (
            ("splitter", splitter.name),
            ("model", hashlib.sha256(content).hexdigest()[:16]),
        )
        signature = Signature(self.signature.name, (*self.signature.fields, *made_by))
        detector = _loaded(splitter, content)
        spans = (
            tuple(_spans(unit.text, detector, document.origin, unit.line)) if unit.translate else ()
            for unit in document.units
        )
        return Segmentation(document, tuple(spans), signature)


def _spans(text: str, detector: Any, origin: str, first: int = 1) -> Iterator[Span]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=first):  # Argos' idea of a paragraph
        try:
            sentences = detector.sentences(line)
        except (ValueError, IndexError, AssertionError) as cause:
            raise ReadError(
                f"{origin}:{number}: MiniSBD cannot split this line: {cause}",
                hint="cut the text by another --segmenter",
            ) from cause
        end = 0
        for sentence in sentences:
            # MiniSBD leaves out white space only, and no sentence begins with any.
            begin = line.index(sentence, end)
            end = begin + len(sentence)
            yield Span(start + begin, start + end)
        start += len(line) + 1


def _loaded(splitter: Splitter, content: bytes) -> Any:
    with work_folder("harness-splitter-") as folder:
        model = folder / "splitter.onnx"  # MiniSBD takes a path, and a pack may be an archive
        model.write_bytes(content)
        try:
            return minisbd.detector(model)
        except NotInstalled:
            raise
        except Exception as cause:  # onnxruntime's errors have no common parent
            raise ReadError(
                f"{splitter.place}: {splitter.name} is not a sentence splitter: {cause}",
                hint="name another pack with --pack, or cut by another --segmenter",
            ) from cause


@functools.cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError as cause:
        raise NotInstalled(
            f"the segmenter argos needs {name}, which is not installed",
            hint=f"run `pip install {name}`",
        ) from cause
