"""A comparison for people and programs."""
