"""Language models over HTTP, asked of small servers of our own."""

import time
from dataclasses import dataclass, field

import pytest
import servers
from servers import Says, serving

from harness.core.errors import (
    ConfigError,
    EngineContractError,
    EngineDied,
    EngineError,
    EngineUnavailable,
)
from harness.core.protocols import Obstacle, OfferOfMany, Surroundings, remembered_by
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.openai import OpenAI
from harness.engines.servers import pace

EN_ES = Direction("en", "es")
KEY = "sk-xyzzy"


def completion(text, finish="stop"):
    return Says({"choices": [{"message": {"role": "assistant", "content": text}, **(
        {"finish_reason": finish})}], "model": "m"})  # fmt: skip


@dataclass
class Model:
    """A server as llama-server, Ollama and vLLM are; `odd` are its answers to some texts."""

    odd: dict = field(default_factory=dict)
    served: tuple = ("maker/small-7b",)
    key: str | None = None
    said: str = "Dicho"

    def __call__(self, asked):
        if self.key and asked.headers.get("Authorization") != f"Bearer {self.key}":
            return Says({"error": {"message": f"bad {asked.headers.get('Authorization')}"}}, 401)
        if asked.path.endswith("/models"):
            return Says({"data": [{"id": each} for each in self.served]})
        if not asked.path.endswith("/v1/chat/completions"):
            return Says({"error": {"message": "File Not Found"}}, 404)
        text = asked.data["messages"][0]["content"].rpartition("\n\n")[2]
        return self.odd.get(text) or completion(f"{self.said} {text}")


def here(address, **settings):
    return Surroundings(settings={"address": address, **settings})


OPENED = []  # closed after each test


def opened(address, direction=EN_ES, **settings):
    OPENED.append(OpenAI().open(direction, here(address, **settings)))
    return OPENED[-1]


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    waits = []
    monkeypatch.setattr(pace, "pause", waits.append)
    yield waits
    while OPENED:
        OPENED.pop().close()


def test_a_model_offers_every_direction_and_says_which_model_it_is():
    with serving(Model()) as server:
        (found,) = OpenAI().survey(here(server.address))
        assert found == OfferOfMany((), "maker/small-7b", f"{server.address}/v1")
        assert found.serves(EN_ES)


def test_a_question_is_the_prompt_at_temperature_0():
    with serving(Model()) as server:
        engine = opened(server.address)
        assert engine.translate(["One."]) == [Translated("Dicho One.")]
    question = next(
        each.data
        for each in server.of("/chat/completions")
        if each.data["messages"][0]["content"].endswith("\n\nOne.")
    )
    assert question["temperature"] == 0
    assert question["model"] == "maker/small-7b"
    assert "from English into Spanish" in question["messages"][0]["content"]
    assert len(question["messages"]) == 1


def test_the_signature_holds_model_prompt_and_probe_and_no_place():
    with serving(Model()) as server:
        usual = opened(server.address).signature
        other = opened(server.address, prompt="translategemma").signature
        own = opened(server.address, prompt="In {target}:\n\n{text}").signature
        assert dict(usual.fields)["model"] == "maker:small-7b"
        assert dict(usual.fields)["temperature"] == "0"
        assert len({dict(each.fields)["prompt"] for each in (usual, other, own)}) == 3
        assert "127.0.0.1" not in str(usual)
    with serving(Model(served=("/srv/models/gemma.gguf",))) as server:
        assert dict(opened(server.address).signature.fields)["model"] == "gemma.gguf"


def test_a_name_that_would_act_on_a_terminal_is_shown_without_that():
    with serving(Model(served=("a\x1b[31mb\u202e" + "c" * 5000,))) as server:
        name = dict(opened(server.address).signature.fields)["model"]
    assert name.startswith("abc")
    assert len(name) <= 120


def test_the_text_is_put_into_the_prompt_as_it_stands():
    with serving(Model()) as server:
        engine = opened(server.address)
        engine.translate(["{source} {text} {0} %s"])
    assert any(
        each.data["messages"][0]["content"].endswith("\n\n{source} {text} {0} %s")
        for each in server.of("/chat/completions")
    )


@pytest.mark.parametrize("value", ["plane", "no place for it", ""])
def test_a_prompt_without_a_place_for_the_text_is_refused(value):
    with serving(Model()) as server, pytest.raises(ConfigError, match="is no prompt"):
        opened(server.address, prompt=value)


def test_one_of_several_models_must_be_named():
    with serving(Model(served=("a", "b"))) as server:
        (found,) = OpenAI().survey(here(server.address))
        assert isinstance(found, Obstacle)
        assert "openai.model" in found.remedy
        assert opened(server.address, model="b").signature.fields[1] == ("model", "b")
        with pytest.raises(EngineUnavailable, match="serves no model 'c'"):
            opened(server.address, model="c")


def test_a_server_that_lists_no_models_is_asked_for_the_named_one():
    class Silent(Model):
        def __call__(self, asked):
            return Says(raw=b"", status=404) if "models" in asked.path else super().__call__(asked)

    with serving(Silent()) as server:
        engine = opened(server.address, model="x")
        assert isinstance(engine.translate(["One."])[0], Translated)


def test_a_path_of_the_address_is_kept():
    with serving(Model()) as server:
        opened(f"{server.address}/proxy/v1/").signature  # noqa: B018
    assert {each.path for each in server.asked} == {
        *("/proxy/v1/models", "/proxy/v1/chat/completions")
    }


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (completion("Sure! Here is the translation:\nHola."), "talks about its answer"),
        (completion("Translation: Hola."), "talks about its answer"),
        (completion("I'm sorry, but I can't translate that."), "refuses"),
        (completion("Lo siento, no puedo traducir eso."), "refuses"),
        (completion("<think>Hm.</think>Hola."), "thoughts"),
        (completion("```\nHola.\n```"), "block of code"),
        (completion("Hola.\n\nNote: this is informal."), "more lines"),
        (completion('"Hola."'), "quotation marks"),
        (completion(""), "answered nothing"),
        (completion("  \n"), "answered nothing"),
        (completion("hola " * 400), "answered 2000 characters"),
        (completion("Hola", "length"), "did not come to an end"),
        (completion("Привет, как дела?"), "Cyrillic"),
        (completion("The people who were there said that this is what they had."), "in English"),
    ],
)
def test_an_answer_that_is_no_translation_is_not_measured(answer, reason):
    with serving(Model(odd={"Hello.": answer})) as server:
        engine = opened(server.address)
        odd, fine = engine.translate(["Hello.", "One."])
        assert isinstance(odd, Untranslatable)
        assert reason in odd.reason
        assert fine == Translated("Dicho One.")


def test_a_text_that_the_server_refuses_is_not_measured():
    said = Says({"error": {"message": "context size exceeded"}}, 400)
    with serving(Model(odd={"Long.": said})) as server:
        engine = opened(server.address)
        long, fine = engine.translate(["Long.", "One."])
        assert long == Untranslatable("the server fails on this text (400: context size exceeded)")
        assert fine == Translated("Dicho One.")


def test_a_text_on_which_it_talks_for_ever_is_not_measured():
    with serving(Model(odd={"Loop.": servers.hangs})) as server:
        engine = opened(server.address, first_byte_timeout="1", total_timeout="1")
        loop, fine = engine.translate(["Loop.", "One."])
        assert isinstance(loop, Untranslatable)
        assert fine == Translated("Dicho One.")


def test_a_server_that_still_loads_its_model_is_waited_for_a_little(waits):
    left = [2]

    class Loading(Model):
        def __call__(self, asked):
            if "chat" in asked.path and left[0]:
                left[0] -= 1
                return Says({"error": {"code": 503, "message": "Loading model"}}, 503)
            return super().__call__(asked)

    with serving(Loading()) as server:
        engine = opened(server.address)
        assert engine.translate(["One."]) == [Translated("Dicho One.")]
    assert waits == [1.0, 4.0]


@pytest.mark.parametrize(
    "answer",
    [
        Says({}),
        Says({"choices": []}),
        Says({"choices": [{"message": {"content": 3}}]}),
        Says({"choices": [{"message": {"content": None}}]}),
        Says([]),
        Says(raw=b"not JSON"),
    ],
)
def test_garbage_ends_the_run(answer):
    with serving(Model(odd={"One.": answer})) as server:
        engine = opened(server.address)
        with pytest.raises(EngineContractError):
            engine.translate(["One."])


def test_another_model_in_between_gives_nothing_away():
    model = Model()
    with serving(model) as server:
        engine = opened(server.address)
        engine.translate(["One."])
        model.said = "Otro"
        with pytest.raises(EngineError, match="another model is behind"):
            engine.translate(["Two."])


def test_a_model_that_words_things_by_chance_is_not_remembered():
    class Chance(Model):
        def __call__(self, asked):
            self.said += "o"
            return super().__call__(asked)

    with serving(Chance()) as server:
        engine = opened(server.address)
        assert remembered_by(engine) is None


def test_the_key_goes_into_one_header_and_nowhere_else():
    with serving(Model(key=KEY)) as server:
        engine = opened(server.address, api_key=KEY)
        assert engine.translate(["One."]) == [Translated("Dicho One.")]
        assert KEY not in str(engine.signature)
    assert all(KEY.encode() not in each.content and KEY not in each.path for each in server.asked)
    assert {each.headers["Authorization"] for each in server.asked} == {f"Bearer {KEY}"}


def test_a_wrong_key_says_what_to_do_and_is_not_repeated():
    with serving(Model(key="another")) as server:
        (found,) = OpenAI().survey(here(server.address, api_key=KEY))
        assert isinstance(found, Obstacle)
        assert "HARNESS_OPENAI_API_KEY" in found.remedy
        assert KEY not in found.reason


def test_a_server_that_dies_ends_the_run(waits):
    model = Model()
    dead = []
    with serving(lambda asked: servers.closes if dead else model(asked)) as server:
        engine = opened(server.address)
        engine.translate(["One."])
        dead.append(True)
        with pytest.raises(EngineDied, match="gives no answer"):
            engine.translate(["Two."])


def test_without_an_address_nothing_is_asked():
    (found,) = OpenAI().survey(Surroundings())
    assert isinstance(found, Obstacle)
    with pytest.raises(EngineUnavailable, match="no address"):
        OpenAI().open(EN_ES, Surroundings())


def test_a_language_that_does_not_exist_cannot_be_prompted_for():
    with serving(Model()) as server, pytest.raises(EngineUnavailable, match="'xx'"):
        opened(server.address, Direction("en", "xx"))


def test_several_questions_at_once_are_answered_in_order():
    slow, together = 0.05, []

    class Busy(Model):
        at_once = 0

        def __call__(self, asked):
            self.at_once += 1
            together.append(self.at_once)
            time.sleep(slow)
            self.at_once -= 1
            return super().__call__(asked)

    texts = [f"Text {number}." for number in range(12)]
    with serving(Busy()) as server:
        engine = opened(server.address, parallel="4")
        assert engine.translate(texts) == [Translated(f"Dicho {text}") for text in texts]
        assert ("parallel", "4") in engine.signature.fields
    assert 1 < max(together) <= 4


def test_what_fails_among_several_ends_them_all():
    with serving(Model(odd={"Text 3.": Says({})})) as server:
        engine = opened(server.address, parallel="4")
        with pytest.raises(EngineContractError):
            engine.translate([f"Text {number}." for number in range(12)])


@pytest.mark.parametrize("value", ["0", "65", "many"])
def test_a_number_of_questions_that_cannot_be_is_refused(value):
    with serving(Model()) as server, pytest.raises(ConfigError, match="parallel"):
        opened(server.address, parallel=value)
