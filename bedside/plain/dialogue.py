"""A dialogue about one visit: lines out and in, and moves made with their outcome told."""

from __future__ import annotations

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.refusals import Refusal
from bedside.core.rows import Focus
from bedside.core.view import StepView, view_of
from bedside.core.visit import Visit
from bedside.plain.talk import Talk
from bedside.session import Session

SAVE_SECONDS = 5.0
_ASKED_BY = {
    name: ACTIONS[action].command
    for name, action in (
        ("stop", "visit.stop"),
        ("pause", "visit.pause"),
        ("patient", "visit.patient"),
        ("sign", "check.sign"),
        ("rest", "check.rest"),
        ("take", "check.take"),
        ("keep", "check.keep"),
        ("next", "walk.next"),
    )
}


def refusal_text(refused: Refusal) -> str:
    """Return why a move is not possible, naming the commands of this face."""
    return words.refusal(refused, _ASKED_BY)


class Dialogue:
    """What every part of the plain face needs: the session, the talk, and moves made aloud."""

    def __init__(self, session: Session, talk: Talk) -> None:
        """Talk about this session."""
        self.session, self.talk = session, talk

    @property
    def visit(self) -> Visit:
        """The visit as it stands."""
        return self.session.visit

    def view(self, step: str = "", focus: Focus = Focus()) -> StepView:
        """Return what a step shows: this one, or the one the visit stands at."""
        return view_of(self.visit, step or self.visit.step, self.session.today(), focus)

    def do(self, move: m.Move) -> bool:
        """Make a move and wait until it is durable; say why where either does not succeed."""
        made = self.session.do(move)
        if isinstance(made, Refusal):
            self.talk.say(refusal_text(made))
            return False
        if not self.session.settle(SAVE_SECONDS):
            why = self.session.saving.failure or words.TAKEN_OVER
            self.talk.say(words.NOT_SAVED.format(why=why))
        return True
