"""LibreTranslate over HTTP, asked of small servers of our own that behave in all its ways."""

import json
from dataclasses import dataclass, field

import pytest
import servers
from servers import Asked, Says, serving

from harness.core.errors import (
    ConfigError,
    EngineContractError,
    EngineDied,
    EngineError,
    EngineUnavailable,
)
from harness.core.protocols import Obstacle, Offer, Surroundings, remarks_of, remembered_by
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.libretranslate import LibreTranslate
from harness.engines.servers import pace
from harness.engines.servers.probe import probe_texts

EN_ES = Direction("en", "es")
KEY = "xyzzy-key"


@dataclass
class Libre:
    """A server as LibreTranslate 1.9 is; `odd` are answers to texts that it treats otherwise."""

    odd: dict = field(default_factory=dict)
    limit: int = -1
    key: str | None = None
    model: int = 1
    translated: int = 0

    def __call__(self, asked: Asked):
        if asked.path == "/languages":
            every = ["en", "es", "pt", "zh-Hans"]
            return Says([{"code": code, "name": code, "targets": every} for code in every])
        if asked.path == "/frontend/settings":
            return Says({"charLimit": self.limit, "apiKeys": self.key is not None})
        if asked.path == "/spec":
            return Says({"info": {"version": "1.9.6", "title": "LibreTranslate"}})
        question = asked.data
        if self.key is not None and question.get("api_key") != self.key:
            return Says({"error": f"Invalid API key {question.get('api_key')}"}, 403)
        text = question["q"]
        if text in self.odd:
            odd = self.odd[text]
            return odd(self) if callable(odd) and getattr(odd, "scripted", False) else odd
        self.translated += 1
        return Says({"translatedText": f"{question['target']}{self.model} {text}"})


def here(address, **settings):
    return Surroundings(settings={"address": address, **settings})


def opened(address, direction=EN_ES, **settings):
    return LibreTranslate().open(direction, here(address, **settings))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Waits are noted and not made."""
    waits = []
    monkeypatch.setattr(pace, "pause", waits.append)
    return waits


@pytest.fixture
def waits(_no_waiting):
    return _no_waiting


def test_directions_are_those_with_english_unless_pivots_are_accepted():
    with serving(Libre()) as server:
        found = LibreTranslate().survey(here(server.address))
        assert {str(each.direction) for each in found} == {
            *("en→es", "es→en", "en→pt", "pt→en", "en→zh-Hans", "zh-Hans→en")
        }
        more = LibreTranslate().survey(here(server.address, pivots="accept"))
        assert Direction("es", "pt") in {each.direction for each in more}
        with pytest.raises(EngineUnavailable, match="es→pt by a model of its own") as refusal:
            opened(server.address, Direction("es", "pt"))
        assert "en as a hop" in refusal.value.hint
        pivoted = opened(server.address, Direction("es", "pt"), pivots="accept")
        assert ("pivot", "unknown") in pivoted.signature.fields
        pivoted.close()


def test_each_text_is_asked_alone_in_plain_form():
    with serving(Libre()) as server:
        engine = opened(server.address)
        assert engine.translate(["One.", "", "Two."]) == [
            *(Translated("es1 One."), Translated(""), Translated("es1 Two."))
        ]
        engine.close()
        engine.close()
    first = server.of("/translate")[0]
    assert first.data == {"q": first.data["q"], "source": "en", "target": "es", "format": "text"}
    assert all(isinstance(each.data["q"], str) for each in server.of("/translate"))


def test_the_signature_names_the_version_and_what_it_answers_and_no_place():
    with serving(Libre()) as one, serving(Libre()) as other, serving(Libre(model=2)) as newer:
        engines = [opened(each.address) for each in (one, other, newer)]
        same, too, not_same = (each.signature for each in engines)
        assert same == too
        assert same != not_same
        assert ("version", "1.9.6") in same.fields
        assert "127.0.0.1" not in str(same)
        assert remembered_by(engines[0]) == same.identity
        assert "edits" in remarks_of(engines[0])[0]
        for each in engines:
            each.close()


def test_a_model_that_changes_during_a_run_gives_nothing_away():
    libre = Libre()
    with serving(libre) as server:
        engine = opened(server.address)
        assert engine.translate(["One."]) == [Translated("es1 One.")]
        libre.model = 2
        with pytest.raises(EngineError, match="another model is behind the server") as failure:
            engine.translate(["Two."])
        assert "--force" in failure.value.hint
        engine.close()


def test_a_server_that_answers_differently_each_time_is_not_remembered():
    class Fickle(Libre):
        def __call__(self, asked):
            self.model += 1
            return super().__call__(asked)

    with serving(Fickle()) as server:
        engine = opened(server.address)
        assert remembered_by(engine) is None
        assert ("probe", "unsteady") in engine.signature.fields
        assert any("nothing is remembered" in each for each in remarks_of(engine))
        assert isinstance(engine.translate(["One."])[0], Translated)
        engine.close()


def test_what_is_too_long_is_not_measured_and_the_rest_is():
    libre = Libre(limit=60)
    with serving(libre) as server:
        engine = opened(server.address)
        long, short = engine.translate(["x" * 61, "One."])
        assert long == Untranslatable("61 characters, and the server takes at most 60 of a text")
        assert short == Translated("es1 One.")
        engine.close()
    assert all(len(each.data["q"]) <= 60 for each in server.of("/translate"))


def test_a_limit_that_the_server_names_only_when_asked():
    said = Says({"error": "Invalid request: request (305) exceeds text limit (300)"}, 400)
    with serving(Libre(odd={"long": said})) as server:
        engine = opened(server.address)
        assert engine.translate(["long", "One."]) == [
            Untranslatable("305 characters, and the server takes at most 300 of a text"),
            Translated("es1 One."),
        ]
        engine.close()


def test_a_400_for_another_reason_ends_the_run():
    with serving(Libre(odd={"x": Says({"error": "es is not supported"}, 400)})) as server:
        engine = opened(server.address)
        with pytest.raises(EngineDied, match="es is not supported"):
            engine.translate(["x"])
        engine.close()


def test_one_text_that_the_server_fails_on_is_not_measured(waits):
    boom = Says({"error": "Cannot translate text"}, 500)
    with serving(Libre(odd={"bad": boom, "page": Says(raw=b"<h1>502</h1>", status=502)})) as server:
        engine = opened(server.address)
        bad, page, good = engine.translate(["bad", "page", "good"])
        assert bad == Untranslatable("the server fails on this text (500: Cannot translate text)")
        assert isinstance(page, Untranslatable)
        assert good == Translated("es1 good")
        engine.close()
    assert len([each for each in server.of("/translate") if each.data["q"] == "bad"]) == 3
    assert waits == [1.0, 4.0, 1.0, 4.0]


@pytest.mark.parametrize("app", [servers.hangs, servers.drips], ids=["hangs", "drips"])
def test_one_text_that_takes_too_long_is_not_measured(app):
    with serving(Libre(odd={"slow": app})) as server:
        engine = opened(server.address, first_byte_timeout="1", total_timeout="1")
        slow, good = engine.translate(["slow", "good"])
        assert isinstance(slow, Untranslatable)
        assert "within 1 s" in slow.reason
        assert good == Translated("es1 good")
        engine.close()


@pytest.mark.parametrize("app", [servers.closes, servers.babbles, servers.breaks_off])
def test_one_text_on_which_the_server_breaks_is_not_measured(app):
    with serving(Libre(odd={"poison": app})) as server:
        engine = opened(server.address)
        poison, good = engine.translate(["poison", "good"])
        assert isinstance(poison, Untranslatable)
        assert poison.reason.startswith("the server gives no answer: ")
        assert good == Translated("es1 good")
        engine.close()


@pytest.mark.parametrize("app", [servers.closes, servers.babbles, servers.breaks_off])
def test_a_server_that_dies_ends_the_run_and_invents_nothing(app, waits):
    dead = []

    class Dies(Libre):
        def __call__(self, asked):
            return app if dead else super().__call__(asked)

    with serving(Dies()) as server:
        engine = opened(server.address)
        engine.translate(["One."])
        dead.append(True)
        with pytest.raises(EngineDied, match="gives no answer"):
            engine.translate(["Two."])
        engine.close()
    assert waits[-2:] == [1.0, 4.0]


def test_a_server_that_is_not_there_is_an_obstacle_that_says_so():
    with serving(Libre()) as server:
        pass
    (found,) = LibreTranslate().survey(here(server.address))
    assert isinstance(found, Obstacle)
    assert "refused" in found.reason
    assert "start the server" in found.remedy
    with pytest.raises(EngineUnavailable):
        opened(server.address)


def test_without_an_address_nothing_is_asked():
    (found,) = LibreTranslate().survey(Surroundings())
    assert isinstance(found, Obstacle)
    assert "libretranslate.address=" in found.remedy
    with pytest.raises(EngineUnavailable, match="no address"):
        LibreTranslate().open(EN_ES, Surroundings())


def test_another_machine_is_asked_only_where_the_user_says_so():
    with pytest.raises(ConfigError, match="another machine"):
        LibreTranslate().survey(here("http://192.0.2.1:5000"))


# ── refusals ────────────────────────────────────────────────────────────────────────────────────


def refusing(times, said, **headers):
    """A server that refuses one text so often, and then takes it."""
    left = [times]

    class Refusing(Libre):
        def __call__(self, asked):
            if asked.path == "/translate" and asked.data["q"] == "Two." and left[0]:
                left[0] -= 1
                return Says({"error": said}, 429, headers)
            return super().__call__(asked)

    return Refusing()


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 0.0

    monkeypatch.setattr(pace.time, "monotonic", lambda: Clock.now)

    def wait(seconds):
        Clock.now += seconds

    monkeypatch.setattr(pace, "pause", wait)
    return Clock


@pytest.mark.parametrize(
    ("said", "headers", "seconds"),
    [
        ("Slowdown: 100 per 1 minute", {}, 60),
        ("Slowdown", {"Retry-After": "7"}, 7),
        ("Slowdown", {}, 60),
    ],
)
def test_a_429_is_waited_for_as_long_as_it_says(said, headers, seconds, clock):
    with serving(refusing(1, said, **headers)) as server:
        engine = opened(server.address)
        assert engine.translate(["One.", "Two."])[1] == Translated("es1 Two.")
        engine.close()
    assert clock.now == seconds


def test_a_server_is_not_hammered(clock):
    with serving(refusing(99, "Slowdown: 8 per 1 minute")) as server:
        engine = opened(server.address)
        with pytest.raises(EngineDied, match="left alone for 60 s") as failure:
            engine.translate(["Two."])
        engine.close()
    assert "what was translated is remembered" in failure.value.hint
    assert len([each for each in server.of("/translate") if each.data["q"] == "Two."]) == 3
    assert clock.now == 120


def test_a_wait_longer_than_allowed_is_not_begun(clock):
    with serving(refusing(1, "Slowdown: 1000 per 1 day")) as server:
        engine = opened(server.address)
        with pytest.raises(EngineDied, match="86400 s"):
            engine.translate(["Two."])
        engine.close()
    assert clock.now == 0


def test_after_a_429_the_rate_is_kept(clock):
    with serving(refusing(1, "Slowdown: 4 per 1 minute")) as server:
        engine = opened(server.address)
        engine.translate(["Two.", *(f"Text {number}." for number in range(11))])
        engine.close()
    assert clock.now == 60 * (1 + 3)  # 12 texts and the probe, of four, at four a minute


def test_a_ban_ends_the_run_at_once(waits):
    said = Says({"error": "Too many request limits violations"}, 403)
    with serving(Libre(odd={"Two.": said})) as server:
        engine = opened(server.address)
        with pytest.raises(EngineDied, match="Too many request limits violations"):
            engine.translate(["One.", "Two.", "Three."])
        engine.close()
    assert [each.data["q"] for each in server.of("/translate")][-2:] == ["One.", "Two."]
    assert not waits


# ── what is no translation ──────────────────────────────────────────────────────────────────────


def test_an_answer_without_a_word_is_none():
    with serving(Libre(odd={"One.": Says({"translatedText": "🔥"})})) as server:
        engine = opened(server.address)
        assert engine.translate(["One."]) == [Untranslatable("the server's answer holds no word")]
        engine.close()


def test_a_server_that_answers_emoji_or_the_same_to_everything_is_refused():
    for said, reason in (("🔥", "without a single word"), ("Hola.", "every text alike")):
        odd = {text: Says({"translatedText": said}) for text in probe_texts("en")}
        with serving(Libre(odd=odd)) as server:
            engine = opened(server.address)
            with pytest.raises(EngineContractError, match=reason):
                engine.translate(["One."])
            engine.close()


@pytest.mark.parametrize(
    "answer",
    [
        Says(raw=b"<html>It works!</html>"),
        Says({"translatedText": ["Uno."]}),
        Says({"translatedText": None}),
        Says({"text": "Uno."}),
        Says([1]),
        Says(raw=b"[" * 100_000),
        Says(raw=b"\xff\xfe"),
    ],
)
def test_garbage_ends_the_run(answer):
    with serving(Libre(odd={"One.": answer})) as server:
        engine = opened(server.address)
        with pytest.raises(EngineContractError):
            engine.translate(["One."])
        engine.close()


def test_redirects_are_not_followed():
    with serving(Libre()) as elsewhere:
        moved = Says("", 302, {"Location": f"{elsewhere.address}/translate"})
        with serving(Libre(odd={"One.": moved})) as server:
            engine = opened(server.address)
            with pytest.raises(EngineContractError, match="which is not followed"):
                engine.translate(["One."])
            engine.close()
    assert not elsewhere.asked


@pytest.mark.parametrize(
    "languages", [Says({}), Says("x"), Says([{"code": "en"}]), Says([1]), Says(None)]
)
def test_a_list_of_languages_that_is_none_is_an_obstacle(languages):
    with serving(lambda asked: languages) as server:
        (found,) = LibreTranslate().survey(here(server.address))
        assert isinstance(found, Obstacle)


# ── the key ─────────────────────────────────────────────────────────────────────────────────────


def test_the_key_travels_in_the_question_only():
    with serving(Libre(key=KEY)) as server:
        engine = opened(server.address, api_key=KEY)
        assert engine.translate(["One."]) == [Translated("es1 One.")]
        assert KEY not in str(engine.signature)
        engine.close()
    assert all(KEY not in f"{each.path}{dict(each.headers)}" for each in server.asked)


def test_the_key_may_lie_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\nsecond line\n")
    with serving(Libre(key=KEY)) as server:
        engine = opened(server.address, api_key_file=str(file))
        assert engine.translate(["One."]) == [Translated("es1 One.")]
        engine.close()


def test_a_server_that_repeats_the_key_does_not_betray_it():
    with serving(Libre(key="another")) as server:
        engine = opened(server.address, api_key=KEY)
        with pytest.raises(EngineError, match="Invalid API key …") as failure:
            engine.translate(["One."])
        assert KEY not in f"{failure.value} {failure.value.hint}"
        engine.close()


def test_a_server_that_wants_a_key_says_how_to_give_one():
    said = Says({"error": "Please contact the server operator to get an API key"}, 400)
    odd = dict.fromkeys(probe_texts("en"), said)
    with serving(Libre(odd=odd)) as server:
        engine = opened(server.address)
        with pytest.raises(EngineUnavailable) as failure:
            engine.translate(["One."])
        assert "HARNESS_LIBRETRANSLATE_API_KEY" in failure.value.hint
        engine.close()


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"two words", "clé".encode()])
def test_a_key_that_cannot_be_one_is_refused_and_not_repeated(tmp_path, content):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError) as refusal:
        LibreTranslate().survey(here("http://127.0.0.1:1", api_key_file=str(file)))
    assert "two words" not in str(refusal.value)


def test_a_key_is_never_sent_in_plain_text_to_another_machine():
    with pytest.raises(ConfigError, match="plain text"):
        LibreTranslate().survey(here("http://192.0.2.1", allow_remote="yes", api_key=KEY))


def test_offers_are_named_by_where_the_server_is():
    with serving(Libre()) as server:
        offer = LibreTranslate().survey(here(server.address))[0]
        assert isinstance(offer, Offer)
        assert offer.location == server.address


def test_the_messages_of_a_server_are_short_and_without_controls():
    said = json.dumps({"error": "\x1b[31m" + "x" * 5000}).encode()
    with serving(Libre(odd={"x": Says(raw=said, status=400)})) as server:
        engine = opened(server.address)
        with pytest.raises(EngineDied) as failure:
            engine.translate(["x"])
        assert "\x1b" not in str(failure.value)
        assert len(str(failure.value)) < 400
        engine.close()
