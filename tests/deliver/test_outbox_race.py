"""Dispatchers on threads race for rows of one database: D5 and D14, whatever is answered."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.core.parcels import Fate, Parcel, Reply
from bedside.store.keys import pairs
from bedside.store.outbox.opening import Relayed
from tests.databases import Server
from tests.deliver.posting import ANSWERED, AVERY, POE, Office, Receiver, addendum

PATIENTS = (AVERY, POE)
HOSTS = 3
AGAIN = Reply(fate=Fate.AGAIN, code="AR")
LOST = Reply(fate=Fate.UNKNOWN)
THERE = Reply(fate=Fate.DELIVERED, receipt="doc")


class Watched(Receiver):
    """A receiver that all hosts share, and that knows who is with it at one moment."""

    def __init__(self, seed: int) -> None:
        """Answer by this number."""
        super().__init__()
        self._chance, self._turn = random.Random(seed), threading.Lock()
        self._here: list[str] = []
        self.lane_of: Callable[[Parcel], str] = lambda parcel: parcel.visit
        self.crowds: list[str] = []
        self.there: list[str] = []
        """Control ids that have arrived, once for each time."""

    def send(self, parcel: Parcel, parent: str) -> Reply:  # noqa: ARG002  # the same to all
        """Take it, or not, or take it and forget to answer."""
        lane = self.lane_of(parcel)
        with self._turn:
            if lane in self._here:
                self.crowds.append(parcel.control)
            self._here.append(lane)
            answer = self._chance.choice((ANSWERED, ANSWERED, AGAIN, LOST, LOST))
            arrives = answer is ANSWERED or (answer is LOST and self._chance.random() < 0.5)
            self.there += [parcel.control] if arrives else []
        time.sleep(0.004)
        with self._turn:
            self._here.remove(lane)
        return answer

    def find(self, parcel: Parcel) -> Reply | None:
        """Say truly whether it is there."""
        with self._turn:
            return THERE if parcel.control in self.there else AGAIN


@pytest.mark.parametrize("seed", range(3))
def test_no_two_send_in_one_lane_and_each_note_arrives_once_and_in_order(
    tmp_path: Path, clinic: Server, seed: int
) -> None:
    pair, shared = pairs.new_pair(), Watched(seed)
    station = Office(tmp_path / "station", relay=pair.public)
    for number in range(6):
        station.signed(PATIENTS[number % 2], *([addendum()] if number % 3 == 0 else []))
    station.moved()
    lanes = {row.control: str(row.lane) for row in station.rows()}
    shared.lane_of = lambda parcel: lanes[parcel.control]
    hosts = [Office(tmp_path / f"host {number}") for number in range(HOSTS)]

    def work(office: Office) -> None:
        office.receivers["engine"] = shared
        dispatcher = office.dispatcher(Relayed(pair.private))
        for _ in range(60):
            dispatcher.round()
            dispatcher.wanted()
            office.wait(3600)
            if clinic.run("SELECT count(*) FROM bedside.outbox WHERE ended = 0") == [(0,)]:
                break

    for office in hosts:  # leases are kept by the server's clock; due is each office's own
        office.leases_by_server = True
    threads = [threading.Thread(target=work, args=(office,)) for office in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    station.moved()
    assert shared.crowds == []
    assert Counter(shared.there) == Counter(lanes.keys())
    assert set(station.states()) == {"delivered"}
    for lane in set(lanes.values()):
        assert [one for one in lanes if lanes[one] == lane] == [
            one for one in shared.there if lanes[one] == lane
        ]
