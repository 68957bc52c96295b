"""The sentence splitters of the packages, run by MiniSBD as Argos Translate runs them.

`⟂` marks where a sentence ends. Where it belongs was decided by reading, not by running.
"""

import importlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from support import texts

from harness.core.bundled import bundled

PLAIN = {
    "en": (
        "Hello there.⟂ How are you?⟂ I am fine!",
        "Mr. Smith and Mrs. Jones paid $3.50 for it.⟂ Dr. J. K. Rowling met George W. Bush.",
        "“I am fine.”⟂ He said so.⟂ (Yes, she did.)⟂ The end",
        "First paragraph.⟂\n\nSecond paragraph.⟂ Its end.",
        "no stop and no capital",
        "A.",
    ),
    "es": (
        "Hola a todos.⟂ ¿Cómo estás?⟂ ¡Muy bien!",
        "El Sr. Pérez y la Sra. Gómez compraron 3.5 kg de arroz...⟂ Y luego se fue.",
        "«Vamos a casa.»⟂ Véase el núm. 4.⟂ Fin",
        "una sola frase sin punto",
        "Escribe a ana@ejemplo.org o mira www.ejemplo.com para saber más.",
    ),
    "pt": (
        "Olá a todos.⟂ Como está?⟂ Muito bem!⟂ Não é possível…⟂ É sim.",
        "uma só frase sem ponto",
    ),
}
FINE = {
    "en": (
        "1. Open the box.⟂ Take out the lid.\n\n⟂12. Close it again.",
        "It was 1999.⟂ Then it was 3.5 degrees, at 2.30 p.m. on Jan. 5.",
        "Ask for room No. 5.⟂ No.⟂ They said no.⟂ I asked again.",
        "They met at 5 p.m. Monday in St. Louis.⟂ They left at 7 p.m.⟂ It was dark.",
        "He lives in the U.S.⟂ The U.S. Senate sits there.",
        "It was I.⟂ Nobody else came.",
        "Roe v. Wade, Fig. 3 and pp. 12 ff. are cited, e.g. by Smith et al. in 2020.",
        "Wait…⟂ What?!⟂ Well... never mind.⟂ “‘No.’”⟂ [Yes.]⟂ — Perhaps.",
        "“Where are you going?” asked Mary.⟂ “Home,” he said.",
        "It was 32 °C.⟂ Nobody slept.",
    ),
    "es": (
        "—¿Vienes? —preguntó Juan.⟂ —No.⟂ —¡Basta! —gritó ella.",
        "Dijo: «No sé».⟂ «¿Por qué?»⟂ ¡Qué pena!⟂ (De verdad.)",
        "Los EE. UU. y la CEE.⟂ Nació en el s. XX, hacia el 300 a. C., según D. Juan.",
        "Vino a las 5 p. m.⟂ El tren ya no estaba.",
        "El Excmo. Sr. Ruiz vive en la Avda. Mayor.⟂ Véase la pág. 4, art. 2.",
        "Tres... dos... uno.⟂ 1.500 personas.⟂ Costó 2,5 €.⟂ Nada más.",
        "1. Abra la caja.⟂ Ciérrela.",
    ),
    "pt": (
        "O Sr. Silva e a Sra. Costa viram o Exmo. Dr. Sousa.⟂ Ver pág. 4 e art. 2.",
        "Foi no séc. XV, na Av. Paulista.⟂ Custou R$ 1.500,50.⟂ Nada mais.",
        "“Vamos para casa.”⟂ «Não.»⟂ (É verdade.)⟂ — Sim.",
        "O prof. Lima e a profa. Reis moram em S. Paulo.⟂ A Cia. Belém também.",
        "Chegou às 5 p.m.⟂ O trem já não estava.",
        "1. Abra a caixa.⟂ Feche-a.",
    ),
}


class Splitter:
    """MiniSBD with one model."""

    def __init__(self, path: Path) -> None:
        from minisbd import SBDetect

        self._detector = SBDetect(str(path), use_gpu=False, max_threads=1)

    def sentences(self, text: str) -> list[str]:
        found: list[str] = self._detector.sentences(text)
        return found

    def marked(self, marked: str) -> list[str]:
        """The sentences of a text without its marks."""
        return self.sentences(marked.replace("⟂", ""))


def marked(cases: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in cases.items() for text in texts]


def expected(text: str) -> list[str]:
    return [sentence.strip() for sentence in text.split("⟂")]


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """ONNX Runtime keeps notes in the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


# ── the splitters inside the packages ───────────────────────────────────────────────────────────


class Packed:
    """A bundled package's language, and its splitter, unpacked."""

    def __init__(self, path: Path, folder: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            (root,) = {Path(name).parts[0] for name in archive.namelist()}
            metadata = json.loads(archive.read(f"{root}/metadata.json"))
            self.language: str = metadata["from_code"]
            name = f"{root}/minisbd/{self.language}.onnx"
            self.splitter = Splitter(Path(archive.extract(name, folder)))


PACKAGES = sorted(bundled("langpacks").glob("*/*.argosmodel"))


@pytest.fixture(scope="module", params=PACKAGES, ids=lambda path: path.parent.name)
def packed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    return Packed(request.param, tmp_path_factory.mktemp("packed"))


def test_every_package_has_a_splitter_of_its_language(packed: Packed) -> None:
    cases = PLAIN[packed.language]
    assert [packed.splitter.marked(case) for case in cases] == [expected(case) for case in cases]
    long = "Nobody came.⟂ The dog ran off.⟂ " * 60
    assert packed.splitter.marked(long) == expected(long)[:-1]


def test_packed_splitters_know_fine_cases(packed: Packed) -> None:
    cases = FINE[packed.language]
    assert [packed.splitter.marked(case) for case in cases] == [expected(case) for case in cases]


# ── splitters made anew ─────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Splitter]:
    pytest.importorskip("onnx", reason="onnx, which makes splitters, is not installed")
    splitter = importlib.import_module("splitter")
    folder = tmp_path_factory.mktemp("made")
    for language in splitter.LANGUAGES:
        splitter.write(language, folder / f"{language}.onnx")
    return {language: Splitter(folder / f"{language}.onnx") for language in splitter.LANGUAGES}


@pytest.mark.parametrize(("language", "text"), marked(PLAIN) + marked(FINE))
def test_a_new_splitter_finds_the_sentences(
    made: dict[str, Splitter], language: str, text: str
) -> None:
    assert made[language].marked(text) == expected(text)


def test_a_long_paragraph_is_split_as_its_parts(made: dict[str, Splitter]) -> None:
    """MiniSBD hands over a thousand characters at a time."""
    for language, splitter in made.items():
        part = FINE[language][1]
        assert splitter.marked(f"{part} " * 60) == expected(part) * 60


@given(texts)
def test_splitting_loses_nothing_but_white_space(made: dict[str, Splitter], text: str) -> None:
    sentences = made["es"].sentences(f"a{text}")
    assert "".join("".join(sentences).split()) == "".join(f"a{text}".split())


def test_the_same_rules_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="onnx, which makes splitters, is not installed")
    splitter = importlib.import_module("splitter")
    for name in ("first", "second"):
        splitter.write("en", tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_no_vote_is_outweighed_by_lower_ones(made: dict[str, Splitter]) -> None:
    """An opener lifts "sometimes", and "never" stands."""
    english = made["en"]
    assert english.sentences("Jones Jr. He left.") == ["Jones Jr.", "He left."]
    assert english.sentences("Jones Jr. Harry left.") == ["Jones Jr. Harry left."]
    assert english.sentences("See Mr. He there.") == ["See Mr. He there."]
