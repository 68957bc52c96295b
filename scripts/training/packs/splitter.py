"""Splitter: a sentence splitter of hand-made rules, in the ONNX form that MiniSBD runs.

    splitter.py es minisbd/es.onnx

Argos Translate cuts a text into sentences with the MiniSBD model in a package's folder `minisbd`;
for a package without one it reaches for the network. In the model made here no weight is learnt.
Each character is embedded as the set of its classes ("a full stop", "an upper-case letter", "the
letter m"). The first convolution has a filter a rule, which gives 1 where the rule holds and 0
elsewhere; the second adds up the votes of the rules. Same rules, same bytes.

Blind to: sentences that begin in lower case or after no space; a quotation that ends in a question
or an exclamation, with a name after it ("Go!" Mary said); abbreviations that it does not know.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper


@dataclass(frozen=True, slots=True)
class Words:
    """What the rules know of a language: lower case, abbreviations without their last full stop."""

    # Before a name or in the middle of a phrase: "Mr. Smith".
    never_last: str
    # Last where an opener follows, else not: "at 5 p.m. Monday", "at 5 p.m. The".
    sometimes_last: str
    # Abbreviations before a figure, and words elsewhere: "No. 5", "No. They did not."
    before_number: str
    # Words that begin many sentences, and no name.
    openers: str
    # A capital before a full stop is an initial, save for these: "It was I."
    no_initials: str = ""


LANGUAGES = {
    "en": Words(
        never_last="mr, mrs, ms, mx, dr, drs, prof, gen, col, lt, sgt, capt, cpl, pvt, cmdr, "
        "adm, maj, rep, sen, gov, rev, hon, pres, mt, messrs, mme, mlle, vs, e.g, i.e, cf, viz, "
        "approx",
        sometimes_last="a.m, p.m, jr, sr, inc, ltd, co, corp, bros, st, ave, blvd, rd, dept, "
        "et al, ft, lb, lbs, oz, v",
        before_number="no, nos, p, pp, vol, vols, fig, figs, ch, chap, sec, art, op, c, ca, jan, "
        "feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec",
        openers="the, a, an, this, that, these, those, he, she, it, they, we, you, i, his, her, "
        "its, their, our, my, there, then, here, in, on, at, to, from, for, with, by, but, and, "
        "so, or, if, when, while, as, after, before, since, although, however, what, who, "
        "where, why, how, no, not, yes, all, some, many, most, each, both, another, according",
        no_initials="i",
    ),
    "es": Words(
        never_last="sr, sra, srta, sres, sras, srtas, dr, dra, dres, dras, dña, prof, profa, "
        "gral, cnel, cap, capt, tte, sgto, cmdte, lic, ing, arq, mons, rvdo, excmo, excma, "
        "ilmo, ilma, sto, sta, hno, mr, mrs, ms, núm, núms, pág, págs, art, arts, vol, vols, "
        "fig, figs, vs, cf, p. ej, p.ej, avda, av, tel, aprox",
        sometimes_last="a, d, s, a. m, p. m, a.m, p.m, ee, ee. uu, ee.uu, rr, rr. hh, ff, ff. aa, "
        "jj, jj. oo, cc, cc. aa, ud, uds, vd, vds, cía, hnos, ltda, jr, st, v",
        before_number="no, n, p, pp, ene, feb, abr, jun, jul, ago, sep, sept, oct, nov, dic",
        openers="el, la, los, las, lo, un, una, unos, unas, este, esta, esto, estos, estas, ese, "
        "esa, eso, esos, esas, él, ella, ellos, ellas, yo, nosotros, su, sus, mi, nuestro, "
        "nuestra, a, en, por, para, con, sin, según, desde, entre, tras, pero, y, si, no, sí, "
        "se, es, son, fue, era, hay, como, cuando, aunque, también, además, después, luego, ya, "
        "todo, todos, muchos, muchas, algunos, algunas, cada, otro, otra",
    ),
    "pt": Words(
        never_last="sr, sra, srta, srs, sras, dr, dra, drs, dras, prof, profa, eng, arq, exmo, "
        "exma, exmos, ilmo, ilma, rev, gen, cel, cap, maj, ten, sgto, cmte, mons, pe, sto, sta, "
        "gov, dep, sen, mr, mrs, ms, núm, pág, págs, art, arts, vol, vols, fig, figs, séc, "
        "sécs, cf, p. ex, p.ex, vs, av, tel, aprox",
        sometimes_last="a, d, a.m, p.m, exa, exas, cia, ltda, lda, jr, st, v",
        before_number="n, no, nº, p, pp, jan, fev, abr, jun, jul, ago, set, out, nov, dez",
        openers="o, a, os, as, um, uma, uns, umas, este, esta, isto, estes, estas, esse, essa, "
        "isso, esses, essas, ele, ela, eles, elas, eu, nós, você, vocês, seu, sua, seus, suas, "
        "meu, minha, em, no, na, nos, nas, por, para, com, sem, segundo, desde, entre, após, "
        "ao, à, mas, e, se, não, sim, é, são, foi, era, há, como, quando, embora, também, além, "
        "depois, já, todos, muitos, muitas, alguns, algumas, cada, outro, outra",
    ),
}

STOPS = ".!?…"
CLOSINGS = "\"'”’»)]"
OPENINGS = "\"'“‘«([—–-"
DASHES = "—–-"
INVERTED = "¿¡"  # nothing but a sentence or a clause begins with these

# A vote outweighs all lower ones together: a filter or two of each kind hold at one character.
SPLIT = 1
SOMETIMES_LAST = -10
OPENER = 100
NEVER_LAST = -1000

# MiniSBD's labels of a character; this splitter gives the first and the third.
LABELS = 5
INSIDE = 0
SENTENCE_END = 2

# Latin letters and marks to U+024F, and the marks of the rules beyond them.
CHARACTERS = dict.fromkeys([*map(chr, range(0x20, 0x250)), *STOPS, *CLOSINGS, *OPENINGS])
UNITS = ["<PAD>", "<UNK>", *CHARACTERS]

At = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where the characters at all `needs` are of that class, and at no `forbids`.

    Places count from the character that the rule votes on, which is the last one of a sentence.
    """

    vote: int
    needs: tuple[At, ...]
    forbids: tuple[At, ...] = ()


def classes(unit: str) -> set[str]:
    """The classes of a unit: every character is one of its own, whatever its case."""
    if unit == "<PAD>":
        return set()
    if unit == "<UNK>":
        return {"any"}
    tests = {
        "any": True,
        "stop": unit in STOPS,
        "closing": unit in CLOSINGS,
        "opening": unit in OPENINGS,
        "dash": unit in DASHES,
        "letter": unit.isalpha(),
        "digit": unit.isdecimal(),
        "word": unit.isalnum(),
        "upper": unit.isupper(),
        "beginning": unit.isupper() or unit.isdecimal() or unit in INVERTED,
    }
    return {unit.lower()} | {name for name, holds in tests.items() if holds}


def rules(words: Words) -> Iterator[Rule]:
    """All rules of a language."""
    yield from _splits()
    yield from _list_numbers()
    yield Rule(
        SOMETIMES_LAST,
        needs=((-1, "upper"), (0, ".")),
        forbids=((-2, "word"), (-2, "°"), *((-1, letter) for letter in _each(words.no_initials))),
    )
    for word in _each(words.never_last):
        yield _abbreviation(NEVER_LAST, word)
    for word in _each(words.sometimes_last):
        yield _abbreviation(SOMETIMES_LAST, word)
    for word in _each(words.before_number):
        yield _abbreviation(NEVER_LAST, word, (1, " "), (2, "digit"))
    for word in _each(words.openers):
        after = 2 + len(word)
        yield Rule(
            OPENER,
            needs=((0, "."), (1, " "), (2, "upper"), *_spelled(word, 2)),
            forbids=((after, "word"), (after, ".")),
        )


def _splits() -> Iterator[Rule]:
    """A stop, up to two closing marks, a space, and the beginning of a sentence."""
    beginnings = (
        ("beginning",),
        ("opening", "beginning"),
        ("opening", "opening", "beginning"),
        ("dash", " ", "beginning"),
    )
    for closings, beginning in product(range(3), beginnings):
        shape = ("stop", *["closing"] * closings, " ", *beginning)
        yield Rule(SPLIT, needs=_spelled(shape, -closings))


def _list_numbers() -> Iterator[Rule]:
    """A figure or two at the start of a text: "1. Open it." Within one they follow "No." too."""
    for digits in (1, 2):
        number = _spelled([*["digit"] * digits, "."], -digits)
        yield Rule(NEVER_LAST, number, forbids=((-digits - 1, "any"),))


def _abbreviation(vote: int, word: str, *after: At) -> Rule:
    before = -len(word) - 1
    needs = (*_spelled(f"{word}.", -len(word)), *after)
    return Rule(vote, needs, forbids=((before, "letter"), (before, ".")))


def _spelled(classes: Sequence[str], start: int) -> tuple[At, ...]:
    return tuple(enumerate(classes, start))


def _each(words: str) -> list[str]:
    return words.split(", ") if words else []


def build(language: str) -> ModelProto:
    """The ONNX model of a language. Raises KeyError for a language without rules."""
    held = list(rules(LANGUAGES[language]))
    # A class that no rule asks for needs no column.
    columns = sorted({name for rule in held for _, name in (*rule.needs, *rule.forbids)})
    patterns, thresholds = _patterns(held, columns)
    votes, bias = _votes(held)
    weights = {
        "classes": _membership(columns),
        "patterns": patterns,
        "thresholds": thresholds,
        "votes": votes,
        "bias": bias,
    }
    reach = patterns.shape[2] // 2
    nodes = [
        helper.make_node("Gather", ["classes", "units"], ["classes of units"]),
        helper.make_node("Cast", ["classes of units"], ["characters"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["characters"], ["text"], perm=[0, 2, 1]),
        helper.make_node("Cast", ["patterns"], ["filters"], to=TensorProto.FLOAT),
        helper.make_node("Conv", ["text", "filters", "thresholds"], ["sums"], pads=[reach, reach]),
        helper.make_node("Relu", ["sums"], ["rules that hold"]),
        helper.make_node("Conv", ["rules that hold", "votes", "bias"], ["labels"]),
        helper.make_node("Transpose", ["labels"], ["logits"], perm=[0, 2, 1]),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "rules",
            [
                _tensor("units", TensorProto.INT64),
                # MiniSBD hands these over too; the rules do without.
                _tensor("features", TensorProto.FLOAT, "feature"),
            ],
            [_tensor("logits", TensorProto.FLOAT, LABELS)],
            [numpy_helper.from_array(array, name) for name, array in weights.items()],
        ),
        opset_imports=[helper.make_opsetid("", 13)],
        ir_version=8,
    )
    helper.set_model_props(model, _properties(language))
    checker.check_model(model)
    return model


def _membership(columns: Sequence[str]) -> NDArray[np.int8]:
    """Whether a unit is of a class: unit by class."""
    return np.array([[name in classes(unit) for name in columns] for unit in UNITS], np.int8)


def _patterns(
    held: Sequence[Rule], columns: Sequence[str]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A filter a rule, rule by class by place, and what to add for a sum of 1 where it holds.

    Each missing need takes 1 away, and one thing forbidden takes away as much as all needs give.
    """
    reach = max(abs(place) for rule in held for place, _ in (*rule.needs, *rule.forbids))
    patterns = np.zeros((len(held), len(columns), 2 * reach + 1), np.int8)
    for row, rule in zip(patterns, held, strict=True):
        for place, name in rule.needs:
            row[columns.index(name), place + reach] = 1
        for place, name in rule.forbids:
            row[columns.index(name), place + reach] = -len(rule.needs)
    return patterns, np.array([1 - len(rule.needs) for rule in held], np.float32)


def _votes(held: Sequence[Rule]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each rule gives each label, and what a label has without any."""
    votes = np.zeros((LABELS, len(held), 1), np.float32)
    votes[SENTENCE_END, :, 0] = [rule.vote for rule in held]
    bias = np.zeros(LABELS, np.float32)
    bias[INSIDE] = SPLIT / 2
    return votes, bias


def _tensor(name: str, kind: int, *last: str | int) -> object:
    return helper.make_tensor_value_info(name, kind, ["batch", "length", *last])


def _properties(language: str) -> dict[str, str]:
    """What MiniSBD reads beside the graph."""
    vocabulary = {
        "lang": language,
        "idx": 0,
        "cutoff": 0,
        "lower": False,
        "_id2unit": UNITS,
        "_unit2id": {unit: number for number, unit in enumerate(UNITS)},
    }
    config = {"feat_funcs": ["space_before"], "max_seqlen": 1000, "batch_size": 1}
    return {
        "lang_code": language,
        "config": json.dumps(config),
        "vocab": json.dumps(vocabulary),
    }


def write(language: str, path: Path) -> None:
    """Writes the splitter of a language."""
    path.write_bytes(build(language).SerializeToString(deterministic=True))


def main() -> None:
    """Make one splitter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write(arguments.language, arguments.out)


if __name__ == "__main__":
    main()
