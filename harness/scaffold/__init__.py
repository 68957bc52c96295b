"""Files for a start: a suite, a text, tests, and continuous integration."""
