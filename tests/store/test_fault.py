"""A fault of our own in the writer's thread: saving goes on, nothing is lost, and it is told."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.store.hold import Hold
from bedside.store.paths import Places
from bedside.store.saving import Standing
from bedside.store.store import Store
from tests.people import WORDS
from tests.store import test_beside as beside

disk = beside.disk


class Fault:
    """A fault in how events are written, until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin with the fault."""
        self.is_there = True
        real = Hold._insert

        def insert(hold: Hold, connection: sqlite3.Connection, row: object) -> None:
            if self.is_there:
                raise TypeError(WORDS)
            real(hold, connection, row)  # type: ignore[arg-type]

        monkeypatch.setattr(Hold, "_insert", insert)


def test_a_fault_while_saving_is_told_as_a_failing_store_is_and_nothing_is_lost(
    store: Store,
    places: Places,
    uncertainty: Checklist,
    disk: beside.Disk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = beside.begin(store, uncertainty)
    fault = Fault(monkeypatch)
    session.do(m.Jot(WORDS))
    beside.until(lambda: beside.is_beside(session))
    assert "TypeError at test_fault.py" in session.saving.failure
    assert WORDS not in session.saving.failure
    assert session.saving.refusal is not None
    assert not store.close()
    session._hold.release()
    fault.is_there = False
    again = Store(places)
    assert WORDS in repr(again.read(session.visit.id).events)
    again.close()


def test_saving_goes_on_once_the_fault_is_gone(
    store: Store, uncertainty: Checklist, disk: beside.Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = beside.begin(store, uncertainty)
    fault = Fault(monkeypatch)
    session.do(m.Jot(WORDS))
    beside.until(lambda: session.saving.failure)
    fault.is_there = False
    assert session.settle(20)
    assert session.saving.standing is Standing.SAVED
    assert isinstance(store.fault, TypeError)
    session.close()


def test_a_fault_in_what_rides_with_no_visit_keeps_no_visit_from_being_saved(
    store: Store, uncertainty: Checklist
) -> None:
    def run(_: sqlite3.Connection) -> None:
        raise ValueError(WORDS)

    store.hand_in(run, list)
    session = beside.begin(store, uncertainty)
    session.do(m.Jot(WORDS))
    assert session.settle(20)
    session.close()
    assert isinstance(store.fault, ValueError)
    assert not store.close()  # what was handed in is not saved


def test_a_fault_of_who_is_told_ends_no_thread(store: Store, uncertainty: Checklist) -> None:
    session = beside.begin(store, uncertainty)

    def broken() -> None:
        if threading.current_thread().name == "bedside-writer":
            raise RuntimeError(WORDS)

    session.watch(broken)
    session.do(m.Jot(WORDS))
    beside.until(lambda: store.fault)
    session.do(m.Jot(WORDS))
    assert session.settle(20)
    session.watch(lambda: None)
    session.close()


def test_a_fault_that_cost_nothing_is_raised_when_the_process_ends(
    desk: Desk, uncertainty: Checklist, disk: beside.Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = beside.begin(desk.store, uncertainty)
    fault = Fault(monkeypatch)
    session.do(m.Jot(WORDS))
    beside.until(lambda: session.saving.failure)
    fault.is_there = False
    session.close()
    with pytest.raises(TypeError):
        stop_saving(desk)


def test_a_fault_that_lasts_says_what_is_not_saved_and_ends_as_one(
    desk: Desk, uncertainty: Checklist, disk: beside.Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = beside.begin(desk.store, uncertainty)
    Fault(monkeypatch)
    session.do(m.Jot(WORDS))
    beside.until(lambda: beside.is_beside(session))
    with pytest.raises(Ended, match="the next start of bedside saves it") as ended:
        stop_saving(desk)
    assert ended.value.code is Exit.BUG
