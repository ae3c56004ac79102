"""Whole talks, pressed key by key: what many tests begin with."""

from __future__ import annotations

from tests.people import CLINICIAN, WORDS
from tests.tui.driving import Walk

VIEW = "the tests will tell them soon"
KNOWN = "the scan is clear and the blood is not"
PLAN = "rest at home, blood again on Friday"


async def write(walk: Walk, words: str) -> None:
    """Write words at the step in hand."""
    await walk.do("walk.words")
    await walk.type(words)
    await walk.do("write.finish")


async def to_step(walk: Walk, step: str) -> None:
    """Walk the uncertainty talk, answering each step, until a step is in hand."""
    for _ in range(40):
        if walk.visit.step == step:
            return
        await answer(walk)
        await walk.do("walk.next")
    raise AssertionError(f"{step} never came:\n{walk.text}")


WRITTEN = {"their-view": VIEW, "known": KNOWN, "worst": WORDS, "meanwhile": PLAN}
CHOSEN = {"quiet": (), "weight": (7,), "easier": (1, 2), "said-back": (1, 1, 1), "talk-again": (2,)}


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
