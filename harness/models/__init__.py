"""Neural models that judge meaning: embeddings, paraphrase, likelihood."""
