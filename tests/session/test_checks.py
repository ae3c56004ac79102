"""The checks before signing, at the seam: none is passed over without a rewrite or a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.checklist import Task
from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check, Concern
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import Visit
from bedside.session import Session
from tests.people import CLINICIAN
from tests.worlds import checklist, choose, opened, section, step, when

HARD = (
    "Considering individual circumstances, relocation may improve your recuperation considerably."
)
MADE = checklist(
    step("who", "people", place="present"),
    choose("leave", "yes", "no", place="agreed", required=True),
    step("able", "yes-no", place="decides"),
    step("wish", "words", place="understanding"),
    step("told", "text", place="shared", note={"": "{answer}"}),
    step("page", "text", place="shared", note={"": "Told."}, patient={"": "{answer}"}),
    step("long", "text", place="understanding"),
    step("plan", "text", place="decided"),
    step("again", "date", place="next"),
    step("back", "read-back", place="checked"),
    section("aside"),
    choose("task", "yes", "no", place=""),
    tasks=(Task(id="call", text="Call", when=when("task", "yes")),),
)
FAILING: Mapping[Check, tuple[m.Move, ...]] = {
    Check.JUDGING: (m.Write("told", "He was difficult."),),
    Check.QUOTES: (m.Write("told", "The “pain” is back."),),
    Check.JARGON: (m.Write("page", "You have oedema."),),
    Check.ABBREVIATION: (m.Write("told", "Pt rests."),),
    Check.UNNAMED: (m.Write("told", "The daughter came."),),
    Check.MINUTES: (m.Write("told", "We talked for 45 minutes."),),
    Check.GRADE: (m.Write("page", f"{HARD} {HARD}"),),
    Check.BUDGET: (m.Write("long", "rest and tea " * 80),),
    Check.UNHEARD: (m.Write("wish", "I would rather not know"), m.Write("told", "Six months.")),
    Check.NO_PERMISSION: (m.Pick("leave", "no"), m.Write("told", "All is well.")),
    Check.WHO_DECIDES: (m.Pick("able", "no"),),
    Check.NO_INTERPRETER: (m.Skip("page", "no-interpreter"), m.Write("told", "All is well.")),
    Check.NO_OWNER: (m.Pick("task", "yes"),),
    Check.NO_DATE: (m.Write("plan", "A trial of antibiotics"),),
    Check.NOT_READ_AGAIN: (m.Pick("back", "confirmed"), m.Write("told", "All is well.")),
}
"""What makes a note fail on each check, and on no other."""

SIGN = m.Sign(*CLINICIAN)


def begun(desk: Desk, *moves: m.Move) -> Session:
    """Begin a visit, make these moves, and say of the rest that it was not talked about."""
    session = Session.begin(desk.store, MADE)
    allowed = () if m.Pick("leave", "no") in moves else (m.Pick("leave", "yes"),)
    for move in (*allowed, *moves, m.SkipRest("no-time")):
        assert not isinstance(session.do(move), Refusal), move
    return session


def open_(session: Session) -> list[Concern]:
    """Return the concerns that are not settled."""
    return [one for one in session.concerns() if not one.settled]


def test_every_check_has_a_note_that_fails_on_it() -> None:
    assert set(FAILING) == set(Check)


@pytest.mark.parametrize("check", Check)
def test_a_note_that_fails_on_one_check_is_not_signed_before_that_is_settled(
    desk: Desk, check: Check
) -> None:
    """By the rewrite, where one is offered; else by a reason. Undo takes either back."""
    session = begun(desk, *FAILING[check])
    (only,) = open_(session)
    assert only.check is check
    assert session.do(SIGN) == Refusal(Why.UNSETTLED, "1")
    settling = (
        m.Reword(only.text, only.rewrite) if only.rewrite else m.Overrule(only.name, "it is true")
    )
    for again in range(2):
        assert not isinstance(session.do(settling), Refusal)
        assert open_(session) == []
        assert session.refused(SIGN) is None
        if not again:
            assert not isinstance(session.do(m.Undo()), Refusal)
            assert open_(session) == [only]
            assert session.do(SIGN) == Refusal(Why.UNSETTLED, "1")
    assert not isinstance(session.do(SIGN), Refusal)
    assert session.concerns() == ()
    session.close()


@pytest.mark.parametrize("check", Check)
def test_a_reason_settles_any_concern_and_is_kept_with_it(desk: Desk, check: Check) -> None:
    session = begun(desk, *FAILING[check])
    (only,) = open_(session)
    assert session.do(m.Overrule(only.name, " ")) == Refusal(Why.REASON_NEEDED)
    assert not isinstance(session.do(m.Overrule(only.name, "it is true")), Refusal)
    assert [one.settled for one in session.concerns() if one.name == only.name] == ["it is true"]
    assert not isinstance(session.do(SIGN), Refusal)
    assert "it is true" not in session.text()
    session.close()


MENDING: Mapping[Check, tuple[m.Move, ...]] = {
    Check.NO_PERMISSION: (m.Pick("leave", "yes"),),
    Check.WHO_DECIDES: (m.Pick("able", "yes"),),
    Check.NO_OWNER: (m.Assign("call", "J. Doe", date(2031, 3, 5)),),
    Check.NO_DATE: (m.Clear("again"), m.Schedule("again", date(2031, 3, 10))),
    Check.NOT_READ_AGAIN: (m.Clear("back"), m.Pick("back", "confirmed")),
    Check.JUDGING: (m.Write("told", "He was tired."),),
    Check.BUDGET: (m.Write("long", "Rest and tea."),),
    Check.GRADE: (m.Write("page", "You may rest by the window."),),
}
"""What puts right what is not a matter of words alone."""


@pytest.mark.parametrize("check", MENDING)
def test_changing_what_it_is_about_settles_a_concern(desk: Desk, check: Check) -> None:
    session = begun(desk, *FAILING[check])
    for move in MENDING[check]:
        assert not isinstance(session.do(move), Refusal), move
    assert open_(session) == []
    session.close()


def test_only_what_a_check_offers_is_put_in_place(desk: Desk) -> None:
    session = begun(desk, *FAILING[Check.ABBREVIATION])
    (only,) = open_(session)
    assert session.do(m.Reword(only.text, "The patient sleeps.")) == Refusal(
        Why.NOT_OFFERED, only.text
    )
    assert not isinstance(session.do(m.Reword(only.text, only.rewrite)), Refusal)
    assert "Patient rests." in session.text()
    assert "Pt" not in session.text()
    session.close()


def test_a_sentence_with_several_things_is_mended_one_after_the_other(desk: Desk) -> None:
    session = begun(desk, m.Write("told", "Pt refused, talked for 45 minutes. “Fine”."))
    while offered := next((one for one in open_(session) if one.rewrite), None):
        session.do(m.Reword(offered.text, offered.rewrite))
    assert open_(session) == []
    assert "Patient declined, talked. Fine." in session.text()
    session.close()


def test_the_checks_look_once_at_a_visit_as_it_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page may ask whenever it is drawn."""
    from bedside.note.checks import checks

    asked, own = [], checks.concerns

    def counted(visit: Visit, clinic: ClinicWords) -> tuple[Concern, ...]:
        asked.append(visit.seq)
        return own(visit, clinic)

    monkeypatch.setattr(checks, "concerns", counted)
    session = begun(desk, *FAILING[Check.JUDGING])
    assert [session.concerns() is session.concerns() for _ in range(3)] == [True] * 3
    assert len(asked) == 1
    session.do(m.Write("told", "He was tired."))
    assert session.concerns() == ()
    assert len(asked) == 2
    session.close()


def test_the_clinics_own_words_reach_the_checks(desk: Desk, settings_file: object) -> None:
    """From its settings, in a visit that is begun and in one that is gone on with."""
    settings_file(  # type: ignore[operator]
        '[note_words]\nallowed = ["PICC"]\njudging = {"poor old dear" = "person"}\n'
    )
    session = desk.begin("acknowledging-uncertainty")
    assert isinstance(session, Session)
    session.do(m.Pick("good-time", "now"))
    session.do(m.Pick("detail", "all"))
    session.do(m.Write("known", "The PICC of a poor old dear."))
    note, page = open_(session)
    assert (note.about, note.rewrite) == ("poor old dear", "Known: The PICC of a person.")
    assert page.rewrite == "What we know: The PICC of a person."
    session.close()
    again = desk.resume(session.visit.id)
    assert isinstance(again, Session)
    assert open_(again) == [note, page]
    again.close()


def test_a_visit_that_says_nothing_has_nothing_to_look_at() -> None:
    from bedside.note.checks.checks import concerns

    assert concerns(opened(MADE)) == ()
