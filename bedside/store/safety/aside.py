"""What was set aside: the part of a spill that is not believed, until its visits are removed.

It holds sealed words and wrapped keys, so a key that is destroyed has to be gone from here as well.
Whose a damaged record is cannot be told: it goes with the next visit that is removed, whichever.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bedside.store.paths import sync_folder
from bedside.store.safety.records import from_record
from bedside.store.safety.spill import Leftover, mistrust

_ENDING = ".damaged"
_BEGIN = re.compile(r'\["([0-9A-Z]{20})",\d+,"[0-9a-f]{64}",')
"""How a record begins; see records.Change."""


def set_aside(leftover: Leftover, good: int) -> str:
    """Keep of a file what stands behind so many bytes, where nobody replays it; return its path.

    What stands before them is in the store by now, and what the store removes must be gone. OSError
    where it cannot be kept: then the file is as it was.
    """
    path = leftover.path.with_suffix(_ENDING)
    _write(path, leftover.path.read_bytes()[good:])
    _erase(leftover.path)
    leftover.remove()
    return str(path)


def has_any(folders: Sequence[Path]) -> bool:
    """Whether anything was set aside in these folders."""
    return any(True for _ in _files(folders))


def names_any(folders: Sequence[Path], visits: Collection[str]) -> bool:
    """Whether something that was set aside in these folders names one of these visits."""
    return any(found in visits for path in _files(folders) for found in _BEGIN.findall(_text(path)))


def forget(folders: Sequence[Path], kept: Collection[str]) -> None:
    """Let go of all that was set aside here but whole records of the visits that are kept.

    OSError where a file cannot be written anew.
    """
    for path in _files(folders):
        records = [record for visit, record in _records(_text(path)) if visit in kept]
        if records:
            _write(path, b"\n".join(records))
        else:
            _erase(path)
            path.unlink()


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError):
            mistrust(folder)
            yield from sorted(folder.glob(f"*{_ENDING}"))


def _text(path: Path) -> str:
    """Return a file's bytes as text, each record in it as it was written."""
    return path.read_bytes().decode(errors="surrogateescape")


def _records(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield every record that can be read, with its visit."""
    for begin in _BEGIN.finditer(text):
        with suppress(LookupError, TypeError, ValueError):
            _, end = json.JSONDecoder().raw_decode(text, begin.start())
            record = text[begin.start() : end].encode(errors="surrogateescape")
            from_record(record)
            yield begin[1], record


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, durably and for its owner alone; what stood there is written over."""
    part = path.with_suffix(f"{_ENDING}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            _erase(path)
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _erase(path: Path) -> None:
    """Write a file over with zeros; what flash cells keep of it is out of reach."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
