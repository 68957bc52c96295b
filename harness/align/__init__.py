"""Alignment: which segments of two texts belong together, with nulls for the rest."""
