"""A text and its translation, compared without any engine: what every language says alike."""
