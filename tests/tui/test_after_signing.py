"""After signing: later entries that change nothing that was signed, and follow-ups done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core.later import LATER_KINDS, WORDED, retraction
from bedside.core.note import READERS
from bedside.core.refusals import Why
from bedside.note import wording as notes_wording
from bedside.session import Session
from bedside.words import REFUSALS, screen
from bedside.words.notes import LATER, RETRACTS
from tests.people import CLINICIAN, WORDS
from tests.tui.driving import SIZE, opened
from tests.tui.talks import add_entry, fill, signing

REASON = "she said it at the door"


@pytest.mark.parametrize("kind", LATER_KINDS)
async def test_every_kind_of_entry_can_be_added_and_leaves_the_signed_text_as_it_was(
    desk: Desk, kind: str
) -> None:
    async with signing(desk) as walk:
        original = walk.session.text(original=True)
        values = [WORDS] if kind in WORDED else []
        values += [REASON] if kind not in ("disagreement", "co-signature") else []
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index(kind) + 1)
        await fill(walk, "Dr Roe", "", *values)
        (entry,) = walk.visit.later
        assert (entry.kind, entry.author) == (kind, "Dr Roe")
        assert screen.ADDED in walk.flat
        as_signed = walk.session.text(original=True)
        assert as_signed.endswith(original)
        assert (as_signed == original) == (kind != "retraction")
        await walk.do("signed.original")
        shown = [line.strip() for line in original.splitlines()]
        assert [line.strip() for line in walk.lines if line.strip() in shown and line] == shown
        await walk.do("signed.original")
        assert "Dr Roe" in walk.flat


@pytest.mark.parametrize("size", [(40, 12), SIZE])
@pytest.mark.parametrize("kind", ["addendum", "retraction"])
async def test_what_was_just_added_is_seen_and_the_page_stands_at_its_top(
    desk: Desk, size: tuple[int, int], kind: str
) -> None:
    async with signing(desk, size) as walk:
        await walk.do("signed.down")
        await add_entry(walk, kind, *([WORDS] if kind in WORDED else []), REASON)
        assert f"Just added, below the text. {notes_wording.LATER[kind]}: " in walk.flat
        assert (WORDS if kind in WORDED else REASON) in walk.flat
        assert screen.SIGNED in walk.flat
        assert "▲" not in walk.text


async def test_the_name_and_role_are_offered_as_the_settings_know_them(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    name, role = CLINICIAN
    settings_file(f'clinician.name = "{name}"\nclinician.role = "{role}"\n')
    async with signing(desk) as walk:
        await walk.do("signed.add")
        await walk.row(1)
        await fill(walk, "", "", WORDS, REASON)
        assert (walk.visit.later[0].author, walk.visit.later[0].role) == CLINICIAN
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index("co-signature") + 1)
        assert name not in walk.text, "somebody else co-signs"


async def test_a_retraction_warns_before_and_stands_above_every_text_after(desk: Desk) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index("retraction") + 1)
        assert RETRACTS in walk.flat
        await fill(walk, *CLINICIAN, "")
        assert "Say why." in walk.text
        assert retraction(walk.visit) is None
        await fill(walk, REASON)
        assert retraction(walk.visit) is not None
        for _ in READERS:
            assert "RETRACTED: THIS NOTE MUST NOT BE USED." in walk.text
            await walk.do("signed.text")
        await walk.do("signed.add")
        assert REFUSALS[Why.RETRACTED] in walk.flat
        assert not walk.app.screen.is_modal
    async with opened(desk) as walk:
        await walk.do("library.visits")
        assert "signed, RETRACTED" in walk.text


async def test_an_entry_that_is_refused_says_why_in_the_form_and_keeps_what_was_typed(
    desk: Desk,
) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index("co-signature") + 1)
        await fill(walk, CLINICIAN[0], "charge nurse")
        assert "Somebody else co-signs: “J. Doe” has signed this note already." in walk.flat
        assert "charge nurse" in walk.text
        assert walk.visit.later == ()
        await walk.do("form.cancel")
        await walk.do("signed.add")
        await walk.row(1)
        await fill(walk, *CLINICIAN, "", REASON)
        assert "Nothing was typed." in walk.flat


async def test_a_half_written_entry_stands_in_its_form_again_after_a_cut(desk: Desk) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.add")
        await walk.row(LATER_KINDS.index("correction") + 1)
        await fill(walk, *CLINICIAN)
        await walk.type(WORDS[:8])
        assert walk.session.settle(5)
        again = desk.resume(walk.visit.id, take_over=True)
        assert isinstance(again, Session)
    async with opened(desk, again, size=(80, 60)) as walk:
        assert LATER["correction"] in walk.text
        assert WORDS[:8] in walk.text
        await walk.do("form.submit")
        await walk.done("form.submit", "form.submit")
        await fill(walk, REASON)
        (entry,) = walk.visit.later
        assert (entry.kind, entry.words, entry.because) == ("correction", WORDS[:8], REASON)


async def test_nothing_added_later_is_said_of_the_original(desk: Desk) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.original")
        assert "Nothing was added later: this is what was signed." in walk.bar


async def test_a_follow_up_is_done_by_somebody_and_taken_back(desk: Desk) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.tasks")
        assert "1 [ ] Call with any news" in walk.text
        await walk.row(1)
        await walk.do("form.submit")
        assert "Type who has done it, or go back." in walk.text
        await fill(walk, "Dr Roe")
        assert walk.visit.finished["call-with-news"].by == "Dr Roe"
        assert "Recorded: it is done." in walk.bar
        await walk.do("signed.tasks")
        assert "1 [x] Call with any news" in walk.text
        assert "done by Dr Roe" in walk.text
        await walk.row(1)
        await walk.press("ctrl+u")
        await walk.do("form.submit")
        assert "Recorded: it is still to be done." in walk.bar
        assert "call-with-news" not in {t for t, one in walk.visit.finished.items() if one.by}


async def test_a_half_typed_name_of_who_has_done_it_outlives_its_process(desk: Desk) -> None:
    async with signing(desk) as walk:
        await walk.do("signed.tasks")
        await walk.row(2)
        await walk.type("Dr R")
        assert walk.session.settle(5)
        again = desk.resume(walk.visit.id, take_over=True)
        assert isinstance(again, Session)
    async with opened(desk, again) as walk:
        await walk.type("oe")
        await walk.do("form.submit")
        assert walk.visit.finished["plan-on-paper"].by == "Dr Roe"


async def test_after_signing_the_mouse_alone_is_enough(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    name, role = CLINICIAN
    settings_file(f'clinician.name = "{name}"\nclinician.role = "{role}"\n')
    async with signing(desk, size=(120, 40)) as walk:
        await walk.click("Note, ")
        assert "Patient page, " in walk.text
        await walk.click("We will talk again")
        assert "Where this comes from" in walk.text
        await walk.click("Esc Close")
        await walk.click("f Follow-ups")
        await walk.click("Call with any news")
        await walk.type("Dr Roe")
        await walk.click("Enter Next field")
        assert walk.visit.finished["call-with-news"].by == "Dr Roe"
        await walk.click(" Recorded")
        await walk.click("a Add an entry")
        await walk.click("Co-signature")
        await walk.click("Esc Go back")
        assert not walk.app.screen.is_modal


async def test_the_steps_beside_a_signed_note_change_nothing(desk: Desk) -> None:
    async with signing(desk, size=(120, 40)) as walk:
        before = walk.visit
        await walk.click("x Before")
        await walk.click("A good time to talk")
        assert walk.visit is before
