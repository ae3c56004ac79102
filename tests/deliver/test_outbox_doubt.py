"""What may be at a receiver although it was never called delivered: D4, D6 and D11."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.deliveries import Cause
from bedside.core.parcels import Fate, Reply, Standing
from tests.deliver.posting import AVERY, ENGINE, RETRACT, Office, Receiver, addendum

pytestmark = pytest.mark.usefixtures("over_both")

HALF = Reply(fate=Fate.HELD, code="422", said="half of it", receipt="DocumentReference/1")
DOUBT = Reply(fate=Fate.HELD, said="that is no acknowledgement", may_be_there=True)
LOST = Reply(fate=Fate.UNKNOWN)
AGAIN = Reply(fate=Fate.AGAIN)
THERE_ALREADY = Reply(fate=Fate.DELIVERED, code="AR", receipt="AR", said="duplicate message")


@pytest.fixture
def post(tmp_path: Path) -> Office:
    """A workstation whose notes go to one engine."""
    return Office(tmp_path)


def answering(post: Office, *answers: Reply, found: Reply | None = None) -> Receiver:
    """Have the only receiver answer in this order."""
    post.receiver.answers, post.receiver.found = list(answers), found
    return post.receiver


@pytest.mark.parametrize("reply", [HALF, replace(HALF, fate=Fate.AGAIN), DOUBT])
def test_d11_a_note_that_is_there_by_half_is_taken_back(post: Office, reply: Reply) -> None:
    receiver = answering(post, reply)
    visit = post.signed(AVERY)
    post.round()
    post.add(visit, RETRACT)
    assert Standing.CANCELLED not in {row.state for row in post.rows()}
    receiver.found = Reply(fate=Fate.DELIVERED, receipt="DocumentReference/1")
    post.wait(60)
    post.round()
    assert receiver.got[-1].turn == "retraction"


def test_d11_a_note_found_there_by_half_is_still_there_after_a_failure(post: Office) -> None:
    found = Reply(fate=Fate.AGAIN, receipt="DocumentReference/1")
    answering(post, LOST, AGAIN, found=found)
    visit = post.signed(AVERY)
    post.round()
    post.wait(60)
    post.round()
    post.add(visit, RETRACT)
    assert [row.state for row in post.rows()] == [Standing.UNKNOWN, Standing.QUEUED]


def test_d11_a_held_note_is_not_sent_after_its_retraction(post: Office) -> None:
    visit = post.signed(AVERY)
    receiver = answering(post, LOST)
    post.round()
    post.wait(60)
    post.round()
    post.add(visit, RETRACT)
    post.round()
    held, gone = post.rows()
    assert (held.state, gone.state) == (Standing.HELD, Standing.DELIVERED)
    assert not post.shelf.retry(held.control)
    post.round()
    assert receiver.got[-1].turn == "retraction"
    assert post.shelf.filed(held.control, "J. Doe", "it is not there")


def test_d4_a_note_that_somebody_did_not_find_there_goes_once_they_retry(post: Office) -> None:
    receiver = answering(post, LOST)
    post.signed()
    post.round()
    post.wait(60)
    post.round()
    (held,) = post.rows()
    assert (held.state, held.why) == (Standing.HELD, Cause.UNKNOWN)
    assert post.shelf.retry(held.control)
    post.round()
    assert post.states() == ["delivered"]
    assert receiver.got[0] == receiver.got[1]


def test_d5_what_follows_waits_for_its_note_also_where_lanes_could_not_be_told(
    post: Office,
) -> None:
    """A key book that was out of reach while one of them was signed changes their lanes."""
    receiver = answering(post, Reply(fate=Fate.HELD, code="AE"))
    visit = post.signed(AVERY)
    with post.store.writing() as connection:
        connection.execute("UPDATE outbox SET lane = lane + 1")
    post.add(visit, addendum())
    post.round()
    assert [parcel.turn for parcel in receiver.got] == ["original"]


def test_d6_a_refusal_as_there_already_is_believed_only_of_what_may_be_there(
    tmp_path: Path,
) -> None:
    """A receiver that cuts our ids short takes one note for another."""
    post = Office(tmp_path, replace(ENGINE, dedupes=True))
    answering(post, THERE_ALREADY)
    post.signed()
    post.round()
    assert [(row.state, row.why) for row in post.rows()] == [(Standing.HELD, Cause.REFUSED)]
    answering(post, LOST, THERE_ALREADY)
    assert post.shelf.retry(post.rows()[0].control)
    post.round()
    post.wait(60)
    post.round()
    assert post.states() == ["delivered"]


def test_d9_what_was_filed_by_hand_meanwhile_is_not_made_once_more(post: Office) -> None:
    """Two windows show the same held note: one files it, the other has it tried again."""
    post.receiver.unmade = "a letter too many"
    visit = post.signed(AVERY)
    (seen,) = post.rows()
    post.receiver.unmade = ""
    assert post.shelf.filed(seen.control, "J. Doe", "scanned in")
    kept = post.store.read(visit)
    with post.store.writing() as connection:
        whole = (kept.checklist, kept.events)
        assert not post.queueing.again(connection, post.store.seal_of(visit), whole, seen)
    assert [row.why for row in post.rows()] == [Cause.BY_HAND]
