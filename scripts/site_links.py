"""A hook of MkDocs: pages of the repository outside docs/ become pages of the site.

Pages link to each other as files, so that they can be read in the repository; here such links are
made to lead to the same pages in the site. What is no page of the site (a folder, a source file)
is named without a link.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OUTSIDE = (
    *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    *("langpacks/README.md", "langpacks/senses/README.md", "langpacks/translations/README.md"),
    *("corpora/README.md", "corpora/natural/README.md"),
    "scripts/benchmarks/README.md",
)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_FENCE = re.compile(r"(^```.*?^```$|`[^`\n]+`(?!\]\())", re.MULTILINE | re.DOTALL)


def on_config(config: Any) -> Any:
    """Every page of the reference, in the navigation."""
    for section in config.nav:
        if "Commands" in section:
            pages = sorted(path.name for path in (DOCS / "reference").glob("*.md"))
            pages.remove("index.md")
            section["Commands"] = ["reference/index.md", *(f"reference/{name}" for name in pages)]
    return config


def on_files(files: Any, config: Any) -> Any:
    """The pages from outside docs/, under `repository/`."""
    for name in OUTSIDE:
        files.append(File.generated(config, _uri(ROOT / name), abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001
    """Links between files, as links between pages."""
    here = Path(page.file.abs_src_path)

    def linked(found: re.Match[str]) -> str:
        picture, text, target = found.groups()
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:") or not path:
            return found[0]
        whole = (here.parent / path).resolve()
        whole = whole / "README.md" if (whole / "README.md").is_file() else whole
        uri = _uri(whole)
        if files.get_file_from_path(uri) is None:
            return text
        way = posixpath.relpath(uri, posixpath.dirname(page.file.src_uri))
        return f"{picture}[{text}]({way}{'#' * bool(anchor)}{anchor})"

    parts = _FENCE.split(markdown)  # code stays as it is
    return "".join(p if n % 2 else _LINK.sub(linked, p) for n, p in enumerate(parts))


def _uri(path: Path) -> str:
    """Where a file of the repository stands in the site."""
    if path.is_relative_to(DOCS):
        return path.relative_to(DOCS).as_posix()
    inside = path.is_relative_to(ROOT)
    return f"repository/{path.relative_to(ROOT).as_posix()}" if inside else ""
