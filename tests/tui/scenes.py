"""The scenes that are kept as frames: each brings the face to one page that matters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Person
from bedside.core.visit import CHECK
from bedside.session import Session
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, ROWAN, WORDS
from tests.tui.driving import Walk, begun, opened
from tests.tui.shared_scenes import SHARED, shared_scene
from tests.tui.talks import add_entry, leave_doubts, read_back, sign, talk_to

Act = Callable[[Walk], Awaitable[None]]

STEPS = {
    "step-do": "one-story",
    "step-choose": "good-time",
    "step-words": "their-view",
    "step-text": "known",
    "step-say": "not-known",
    "step-pause": "quiet",
    "step-scale": "weight",
    "step-choose-many": "easier",
    "step-date": "talk-again",
    "step-teachback": "said-back",
    "check": CHECK,
}
"""Pages that are nothing but a step of the uncertainty talk."""


async def answering(walk: Walk) -> None:
    await walk.choose(1)


async def writing(walk: Walk) -> None:
    await walk.do("walk.words")
    await walk.type(WORDS)


async def skipping(walk: Walk) -> None:
    await walk.do("walk.skip")


async def refused(walk: Walk) -> None:
    await walk.do("walk.next")


async def signed(walk: Walk) -> None:
    await sign(walk, AVERY.name, AVERY.second)


async def delivered(walk: Walk) -> None:
    await signed(walk)
    await walk.do("signed.copy")
    await walk.press("f7")  # any key gives the key bar back


async def looked_at(walk: Walk) -> None:
    leave_doubts(walk.session)
    walk.page.paint()
    await walk.do("check.sign")


async def keeping(walk: Walk) -> None:
    await looked_at(walk)
    await walk.do("check.keep")


async def kept(walk: Walk) -> None:
    await looked_at(walk)
    await walk.do("check.keep")
    await walk.row(1)
    await walk.press("f7")


async def corrected(walk: Walk) -> None:
    await walk.do("check.read")
    await walk.choose(5)
    await walk.type(WORDS)
    await walk.do("write.finish")


async def correcting(walk: Walk) -> None:
    await corrected(walk)
    await walk.choose(6)
    await walk.type(WORDS)


async def added(walk: Walk) -> None:
    await signed(walk)
    await add_entry(walk, "addendum", WORDS, "she said it at the door")


async def retracting(walk: Walk) -> None:
    await signed(walk)
    await add_entry(walk, "retraction", "")


async def retracted(walk: Walk) -> None:
    await signed(walk)
    await add_entry(walk, "retraction", "it is about somebody else")
    await walk.press("f7")
    await walk.wheel(-99)


async def original(walk: Walk) -> None:
    await added(walk)
    await walk.do("signed.original")


async def sentence(walk: Walk) -> None:
    walk.board().point("said:4")
    await walk.do("check.trace")


async def wrong_patient(walk: Walk) -> None:
    await sign(walk, ROWAN.label, "")


def pressing(*actions: str) -> Act:
    """Return what presses the keys of these actions."""

    async def press(walk: Walk) -> None:
        await walk.done(*actions)

    return press


def signed_then(*actions: str) -> Act:
    """Return what signs, then presses the keys of these actions."""

    async def press(walk: Walk) -> None:
        await signed(walk)
        await walk.done(*actions)

    return press


VISITS: dict[str, tuple[str, Act]] = {
    "step-answered": ("good-time", answering),
    "step-writing": ("worst", writing),
    "step-skipping": ("worst", skipping),
    "step-refused": ("good-time", refused),
    "people": ("known", pressing("visit.who")),
    "feelings": ("known", pressing("visit.feelings")),
    "outline": ("known", pressing("visit.outline")),
    "why": ("not-known", pressing("walk.why")),
    "help": ("known", pressing("app.help")),
    "palette": ("known", pressing("app.palette")),
    "stop": ("known", pressing("visit.stop")),
    "pause": ("known", pressing("visit.pause")),
    "patient": ("known", pressing("visit.patient")),
    "check-open": ("known", pressing("visit.check")),
    "sign": (CHECK, pressing("check.sign")),
    "sign-refused": (CHECK, wrong_patient),
    "signed": (CHECK, signed),
    "delivered": (CHECK, delivered),
    "check-concerns": (CHECK, looked_at),
    "check-keep": (CHECK, keeping),
    "check-kept": (CHECK, kept),
    "check-patient": (CHECK, pressing("check.text")),
    "check-sentence": (CHECK, sentence),
    "check-sources": (CHECK, pressing("check.trace")),
    "check-afterwards": (CHECK, pressing("check.afterwards")),
    "read-back": (CHECK, corrected),
    "read-back-writing": (CHECK, correcting),
    "signed-add": (CHECK, signed_then("signed.add")),
    "signed-later": (CHECK, added),
    "signed-original": (CHECK, original),
    "signed-tasks": (CHECK, signed_then("signed.tasks")),
    "retracting": (CHECK, retracting),
    "retracted": (CHECK, retracted),
    "curtain": (CHECK, pressing("app.curtain")),
}
"""Pages that are reached from a step by a few keys."""

AGAIN = {"earlier": "worst"}
"""Steps of a second talk with the same patient, the first being signed."""

ELSEWHERE = ("library", "library-found", "library-nothing", "visits", "resume", "too-small")
"""Pages that need no visit in hand."""

AFTER = ("tasks", "library-tasks", "task-done")
"""Pages that need a signed visit, and none in hand."""

NAMES = (*STEPS, *VISITS, *AGAIN, *ELSEWHERE, *AFTER, *SHARED)


@asynccontextmanager
async def scene(desk: Desk, clock: Clock, name: str, size: tuple[int, int]) -> AsyncIterator[Walk]:
    """Bring the face to a scene, with whatever visits it needs."""
    if name in SHARED:
        async with shared_scene(desk, name, size) as walk:
            yield walk
        return
    if name in ELSEWHERE or name in AFTER:
        async with _elsewhere(desk, clock, name, size) as walk:
            yield walk
        return
    step, act = VISITS.get(name, (STEPS.get(name) or AGAIN.get(name, ""), None))
    if name in AGAIN:
        _signed(desk, clock)
    session = _named(desk)
    talk_to(session, step)
    if step == CHECK:
        read_back(session)
    clock.forward(12)
    session.settle(5)
    async with opened(desk, session, size) as walk:
        if act is not None:
            await act(walk)
        await _saved(walk)
        yield walk


def _named(desk: Desk) -> Session:
    session = begun(desk)
    session.do(m.Identify(AVERY))
    session.do(m.Add("about/present", Person(who="R.T.", relation="daughter")))
    return session


def _signed(desk: Desk, clock: Clock) -> None:
    """Have a signed visit whose follow-ups nobody has done, one of them due long ago."""
    session = _named(desk)
    talk_to(session, CHECK)
    session.do(m.Assign("call-with-news", "Dr Roe", date(2027, 3, 1)))
    read_back(session)
    session.do(m.Sign(*CLINICIAN, 12, AVERY))
    assert session.visit.signed
    session.close()
    clock.forward(60)


async def _saved(walk: Walk) -> None:
    """Let the last answer become durable, so that every frame says so."""
    walk.session.settle(5)
    walk.app._paint_saving()
    await walk.settle()


@asynccontextmanager
async def _elsewhere(
    desk: Desk, clock: Clock, name: str, size: tuple[int, int]
) -> AsyncIterator[Walk]:
    if name in AFTER:
        _signed(desk, clock)
    session = _named(desk)
    talk_to(session, "worst")
    clock.forward(12)
    session.close()
    other = begun(desk, "first-trust")
    other.do(m.Stop("no-time"))
    other.close()
    async with opened(desk, desk.visit("1") if name == "resume" else None, size) as walk:
        if name == "library-found":
            await walk.type("trust")
        elif name == "library-nothing":
            await walk.type("xyz")
        elif name == "visits":
            await walk.do("library.visits")
        elif name in ("tasks", "task-done"):
            await walk.do("library.tasks")
            await walk.done(*(["sheet.choose"] if name == "task-done" else []))
        elif name == "too-small":
            await walk.resize(39, 9)
        yield walk
