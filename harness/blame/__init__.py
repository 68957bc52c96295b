"""Hop attribution: evidence from every stop of the route -> the locus of a finding. No engine."""
