"""The HTML page: runs -> view -> one self-contained file."""
