"""How good the detectors are: labelled pairs and metamorphic probes."""
