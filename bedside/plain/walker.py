"""The plain walk: one question at a time, the whole way to a signed note.

Every line becomes moves of the same session the full-screen face uses, so the same answers give
the same events and the same note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside import words
from bedside.core import moves as m
from bedside.core.days import parse_day
from bedside.core.followups import followups
from bedside.core.review import review
from bedside.core.rows import Field
from bedside.core.visit import CHECK, State
from bedside.plain.answering import answer
from bedside.plain.commands import Leaving, Signing, identify, run
from bedside.plain.dialogue import SAVE_SECONDS, Dialogue
from bedside.plain.keyboard import Away
from bedside.plain.noting import afterwards_line
from bedside.plain.show import CONCERN, TASK, review_lines, row_lines, step_lines
from bedside.plain.signing import sign
from bedside.plain.talk import EndOfInput, Talk, offering
from bedside.reception import Reception
from bedside.session import Draft, Session
from bedside.words import notes, plain, screen

if TYPE_CHECKING:
    from bedside.plain.held import Post

_ANSWERING = (Field.WORDS, Field.TEXT, Field.OTHER, Field.LINE)


class Walker:
    """Walks one visit over lines."""

    def __init__(
        self,
        session: Session,
        talk: Talk,
        author: tuple[str, str] = ("", ""),
        reception: Reception | None = None,
        post: Post | None = None,
    ) -> None:
        """Walk this visit; `author` is the clinician's name and role where they are set."""
        self._dialogue = Dialogue(session, talk, reception, post)
        self._author = author
        self._at_step = False
        """Whether what is being typed would be an answer to the step in hand."""
        self._told = ""
        self._page: list[str] = []
        """The check page as it was told last."""

    def run(self) -> bool:
        """Walk until the visit is signed, left, or the input ends; say whether all is saved.

        Away is raised, once all is saved, where nobody has typed for so long that it locks.
        """
        session = self._dialogue.session
        try:
            self._open()
            while session.visit.state is not State.SIGNED:
                self._turn()
        except (EndOfInput, Leaving):
            self._say_way_back()
        except Away as away:
            self._keep_half(away.half)
            session.close()
            raise
        except KeyboardInterrupt:
            self._say_way_back()
            session.close()
            raise
        return session.close()

    def tell_again(self) -> None:
        """Tell the page in hand in full, whatever was told before."""
        self._told = ""
        self._tell(self._dialogue.visit.step)

    def _say_way_back(self) -> None:
        """Say how to go on with what is kept; what is not saved has been said already."""
        session = self._dialogue.session
        way = plain.WAY_BACK.format(visit=session.visit.id)
        if session.visit.is_unclaimed:
            way = plain.CLAIM_LATER
        kept = session.settle(SAVE_SECONDS)
        self._dialogue.talk.say("", plain.KEPT.format(way=way) if kept else way)

    def _keep_half(self, half: str) -> None:
        """Keep a line that nobody finished: as the words of the step, or as a private note."""
        words_ = half.strip()
        if not any(map(str.isalpha, words_)) or words_.startswith("/"):
            return
        visit, field = self._dialogue.visit, Field.JOT
        if self._at_step and visit.step != CHECK:
            asked = self._dialogue.view().field
            field = asked if asked in (Field.WORDS, Field.TEXT) else Field.JOT
        step = visit.step if visit.step != CHECK else ""
        self._dialogue.session.draft(
            Draft(step=step, field=field, words=words_, cursor=len(words_))
        )

    def _open(self) -> None:
        """Say which talk this is and, in a new visit, ask whom it is with."""
        visit, talk = self._dialogue.visit, self._dialogue.talk
        checklist = visit.checklist
        count, version = checklist.minutes, checklist.version
        minutes = plain.ABOUT_MINUTES.format(count=count) if count else ""
        talk.say(plain.OPENING.format(title=checklist.title, version=version, minutes=minutes))
        talk.say(plain.HOW_TO)
        if visit.is_unclaimed:
            talk.say(plain.EMERGENCY)
        if self._dialogue.session.unreadable:
            talk.say(words.unreadable(self._dialogue.session.unreadable))
        if self._dialogue.session.taking:
            talk.say(screen.TAKEN_ON.format(by=visit.holder))
        if checklist.status != "published":
            talk.say(words.DRAFT_WORDING.format(status=words.WORDINGS[checklist.status]))
        due = checklist.review.next_review
        if due and due < self._dialogue.session.today():
            talk.say(words.OVERDUE.format(day=words.day(due)))
        opened = visit.opened
        if opened and opened.identity != "off" and visit.record.patient is None and visit.seq == 1:
            identify(self._dialogue)
        self._take_up()

    def _take_up(self) -> None:
        """Keep words that were cut off in the other face and are no answer, as a private note."""
        draft, dialogue = self._dialogue.session.recovered, self._dialogue
        lost = draft.words if draft and draft.field not in _ANSWERING else ""
        if lost and dialogue.do(m.Jot(lost)):
            dialogue.talk.say(plain.WAS_WRITING.format(words=lost), plain.KEPT_FOR_YOU)

    def _turn(self) -> None:
        """Tell where the visit stands, take one line, and act on it."""
        here = self._dialogue.visit.step
        targets = self._tell(here)
        self._at_step = True
        line = self._dialogue.talk.ask()
        self._at_step = False
        try:
            again = self._acted(here, line, targets)
        except Signing:
            sign(self._dialogue, self._author)
            again = False
        if again:
            self._told = ""

    def _tell(self, here: str) -> dict[str, str]:
        """Tell the page in full when it is new, else only what can be typed."""
        fresh, self._told = self._told != here, here
        dialogue = self._dialogue
        if here == CHECK:
            return self._tell_check(fresh)
        view = dialogue.view()
        session = dialogue.session
        aloud = (session.read_back(), session.unread()) if view.aloud else ((), ())
        dialogue.talk.say(*(("", *step_lines(view, *aloud)) if fresh else row_lines(view)))
        if view.waits:
            dialogue.talk.say(words.WAIT.format(next="Enter"))
        return {}

    def _tell_check(self, fresh: bool) -> dict[str, str]:
        """Tell the check page: all of it when it is new, its list where its numbers changed."""
        dialogue, before = self._dialogue, self._page
        concerns = dialogue.session.concerns()
        self._page, targets = review_lines(review(dialogue.visit), concerns)
        if fresh:
            dialogue.talk.say("", plain.CHECK_PAGE, *self._standing(), *self._page)
            dialogue.talk.say("", plain.TEXT_SO_FAR.format(name=notes.READERS["chart"]))
            dialogue.talk.text(dialogue.session.text())
            open_ = any(not one.settled for one in concerns)
            settle = (plain.CHECK_HINT_SETTLE,) if open_ else ()
            dialogue.talk.say(plain.CHECK_HINT, *settle, plain.CHECK_HINT_TEXTS)
        elif self._page != before:
            dialogue.talk.say("", *self._page)
        return targets

    def _standing(self) -> list[str]:
        """Return whom the visit is with, and that it is stopped where it is."""
        visit = self._dialogue.visit
        patient = visit.record.patient
        named = patient.text() if patient else words.NOBODY_NAMED
        lines = [plain.PATIENT.format(patient=named)]
        if self._dialogue.session.unreadable:
            lines.append(words.unreadable(self._dialogue.session.unreadable))
        if self._dialogue.session.taking:
            lines.append(screen.TAKEN_ON.format(by=visit.holder))
        if visit.state is State.STOPPED:
            lines.append(plain.STOPPED)
        if visit.record.afterwards:
            lines.append(afterwards_line(visit.record.afterwards.day))
        return lines

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
        kind, _, name = target.partition(":")
        if kind == CONCERN:
            return self._mended(line, name)
        if kind == TASK:
            return self._assigned(name)
        if target:
            return dialogue.do(m.Go(name))
        dialogue.talk.say(plain.CHECK_OFFER)
        return False

    def _mended(self, number: str, concern: str) -> bool:
        """Go to the step or follow-up that a concern is about; say what else settles it."""
        dialogue = self._dialogue
        found = next((x.target for x in dialogue.session.concerns() if x.name == concern), "")
        if found in {task.id for task in followups(dialogue.visit)}:
            return self._assigned(found)
        if found:
            return dialogue.do(m.Go(found))
        dialogue.talk.say(plain.ABOUT_THE_WHOLE.format(number=number))
        return False

    def _assigned(self, task: str) -> bool:
        """Ask for a follow-up's owner and day; Enter keeps either as it is."""
        dialogue = self._dialogue
        known = next((one for one in followups(dialogue.visit) if one.id == task), None)
        who, day = (known.who, known.day) if known else ("", None)
        who = dialogue.talk.ask(offering(words.TASK_WHO, who)) or who
        typed = dialogue.talk.ask(offering(words.TASK_DAY, day.isoformat() if day else ""))
        if typed:
            day = parse_day(typed, dialogue.session.today())
            if day is None:
                dialogue.talk.say(words.FIELDS[Field.DAY])
                return False
        return dialogue.do(m.Assign(task, who, day))
