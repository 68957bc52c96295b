"""The news article that this project began from: machine translation has mangled it already.

It lies beside the checkout of the project's maintainers, not in it; elsewhere these tests skip.
"""

import json
from pathlib import Path

import pytest
from program import ROOT, Program

ARTICLE = ROOT.parent / "shared/corpora/seed-article.en.txt"

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not ARTICLE.exists(), reason="the seed article is not here (../shared)"),
]


def test_it_travels_over_both_routes_and_is_reported(harness: Program) -> None:
    done = harness(
        "run", ARTICLE, "-r", "en:es:en", "-r", "en:pt@bergamot:en@bergamot", "-o", "out", "--json"
    )
    if "no engine here translates en→pt" in done.stderr:
        pytest.skip("no en↔pt model here")
    assert done.returncode == 0, done.stderr
    spanish, portuguese = json.loads(done.stdout)["runs"]
    assert spanish["measured"] == portuguese["measured"] == spanish["rows"] > 45
    # The Bergamot models are the better ones: more of the text comes home with them.
    assert portuguese["scores"]["chrf"] > spanish["scores"]["chrf"]
    assert harness("report", "out", "-o", "out.html").returncode == 0
    assert "Qasim-Yomart" in (harness.folder / "out.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (14, "கோரம்"),  # a Tamil word left over
        (35, "Y Twitter, o en"),  # Spanish residue
        (33, "”"),  # a closing mark that nothing opened
        (14, "However, The"),
        (10, "Friday.Photo"),
        (29, "said."),  # Tokayev said. Said.
    ],
)
def test_lint_sees_what_betrays_it(harness: Program, line: int, words: str) -> None:
    done = harness("lint", ARTICLE, "--json")
    assert done.returncode == 1
    found = [json.loads(finding) for finding in done.stdout.splitlines()]
    assert any(
        finding["line"] == line and (words in finding["message"] or words in finding["words"])
        for finding in found
    )


def test_its_return_is_compared_without_an_engine(harness: Program, tmp_path: Path) -> None:
    text = ARTICLE.read_text("utf-8")
    damaged = text.replace("2,500 troops", "25,000 troops").replace("is not planned", "is planned")
    (tmp_path / "back.txt").write_text(damaged, "utf-8")
    done = harness("diff", ARTICLE, "back.txt", "--metric", "chrf", "--json")
    assert done.returncode == 1
    header, *rows = [json.loads(row) for row in done.stdout.splitlines()]
    aligner, *settings = header["aligner"].split("|")
    assert aligner == "sentences"
    assert "languages:same" in settings
    assert [f["category"].split("/")[-1] for row in rows for f in row["findings"]] == [
        "number",
        "negation",
    ]
