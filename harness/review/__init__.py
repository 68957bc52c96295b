"""Judging translations that exist: a file's own, brought home by an engine or compared alone."""
