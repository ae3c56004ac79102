"""A dialogue about one visit: lines out and in, and moves made with their outcome told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.refusals import Refusal
from bedside.core.rows import Focus
from bedside.core.view import StepView, not_as_read, view_of
from bedside.core.visit import Visit
from bedside.plain.talk import Talk
from bedside.reception import Reception
from bedside.session import Session

if TYPE_CHECKING:
    from bedside.plain.held import Post

SAVE_SECONDS = 5.0
TELL_SECONDS = 1.0
"""A save that takes longer is told of."""
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

    def __init__(
        self,
        session: Session,
        talk: Talk,
        reception: Reception | None = None,
        post: Post | None = None,
    ) -> None:
        """Talk about this session; people sign in at the reception, notes go by the post."""
        self.session, self.talk, self.reception, self.post = session, talk, reception, post
        self._told = ""
        """What was last told of how saving stands."""

    @property
    def visit(self) -> Visit:
        """The visit as it stands."""
        return self.session.visit

    def view(self, step: str = "", focus: Focus = Focus()) -> StepView:
        """Return what a step shows: this one, or the one the visit stands at."""
        shown = view_of(self.visit, step or self.visit.step, self.session.today(), focus)
        return not_as_read(shown) if shown.aloud and self.session.unread() else shown

    def do(self, move: m.Move) -> bool:
        """Make a move and wait until it is durable; say why where either does not succeed."""
        made = self.session.do(move)
        if isinstance(made, Refusal):
            self.talk.say(refusal_text(made))
            return False
        if not self.session.settle(TELL_SECONDS):
            self._tell_saving()
            self.session.settle(SAVE_SECONDS - TELL_SECONDS)
        self._tell_saving()
        return True

    def _tell_saving(self) -> None:
        """Say how saving stands where that has changed; a failure is said with every move."""
        saving = self.session.saving
        text = words.saving(saving.standing, saving.why)
        if text and (text != self._told or saving.failure):
            self.talk.say(text)
        elif self._told and not text:
            self.talk.say(words.SAVED_AGAIN)
        self._told = text
