"""Power cuts at any write: what was called saved is there, in both journal modes.

The disk keeps what was synced and, of the rest, any part: whole, the beginning, or some of its
sectors of 512 bytes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from bedside.store.database import Mode
from tests.campaigns.simulated import Disk, Op
from tests.campaigns.stores import Acting, desk_of, folder, missing

WHAT = "after a power cut at any write all that was called saved is there, in both journal modes"
CUTS = 100
"""Cuts of one visit; then another is recorded."""
SECTOR = 512
SAFE = (Mode("wal", "FULL", ""), Mode("truncate", "EXTRA", ""))
UNSAFE = (Mode("wal", "NORMAL", ""), Mode("truncate", "NORMAL", ""))


class Recorded(NamedTuple):
    """A visit that was recorded with all that was done to the disk, and the other files there."""

    visit: str
    log: tuple[Op, ...]
    beside: tuple[tuple[str, bytes], ...]


def told(seed: int) -> str:
    """Return what is missing after the cut of this number."""
    return _cut(seed, SAFE)


def twin(seed: int) -> str:
    """Return the same with synchronous=NORMAL, which loses commits."""
    return _cut(seed, UNSAFE)


def _cut(seed: int, modes: Sequence[Mode]) -> str:
    chance = random.Random(seed)
    number, mode = seed // CUTS, modes[seed % len(modes)]
    recorded = _recorded(number, mode)
    marks = [at for at, op in enumerate(recorded.log) if op.kind == "mark"]
    near = chance.choice(marks) + chance.randint(-12, 1)
    end = near if chance.random() < 0.5 else chance.randrange(len(recorded.log))
    end = max(0, min(end, len(recorded.log)))
    with folder() as home, mock.patch("bedside.store.database.mode_for", return_value=mode):
        state = home / "state"
        state.mkdir(mode=0o700)
        for name, raw in (*recorded.beside, *_left(recorded.log[:end], chance).items()):
            (state / name).write_bytes(raw)
        said = [(op.at, int(op.name)) for op in recorded.log[:end] if op.kind == "mark"]
        desk = desk_of(home)
        disk = Disk()
        with disk.under():
            wrong = missing(desk, recorded.visit, *(said[-1] if said else (0, 0)))
            desk.store.close()
    return f"{mode.journal}, cut at {end} of {len(recorded.log)}: {wrong}" if wrong else ""


@lru_cache(maxsize=4)
def _recorded(number: int, mode: Mode) -> Recorded:
    """Record a visit of this number: answers, drafts, and pauses until all is called saved."""
    chance, disk = random.Random(number), Disk()
    with (
        folder() as home,
        disk.under(),
        mock.patch("bedside.store.database.mode_for", return_value=mode),
    ):
        desk = desk_of(home)
        acting = Acting(desk, chance)
        for _ in range(chance.randint(10, 30)):
            for _ in range(chance.choice((1, 1, 1, 2, 5))):
                acting.act()
            if not acting.settle():
                raise AssertionError("the simulated disk is well, and yet nothing was saved")
            disk.mark(str(acting.drafted), acting.session.visit.seq)
        acting.session.close()
        desk.store.close()
        log = tuple(disk.log)
        written = {op.name for op in log}
        others = sorted(path for path in (home / "state").iterdir() if path.is_file())
        beside = tuple(
            (path.name, path.read_bytes()) for path in others if _is_other(path, written)
        )
    return Recorded(acting.visit, log, beside)


def _is_other(path: Path, written: set[str]) -> bool:
    """Whether a file was written by other means than SQLite: keys, and what says who runs."""
    return path.name not in written and not path.name.endswith(("-shm", "-wal", "-journal"))


def _left(log: Sequence[Op], chance: random.Random) -> dict[str, bytes]:
    """Return what is on the disk after a cut behind these calls."""
    synced: dict[str, bytearray] = {}
    waiting: dict[str, list[Op]] = {}
    for op in log:
        if op.kind == "sync":
            if _is_new(op.name, synced, waiting):
                _sync_names(synced, waiting)
            whole = synced.setdefault(op.name, bytearray())
            for one in waiting.pop(op.name, []):
                _apply(whole, one, one.raw)
        elif op.kind == "delete" and op.at:  # the folder is synced with it
            synced.pop(op.name, None)
            waiting.pop(op.name, None)
        elif op.kind in ("write", "truncate", "delete"):
            waiting.setdefault(op.name, []).append(op)
    for name, ops in waiting.items():
        if name not in synced and chance.random() < 0.3:
            continue  # a new file whose name never got to the disk
        _keep_some(synced, name, ops, chance)
    return {name: bytes(whole) for name, whole in synced.items()}


def _is_new(name: str, synced: dict[str, bytearray], waiting: dict[str, list[Op]]) -> bool:
    """Whether SQLite syncs the folder with a file: a journal or log that it has just made."""
    made = name not in synced or any(op.kind == "delete" for op in waiting.get(name, []))
    return made and name.endswith(("-journal", "-wal"))


def _sync_names(synced: dict[str, bytearray], waiting: dict[str, list[Op]]) -> None:
    """Let every name that was taken away be gone for good."""
    for name, ops in waiting.items():
        deleted = [at for at, op in enumerate(ops) if op.kind == "delete"]
        if deleted:
            synced.pop(name, None)
            del ops[: deleted[-1] + 1]


def _keep_some(
    synced: dict[str, bytearray], name: str, ops: Sequence[Op], chance: random.Random
) -> None:
    """Let any part of what was not synced have reached the disk."""
    luck = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
    for op in ops:
        if chance.random() > luck:
            if op.kind == "delete":
                return  # the old file stands, and what follows went into another of its name
            continue
        if op.kind == "delete":
            synced.pop(name, None)
            continue
        whole = synced.setdefault(name, bytearray())
        torn = chance.random()
        if op.kind == "truncate" or torn < 0.5:
            _apply(whole, op, op.raw)
        elif torn < 0.75:
            _apply(whole, op, op.raw[: chance.randrange(len(op.raw) + 1)])
        else:
            _apply_sectors(whole, op, chance)


def _apply(whole: bytearray, op: Op, raw: bytes) -> None:
    if op.kind == "delete":
        whole.clear()  # what follows goes into a new file of that name
        return
    if op.kind == "truncate":
        whole.extend(bytes(max(0, op.at - len(whole))))
        del whole[op.at :]
        return
    whole.extend(bytes(max(0, op.at - len(whole))))
    whole[op.at : op.at + len(raw)] = raw


def _apply_sectors(whole: bytearray, op: Op, chance: random.Random) -> None:
    """Write some of the sectors that a write touches."""
    begin = op.at
    while begin < op.at + len(op.raw):
        end = min((begin // SECTOR + 1) * SECTOR, op.at + len(op.raw))
        if chance.random() < 0.5:
            _apply(whole, Op("write", op.name, begin), op.raw[begin - op.at : end - op.at])
        begin = end
