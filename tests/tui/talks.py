"""Whole talks, pressed key by key: what many tests begin with."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.refusals import Refusal
from bedside.core.view import view
from bedside.session import Session
from tests.people import CLINICIAN, WORDS
from tests.tui.driving import Walk
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
    """Have the uncertainty talk answered up to a step, without pressing anything."""
    talk_to(walk.session, step)
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


async def sign(walk: Walk, *again: str) -> None:
    """Sign from the check page; `again` are the patient's label or name, and second identifier."""
    await walk.do("check.sign")
    for value in (*CLINICIAN, ""):
        await walk.type(value)
        await walk.do("form.submit")
    for value in again:
        await walk.type(value)
        await walk.do("form.submit")
    await walk.settle()
