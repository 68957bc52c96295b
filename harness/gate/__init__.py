"""What is acceptable, and is this it? Suites, baselines, policies -> verdicts. Needs no engine."""
