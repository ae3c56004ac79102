"""Why a file could not be read or written, in words that need no system's handbook."""

from __future__ import annotations

_BY_KIND: tuple[tuple[type[OSError], str], ...] = (
    (PermissionError, "this account may not"),
    (FileNotFoundError, "there is no such file or folder"),
    (NotADirectoryError, "a part of its path is a file, not a folder"),
    (IsADirectoryError, "it is a folder"),
)
_BY_NUMBER = {5: "the disk does not answer as it should", 27: "it would be too large"}
_BY_NUMBER |= {28: "the disk is full", 30: "the disk can only be read"}
"""EIO, EFBIG, ENOSPC and EROFS, which have these numbers on every system bedside runs on."""


def reason(error: OSError) -> str:
    """Return why it failed, as the end of a sentence.

    That is what the error itself says where somebody put it in words, and what the system says
    where it is rare. Systems begin with a capital letter.
    """
    said = error.strerror or str(error)
    if not said[:1].isupper():
        return said
    known = (words for kind, words in _BY_KIND if isinstance(error, kind))
    return next(known, _BY_NUMBER.get(error.errno or 0, said))
