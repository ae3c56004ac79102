"""Evidence: what is true of a visit whose row says that its time has come.

A visit's row says in clear whether it is signed, and when its note left: whoever can write the file
can change that, and so can one bad bit. Before a key is destroyed the visit's own sealed events say
it, or what came of sending it, where they open here; else the chained log does, as far as it is
sound. What neither says stays.
Whoever can make entries of the log can also take the key book away: more is not to be had from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping

from bedside.core.acts import Act
from bedside.core.events import Appended, Signed
from bedside.core.visit import State
from bedside.core.walk import replay
from bedside.store.audit.check import verify
from bedside.store.audit.read import Told, whole
from bedside.store.keys.seal import Seal
from bedside.store.outbox.leaving import departures
from bedside.store.outbox.rows import rows_in
from bedside.store.retention import HOUR, Known, Planned, Rules, last_delivery, plan
from bedside.store.rows import Kept, kept, rows_of

_UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a row gives that holds what nothing here has written."""
_LEFT = (Act.DELIVERED, Act.PARCEL_DELIVERED, Act.PARCEL_FILED)
_TOLD = (Act.SIGNED, Act.ADDED, *_LEFT, Act.CLOSED)


class Evidence:
    """What bears out, in one transaction, that visits are signed and handed on."""

    def __init__(
        self, connection: sqlite3.Connection, key_of: Callable[[str], bytes | None]
    ) -> None:
        """Look into the store of this connection; `key_of` gives a visit's key if it opens here."""
        self._connection, self._key_of = connection, key_of
        self._log: dict[str, list[Told]] | None = None
        self._name: Callable[[str], str] = str

    def borne_out(self, planned: Iterable[Planned], rules: Rules, now: int) -> Iterator[Planned]:
        """Yield what is due by the evidence as well, at this time (UTC ms); each as it was."""
        return (one for one in planned if self._is_due(one, rules, now))

    def _is_due(self, one: Planned, rules: Rules, now: int) -> bool:
        truth = self._truth(one.known, rules)
        if truth is None:
            return False
        (true,) = plan([truth], rules, now)
        return true.fate is one.fate and true.is_due(now)

    def _truth(self, known: Known, rules: Rules) -> Known | None:
        """Return a visit as the evidence has it; nothing where there is none."""
        try:
            rows = rows_of(self._connection, known.visit)
            key = self._key_of(known.visit)
            if key is not None:
                seal = Seal(key, known.visit, rows.visit.digest)
                sent = rows_in(self._connection, "visit = ?", known.visit)
                return _by_events(known, kept(rows, seal), departures(sent, seal))
        except _UNREADABLE:
            return None
        if known.state == State.NEW:
            is_bare = len(rows.events) <= 1 and not (rows.draft or rows.conflicts or rows.aside)
            return known if is_bare else None
        return self._by_log(known, rules)

    def _by_log(self, known: Known, rules: Rules) -> Known | None:
        """Return a visit as the log has it, which may know no more than that it was closed.

        That was done when its grace was over, so that its note left at least so long before.
        """
        if self._log is None:
            self._log = self._read()
        is_signed, delivered = False, 0
        for told in self._log.get(self._name(known.visit) or known.visit, ()):
            act, utc = told.entry.act, told.entry.utc
            if act in _LEFT:
                delivered = utc if is_signed else 0
            elif act is Act.CLOSED:
                is_signed, delivered = True, delivered or utc - rules.grace_hours * HOUR
            else:
                is_signed, delivered = True, 0
        return known._replace(delivered=delivered) if is_signed else None

    def _read(self) -> dict[str, list[Told]]:
        """Return the entries that tell of signing and leaving, up to the first unsound one."""
        log = whole(self._connection)
        self._name = log.name_of
        count = verify(log.links, None, (), log.end).count
        found: dict[str, list[Told]] = {}
        for told in log.entries():
            if told.n <= count and told.entry.act in _TOLD:
                found.setdefault(told.entry.visit, []).append(told)
        return found


def _by_events(known: Known, own: Kept, left: Mapping[int, int]) -> Known | None:
    """Return a visit as its events have it; nothing where one is missing that might say more.

    What `left` (UTC ms, by what was signed) need not have been told to the visit yet: nobody may
    have opened it since.
    """
    signed = [event.seq for event in own.events if isinstance(event, Signed)]
    if any(place > max(signed, default=0) for place in own.unreadable):
        return None
    if signed:
        last = max(one.seq for one in own.events if isinstance(one, (Signed, Appended)))
        delivered = last_delivery(own.events) or left.get(last, 0)
        return known._replace(state=State.SIGNED, delivered=delivered)
    is_blank = replay(own.checklist, own.events).is_blank and not (own.draft or own.conflicts)
    return known._replace(state=State.NEW if is_blank else State.OPEN, delivered=0)
