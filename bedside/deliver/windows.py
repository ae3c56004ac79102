"""The clipboard of Windows, by its own calls.

Its command for this guesses the encoding of what it is given and keeps a byte-order mark as text,
so that a note pasted into a record could begin with an invisible letter or be unreadable.
"""

from __future__ import annotations

import ctypes
import sys
import time
from typing import Any, NamedTuple

_UNICODE_TEXT = 13
_MOVEABLE = 0x0002
_TRIES, _PAUSE = 10, 0.05
_KEPT_OUT = (
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
    "ExcludeClipboardContentFromMonitorProcessing",
)
"""Formats whose presence, holding zero, keeps a text out of the history and of other machines."""


class Libraries(NamedTuple):
    """The two libraries of Windows that hold these calls."""

    user: Any
    kernel: Any


def put_on_clipboard(text: str) -> bool:
    """Put a text on the clipboard of this machine; say whether it stands there."""
    libraries = _libraries()
    try:
        return libraries is not None and put(text, libraries)
    except OSError:  # what a call into Windows ends in that went wrong
        return False


def put(text: str, libraries: Libraries) -> bool:
    """Put a text on the clipboard by these libraries; say whether it stands there.

    A window of our own has to open it: one opened by nobody takes no text.
    """
    user = libraries.user
    window = user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, None, None, None, None)
    try:
        if not _opened(user, window):
            return False
        try:
            return _filled(text, libraries)
        finally:
            user.CloseClipboard()
    finally:
        user.DestroyWindow(window)


def _opened(user: Any, window: Any) -> bool:
    """Open the clipboard, which another program may hold for a moment."""
    for _ in range(_TRIES):
        if user.OpenClipboard(window):
            return True
        time.sleep(_PAUSE)
    return False


def _filled(text: str, libraries: Libraries) -> bool:
    """Empty the clipboard and put the text in, lines ending as Windows ends them."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if not libraries.user.EmptyClipboard():
        return False
    for name in _KEPT_OUT:
        kept_out = libraries.user.RegisterClipboardFormatW(name)
        if kept_out:
            _handed(kept_out, bytes(4), libraries)
    return _handed(_UNICODE_TEXT, (lines + "\0").encode("utf-16-le"), libraries)


def _handed(kind: int, raw: bytes, libraries: Libraries) -> bool:
    """Hand bytes over in memory that is Windows's from then on; say whether it took them."""
    user, kernel = libraries
    memory = kernel.GlobalAlloc(_MOVEABLE, len(raw))
    if not memory:
        return False
    place = kernel.GlobalLock(memory)
    if place:
        ctypes.memmove(place, raw, len(raw))
        kernel.GlobalUnlock(memory)
    if place and user.SetClipboardData(kind, memory):
        return True
    kernel.GlobalFree(memory)
    return False


def _libraries() -> Libraries | None:
    """Return the libraries, their calls told that a handle is as wide as an address."""
    if sys.platform != "win32":
        return None
    user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
    handle, number = ctypes.c_void_p, ctypes.c_uint
    user.CreateWindowExW.argtypes = (
        *(number, ctypes.c_wchar_p, ctypes.c_wchar_p, number),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        *(handle, handle, handle, handle),
    )
    user.CreateWindowExW.restype = handle
    user.DestroyWindow.argtypes = user.OpenClipboard.argtypes = (handle,)
    user.RegisterClipboardFormatW.argtypes = (ctypes.c_wchar_p,)
    user.RegisterClipboardFormatW.restype = number
    user.SetClipboardData.argtypes = (number, handle)
    user.SetClipboardData.restype = handle
    kernel.GlobalAlloc.argtypes = (number, ctypes.c_size_t)
    kernel.GlobalAlloc.restype = handle
    for call in (kernel.GlobalLock, kernel.GlobalUnlock, kernel.GlobalFree):
        call.argtypes = (handle,)
    kernel.GlobalLock.restype = kernel.GlobalFree.restype = handle
    return Libraries(user, kernel)
