"""What a process gives up before it sees a patient: foreign code, loose files, core dumps, readers.

None of it stops the account's own owner from replacing the program, nor root; the README says so.
Code that Python ran before our first line, a `sitecustomize` say, ran already: what follows in the
new interpreter is clean of it.
"""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from typing import Protocol

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120  # pathlib would double the cost
"""The folder that bedside is imported from."""

_FOREIGN = ("PYTHON", "TEXTUAL")
"""Variables that make Python or the screen library load code, or write down what is typed."""

HARMLESS = frozenset(
    (
        *("PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE"),
        *("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONHASHSEED"),
        *("PYTHONNOUSERSITE", "PYTHONSAFEPATH", "PYTHONNODEBUGRANGES", "PYTHONSTARTUP"),
    )
)
"""Those that change nothing of what is loaded, so that no second interpreter is worth its time."""

LEFT_OUT = "BEDSIDE_LEFT_OUT"
"""The variable that names what was left out, and says nothing of what stood in it: for doctor."""

_BOOT = (
    "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.append(root); "
    "from bedside.cli.{room} import {name}; sys.exit({name}())"
)

_DUMPABLE = 4
"""PR_SET_DUMPABLE of prctl(2)."""
_QUIET_ERRORS = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX: no window over a fault."""
_NO_HEAP, _NO_WINDOW = 0x1, 0x20
"""WER_FAULT_REPORTING_FLAG_NOHEAP and _NO_UI: a fault report holds nothing of this memory."""


class Kernel32(Protocol):
    """The two calls of Windows that keep memory out of fault reports."""

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802  # Windows' own name
        """Set how faults are shown."""

    def WerSetFlags(self, flags: int) -> int:  # noqa: N802  # Windows' own name
        """Set what a fault report may hold."""


def clean_command(argv: Sequence[str], entry: tuple[str, str] = ("main", "main")) -> list[str]:
    """Return the command that runs bedside in an interpreter nobody's surroundings reach.

    `-I` leaves out PYTHON*, the user's site folder and the working directory; the folder bedside
    itself is in comes last, after what is installed. `entry` is a module of cli and its function.
    """
    flags = [flag for flag, wanted in _kept_flags().items() if wanted]
    boot = _BOOT.format(room=entry[0], name=entry[1])
    return [sys.executable, "-I", *flags, "-c", boot, ROOT, *argv]


def needs_new_interpreter(environ: Mapping[str, str]) -> bool:
    """Whether this one may have loaded what no installation brought: then it is left for a new one.

    The working directory on the path is taken off (`drop_working_directory`) and counts only where
    something was loaded from it already.
    """
    if sys.flags.isolated or getattr(sys, "frozen", False) or not sys.executable:
        return False
    if any(name.startswith("PYTHON") and name not in HARMLESS for name in environ):
        return True
    own = site.USER_SITE or ""
    if site.ENABLE_USER_SITE and own in sys.path and own != ROOT and not _is_inside(ROOT, own):
        return True
    here = _working_directory()
    return bool(here) and here != ROOT and here in _on_path() and _has_loaded_from(here)


def start_anew(argv: Sequence[str], environ: Mapping[str, str]) -> None:
    """Become the same command in a clean interpreter; returns only where that cannot be done.

    Windows has no such exchange: there the path is cleaned, and the visit process is a new one.
    """
    kept = dict(environ)
    _leave_out(kept)
    if sys.platform != "win32":
        with suppress(OSError):
            os.execve(sys.executable, clean_command(argv), kept)  # noqa: S606  # ourselves


def isolate(environ: MutableMapping[str, str], private: bool = True) -> None:
    """Leave out foreign variables and code, core dumps and, where `private`, readers of new files.

    What educators write is for other accounts to read, so their files keep the account's umask.
    """
    _leave_out(environ)
    drop_working_directory()
    if private:
        os.umask(0o077)
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def left_out(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the foreign variables that are there, or were until they were left out; by name."""
    there = (name for name in environ if name.startswith(_FOREIGN))
    return tuple(sorted({*there, *environ.get(LEFT_OUT, "").split()}))


def _leave_out(environ: MutableMapping[str, str]) -> None:
    """Take the foreign variables out, and leave their names, also for the interpreter after us."""
    names = left_out(environ)
    if names:
        environ[LEFT_OUT] = " ".join(names)
    for name in names:
        environ.pop(name, None)


def hide() -> None:
    """Keep other processes of the same account, and fault reports, out of this one's memory.

    Linux: not dumpable, so neither ptrace, /proc/PID/mem nor a piped core handler gets at it; it
    is inherited by a fork. macOS: a process of the same account may read this one only with the
    debugger's right; PT_DENY_ATTACH is left alone, for it is taken off as easily as it is set.
    Windows: no heap in fault reports. Its owner may still open the process there.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "win32":
        import ctypes

        quiet_reports(ctypes.windll.kernel32)


def quiet_reports(kernel32: Kernel32) -> None:
    """Have Windows show no window over a fault and put no memory into its report."""
    kernel32.SetErrorMode(_QUIET_ERRORS)
    with suppress(AttributeError, OSError):  # before Windows 8 there is no such call
        kernel32.WerSetFlags(_NO_HEAP | _NO_WINDOW)


def drop_working_directory() -> None:
    """Import nothing from the working directory but bedside itself, where it is run from there."""
    here = _working_directory()
    if not here or sys.flags.safe_path:
        return
    kept = [entry for entry in sys.path if os.path.abspath(entry) != here]  # noqa: PTH100
    sys.path[:] = [*kept, ROOT] if here == ROOT else kept


def _kept_flags() -> dict[str, bool]:
    """Return the flags that -I would drop although they change nothing of what is loaded."""
    return {
        "-Xutf8": bool(sys.flags.utf8_mode),
        "-B": bool(sys.flags.dont_write_bytecode),
        "-u": "PYTHONUNBUFFERED" in os.environ,
    }


def _on_path() -> set[str]:
    return {os.path.abspath(entry) for entry in sys.path}  # noqa: PTH100


def _has_loaded_from(folder: str) -> bool:
    """Whether a module that is loaded was found in this folder itself, not deeper down in it."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if "." not in name and isinstance(file, str):
            at, base = os.path.split(os.path.abspath(file))  # noqa: PTH100
            home = os.path.dirname(at) if base.startswith("__init__.") else at  # noqa: PTH120
            if home == folder:
                return True
    return False


def _is_inside(path: str, folder: str) -> bool:
    return os.path.abspath(path).startswith(folder.rstrip(os.sep) + os.sep)  # noqa: PTH100


def _working_directory() -> str:
    """Return where we are; "" where that folder is gone."""
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:
        return ""
