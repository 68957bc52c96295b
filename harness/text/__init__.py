"""Pure helpers that know about language: tokens, numbers, scripts, language data, word diffs."""
