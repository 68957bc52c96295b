"""One text alone -> findings: what is wrong with a text without its source."""
