"""How similar a back-translation is to its source, as statistics that add."""
