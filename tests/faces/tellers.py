"""Tellers: each tells a story through one face, so that their events can be laid side by side."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.main import main
from bedside.core.actions import ACTIONS
from bedside.core.followups import followups
from bedside.core.later import LATER_KINDS
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.clinics import PHRASE
from tests.conftest import Clock
from tests.faces import bare as faces_bare
from tests.faces import stories as s
from tests.faces.bare import COSIGNER, Bare, found_by
from tests.faces.lines import Lines
from tests.people import CLINICIAN
from tests.tui.driving import Walk, opened
from tests.tui.talks import confirm

SCOPES = ("walk", "visit")
SAME_KEY = {"continue": "visit.stop"}
STANDING = {"8": "walk.declined", "9": "walk.unsure", "0": "walk.not-asked"}


class Screen:
    """Tells a story by keys, each looked up by its action."""

    def __init__(self, walk: Walk, clock: Clock) -> None:
        """Press the keys of this walk."""
        self.walk, self.clock = walk, clock

    async def tell(self, beats: tuple[s.Beat, ...]) -> None:
        """Press everything a story asks for."""
        for beat in beats:
            await self._tell(beat)

    def _pass(self, minutes: float) -> None:
        """Let time pass, somebody being there all the time."""
        whole, rest = divmod(minutes, 1)
        for span in (*[1.0] * int(whole), rest):
            self.clock.forward(span)
            self.walk.app.idle.touch()

    async def _tell(self, beat: s.Beat) -> None:
        name = type(beat).__name__.lower()
        named = (f"{scope}.{name}" for scope in SCOPES)
        action = SAME_KEY.get(name) or next((one for one in named if one in ACTIONS), "")
        if action and not beat:
            await self.walk.do(action)
        else:
            await self._tell_more(beat)

    async def _tell_more(self, beat: s.Beat) -> None:  # noqa: C901, PLR0912  # one branch a beat
        walk = self.walk
        match beat:
            case s.Name(first, second):
                if walk.visit.seq > 1:
                    await walk.do("visit.patient")
                await self._fill(first, second)
            case s.At(answers):
                for answer in answers:
                    await self._answer(answer)
                await walk.do("walk.next")
            case s.Aside(words):
                await self._write(words)
            case s.Skip(reason, words):
                await walk.do("walk.skip")
                await self._slot(reason)
                if words:
                    await self._finish(words)
                await walk.do("walk.next")
            case s.Retract():
                await walk.done("walk.skip", "walk.not-asked")
            case s.Feel(number):
                await walk.do("visit.feelings")
                await walk.row(number)
            case s.Jot(words):
                await walk.do("visit.note")
                await self._finish(words)
            case s.Pause(minutes):
                await walk.do("visit.pause")
                self._pass(minutes)
                await walk.do("sheet.close")
            case s.Wait(minutes):
                self._pass(minutes)
            case s.Jump(step):
                await walk.do("visit.outline")
                await self._point(f"go:{step}", "sheet.down", "sheet.up")
                await walk.do("sheet.choose")
            case s.Change(step):
                await self._change("gap", "given", name=step)
            case s.Assign(task, who, day):
                await self._change("task", name=task)
                await self._fill(who, day)
            case s.Stop(number) | s.Rest(number):
                await walk.do("visit.stop" if isinstance(beat, s.Stop) else "check.rest")
                await walk.row(number)
            case _:
                await self._tell_of_the_note(beat)

    async def _tell_of_the_note(self, beat: s.Beat) -> None:
        walk = self.walk
        match beat:
            case s.Read():
                await walk.do("check.read")
            case s.Correct(line, words):
                await self._slot("4567890"[line - 1])
                await walk.press("ctrl+u")
                await self._finish(words)
            case s.Take(check):
                await self._at_concern(check)
                await walk.do("check.take")
            case s.Keep(check, reason, words):
                await self._at_concern(check)
                await walk.do("check.keep")
                await walk.row(reason)
                await self._finish(words) if words else None
            case s.Afterwards(day):
                await walk.do("check.afterwards")
                await self._fill(day)
            case s.Append(kind, words, because):
                await walk.do("signed.add")
                await walk.row(LATER_KINDS.index(kind) + 1)
                by = COSIGNER if kind == "co-signature" else CLINICIAN
                await self._fill(*by, *(said for said in (words, because) if said))
            case s.Sign(first, second):
                await self._sign((first, second) if first else ())
            case s.Hand(to):
                assert walk.app.desk.reception is not None
                names = [one.name for one in walk.app.desk.reception.colleagues()]
                await walk.do("visit.hand")
                await walk.row(names.index(to) + 1)
                await walk.saved()
            case s.Finish(task, by):
                await walk.do("signed.tasks")
                await walk.row([one.id for one in followups(walk.visit)].index(task) + 1)
                await self._fill(by)

    async def _sign(self, again: tuple[str, ...]) -> None:
        """Sign: by name, or by passphrase where people sign in."""
        walk = self.walk
        await walk.do("check.sign")
        if walk.app.desk.reception is None:
            await self._fill(*CLINICIAN, None, *again)
        else:
            await self._fill(None, *again, PHRASE)
        await walk.until(lambda: walk.visit.signed is not None, "the signature")

    async def _at_concern(self, check: str) -> None:
        """Put the cursor on the first open concern of a check; on none for all of them."""
        if check:
            (name, *_) = (one.name for one in found_by(self.walk.session, check))
            await self._point(f"concern:{name}", "check.down", "check.up")
        else:
            self.walk.board().point("")

    async def _answer(self, answer: str) -> None:
        if self.walk.page.writing.is_open:
            await self._finish(answer)
        elif answer.isdecimal():
            await self._slot(answer)
        else:
            await self._write(answer)

    async def _slot(self, key: str) -> None:
        if key in STANDING:
            await self.walk.do(STANDING[key])
        elif key == "1" and self.walk.visit.plan.is_read_back(self.walk.visit.step):
            await confirm(self.walk)
        else:
            await self.walk.choose(int(key))

    async def _write(self, words: str) -> None:
        await self.walk.do("walk.words")
        await self._finish(words)

    async def _finish(self, words: str) -> None:
        await self.walk.type(words)
        await self.walk.do("write.finish")

    async def _fill(self, *values: str | None) -> None:
        """Fill a form in; what is offered stays where the value is nothing."""
        for value in values:
            if value is not None:
                await self.walk.press("ctrl+u")
                await self.walk.type(value)
            await self.walk.do("form.submit")
        await self.walk.settle()

    async def _change(self, *kinds: str, name: str) -> None:
        """Put the cursor of the check page on a line and choose it."""
        targets = self.walk.board().targets
        target = next(one for kind in kinds for one in targets if one == f"{kind}:{name}")
        await self._point(target, "check.down", "check.up")
        await self.walk.do("check.change")

    async def _point(self, target: str, down: str, up: str) -> None:
        board = self.walk.board()
        places = board.targets
        for _ in range(len(places) + 1):
            if board.cursor == target:
                return
            here = places.index(board.cursor) if board.cursor in places else -1
            await self.walk.do(down if here < places.index(target) else up)
        raise AssertionError(f"{target} cannot be reached")


Teller = Callable[[Desk, Session, tuple[s.Beat, ...], Clock], Any]


def bare(desk: Desk, session: Session, beats: tuple[s.Beat, ...], clock: Clock) -> None:
    """Tell a sitting through the session alone."""
    Bare(session, clock, desk.reception).tell(beats)


def plain(desk: Desk, session: Session, beats: tuple[s.Beat, ...], clock: Clock) -> None:
    """Tell a sitting line by line; what comes after signing is told by commands of their own."""
    signs = [at for at, beat in enumerate(beats) if isinstance(beat, s.Sign)]
    end = signs[-1] + 1 if signs else len(beats)
    lines = Lines(beats[:end], session, clock)
    lines.is_shared = desk.reception is not None
    Walker(session, Talk(lines, io.StringIO()), reception=desk.reception).run()
    for beat in beats[end:]:
        with patch.dict(os.environ, desk.environ):
            assert main(list(_command(session.visit.id, beat))) == Exit.FINE


def _command(visit: str, beat: s.Beat) -> Iterator[str]:
    """Return the command line by which something is added to a signed visit."""
    match (type(beat).__name__, *beat):
        case ("Append", str(kind), str(words), str(because)):
            signs_too = kind == "co-signature"
            name, role = getattr(faces_bare, "COSIGNER", CLINICIAN) if signs_too else CLINICIAN
            yield from ("add", visit, kind, "--by", name, "--role", role)
            yield from ("--words", words) if words else ()
            yield from ("--because", because) if because else ()
            yield from ("--yes",) if kind == "retraction" else ()
        case ("Finish", str(task), str(by)):
            yield from ("tasks", "done", visit, task, *(("--by", by) if by else ("--undo",)))
        case _:
            raise AssertionError(f"{beat} cannot be told after signing")


def screen(desk: Desk, session: Session, beats: tuple[s.Beat, ...], clock: Clock) -> None:
    """Tell a sitting key by key."""

    async def told() -> None:
        async with opened(desk, session) as walk:
            await Screen(walk, clock).tell(beats)

    asyncio.run(told())


TELLERS: dict[str, Teller] = {"bare": bare, "plain": plain, "screen": screen}
"""Every way to tell a story, by the name of its face."""
