"""Neural models that score meaning: embeddings, paraphrase, likelihood."""
