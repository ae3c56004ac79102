"""Why a file could not be read or written, in words that need no system's handbook."""

from __future__ import annotations

import errno
from os import strerror

_SAID = {
    "EACCES": "this account may not",
    "EPERM": "this account may not",
    "EROFS": "the disk can only be read",
    "ENOENT": "there is no such file or folder",
    "ENOTDIR": "a part of its path is a file, not a folder",
    "EISDIR": "it is a folder",
    "ENOSPC": "the disk is full",
    "EDQUOT": "the room on the disk that this account has is used up",
    "EFBIG": "it would be too large",
    "EBUSY": "another program uses it",
    "ENAMETOOLONG": "its name is too long",
    "ELOOP": "its links lead round in a circle",
    "EIO": "the disk does not answer as it should",
}
_BY_NUMBER = {getattr(errno, name): said for name, said in _SAID.items() if hasattr(errno, name)}


def reason(error: OSError) -> str:
    """Return why it failed, as the end of a sentence.

    That is what the error itself says where somebody put it in words, and what the system says
    where it is rare.
    """
    said = error.strerror or str(error)
    number = error.errno
    return _BY_NUMBER.get(number, said) if number and said == strerror(number) else said
