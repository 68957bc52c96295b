"""A run as a file for other programs: CSV, JSON, JUnit, Markdown, SARIF, TMX."""
