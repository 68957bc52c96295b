"""Which segment became which: source and hypothesis in, an Alignment with honest nulls out."""
