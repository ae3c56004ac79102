"""A note as a page in the browser of this machine, from where it can be printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping

_OPENERS: tuple[tuple[str, ...], ...] = (("xdg-open",), ("gio", "open"), ("x-www-browser",))
"""What opens a page where there is a screen (freedesktop.org), the first that is there."""

_SECONDS = 2.0
"""How long an opener may take to say that it could not; one that goes on is the browser itself."""


def opened(path: str, environ: Mapping[str, str]) -> bool:
    """Open a file in the system's browser; say whether one could be asked to.

    Nothing is started where there is no screen to show it on, and what is started neither reads
    from the terminal nor writes to it: a text browser would take it away from whoever types.
    """
    if sys.platform == "win32":
        return _associated(path)
    opener = _opener(environ)
    return opener is not None and _started((*opener, path))


def _opener(environ: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that opens a page on this screen; nothing where there is none."""
    if sys.platform == "darwin":
        return ("open",)
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    return next((opener for opener in _OPENERS if shutil.which(opener[0])), None)


def _started(command: tuple[str, ...]) -> bool:
    """Start a command away from the terminal; say whether it went well or still goes on."""
    try:
        process = subprocess.Popen(  # noqa: S603  # a fixed command and a file of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie
        return True


def _associated(path: str) -> bool:
    """Open a file with what Windows has for its kind; say whether there is something."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606  # a page of our own, by its full path
        except OSError:
            return False
        return True
    return False
