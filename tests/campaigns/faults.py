"""Every call of the disk failing in turn, once and for good: told at once, nothing lost, no crash.

The numbers go through every call of a short visit, every kind of fault, and both journal modes.
"""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import apsw

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended
from bedside.core import moves as m
from bedside.core.refusals import Refusal
from bedside.store import writer
from bedside.store.locks import StoreError
from bedside.store.writer import Writer
from tests.campaigns.powercuts import SAFE
from tests.campaigns.simulated import Disk
from tests.campaigns.stores import Acting, desk_of, folder, missing

WHAT = "every call of the disk failing, once and for good: told in a second, nothing lost, no crash"
TELL_SECONDS = 1.0
_ANY = ("open", "write", "truncate", "sync", "delete")
_FAULTS: tuple[tuple[str, type[apsw.Error] | None, tuple[str, ...]], ...] = (
    ("no room", apsw.FullError, ("open", "write", "truncate")),
    ("I/O error", apsw.IOError, _ANY),
    ("failed sync", apsw.IOError, ("sync",)),
    ("read-only", apsw.ReadOnlyError, ("open", "write", "truncate", "delete")),
    ("short write", None, ("write",)),
    ("cannot open", apsw.CantOpenError, ("open",)),
)
WAYS = len(_FAULTS) * len(SAFE) * 2
"""Ways in which one call can fail."""
CALLS = 160
"""A visit here makes fewer calls; what would come later is not met."""


class Fault:
    """Fails from the so-many-th call on: that one, or all until it is mended."""

    def __init__(self, seed: int, disk: Disk) -> None:
        """Fail as this number says."""
        way, self._left = seed % WAYS, seed // WAYS % CALLS
        self.name, self._error, self._kinds = _FAULTS[way % len(_FAULTS)]
        self.mode = SAFE[way // len(_FAULTS) % len(SAFE)]
        self._stays = way >= WAYS // 2
        self.is_on = True
        self.hits = 0
        disk.before = self

    def __call__(self, kind: str, _: str) -> int | None:
        """Raise, or say how much of a write is still done, if this call is to fail."""
        if not self.is_on or kind not in self._kinds:
            return None
        self._left -= 1
        if self._left >= 0 or (self.hits and not self._stays):
            return None
        self.hits += 1
        if self._error is None:
            return 7
        raise self._error("as the disk would say it")


def told(seed: int) -> str:
    """Return what went wrong with the fault of this number."""
    return _failed(seed)


def twin(seed: int) -> str:
    """Return the same where a failed commit is taken for a done one."""
    real = Writer._commit

    def swallowing(self: Writer, jobs: list[writer.Job]) -> list[writer.Job]:
        try:
            return real(self, jobs)
        except Exception:  # noqa: BLE001  # that is what is wrong with it
            self._reopen()
            return jobs

    with mock.patch.object(Writer, "_commit", swallowing):
        return _failed(seed * 37)  # so that few numbers meet calls all over the visit


def _failed(seed: int) -> str:
    disk, chance = Disk(), random.Random(seed)
    fault = Fault(seed, disk)
    with folder() as home, _quick(fault), disk.under(), _crashes() as crashes:
        if chance.random() < 0.3:  # nor is there a second place
            (home / "data").write_text("in the way", encoding="utf-8")
        wrong = _visited(home, chance, fault)
        wrong = "".join(crashes) or wrong
    return f"{fault.name}, {fault.mode.journal}: {wrong}" if wrong else ""


@contextmanager
def _quick(fault: Fault) -> Iterator[None]:
    """Let nobody wait: what takes seconds of a clinician's time takes hundredths here."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(writer, "RETRY_SECONDS", 0.01))
        stack.enter_context(mock.patch.object(writer, "BESIDE_AFTER", 0.02))
        mode = "bedside.store.database.mode_for"
        stack.enter_context(mock.patch(mode, return_value=fault.mode))
        yield


@contextmanager
def _crashes() -> Iterator[list[str]]:
    """Give a list of what ended a thread."""
    found: list[str] = []
    with mock.patch.object(threading, "excepthook", lambda told: found.append(_of(told))):
        yield found


def _of(told: threading.ExceptHookArgs) -> str:
    """Return what ended a thread, and where."""
    return "".join(traceback.format_exception(told.exc_value)[-3:])


def _visited(home: Path, chance: random.Random, fault: Fault) -> str:
    """Go through a visit on the failing disk, mend it, and hold what is there against it."""
    desk = desk_of(home)
    acting = _begun(desk, chance)
    if acting is None:
        fault.is_on = False  # it was said that nothing was begun, and nothing was
        if "store" in vars(desk):
            desk.store.close()  # or its thread would meet the disk of the next number
        acting = Acting(desk_of(home), chance)
    seq, wrong = 0, ""
    for _ in range(5):
        acting.act()
        if acting.settle(0.02) and not acting.session.saving.failure:
            seq = acting.session.visit.seq
            continue
        wrong = wrong or _untold(acting)
    fault.is_on = False
    if not acting.settle(20):
        return f"it was not saved after the fault was over: {acting.session.saving}"
    every, drafted = acting.session.visit.seq, acting.drafted
    acting.session.close()
    acting.desk.store.close()
    afterwards = desk_of(home)
    wrong = wrong or missing(afterwards, acting.visit, max(seq, every), drafted)
    afterwards.store.close()
    return wrong


def _begun(desk: Desk, chance: random.Random) -> Acting | None:
    """Begin a visit; nothing where it is said that none can be begun."""
    try:
        return Acting(desk, chance)
    except (Ended, StoreError):
        return None


def _untold(acting: Acting) -> str:
    """Return what was not said of a save that does not come, or what was signed in spite of it."""
    session = acting.session
    if not _soon(lambda: session.saving.failure or not session.saving.waiting):
        return f"nothing was said for a second: {session.saving}"
    if session.saving.failure and not isinstance(session.do(m.Sign("J. Doe")), Refusal):
        return "it was signed though it is not saved"
    return ""


def _soon(what: Callable[[], object]) -> bool:
    until = time.monotonic() + TELL_SECONDS
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True
