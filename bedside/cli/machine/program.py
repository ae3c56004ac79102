"""The program itself: versions, the libraries it rests on, and how SQLite keeps its promise."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from bedside.cli.machine.report import Report

_LIBRARIES = ("textual", "pydantic", "cryptography")


def looked_at() -> Iterator[Report]:
    """Report on versions."""
    import sqlite3
    from importlib.metadata import version

    from bedside import __version__
    from bedside.store.database import mode_for

    yield Report("bedside", True, f"{__version__} on Python {platform.python_version()}")
    yield Report("libraries", True, ", ".join(f"{name} {version(name)}" for name in _LIBRARIES))
    mode = mode_for(sqlite3.sqlite_version_info)
    yield Report("sqlite", True, f"{mode.journal} with {mode.synchronous}: {mode.why}")
