"""What is kept of a delivery, and what people may do: D9 to D14, D16, D17 and D21."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest

from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.deliveries import WAITS, Cause
from bedside.core.events import Identified
from bedside.core.parcels import Fate, Parcel, Reply, Standing
from bedside.session import Holder, Session
from bedside.store.keys import pairs
from bedside.store.keys.keyring import NobodysKeyring
from bedside.store.outbox.lease import BEAT_MS
from bedside.store.outbox.opening import Relayed
from bedside.store.outbox.shelf import empty_bodies
from bedside.store.retention import Rules
from bedside.store.store import Store
from bedside.store.upkeep import Upkeep
from tests.deliver.posting import (
    AGAIN,
    AVERY,
    BUSY,
    ENGINE,
    LOST,
    POE,
    REFUSED,
    RETRACT,
    Office,
    answering,
)
from tests.store.audit.logs import seen

pytestmark = pytest.mark.usefixtures("over_both")


@pytest.fixture
def post(tmp_path: Path) -> Office:
    """A workstation whose notes go to one engine."""
    return Office(tmp_path)


def test_d9_nothing_leaves_the_list_by_itself_and_a_person_can_file_it(post: Office) -> None:
    answering(post, REFUSED)
    post.signed()
    post.round()
    post.wait(30 * 24 * 3600)
    post.round()
    (held,) = post.shelf.every()
    assert (held.standing, held.said, held.code) == (Standing.HELD, "PID-3 is not known", "AE")
    assert post.shelf.filed(held.control, "J. Doe", "scanned in")
    (filed,) = post.shelf.every()
    assert (filed.standing, filed.why) == (Standing.DELIVERED, Cause.BY_HAND)
    assert (filed.by, filed.where) == ("J. Doe", "scanned in")
    assert not post.shelf.retry(held.control)


def test_d9_a_held_note_goes_once_somebody_has_it_tried_again(post: Office) -> None:
    answering(post, REFUSED)
    post.signed()
    post.round()
    assert post.shelf.retry(post.rows()[0].control)
    post.round()
    assert post.states() == ["delivered"]


def test_d10_a_note_whose_patient_was_changed_after_signing_is_not_sent(
    post: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = post.signed()
    real = post.store.read
    other = POE

    def changed(which: str, act: object = None) -> object:
        kept = real(which, None)
        events = tuple(
            replace(one, patient=other) if isinstance(one, Identified) else one
            for one in kept.events
        )
        return replace(kept, events=events)

    monkeypatch.setattr(post.store, "read", changed)
    post.round()
    assert post.receiver.got == []
    assert [(row.visit, row.why) for row in post.rows()] == [(visit, Cause.CHANGED)]


def test_d10_a_body_that_was_exchanged_is_not_sent(post: Office) -> None:
    post.signed(AVERY)
    post.signed(POE)
    one, two = post.rows()
    with post.store.writing() as connection:
        query = "UPDATE outbox SET body = ? WHERE control = ?"
        connection.execute(query, (one.body, two.control))
    post.round()
    assert [row.why for row in post.rows()] == [Cause.NOTHING, Cause.BROKEN]
    assert len(post.receiver.got) == 1


def test_d11_the_retraction_goes_first_and_the_new_note_waits_for_it(post: Office) -> None:
    wrong = post.signed(AVERY)
    post.round()
    answering(post, REFUSED)
    post.add(wrong, RETRACT)
    post.round()
    right = post.signed(POE)
    post.round()
    assert [parcel.turn for parcel in post.receiver.got] == ["original", "retraction"]
    (held,) = post.rows("state = 'held'")
    assert post.shelf.filed(held.control, "J. Doe", "told on the phone")
    post.round()
    assert post.receiver.got[-1].visit == right


def test_d11_a_retraction_passes_what_is_held_of_its_own_note(post: Office) -> None:
    visit = post.signed(AVERY)
    answering(post, LOST)
    post.round()
    post.wait(60)
    post.round()
    assert post.states() == ["held"]
    post.add(visit, RETRACT)
    post.round()
    assert [parcel.turn for parcel in post.receiver.got] == ["original", "retraction"]


def test_d12_every_try_is_in_the_log_by_codes_alone_and_in_the_row_with_its_words(
    post: Office,
) -> None:
    answering(post, replace(BUSY, said="Avery is not here"))
    post.signed()
    post.round()
    post.wait(60)
    post.round()
    log = [one.entry for one in seen(post.store)]
    acts = [one.act.value for one in log]
    assert acts[-4:] == ["parcel-tried", "parcel-again", "parcel-tried", "parcel-delivered"]
    assert log[-3].number == 503
    assert not any(b"Avery" in one.secret() for one in log)
    (one,) = post.shelf.every()
    assert [tried.said for tried in one.attempts] == ["Avery is not here", ""]
    assert b"Avery is not here" not in post.places.visits.read_bytes()


def test_d13_the_receipt_is_kept_and_the_visit_is_told_once(post: Office) -> None:
    visit = post.signed()
    post.round()
    (one,) = post.shelf.delivered(visit)[0]
    assert one.receipt == "AA"
    post.shelf.told([one.control])
    assert post.shelf.delivered(visit)[0] == []


def test_d14_an_answer_that_comes_after_the_lease_has_run_out_still_counts(post: Office) -> None:
    post.signed()
    other = post.dispatcher()

    def doze(_: Parcel) -> None:
        post.receiver.before = lambda _: None
        post.wait(3600)
        other.round()

    post.receiver.before = doze
    post.round()
    assert post.states() == ["delivered"]
    assert len(post.receiver.got) == 1


def test_d14_a_try_that_takes_longer_than_any_lease_is_not_made_by_another(post: Office) -> None:
    post.signed()
    dispatcher, other, seen = post.dispatcher(), post.dispatcher(), list[int]()
    dispatcher.beat_seconds = 0.01

    where = "outbox WHERE state = 'sending'" if dispatcher.place.is_shared else "outbox_lease"

    def lasts_on() -> bool:
        with dispatcher.place.reading() as sql:
            (until,) = sql.execute(f"SELECT until FROM {where}").fetchone()
        return bool(until >= post.at.utc + BEAT_MS)

    def dawdle(_: Parcel) -> None:
        for _minute in range(10):
            post.wait(60)
            begun = monotonic()
            while not lasts_on() and monotonic() - begun < 30:
                sleep(0.01)
            seen.append(len(other.round()))

    post.receiver.before = dawdle
    dispatcher.round()
    assert seen == [0] * 10
    assert post.states() == ["delivered"]
    assert len(post.receiver.got) == 1
    with post.store.reading() as connection:
        assert connection.execute("SELECT holder FROM outbox_lease").fetchone() == ("",)


def test_d16_bodies_go_after_a_while_and_receipts_and_digests_stay(post: Office) -> None:
    post.signed()
    post.round()
    (before,) = post.shelf.every()
    with post.store.writing() as connection:
        assert empty_bodies(connection, post.at.utc + 13 * 24 * 3600 * 1000, 14) == 0
        assert empty_bodies(connection, post.at.utc + 15 * 24 * 3600 * 1000, 14) == 1
    (after,) = post.shelf.every()
    assert (after.receipt, after.digest) == (before.receipt, before.digest)
    assert post.rows()[0].body == b""


def test_d16_nothing_undelivered_is_removed_and_a_delivered_note_counts_as_handed_on(
    tmp_path: Path,
) -> None:
    post = Office(tmp_path, ENGINE, replace(ENGINE, name="slow"))
    post.receivers["slow"].answers = [REFUSED]
    visit = post.signed()
    session = Session.resume(post.store, visit)
    assert not isinstance(session, Holder)
    session.do(m.Deliver("clipboard", "", 12))
    session.close()
    post.round()
    post.wait(400 * 24 * 3600)
    upkeep = Upkeep(post.store, Rules(30), post.clock)
    (planned,) = upkeep.planned()
    assert not planned.is_due(post.at.utc)
    post.shelf.filed(post.rows("state = 'held'")[0].control, "J. Doe", "by fax")
    post.wait(400 * 24 * 3600)
    (planned,) = upkeep.planned()
    assert planned.is_due(post.at.utc)
    assert upkeep.carry_out([planned]) == 1
    kept = post.rows()
    assert [(row.body, row.own, bool(row.digest)) for row in kept] == [(b"", b"", True)] * 2


def test_d17_a_relay_delivers_with_nobody_there_and_opens_no_visit(tmp_path: Path) -> None:
    pair = pairs.new_pair()
    post = Office(tmp_path, relay=pair.public)
    post.signed()
    post.store.close()
    post.store = Store(post.places, NobodysKeyring())
    assert post.round() == []
    other = Relayed(pairs.new_pair().private)
    assert post.dispatcher(other).round() == []
    assert [row.state for row in post.dispatcher(Relayed(pair.private)).round()] == ["delivered"]


def test_d21_days_offline_are_normal_and_what_waits_says_how_long(post: Office) -> None:
    answering(post, *[AGAIN] * 400)
    for number in range(3):
        post.signed(Patient(label=f"label {number}", known=AVERY.known))
    first = post.rows()[0].utc
    for _ in range(200):
        post.round()
        post.wait(1200)
    waiting = post.shelf.every("state = 'queued'")
    assert (len(waiting), waiting[0].utc) == (3, first)
    post.receiver.answers = []
    post.wait(1200)
    post.round()
    assert post.states() == ["delivered"] * 3


def test_what_lies_in_a_folder_untaken_delays_nobody_else(post: Office) -> None:
    post.signed(AVERY)
    post.signed(POE)
    lies = Reply(fate=Fate.UNKNOWN, code=WAITS)
    answering(post, lies, lies, found=lies)
    post.round()
    assert len(post.receiver.got) == 2
    for _ in range(30):
        post.wait(1200)
        post.round()
    assert post.states() == ["unknown", "unknown"]


def test_a_destination_that_is_gone_from_the_settings_holds_its_notes(post: Office) -> None:
    post.signed()
    post.destinations.clear()
    post.round()
    assert [row.why for row in post.rows()] == [Cause.UNSET]
