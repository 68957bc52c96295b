"""Severities: the table of grades gives each kind of issue one; adjusters may change it.

Everything that decides a severity is here: `grades.toml` (kind -> severity; a suite may overrule
it), `by_paraphrase` (what the paraphrase model lowers and raises) and `by_likelihood` (what
likelihoods raise). Detectors report what changed and nothing else. Each adjuster records in the
finding what it changed and why (`Adjustment`), so that the grade before it is still known.
"""
