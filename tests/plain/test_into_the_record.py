"""Into the record over lines: a note goes by itself, what is held is helped, whose it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.faces import post_of
from bedside.core.answers import Known
from bedside.core.events import Delivered
from bedside.core.listing import VisitListing
from bedside.plain.held import show_held
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import StoreError
from bedside.words import identity
from bedside.words import sending as said
from tests.deliver.fhir_peer import serving
from tests.deliver.peers import Peer
from tests.people import CLINICIAN
from tests.plain.telling import NOBODY, SIGNED_BY, WHOLE, Told, begun
from tests.tui.sending import ENGINE, FOLDER
from tests.tui.test_known_patient import put, record
from tests.worlds import UNCERTAINTY, site_settings

DONE = (*WHOLE[UNCERTAINTY], *SIGNED_BY)
BED = ("bed 3", "")
"""The lines that name somebody by a label."""


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


def told(desk: Desk, *typed: str) -> Told:
    """Type these lines with a dispatcher at work, then let the input end."""
    desk.store  # noqa: B018  # opened
    desk.look_after()
    session, out = begun(desk, UNCERTAINTY), io.StringIO()
    talk = Talk(io.StringIO("".join(f"{line}\n" for line in typed)), out)
    saved = Walker(session, talk, CLINICIAN, None, post_of(desk)).run()
    return Told(session, out.getvalue(), saved)


def test_after_signing_it_is_said_where_the_note_is(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    site_settings(FOLDER.format(path=(tmp_path / "notes").as_posix()))
    after = told(desk, NOBODY, *DONE, "").after("Signed. This is the note:")
    assert "In the folder of Import, " in after
    assert len(list((tmp_path / "notes").glob("*.txt"))) == 1


def test_a_held_note_is_tried_again_at_once(desk: Desk) -> None:
    with Peer("AE", "AA") as peer:
        site_settings(ENGINE.format(port=peer.port))
        help_ = ("/outbox", "1", "1", "", "/send", "")
        after = told(desk, *BED, *DONE, *BED, *help_).after(said.DONE_RETRY)
    assert "In the record of Engine, " in after


def test_a_held_note_is_shown_and_filed_by_hand(desk: Desk) -> None:
    with Peer("AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        help_ = ("/outbox", "1", "2", "1", "3", "", "", "1", "3", CLINICIAN[0], "paper file", "")
        after = told(desk, *BED, *DONE, *BED, "nonsense", *help_).after("Signed. This is the note:")
    assert "HELD, not in the record of Engine: its receiver refuses it." in after
    assert "It says: “no such patient”" in after
    assert "/send, /outbox" in after
    assert after.count("CONVERSATION: ACKNOWLEDGING UNCERTAINTY") == 2
    assert "bedside destination test engine" in after
    assert said.NO_WHO in after
    assert said.DONE_FILED.format(by=CLINICIAN[0], where="paper file") in after
    assert said.NONE in after


def test_a_held_note_that_is_shown_has_left_and_its_visit_says_so(desk: Desk) -> None:
    with Peer("AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        shown = told(desk, *BED, *DONE, *BED, "/outbox", "1", "2", "", "")
        assert shown.saved
        (receipt,) = shown.session.visit.receipts
        assert (receipt.how, receipt.characters > 0) == ("terminal", True)
        post, out = post_of(desk), io.StringIO()
        assert post is not None
        show_held(Talk(io.StringIO("1\n2\n\n"), out), post)
    assert "CONVERSATION: ACKNOWLEDGING UNCERTAINTY" in out.getvalue()
    kept = desk.store.read(shown.session.visit.id)
    assert [one.how for one in kept.events if isinstance(one, Delivered)] == ["terminal"] * 2


def test_a_store_that_cannot_be_read_now_is_said_in_place_of_the_list(
    desk: Desk, tmp_path: Path
) -> None:
    site_settings(FOLDER.format(path=tmp_path.as_posix()))
    desk.store  # noqa: B018  # opened
    post, out = post_of(desk), io.StringIO()
    assert post is not None

    def busy() -> list[VisitListing]:
        raise StoreError("another program has it open")

    show_held(Talk(io.StringIO(), out), post._replace(visits=busy))
    assert "another program has it open" in out.getvalue()


def test_one_that_is_only_asked_for_goes_by_the_command(desk: Desk) -> None:
    with Peer("AA") as peer:
        site_settings(ENGINE.format(port=peer.port) + 'when = "asked"\n')
        after = told(desk, *BED, *DONE, *BED, "/send", "").after("Not sent to Engine. /send")
        assert "In the record of Engine, " in after


def test_whoever_is_typed_by_hand_goes_as_the_record_needs_them(desk: Desk) -> None:
    site_settings('[destinations.importer]\nkind = "folder"\npath = "/srv/notes"\nwhen = "asked"\n')
    who = ("000-TEST", "Test", "Avery", "never", "3.2.1950", "x", "f", "V-7")
    again = ("Test, Avery", "000-TEST")
    done = told(desk, *who, *DONE, *again, "")
    patient = done.visit.record.patient
    assert patient is not None
    assert patient.text() == "Avery Test, 1950-02-03"
    assert patient.known is not None
    assert (patient.known.sex, patient.known.encounter) == ("female", "V-7")
    assert done.visit.signed is not None
    assert identity.LACKING[3] in done.said
    assert identity.LACKING[4] in done.said


def test_somebody_looked_up_is_confirmed_first_and_nobody_else_is_taken(desk: Desk) -> None:
    with serving() as peer:
        put(peer)
        record(peer.base)
        done = told(desk, "000-TEST", "1")
        assert identity.CONFIRM in done.said
        assert "Test, Avery, born 1950-02-03, female" in done.said
        patient = done.visit.record.patient
        assert patient is not None
        assert patient.known is not None
        assert patient.known.reference
        none = told(desk, "000-TEST", "", "Roe", "", "", "", "").visit.record.patient
        assert none is not None
        assert none.known == Known(number="000-TEST", family="Roe")


def test_an_offline_record_keeps_nobody_from_a_label(desk: Desk) -> None:
    record("http://127.0.0.1:9/fhir")
    done = told(desk, "000-TEST", "")
    assert "Not looked up: " in done.said
    assert done.visit.record.patient is not None
    assert done.visit.record.patient.label == "000-TEST"
    assert told(desk, "", "bed 3", "").visit.record.patient is not None
