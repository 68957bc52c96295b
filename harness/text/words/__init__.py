"""Words of one text: tokens, sentences, forms, languages, scripts."""
