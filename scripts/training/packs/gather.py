"""Gathers the text that the language packs are trained on: the sources, checked and cleaned.

Every `sources/*.toml` names where a text comes from (a git commit, a Debian or a Python package),
its licence, the checksum of its files and the format that reads it (`formats/`). This program
takes the files, checks them, cuts them into sentences or pairs, cleans them, drops what is broken,
repeated or part of a benchmark, and writes one file a source and `manifest.json`, which counts
everything. The same inputs give the same bytes.
"""

import argparse
import hashlib
import importlib
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from cleaning import KeepOut, clean, fault, folded

HERE = Path(__file__).parent
EXAMPLE = """example, from the project's folder:
  python scripts/training/packs/gather.py --mirror ~/mirror --fetch \\
      --keep-out corpora/*.txt flores.jsonl --out ~/text

--mirror holds git directories `owner+name` (bare or not) and unpacked packages
`package-version`; with --fetch, what it lacks is downloaded into it.
--keep-out takes text (a line a text) and JSON lines (every string in them is a text).
"""


class GatherError(Exception):
    """The texts cannot be gathered as they are described."""


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one repository at one commit, or of one package at one version."""

    where: str
    version: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One text, as its description in `sources/` has it."""

    name: str
    licence: str
    attribution: str
    origin: str
    parts: tuple[Part, ...]
    format: str
    languages: tuple[str, ...]
    share: float
    sha256: str
    options: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Reads `<name>.toml`; several `[[parts]]` take the place of `where` and `version`."""
        body = tomllib.loads(path.read_text("utf-8"))
        try:
            parts = tuple(
                Part(part["where"], part["version"], tuple(part["files"]))
                for part in body.get("parts", [body])
            )
            return cls(
                name=path.stem,
                licence=body["licence"],
                attribution=body["attribution"],
                origin=body["origin"],
                parts=parts,
                format=body["format"],
                languages=tuple(body["language"].split("-")),
                share=body["share"],
                sha256=body["sha256"],
                options=body.get("options", {}),
            )
        except KeyError as missing:
            raise GatherError(f"{path}: {missing} is not there") from missing

    @property
    def output(self) -> str:
        kind = "txt" if len(self.languages) == 1 else "tsv"
        return f"{self.name}.{'-'.join(self.languages)}.{kind}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mirror", type=Path, required=True, help="where the inputs lie")
    parser.add_argument("--fetch", action="store_true", help="download what the mirror lacks")
    parser.add_argument("--sources", type=Path, default=HERE / "sources", metavar="DIR")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these sources, no others")
    parser.add_argument("--keep-out", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the texts go")
    parser.add_argument("--checksums", action="store_true", help="print checksums, gather nothing")
    arguments = parser.parse_args()
    if not arguments.checksums and not arguments.out:
        parser.error("--out DIR or --checksums")
    try:
        sources = read_sources(arguments.sources, arguments.only)
        inputs = Inputs(arguments.mirror, arguments.fetch)
        if arguments.checksums:
            for source in sources:
                with tempfile.TemporaryDirectory() as folder:
                    print(f"{digest(inputs.files(source, Path(folder)))}  {source.name}")
        else:
            gather(sources, inputs, arguments.keep_out, arguments.out)
    except (GatherError, subprocess.CalledProcessError) as error:
        sys.exit(f"error: {error}")


def read_sources(folder: Path, only: Sequence[str] | None) -> list[Source]:
    """The sources in the order of their use: pairs before single sentences, then by name."""
    known = {path.stem: path for path in folder.glob("*.toml")}
    if strange := set(only or ()) - set(known):
        raise GatherError(f"{folder} has no {', '.join(sorted(strange))}")
    sources = [Source.read(known[name]) for name in only or known]
    return sorted(sources, key=lambda source: (-len(source.languages), source.name))


def gather(
    sources: Sequence[Source], inputs: "Inputs", keep_out: Sequence[Path], out: Path
) -> None:
    """Writes every source's file, and the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    sieve = Sieve(KeepOut.of(text for path in keep_out for text in texts(path)))
    manifest = {}
    for source in sources:
        with tempfile.TemporaryDirectory() as folder:
            files = inputs.files(source, Path(folder))
            if (found := digest(files)) != source.sha256:
                raise GatherError(f"{source.name}: sha256 is {found}, not {source.sha256}")
            counts: Counter[str] = Counter()
            with (out / source.output).open("w", encoding="utf-8", newline="\n") as lines:
                for row in sieve.kept(source, rows(source, files), counts):
                    lines.write("\t".join(row) + "\n")
        read, kept = counts.pop("read"), counts.pop("kept")
        manifest[source.name] = {
            "licence": source.licence,
            "attribution": source.attribution,
            "input": found,
            "file": source.output,
            "output": digest([out / source.output]),
            "read": read,
            "kept": kept,
            "dropped": dict(sorted(counts.items())),
        }
        print(f"{source.name}: {kept} of {read}", file=sys.stderr)
    body = {"keep_out": {path.name: digest([path]) for path in keep_out}, "sources": manifest}
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)
    (out / "manifest.json").write_text(text + "\n", "utf-8")


def rows(source: Source, files: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    """What the source's format reads: one sentence a row, or one in each language."""
    module = importlib.import_module(f"formats.{source.format}")
    if len(source.languages) == 1:
        for sentence in module.sentences(files, source.languages[0], **source.options):
            yield (sentence,)
    else:
        yield from module.pairs(files, **source.options)


@dataclass(slots=True)
class Sieve:
    """Lets each good sentence, and each good pair, through once."""

    keep_out: KeepOut
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def kept(
        self, source: Source, found: Iterable[tuple[str, ...]], counts: Counter[str]
    ) -> Iterator[tuple[str, ...]]:
        """The rows that stay; `counts` gets "read", "kept", and every reason to drop one."""
        counts.update(read=0, kept=0)
        for row in found:
            texts = tuple(clean(text) for text in row)
            reason = self._reason(source, texts)
            counts["read"] += 1
            counts[reason or "kept"] += 1
            if reason is None:
                yield texts

    def _reason(self, source: Source, texts: tuple[str, ...]) -> str | None:
        for text, language in zip(texts, source.languages, strict=True):
            if reason := fault(text, language) or self.keep_out.leak(text):
                return reason
        key = (*source.languages, *map(folded, texts))
        if key in self.seen:
            return "repeated"
        if _fraction("\t".join(texts)) >= source.share:
            return "beyond its share"
        self.seen.add(key)
        # A sentence of a pair need not come again on its own.
        self.seen.update((key[at], key[at + len(texts)]) for at in range(len(texts)))
        return None


def _fraction(text: str) -> float:
    """A number in [0, 1) that the text alone decides."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def texts(path: Path) -> Iterator[str]:
    """The texts of a file that is kept out: its lines, or every string of its JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if path.suffix == ".jsonl":
                yield from _strings(json.loads(line))
            else:
                yield line


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def digest(files: Iterable[Path]) -> str:
    """SHA-256 over the bytes of the files, one after the other."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.read_bytes())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of the sources, out of a folder of repositories and unpacked packages."""

    mirror: Path
    fetch: bool

    def files(self, source: Source, folder: Path) -> list[Path]:
        """The source's files, part by part, sorted by path; git's are written below `folder`."""
        found: list[Path] = []
        for number, part in enumerate(source.parts):
            if source.origin == "git":
                files = self._from_git(part, folder / str(number))
            else:
                root = self._package(source.origin, part)
                paths = (path for path in root.rglob("*") if path.is_file())
                files = [path for path in paths if _wanted(path.relative_to(root), part)]
            if not files:
                raise GatherError(f"{source.name}: {part.where} has none of {list(part.files)}")
            found.extend(sorted(files))
        return found

    def _from_git(self, part: Part, folder: Path) -> list[Path]:
        root = self._repository(part)
        git = ["git", "--git-dir", str(root)]
        if not _succeeds([*git, "cat-file", "-e", f"{part.version}^{{commit}}"]):
            if not self.fetch:
                raise GatherError(f"{root} lacks {part.version}; --fetch gets it from {part.where}")
            _run(["git", "init", "--quiet", "--bare", str(root)])
            _run([*git, "fetch", "--quiet", "--depth", "1", part.where, part.version])
        listed = _output([*git, "ls-tree", "-r", "-z", "--name-only", part.version])
        files = []
        for name in listed.decode().split("\0"):
            if name and _wanted(Path(name), part):
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_output([*git, "cat-file", "blob", f"{part.version}:{name}"]))
                files.append(path)
        return files

    def _repository(self, part: Part) -> Path:
        owner, name = part.where.rstrip("/").split("/")[-2:]
        root = self.mirror / f"{owner}+{name.removesuffix('.git')}"
        for head in sorted([*root.glob("HEAD"), *root.glob("*/HEAD"), *root.glob("*/*/HEAD")]):
            if (head.parent / "objects").is_dir():
                return head.parent
        return root

    def _package(self, origin: str, part: Part) -> Path:
        root = self.mirror / f"{part.where}-{part.version}"
        if not root.is_dir():
            if not self.fetch:
                raise GatherError(f"{root} is not there; --fetch downloads it")
            with tempfile.TemporaryDirectory() as folder:
                _unpack(_download(origin, part, Path(folder)), root)
        return root


def _download(origin: str, part: Part, folder: Path) -> Path:
    if origin == "debian":
        _run(["apt-get", "download", f"{part.where}={part.version}"], folder)
    elif origin == "pypi":
        package = f"{part.where}=={part.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", package]
        _run(pip, folder)
    else:
        raise GatherError(f"{part.where}: the origin {origin!r} is not git, debian or pypi")
    return next(folder.iterdir())


def _unpack(archive: Path, root: Path) -> None:
    if archive.suffix == ".deb":
        _run(["dpkg-deb", "--extract", str(archive), str(root)])
    elif zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as members:
            members.extractall(root)
    else:
        with tarfile.open(archive) as members:
            members.extractall(root, filter="data")


def _wanted(path: Path, part: Part) -> bool:
    return any(fnmatchcase(path.as_posix(), pattern) for pattern in part.files)


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=sys.stderr)


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _output(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
