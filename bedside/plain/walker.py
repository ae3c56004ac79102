"""The plain walk: one question at a time, the whole way to a signed note.

Every line becomes moves of the same session the full-screen face uses, so the same answers give
the same events and the same note.
"""

from __future__ import annotations

from bedside import words
from bedside.core import moves as m
from bedside.core.days import parse_day
from bedside.core.review import review
from bedside.core.visit import CHECK, State
from bedside.plain.answering import answer
from bedside.plain.commands import Leaving, Signing, ask_patient, run
from bedside.plain.dialogue import Dialogue
from bedside.plain.show import review_lines, row_lines, step_lines
from bedside.plain.signing import sign
from bedside.plain.talk import EndOfInput, Talk
from bedside.session import Session


class Walker:
    """Walks one visit over lines."""

    def __init__(self, session: Session, talk: Talk, author: tuple[str, str] = ("", "")) -> None:
        """Walk this visit; `author` is the clinician's name and role where they are set."""
        self._dialogue = Dialogue(session, talk)
        self._author = author
        self._told = ""

    def run(self) -> bool:
        """Walk until the visit is signed, left, or the input ends; say whether all is saved."""
        session, talk = self._dialogue.session, self._dialogue.talk
        try:
            self._open()
            while session.visit.state is not State.SIGNED:
                self._turn()
        except (EndOfInput, Leaving):
            talk.say("", f"All is kept. Go on with: bedside resume {session.visit.id}")
        return session.close()

    def _open(self) -> None:
        """Say which talk this is and, in a new visit, ask whom it is with."""
        visit, talk = self._dialogue.visit, self._dialogue.talk
        checklist = visit.checklist
        minutes = f", about {checklist.minutes} minutes" if checklist.minutes else ""
        talk.say(f"{checklist.title}, version {checklist.version}{minutes}. /help lists commands.")
        if checklist.status != "published":
            talk.say(words.DRAFT_WORDING.replace("{status}", checklist.status))
        due = checklist.review.next_review
        if due and due < self._dialogue.session.today():
            talk.say(words.OVERDUE.replace("{day}", words.day(due)))
        opened = visit.opened
        if opened and opened.identity != "off" and visit.record.patient is None and visit.seq == 1:
            patient = ask_patient(self._dialogue)
            if patient.text():
                self._dialogue.do(m.Identify(patient))

    def _turn(self) -> None:
        """Tell where the visit stands, take one line, and act on it."""
        here = self._dialogue.visit.step
        targets = self._tell(here)
        line = self._dialogue.talk.ask()
        try:
            again = self._acted(here, line, targets)
        except Signing:
            again = not sign(self._dialogue, self._author)
        if again:
            self._told = ""

    def _tell(self, here: str) -> dict[str, str]:
        """Tell the page in full when it is new, else only what can be typed."""
        fresh, self._told = self._told != here, here
        dialogue = self._dialogue
        if here == CHECK:
            lines, targets = review_lines(review(dialogue.visit))
            if fresh:
                dialogue.talk.say("", "Check page.", *lines, "", "The note as it stands:")
                dialogue.talk.text(dialogue.session.text())
                dialogue.talk.say(
                    "A number changes that answer. /sign signs. /rest closes the rest."
                )
            return targets
        view = dialogue.view()
        aloud = dialogue.session.read_back() if view.aloud else ()
        dialogue.talk.say(*(("", *step_lines(view, aloud)) if fresh else row_lines(view)))
        if view.waits and fresh:
            dialogue.talk.say(words.WAIT.replace("{next}", "Enter"))
        return {}

    def _acted(self, here: str, line: str, targets: dict[str, str]) -> bool:
        """Act on a line; say whether the page should be told again in full."""
        dialogue = self._dialogue
        if line.startswith("/"):
            return run(dialogue, line)
        if here == CHECK:
            return self._changed(line, targets)
        if line and not answer(dialogue, dialogue.view(), line):
            return False
        return dialogue.do(m.Next())

    def _changed(self, line: str, targets: dict[str, str]) -> bool:
        """Go to the step behind a number on the check page."""
        dialogue = self._dialogue
        target = targets.get(line, "")
        if target in dialogue.visit.plan.steps:
            return dialogue.do(m.Go(target))
        if target:
            return self._assigned(target)
        dialogue.talk.say("Type a number from the list, /sign, /rest or /leave." if line else "")
        return False

    def _assigned(self, task: str) -> bool:
        """Ask for a follow-up's owner and day."""
        dialogue = self._dialogue
        who = dialogue.talk.ask("Who does it?")
        day = parse_day(dialogue.talk.ask("By which day?"), dialogue.session.today())
        return dialogue.do(m.Assign(task, who, day))
