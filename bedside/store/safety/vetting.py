"""Vetting: what can be said of found visits without any key, by the log and by their own form.

The log says which visits were removed and which were begun here, each by its pseudonym. What a row
says inside is for its seal, which only those can judge who can open it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.store.audit.chain import pseudonym
from bedside.store.audit.entries import entry_of
from bedside.store.safety.candidates import Best
from bedside.store.safety.ledgers import ledger_rows

_BEGINNINGS = (Act.BEGUN, Act.EMERGENCY_BEGUN)


class Doubt(StrEnum):
    """What is odd about a visit that nobody here can open."""

    CHECKLIST = "checklist"
    """The checklist it names was not found: nobody can open it without that."""
    ORDER = "order"
    """A later entry is of an earlier take-over than the one before it, or than the visit says."""
    UNKNOWN = "unknown"
    """It is younger than the log, of which no entry is missing, and the log never heard of it."""


class LogKnows(NamedTuple):
    """What the log says of visits, by pseudonym; and which were removed, by id."""

    names: bytes
    begun: frozenset[str]
    removed: frozenset[str]
    gone: frozenset[str]
    since: int
    """When the log was begun (UTC ms); 0 where an entry of it is missing."""

    def is_removed(self, visit: str) -> bool:
        """Whether a visit was removed for good, as the store or its log says."""
        return visit in self.gone or self._name(visit) in self.removed

    def is_unknown(self, visit: str, opened: int) -> bool:
        """Whether a log that is whole should tell of a visit begun then, and does not."""
        is_told = bool(self.names) and 0 < self.since <= opened
        return is_told and self._name(visit) not in self.begun

    def _name(self, visit: str) -> str:
        return pseudonym(self.names, visit) if self.names else ""


def log_knows(paths: Sequence[Path]) -> LogKnows:
    """Return what the logs of these stores say together, and which visits they removed."""
    states = list(ledger_rows("audit_state", paths).values())
    names = states[0][4] if states else b""
    begun, removed, times = set[str](), set[str](), dict[object, int]()
    for n, body, *_ in ledger_rows("audit", paths).values():
        try:
            entry = entry_of(body if isinstance(body, bytes) else b"")
        except ValueError:
            continue
        times[n] = entry.utc
        if entry.act in _BEGINNINGS:
            begun.add(entry.visit)
        elif entry.act is Act.REMOVED:
            removed.add(entry.visit)
    last = states[0][1] if states else 0
    gone = {str(row[0]) for row in ledger_rows("gone", paths).values()}
    return LogKnows(
        names if isinstance(names, bytes) else b"",
        frozenset(begun - {""}),
        frozenset(removed - {""}),
        frozenset(gone),
        times[1] if isinstance(last, int) and times.keys() >= {1, *range(1, last + 1)} else 0,
    )


def doubts_of(best: Best, checklists: Collection[str], log: LogKnows) -> tuple[Doubt, ...]:
    """Return what is odd about a visit of which nobody here can open a row."""
    found = []
    if best.digest not in checklists:
        found.append(Doubt.CHECKLIST)
    epochs = [best.events[seq][1] for seq in sorted(best.events)]
    if epochs != sorted(epochs) or (best.own and max(epochs, default=0) > best.own[1]):
        found.append(Doubt.ORDER)
    if log.is_unknown(best.visit, best.row()[3]):
        found.append(Doubt.UNKNOWN)
    return tuple(found)
