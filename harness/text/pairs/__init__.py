"""Two texts in one language: aligned words, changed words, differences."""
