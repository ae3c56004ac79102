"""Forms over the visit page before signing: whose visit, when, a follow-up, the signature.

Each ends in one move; those after signing are in `later.py`.
What is typed in them is kept at every letter, like words, and opens the form again after a cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.days import parse_day, parse_past_day
from bedside.core.followups import followups
from bedside.core.refusals import Why
from bedside.session import Draft
from bedside.tui.screens.form import Ask, Asked, Form, Values, Wrong
from bedside.tui.screens.signer import signer
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage

PATIENT, AFTERWARDS, SIGN, TASK = "form-patient", "form-afterwards", "form-sign", "form-task"
RECORD, NUMBER = "form-record", "form-number"
"""What the draft of each form is called."""


def reopen(page: VisitPage, draft: Draft) -> bool:
    """Open the form that was being filled in when the visit was cut off; say whether it was one."""
    from bedside.tui.screens import later

    forms: dict[str, Callable[[Values], None]] = {
        PATIENT: lambda typed: patient(page, typed=typed),
        RECORD: lambda typed: patient(page, typed=typed),
        NUMBER: lambda typed: patient(page, typed=typed),
        AFTERWARDS: lambda typed: afterwards(page, typed),
        SIGN: lambda typed: sign(page, typed),
        TASK: lambda typed: assign(page, draft.step, typed),
        later.ENTRY: lambda typed: later.entry(page, draft.about, typed),
        later.DONE: lambda typed: later.done(page, draft.step, typed),
    }
    if draft.field in forms:
        forms[draft.field](draft.words.split("\n"))
    return draft.field in forms


def patient(page: VisitPage, begin: bool = False, typed: Values | None = None) -> None:
    """Ask who the visit is with. Empty fields leave it out, unless the site requires it.

    Going back from the question a visit begins with is going back to where one was.
    """
    desk = page.home.desk
    if desk.outbox is not None and desk.outbox.wants_record() and not _is_emergency(page):
        from bedside.tui.screens.known import Identifying

        Identifying(page, desk.outbox, begin).ask(typed)
        return
    now = page.session.visit.record.patient or Patient()
    asked = [
        Asked(screen.PATIENT_LABEL, now.label or now.name),
        Asked(screen.PATIENT_SECOND, now.second),
    ]

    def done(values: Values) -> None:
        given = _patient(values)
        if given != now:
            page.make(m.Identify(given))

    title = screen.PATIENT_BEGIN if begin else screen.PATIENT
    form = Form(Ask(title, filled(asked, typed)), keep=keeping(page, PATIENT))
    push(page, form, done, page.close_visit if begin else lambda: None)


def _is_emergency(page: VisitPage) -> bool:
    """Whether nobody is signed in: then nothing is asked that could wait."""
    reception = page.home.desk.reception
    return reception is not None and reception.is_emergency


def _asked_again(page: VisitPage) -> list[Asked]:
    """Return the questions that name the patient once more, as they are known here."""
    now = page.session.visit.record.patient
    if now is None or now.known is None:
        return [Asked(screen.PATIENT_AGAIN), Asked(screen.PATIENT_SECOND_AGAIN)]
    return [Asked(screen.KNOWN_AGAIN), Asked(screen.KNOWN_SECOND_AGAIN)]


def _again(page: VisitPage, values: Values) -> Patient:
    """Return whom the patient was named as once more."""
    now = page.session.visit.record.patient
    if now is None or now.known is None:
        return _patient(values)
    from bedside.core.identity import again

    first, second = values
    return again(now, first, second, page.session.today())


def afterwards(page: VisitPage, typed: Values | None = None) -> None:
    """Ask for the day of a talk that is written down after it; an empty one is during it."""
    known, today = page.session.visit.record.afterwards, page.session.today()
    asked = [Asked(screen.AFTERWARDS_DAY, known.day.isoformat() if known else "")]

    def refuse(values: Values) -> Wrong | None:
        day = parse_past_day(values[0], today)
        if values[0] and day is None:
            return Wrong(0, words.NOT_A_DAY)
        return Wrong(0, screen.DAY_TO_COME) if day and day > today else None

    def done(values: Values) -> None:
        day = parse_past_day(values[0], today)
        if day != (known.day if known else None):
            page.make(m.RecordAfterwards(day))

    ask = Ask(screen.AFTERWARDS_TITLE, filled(asked, typed), about=screen.ABOUT_AFTERWARDS)
    push(page, Form(ask, refuse, keeping(page, AFTERWARDS)), done)


def sign(page: VisitPage, typed: Values | None = None) -> None:
    """Ask what signing needs, the patient once more where one was given, and sign."""
    session, whose = page.session, signer(page.home.desk)
    minutes = session.minutes()
    told = screen.MINUTES if session.visit.clock.exact else screen.MINUTES_ABOUT
    named = session.visit.record.patient is not None
    asked = [*whose.asked, Asked(told, "" if minutes is None else str(minutes))]
    if named:
        asked += _asked_again(page)
    at, asked = len(whose.asked), [*asked, *whose.proof]

    def move(values: Values) -> m.Sign:
        again = _again(page, values[at + 1 : at + 3]) if named else Patient()
        return m.Sign(*whose.named(values), _minutes(values[at]), again)

    def refuse(values: Values) -> Wrong | None:
        if values[at] not in ("", "-") and _minutes(values[at]) is None:
            return Wrong(at, screen.NO_MINUTES)
        refused = session.refused(move(values))
        where = at + 1 if refused and refused.why is Why.OTHER_PATIENT else 0
        return Wrong(where, words.refusal(refused, page.slots)) if refused else None

    ask = Ask(screen.SIGN_TITLE, filled(asked, typed), whose.notice)
    form = Form(ask, refuse, keeping(page, SIGN), whose.prove)
    push(page, form, lambda values: page.make(move(values)))


def assign(page: VisitPage, task: str, typed: Values | None = None) -> None:
    """Ask for a follow-up's owner and day."""
    known = next((one for one in followups(page.session.visit) if one.id == task), None)
    day = known.day.isoformat() if known and known.day else ""
    asked = [Asked(words.TASK_WHO, known.who if known else ""), Asked(words.TASK_DAY, day)]

    def refuse(values: Values) -> Wrong | None:
        wrong = values[1] and parse_day(values[1], page.session.today()) is None
        return Wrong(1, words.NOT_A_DAY) if wrong else None

    def done(values: Values) -> None:
        page.make(m.Assign(task, values[0], parse_day(values[1], page.session.today())))

    title = known.text if known else task
    form = Form(Ask(title, filled(asked, typed)), refuse, keeping(page, TASK, task))
    push(page, form, done)


def push(
    page: VisitPage,
    form: Form,
    done: Callable[[Values], object],
    gone: Callable[[], None] = lambda: None,
) -> None:
    """Open a form; afterwards what was kept of its letters is no longer wanted."""

    def closed(values: Values | None) -> None:
        if values is None:
            page.keep_draft(Draft())
            gone()
        else:
            done(values)
            page.keep_draft(Draft())

    page.home.push_screen(form, closed)


def keeping(
    page: VisitPage, name: str, step: str = "", about: str = ""
) -> Callable[[Values, int], None]:
    """Return how a form's letters are kept."""

    def keep(values: Values, field: int) -> None:
        typed = "\n".join(values)
        page.keep_draft(Draft(step=step, field=name, words=typed, cursor=field, about=about))

    return keep


def filled(asked: Sequence[Asked], typed: Values | None) -> list[Asked]:
    """Return the fields with what was typed in them before."""
    if typed is None or len(typed) != len(asked):
        return list(asked)
    return [one._replace(value=value) for one, value in zip(asked, typed, strict=True)]


def _patient(values: Values) -> Patient:
    """Return the patient from two fields: a label alone, or a name with a second identifier."""
    first, second = values
    return Patient(name=first, second=second) if second else Patient(label=first)


def _minutes(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < 24 * 60 else None
