"""Texts that a person worded anew, not a machine: closeness, and the weights that go with it."""

import pytest

from harness.align import anchors
from harness.align.closeness import closeness
from harness.align.prepared import prepare
from harness.align.sentence_aligner import SentenceAligner, how_freely
from harness.models.embeddings import Embedder

TOLD = """
The lighthouse stood on a narrow rock two miles from the village.
Every evening the keeper climbed its hundred and twelve steps.
He lit the lamp, wound the clockwork, and wrote the hour in his book.
Nobody had asked him to write anything.
In winter the mail boat came only once a month.
Martha Quill rowed it herself, whatever the weather.
She brought flour, oil, newspapers and bad jokes.
One January the boat did not come.
The keeper ate potatoes for nine days and then the last of the rice.
On the tenth day a fog rolled in from the north.
It was so thick that the beam ended at the railing.
He rang the bell by hand until his arms shook.
Somewhere below, wood scraped against stone.
He laughed for the first time since Christmas.
Martha came up the steps with a sack over her shoulder.
Her left sleeve was torn and her lip was bleeding.
""".strip().splitlines()

RETOLD = """
Two miles off the village a tower with a lamp rose out of a slim rock.
There were a hundred and twelve steps, and its keeper went up them night after night.
With the lamp burning and the works wound up, he put down in a book what hour it was.
To write was an idea of his own.
Mail reached them by boat, and in the cold months there was a single one every four weeks.
The person at the oars was Martha Quill, in storm and in calm.
Oil she had on board, newspapers, flour, and jokes nobody liked.
Then came a January without any boat.
For nine days there were potatoes to eat, and after that what was left of the rice.
Fog drifted down from the north on day ten.
The railing was as far as the beam got, so thick had it become.
He kept the bell going with his own hands, and in the end his arms were trembling.
From underneath came a noise of wood on stone.
Since Christmas he had not laughed, and now he did.
A sack across her shoulder, Martha was climbing the steps.
She had a bleeding lip, and on the left her sleeve hung in rags.
""".strip().splitlines()


def close(one: list[str], other: list[str]) -> float:
    sides = prepare(one), prepare(other)
    return closeness(*sides, anchors.rough_path(*map(anchors.anchor_path, sides)))


def test_the_same_text_is_close_and_one_retold_is_not() -> None:
    assert close(TOLD, TOLD) == 1.0
    assert how_freely(close(TOLD, RETOLD)) > 0.8
    assert how_freely(close(TOLD, [line.replace("The", "A") for line in TOLD])) == 0.0


def test_what_is_dropped_hardly_counts() -> None:
    assert close(TOLD, [*TOLD[:3], *TOLD[5:]]) > 0.95


def test_too_little_text_shows_nothing() -> None:
    assert close(TOLD[:3], RETOLD[:3]) == 1.0


# The same in more sentences.
CUT = """
Two miles off the village a tower with a lamp rose out of a slim rock.
There were a hundred and twelve steps. | Its keeper went up them night after night.
With the lamp burning and the works wound up, he put down in a book what hour it was.
Writing was an idea of his own, and nobody's else.
Mail reached them by boat. | In the cold months there was a single one every four weeks.
The person at the oars was Martha Quill. | She came in storm and in calm.
Oil she had on board, newspapers, flour. | She had jokes, too, which nobody liked.
Then came a January without any boat.
For nine days there were potatoes to eat. | After that he lived on what was left of the rice.
Fog drifted down from the north on day ten.
The railing was as far as the beam got. | So thick had it become.
He kept the bell going with his own hands. | In the end his arms were trembling.
From underneath came a noise of wood on stone.
Since Christmas he had not laughed. | Now he did.
A sack across her shoulder, Martha was climbing the steps.
She had a bleeding lip. | On the left her sleeve hung in rags.
""".strip().splitlines()


# By the weights for returns, up to seven other sentences are dropped besides.
@pytest.mark.parametrize("place", [0, 1, 11, 13, 14, 15])
def test_only_what_is_dropped_from_a_text_in_more_sentences_is_told(place: int) -> None:
    target = [part for line in [*CUT[:place], *CUT[place + 1 :]] for part in line.split(" | ")]
    beads = SentenceAligner(one_language=True)(TOLD, target)
    assert [bead.source.start for bead in beads if not len(bead.target)] == [place]


@pytest.mark.parametrize("place", [0, 1, 2, 4, 7, 10, 15])
def test_what_is_dropped_from_a_text_that_is_retold_is_told(place: int) -> None:
    beads = SentenceAligner(one_language=True)(TOLD, [*RETOLD[:place], *RETOLD[place + 1 :]])
    dropped = [bead.source.start for bead in beads if not len(bead.target)]
    assert dropped == [place]


# By the weights for returns, sentences with vectors stand alone that have a counterpart.
@pytest.mark.parametrize("place", [0, 2, 7, 15])
def test_sentence_vectors_do_not_part_what_is_retold(place: int) -> None:
    align = SentenceAligner(one_language=True, embedder=Embedder())
    beads = align(TOLD, [*RETOLD[:place], *RETOLD[place + 1 :]])
    dropped = [bead.source.start for bead in beads if not len(bead.target)]
    assert dropped == [place]
