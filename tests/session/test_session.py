"""The seam: durable first, then shown; resuming, signing, and what a note is afterwards."""

from __future__ import annotations

import json

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import State
from bedside.note.frozen import NoteChanged
from bedside.session import Draft, Session, note_text
from bedside.store.locks import StoreDamaged
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, WORDS
from tests.store.rewriting import rewritten
from tests.worlds import UNCERTAINTY


def begun(desk: Desk) -> Session:
    """Begin the visit that most stories walk."""
    session = desk.begin(UNCERTAINTY)
    assert isinstance(session, Session)
    return session


def cut_off(desk: Desk, session: Session) -> Session:
    """Let the process of a visit die, then resume it in a new one."""
    assert session.settle(5)
    session._hold.release()  # what the kernel does when a process dies
    resumed = desk.resume(session.visit.id)
    assert isinstance(resumed, Session)
    return resumed


def test_a_refused_move_leaves_no_trace(desk: Desk) -> None:
    """Neither an event nor a change."""
    session = begun(desk)
    before = session.visit
    assert session.do(m.Rate("one-story", 3)) == Refusal(
        Why.NOT_OFFERED, "What is known, agreed with the team"
    )
    assert session.visit is before
    assert session.do(m.Undo()) == Refusal(Why.NOTHING_TO_UNDO)
    session.close()


def test_resume_stands_where_it_was_left_with_undo_and_redo_intact(
    desk: Desk, clock: Clock
) -> None:
    """Unlimited and kept across restarts; the time in between is not counted."""
    session = begun(desk)
    session.do(m.Pick("one-story", "done"))
    session.do(m.Next())
    session.do(m.Pick("good-time", "now"))
    session.do(m.Undo())
    clock.forward(5)
    session.do(m.Rephrase("good-time"))
    clock.forward(90)
    again = cut_off(desk, session)
    assert again.visit.step == "good-time"
    assert again.visit.phrases == {"good-time": 1}
    assert again.minutes() == 5
    redone = again.do(m.Redo())
    assert not isinstance(redone, Refusal)
    assert again.visit.answer("good-time")
    again.do(m.Undo())
    again.do(m.Undo())
    assert again.visit.answer("one-story") is None
    again.close()


def test_words_cut_off_in_the_middle_are_an_answer_and_can_be_typed_on(desk: Desk) -> None:
    """The same step, the same letter, the same words."""
    session = begun(desk)
    session.do(m.Pick("good-time", "now"))
    session.do(m.Go("their-view"))
    session.draft(Draft(step="their-view", field="words", words=WORDS[:9], cursor=4))
    again = cut_off(desk, session)
    assert again.recovered == Draft(step="their-view", field="words", words=WORDS[:9], cursor=4)
    answer = again.visit.answer("their-view")
    assert answer is not None
    assert answer.words == WORDS[:9].strip()
    again.close()


def test_words_whose_step_takes_none_any_more_become_a_private_note(desk: Desk) -> None:
    """Whatever happened meanwhile, they are not lost and not put where they do not belong."""
    session = begun(desk)
    session.draft(Draft(step="their-view", field="words", words=WORDS, cursor=3))
    again = cut_off(desk, session)
    assert again.visit.answer("their-view") is None
    assert [WORDS in jotting.words for jotting in again.visit.record.jottings] == [True]
    again.close()


def test_signing_freezes_the_note_and_its_digest(desk: Desk, clock: Clock) -> None:
    """What was signed is what is read ever after, byte for byte, by any later version."""
    session = begun(desk)
    session.do(m.Identify(AVERY))
    session.do(m.SkipRest("no-time"))
    clock.forward(12)
    assert session.minutes() == 12
    signed = session.do(m.Sign(*CLINICIAN, minutes=12, again=AVERY))
    assert not isinstance(signed, Refusal)
    assert session.visit.state is State.SIGNED
    frozen = session.text()
    assert "Signed: J. Doe, nurse" in frozen
    assert "DRAFT" not in frozen
    assert session.do(m.Pick("one-story", "done")) == Refusal(Why.ALREADY_SIGNED)
    session.close()
    assert note_text(desk.store, session.visit.id) == frozen
    assert json.loads(note_text(desk.store, session.visit.id, "json"))["draft"] is False


def test_a_signed_note_changed_on_disk_is_noticed(desk: Desk) -> None:
    """The digest is compared on reading."""
    session = begun(desk)
    session.do(m.SkipRest("no-time"))
    session.do(m.Sign(*CLINICIAN))
    session.close()
    rewritten(desk.store, desk.places, session.visit.id, "J. Doe, nurse", "J. Poe, nurse")
    with pytest.raises(NoteChanged):
        note_text(desk.store, session.visit.id)


def test_a_signed_visit_takes_its_receipts(desk: Desk) -> None:
    """Where the note went is an event again."""
    session = begun(desk)
    session.do(m.SkipRest("no-time"))
    assert session.do(m.Deliver("file")) == Refusal(Why.NOT_SIGNED)
    session.do(m.Sign(*CLINICIAN))
    session.do(m.Deliver("file", "somewhere", 12))
    assert [(r.how, r.where) for r in session.visit.receipts] == [("file", "somewhere")]
    session.close()


def test_the_lines_read_aloud_are_sentences_of_the_note(desk: Desk) -> None:
    """Nothing is read to the patient that is not written."""
    session = begun(desk)
    session.do(m.Pick("good-time", "now"))
    session.do(m.Write("their-view", WORDS))
    said = session.read_back()
    assert said
    note = " ".join(session.text().split())
    assert all(" ".join(line.split()) in note for line in said)
    session.close()


def test_the_settings_reach_the_visit(desk: Desk, settings_file: object) -> None:
    """Role and the rule on naming the patient are part of it from its first event."""
    settings_file('patient = "require"\n[clinician]\nname = "J. Doe"\nrole = "nurse"\n')  # type: ignore[operator]
    session = begun(desk)
    assert session.visit.role == "nurse"
    assert session.do(m.Next()) == Refusal(Why.NOT_IDENTIFIED)
    session.close()


def test_a_visit_that_cannot_be_read_is_not_held_either(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody could open it, even once it can be read again."""
    session = begun(desk)
    assert session.close()

    def damaged(_: str) -> None:
        raise StoreDamaged("row 3")

    monkeypatch.setattr(desk.store, "read", damaged)
    with pytest.raises(StoreDamaged):
        desk.resume(session.visit.id)
    monkeypatch.undo()
    again = desk.resume(session.visit.id)
    assert isinstance(again, Session)
    again.close()
