"""Where a note went is recorded on its visit, and never at the price of the note or of a word."""

from __future__ import annotations

from pathlib import Path

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.session import Draft, Session
from bedside.store.retention import last_delivery
from tests.cli.conftest import Run
from tests.cli.visits import followed_up
from tests.people import CLINICIAN


def name_of(visit: str) -> str:
    """Return what the file of a chart note is called."""
    return f"bedside_{visit}.txt"


def receipts(visit: str) -> list[tuple[str, str, int]]:
    """Return where a visit's note went, as the visit itself says."""
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    session.close()
    return [(one.how, one.where, one.characters) for one in session.visit.receipts]


def test_the_visit_says_where_its_note_went_once_a_place(run: Run, clinic: Path) -> None:
    visit = followed_up()
    for _ in range(2):
        run("export", visit, "-o", "out/")
    run("export", visit, "-o", "copy.txt")
    size = len(run("note", visit).out)
    places = [clinic / "out" / name_of(visit), clinic / "copy.txt"]
    assert receipts(visit) == [("file", str(place), size) for place in places]


def test_a_visit_that_is_open_elsewhere_is_written_all_the_same(run: Run, clinic: Path) -> None:
    visit = followed_up()
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    ran = run("export", visit, "-o", "out/")
    assert ran.code == Exit.FINE
    assert ran.out == f"{clinic / 'out' / name_of(visit)}\n"
    assert ran.err.startswith(
        f"bedside: {visit} does not say where its note went: Another window has this visit open"
    )
    assert ran.err.endswith("\n1 written.\n")
    assert session.close()
    assert receipts(visit) == []


def test_what_somebody_was_writing_over_the_note_is_not_lost_by_a_receipt(
    run: Run, clinic: Path
) -> None:
    visit = followed_up()
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    session.draft(Draft(field="form-entry", words="the scan is b", about="addendum"))
    assert session.close()
    assert run("export", visit, "-o", "out/").code == Exit.FINE
    again = Desk().resume(visit)
    assert isinstance(again, Session)
    assert again.recovered is not None
    assert again.recovered.words == "the scan is b"
    again.close()


def test_a_note_that_was_added_to_leaves_for_the_same_place_once_more(
    run: Run, clinic: Path
) -> None:
    """Whoever takes files in there has taken away the first."""
    visit = followed_up()
    run("export", visit, "-o", "out/")
    desk = Desk()
    session = desk.resume(visit)
    assert isinstance(session, Session)
    session.do(m.Append("addendum", *CLINICIAN, "more", "forgotten"))
    assert session.close()
    for _ in range(2):
        (clinic / "out" / name_of(visit)).unlink()
        run("export", visit, "-o", "out/")
    assert len(receipts(visit)) == 2
    assert last_delivery(desk.store.read(visit).events) > 0
    assert desk.store.close()
