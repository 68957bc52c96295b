"""Runs: plan, assembly, translation, measurement, record, suite."""
