"""The HTML page: facts of a run -> view -> one self-contained file."""
