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
from bedside.core.review import review
from bedside.core.view import view_of
from bedside.plain.show import CONCERN, review_lines
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.conftest import Clock
from tests.faces import bare as faces_bare
from tests.faces import stories as s
from tests.faces.bare import COSIGNER, Bare, found_by
from tests.people import CLINICIAN
from tests.tui.driving import Walk, opened

SCOPES = ("walk", "visit")
SAME_KEY = {"continue": "visit.stop"}
STANDING = {"8": "walk.declined", "9": "walk.unsure", "0": "walk.not-asked"}


class Lines(io.StringIO):
    """An input that makes each line when it is asked for: what to type depends on the visit."""

    def __init__(self, beats: tuple[s.Beat, ...], session: Session, clock: Clock) -> None:
        """Type these beats."""
        super().__init__()
        self._session, self._clock = session, clock
        self._lines = self._typed(beats)

    def readline(self, _: int | None = -1, /) -> str:  # type: ignore[override]
        """Return the next line; nothing after the last."""
        return next(self._lines, "")

    def _typed(self, beats: tuple[s.Beat, ...]) -> Iterator[str]:
        for beat in beats:
            for line in self._of(beat):
                yield f"{line}\n"

    def _of(self, beat: s.Beat) -> Iterator[str]:  # noqa: C901, PLR0912  # one branch a beat
        match beat:
            case s.Name(first, second):
                if self._session.visit.seq > 1:
                    yield "/patient"
                yield from ((first, second) if first else ("",))
            case s.At(answers):
                yield from self._answers(answers)
            case s.Aside(words):
                yield f"/words {words}"
            case s.Skip(reason, words):
                yield from ("/skip", reason, *([words] if words else []))
            case s.Retract():
                yield from ("/skip", "0")
            case s.Feel(number):
                yield from ("/feelings", str(number))
            case s.Jot(words):
                yield from ("/note", words)
            case s.Pause(minutes):
                yield "/pause"
                self._clock.forward(minutes)
                yield ""
            case s.Wait(minutes):
                self._clock.forward(minutes)
            case s.Jump(step):
                yield from ("/outline", str(self._session.visit.visible().index(step) + 1))
            case s.Change(step):
                yield self._number(f"step:{step}")
            case s.Assign(task, who, day):
                yield from (self._number(f"task:{task}"), who, day)
            case s.Stop(number) | s.Rest(number):
                yield from (f"/{type(beat).__name__.lower()}", str(number))
            case s.Continue():
                yield "/stop"
            case s.Sign(first, second):
                again = (first, second) if first else ()
                yield from ("/sign", *CLINICIAN, "", *again)
            case _:
                yield from self._of_the_note(beat)

    def _of_the_note(self, beat: s.Beat) -> Iterator[str]:
        """Type what puts the note right before signing; else the command of the beat's name."""
        match (type(beat).__name__, *beat):
            case ("Correct", int(line), str(words)):
                yield f"{line} {words or '-'}"
            case ("Take", str(check)):
                yield f"/take {self._concern(check)}"
            case ("Keep", str(check), int(reason), str(words)):
                yield f"/keep {self._concern(check)}" if check else "/keep"
                yield from (str(reason), *([words] if words else []))
            case ("Afterwards", str(day)):
                yield f"/afterwards {day or '-'}"
            case (name, *_):
                yield f"/{str(name).lower()}"

    def _concern(self, check: str) -> str:
        """Return the number under which the first open concern of a check stands."""
        concerns = self._session.concerns()
        name = next(one.name for one in concerns if one.check == check and not one.settled)
        return self._number(f"{CONCERN}:{name}")

    def _answers(self, answers: tuple[str, ...]) -> Iterator[str]:
        """Type numbers of a step that takes several in one line; Enter where it did not go on."""
        visit = self._session.visit
        many = view_of(visit, visit.step, self._session.today()).many
        numbers = [answer for answer in answers if answer.isdecimal()] if many else []
        if numbers:
            yield " ".join(numbers)
        yield from answers[len(numbers) :]
        if self._session.visit.step == visit.step:
            yield ""

    def _number(self, target: str) -> str:
        """Return the number of a line of the check page."""
        _, targets = review_lines(review(self._session.visit), self._session.concerns())
        return next(number for number, found in targets.items() if found == target)


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
            case s.Sign(first, second):
                await walk.do("check.sign")
                await self._fill(*CLINICIAN, None, *((first, second) if first else ()))
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
            case s.Finish(task, by):
                await walk.do("signed.tasks")
                await walk.row([one.id for one in followups(walk.visit)].index(task) + 1)
                await self._fill(by)

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


def bare(_: Desk, session: Session, beats: tuple[s.Beat, ...], clock: Clock) -> None:
    """Tell a sitting through the session alone."""
    Bare(session, clock).tell(beats)


def plain(desk: Desk, session: Session, beats: tuple[s.Beat, ...], clock: Clock) -> None:
    """Tell a sitting line by line; what comes after signing is told by commands of their own."""
    signs = [at for at, beat in enumerate(beats) if isinstance(beat, s.Sign)]
    end = signs[-1] + 1 if signs else len(beats)
    Walker(session, Talk(Lines(beats[:end], session, clock), io.StringIO())).run()
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
