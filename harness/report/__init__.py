"""Run records -> pictures and tables. Reads records, can never start an engine."""
