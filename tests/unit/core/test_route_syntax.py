import pytest

from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route


@pytest.mark.parametrize(
    "text",
    ["en:es:en", "en:pt:es:en", "en:es@apertium:en@argos", "en:pt-BR:en", "zh-Hans:en:zh-Hans"],
)
def test_a_route_prints_as_it_was_written(text: str) -> None:
    assert str(parse_route(text)) == text


def test_engines_belong_to_the_hop_that_leads_into_their_stop() -> None:
    legs = parse_route("en:es@apertium:en").legs
    assert [(str(leg.direction), leg.engine) for leg in legs] == [
        ("en→es", "apertium"),
        ("es→en", None),
    ]


def test_tags_are_written_in_their_usual_case() -> None:
    assert str(parse_route("EN:pt-br:EN")) == "en:pt-BR:en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "en",
        "en:en",
        "en:es",
        "en:es:pt",
        "en::en",
        "en@argos:es:en",
        "en:es@:en",
        "e:s:e",
        "en es",
    ],
)
def test_what_is_no_route_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_route(text)
    assert "en:es:en" in refusal.value.hint
