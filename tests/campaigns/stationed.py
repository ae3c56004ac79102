"""One process of the campaign `sharedoutbox`: a workstation, or the host of the relay.

`python -m tests.campaigns.stationed JSON` runs one, killed at a statement if it says so.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bedside.core.answers import Known, Patient
from bedside.core.destinations import Destination, Hl7
from bedside.core.parcels import Sender
from bedside.deliver.dispatcher import Dispatcher
from bedside.deliver.hl7.sender import Hl7Sender
from bedside.store.locks import StoreError
from bedside.store.outbox import sending
from bedside.store.outbox.clinic import line
from bedside.store.outbox.clinic.line import Address
from bedside.store.outbox.clinic.place import Clinic, server_time
from bedside.store.outbox.opening import Relayed
from bedside.store.outbox.rows import Row, rows_in
from bedside.store.outbox.sql import Sql
from tests.campaigns.deliveries import _Early
from tests.databases import LANES
from tests.deliver.posting import RETRACT, Office, addendum

NOTES = 8
"""How many are signed on each workstation for each number."""
APART = 100 * 24 * 3600
"""Seconds between two sittings: more than one lets pass, so that none waits for the one before."""
SLOW, UNLOCKED = "slow", "unlocked"
"""All is well around them, and a claim takes a while between its look and its mark."""
_OPEN = "state IN ('queued', 'sending', 'unknown')"


class Station(Office):
    """A workstation, or the relay's host, whose engine is a real receiver on this machine."""

    def __init__(self, given: dict[str, Any]) -> None:
        """Be a process of this sitting, each long after the one before."""
        engine = Hl7(
            name="engine",
            host="127.0.0.1",
            port=given["port"],
            tls=False,
            timeout=10 if given["how"] in (SLOW, UNLOCKED) else 1,
            dedupes=True,
            tries=1000,
        )
        self._sender = _Early(engine) if given["how"] == "early" else Hl7Sender(engine)
        self._given = given
        relay = base64.b64decode(given["public"])
        super().__init__(Path(given["home"]) / given["who"], engine, relay=relay)
        self.wait(APART * given["number"])

    def sender(self, to: Destination) -> Sender:  # noqa: ARG002  # there is one
        """Return what sends."""
        return self._sender

    @property
    def clinic(self) -> Clinic | None:
        """The clinic's database, by the server's clock and the time between sittings."""
        made, later = super().clinic, self._given["number"] * APART * 1000
        assert made is not None
        made.time, made.patience = (lambda sql: server_time(sql) + later), (0.2, 0.4, 0.8)
        if self._given["how"] == UNLOCKED:
            made.going = lambda *_: True  # type: ignore[method-assign]
        return made


def _kills(after: int) -> Callable[..., None]:
    made = [0]

    def count(*_: object) -> None:
        made[0] += 1
        if made[0] == after:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def _counted(kill: int) -> None:
    """End this process at so many statements, of either database."""
    count, real = _kills(kill), sqlite3.connect

    def connect(*args: object, **named: object) -> sqlite3.Connection:
        made: sqlite3.Connection = real(*args, **named)  # type: ignore[call-overload]
        made.set_trace_callback(count)
        return made

    vars(sqlite3)["connect"] = connect
    execute = line._Translated.execute

    def run(self: Any, *given: Any) -> Any:
        count()
        return execute(self, *given)

    line._Translated.execute = run  # type: ignore[method-assign]


def _slowed() -> None:
    """Let time pass between a claim's look at its lane and its mark."""
    change = vars(sending)["change"]

    def late(sql: Sql, row: Row, names: Iterable[str]) -> None:
        time.sleep(0.05)
        change(sql, row, names)

    vars(sending)["change"] = late


def _one(given: dict[str, Any]) -> int:
    """Be one process: sign what is still to be signed, then deliver for a while."""
    if given["kill"]:
        _counted(given["kill"])
    Office.address = Address(lambda: given["url"], lambda: LANES)
    if given["how"] in (SLOW, UNLOCKED):
        _slowed()
    office = Station(given)
    is_host = given["who"] == "host"
    opens = Relayed(base64.b64decode(given["private"])) if is_host else None
    dispatcher = office.dispatcher(opens)
    if not is_host:
        _sign(office, given, dispatcher)
    parent = os.getppid()
    while is_host and not ended(given).exists() and os.getppid() == parent:
        _round(office, dispatcher)
    _deliver(office, dispatcher, tries=200 if given["last"] else 12)
    last_look(given).write_text(str(office.at.utc))
    if office.line is not None:
        office.line.close()
    office.store.close()
    return 0


def _sign(office: Station, given: dict[str, Any], dispatcher: Dispatcher) -> None:
    chance = random.Random(f"{given['seed']} {given['number']} {given['who']}")
    there = len({row.visit for row in office.rows()})
    most = NOTES if given["number"] else NOTES // 2
    for at in range(there, min(NOTES, there + most)):
        number = f"{at % 3:03}-TEST"
        known = Known(number=number, family="Test", given="Avery")
        later = chance.choice(([], [addendum()], [RETRACT])) if at % 2 else []
        patient = Patient(name="Test, Avery", second=number, known=known)
        print(json.dumps(office.signed(patient, *later)), flush=True)
        _round(office, dispatcher)


def _deliver(office: Station, dispatcher: Dispatcher, tries: int) -> None:
    """Make rounds until nothing waits that can go, or so often."""
    place = dispatcher.place
    for _ in range(tries):
        _round(office, dispatcher)
        with suppress(StoreError), place.reading() as sql:
            waits = rows_in(sql, _OPEN)
            held = {row.lane for row in rows_in(sql, "state = 'held'")}
            if all(row.lane in held for row in (*waits, *office.rows(_OPEN))):
                break
    with suppress(StoreError):
        place.fresh()


def _round(office: Station, dispatcher: Dispatcher) -> None:
    """Make a round, a while after the last; one that fails is made again another time."""
    try:
        dispatcher.round()
    except StoreError:
        time.sleep(0.2)
    time.sleep(0.02)
    dispatcher.wanted()
    office.wait(1800)


def last_look(given: dict[str, Any]) -> Path:
    """Return the file that says by a process's clock when it ended (UTC ms)."""
    return Path(given["home"]) / f"looked-{given['who']}"


def ended(given: dict[str, Any]) -> Path:
    """Return the file that is there once the workstations of a sitting have ended."""
    return Path(given["home"]) / f"ended-{given['number']}"


if __name__ == "__main__":
    sys.exit(_one(json.loads(sys.argv[1])))
