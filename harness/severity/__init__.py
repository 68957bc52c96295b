"""Severities: the table of grades gives each kind of issue one; adjusters may change it.

Everything that decides a severity is here: `grades.toml` (kind -> severity; a suite may overrule
it), `by_readers` (how readers would grade a finding by its words) and `by_likelihood` (the same
with what translation models find probable). `own_issues` is what the paraphrase model reports
itself. Detectors report what changed and nothing else. Each adjuster records in the finding what it
changed and why (`Adjustment`), so that the grade before it is still known.
"""
