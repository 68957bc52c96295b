"""Make langpacks/base_forms/<tag>.tsv: where the entries of simplemma's tables begin.

  python scripts/training/lexicon/base_form_index.py        (after simplemma was updated)

The first line is the SHA-256 of simplemma's file; then stands every 64th form with its base form
and the place of the entry after it. `harness/text/data/base_forms.py` says what it is for. Written
for the languages that have a file in `langpacks/wordings/`: the detectors ask for no others.
"""

import lzma
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from harness.text.data.base_forms import BLOCK, entries, first_entry, packed_table

FOLDER = Path(__file__).parents[3] / "langpacks"


def main() -> None:
    (FOLDER / "base_forms").mkdir(exist_ok=True)
    for tag in sorted(path.stem for path in (FOLDER / "wordings").glob("*.toml")):
        path = FOLDER / "base_forms" / f"{tag}.tsv"
        path.write_text("\n".join(lines(packed_table(tag))) + "\n", "utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")


def lines(packed: bytes) -> Iterator[str]:
    yield sha256(packed).hexdigest()
    table = lzma.decompress(packed)
    for form, base, end in islice(entries(table, first_entry(table)), 0, None, BLOCK):
        yield f"{form.decode()}\t{base.decode()}\t{end}"


if __name__ == "__main__":
    main()
