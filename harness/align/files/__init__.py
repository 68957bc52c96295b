"""Alignments on disk: one module a format, each a generator of pieces of text."""
