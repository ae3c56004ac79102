"""What becomes of a delivery: D3 to D6, against receivers by script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.deliveries import Cause
from bedside.core.parcels import Fate, Parcel, Reply, Standing
from bedside.deliver.dispatcher import FAULT
from bedside.store.outbox.sending import MOST_MS, pause_after
from tests.deliver.posting import (
    AGAIN,
    AVERY,
    BUSY,
    ENGINE,
    LOST,
    POE,
    REFUSED,
    SHUT,
    Office,
    addendum,
    answering,
)

pytestmark = pytest.mark.usefixtures("over_both")


@pytest.fixture
def post(tmp_path: Path) -> Office:
    """A workstation whose notes go to one engine."""
    return Office(tmp_path)


def test_d3_a_note_is_sent_once_and_then_delivered(post: Office) -> None:
    visit = post.signed()
    assert [row.state for row in post.round()] == [Standing.DELIVERED]
    assert post.round() == []
    (sent,) = post.receiver.got
    (row,) = post.rows()
    assert (sent.control, sent.document, sent.digest) == (row.control, visit, row.digest)


def test_d3_what_a_dispatcher_that_died_had_on_its_way_is_unknown(post: Office) -> None:
    post.signed()

    def die(_: Parcel) -> None:
        raise KeyboardInterrupt

    post.receiver.before = die
    dispatcher = post.dispatcher()
    with pytest.raises(KeyboardInterrupt):
        dispatcher.round()
    assert post.states() == ["sending"]
    post.receiver.before = lambda _: None
    post.round()
    assert post.states() == ["held"]
    assert post.rows()[0].why is Cause.UNKNOWN


def test_d4_what_may_have_arrived_is_asked_for_and_not_sent_again(post: Office) -> None:
    post.signed()
    receiver = answering(post, LOST, found=Reply(fate=Fate.DELIVERED, receipt="doc/1"))
    post.round()
    assert post.states() == ["unknown"]
    post.wait(60)
    post.round()
    assert (post.states(), len(receiver.got), len(receiver.asked)) == (["delivered"], 1, 1)
    assert post.shelf.every()[0].receipt == "doc/1"


def test_d4_what_surely_did_not_arrive_is_sent_again_with_the_same_bytes(post: Office) -> None:
    post.signed()
    receiver = answering(post, LOST, found=Reply(fate=Fate.AGAIN))
    post.round()
    post.wait(60)
    post.round()
    assert post.states() == ["delivered"]
    assert receiver.got[0] == receiver.got[1]


def test_d4_what_cannot_be_asked_for_is_held_unless_its_receiver_knows_it_again(
    tmp_path: Path,
) -> None:
    knows = replace(ENGINE, name="knows", dedupes=True)
    post = Office(tmp_path, ENGINE, knows)
    post.receivers["engine"].answers = [LOST]
    post.receivers["knows"].answers = [LOST]
    post.signed()
    post.round()
    post.wait(60)
    post.round()
    stands = {row.destination: (row.state, row.why) for row in post.rows()}
    assert stands["engine"] == (Standing.HELD, Cause.UNKNOWN)
    assert stands["knows"] == (Standing.DELIVERED, Cause.NOTHING)
    first, second = post.receivers["knows"].got
    assert first == second


def test_d4_two_of_it_at_the_receiver_are_held(post: Office) -> None:
    post.signed()
    answering(post, LOST, found=Reply(fate=Fate.HELD, said="two"))
    post.round()
    post.wait(60)
    post.round()
    assert [row.why for row in post.rows()] == [Cause.TWICE]


def test_d4_a_fault_in_a_sender_is_an_outcome_that_nobody_saw(post: Office) -> None:
    post.signed()
    post.receiver.answers = [ValueError("Avery")]
    post.round()
    (one,) = post.shelf.every()
    assert (one.standing, one.code, one.said) == (Standing.UNKNOWN, FAULT, "ValueError")


def test_d5_what_follows_waits_for_its_parent_and_other_patients_do_not(post: Office) -> None:
    visit = post.signed(AVERY, addendum())
    other = post.signed(POE)
    answering(post, REFUSED)
    post.round()
    assert [parcel.visit for parcel in post.receiver.got] == [visit, other]
    assert post.states() == ["held", "queued", "delivered"]


def test_d5_a_parent_that_is_delivered_gives_its_receipt_to_what_follows(post: Office) -> None:
    post.signed(AVERY, addendum())
    answering(post, Reply(fate=Fate.DELIVERED, receipt="doc/7"))
    post.round()
    assert post.receiver.parents == ["", "doc/7"]


@pytest.mark.parametrize("fails", range(1, 30))
def test_d6_pauses_double_from_five_seconds_to_a_quarter_of_an_hour(fails: int) -> None:
    least, most = (pause_after(fails, 0, lambda c=c: c) for c in (0.0, 1.0))  # type: ignore[misc]
    plain = min(5_000 * 2 ** (fails - 1), MOST_MS)
    assert (least, most) == (round(plain * 0.8), round(plain * 1.2))
    assert pause_after(fails, 3_600) == 3_600_000


def test_d6_what_cannot_be_reached_is_tried_for_days_and_holds_nobody(post: Office) -> None:
    answering(post, *[AGAIN] * 40)
    post.signed(AVERY)
    for _ in range(40):
        post.round()
        post.wait(20 * 60)
    assert post.states() == ["queued"]
    post.round()
    assert post.states() == ["delivered"]


def test_d6_a_destination_out_of_reach_is_not_tried_for_every_patient(post: Office) -> None:
    post.signed(AVERY)
    post.signed(POE)
    answering(post, AGAIN)
    post.round()
    assert len(post.receiver.got) == 1


def test_d6_a_receiver_that_puts_it_off_too_often_needs_a_person(post: Office) -> None:
    answering(post, *[BUSY] * 20)
    post.signed()
    for _ in range(20):
        post.round()
        post.wait(20 * 60)
    assert len(post.receiver.got) == ENGINE.tries
    assert [row.why for row in post.rows()] == [Cause.TRIES]


def test_d6_retry_after_is_honoured(post: Office) -> None:
    answering(post, replace(BUSY, after=600.0))
    post.signed()
    post.round()
    post.wait(599)
    post.round()
    assert len(post.receiver.got) == 1
    post.wait(2)
    post.round()
    assert post.states() == ["delivered"]


def test_d6_a_door_that_is_shut_holds_the_whole_destination_until_somebody_opens_it(
    post: Office,
) -> None:
    post.signed(AVERY)
    post.signed(POE)
    answering(post, SHUT)
    post.round()
    post.wait(7 * 24 * 3600)
    post.round()
    assert (post.states(), len(post.receiver.got)) == (["queued", "queued"], 1)
    assert list(post.shelf.closed()) == ["engine"]
    assert post.shelf.retry(post.rows()[0].control)
    post.round()
    assert post.states() == ["delivered", "delivered"]
