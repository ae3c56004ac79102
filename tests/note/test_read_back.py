"""A reading back counts only for the lines that were read, in every text and before signing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.concerns import Check, Concern
from bedside.core.refusals import Refusal
from bedside.note import read_back
from bedside.note import wording as w
from bedside.note.read_back import unread
from bedside.session import Session
from tests.worlds import checklist, choose, section, step, when

SOON = date(2031, 3, 10)
MADE = checklist(
    choose("leave", "yes", "no", place="agreed", required=True),
    step("told", "text", place="shared"),
    step("plan", "text", place="decided"),
    step("more", "text", place="next"),
    step("back", "read-back", place="checked", patient={"confirmed": "We read it to you."}),
    section("aside"),
    step("later", "text", place="next"),
    choose("task", "yes", "no", place=""),
    step("mine", "do", place=""),
    tasks=(Task(id="call", text="Call the ward", when=when("task", "yes")),),
)
READ = (
    m.Pick("leave", "yes"),
    m.Write("told", "Pt is worn out."),
    m.Write("plan", "Rest and tea."),
    m.Pick("task", "yes"),
    m.Assign("call", "J. Doe", SOON),
    m.Pick("back", "confirmed"),
)
CHANGES: dict[m.Move, str] = {
    m.Write("told", "All is well."): "All is well.",
    m.Write("more", "We talk on Monday."): "We talk on Monday.",
    m.Assign("call", "K. Roe", SOON): "Call the ward",
    m.Clear("plan"): "Rest and tea.",
    m.Skip("plan", "no-time"): "Rest and tea.",
    m.Pick("task", "no"): "Call the ward",
}
"""What can become of a line that was read, with words of the line that is named then."""


def is_said(change: m.Move) -> bool:
    """Whether a change says something new, of what is asked before the reading."""
    return isinstance(change, m.Write)


@pytest.fixture
def session(desk: Desk) -> Session:
    """A visit whose note was read back and confirmed."""
    begun = Session.begin(desk.store, MADE)
    return do(begun, *READ)


def do(session: Session, *moves: m.Move) -> Session:
    """Make moves that must all be possible."""
    for move in moves:
        assert not isinstance(session.do(move), Refusal), move
    return session


def again(session: Session) -> list[Concern]:
    """Return what is said of a note that is not as it was read."""
    return [one for one in session.concerns() if one.check is Check.NOT_READ_AGAIN]


def test_a_note_that_is_as_it_was_read_needs_no_second_reading(session: Session) -> None:
    assert session.unread() == ()
    assert again(session) == []
    assert w.CHANGED_SINCE not in session.text()


@pytest.mark.parametrize("change", CHANGES)
def test_a_line_that_was_changed_added_or_dropped_is_named_and_read_again(
    session: Session, change: m.Move
) -> None:
    (only,) = again(do(session, change))
    assert CHANGES[change] in only.about
    assert only.target == "back"
    (changed, *_) = only.about.split("\n")
    assert changed in session.unread()
    do(session, m.Pick("back", "confirmed"))
    assert again(session) == []


@pytest.mark.parametrize("change", CHANGES)
def test_undoing_the_change_gives_the_reading_back(session: Session, change: m.Move) -> None:
    assert again(do(session, change))
    session.do(m.Undo())
    assert again(session) == []


def test_what_is_asked_only_after_its_own_reading_back_is_no_part_of_that(
    session: Session,
) -> None:
    assert again(do(session, m.Write("later", "We talk on Monday."))) == []


def test_what_is_not_read_out_can_change(session: Session) -> None:
    assert again(do(session, m.Pick("mine", "done"), m.Jot("to myself"))) == []


def test_a_wording_that_a_check_offers_says_no_more_than_was_read(session: Session) -> None:
    offered = next(one for one in session.concerns() if one.check is Check.ABBREVIATION)
    assert again(do(session, m.Reword(offered.text, offered.rewrite))) == []


def test_a_wording_that_is_given_up_after_it_was_read_says_what_was_not_read(
    session: Session,
) -> None:
    offered = next(one for one in session.concerns() if one.check is Check.ABBREVIATION)
    do(session, m.Reword(offered.text, offered.rewrite), m.Pick("back", "confirmed"))
    assert again(session) == []
    read = session.visit.answer("back")
    assert read is not None
    assert offered.rewrite in read.heard
    bare = replace(session.visit.record, rewordings={})
    assert unread(replace(session.visit, record=bare)) == (offered.text, offered.rewrite)


def test_a_note_that_was_not_read_back_needs_no_second_reading(session: Session) -> None:
    do(session, m.Skip("back", "no-time"), m.Write("told", "All is well."))
    assert again(session) == []


def test_a_change_that_is_kept_is_told_in_every_text_that_tells_of_the_reading(
    session: Session,
) -> None:
    (only,) = again(do(session, m.Write("told", "All is well.")))
    do(session, m.Overrule(only.name, "they have left"))
    assert w.CHANGED_SINCE in " ".join(session.text().split())
    assert w.CHANGED_SINCE in " ".join(session.text(reader="patient").split())
    assert [one.settled for one in again(session)] == ["they have left"]


def test_a_reason_holds_for_the_change_it_was_given_for_alone(session: Session) -> None:
    (only,) = again(do(session, m.Write("told", "All is well.")))
    do(session, m.Overrule(only.name, "they have left"), m.Write("plan", "Sleep."))
    assert [one.settled for one in again(session)] == [""]


def test_what_was_read_outlives_its_process(desk: Desk, session: Session) -> None:
    do(session, m.Write("told", "All is well."))
    changed = session.unread()
    session.close()
    resumed = desk.resume(session.visit.id)
    assert isinstance(resumed, Session)
    assert resumed.unread() == changed != ()
    resumed.close()


@pytest.fixture
def earlier(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A visit that was read back in a version that did not keep which lines were read."""
    with monkeypatch.context() as patched:
        patched.setattr(read_back, "aloud", lambda *_: ())
        return do(Session.begin(desk.store, MADE), *READ)


def test_a_reading_of_an_earlier_version_is_not_called_changed(earlier: Session) -> None:
    offered = next(one for one in earlier.concerns() if one.check is Check.ABBREVIATION)
    do(earlier, m.Reword(offered.text, offered.rewrite))
    assert earlier.unread() == ()
    assert again(earlier) == []
    assert w.CHANGED_SINCE not in earlier.text()


@pytest.mark.parametrize("change", [*filter(is_said, CHANGES)])
def test_what_was_said_after_a_reading_of_an_earlier_version_is_named(
    earlier: Session, change: m.Move
) -> None:
    (only,) = again(do(earlier, change))
    assert only.about == "\n".join(earlier.unread())
    assert CHANGES[change] in only.about
    do(earlier, m.Pick("back", "confirmed"))
    assert again(earlier) == []


def test_what_is_asked_after_a_reading_of_an_earlier_version_is_no_part_of_it(
    earlier: Session,
) -> None:
    assert again(do(earlier, m.Write("later", "We talk on Monday."))) == []
