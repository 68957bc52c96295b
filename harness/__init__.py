"""Offline re-translation and diff harness for machine translation."""

__version__ = "0.1.0"
