"""A note as a file: whole or not at all, never over another, for its owner's eyes only."""

from __future__ import annotations

import os
from pathlib import Path

from bedside.store.paths import make_private

_ENDINGS = {"ascii": "ascii.txt", "markdown": "md", "html": "html", "json": "json"}
"""How the name of a file in a format ends; any other is plain text."""


class Conflict(OSError):
    """A file of that name is there already and holds something else."""


def save(folder: Path, name: str, text: str) -> Path:
    """Write a text to a new file in a folder and read it back; return its path.

    The same text there already counts as saved. Conflict if another text is there; OSError if it
    cannot be written. Names come from ids only, so no name ever holds a patient's data.
    """
    make_private(folder)
    return publish(folder / name, text)


def name_of(visit: str, reader: str, form: str) -> str:
    """Return what the file of a text is called: made of ids only."""
    whose = "" if reader == "chart" else f"_{reader}"
    return f"bedside_{visit}{whose}.{_ENDINGS.get(form, 'txt')}"


def publish(target: Path, text: str) -> Path:
    """Put the text at the target path by way of a temporary file beside it."""
    whole = text.encode()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(part, flags | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(whole)
            out.flush()
            os.fsync(out.fileno())
        _take_name(part, target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    if target.read_bytes() != whole:
        raise Conflict(17, "another file of this name is already there", str(target))
    return target


def _take_name(part: Path, target: Path) -> None:
    """Give the finished file its name without ever replacing another; the caller compares."""
    try:
        os.link(part, target)
    except FileExistsError:
        return
    except OSError:
        _exclusive_copy(part, target)


def _exclusive_copy(part: Path, target: Path) -> None:
    """Do the same where the file system has no hard links."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(target, flags, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "wb") as out:
        out.write(part.read_bytes())
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
