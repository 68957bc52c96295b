"""What is copied in every language, found in text."""

# ruff: noqa: E501

import pytest
from hypothesis import given
from support import texts

from harness.text.verbatim import Kind, mangled, verbatim_in

CASES = [
    (Kind.ADDRESS, "See https://a.example/x_(y)?b=1.", ["https://a.example/x_(y)?b=1"]),
    (Kind.ADDRESS, "(http://a.example/x)", ["http://a.example/x"]),
    (Kind.ADDRESS, "Mail jo.b@site.co.uk, please.", ["jo.b@site.co.uk"]),
    (Kind.ADDRESS, "On example.com and Amazon.com.", ["example.com", "Amazon.com"]),
    (Kind.ADDRESS, "At 3 p.m. in the U.S. he ran.Then he fell, e.g. there.", []),
    (Kind.TAG, '<b>x</b><br/><a href="y">', ["<b>", "</b>", "<br/>", '<a href="y">']),
    (Kind.TAG, "a < b and c > d, <3, <jo@site.org>, <your name>", []),
    (Kind.TAG, "<note>x</note> &amp; &#39;", ["<note>", "</note>", "&amp;", "&#39;"]),
    (Kind.TAG, "**so** and *so*, 5 * 3 * 2, [a](b)", ["**", "*", "]("]),
    (Kind.PLACEHOLDER, "{} {0} {name!r:>10} {{ a.b }} ${x}", ["{}", "{0}", "{name!r:>10}", "{{ a.b }}", "${x}"]),
    (Kind.PLACEHOLDER, "%s %1$s %(n)d %-5.2f %@ %%", ["%s", "%1$s", "%(n)d", "%-5.2f", "%@"]),
    (Kind.PLACEHOLDER, "50% discount, 50%d, 100 % de gente", []),
    (Kind.PLACEHOLDER, "<0>x</0> %NAME% __WHO__", ["<0>", "</0>", "%NAME%", "__WHO__"]),
    (Kind.PLACEHOLDER, "{n, plural, one {# x} other {# xs}}", ["{n, plural,", "one", "other"]),
    (Kind.PLACEHOLDER, "one {x}", ["{x}"]),
    (Kind.IDENTIFIER, "a snake_case, camelCase and run() in `git push`", ["snake_case", "camelCase", "run()", "`git push`"]),
    (Kind.IDENTIFIER, "/usr/bin/env ~/x C:\\Program Files\\a.exe src/main.py", ["/usr/bin/env", "~/x", "C:\\Program Files\\a.exe", "src/main.py"]),
    (Kind.IDENTIFIER, "v1.2.3 0xFF #Hash_tag @who --dry-run Ctrl+C", ["v1.2.3", "0xFF", "#Hash_tag", "@who", "--dry-run", "Ctrl+C"]),
    (Kind.IDENTIFIER, "The A320, H5N1 and RTX-3080 of COVID-19.", ["A320", "H5N1", "RTX-3080", "COVID-19"]),
    (Kind.IDENTIFIER, "An iPhone and/or McDonald, 24/7, #1, km/h, GDP", []),
    (Kind.EMOJI, "👩‍💻🇪🇸👍🏽❤️", ["👩‍💻", "🇪🇸", "👍🏽", "❤️"]),
    (Kind.EMOJI, "© ® ™ → 5 # * ★", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_what_is_found(kind: Kind, text: str, expected: list[str]) -> None:
    assert sorted(fact.text for fact in verbatim_in(text)[kind]) == sorted(expected)


@given(texts)
def test_every_fact_stands_where_it_says(text: str) -> None:
    for facts in verbatim_in(text).values():
        for fact in facts:
            assert fact.span.of(text) == fact.text.strip()
            assert fact.text.strip()


@given(texts)
def test_nothing_is_claimed_twice_but_addresses_in_tags(text: str) -> None:
    found = verbatim_in(text + ' <a href="https://a.example/{id}"> {x} a_b `c_d`')
    kinds = [kind for kind in Kind if kind is not Kind.ADDRESS]
    spans = [fact.span for kind in kinds for fact in found[kind]]
    assert not any(one.overlaps(two) for one in spans for two in spans if one is not two)


def test_mangled_writings_are_found_again() -> None:
    (fact,) = verbatim_in("max_retry_count")[Kind.IDENTIFIER]
    assert mangled(fact, "the Max retry count here") is not None
    assert mangled(fact, "the max counts") is None
