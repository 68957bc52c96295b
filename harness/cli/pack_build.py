"""`harness packs build`: a model becomes a pack that is tried, tested there and back, described."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import AsJson
from harness.cli.terminal import echo
from harness.core.errors import ConfigError, NotInstalled, ReadError, WriteError
from harness.writing.work_folders import work_folder

if TYPE_CHECKING:
    from harness.core.protocols import Surroundings
    from harness.packs.build import Recipe
    from harness.packs.find import Pack

EXAMPLES = """Examples:

  harness packs build model --from en --to de --sentencepiece en.spm

  harness packs build model --from en --to de --sentencepiece en.spm --back de_en --try my.txt

  harness packs build m.npz --from en --to de --sentencepiece en.spm --vocabulary both.yml
"""
_MOST_TEXTS = 60  # sentences of a file to send there and back


@dataclass(frozen=True, slots=True)
class Test:
    """What the test there and back came to. `chrf` in [0, 100]; the others count texts."""

    route: str
    file: str
    back: str
    texts: int
    chrf: float
    empty: int
    unchanged: int

    @property
    def line(self) -> str:
        """For people."""
        return (
            f"there and back ({self.route}, {self.texts} sentences of {self.file}, back by "
            f"{self.back}): chrF {self.chrf:.1f}, {self.empty} came back empty, "
            f"{self.unchanged} were left untranslated"
        )

    @property
    def score(self) -> dict[str, str]:
        """For the manifest."""
        return {
            "set": f"there and back, {self.route}, {self.texts} sentences of {self.file}",
            "note": f"back by {self.back}; likeness of what came back, not of the translation",
            "chrf": f"{self.chrf:.1f}",
        }


def build(
    model: Annotated[
        Path,
        typer.Argument(
            help="A folder of CTranslate2, a Marian .npz, or an OpenNMT-py .pt (needs torch)."
        ),
    ],
    source: Annotated[str, typer.Option("--from", help="The language that it reads: en.")],
    target: Annotated[str, typer.Option("--to", help="The language that it writes: de.")],
    sentencepiece: Annotated[
        Path, typer.Option(help="The SentencePiece model of the language that it reads.")
    ],
    vocabulary: Annotated[
        list[Path] | None,
        typer.Option(help="Marian's vocabulary; twice: the source's, then the target's."),
    ] = None,
    version: Annotated[str, typer.Option(help="The pack's version.")] = "1.0",
    licence: Annotated[str, typer.Option(help="Of the model, as SPDX writes it.")] = "",
    summary: Annotated[str, typer.Option(help="One sentence: what it is good for.")] = "",
    made: Annotated[str, typer.Option(help="How and on what it was trained.")] = "",
    weakness: Annotated[
        list[str] | None, typer.Option(help="What it does badly; may be given several times.")
    ] = None,
    splitter: Annotated[
        Path | None,
        typer.Option(help="A MiniSBD sentence splitter (.onnx); else that of another pack here."),
    ] = None,
    prefix: Annotated[
        str, typer.Option(help="What the model wants before every translation: '>>de<<'.")
    ] = "",
    quantization: Annotated[
        str, typer.Option(help="Numbers of a converted model: int8, int16, float32, …")
    ] = "int8",
    back: Annotated[
        str | None,
        typer.Option(help="The pack of the way back: de_en, or a path; else any that is here."),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--try", help="A text in the language that it reads, to send there and back."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder; <from>_<to> unless given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="Read a .pt file, which can run any program.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a pack of a model: convert it, try it, test it there and back, describe it.

    Nothing is asked of the network. Writes the package (.argosmodel) and its pack.toml.
    """
    from harness import machine
    from harness.packs.build import Description, Ingredients, check_tokenizer, write_archive
    from harness.packs.conversion import Original

    place = machine.site().of("argos")
    recipe = _recipe(source, target, version, summary, licence, made, prefix)
    folder = out or Path(f"{recipe.source}_{recipe.target}")
    archive = folder / recipe.archive_name
    _refuse_to_replace(archive, force=force)
    original = Original(model, tuple(vocabulary or ()), trust, quantization)
    with _work(folder) as work, _bad_files_are_wrong_usage():
        original.write(work / "model")
        found = _splitter(splitter, recipe.source, place)
        made_of = Ingredients(work / "model", sentencepiece, found)
        write_archive(recipe, made_of, work / recipe.archive_name)
        pack = _tried(work / recipe.archive_name)
        check_tokenizer(pack.package)
        test, why_not = _tested(pack, back, texts, place)
        scores = () if test is None else (test.score,)
        said = Description(recipe, tuple(weakness or ()), scores).manifest(pack.path)
        _move_in(pack.path, archive, said)
    _show(archive, said, test, why_not, found is not None, as_json=as_json)


def _recipe(
    source: str, target: str, version: str, summary: str, licence: str, made: str, prefix: str
) -> "Recipe":
    from harness.packs.build import Recipe
    from harness.packs.find import parse_direction
    from harness.text.data.tags import language_name

    direction = parse_direction(f"{source}:{target}")
    return Recipe(
        source=source.replace("-", "_"),
        target=target.replace("-", "_"),
        source_name=language_name(direction.source),
        target_name=language_name(direction.target),
        version=version,
        summary=summary,
        licence=licence,
        made=made,
        target_prefix=prefix,
    )


def _refuse_to_replace(archive: Path, *, force: bool) -> None:
    from harness.packs.manifest import MANIFEST

    there = [path for path in (archive, archive.parent / MANIFEST) if path.exists()]
    if there and not force:
        raise ConfigError(f"{there[0]}: is there already", hint="replace it by --force")


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """A place beside the result, so that this is moved in one step; gone afterwards.

    A folder that was made for the result goes, too, where there is none.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with work_folder(".harness-build-", folder) as work:
            yield work
    except BaseException as cause:
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        if not isinstance(cause, OSError):
            raise
        raise WriteError(
            f"{folder}: {cause.strerror or cause}", hint="name a writable folder by --out"
        ) from cause


@contextmanager
def _bad_files_are_wrong_usage() -> Iterator[None]:
    """Here the user names every file: a broken one is a usage error."""
    try:
        yield
    except ReadError as cause:
        raise ConfigError(str(cause), hint=cause.hint or "name another file") from cause


def _splitter(named: Path | None, language: str, place: "Surroundings") -> tuple[str, bytes] | None:
    """The splitter to pack: the one that the user named, or that of a pack here."""
    from harness.packs.splitters import find_splitter

    if named is not None:
        try:
            return f"{language}.onnx", named.read_bytes()
        except OSError as cause:
            raise ReadError(f"{named}: {cause.strerror}") from cause
    try:
        return f"{language}.onnx", find_splitter(language, place).read()
    except NotInstalled:
        return None


def _tried(archive: Path) -> "Pack":
    """The new pack, after its model was opened in a process of its own."""
    from harness.engines.argos_trial import try_out
    from harness.packs.find import read_pack

    try:
        pack = read_pack(archive)
        try_out(archive)
    except ReadError as cause:  # said of the pack that is to be, not of a folder that goes
        raise ReadError(
            str(cause).replace(str(archive), archive.name),
            hint="check that model, SentencePiece model and languages belong together",
        ) from cause
    if pack is None:
        raise ReadError(f"{archive.name}: this package does not translate")
    return pack


def _tested(
    pack: "Pack", back: str | None, texts: Path | None, place: "Surroundings"
) -> tuple[Test | None, str]:
    """The test there and back, or the reason why there was none."""
    from harness.engines.argos_returns import returned
    from harness.metrics.surface import ChrF

    way_back = _way_back(pack, back, place)
    if way_back is None:
        home = f"{pack.direction.target}:{pack.direction.source}"
        return None, f"no pack for {home} is here; name one by --back"
    chosen = _texts(pack, texts)
    if chosen is None:
        return None, "there is no text of its languages here; name one by --try"
    language, file, lines = chosen
    there, home_way = (pack, way_back) if language == pack.direction.source else (way_back, pack)
    rows = returned(there, home_way, lines, place.threads)
    likeness = ChrF()
    scores = likeness.measure([(row.text, row.back) for row in rows])
    return Test(
        route=f"{language}→{there.direction.target}→{language}",
        file=file,
        back=way_back.name,
        texts=len(rows),
        chrf=likeness.combine(score.statistics for score in scores),
        empty=sum(not row.back.strip() for row in rows),
        unchanged=sum(row.text == row.translation for row in rows),
    ), ""


def _way_back(pack: "Pack", named: str | None, place: "Surroundings") -> "Pack | None":
    from harness.packs.find import Pack, find_packs, packages_at, read_pack

    wanted = type(pack.direction)(pack.direction.target, pack.direction.source)
    if named is not None and (paths := packages_at(Path(named))):
        found = read_pack(paths[0])
        if found is None or found.direction != wanted:
            raise ConfigError(f"{named}: does not lead from {wanted.source} to {wanted.target}")
        return found
    for item in find_packs(place):
        if isinstance(item, Pack) and item.direction == wanted:
            return item
    if named is not None:
        raise ConfigError(f"there is no pack for {wanted}", hint="see `harness packs list`")
    return None


def _texts(pack: "Pack", named: Path | None) -> tuple[str, str, Sequence[str]] | None:
    """The language that a text begins in, its name, its first lines: the user's, or one of ours."""
    from harness.core.bundled import bundled

    if named is not None:
        return pack.direction.source, named.name, _sentences(named, pack.direction.source)
    for language in (pack.direction.source, pack.direction.target):
        ours = bundled("corpora") / f"news.{language}.txt"
        if ours.is_file():
            return language, ours.name, _sentences(ours, language)
    return None


def _sentences(path: Path, language: str) -> Sequence[str]:
    """The first sentences of a text: a pack translates one at a time."""
    from sentencex import segment

    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise ReadError(f"{path}: {cause}") from cause
    cut = (sentence.strip() for line in lines for sentence in segment(language, line))
    sentences = [sentence for sentence in cut if sentence][:_MOST_TEXTS]
    if not sentences:
        raise ReadError(f"{path}: holds no text")
    return sentences


def _move_in(new: Path, archive: Path, manifest: str) -> None:
    from harness.packs.manifest import MANIFEST
    from harness.writing.files import write_whole

    write_whole(archive.parent / MANIFEST, [manifest])
    new.replace(archive)


def _show(
    archive: Path, manifest: str, test: Test | None, why_not: str, split: bool, *, as_json: bool
) -> None:
    import tomllib

    said = tomllib.loads(manifest)
    if as_json:
        body: dict[str, Any] = {
            "schema": 1,
            "pack": str(archive),
            "sha256": said["sha256"],
            "bytes": said["bytes"],
            "splitter": split,
            "test": None if test is None else {"chrf": round(test.chrf, 1), "empty": test.empty,
                "unchanged": test.unchanged, "texts": test.texts, "route": test.route,
                "back": test.back},
            "untested": why_not or None,
        }  # fmt: skip
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    echo(f"built {archive} ({said['bytes'] / 1e6:.1f} MB), SHA-256 {said['sha256']}")
    echo(f"  {test.line}" if test is not None else f"  not tested there and back: {why_not}")
    if not split:
        echo("  no sentence splitter: Argos Translate fetches one at its first sentence")
    echo(f"  use it: harness run TEXT --pack {archive.parent}")
