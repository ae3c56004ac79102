"""Moving: what was queued here goes to the clinic's database, and how it stands there comes back.

A row is marked here before it goes, so that it is never sent from both. It goes by its control id:
a cut between the two commits moves it again, and what is there already stays as it is. Nothing
here is waited for by whoever signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bedside.core.acts import Act
from bedside.core.deliveries import Cause
from bedside.core.parcels import Standing
from bedside.store.moments import new_id
from bedside.store.outbox import doors, lease
from bedside.store.outbox.clinic.line import ClinicAway
from bedside.store.outbox.retracting import arrived, moved
from bedside.store.outbox.rows import Row, change, put, rows_in
from bedside.store.outbox.shelf import DAY, emptied
from bedside.store.outbox.sql import Sql
from bedside.store.outbox.tables import PENDING_SQL, strip

if TYPE_CHECKING:
    from bedside.core.destinations import Destination
    from bedside.store.outbox.clinic.line import Line
    from bedside.store.outbox.place import Local, Own

AT_ONCE = 100
"""Rows that are moved, or asked for, in one transaction."""
KNOWN = "outbox-known"
"""By this name the store keeps when it last knew how its rows stand there."""
_MIRRORED = ("state", "why", "maybe", "tries", "fails", "strikes", "due", "ended", "said")
_HERE = "control NOT IN (SELECT control FROM outbox_moved)"
_NO_BYTES = "(media = '' AND turn != 'retraction')"
_GOES = (
    f"{_HERE} AND (state IN ({PENDING_SQL}) AND NOT {_NO_BYTES}"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.destination = outbox.destination"
    " AND (p.lane = outbox.lane OR p.visit = outbox.visit)"
    " AND (p.utc, p.control) < (outbox.utc, outbox.control)"
    f" AND p.media = '' AND p.turn != 'retraction' AND p.state IN ({PENDING_SQL})"
    " AND NOT (outbox.turn = 'retraction' AND p.visit = outbox.visit))"
    f" OR state NOT IN ({PENDING_SQL}) AND length(own) > 0 AND EXISTS (SELECT 1 FROM outbox f"
    " WHERE f.destination = outbox.destination AND f.visit = outbox.visit"
    f" AND f.state IN ({PENDING_SQL}) AND NOT (f.media = '' AND f.turn != 'retraction')))"
    f" ORDER BY utc, control LIMIT {AT_ONCE}"
)
"""What goes there: all that waits and has its bytes, unless it follows what has none yet; with it
what was delivered of the same note, whose receipt is needed there."""
_THERE = (
    f"state IN ({PENDING_SQL}) AND length(own) > 0"  # noqa: S608
    " AND control IN (SELECT control FROM outbox_moved WHERE utc > 0)"
)
"""What lies there, and was not at its end when it was last known."""
_ACTS: Mapping[Standing, Act] = {
    Standing.DELIVERED: Act.PARCEL_DELIVERED,
    Standing.HELD: Act.PARCEL_HELD,
    Standing.UNKNOWN: Act.PARCEL_UNKNOWN,
}
"""What the log here tells of rows that others have sent."""


class Sides(NamedTuple):
    """What is brought together: this workstation's outbox, and the clinic's, with its doors."""

    own: Own
    line: Line
    destinations: Callable[[], Iterable[Destination]]
    utc: Callable[[], int]
    """The time here (UTC ms)."""


class Moving:
    """Moves rows of one workstation, and keeps what is known of them."""

    def __init__(self, sides: Sides) -> None:
        """Move between these; nothing is read yet."""
        self._own, self._line, self._destinations, self._utc = sides
        self._holder = new_id(self._utc())
        self._is_introduced = False
        self.known: set[str] = set()
        """The rows of this workstation that lie there, or are on their way."""
        self.seen = 0
        """When it was last known how they stand (UTC ms); 0 for not since this process began."""

    def both(self) -> list[Row]:
        """Bring both sides together; return the rows that stand differently here by that.

        ClinicAway where the clinic's database cannot be used now; what is here stays as it was.
        """
        try:
            while self._marked():
                self._moved()
            self._moved()  # what was marked before a cut
            self._doors()
            changed = self._mirror()
        except ValueError as error:
            raise ClinicAway("it holds what no bedside has written") from error
        self._keep_seen(self._utc())
        return changed

    def mirrored(self, local: Local, row: Row) -> None:
        """Know here how a row stands there; one that was removed here stays so."""
        query = "control = ? AND length(own) > 0 AND control IN (SELECT control FROM outbox_moved)"
        if rows_in(local.sql, query, row.control):
            change(local.sql, row, _MIRRORED)

    def tidy(self, days: int) -> None:
        """Take away there what was removed here, and the bytes of what is done for so many days."""
        query = (
            "SELECT m.control FROM outbox_moved m JOIN outbox o ON o.control = m.control"
            " WHERE length(o.own) = 0 AND m.utc > 0"
        )
        with self._own.reading() as sql:
            gone = [str(control) for (control,) in sql.execute(query).fetchall()]
        with self._line.transaction() as sql:
            for control in gone:
                strip(sql, "control = ?", control)
            emptied(sql, self._utc() - days * DAY)
        if gone:
            with self._own.writing() as local:
                for control in gone:
                    local.sql.execute("DELETE FROM outbox_moved WHERE control = ?", (control,))

    def _marked(self) -> int:
        """Mark what goes there as no longer sent from here; return how many rows that were."""
        with self._own.reading() as sql:
            self.known = moved(sql)
            if not rows_in_order(sql):
                return 0
        with self._own.writing() as local:
            now = self._utc()
            if not lease.take(local.sql, self._holder, now):
                return 0  # a window with older settings sends from here
            lease.give_back(local.sql, self._holder)
            goes = rows_in_order(local.sql)
            for control in goes:
                local.sql.execute("INSERT INTO outbox_moved VALUES (?, 0)", (control,))
        self.known |= set(goes)
        return len(goes)

    def _moved(self) -> None:
        """Put what is marked there, and know that it is.

        All their lanes are locked first, in one order: two workstations would wait in a ring.
        """
        from bedside.store.outbox.clinic.place import lock_lanes

        on_way = "control IN (SELECT control FROM outbox_moved WHERE utc = 0)"
        with self._own.reading() as sql:
            rows = rows_in(sql, on_way)
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            with self._line.transaction() as sql:
                lock_lanes(sql, *some)
                twins = [twin for row in some if (twin := _put(sql, row)) is not None]
            with self._own.writing() as local:
                for row in some:
                    given = (self._utc(), row.control)
                    local.sql.execute("UPDATE outbox_moved SET utc = ? WHERE control = ?", given)
                for twin in twins:
                    _adopt(local.sql, twin, self._utc())
                    self.known.add(twin.control)

    def _doors(self) -> None:
        """Know there the destinations of this site, and here which let nobody in."""
        with self._line.transaction() as sql:
            if not self._is_introduced:
                doors.know(sql, self._destinations(), self._utc(), forgets=False)
            shut = dict(doors.closed(sql))
        self._is_introduced = True
        with self._own.reading() as sql:
            ours = doors.named(sql)
            shut = {name: utc for name, utc in shut.items() if name in ours}
            if doors.closed(sql) == shut:
                return
        with self._own.writing() as local:
            local.sql.execute("UPDATE outbox_doors SET closed = 0")
            for name, utc in shut.items():
                doors.shut(local.sql, name, utc)

    def _mirror(self) -> list[Row]:
        """Know how all stands there that was not at its end; return what changed."""
        with self._own.reading() as sql:
            rows = rows_in(sql, _THERE)
        changed = []
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            with self._line.transaction() as sql:
                there = _as_there(sql, some)
            known = [(row, there[row.control]) for row in some if row.control in there]
            changed += self._keep([(row, now) for row, now in known if now != row])
            self._again([row for row in some if row.control not in there])
        return changed

    def _keep(self, differ: Sequence[tuple[Row, Row]]) -> list[Row]:
        """Keep how rows stand there, and enter in the log here what others came to, once.

        Each comes with how it was read here. One that has changed here since stays as it is: what
        is there may be newer than what was seen, and the next look knows. Return what was kept.
        """
        kept = list[Row]()
        if not differ:
            return kept
        with self._own.writing() as local:
            for was, row in differ:
                here = rows_in(local.sql, "control = ?", row.control)
                if not here or _stands(here[0]) != _stands(was):
                    continue
                self.mirrored(local, row)
                kept.append(row)
                act = _ACTS.get(row.state)
                if act is not None and was.state is not row.state:
                    by_hand = row.why is Cause.BY_HAND
                    local.keep(Act.PARCEL_FILED if by_hand else act, row)
        return kept

    def _again(self, lost: Sequence[Row]) -> None:
        """Move rows again that are not there any more; they may have been sent since."""
        if not lost:
            return
        with self._own.writing() as local:
            for row in lost:
                may_be = row.state in (Standing.QUEUED, Standing.SENDING)
                state = Standing.UNKNOWN if may_be else row.state
                change(local.sql, row._replace(state=state, maybe=1), ("state", "maybe"))
                query = "UPDATE outbox_moved SET utc = 0 WHERE control = ?"
                local.sql.execute(query, (row.control,))

    def _keep_seen(self, utc: int) -> None:
        """Know since when this is known, in the store at most once a minute."""
        with self._own.reading() as sql:
            kept = seen_in(sql)
        self.seen = utc
        if abs(utc - kept) >= 60_000:
            query = (
                "INSERT INTO upkeep VALUES (?, ?)"
                " ON CONFLICT (what) DO UPDATE SET utc = excluded.utc"
            )
            with self._own.writing() as local:
                local.sql.execute(query, (KNOWN, utc))


def seen_in(sql: Sql) -> int:
    """Return when a store last knew how its rows stand in the clinic's database (UTC ms)."""
    row = sql.execute("SELECT utc FROM upkeep WHERE what = ?", (KNOWN,)).fetchone()
    return int(row[0]) if row else 0


def rows_in_order(sql: Sql) -> list[str]:
    """Return the rows that go to the clinic's database next, in the order of their lanes."""
    found = sql.execute(f"SELECT control FROM outbox WHERE {_GOES}").fetchall()  # noqa: S608
    return [str(control) for (control,) in found]


def _put(sql: Sql, row: Row) -> Row | None:
    """Put a row there unless it is; return another row of the same entry that is there instead.

    Its lane is locked.
    """
    if rows_in(sql, "control = ?", row.control) or put(sql, arrived(sql, row._replace(told=0))):
        return None
    where = "visit = ? AND seq = ? AND destination = ?"
    return rows_in(sql, where, row.visit, row.seq, row.destination)[0]


def _adopt(sql: Sql, twin: Row, utc: int) -> None:
    """Have here the row that is there of the same entry: a store that was brought back made anew.

    What is there may have been sent; what was made here has not.
    """
    where = "visit = ? AND seq = ? AND destination = ?"
    for row in rows_in(sql, where, twin.visit, twin.seq, twin.destination):
        for table in ("outbox", "outbox_moved"):
            sql.execute(f"DELETE FROM {table} WHERE control = ?", (row.control,))  # noqa: S608
    put(sql, twin)
    query = "INSERT INTO outbox_moved VALUES (?, ?) ON CONFLICT DO NOTHING"
    sql.execute(query, (twin.control, utc))


def _as_there(sql: Sql, rows: Sequence[Row]) -> dict[str, Row]:
    """Return these rows as they stand there, without reading their bytes again."""
    marks = ", ".join("?" * len(rows))
    query = f"SELECT control, {', '.join(_MIRRORED)} FROM outbox WHERE control IN ({marks})"  # noqa: S608
    found = {
        row[0]: row[1:] for row in sql.execute(query, [one.control for one in rows]).fetchall()
    }
    return {
        row.control: row._replace(**_values(found[row.control]))
        for row in rows
        if row.control in found
    }


def _stands(row: Row) -> Sequence[object]:
    return [getattr(row, name) for name in _MIRRORED]


def _values(found: Sequence[object]) -> dict[str, Any]:
    given: dict[str, Any] = dict(zip(_MIRRORED, found, strict=True))
    return {**given, "state": Standing(str(given["state"])), "why": Cause(str(given["why"]))}
