"""Whole talks, pressed key by key: what many tests begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import READ_BACK as CONFIRMED
from bedside.core.gaps import READ_BACK, gaps
from bedside.core.later import LATER_KINDS
from bedside.core.refusals import Refusal
from bedside.core.view import view
from bedside.core.visit import CHECK, State
from bedside.session import Session
from tests.people import CLINICIAN, WORDS
from tests.tui.driving import Walk, walking
from tests.worlds import shipped_checklist

VIEW = "the tests will tell them soon"
KNOWN = "the scan is clear and the blood is not"
PLAN = "rest at home, blood again on Friday"


def title(step: str) -> str:
    """Return the title of a step of the uncertainty talk or of a bank, as it is shown."""
    made = shipped_checklist("acknowledging-uncertainty")
    return next(one.title for one in (*made.steps, *made.extras) if one.id == step)


async def write(walk: Walk, words: str) -> None:
    """Write words at the step in hand."""
    await walk.do("walk.words")
    await walk.type(words)
    await walk.do("write.finish")


async def walk_to(walk: Walk, step: str) -> None:
    """Walk the uncertainty talk key by key, answering each step, until a step is in hand."""
    for _ in range(40):
        if walk.visit.step == step:
            return
        await answer(walk)
        await walk.do("walk.next")
    raise AssertionError(f"{step} never came:\n{walk.text}")


async def to_step(walk: Walk, step: str) -> None:
    """Have the uncertainty talk answered up to a step, without pressing anything.

    On the check page the note has been read back, so that it can be signed.
    """
    talk_to(walk.session, step)
    if step == CHECK:
        read_back(walk.session)
    walk.page.paint()
    await walk.settle()


def talk_to(session: Session, step: str) -> None:
    """Answer the uncertainty talk up to a step, as `walk_to` does by keys."""
    for _ in range(40):
        here = session.visit.step
        if here == step:
            return
        for move in moves_at(session) if session.visit.answer(here) is None else ():
            assert not isinstance(session.do(move), Refusal), (here, move)
        session.do(m.Next())
    raise AssertionError(f"{step} never came")


def read_back(session: Session) -> None:
    """Have the note read back and confirmed."""
    made = session.do(m.Pick(READ_BACK, "confirmed"))
    assert not isinstance(made, Refusal), made


def moves_at(session: Session) -> list[m.Move]:
    """Return the moves of the answers that `answer` gives by keys."""
    here = session.visit.step
    if here in WRITTEN:
        return [m.Write(here, WRITTEN[here])]
    if here == "weight":
        return [m.Rate(here, 7)]
    if here == "said-back":
        return [m.CheckPoint(here, point, "said-back") for point in range(3)]
    rows = view(session.visit, session.today()).rows
    keys = [str(number) for number in CHOSEN.get(here, (1,))]
    return [row.move for row in rows if row.key in keys and row.move is not None]


JUDGED = "she refused the second scan"
WRITTEN = {"their-view": VIEW, "known": KNOWN, "worst": WORDS, "meanwhile": PLAN}
CHOSEN: dict[str, tuple[int, ...]] = {
    "quiet": (),
    "weight": (7,),
    "easier": (1, 2),
    "said-back": (1, 1, 1),
    "talk-again": (2,),
}


async def answer(walk: Walk) -> None:
    """Answer the step in hand of the uncertainty talk, in the fewest keys."""
    step = walk.visit.step
    if step in WRITTEN:
        await write(walk, WRITTEN[step])
    else:
        for number in CHOSEN.get(step, (1,)):
            await walk.choose(number)


def leave_doubts(session: Session) -> None:
    """Record what the checks before signing find: no interpreter, and words that judge.

    What judges is written after the note was read back.
    """
    for move in (m.Pick("about/interpreter", "waiting"), m.Write("known", JUDGED)):
        assert not isinstance(session.do(move), Refusal), move
    assert len([one for one in session.concerns() if not one.settled]) >= 2


async def fill(walk: Walk, *values: str) -> None:
    """Type into the fields of a form, one after the other; the last one sends it."""
    for value in values:
        await walk.type(value)
        await walk.do("form.submit")
    await walk.settle()


async def add_entry(walk: Walk, kind: str, *values: str) -> None:
    """Add a later entry of a kind to the signed note, by this clinician."""
    await walk.do("signed.add")
    await walk.row(LATER_KINDS.index(kind) + 1)
    await fill(walk, *CLINICIAN, *values)


async def confirm(walk: Walk) -> str:
    """Confirm the lines, as often as that takes to have seen them; return all that was shown."""
    seen = walk.flat
    for _ in range(40):
        if _is_confirmed(walk):
            break
        await walk.choose(1)
        seen += walk.flat
    assert _is_confirmed(walk)
    return seen


def _is_confirmed(walk: Walk) -> bool:
    answer = walk.visit.answer(walk.visit.step)
    return answer is not None and answer.picks == (CONFIRMED[0],)


async def sign(walk: Walk, *again: str) -> None:
    """Sign from the check page, the note read back before; `again` names the patient once more."""
    if any(gap.step == READ_BACK for gap in gaps(walk.visit)):
        await walk.do("check.read")
        await confirm(walk)
        await walk.do("walk.next")
    await walk.do("check.sign")
    for value in (*CLINICIAN, ""):
        await walk.type(value)
        await walk.do("form.submit")
    for value in again:
        await walk.type(value)
        await walk.do("form.submit")
    await walk.settle()


@asynccontextmanager
async def signing(desk: Desk, size: tuple[int, int] = (80, 60)) -> AsyncIterator[Walk]:
    """Open a visit that has just been signed."""
    async with walking(desk, size=size) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        assert walk.state() is State.SIGNED
        walk.pressed.clear()
        yield walk
