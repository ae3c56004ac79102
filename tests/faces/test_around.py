"""What both faces owe around a story: few keys, the same refusals, a way on after signing."""

from __future__ import annotations

import asyncio
import re

import pytest

from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.core.actions import ACTIONS
from bedside.core.availability import availability
from bedside.core.refusals import Ok
from bedside.core.visit import CHECK, State
from bedside.plain.commands import _COMMANDS
from tests.conftest import Clock
from tests.faces.stories import STORIES, At, Check, Name, Read, at
from tests.faces.tellers import Screen, bare, plain, screen
from tests.people import CLINICIAN, WORDS
from tests.plain.telling import SIGNED_BY, WHOLE, begun, talk
from tests.tui.driving import opened
from tests.worlds import UNCERTAINTY

MOST_KEYS = 60


def test_a_whole_talk_takes_few_keys_on_the_screen(desk: Desk, clock: Clock) -> None:
    """Counted from the first step to the check page; letters of free words are talk, not keys."""
    (whole,) = STORIES["straight"].sittings
    beats = whole[: whole.index(Read())]
    letters = [len(word) for b in beats if isinstance(b, At) for word in b.answers]
    typed = sum(count for count in letters if count > 2)

    async def pressed() -> int:
        session = begun(desk, UNCERTAINTY)
        async with opened(desk, session) as walk:
            told = Screen(walk, clock)
            await told.tell((Name(),))
            walk.pressed.clear()
            await told.tell(beats[1:])
            assert session.visit.step == CHECK
            assert len(session.visit.record.entries) == 14
            return len(walk.pressed)

    assert asyncio.run(pressed()) - typed <= MOST_KEYS


def test_a_whole_talk_takes_few_keys_in_lines(desk: Desk) -> None:
    """Every line ends with Enter, which is a key too."""
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY])
    assert told.visit.step == CHECK
    words = [line for line in WHOLE[UNCERTAINTY] if len(line) > 3]
    keys = [len(line) + 1 for line in WHOLE[UNCERTAINTY] if len(line) <= 3]
    assert sum(keys) + len(words) <= MOST_KEYS


def test_help_refuses_exactly_what_the_visit_refuses(desk: Desk) -> None:
    """The commands' help and the moves of the session speak of the same possibilities."""
    whole = WHOLE[UNCERTAINTY]
    ends = [(), ("/undo",), ("/check",), ("/stop", "1"), ("/stop", "1", "/stop")]
    talks = [whole[:cut] for cut in range(len(whole))] + [(*whole, *end) for end in ends]
    for lines in talks:
        told = talk(desk, UNCERTAINTY, *lines, "/help")
        allowed = availability(told.visit)
        page = told.said.rpartition("Type a number to answer, Enter to go on")[2]
        for action in _COMMANDS:
            known = ACTIONS[action]
            line = next(x for x in page.splitlines() if x.startswith(f"{known.command} "))
            possible = known.move is None or isinstance(allowed[known.move], Ok)
            assert ("(not now: " not in line) is possible, (lines, line)


def test_after_signing_the_screen_saves_and_the_lines_say_how(desk: Desk, clock: Clock) -> None:
    """The one kind of move a face makes by itself: where a signed note goes."""

    async def saved() -> None:
        session = begun(desk, UNCERTAINTY)
        async with opened(desk, session) as walk:
            told = Screen(walk, clock)
            await told.tell(STORIES["straight"].sittings[0])
            assert walk.state() is State.SIGNED
            await walk.do("signed.save")
            (receipt,) = session.visit.receipts
            assert receipt.how == "file"

    asyncio.run(saved())
    by_lines = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], *SIGNED_BY)
    assert f"Print it: bedside note {by_lines.visit.id}" in by_lines.said


@pytest.mark.parametrize("teller", [plain, screen], ids=["plain", "screen"])
@pytest.mark.parametrize("typed", ["[she] went", "[/foo] y", "a  b", "“so”", "{answer} %s"])
def test_words_of_any_letters_come_out_of_every_face_the_same(
    desk: Desk, clock: Clock, teller: object, typed: str
) -> None:
    beats = (Name(), at("1"), at("1"), at(typed), Check())
    notes = []
    for tell in (bare, teller):
        session = begun(desk, UNCERTAINTY)
        tell(desk, session, beats, clock)  # type: ignore[operator]
        answer = session.visit.answer("their-view")
        assert answer is not None
        assert answer.words == " ".join(typed.split())
        notes.append(session.text().replace(session.visit.id, ""))
    assert notes[0] == notes[1]


def test_a_stop_for_a_reason_in_words_comes_to_the_check_page_in_lines(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "1", "/stop", "4", "the roof leaks")
    assert told.visit.state is State.STOPPED
    assert told.visit.step == CHECK


def test_a_stop_for_a_reason_in_words_comes_to_the_check_page_on_the_screen(desk: Desk) -> None:
    session = begun(desk, UNCERTAINTY)

    async def stopped() -> None:
        async with opened(desk, session) as walk:
            await walk.done("form.submit", "form.submit", "walk.choose", "walk.next", "visit.stop")
            await walk.row(4)
            await walk.type("the roof leaks")
            await walk.do("write.finish")

    asyncio.run(stopped())
    assert session.visit.state is State.STOPPED
    assert session.visit.step == CHECK


def test_no_note_of_a_whole_talk_keeps_a_blank_that_was_never_filled(desk: Desk) -> None:
    for checklist, lines in WHOLE.items():
        told = talk(desk, checklist, *lines, *SIGNED_BY)
        assert told.visit.state is State.SIGNED
        assert re.findall(r"\{\w*\}", told.session.text()) == []


@pytest.mark.parametrize("checklist", ["acknowledging-uncertainty", "inviting-questions"])
def test_no_note_of_a_talk_cut_short_keeps_a_blank_that_was_never_filled(
    desk: Desk, checklist: str
) -> None:
    told = talk(desk, checklist, "1", "1", WORDS, "/rest", "5", *SIGNED_BY)
    assert told.visit.state is State.SIGNED
    assert re.findall(r"\{\w*\}", told.session.text()) == []


def test_the_events_of_a_signed_visit_end_with_its_signature(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], *SIGNED_BY)
    last = desk.store.read(told.visit.id).events[-1]
    assert isinstance(last, e.Signed)
    assert (last.author, last.role) == CLINICIAN
