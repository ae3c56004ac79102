"""Where a signed text goes: copied, saved, printed; never cut off, never one that changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.events import Delivered
from bedside.core.note import READERS
from bedside.session import Session
from tests.people import CLINICIAN
from tests.store.rewriting import rewritten
from tests.tui.driving import Walk, opened
from tests.tui.talks import add_entry, signing

REASON = "she said it at the door"


def receipts(walk: Walk) -> list[Delivered]:
    """Return where the note went so far."""
    return list(walk.visit.receipts)


async def test_each_text_is_shown_in_turn_with_its_length_and_saved_by_its_name(
    desk: Desk,
) -> None:
    async with signing(desk) as walk:
        for reader in READERS:
            text = walk.session.text("text", reader)
            assert text.splitlines()[0] in walk.text
            assert f"{len(text):,} characters" in walk.flat
            await walk.do("signed.save")
            receipt = receipts(walk)[-1]
            assert Path(receipt.where).read_text(encoding="utf-8") == text
            assert (reader == "chart") or reader in Path(receipt.where).name
            await walk.do("signed.text")
        await walk.do("signed.copy")
        assert receipts(walk)[-1].characters == len(walk.session.text())


async def test_a_text_too_long_for_the_record_says_so_and_asks_once_more(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file("limit = 1000\n")
    async with signing(desk) as walk:
        count = len(walk.session.text())
        assert f"! Note, {count:,} characters, and your record takes 1,000" in walk.flat
        await walk.do("signed.copy")
        assert f"Your record takes 1,000 characters; this is {count:,}" in walk.flat
        assert walk.written == []
        await walk.row(3)
        assert receipts(walk) == []
        await walk.do("signed.copy")
        await walk.row(1)
        assert len(walk.written) == 1
        assert receipts(walk)[-1].characters == count, "nothing is made shorter silently"
        await walk.do("signed.copy")
        await walk.row(2)
        assert receipts(walk)[-1].how == "file"


async def test_a_text_that_fits_the_record_is_copied_at_once(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file("limit = 100000\n")
    async with signing(desk) as walk:
        assert "your record takes" not in walk.flat
        await walk.do("signed.copy")
        assert len(walk.written) == 1


@pytest.mark.parametrize(
    ("how", "said"),
    [("page", "Opened in the browser of this machine"), ("file", "The page to print lies at")],
)
async def test_printing_says_whether_a_browser_was_opened_or_where_the_page_lies(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str, said: str
) -> None:
    asked = []

    def printed(session: Session, reader: str) -> m.Deliver:
        asked.append((session.visit.id, reader))
        return m.Deliver(how, "/there/page.html", 900)

    monkeypatch.setattr(desk, "print", printed)
    async with signing(desk) as walk:
        await walk.done("signed.text", "signed.print")
        await walk.see(said)
        assert asked == [(walk.visit.id, "patient")]
        assert "/there/page.html" in walk.flat
        assert receipts(walk)[-1].how == how


async def test_keys_go_on_while_a_browser_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An opener may take seconds to say that it cannot: nobody waits for it."""
    asked, answer = Event(), Event()

    def slow(*_: object) -> m.Deliver:
        asked.set()
        assert answer.wait(5)
        return m.Deliver("page", "/there/page.html", 900)

    monkeypatch.setattr(desk, "print", slow)
    async with signing(desk) as walk:
        await walk.do("signed.print")
        await walk.until(asked.is_set)
        await walk.do("signed.text")
        assert "Patient page, " in walk.text
        assert receipts(walk) == []
        answer.set()
        await walk.see("Note: Opened in the browser")
        assert [one.how for one in receipts(walk)] == ["page"]


async def test_a_page_that_cannot_be_written_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> m.Deliver:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk, "print", full)
    async with signing(desk) as walk:
        await walk.do("signed.print")
        await walk.see("It could not be written: No space left on device.")
        assert receipts(walk) == []


async def test_a_note_changed_behind_its_back_says_so_and_is_not_handed_on(desk: Desk) -> None:
    async with signing(desk) as walk:
        visit = walk.visit.id
    rewritten(desk.store, desk.places, visit, CLINICIAN[0], "J. Poe")
    again = desk.resume(visit)
    assert isinstance(again, Session)
    async with opened(desk, again, size=(80, 60)) as walk:
        assert walk.lines[2].strip().startswith("THIS NOTE IS NOT WHAT WAS SIGNED.")
        assert "Signed. This note is frozen." not in walk.text
        for action in ("signed.copy", "signed.save", "signed.print"):
            await walk.do(action)
            assert "Nothing was handed on" in walk.bar
        assert receipts(walk) == []
        assert walk.written == []


async def test_many_receipts_do_not_push_the_note_away(desk: Desk) -> None:
    async with signing(desk) as walk:
        for _ in range(6):
            await walk.do("signed.copy")
        await walk.press("f7")
        assert "It was handed on 3 times before." in walk.text
        assert walk.text.count("Sent to the terminal") == 3


async def test_the_original_of_a_retracted_note_is_never_handed_on_without_the_warning(
    desk: Desk,
) -> None:
    async with signing(desk) as walk:
        await add_entry(walk, "retraction", REASON)
        await walk.done("signed.original", "signed.copy")
        assert receipts(walk)[-1].characters == len(walk.session.text())
        assert REASON in walk.session.text()
