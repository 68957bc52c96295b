"""Is a difference more than chance? Knows nothing of translation: numbers in, numbers out."""
