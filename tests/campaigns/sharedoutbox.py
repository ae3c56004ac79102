"""Workstations and a relay over one database, all killed at any statement, it restarted at once.

What each process of a sitting does is in `stationed.py`.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from bedside.store.keys import pairs
from bedside.store.outbox.rows import Row
from tests.campaigns.hostile import Hostile
from tests.campaigns.stationed import SLOW, UNLOCKED, ended, last_look
from tests.databases import Server
from tests.deliver.posting import Office

WHAT = "no note is lost, falsely called delivered, sent by two at once, or out of its lane's order"
STATIONS = ("one", "two")
SITTINGS = 4
"""How many times all of them run together; the last time nothing is killed."""
STATEMENTS = 1500
"""About how many statements one makes in a sitting."""


def told(seed: int, sittings: int = SITTINGS) -> str:
    """Return what is wrong after some workstations sent their notes to a hostile receiver."""
    return _delivered(seed, "", sittings)


def twin(seed: int, sittings: int = SITTINGS) -> str:
    """Return the same where a row is claimed without its locks."""
    return _delivered(seed, UNLOCKED, sittings)


def slow(seed: int) -> str:
    """Return the same where claims are as slow, and have their locks."""
    return _delivered(seed, SLOW)


def early(seed: int) -> str:
    """Return the same where a note is called delivered before its receiver has answered."""
    return _delivered(seed, "early")


@cache
def _server() -> Server:
    import atexit

    made = Server(is_durable=True)
    atexit.register(made.remove)
    return made


class Crowded(Hostile):
    """A hostile receiver that many talk to at once, and that notices who comes at the same time."""

    def __enter__(self) -> Crowded:
        """Begin to listen."""
        super().__enter__()
        return self

    def __init__(self, seed: int, spoils: float) -> None:
        """Behave by this number, knowing nobody yet."""
        super().__init__(seed, spoils)
        self.first: list[str] = []
        """Control ids in the order in which they first came."""
        self._here: dict[str, str] = {}
        self._turn = threading.Lock()

    def _serve(self) -> None:
        while not self._ends.is_set():
            try:
                line, _ = self._open.accept()
            except OSError:
                continue

            def hear(line: Any = line) -> None:
                with line, suppress(OSError):
                    self._hear(line)

            threading.Thread(target=hear, daemon=True).start()

    def _answer(self, line: Any, message: bytes) -> None:
        control = message.split(b"|")[9].decode()
        patient = message.split(b"PID|", 1)[1].split(b"|")[2].decode()
        with self._turn:
            if patient in self._here.values():
                now = ", ".join(self._here)
                self.wrong.append(f"{control} of {patient} came while {now} was being taken")
            self._here[control] = patient
        time.sleep(0.01)
        with self._turn:
            self._here.pop(control, None)
        super()._answer(line, message)

    def _keep(self, control: str, message: bytes) -> None:
        if control not in self.had:
            self.first.append(control)
        elif not self.spoils:
            self.wrong.append(f"{control} came twice, and all was well")
        super()._keep(control, message)


def _delivered(seed: int, how: str, sittings: int = SITTINGS) -> str:
    chance, server, pair = random.Random(seed), _server(), pairs.new_pair()
    is_calm = how in (SLOW, UNLOCKED)
    server.empty()
    halves = [base64.b64encode(half).decode() for half in (pair.public, pair.private)]
    with tempfile.TemporaryDirectory() as home, Crowded(seed, 0.0 if is_calm else 0.4) as peer:
        signed: list[str] = []
        for number in range(sittings):
            last = number == sittings - 1
            given = {"seed": seed, "home": home, "port": peer.port, "number": number, "how": how}
            given |= {"url": server.url(), "public": halves[0], "private": halves[1], "last": last}
            kills = {
                who: 0
                if last or is_calm or chance.random() < 0.3
                else chance.randint(1, STATEMENTS)
                for who in (*STATIONS, "host")
            }
            with _restarting(server, chance, often=not (last or is_calm)):
                signed += _sitting(given, kills)
        return _wrong(Path(home), peer, server, signed)


@contextmanager
def _restarting(server: Server, chance: random.Random, *, often: bool) -> Iterator[None]:
    """End and start the server at once, at some moment of a sitting, in two of three."""
    ends = threading.Event()
    after = 0.8 + 2 * chance.random()

    def run() -> None:
        if not ends.wait(after):
            server.restart()

    thread = threading.Thread(target=run)
    if often and chance.random() < 0.67:
        thread.start()
    try:
        yield
    finally:
        ends.set()
        if thread.ident is not None:
            thread.join()


def _sitting(given: dict[str, Any], kills: dict[str, int]) -> list[str]:
    """Run all processes together; return the visits that they called signed and saved."""
    root = Path(__file__).parents[2]
    started = []
    for who, kill in kills.items():
        whole = json.dumps({**given, "who": who, "kill": kill})
        environ = {**os.environ, "PYTHONPATH": str(root)}
        environ["BEDSIDE_SECOND"] = f"{given['home']}/{who}-second"
        command = [sys.executable, "-m", "tests.campaigns.stationed", whole]
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen(command, cwd=root, env=environ, stdout=pipe, stderr=pipe, text=True)
        )
    signed: list[str] = []
    for process in started:
        if process is started[-1]:
            ended(given).touch()  # the relay's host goes on until the workstations have ended
        out, errors = process.communicate()
        if process.returncode not in (0, -signal.SIGKILL):
            raise AssertionError(errors[-2000:])
        signed += [json.loads(line) for line in out.splitlines() if line.endswith('"')]
    return signed


def _wrong(home: Path, peer: Crowded, server: Server, signed: list[str]) -> str:
    """Hold what the stores and the database say of every note against what its receiver has."""
    rows_there = server.run("SELECT control, state, lane, turn, talk FROM bedside.outbox")
    there = {str(control): str(state) for control, state, *_ in rows_there}
    held = [rest for _, state, *rest in rows_there if state == "held"]
    stopped = {lane for lane, _, _ in held}
    talks = {talk for _, turn, talk in held if turn == "retraction"}
    wrong, known = list(peer.wrong), set[str]()
    for who in STATIONS:
        office = Office(home / who)
        rows = office.rows()
        office.store.close()
        known |= {row.control for row in rows}
        wrong += _of_station(rows, peer, there)
        still = [row for row in rows if row.state in ("queued", "sending", "unknown")]
        looked = int(last_look({"home": home, "who": "host"}).read_text())
        wrong += [
            f"{row.control} is still {row.state}, due {row.due - looked} ms after the last look"
            for row in still
            if row.lane not in stopped and not (row.turn == "original" and row.talk in talks)
        ]
        signed = [visit for visit in signed if visit not in {row.visit for row in rows}]
    wrong += [f"visit {visit} was signed and is in no row" for visit in signed]
    wrong += [f"{control} is there, and in no row" for control in set(peer.had) - known]
    return "; ".join(wrong[:3])


def _of_station(rows: list[Row], peer: Crowded, there: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the rows of one workstation."""
    for row in rows:
        came = row.control in peer.had
        if row.control in there and there[row.control] != row.state:
            yield f"{row.control} is {there[row.control]} there, and called {row.state} here"
        if row.state == "delivered" and not came:
            yield f"{row.control} is called delivered, and its receiver has not got it"
        if row.state == "cancelled" and came:
            yield f"{row.control} is called never sent, and its receiver has it"
        if row.state == "held" and row.control not in peer.refused and row.why != "overtaken":
            yield f"{row.control} is held, {row.why}, and was never refused"
    lanes: dict[int, list[int]] = {}
    for row in rows:
        if row.state == "delivered" and row.control in peer.had:
            lanes.setdefault(row.lane, []).append(peer.first.index(row.control))
    yield from ("a lane came out of its order" for one in lanes.values() if one != sorted(one))
