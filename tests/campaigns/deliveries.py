"""Notes signed and delivered by processes that are killed at any statement, to a hostile receiver.

`python -m tests.campaigns.deliveries --one SEED HOME PORT KILL NUMBER HOW` is one of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bedside.core.answers import Known, Patient
from bedside.core.destinations import Destination, Hl7
from bedside.core.parcels import Fate, Parcel, Reply, Sender
from bedside.deliver.hl7.sender import Hl7Sender
from bedside.store.outbox.rows import Row
from tests.campaigns.hostile import Hostile
from tests.deliver.posting import RETRACT, Office, addendum

WHAT = "no note is lost, none is called delivered that is not, and one that comes twice is the same"
NOTES = 8
"""How many are signed for each number."""
SITTINGS = 10
"""How many processes, one after another, have to be enough."""
STATEMENTS = 700
"""About how many statements one makes."""


def told(seed: int) -> str:
    """Return what is wrong after some notes went to a hostile receiver."""
    return _delivered(seed, "")


def twin(seed: int) -> str:
    """Return the same where a note is called delivered before its receiver has answered."""
    return _delivered(seed, "early")


def _delivered(seed: int, how: str) -> str:
    with tempfile.TemporaryDirectory() as home, Hostile(seed, 0.4) as peer:
        signed = sittings(__name__, seed, (home, str(peer.port)), how)
        return _wrong(Path(home), peer, signed)


def sittings(module: str, seed: int, where: tuple[str, str], how: str) -> list[str]:
    """Run process after process of a module, most of them killed at some statement.

    `where` are its home and its receiver. Returns the visits that were called signed and saved.
    """
    chance, signed = random.Random(seed), list[str]()
    for number in range(SITTINGS):
        last = number == SITTINGS - 1
        kills = (0, *(chance.randint(1, STATEMENTS) for _ in range(3)))
        kill = 0 if last else chance.choice(kills)
        signed += _sitting(module, (str(seed), *where, str(kill), str(number), how))
    return signed


def _sitting(module: str, given: tuple[str, ...]) -> list[str]:
    """Run one process; return the visits that it called signed and saved before it ended."""
    command = [sys.executable, "-m", module, "--one", *given]
    root = Path(__file__).parents[2]
    environ = {**os.environ, "PYTHONPATH": str(root), "BEDSIDE_SECOND": f"{given[1]}/second"}
    done = subprocess.run(
        command, cwd=root, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines() if line.endswith('"')]


def _wrong(home: Path, peer: Hostile, signed: list[str]) -> str:
    """Hold what the store says of every note against what its receiver has."""
    office = _Office(home, peer.port, 0, "")
    rows = office.rows()
    wrong = list(peer.wrong)
    lost = set(signed) - {row.visit for row in rows}
    wrong += [f"visit {visit} was signed and is in no row" for visit in lost]
    for row in rows:
        is_there = row.control in peer.had
        if row.state == "delivered" and not is_there:
            wrong.append(f"{row.control} is called delivered, and its receiver has not got it")
        if row.state == "held" and not (row.control in peer.refused or row.why == "tries"):
            wrong.append(f"{row.control} is held, {row.why}, and was never refused")
        if row.state in ("queued", "sending", "unknown") and is_first(row.control, rows):
            wrong.append(f"{row.control} is still {row.state}")
    known = {row.control for row in rows}
    wrong += [f"{control} is there, and in no row" for control in set(peer.had) - known]
    office.store.close()
    return "; ".join(wrong[:3])


def is_first(control: str, rows: list[Row]) -> bool:
    """Whether nothing of the same patient that is held stands before a row."""
    own = next(row for row in rows if row.control == control)
    before = [row for row in rows if row.lane == own.lane and row.utc < own.utc]
    return not any(row.state == "held" for row in before)


class _Office(Office):
    """A workstation whose engine is a real receiver on this machine."""

    def __init__(self, home: Path, port: int, number: int, how: str) -> None:
        """Be the process of this number, each an hour after the one before."""
        engine = Hl7(name="engine", host="127.0.0.1", port=port, tls=False, timeout=1, dedupes=True)
        self._sender = _Early(engine) if how else Hl7Sender(engine)
        super().__init__(home, replace(engine, tries=1000))
        self.wait(3600 * number)

    def sender(self, to: Destination) -> Sender:  # noqa: ARG002  # there is one
        """Return what sends."""
        return self._sender


class _Early(Hl7Sender):
    """A sender that does not wait for the answer."""

    def send(self, parcel: Parcel, parent: str = "") -> Reply:
        """Send, and call it delivered whatever comes of it."""
        super().send(parcel, parent)
        return Reply(fate=Fate.DELIVERED)


def _kills(after: int) -> Callable[[str], None]:
    made = [0]

    def count(_: str) -> None:
        made[0] += 1
        if made[0] == after:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def _one(given: list[str]) -> int:
    """Be one process: sign what is still to be signed, then deliver for a while."""
    seed, port, kill, number = (int(given[at]) for at in (0, 2, 3, 4))
    die_at(kill)
    office = _Office(Path(given[1]), port, number, "".join(given[5:]))
    return sat(office, random.Random(seed * 100 + number), number)


def die_at(statement: int) -> None:
    """Have this process killed at this statement of a store; never where that is 0."""
    if statement:
        real, count = sqlite3.connect, _kills(statement)

        def connect(*args: object, **named: object) -> sqlite3.Connection:
            made: sqlite3.Connection = real(*args, **named)  # type: ignore[call-overload]
            made.set_trace_callback(count)
            return made

        vars(sqlite3)["connect"] = connect


def sat(office: Office, chance: random.Random, number: int) -> int:
    """Sign what is still to be signed, then deliver for a while."""
    there = len({row.visit for row in office.rows()})
    for at in range(there, min(NOTES, there + (NOTES if number else NOTES // 2))):
        who = f"{at % 3:03}-TEST"
        known = Known(number=who, family="Test", given="Avery")
        later = chance.choice(([], [addendum()], [RETRACT])) if at % 2 else []
        visit = office.signed(Patient(name="Test, Avery", second=who, known=known), *later)
        print(json.dumps(visit), flush=True)
    for _ in range(30):
        office.round()
        if not office.rows("state IN ('queued', 'sending', 'unknown')"):
            break
        office.wait(1800)
    office.store.close()
    return 0


if __name__ == "__main__" and sys.argv[1:2] == ["--one"]:
    sys.exit(_one(sys.argv[2:]))
