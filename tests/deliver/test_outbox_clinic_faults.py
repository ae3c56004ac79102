"""Faults between this workstation and the clinic's database: none leaves a note in doubt or waits.

Both sides commit by themselves, and others work there at the same time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from bedside.core.acts import Act
from bedside.core.parcels import Fate, Reply
from bedside.deliver.dispatcher import Turned
from bedside.store.locks import StoreError
from bedside.store.outbox.clinic import moving
from bedside.store.outbox.clinic.line import Line
from bedside.store.outbox.place import Local, Own
from bedside.store.outbox.rows import Row
from bedside.store.outbox.sql import Sql
from tests.databases import Server
from tests.deliver.posting import AVERY, POE, Office
from tests.store.audit.logs import seen

HELD = Reply(fate=Fate.HELD, code="AE", said="PID-3 is not known")


@pytest.fixture
def post(tmp_path: Path, clinic: Server) -> Office:
    """A workstation whose notes go to one engine, by way of the clinic's database."""
    return Office(tmp_path / "post")


def test_two_workstations_that_move_the_same_lanes_in_another_order_wait_in_no_ring(
    post: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, met = Office(tmp_path / "other"), threading.Barrier(2)
    for office, patients in ((post, (AVERY, POE)), (other, (POE, AVERY))):
        for patient in patients:
            office.signed(patient)
    real = moving._put

    def slow(sql: Sql, row: Row) -> Row | None:
        """Put one there, and let the other workstation do as much if it can."""
        twin = real(sql, row)
        with suppress(threading.BrokenBarrierError):
            met.wait(0.5)
        return twin

    monkeypatch.setattr(moving, "_put", slow)
    failed: list[StoreError] = []

    def move(office: Office) -> None:
        try:
            office.moved()
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=move, args=(one,)) for one in (post, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_a_note_that_another_connection_holds_is_left_for_the_round_and_others_go(
    post: Office, clinic: Server
) -> None:
    post.signed(AVERY)
    post.signed(POE)
    post.moved()
    first, second = post.rows()
    dispatcher = post.dispatcher()
    steps, step = [0], dispatcher._step

    def counted() -> Turned:
        """Count, and end a round that would go on for ever."""
        steps[0] += 1
        if steps[0] > 20:
            dispatcher.stopping.set()
        return step()

    dispatcher._step = counted  # type: ignore[method-assign]
    other = Line(clinic.address)
    post.lines.append(other)
    with other.transaction() as sql:
        sql.execute("SELECT 1 FROM outbox WHERE control = ? FOR UPDATE", (first.control,))
        dispatcher.round()
    assert [parcel.control for parcel in post.receiver.got] == [second.control]
    assert steps[0] == 3
    dispatcher.round()
    assert post.states() == ["delivered", "delivered"]


def test_a_door_of_another_site_has_nothing_written_here_at_each_look(
    post: Office, clinic: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.run("INSERT INTO bedside.outbox_doors VALUES ('elsewhere', 1, 'x', 5)")
    made, writes, writing = post.moved(), [0], Own.writing

    def counted(own: Own) -> AbstractContextManager[Local]:
        """Count each transaction that writes."""
        writes[0] += 1
        return writing(own)

    monkeypatch.setattr(Own, "writing", counted)
    made.fresh()
    assert writes == [0]
    assert list(post.shelf.closed()) == []
    clinic.run("UPDATE bedside.outbox_doors SET closed = 7 WHERE destination = 'engine'")
    made.fresh()
    assert (writes, post.shelf.closed()) == ([1], {"engine": 7})


def test_what_somebody_did_while_a_look_was_on_its_way_is_not_written_over(
    post: Office, clinic: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.signed()
    made = post.moved()
    (row,) = post.rows()
    clinic.run("UPDATE bedside.outbox SET state = 'held', why = 'refused'")
    real, beside = moving._as_there, Office(tmp_path / "post")

    def filed_meanwhile(sql: Sql, rows: Sequence[Row]) -> dict[str, Row]:
        """Have another window file it by hand, once this one has read how it stood."""
        there = real(sql, rows)
        monkeypatch.setattr(moving, "_as_there", real)
        assert beside.shelf.filed(row.control, "J. Doe", "by fax")
        return there

    monkeypatch.setattr(moving, "_as_there", filed_meanwhile)
    assert made.fresh() == []
    assert post.states() == ["delivered"]
    acts = [told.entry.act for told in seen(post.store)]
    assert acts.count(Act.PARCEL_FILED) == 1
    assert Act.PARCEL_HELD not in acts


def full_after_claim(monkeypatch: pytest.MonkeyPatch, also: Callable[[], object]) -> None:
    """Have the store here be full once a row was put on its way, and this happen then."""
    real = Local.keep

    def keep(local: Local, act: Act, row: Row, number: int = 0) -> None:
        real(local, act, row, number)
        if act is Act.PARCEL_TRIED:
            monkeypatch.setattr(Local, "keep", real)
            also()
            raise StoreError("database or disk is full")

    monkeypatch.setattr(Local, "keep", keep)


@pytest.mark.parametrize("is_away", [False, True])
def test_a_note_that_was_never_tried_is_not_in_doubt_because_the_store_here_was_full(
    post: Office, clinic: Server, monkeypatch: pytest.MonkeyPatch, is_away: bool
) -> None:
    """Also where the clinic's database is away at that moment too, and knows only later."""
    post.signed()
    dispatcher = post.dispatcher()
    full_after_claim(monkeypatch, clinic.stop if is_away else list)
    try:
        with pytest.raises(StoreError, match="full"):
            dispatcher.round()
        assert post.receiver.got == []
    finally:
        if is_away:
            clinic.start()
    query = "SELECT state, maybe, tries FROM bedside.outbox"
    assert clinic.run(query) == [("sending", 0, 1) if is_away else ("queued", 0, 0)]
    dispatcher.round()
    assert (post.states(), len(post.receiver.got)) == (["delivered"], 1)
    assert clinic.run(query) == [("delivered", 1, 1)]


def test_what_others_did_with_a_note_that_was_never_tried_here_stays(
    post: Office, clinic: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.signed()
    dispatcher = post.dispatcher()
    change = "UPDATE bedside.outbox SET state = 'unknown', maybe = 1, holder = 'other', tries = 2"
    full_after_claim(monkeypatch, lambda: clinic.run(change))
    with pytest.raises(StoreError, match="full"):
        dispatcher.round()
    query = "SELECT state, maybe, tries, holder FROM bedside.outbox"
    assert clinic.run(query) == [("unknown", 1, 2, "other")]
