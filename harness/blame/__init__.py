"""Which hop lost it: evidence from every stop of the route -> the locus of a finding. No engine."""
