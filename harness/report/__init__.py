"""Run records -> pictures and tables. Reads facts, can never start an engine."""
