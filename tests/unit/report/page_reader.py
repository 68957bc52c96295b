"""Reads a report as a browser would, and says what must not be in one."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "wbr", "input", "br", "link", "img", "hr", "rect", "use"}
_DATA = {"type": "application/json", "id": "index"}
_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping"}


@dataclass
class Element:
    """A tag with its attributes and the text in it."""

    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def walk(self) -> "list[Element]":
        """This element and all below it, in order."""
        below = (
            each for child in self.children if isinstance(child, Element) for each in child.walk()
        )
        return [self, *below]

    def find(self, class_name: str) -> "list[Element]":
        """All elements of a class, in order."""
        return [element for element in self.walk() if class_name in element.classes]

    def text(self) -> str:
        """The words of a text cell: without notes, invisible characters restored."""
        if "note" in self.classes:
            return ""
        if "invisible" in self.classes:
            return chr(int(self.attributes["title"].split()[0][2:], 16))
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(page: str) -> Element:
    """The page as a tree. Raises: AssertionError where a tag is closed by another."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.open == [builder.root], "a tag is never closed"
    return builder.root


def faults(page: str) -> list[str]:
    """Why this page is not self-contained, or could run what we did not write."""
    found = []
    root = parse(page)
    for element in root.walk():
        if element.tag == "script" and element.attributes not in ({}, _DATA):
            found.append(f"<script {element.attributes}>")
        for name, value in element.attributes.items():
            if name in _LOADING or (name.endswith("href") and not value.startswith("#")):
                found.append(f"<{element.tag} {name}={value!r}>")
            if name.startswith("on") or name == "style":
                found.append(f"inline {name} on <{element.tag}>")
        if element.tag in {"link", "iframe", "object", "embed", "base", "form", "img"}:
            found.append(f"<{element.tag}>")
    policies = [
        element.attributes["content"]
        for element in root.walk()
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    if len(policies) != 1 or not policies[0].startswith("default-src 'none';"):
        found.append(f"policies: {policies}")
    for tag in ("style", "script"):
        contents = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        if len(contents) != 1:
            found.append(f"{len(contents)} <{tag}>")
        for content in contents:
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            if not any(f"{tag}-src 'sha256-{digest}';" in policy for policy in policies):
                found.append(f"the policy does not allow this <{tag}>")
            if re.search(r"@import|url\(|//[a-z]+\.|https?:|\bimport\b|fetch|XMLHttp", content):
                found.append(f"<{tag}> reaches outside")
    return found
