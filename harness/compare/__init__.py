"""Runs -> what changed between them, and whether it is more than chance. Needs no engine."""
