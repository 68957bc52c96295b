"""Two runs that stand beside each other can be told apart."""

from dataclasses import replace

from unit.report.report_samples import run

from harness.core.values import RunIdentity, Signature
from harness.report.shared.run_titles import run_titles


def _identity(*fields: tuple[str, str], engine: str = "argos") -> RunIdentity:
    identity = run("en:es:en", engine, ()).identity
    engines = tuple(
        Signature(engine, (("direction", str(leg.direction)), *fields))
        for leg in identity.route.legs
    )
    return replace(identity, engines=engines)


def test_a_title_names_engine_and_package() -> None:
    assert run_titles([_identity(("package", "1.9"))]) == ("en → es → en, argos 1.9",)


def test_packages_and_engines_tell_runs_apart() -> None:
    runs = [_identity(("package", "1.0")), _identity(("package", "1.9")), _identity(engine="x")]
    assert [title.partition(", ")[2] for title in run_titles(runs)] == [
        "argos 1.0",
        "argos 1.9",
        "x",
    ]


def test_runs_of_one_package_are_told_apart_by_what_differs() -> None:
    one = _identity(("package", "1.0"), ("model", "0123456789abcdef"), ("beam", "4"))
    other = _identity(("package", "1.0"), ("model", "0123456789abcdef"), ("beam", "1"))
    assert run_titles([one, other]) == (
        "en → es → en, argos 1.0, beam 4",
        "en → es → en, argos 1.0, beam 1",
    )


def test_a_digest_is_cut_to_what_is_read_at_a_glance() -> None:
    one, other = _identity(("model", "0123456789abcdef")), _identity(("model", "f" * 16))
    assert run_titles([one, other])[0].endswith(", model 01234567")


def test_a_setting_of_one_hop_names_the_hop() -> None:
    one = _identity(("package", "1.0"), ("beam", "4"))
    there, back = one.engines
    other = replace(one, engines=(there, Signature("argos", (*back.fields[:-1], ("beam", "1")))))
    assert run_titles([one, other])[1].endswith(", es→en beam 1")


def test_what_is_no_engine_tells_apart_too() -> None:
    one = _identity()
    other = replace(one, segmenter=Signature("lines"))
    titles = run_titles([one, other])
    assert all("segmenter" in title for title in titles)
    assert len(set(titles)) == 2


def test_equal_runs_have_one_title() -> None:
    assert len(set(run_titles([_identity(), _identity()]))) == 1
