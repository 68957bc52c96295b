"""A run and a finding in a terminal."""
