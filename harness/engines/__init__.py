"""Translators, one file an engine. Each finds and opens its models; none pivots silently."""
