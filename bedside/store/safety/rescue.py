"""Rescue: what a writer turns to where the store takes nothing: room held back, a second place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from bedside.store.locks import Holder, StoreError, VisitLock
from bedside.store.paths import Places
from bedside.store.safety.ballast import Ballast, is_full
from bedside.store.safety.spill import Spill
from bedside.store.safety.volumes import network_kind

T = TypeVar("T")

_AGAIN_AFTER = 60.0
"""Seconds until room is held back again, after it had to be given up."""


class Rescue:
    """The ballast and the spill of one process, and whether room was short."""

    def __init__(self, places: Places) -> None:
        """Use what belongs to these places; nothing is made yet."""
        self._folder = places.state
        self.ballast = Ballast(places.ballast)
        self.spill = Spill(second_places(places))
        self.is_low = False
        """Whether the disk was full, or nearly, when it was last looked at."""
        self.damage = ""
        """What SQLite's own check finds wrong with the store; "" where nothing."""
        self._since = 0.0

    def has_made_room(self, error: BaseException) -> bool:
        """Give up the room held back, if an error says the disk is full; say whether that helps.

        False where the error says something else, or there is nothing left to give up.
        """
        if not any(is_full(one, self._folder) for one in _causes(error)):
            return False
        self.is_low, self._since = True, time.monotonic()
        return self.ballast.release()

    def trying(self, act: Callable[[], T]) -> T:
        """Return what an act gives; where it fails for want of room, that is made first."""
        try:
            return act()
        except (sqlite3.Error, OSError, StoreError) as error:
            if not self.has_made_room(error):
                raise
        return act()

    def hold_back(self) -> None:
        """Hold room back where that is possible; takes as long as writing it does."""
        if time.monotonic() - self._since >= _AGAIN_AFTER or not self._since:
            self.is_low = not self.ballast.make() and self.ballast.is_short


def second_places(places: Places) -> list[Path]:
    """Return where rows may go that the store does not take, the best place first.

    That is one on another volume than the store's and, of those, one that outlasts a restart.
    """
    volume = _volume(places.state)
    return sorted(places.second, key=lambda folder: _volume(folder) in (volume, None))


def alone_on_network(places: Places) -> VisitLock | None:
    """Keep every other bedside out of a store on a network volume; return the lock that does.

    Nothing where the volume is of this machine. StoreError, saying who is there, where another
    bedside has the store open: locks between machines cannot be relied on.
    """
    kind = network_kind(places.state)
    if not kind:
        return None
    lock = VisitLock(places.locks, "alone")
    holder = lock.acquire()
    if holder is not None:
        raise StoreError(_not_alone(places, kind, holder))
    return lock


def _not_alone(places: Places, kind: str, holder: Holder) -> str:
    who = f"process {holder.process}" if holder.process else "another process"
    return (
        f"{places.state} lies on a network volume ({kind}), where only one bedside may have the"
        f" visits open, and {who} has. Close that one, or keep the visits on a disk of this machine"
    )


def _volume(folder: Path) -> int | None:
    """Return the volume that a folder lies on or will; nothing where that cannot be asked."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        return there.stat().st_dev
    except OSError:
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those it came from."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, (sqlite3.Error, OSError)):
            yield seen
        seen = seen.__cause__
