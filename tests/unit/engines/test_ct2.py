"""Folders of CTranslate2 models: which they are, what they translate, how they are asked."""

import json

import pytest
from ct2_models import named, of_another_kind, opus_folder, tiny

from harness.core.errors import (
    ConfigError,
    EngineDied,
    EngineUnavailable,
    PackBroken,
    ReadError,
)
from harness.core.protocols import Obstacle, Offer, OfferOfMany, Surroundings, remarks_of
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.ct2 import Ct2
from harness.engines.ct2_models.codes import tag_of
from harness.engines.ct2_models.families import family_of
from harness.engines.ct2_models.folder import model_in
from harness.machine import site
from harness.run.assembly import check_packs

EN_ES = Direction("en", "es")
FAMILIES = {
    "marian": ((), "source.spm"),
    "opus-multi": ((">>spa<<", ">>por<<", ">>pt_br<<"), "source.spm"),
    "m2m-100": (("__en__", "__es__", "__pt__"), "sentencepiece.bpe.model"),
    "nllb": (("eng_Latn", "spa_Latn", "zho_Hant"), "sentencepiece.bpe.model"),
    "madlad-400": (("<2en>", "<2es>", "<2pt>"), "spiece.model"),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """One tiny model of each family, in a folder named as people name them."""
    place = tmp_path_factory.mktemp("models")
    return {
        family: tiny(place / f"opus-mt-en-es-{family}", languages=languages, pieces_as=pieces)
        for family, (languages, pieces) in FAMILIES.items()
    }


def at(*packs, **settings):
    return Surroundings(packs=packs, settings=settings, threads=1)


class Recorder:
    """CTranslate2's translator, which keeps what it is asked."""

    def __init__(self, inner):
        self.inner, self.asked = inner, []

    def translate_batch(self, batch, **settings):
        self.asked.append((batch, settings["target_prefix"]))
        return self.inner.translate_batch(batch, **settings)

    def unload_model(self):
        self.inner.unload_model()


def asked_of(folder, direction, text="nobody came"):
    """The tokens of a text and the prefix of its answer, as the model gets them; the answer."""
    engine = Ct2().open(direction, at(folder))
    engine.translate(["we left"])
    engine._model.translator = recorder = Recorder(engine._model.translator)
    (outcome,) = engine.translate([text])
    engine.close()
    ((batch, prefix),) = recorder.asked
    return batch[0], prefix and prefix[0], outcome


@pytest.mark.parametrize(
    ("family", "first", "prefix"),
    [
        ("marian", None, None),
        ("opus-multi", ">>spa<<", None),
        ("m2m-100", "__en__", ["__es__"]),
        ("nllb", "eng_Latn", ["spa_Latn"]),
        ("madlad-400", "<2es>", None),
    ],
)
def test_each_family_is_asked_in_its_own_way(folders, family, first, prefix):
    tokens, asked_prefix, outcome = asked_of(folders[family], EN_ES)
    assert (tokens[0] if first else None) == first
    assert tokens[-1] == "</s>"
    assert tokens.count("</s>") == 1
    assert asked_prefix == prefix
    assert isinstance(outcome, Translated)
    for mark in (">>", "__", "_Latn", "<2", "</s>"):
        assert mark not in outcome.text


def test_a_model_that_adds_its_own_end_gets_no_second_one(tmp_path):
    tokens, _, _ = asked_of(tiny(tmp_path / "en-es", adds_end=True), EN_ES)
    assert "</s>" not in tokens


def test_the_offers_of_each_family(folders):
    found = {family: Ct2().survey(at(folder)) for family, folder in folders.items()}
    assert [str(each.direction) for each in found["marian"]] == ["en→es"]
    assert [str(each.direction) for each in found["opus-multi"]] == ["en→es", "en→pt", "en→pt-BR"]
    assert found["m2m-100"][0].languages == ("en", "es", "pt")
    assert found["nllb"][0].languages == ("en", "es", "zh-Hant")
    assert found["madlad-400"][0].languages == ("en", "es", "pt")
    assert all(offer.named for offers in found.values() for offer in offers)
    (many,) = found["nllb"]
    assert isinstance(many, OfferOfMany)
    assert many.serves(Direction("zh-Hant", "es"))
    assert not many.serves(Direction("zh", "es"))


def test_the_signature_tells_models_families_and_settings_apart(folders):
    engines = [Ct2().open(EN_ES, at(folder)) for folder in folders.values()]
    engines.append(Ct2().open(EN_ES, at(folders["marian"], beam="1")))
    engines.append(Ct2().open(Direction("es", "en"), at(folders["nllb"])))
    assert len({each.signature.identity for each in engines}) == len(engines)
    again = Ct2().open(EN_ES, at(folders["marian"]))
    assert again.signature == engines[0].signature
    assert str(folders["marian"]) not in str(again.signature)


def test_a_licence_that_forbids_trade_is_told(folders):
    (told,) = remarks_of(Ct2().open(EN_ES, at(folders["nllb"])))
    assert "non-commercial" in told
    assert remarks_of(Ct2().open(EN_ES, at(folders["marian"]))) == ()


@pytest.mark.parametrize("name", ["source.spm", "model.bin", "shared_vocabulary.json"])
def test_the_signature_depends_on_every_file_that_decides(tmp_path, name):
    folder = tiny(tmp_path / "en-es")
    before = Ct2().open(EN_ES, at(folder)).signature
    with (folder / name).open("ab") as stream:
        stream.write(b" ")
    assert Ct2().open(EN_ES, at(folder)).signature != before


def test_a_folder_of_folders_is_looked_through(tmp_path):
    for name in ("opus-mt-en-es", "opus-mt-es-en", "notes"):
        if name != "notes":
            tiny(tmp_path / "models" / name)
    (tmp_path / "models/notes").mkdir()
    found = Ct2().survey(at(models=str(tmp_path / "models")))
    assert [str(each.direction) for each in found] == ["en→es", "es→en"]
    assert not any(each.named for each in found)
    (nothing,) = Ct2().survey(at(models=str(tmp_path / "no")))
    assert isinstance(nothing, Obstacle)


def test_what_firefox_translations_converts(tmp_path):
    tiny(tmp_path / "enes" / "ctranslate2_model", pieces_as=None)
    (tmp_path / "enes/vocab.enes.spm").write_bytes(
        (tiny(tmp_path / "x") / "source.spm").read_bytes()
    )
    (found,) = Ct2().survey(at(tmp_path / "enes"))
    assert isinstance(found, Offer)
    assert found.direction == EN_ES
    assert isinstance(asked_of(tmp_path / "enes", EN_ES)[2], Translated)


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("opus-mt-en-es", "en→es"),
        ("opus-mt-tc-big-en-pt", "en→pt"),
        ("en_es.int8", "en→es"),
        ("enes", "en→es"),
        ("my-en-es", "en→es"),
        ("eng-spa-ct2", "en→es"),
        ("model", None),
        ("tiny-base", None),
        ("opus-mt-ROMANCE-en", None),
        ("opus-mt-mul-en", None),
    ],
)
def test_languages_in_the_name_of_a_folder(tmp_path, name, direction):
    (found,) = Ct2().survey(at(tiny(tmp_path / name)))
    if direction is None:
        assert isinstance(found, Obstacle)
        assert "ct2.source" in found.remedy
    else:
        assert str(found.direction) == direction


def test_what_a_folder_says_counts_more_than_its_name_and_a_setting_where_both_are_silent(tmp_path):
    told = tiny(tmp_path / "opus-mt-en-es")
    named(told, "eng", "por")
    assert str(Ct2().survey(at(told))[0].direction) == "en→pt"
    silent = tiny(tmp_path / "model")
    found = Ct2().survey(at(silent, source="en", target="es"))
    assert str(found[0].direction) == "en→es"
    unknown = Ct2().survey(at(silent, source="en", target="elvish"))
    assert isinstance(unknown[0], Obstacle)


@pytest.mark.parametrize("kind", ["TransformerDecoderModelSpec", "WhisperSpec"])
def test_models_that_do_not_translate_are_unsupported_and_say_so(tmp_path, folders, kind):
    folder = of_another_kind(tmp_path / "en-es", folders["marian"], kind)
    (found,) = Ct2().survey(at(folder))
    assert isinstance(found, Obstacle)
    assert f"unsupported: a model of the kind {kind}" in found.reason
    assert "NLLB" in found.remedy
    with pytest.raises(EngineUnavailable):
        Ct2().open(EN_ES, at(folder))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("</s>", "<extra_id_0>", "<extra_id_1>"), "T5 model without tokens for languages"),
        (("</s>", "en_XX", "es_XX"), "mBART"),
    ],
)
def test_families_that_are_not_known_are_unsupported(tmp_path, more, why):
    (found,) = Ct2().survey(at(tiny(tmp_path / "en-es", more=more)))
    assert isinstance(found, Obstacle)
    assert f"unsupported: a{'n' if why == 'mBART' else ''} {why}" in found.reason


def test_a_vocabulary_without_an_end_is_unsupported():
    assert "without the token </s>" in str(family_of(["a", "b"]))


def test_a_folder_without_pieces_says_how_to_convert(tmp_path):
    (found,) = Ct2().survey(at(tiny(tmp_path / "en-es", pieces_as=None)))
    assert isinstance(found, Obstacle)
    assert "no SentencePiece model" in found.reason
    assert "ct2-transformers-converter --copy_files" in found.remedy


def break_vocabulary(content):
    return lambda folder: (folder / "shared_vocabulary.json").write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        break_vocabulary(b"{}"),
        break_vocabulary(b"[1]"),
        break_vocabulary(b"\xff"),
        break_vocabulary(b"[" * 100_000),
        lambda folder: (folder / "shared_vocabulary.json").unlink(),
        lambda folder: (folder / "model.bin").write_bytes(b""),
        lambda folder: (folder / "model.bin").write_bytes(b"\x89PNG\r\n" * 50),
        lambda folder: (folder / "tokenizer_config.json").write_text("[]"),
    ],
)
def test_a_broken_folder_is_an_obstacle_that_names_it(tmp_path, damage):
    folder = tiny(tmp_path / "en-es")
    damage(folder)
    (found,) = Ct2().survey(at(folder))
    assert isinstance(found, Obstacle)
    assert str(folder) in found.reason
    assert found.remedy


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "source.spm").write_bytes(b"no model"),
        lambda folder: (folder / "model.bin").write_bytes(
            (folder / "model.bin").read_bytes()[:-1000]
        ),
    ],
)
def test_a_model_that_cannot_be_loaded_is_unavailable(tmp_path, damage):
    folder = tiny(tmp_path / "en-es")
    damage(folder)
    engine = Ct2().open(EN_ES, at(folder))
    with pytest.raises(EngineUnavailable, match="cannot be loaded"):
        engine.translate(["we left"])
    engine.close()


def test_a_configuration_that_is_none_is_refused(tmp_path):
    folder = tiny(tmp_path / "en-es")
    (folder / "config.json").write_text("[]")
    engine = Ct2().open(EN_ES, at(folder))
    with pytest.raises((EngineUnavailable, EngineDied, ReadError)):
        engine.translate(["we left"])
    engine.close()


def test_what_is_too_long_is_not_measured(folders):
    engine = Ct2().open(EN_ES, at(folders["marian"]))
    long, short = engine.translate(["nobody came " * 1000, "nobody came"])
    assert isinstance(long, Untranslatable)
    assert "at most 1024" in long.reason
    assert isinstance(short, Translated)
    engine.close()


def test_a_value_that_cannot_be_is_refused(folders):
    with pytest.raises(ConfigError, match="beam"):
        Ct2().open(EN_ES, at(folders["marian"], beam="wide"))


def test_argos_packages_are_no_folders_of_this_kind(tmp_path):
    folder = tiny(tmp_path / "en-es")
    (folder / "metadata.json").write_text(json.dumps({"from_code": "en", "to_code": "es"}))
    assert model_in(folder) is None
    assert isinstance(Ct2().survey(at(folder))[0], Obstacle)


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("spa_Latn", "es"),
        ("zho_Hans", "zh"),
        ("zho_Hant", "zh-Hant"),
        ("kor_Hang", "ko"),
        ("arb_Arab", "ar"),
        ("pt_br", "pt-BR"),
        ("sr_Latn", "sr-Latn"),
        ("cmn_Hans", "zh"),
        ("ROMANCE", None),
        ("mul", None),
        ("int8", None),
    ],
)
def test_codes_of_models_as_tags(code, tag):
    assert tag_of(code) == tag


@pytest.mark.engine
def test_a_real_model_in_the_form_of_opus_mt_translates(tmp_path):
    folder = opus_folder(tmp_path / "opus-mt-en-es")
    engine = Ct2().open(EN_ES, at(folder))
    assert (
        engine.translate(["Nobody came.", "We left."])[0] == engine.translate(["Nobody came."])[0]
    )
    (answer,) = engine.translate(["Nobody came."])
    assert isinstance(answer, Translated)
    assert answer.text == "Nadie vino."
    engine.close()


def test_a_setting_tells_the_languages_of_a_pack_that_is_silent(tmp_path):
    silent = tiny(tmp_path / "model")
    said = site(options={"ct2": {"source": "en", "target": "es"}})
    check_packs([silent], said)
    with pytest.raises(PackBroken, match="neither its files nor its name"):
        check_packs([silent], site())
    elsewhere = site(options={"ct2": {"models": str(tmp_path), "source": "en", "target": "es"}})
    with pytest.raises(ConfigError, match="neither a language pack"):
        check_packs([tmp_path / "nothing"], elsewhere)
