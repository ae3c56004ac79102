"""What goes to the clinic's database and what comes back: each once, also over cuts and offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.core.deliveries import Cause
from bedside.core.parcels import Fate, Reply, Standing
from bedside.store.locks import StoreError
from bedside.store.outbox.clinic.line import ClinicAway, Line
from bedside.store.outbox.clinic.moving import Moving
from bedside.store.outbox.rows import rows_in
from bedside.store.retention import Rules
from bedside.store.upkeep import Upkeep
from tests.databases import Server
from tests.deliver.posting import AVERY, CORRECT, POE, RETRACT, Office, addendum

REFUSED = Reply(fate=Fate.HELD, code="AE", said="PID-3 is not known")
AGAIN = Reply(fate=Fate.AGAIN)


@pytest.fixture
def post(tmp_path: Path, clinic: Server) -> Office:
    """A workstation whose notes go to one engine, by way of the clinic's database."""
    return Office(tmp_path)


def moved(office: Office) -> list[tuple[str, bool]]:
    """Return what is marked as sent from the clinic's database, and whether it surely is there."""
    with office.store.reading() as sql:
        query = "SELECT control, utc > 0 FROM outbox_moved ORDER BY control"
        return [(control, bool(there)) for control, there in sql.execute(query)]


def there(server: Server) -> list[tuple[object, ...]]:
    """Return what lies in the clinic's database: which turn, and how it stands."""
    return server.run("SELECT turn, state, why FROM bedside.outbox ORDER BY utc, control")


def test_signing_waits_for_no_database_and_a_database_that_is_away_loses_nothing(
    post: Office, clinic: Server
) -> None:
    clinic.stop()
    try:
        post.signed()
        assert post.states() == ["queued"]
        with pytest.raises(StoreError, match="nothing answers there"):
            post.round()
        assert post.receiver.got == []
    finally:
        clinic.start()
    post.round()
    assert post.states() == ["delivered"]


def cut(monkeypatch: pytest.MonkeyPatch, name: str, *, after: bool) -> Callable[[], None]:
    """Have a step of moving be cut off, before it or after; return what ends that."""
    real = getattr(Moving, name)

    def cut_off(moving: Moving) -> None:
        if after:
            real(moving)
        raise KeyboardInterrupt

    monkeypatch.setattr(Moving, name, cut_off)
    return lambda: monkeypatch.setattr(Moving, name, real)


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_while_a_note_moves_neither_loses_it_nor_sends_it_twice(
    post: Office, clinic: Server, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    post.signed()
    mend = cut(monkeypatch, "_moved", after=after)
    with pytest.raises(KeyboardInterrupt):
        post.round()
    mend()
    ((_, is_there),) = moved(post)
    assert is_there is after
    post.line = None  # the setting is gone: even then it is not sent from here as well
    assert post.round() == []
    post.line = Line(clinic.address)
    post.lines.append(post.line)
    post.round()
    assert (post.states(), len(post.receiver.got)) == (["delivered"], 1)


def test_a_cut_between_the_two_commits_moves_it_once_more_and_changes_nothing(
    post: Office, clinic: Server
) -> None:
    post.signed()
    post.round()
    with post.store.writing() as sql:
        sql.execute("UPDATE outbox_moved SET utc = 0")
        sql.execute("UPDATE outbox SET state = 'queued', maybe = 0, tries = 0, ended = 0")
    post.round()
    assert post.states() == ["delivered"]
    assert len(post.receiver.got) == 1
    assert len(there(clinic)) == 1


def test_what_is_not_made_yet_stays_and_so_does_what_follows_it(
    post: Office, clinic: Server
) -> None:
    post.receiver.unmade = "a letter too many"
    visit = post.signed(AVERY)
    post.receiver.unmade = ""
    post.add(visit, addendum())
    post.signed(POE)
    post.round()
    assert post.states() == ["held", "queued", "delivered"]
    assert there(clinic) == [("original", "delivered", "")]
    kept, (seen, *_) = post.store.read(visit), post.rows()
    with post.store.writing() as sql:
        seal = post.store.seal_of(visit)
        assert post.queueing.again(sql, seal, (kept.checklist, kept.events), seen)
    post.round()
    assert post.states() == ["delivered"] * 3


def test_what_was_delivered_from_here_before_goes_along_with_its_receipt(
    tmp_path: Path, clinic: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Office, "address", None)
    post = Office(tmp_path)
    visit = post.signed(AVERY)
    post.receiver.answers = [Reply(fate=Fate.DELIVERED, receipt="doc/7")]
    post.round()
    post.line = Line(clinic.address)
    post.lines.append(post.line)
    post.add(visit, addendum())
    post.round()
    assert post.receiver.parents == ["", "doc/7"]
    post.add(visit, RETRACT)
    post.round()
    assert post.receiver.got[-1].turn == "retraction"


def test_d11_a_note_that_lies_there_and_never_left_is_not_sent_in_order_to_be_taken_back(
    post: Office, clinic: Server
) -> None:
    visit = post.signed(AVERY)
    post.moved()
    post.add(visit, RETRACT)
    assert post.states() == ["queued", "queued"]
    post.round()
    assert post.receiver.got == []
    assert post.states() == ["cancelled", "cancelled"]
    assert [why for _, _, why in there(clinic)] == ["never-left", "never-left"]


def test_d11_a_retraction_of_what_left_there_meanwhile_takes_it_back(
    post: Office, tmp_path: Path
) -> None:
    """Here it still looked as if it had gone nowhere."""
    visit = post.signed(AVERY)
    post.round()
    with post.store.writing() as sql:
        sql.execute("UPDATE outbox SET state = 'queued', maybe = 0")
    post.add(visit, RETRACT)
    post.round()
    assert [parcel.turn for parcel in post.receiver.got] == ["original", "retraction"]
    assert post.states() == ["delivered", "delivered"]


def test_d11_a_retraction_that_names_another_entry_than_its_receiver_has_needs_a_person(
    post: Office,
) -> None:
    visit = post.signed(AVERY)
    post.round()
    post.add(visit, CORRECT)
    post.round()
    with post.store.writing() as sql:
        sql.execute("UPDATE outbox SET state = 'held', maybe = 0 WHERE turn = 'correction'")
    post.add(visit, RETRACT)
    post.round()
    last = post.rows()[-1]
    assert (last.turn, last.state, last.why) == ("retraction", Standing.HELD, Cause.OVERTAKEN)
    assert "retraction" not in {parcel.turn for parcel in post.receiver.got}


def test_d11_a_retraction_no_receiver_takes_still_stops_its_note_there(
    post: Office, clinic: Server
) -> None:
    visit = post.signed(AVERY)
    post.moved()
    post.receiver.unmade = "it takes none"
    post.add(visit, RETRACT)
    post.round()
    assert post.receiver.got == []
    assert {state for _, state, _ in there(clinic)} == {"cancelled"}


def test_d9_what_people_do_about_a_held_note_is_done_there_and_known_here(
    post: Office, clinic: Server
) -> None:
    post.receiver.answers = [REFUSED]
    post.signed()
    post.round()
    (held,) = post.shelf.every()
    assert (held.standing, held.said) == (Standing.HELD, "PID-3 is not known")
    clinic.stop()
    try:
        shelf = post.shelf
        assert shelf.every()[0].said == "PID-3 is not known"  # as it was last known
        with pytest.raises(StoreError):
            shelf.filed(held.control, "J. Doe", "by fax")
    finally:
        clinic.start()
    assert post.shelf.filed(held.control, "J. Doe", "by fax")
    assert there(clinic) == [("original", "delivered", "by-hand")]
    (filed,) = post.shelf.every()
    assert (filed.by, filed.where) == ("J. Doe", "by fax")
    assert list(post.store.delivered())


def test_a_door_that_is_shut_is_shut_for_all_until_somebody_opens_it(
    post: Office, tmp_path: Path
) -> None:
    other = Office(tmp_path / "other")
    other.at = post.at
    post.receiver.answers = [Reply(fate=Fate.CLOSED, code="401")]
    post.signed(AVERY)
    post.round()
    other.signed(POE)
    assert other.round() == []
    assert list(other.shelf.closed()) == ["engine"]
    other.shelf.reopen("engine")
    other.round()
    assert other.states() == ["delivered"]


def test_d16_what_is_removed_here_is_stripped_there(post: Office, clinic: Server) -> None:
    post.signed()
    post.round()
    post.wait(400 * 24 * 3600)
    upkeep = Upkeep(post.store, Rules(30), post.clock)
    assert upkeep.carry_out(upkeep.planned()) == 1
    post.moved().moving.tidy(14)
    ((sizes, digest),) = clinic.run(
        "SELECT length(own) + length(body) + length(said), length(digest) FROM bedside.outbox"
    )
    assert (sizes, digest) == (0, 64)
    assert moved(post) == []


def test_d16_bytes_of_what_was_delivered_go_there_too_and_receipts_stay(
    post: Office, clinic: Server
) -> None:
    post.signed()
    post.round()
    query = "SELECT length(body), length(said) > 0 FROM bedside.outbox"
    for days, is_there in ((13, True), (2, False)):
        post.wait(days * 24 * 3600)
        post.moved().moving.tidy(14)
        ((length, has_receipt),) = clinic.run(query)
        assert (bool(length), has_receipt) == (is_there, True)


def test_rows_that_a_database_lost_are_moved_again_and_may_have_been_sent(
    post: Office, clinic: Server
) -> None:
    post.receiver.answers = [AGAIN]
    post.signed()
    post.round()
    clinic.run("DELETE FROM bedside.outbox")
    post.receiver.found = Reply(fate=Fate.DELIVERED, receipt="doc/1")
    post.wait(3600)
    post.moved()  # finds them gone
    post.round()
    assert (post.states(), len(post.receiver.got)) == (["delivered"], 1)


def test_a_store_brought_back_from_before_takes_what_is_there_for_its_own(
    post: Office, clinic: Server
) -> None:
    """It has queued the same entry once more, under an id that nobody has been sent."""
    visit = post.signed()
    post.round()
    (sent,) = post.rows()
    with post.store.writing() as sql:
        for table in ("outbox", "outbox_moved"):
            sql.execute(f"DELETE FROM {table}")
        sql.execute("INSERT INTO outbox_owed VALUES (?)", (visit,))
    post.add(visit)
    assert post.rows()[0].control != sent.control
    post.round()
    (kept,) = post.rows()
    assert (kept.control, kept.state) == (sent.control, Standing.DELIVERED)
    assert len(post.receiver.got) == 1


def test_what_a_damaged_database_says_is_believed_of_nothing(post: Office, clinic: Server) -> None:
    post.receiver.answers = [AGAIN]
    post.signed()
    post.round()
    clinic.run("UPDATE bedside.outbox SET state = 'sent'")
    with pytest.raises(ClinicAway, match="no bedside has written"):
        post.round()
    assert post.states() == ["queued"]


def test_an_outcome_is_kept_also_where_the_database_comes_back_only_then(
    post: Office, clinic: Server
) -> None:
    post.signed()
    dispatcher = post.dispatcher()
    dispatcher.place.patience = (0.1, 0.1)  # type: ignore[misc]
    post.receiver.before = lambda _: clinic.restart()
    dispatcher.round()
    assert post.states() == ["delivered"]
    assert len(post.receiver.got) == 1


def test_how_old_it_is_what_is_known_is_kept(post: Office) -> None:
    post.signed()
    post.round()
    with post.store.reading() as sql:
        ((kept,),) = sql.execute("SELECT utc FROM upkeep WHERE what = 'outbox-known'").fetchall()
        assert rows_in(sql)[0].state is Standing.DELIVERED
    assert kept == post.at.utc
