"""The surroundings: variables that leak, memory that is written to a disk, and the clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bedside.cli.machine.report import Report

_SWAPS = Path("/proc/swaps")
_BLOCKS = Path("/sys/class/block")
_CORES = Path("/proc/sys/kernel/core_pattern")
_SLACK = timedelta(minutes=5)
"""How far behind what was kept last the clock may be: two machines' clocks never agree wholly."""


def looked_at(environ: Mapping[str, str]) -> Iterator[Report]:
    """Report on what surrounds bedside, whatever it keeps."""
    yield variables(environ)
    if sys.platform == "linux":
        yield swap(_read(_SWAPS))
        yield cores(_read(_CORES).strip())


def variables(environ: Mapping[str, str]) -> Report:
    """Report on variables that load code into Python, or write down what is typed.

    bedside has left them out by then, and knows their names; Python has read its own before that.
    """
    from bedside.launch.isolate import HARMLESS, left_out

    leaking = [name for name in left_out(environ) if name not in HARMLESS]
    if not leaking:
        return Report("environment", True, "nothing that leaks")
    todo = f"unset {' '.join(leaking)}: {_WHY_PYTHON if _is_of_python(leaking) else _WHY_TEXTUAL}"
    return Report("environment", False, ", ".join(leaking), todo)


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


_WHY_TEXTUAL = (
    "they have what is typed written to a file. bedside leaves them out; other programs do not"
)
_WHY_PYTHON = (
    "what is loaded by them runs before bedside's first line, and reads what it will. From there on"
    " bedside leaves them out"
)


def _is_of_python(names: Sequence[str]) -> bool:
    return any(name.startswith("PYTHON") for name in names)


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
