"""The surroundings: variables that leak, memory that is written to a disk, and the clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bedside.cli.machine.report import Report

_LEAKING = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_PRESS", "TEXTUAL_DRIVER")
_SWAPS = Path("/proc/swaps")
_BLOCKS = Path("/sys/class/block")
_CORES = Path("/proc/sys/kernel/core_pattern")
_SLACK = timedelta(minutes=5)
"""How far behind what was kept last the clock may be: two machines' clocks never agree wholly."""


def looked_at(environ: Mapping[str, str]) -> Iterator[Report]:
    """Report on what surrounds bedside, whatever it keeps."""
    leaking = sorted(name for name in _LEAKING if name in environ)
    todo = f"unset {' '.join(leaking)}: they can write what is typed to a file" if leaking else ""
    yield Report("environment", not leaking, ", ".join(leaking) or "nothing that leaks", todo)
    if sys.platform == "linux":
        yield swap(_read(_SWAPS))
        yield cores(_read(_CORES).strip())


def swap(table: str) -> Report:
    """Report on where memory is written to when it runs short, given the system's table (proc(5)).

    What stays in memory, or is written to an encrypted volume, leaks nothing.
    """
    devices = [line.split()[0] for line in table.splitlines()[1:] if line.strip()]
    plain = [name for name in devices if not _is_sealed(Path(name).resolve().name)]
    if not plain:
        found = "only encrypted or in memory" if devices else "none"
        return Report("swap", True, found)
    found = f"memory may be written unencrypted to {', '.join(plain)}"
    todo = "encrypt the swap, or switch it off: words of a talk may be left there"
    return Report("swap", True, found, todo)


def cores(pattern: str) -> Report:
    """Report on who is given the memory of a program that crashed (core(5))."""
    if pattern.startswith("|"):
        taker = Path(pattern[1:].split(maxsplit=1)[0]).name
        found = f"{taker} is given the memory of programs that crash; bedside's own is withheld"
        return Report("crash dumps", True, found)
    return Report("crash dumps", True, "bedside's memory is never written on a crash")


def clock(now: datetime, newest: datetime | None) -> Report:
    """Report on the clock: one that is behind what was kept last was set back, or is wrong."""
    shown = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    if newest is not None and now < newest - _SLACK:
        kept = f"{newest.astimezone():%Y-%m-%d %H:%M}"
        found = f"{shown}, but something was kept at {kept}, which is later"
        return Report("clock", False, found, "set the clock, or let the system keep it by itself")
    return Report("clock", True, shown)


def today() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def _is_sealed(device: str) -> bool:
    """Whether what is written to a block device stays in memory or is encrypted."""
    if device.startswith("zram"):
        return True
    return _read(_BLOCKS / device / "dm" / "uuid").startswith("CRYPT-")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
