"""Make langpacks/senses/*.txt: what words of several languages mean, by senses that they share.

  python scripts/training/lexicon/shared_senses.py SYNSETS.jsonl.gz langpacks/senses

A line of SYNSETS is a sense of Princeton WordNet 3.0 with the words that three wordnets have for
it: {"id", "en": [...], "es": [...], "pt": [...]}. They are public: Open Multilingual Wordnet
(bond-lab/omw-data 9f2df85) holds the Spanish of the Multilingual Central Repository 3.0, and
omwn/omw-data (f75be19) OpenWN-PT. Kept are single words, and senses for which two languages have
one. The form of the files is explained in harness/text/data/senses.py, their licences stand beside
them.
"""

import argparse
import gzip
import json
import re
from pathlib import Path

LANGUAGES = {
    "en": "English: Princeton WordNet 3.0, Copyright 2006 by Princeton University. All rights"
    " reserved.\n# Licence: LICENSE.wordnet in langpacks/lexicon.",
    "es": "Spanish: Multilingual Central Repository 3.0 (Gonzalez-Agirre, Laparra, Rigau 2012), by"
    " way of\n# Open Multilingual Wordnet. Licence: CC BY 3.0.",
    "pt": "Portuguese: OpenWN-PT (de Paiva, Rademaker, de Melo 2012), by way of Open Multilingual"
    "\n# Wordnet. Licence: CC BY-SA 3.0.",
}
FORM = "Form: harness/text/data/senses.py; made by scripts/training/lexicon/shared_senses.py."
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("synsets", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    lines: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    with gzip.open(options.synsets, "rt", encoding="utf-8") as file:
        for sense in map(json.loads, file):
            words = {language: single_words(sense[language]) for language in LANGUAGES}
            if sum(map(bool, words.values())) > 1:
                for language, known in words.items():
                    lines[language].append(" ".join(known))
    for language, whence in LANGUAGES.items():
        head = f"# Words of {whence}\n# {FORM}\n"
        text = head + "".join(f"{line}\n" for line in lines[language])
        (options.folder / f"{language}.txt").write_text(text, "utf-8")


def single_words(words: list[str]) -> list[str]:
    return sorted({word.casefold() for word in words if WORD.fullmatch(word)})


if __name__ == "__main__":
    main()
