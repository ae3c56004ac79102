"""One note that is damaged, or one step that fails, keeps no other note from being delivered."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bedside.core.parcels import Parcel
from bedside.deliver.watching import Watching
from bedside.store.locks import StoreError
from bedside.store.outbox.rows import Row
from tests.deliver.posting import AVERY, POE, Office

pytestmark = pytest.mark.usefixtures("over_both")


def broken() -> None:
    """Fail as a fault of ours would."""
    raise LookupError("a fault")


@pytest.fixture
def post(tmp_path: Path) -> Office:
    """A workstation whose notes go to one engine."""
    return Office(tmp_path)


def test_a_visit_that_cannot_be_read_is_held_and_stops_no_round(post: Office) -> None:
    post.signed(AVERY)
    with post.store.writing() as connection:
        connection.execute("UPDATE checklists SET body = ?", (b"[]",))
    post.round()
    assert post.states() == ["held"]
    assert [row.why.value for row in post.rows()] == ["broken"]


@pytest.mark.parametrize("where", ["first", "delivered"])
def test_what_fails_beside_sending_ends_no_delivering(post: Office, where: str) -> None:
    post.signed(AVERY)
    second = threading.Event()

    def sending(_: Parcel) -> None:
        if post.receiver.got:
            second.set()

    def delivered() -> None:
        if where == "delivered":
            broken()

    watching = Watching(
        post.dispatcher(), post.clock, delivered, broken if where == "first" else lambda: None
    )
    post.receiver.before = sending
    thread = threading.Thread(target=watching.run, daemon=True)
    thread.start()
    while post.states() != ["delivered"] and thread.is_alive():
        thread.join(0.05)
    post.signed(POE)
    watching.wake()
    assert second.wait(30)
    watching.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_a_try_whose_outcome_cannot_be_kept_is_not_said_to_go_on(
    post: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.signed(AVERY)
    dispatcher = post.dispatcher()

    def full(*_: object) -> None:
        raise StoreError("full")

    monkeypatch.setattr("bedside.deliver.dispatcher.settle", full)
    with pytest.raises(StoreError):
        dispatcher.round()
    assert not dispatcher.is_trying


@pytest.mark.parametrize("fault", [StoreError("the disk is full"), LookupError("Avery")])
def test_what_keeps_everything_from_being_sent_is_said_until_it_is_over(
    post: Office, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    post.signed(AVERY)
    dispatcher, changed, fails = post.dispatcher(), threading.Event(), [True]
    sent = dispatcher.round

    def round_() -> list[Row]:
        if fails:
            raise fault
        return sent()

    monkeypatch.setattr(dispatcher, "round", round_)
    dispatcher.changed = changed.set
    watching = Watching(dispatcher, post.clock, lambda: None, lambda: None)
    thread = threading.Thread(target=watching.run, daemon=True)
    thread.start()
    assert changed.wait(30)
    is_known = isinstance(fault, StoreError)
    assert watching.trouble == (
        "the disk is full" if is_known else "a fault of bedside (LookupError)"
    )
    fails.clear()
    watching.wake()
    while watching.trouble and thread.is_alive():
        thread.join(0.05)
    watching.stop()
    thread.join(30)
    assert (thread.is_alive(), post.states()) == (False, ["delivered"])
