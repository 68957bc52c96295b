"""The fixed texts by which a model behind a server is recognised."""

import pytest

from harness.engines.servers.probe import has_words, probe_texts


@pytest.mark.parametrize("language", ["en", "es-419", "ko", "sw", "zh-Hant", "tr", "xx", "qaa"])
def test_there_are_several_different_texts_in_every_language(language):
    texts = probe_texts(language)
    assert len(texts) >= 3
    assert len(set(texts)) == len(texts)
    assert all(map(has_words, texts))
    assert probe_texts(language) == texts


def test_they_are_in_the_language_that_the_model_reads():
    assert "독일" in probe_texts("ko")[1]  # Germany
    assert "Ujerumani" in probe_texts("sw")[1]
    assert probe_texts("xx") == probe_texts("en")
    assert probe_texts("pt-BR") == probe_texts("pt")
