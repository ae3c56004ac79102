"""The clinic's database, as it is reached from this machine: its version, TLS, pace, what waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended
from bedside.cli.machine.report import Report
from bedside.store.locks import StoreError
from bedside.store.outbox.tables import PENDING_SQL

if TYPE_CHECKING:
    from bedside.store.outbox.sql import Sql

_SLOW_MS = 250
"""From so long on for one answer, what is held takes seconds to be tried again."""
_SIDES = (
    "SELECT current_setting('server_version'), current_setting('fsync'),"
    " current_setting('full_page_writes'), coalesce((SELECT version FROM pg_stat_ssl"
    " WHERE pid = pg_backend_pid() AND ssl), ''), inet_server_addr() IS NULL"
)
_WAITS = (
    "SELECT count(*) FILTER (WHERE state = 'held'),"
    " count(*) FILTER (WHERE state IN ('queued', 'unknown')),"
    " count(*) FILTER (WHERE state = 'sending') FROM outbox"
)
_LEFT = (
    "SELECT count(*) FROM outbox WHERE control IN (SELECT control FROM outbox_moved)"  # noqa: S608
    f" AND state IN ({PENDING_SQL})"
)
_TODO = (
    "notes are signed all the same and wait here; see that every workstation has both secrets, and"
    " that bedside outbox prepare ROLE was run there"
)


def looked_at(desk: Desk) -> Iterator[Report]:
    """Report on the clinic's database; on nothing where the settings name none."""
    from bedside.cli.clinic_outbox import address_of
    from bedside.store.outbox.clinic.line import Line

    address = address_of(desk)
    if address is None:
        yield from _left_there(desk)
        return
    line = Line(address)
    try:
        with line.transaction() as sql:
            yield from _reports(sql)
    except StoreError as error:
        yield Report("clinic database", False, f"not reached: {error}", _TODO)
    finally:
        line.close()


def _left_there(desk: Desk) -> Iterator[Report]:
    """Report on what lies in a database that the settings do not name any more."""
    try:
        with desk.store.reading() as sql:
            (count,) = sql.execute(_LEFT).fetchone()
    except (Ended, StoreError):  # told already, of the store itself
        return
    if count:
        told = f"{count} notes lie in a database that the settings do not name any more"
        yield Report("clinic outbox", False, told, "put its [outbox] back until they have arrived")


def _reports(sql: Sql) -> Iterator[Report]:
    version, fsync, pages, tls, is_socket = sql.execute(_SIDES).fetchone()
    way = "a socket of this machine" if is_socket else tls or "NO TLS"
    pace = median(_answers(sql))
    found = f"PostgreSQL {version}, by {way}, {max(pace, 0.1):.1f} ms for an answer"
    yield Report("clinic database", pace < _SLOW_MS, found, _slow(pace))
    if "off" in (fsync, pages):
        told = "the server does not wait for its disk: a cut of power loses what it acknowledged"
        yield Report("clinic durability", False, told, "set fsync = on and full_page_writes = on")
    held, waiting, on_way = sql.execute(_WAITS).fetchone()
    told = f"{held} held, {waiting} waiting, {on_way} on their way, of all workstations"
    yield Report("clinic outbox", True, told, "bedside outbox shows those of here" if held else "")


def _slow(pace: float) -> str:
    return "" if pace < _SLOW_MS else "it is far away, or busy: signing does not wait for it"


def _answers(sql: Sql) -> list[float]:
    """Return how long each of some answers took (ms)."""
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        sql.execute("SELECT 1").fetchone()
        took.append((time.perf_counter() - begun) * 1000)
    return took
