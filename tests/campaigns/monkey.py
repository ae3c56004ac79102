"""Keys at random on either face, against a small model: what is shown, held and stored agree."""

from __future__ import annotations

import asyncio
import io
import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.events import Event
from bedside.core.listing import VisitListing
from bedside.core.refusals import Refusal
from bedside.core.text import clean
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import replay
from bedside.plain.commands import _COMMANDS
from bedside.plain.keyboard import Away
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from bedside.store.hold import Hold
from bedside.tui.widgets.board import Board
from tests.campaigns import commands
from tests.tui.driving import Walk, begun, opened
from tests.worlds import SHIPPED

WHAT = "keys at random on both faces: no crash, and screen, session, store and a model agree"
KEYS = 400
"""So many keys are one input; every other one is given to the plain face, as lines."""
DROPPED = 1000
"""The twin loses one event in so many."""
MOST_LINES = 1_000
"""No step has as many."""
_QUITS = ("visit.leave", "app.palette", "signed.save", "signed.print", "signed.copy")
_PRESSED = [key for one in ACTIONS.values() if one.id not in _QUITS for key in one.keys]
_PRESSED = [key for key in _PRESSED if key not in ACTIONS["visit.leave"].keys]
_PRESSED += [*"abcdefgh xyz ÄÖ漢[]{}<>:;'\"", "backspace", "delete", "home", "end", "ctrl+z", "tab"]

_LIKELY = (
    *("walk.next", "walk.choose", "walk.done", "walk.back", "visit.undo", "visit.redo"),
    *("walk.words", "write.finish", "walk.skip", "sheet.number", "sheet.close", "walk.down"),
)
_OFTEN = [key for action in _LIKELY for key in ACTIONS[action].keys if key in _PRESSED]


class Model:
    """What a visit must come to: its events in order, and what each change has to give back."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.wrong = ""
        self.events: list[Event] = []
        self._past: list[Mapping[str, object]] = []
        self._lost = 0

    def moved(self, session: Session, move: m.Move, before: Visit, came: Visit | Refusal) -> None:
        """Take in what became of a move, and say what is wrong with it."""
        after = session.visit
        if isinstance(came, Refusal):
            if after is not before:
                self.wrong = self.wrong or f"{move} was refused and changed something"
            return
        written = after.answer(move.step) if isinstance(move, m.Write) else None
        if isinstance(move, m.Write) and written and clean(move.words) != written.words:
            self.wrong = self.wrong or f"{move} left {written.words!r}"
        if isinstance(move, m.Undo):
            back = self._past.pop() if self._past else before.record.entries
            if after.record.entries != back:
                self.wrong = self.wrong or "undoing gave something else than what was before"
        elif len(after.past) > len(before.past):
            self._past += [before.record.entries] * (len(after.past) - len(before.past))
        elif len(after.past) < len(before.past):
            del self._past[len(after.past) :]

    def differs(self, desk: Desk, session: Session) -> str:
        """Return where the store, the session and the model do not agree, once all is durable."""
        if self.wrong:
            return self.wrong
        if not session.settle(20):
            return f"not saved: {session.saving}"
        kept = desk.store.read(session.visit.id)
        if list(kept.events) != self.events:
            return f"{len(self.events)} events were made, {len(kept.events)} are stored"
        if replay(kept.checklist, kept.events).record != session.visit.record:
            return "what is stored tells another visit"
        return ""


def told(number: int) -> str:
    """Return where the faces, the store and the model came apart under the keys of this number."""
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as folder, commands.home(Path(folder)):
        desk = Desk()
        try:
            session, model = begun(desk, chance.choice(SHIPPED)), Model()
            model.events = list(session._events)
            with _watched(model):
                if number % 2:
                    return _by_lines(desk, session, model, chance)
                return asyncio.run(_by_keys(desk, session, model, chance))
        finally:
            desk.store.close()


def twin(number: int) -> str:
    """Return the same where one event in a thousand never gets to the disk."""
    append = Hold.append

    def forgetful(hold: Hold, event: Event, listing: VisitListing, ends_draft: bool = True) -> None:
        _lost.append(1)
        if len(_lost) % DROPPED:
            append(hold, event, listing, ends_draft)

    with mock.patch.object(Hold, "append", forgetful):
        return told(number)


_lost: list[int] = []
"""One for each event that the twin has seen."""


@contextmanager
def _watched(model: Model) -> Iterator[None]:
    """Let the model see every move and every event."""
    do, record = Session.do, Session._record

    def doing(session: Session, move: m.Move) -> Visit | Refusal:
        before = session.visit
        came = do(session, move)
        model.moved(session, move, before, came)
        return came

    def recording(session: Session, event: Event) -> Visit:
        model.events.append(event)
        return record(session, event)

    with mock.patch.multiple(Session, do=doing, _record=recording):
        yield


async def _by_keys(desk: Desk, session: Session, model: Model, chance: random.Random) -> str:
    """Press keys by their actions and letters; look at everything after every few."""
    async with opened(desk, session) as walk:
        await walk.press(*["enter"] * 2)
        left = KEYS
        while left > 0:
            some = min(left, chance.randint(5, 40))
            often = chance.random() < 0.8
            walk.strike(*chance.choices(_OFTEN if often else _PRESSED, k=some))
            left -= some
            await walk.settle()
            if walk.app.fault is not None:
                return f"the page ended: {walk.app.fault!r}"
            page = walk.app.visit_page
            if page is None or page.is_closing or walk.app.return_code is not None:
                break
            if differs := model.differs(desk, session) or await _unlike(walk):
                return differs
    return ""


async def _unlike(walk: Walk) -> str:
    """Return what is on screen and should not be, or is not and should.

    Only once all is saved: a banner that says it is slow may come between two looks.
    """
    page = walk.app.visit_page
    if page is not None:
        await asyncio.to_thread(page.session.settle, 10)
    before: list[str] = []
    while not before or before != walk.lines:  # until everything that was struck has had its effect
        before = walk.lines
        if walk.app.visit_page is None or walk.app.return_code is not None:
            return ""  # it was left, and nothing is drawn any more
        await walk.settle(5)
    walk.app.screen.refresh(layout=True)
    await walk.settle()
    pairs = zip(before[1:], walk.lines[1:], strict=True)
    if changed := [(old, new) for old, new in pairs if old != new]:
        return f"bit by bit {changed[0][0]!r} was drawn, anew {changed[0][1]!r}"
    page = walk.page
    if walk.app.screen is not page or page.writing.is_open or walk.visit.step == CHECK:
        return ""
    step = walk.visit.plan.steps.get(walk.visit.step)
    if step is None or walk.visit.signed or await _is_there(walk, step.title):
        return ""
    return f"{step.title!r} is in hand and not on screen:\n{walk.text}"


async def _is_there(walk: Walk, title: str) -> bool:
    """Whether a title is on screen, or was scrolled past and is there from the top."""
    board = walk.page.query_one("#board", Board)
    for lines in (0, -MOST_LINES):
        board.scroll_by(lines)
        await walk.settle()
        if "".join(title.split()) in "".join(walk.text.split()):
            return True
    return False


def _by_lines(desk: Desk, session: Session, model: Model, chance: random.Random) -> str:
    """Type lines of the plain face, then let the input end."""
    said = [ACTIONS[action].command for action in _COMMANDS if action not in _QUITS]
    typed: list[str] = []
    while sum(map(len, typed)) < KEYS:
        words = "".join(chance.choices("abc xyz[]{}漢", k=chance.randint(1, 12)))
        likely = (str(chance.randint(0, 9)), "", words, chance.choice(said), f"/note {words}")
        typed.append(chance.choices(likely, (6, 5, 3, 3, 1))[0])
    out = io.StringIO()
    with suppress(Away):  # the command to lock goes to whoever opened the face
        Walker(session, Talk(io.StringIO("\n".join(typed) + "\n"), out), ("J. Doe", "nurse")).run()
    return model.differs(desk, session) if session.visit.signed is None else model.wrong
