"""One text alone -> findings: what betrays a machine-made text without its source."""
