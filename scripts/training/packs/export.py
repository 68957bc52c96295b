"""Export: trained weights as an Argos package (`.argosmodel`) that plain Argos Translate runs too.

    export.py en_es --weights work/en_es/average.pt --vocabulary work/enpt --version 1.0 \\
        --readme work/README.md --out dist/

The package is a zip of one folder: `metadata.json`, `model/` (CTranslate2, 8-bit),
`sentencepiece.model` (the source side's), `README.md`, and `minisbd/<language>.onnx`, a sentence
splitter without which Argos Translate would reach for the network at its first sentence. Same
weights, same bytes.
"""

import argparse
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import torch
from ctranslate2.converters import marian
from ctranslate2.converters.converter import Converter
from ctranslate2.specs import common_spec, transformer_spec
from sentencepiece import SentencePieceProcessor

import splitter
from network import HEADS, LONGEST, Network, positions

NAMES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}
STAMP = (2026, 1, 1, 0, 0, 0)


class MarianConverter(Converter):
    """Weights under Marian's names, as CTranslate2's own Marian converter expects them."""

    def __init__(self, network: Network, source: list[str], target: list[str]) -> None:
        self.network, self.source, self.target = network, source, target

    def _load(self) -> transformer_spec.TransformerSpec:
        depth = (self.network.encoder_depth, self.network.decoder_depth)
        spec = transformer_spec.TransformerSpec.from_config(
            depth, HEADS, pre_norm=False, activation=common_spec.Activation.RELU
        )
        weights = {name: w.detach().float().numpy() for name, w in self.network.weights.items()}
        weights["Wpos"] = positions(LONGEST, self.network.width).numpy()
        marian.set_transformer_spec(spec, weights)
        spec.register_source_vocabulary(self.source)
        spec.register_target_vocabulary(self.target)
        spec.config.add_source_eos = True
        return spec


def pieces(path: Path) -> list[str]:
    """The pieces of a vocabulary, in the order of their ids."""
    processor = SentencePieceProcessor(model_file=str(path))
    return [processor.id_to_piece(number) for number in range(processor.vocab_size())]


def write_model(
    weights: Path, source: Path, target: Path, folder: Path, quantization: str | None
) -> None:
    """The CTranslate2 model of some weights."""
    converter = MarianConverter(Network(torch.load(weights)), pieces(source), pieces(target))
    converter.convert(str(folder), quantization=quantization, force=True)


def write_package(folder: Path, package: Path) -> None:
    """Zip a folder: sorted, with one date, not compressed (8-bit weights hardly shrink)."""
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder.parent)), STAMP)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())


def main() -> None:
    """Make one package."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", help="en_es, es_en, en_pt or pt_en")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--version", default="0.0")
    parser.add_argument("--readme", type=Path)
    parser.add_argument("--quantization", default="int8", help="int8, float32, …")
    parser.add_argument("--model-only", action="store_true", help="no package: for evaluating")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    source, target = arguments.direction.split("_")
    name = f"translate-{arguments.direction}-{arguments.version.replace('.', '_')}"
    vocabularies = [arguments.vocabulary / f"{language}.model" for language in (source, target)]
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.model_only:
        write_model(arguments.weights, *vocabularies, arguments.out, arguments.quantization)
        for path in vocabularies:
            shutil.copy(path, arguments.out / f"{path.stem}.spm")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / name
        write_model(arguments.weights, *vocabularies, folder / "model", arguments.quantization)
        shutil.copy(vocabularies[0], folder / "sentencepiece.model")
        if arguments.readme:
            shutil.copy(arguments.readme, folder / "README.md")
        (folder / "minisbd").mkdir()
        splitter.write(source, folder / "minisbd" / f"{source}.onnx")
        metadata = {
            "package_version": arguments.version,
            "argos_version": "1.9",
            "from_code": source,
            "from_name": NAMES[source],
            "to_code": target,
            "to_name": NAMES[target],
            "target_prefix": "",
        }
        (folder / "metadata.json").write_text(json.dumps(metadata, indent=1))
        package = arguments.out / f"{name}.argosmodel"
        write_package(folder, package)
        print(package, package.stat().st_size)


if __name__ == "__main__":
    main()
