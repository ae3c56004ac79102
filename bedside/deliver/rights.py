"""Who may open a file on Windows, which has lists of rights where other systems have a mode.

The list is read as text (SDDL, [MS-DTYP] 2.5.1), which names groups the same in every language.
"""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

_FILE_OBJECT = 1
_DACL = 0x00000004
_REVISION = 1
_MANY = frozenset(("WD", "AU", "BU", "IU", "AN", "BG", "DU", "DG", "LG", "NU", "RC", "AC"))
"""Groups that hold more than one person: everyone, all who sign in, users, guests and their kin."""
_MANY_NAMED = re.compile(r"S-1-(?:1-0|5-(?:2|4|7|11|32-54[56])|5-21-[\d-]+-51[345])\Z")
"""The same by their numbers."""
_ENTRY = re.compile(r"\((\w+);[^;]*;([^;]*);[^;]*;[^;]*;([^;)]*)")


def is_shared(rights: str | None) -> bool:
    """Whether a list of rights lets a group of people in; where there is none, everybody may.

    What only denies, and what is for one account, the system or administrators, lets none in.
    """
    if rights is None:
        return True
    _, found, listed = rights.partition("D:")
    if not found or "NO_ACCESS_CONTROL" in listed:
        return True
    return any(
        kind in ("A", "OA", "XA") and (who in _MANY or _MANY_NAMED.match(who))
        for kind, _, who in _ENTRY.findall(listed)
    )


def written_rights(path: Path) -> str | None:
    """Return the rights to a file as Windows writes them; nothing where it does not say."""
    if sys.platform != "win32":
        return None
    security, kernel = ctypes.windll.advapi32, ctypes.windll.kernel32
    found, text = ctypes.c_void_p(), ctypes.c_wchar_p()
    failed = security.GetNamedSecurityInfoW(
        str(path), _FILE_OBJECT, _DACL, None, None, None, None, ctypes.byref(found)
    )
    if failed:
        return None
    try:
        if not security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            found, _REVISION, _DACL, ctypes.byref(text), None
        ):
            return None
        return text.value
    finally:
        kernel.LocalFree(found)
        kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
