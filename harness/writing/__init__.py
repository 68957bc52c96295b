"""How results are written: whole files; text of others as JSON, XML, Markdown, on a terminal."""
