"""Frozen through the store: what is read again is what was signed, or it says that it is not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.earlier import Earlier
from bedside.core.note import READERS
from bedside.core.refusals import Refusal
from bedside.note import wording as w
from bedside.note.frozen import NoteChanged
from bedside.note.render import FORMATS
from bedside.session import Session, note_text
from bedside.store.database import connect
from tests.people import AVERY, CLINICIAN, WORDS
from tests.store.rewriting import rewritten

ROE = ("Dr Roe", "physician")
RETRACT = m.Append("retraction", *ROE, "", "wrong person")
PREFERENCES = "confirming-preferences"


def signed(desk: Desk, *later: m.Move) -> Session:
    """Return a visit that was signed and added to, and let go of."""
    session = desk.begin(PREFERENCES)
    assert isinstance(session, Session)
    talk = (
        *(m.Identify(AVERY), m.Pick("leave", "yes"), m.Pick("follows", "yes")),
        *(m.Write("too-much", WORDS), m.Allow("too-much", yes=True)),
        *(m.Pick("follow-through", "orders"), m.SkipRest("no-time")),
    )
    for move in (*talk, m.Sign(*CLINICIAN, again=AVERY), *later):
        assert not isinstance(session.do(move), Refusal), move
    session.close()
    return session


def again(desk: Desk, session: Session) -> Session:
    """Open a visit once more."""
    opened = desk.resume(session.visit.id)
    assert isinstance(opened, Session)
    return opened


def write(desk: Desk, statement: str, *values: object) -> None:
    """Change the store behind everybody's back."""
    with closing(connect(desk.places.visits)) as connection:
        assert connection.execute(statement, values).rowcount


def replaced(desk: Desk, session: Session, was: str, becomes: str) -> None:
    """Change a text of a visit as somebody could who holds the keys."""
    rewritten(desk.store, desk.places, session.visit.id, was, becomes)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_signed_text_is_read_again_byte_for_byte(desk: Desk, form: str, reader: str) -> None:
    session = signed(desk, m.Append("addendum", *ROE, "more", "it came later"))
    text = session.text(form, reader)  # type: ignore[arg-type]
    reopened = again(desk, session)
    assert reopened.is_intact
    assert reopened.text(form, reader) == text  # type: ignore[arg-type]
    assert note_text(desk.store, session.visit.id, form, reader) == text  # type: ignore[arg-type]
    reopened.close()


def test_every_later_event_that_says_something_has_its_digest(desk: Desk) -> None:
    made = (m.Deliver("file", "somewhere", 9), m.Append("co-signature", *ROE))
    session = signed(desk, *made, m.Finish("check-orders", "Dr Poe"))
    kept = desk.store.read(session.visit.id)
    kinds = (e.Signed, e.Appended, e.Delivered, e.Finished)
    sealed = [one for one in kept.events if isinstance(one, kinds)]
    assert len({one.digest for one in sealed}) == len(sealed) == 4
    assert kept.count == len(kept.events)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("J. Doe", "J. Poe"),
        (WORDS, WORDS.upper()),
        ("it came later", "it came lately"),
        ("somewhere", "elsewhere"),
        ("Dr Poe", "Dr Roe"),
    ],
)
def test_a_change_behind_its_back_is_noticed_and_told(desk: Desk, was: str, becomes: str) -> None:
    """It can still be read, and says above everything that it is not what was signed."""
    session = signed(
        desk,
        m.Append("addendum", *ROE, "more", "it came later"),
        m.Deliver("file", "somewhere"),
        m.Finish("check-orders", "Dr Poe"),
    )
    replaced(desk, session, was, becomes)
    reopened = again(desk, session)
    assert not reopened.is_intact
    for form in ("text", "markdown", "html"):
        assert w.CHANGED.split(".")[0] in reopened.text(form)
    assert reopened.text().startswith(w.CHANGED.split(".")[0])
    assert reopened.note("patient").passages[0].place == "changed"
    assert AVERY.name in reopened.text()
    assert reopened.trace()
    reopened.close()
    with pytest.raises(NoteChanged):
        note_text(desk.store, session.visit.id)


def test_a_retraction_that_was_cut_off_the_end_is_missed(desk: Desk) -> None:
    """A note that was taken back never comes back by losing its last row."""
    session = signed(desk, RETRACT)
    write(desk, "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    reopened = again(desk, session)
    assert not reopened.is_intact
    reopened.close()
    with pytest.raises(NoteChanged):
        note_text(desk.store, session.visit.id)


def test_where_the_list_of_visits_cannot_say_how_many_there_were_the_rest_is_compared(
    desk: Desk,
) -> None:
    session = signed(desk)
    write(desk, "UPDATE visits SET summary = ?", b"\x00[]")
    assert desk.store.read(session.visit.id).count == 0
    assert again(desk, session).is_intact


def test_words_of_a_visit_that_was_changed_are_not_shown_again(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    """What somebody put there is nothing the patient said."""
    settings_file("recall = true\n")
    session = signed(desk)
    assert isinstance(recalled(desk), Earlier)
    replaced(desk, session, WORDS, WORDS.upper())
    assert recalled(desk) is None


def recalled(desk: Desk) -> Earlier | None:
    """Return what a new visit with the same patient is shown again."""
    session = desk.begin(PREFERENCES)
    assert isinstance(session, Session)
    session.do(m.Identify(AVERY))
    session.close()
    return session.visit.record.earlier


def test_a_later_entry_goes_on_from_what_another_process_added(desk: Desk) -> None:
    session = signed(desk, m.Append("addendum", *ROE, "more", "it came later"))
    reopened = again(desk, session)
    reopened.do(m.Deliver("file"))
    reopened.do(RETRACT)
    reopened.close()
    third = again(desk, session)
    assert third.is_intact
    assert "RETRACTED" in third.text()
    third.close()
