"""What is copied in every language, found in text."""

# ruff: noqa: E501

import pytest
from hypothesis import given
from support import texts

from harness.text.facts.placeables import PlaceableKind, mangled, placeables_in

CASES = [
    (PlaceableKind.ADDRESS, "See https://a.example/x_(y)?b=1.", ["https://a.example/x_(y)?b=1"]),
    (PlaceableKind.ADDRESS, "(http://a.example/x)", ["http://a.example/x"]),
    (PlaceableKind.ADDRESS, "Mail jo.b@site.co.uk, please.", ["jo.b@site.co.uk"]),
    (PlaceableKind.ADDRESS, "On example.com and Amazon.com.", ["example.com", "Amazon.com"]),
    (PlaceableKind.ADDRESS, "At 3 p.m. in the U.S. he ran.Then he fell, e.g. there.", []),
    (PlaceableKind.TAG, '<b>x</b><br/><a href="y">', ["<b>", "</b>", "<br/>", '<a href="y">']),
    (PlaceableKind.TAG, "a < b and c > d, <3, <jo@site.org>, <your name>", []),
    (PlaceableKind.TAG, "<note>x</note> &amp; &#39;", ["<note>", "</note>", "&amp;", "&#39;"]),
    (PlaceableKind.TAG, "**so** and *so*, 5 * 3 * 2, [a](b)", ["**", "*", "]("]),
    (PlaceableKind.PLACEHOLDER, "{} {0} {name!r:>10} {{ a.b }} ${x}", ["{}", "{0}", "{name!r:>10}", "{{ a.b }}", "${x}"]),
    (PlaceableKind.PLACEHOLDER, "%s %1$s %(n)d %-5.2f %@ %%", ["%s", "%1$s", "%(n)d", "%-5.2f", "%@"]),
    (PlaceableKind.PLACEHOLDER, "50% discount, 50%d, 100 % de gente", []),
    (PlaceableKind.PLACEHOLDER, "<0>x</0> %NAME% __WHO__", ["<0>", "</0>", "%NAME%", "__WHO__"]),
    (PlaceableKind.PLACEHOLDER, "{n, plural, one {# x} other {# xs}}", ["{n, plural,", "one", "other"]),
    (PlaceableKind.PLACEHOLDER, "one {x}", ["{x}"]),
    (PlaceableKind.IDENTIFIER, "a snake_case, camelCase and run() in `git push`", ["snake_case", "camelCase", "run()", "`git push`"]),
    (PlaceableKind.IDENTIFIER, "/usr/bin/env ~/x C:\\Program Files\\a.exe src/main.py", ["/usr/bin/env", "~/x", "C:\\Program Files\\a.exe", "src/main.py"]),
    (PlaceableKind.IDENTIFIER, "v1.2.3 0xFF #Hash_tag @who --dry-run Ctrl+C", ["v1.2.3", "0xFF", "#Hash_tag", "@who", "--dry-run", "Ctrl+C"]),
    (PlaceableKind.IDENTIFIER, "The A320, H5N1 and RTX-3080 of COVID-19.", ["A320", "H5N1", "RTX-3080", "COVID-19"]),
    (PlaceableKind.IDENTIFIER, "An iPhone and/or McDonald, 24/7, #1, km/h, GDP", []),
    (PlaceableKind.EMOJI, "👩‍💻🇪🇸👍🏽❤️", ["👩‍💻", "🇪🇸", "👍🏽", "❤️"]),
    (PlaceableKind.EMOJI, "© ® ™ → 5 # * ★", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_what_is_found(kind: PlaceableKind, text: str, expected: list[str]) -> None:
    assert sorted(fact.text for fact in placeables_in(text)[kind]) == sorted(expected)


@given(texts)
def test_every_fact_stands_where_it_says(text: str) -> None:
    for facts in placeables_in(text).values():
        for fact in facts:
            assert fact.span.of(text) == fact.text.strip()
            assert fact.text.strip()


@given(texts)
def test_nothing_is_claimed_twice_but_addresses_in_tags(text: str) -> None:
    found = placeables_in(text + ' <a href="https://a.example/{id}"> {x} a_b `c_d`')
    kinds = [kind for kind in PlaceableKind if kind is not PlaceableKind.ADDRESS]
    spans = [fact.span for kind in kinds for fact in found[kind]]
    assert not any(one.overlaps(two) for one in spans for two in spans if one is not two)


def test_mangled_writings_are_found_again() -> None:
    (fact,) = placeables_in("max_retry_count")[PlaceableKind.IDENTIFIER]
    assert mangled(fact, "the Max retry count here") is not None
    assert mangled(fact, "the max counts") is None
