"""What must be known of a member of a zip file before a stranger's is unpacked."""

import zipfile

_ENCRYPTED = 0x1
# Others (bzip2, LZMA) unpack a whole block at once, gigabytes from a kilobyte, whatever is asked.
_IN_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Whether a password is needed."""
    return bool(member.flag_bits & _ENCRYPTED)


def unpacks_in_pieces(member: zipfile.ZipInfo) -> bool:
    """Whether no more of it is in memory than was asked for, whatever sizes it claims."""
    return member.compress_type in _IN_PIECES
