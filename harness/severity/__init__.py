"""How bad is it? The table of grades gives each kind of issue a severity; adjusters may change it.

Everything that decides a severity lies here: `grades.toml` (kind -> severity; a suite may overrule
it), `adjudication` (what the proofreader lowers and raises) and `improbable` (what the judges
raise). Detectors say what changed and nothing else. Each adjuster leaves in the finding what it did
and why (`Adjustment`), so that whoever wants the grade before it can read it.
"""
