"""What packages that extend this one, and programs that use it, may import."""

from harness.texts import read_document, write_document

__all__ = ["read_document", "write_document"]
