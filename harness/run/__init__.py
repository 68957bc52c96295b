"""A plan carried out: plan, assembly, translation, measurement, record, suite."""
