"""What was delivered of a note bears out that it left, however alike its receipts look."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.deliveries import Receipts, unrecorded
from bedside.core.events import Delivered, Moment
from bedside.session import Session
from bedside.store.moments import now
from bedside.store.retention import DAY, Fate, Rules
from bedside.store.safety.lost import Lost, lost
from bedside.store.upkeep import Upkeep
from tests.cli.visits import followed_up
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.people import CLINICIAN
from tests.tui.sending import ENGINE
from tests.worlds import site_settings

MORE = m.Append("addendum", *CLINICIAN, "more", "forgotten")


def added_to(visit: str) -> None:
    """Add to a signed note."""
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    session.do(MORE)
    assert session.close()
    assert desk.store.close()


def sent(tells: bool = True) -> None:
    """Deliver what is due, and tell visits of it."""
    desk = Desk()
    assert desk.outbox is not None
    desk.outbox.dispatcher().round()
    if tells:
        desk.outbox.tell_all()
    assert desk.store.close()


def filed(visit: str) -> None:
    """File what is held of a visit by hand, always in the same words, and tell it."""
    desk = Desk()
    assert desk.outbox is not None
    for one in desk.outbox.of_visit(visit):
        if one.is_pending:
            assert desk.outbox.filed(one.control, "J. Doe", "scanned")
    desk.outbox.tell_all()
    assert desk.store.close()


def receipts(visit: str) -> list[tuple[str, str]]:
    """Return what a visit says of where its note went."""
    events = Desk().store.read(visit).events
    return [(one.how, one.where) for one in events if isinstance(one, Delivered)]


def fate() -> Fate:
    """Return what becomes of the only visit in a year from now."""
    later = replace(now(), utc=now().utc + 400 * DAY)
    (planned,) = Upkeep(Desk().store, Rules(), lambda: later).planned()
    return planned.fate


def found() -> list[Lost]:
    """Return what is found lost or changed."""
    return lost(Desk().store)


def test_an_engine_that_says_the_same_of_note_and_addendum_has_both() -> None:
    with Peer("AA", "AA") as peer:
        site_settings(ENGINE.format(port=peer.port))
        visit = followed_up(AVERY)
        sent()
        added_to(visit)
        sent()
        assert len(peer.received) == 2
    first, second = receipts(visit)
    assert first == second
    assert (fate(), found()) == (Fate.GOES, [])


def test_both_are_told_though_they_left_before_the_visit_was_told_of_any() -> None:
    with Peer("AA", "AA") as peer:
        site_settings(ENGINE.format(port=peer.port))
        visit = followed_up(AVERY)
        added_to(visit)
        for _ in range(2):
            sent(tells=False)
        sent()
        sent()
        assert len(peer.received) == 2
    assert len(receipts(visit)) == 2
    assert fate() is Fate.GOES


def test_what_the_same_person_files_by_hand_at_the_same_place_twice_is_told_twice() -> None:
    with Peer("AE", "AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        visit = followed_up(AVERY)
        sent()
        filed(visit)
        added_to(visit)
        sent()
        filed(visit)
    assert receipts(visit) == [("hl7", "Engine: J. Doe, scanned")] * 2
    assert (fate(), found()) == (Fate.GOES, [])


def test_what_nobody_was_told_of_yet_has_left_by_what_its_receiver_said() -> None:
    """As by the relay, or where whoever wrote it does not come back."""
    with Peer("AA", "AA") as peer:
        site_settings(ENGINE.format(port=peer.port))
        visit = followed_up(AVERY)
        sent(tells=False)
        assert (receipts(visit), fate(), found()) == ([], Fate.GOES, [])
        added_to(visit)
        assert (fate(), found()) == (Fate.STAYS_HERE, [])
        sent(tells=False)
    assert len(receipts(visit)) == 1
    assert (fate(), found()) == (Fate.GOES, [])


@pytest.mark.parametrize("told", [False, True], ids=["untold", "told"])
def test_what_a_row_of_the_outbox_says_in_clear_alone_is_not_believed(
    told: bool,
) -> None:
    with Peer("AA", "AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        visit = followed_up(AVERY)
        sent(tells=told)
        added_to(visit)
        sent()
    with closing(sqlite3.connect(Desk().places.visits)) as connection:
        done = "UPDATE outbox SET state = 'delivered', ended = 4096, told = ? WHERE state = 'held'"
        assert connection.execute(done, (int(told),)).rowcount == 1
        connection.execute("INSERT OR REPLACE INTO delivered VALUES (?, 4096)", (visit,))
        connection.commit()
    assert fate() is Fate.DOUBTFUL


@pytest.mark.parametrize(
    ("recorded", "known", "missing"),
    [(0, 0, 2), (0, 1, 1), (0, 2, 0), (1, 1, 2), (1, 2, 1), (1, 3, 0), (2, 1, 2)],
)
def test_what_a_visit_was_told_a_moment_ago_is_not_told_again(
    recorded: int, known: int, missing: int
) -> None:
    """A cut may come between the receipt and that it is kept in mind as told."""
    one, at = m.Deliver("hl7", "Engine: AA", 9), Moment(utc=1, boot="b", ns=1)
    told = [
        Delivered(seq=n, at=at, how="hl7", where="Engine: AA", characters=9) for n in range(known)
    ]
    assert unrecorded(Receipts([one] * 2, [one] * recorded), told) == [one] * missing
