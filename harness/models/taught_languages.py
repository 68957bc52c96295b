"""The languages whose round trips people's readers labelled, word by word.

In them the paraphrase model is sure of words, and findings are graded as those readers grade. In
all others it was taught rewordings alone (`corpora/natural/README.md`), by weights of their own.
"""

TAUGHT = frozenset({"en", "es", "pt"})
