"""The words of the domain: values, protocols, errors and fingerprints. Standard library only."""
