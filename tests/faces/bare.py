"""The bare teller: a story told by the session's own moves, which the faces are measured by."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.answers import REASONS, Patient, Person
from bedside.core.concerns import Concern
from bedside.core.days import parse_day, parse_past_day, parse_person
from bedside.core.gaps import read_back_step
from bedside.core.refusals import Refusal
from bedside.core.rows import Field, Focus, Row
from bedside.core.view import StepView, view_of
from bedside.core.visit import CHECK
from bedside.reception import Reception
from bedside.session import Session
from bedside.words import STOPS
from bedside.words.notes import KEEPS
from tests.conftest import Clock
from tests.faces import stories as s
from tests.people import CLINICIAN

COSIGNER = ("Dr Roe", "physician")


def patient(first: str, second: str) -> Patient:
    """Return who two lines name."""
    return Patient(name=first, second=second) if second else Patient(label=first)


def supports(session: Session) -> list[str]:
    """Return the steps of the feelings bank."""
    return [x.id for x in session.visit.checklist.extras if x.id.startswith("feelings/")]


def found_by(session: Session, check: str) -> list[Concern]:
    """Return the open concerns of one check, or of all, in their order."""
    return [one for one in session.concerns() if not one.settled and check in ("", one.check)]


class Bare:
    """Tells a story by the session's own moves."""

    def __init__(self, session: Session, clock: Clock, reception: Reception | None = None) -> None:
        """Tell it to this session; people sign in at the reception, where there is one."""
        self.session, self.clock, self.reception = session, clock, reception

    def tell(self, beats: tuple[s.Beat, ...]) -> None:
        """Make every move, then close the visit."""
        for beat in beats:
            name = f"{type(beat).__name__.lower()}_"
            getattr(self, name)(beat)
        self.session.close()

    def do(self, *moves: m.Move) -> None:
        """Make moves that must be possible."""
        for move in moves:
            made = self.session.do(move)
            assert not isinstance(made, Refusal), (move, made)

    def view(self, focus: Focus = Focus()) -> StepView:
        """Return what the step in hand shows."""
        visit = self.session.visit
        return view_of(visit, visit.step, self.session.today(), focus)

    def name_(self, beat: s.Name) -> None:
        """Identify the patient, if one is given."""
        if beat.first:
            self.do(m.Identify(patient(*beat)))

    def at_(self, beat: s.At) -> None:
        """Choose rows and type words, then go on."""
        opens = Field.NONE
        for answer in beat.answers:
            opens = self._answer(answer, opens)
        self.do(m.Next())

    def _answer(self, answer: str, opens: Field) -> Field:
        view = self.view()
        if opens is Field.DAY:
            day = parse_day(answer, self.session.today())
            assert day is not None
            self.do(m.Schedule(view.step.id, day))
        elif view.dial:
            self.do(m.Rate(view.step.id, int(answer)))
        elif answer.isdecimal():
            row = _row(view, answer)
            if row.move is not None:
                self.do(row.move)
            return row.opens
        elif view.field is Field.PERSON:
            who, relation = parse_person(answer)
            self.do(m.Add(view.step.id, Person(who=who, relation=relation)))
        else:
            self.do(m.Write(view.step.id, answer))
        return Field.NONE

    def aside_(self, beat: s.Aside) -> None:
        """Write words and stay."""
        self.do(m.Write(self.session.visit.step, beat.words))

    def skip_(self, beat: s.Skip) -> None:
        """Leave the step and go on."""
        reason = REASONS[int(beat.reason) - 1]
        self.do(m.Skip(self.session.visit.step, reason, beat.words), m.Next())

    def retract_(self, _: s.Retract) -> None:
        """Take back that the step was left."""
        self.do(m.Clear(self.session.visit.step))

    def another_(self, _: s.Another) -> None:
        """Show another phrase."""
        self.do(m.Rephrase(self.session.visit.step))

    def back_(self, _: s.Back) -> None:
        """Go back."""
        self.do(m.Back())

    def undo_(self, _: s.Undo) -> None:
        """Undo."""
        self.do(m.Undo())

    def redo_(self, _: s.Redo) -> None:
        """Redo."""
        self.do(m.Redo())

    def feel_(self, beat: s.Feel) -> None:
        """Record a support."""
        self.do(m.Pick(supports(self.session)[beat.number - 1], "done"))

    def jot_(self, beat: s.Jot) -> None:
        """Write a private note."""
        self.do(m.Jot(beat.words))

    def who_(self, _: s.Who) -> None:
        """Ask who is here."""
        self.do(m.Go("about/present"))

    def pause_(self, beat: s.Pause) -> None:
        """Pause for a while."""
        self.do(m.Pause())
        self.clock.forward(beat.minutes)
        self.do(m.Unpause())

    def wait_(self, beat: s.Wait) -> None:
        """Let time pass."""
        self.clock.forward(beat.minutes)

    def jump_(self, beat: s.Jump) -> None:
        """Go to a step."""
        self.do(m.Go(beat.step))

    def check_(self, _: s.Check) -> None:
        """Go to the check page."""
        self.do(m.Go(CHECK))

    def change_(self, beat: s.Change) -> None:
        """Go to a step."""
        self.do(m.Go(beat.step))

    def assign_(self, beat: s.Assign) -> None:
        """Give a follow-up to somebody."""
        self.do(m.Assign(beat.task, beat.who, parse_day(beat.day, self.session.today())))

    def stop_(self, beat: s.Stop) -> None:
        """Stop for today."""
        self.do(m.Stop(list(STOPS)[beat.number - 1]), m.Go(CHECK))

    def continue_(self, _: s.Continue) -> None:
        """Take it up again."""
        self.do(m.Continue())

    def rest_(self, beat: s.Rest) -> None:
        """Close what is open."""
        self.do(m.SkipRest(REASONS[beat.number - 1]))

    def read_(self, _: s.Read) -> None:
        """Go to where the note is read back."""
        self.do(m.Go(read_back_step(self.session.visit)))

    def correct_(self, beat: s.Correct) -> None:
        """Put a line right."""
        line = self.session.read_back()[beat.line - 1]
        self.do(m.Correct(self.session.visit.step, line, beat.words))

    def take_(self, beat: s.Take) -> None:
        """Take a better wording."""
        found = found_by(self.session, beat.check)[0]
        self.do(m.Reword(found.text, found.rewrite))

    def keep_(self, beat: s.Keep) -> None:
        """Keep one concern, or all."""
        found = found_by(self.session, beat.check)
        why = beat.words or list(KEEPS.values())[beat.reason - 1]
        self.do(*(m.Overrule(one.name, why) for one in (found[:1] if beat.check else found)))

    def afterwards_(self, beat: s.Afterwards) -> None:
        """Say of which day the talk was."""
        self.do(m.RecordAfterwards(parse_past_day(beat.day, self.session.today())))

    def append_(self, beat: s.Append) -> None:
        """Add a later entry."""
        by = COSIGNER if beat.kind == "co-signature" else CLINICIAN
        self.do(m.Append(beat.kind, *by, beat.words, beat.because))

    def finish_(self, beat: s.Finish) -> None:
        """Say who has done a follow-up."""
        self.do(m.Finish(beat.task, beat.by))

    def hand_(self, beat: s.Hand) -> None:
        """Hand the visit on."""
        assert self.reception is not None
        (to,) = [one for one in self.reception.colleagues() if one.name == beat.to]
        assert self.reception.hand_on(self.session, to) is None

    def sign_(self, beat: s.Sign) -> None:
        """Sign."""
        self.do(m.Sign(*CLINICIAN, self.session.minutes(), patient(*beat)))


def _row(view: StepView, key: str) -> Row:
    return next(row for row in view.rows if row.key == key and row.group != "point")
