"""Keys of one's own, keys that come early, and letters that must reach no hidden field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.core.actions import ACTIONS, SCREENS, Posture, actions_of
from bedside.core.visit import CHECK
from bedside.tui.app import BedsideApp
from bedside.tui.page import handler_name
from bedside.tui.screens.check import CheckPart
from bedside.tui.screens.finder import Finder
from bedside.tui.screens.form import Form
from bedside.tui.screens.library import LibraryPage
from bedside.tui.screens.sheet import Sheet
from bedside.tui.screens.signed import SignedPart
from bedside.tui.screens.signin import SignInPage
from bedside.tui.screens.visit import VisitPage
from bedside.tui.screens.walk import WalkPart
from bedside.tui.screens.writing import Writing
from tests.people import AVERY, WORDS
from tests.tui.driving import opened, walking
from tests.tui.talks import to_step

OWNERS: dict[str, tuple[type, ...]] = {
    "library": (LibraryPage,),
    "find": (Finder,),
    "walk": (WalkPart,),
    "visit": (VisitPage,),
    "check": (CheckPart,),
    "signed": (SignedPart,),
    "sheet": (Sheet,),
    "form": (Form,),
    "write": (Writing,),
    "signin": (SignInPage,),
    "app": (BedsideApp,),
}


def test_every_action_of_the_registry_is_done_by_somebody() -> None:
    for action in ACTIONS.values():
        assert any(hasattr(owner, handler_name(action)) for owner in OWNERS[action.scope]), action


def test_everything_that_is_done_stands_in_the_registry() -> None:
    known = {handler_name(action) for action in ACTIONS.values()}
    for owners in OWNERS.values():
        for owner in owners:
            done = {name for name in vars(owner) if name.startswith("do_")}
            assert done <= known, owner


async def test_a_remapped_key_works_and_the_key_bar_shows_it(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file('[keys]\n"walk.next" = ["f5"]\n"walk.words" = ["z"]\n"check.sign" = ["f9"]\n')
    async with walking(desk) as walk:
        assert "F5 Next" in walk.bar
        await walk.press("enter")
        assert walk.visit.step == "one-story"
        await walk.press("f5")
        assert walk.visit.step == "good-time"
        await walk.choose(1)
        await walk.press("f5")
        assert "z types: Their words" in walk.text
        await walk.press("z")
        await walk.type("tz")
        await walk.do("write.finish")
        assert "Their words: tz" in walk.text
        await walk.do("app.help")
        assert "F5" in walk.text
        await walk.do("sheet.close")
        await walk.done("visit.check", "check.rest")
        await walk.row(1)
        assert "F9 Sign" in walk.bar


async def test_remapped_answers_show_their_own_keys_on_the_rows(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file(
        '[keys]\n"walk.choose" = ["j", "k", "l", "z", "g", "x", "y"]\n"walk.unsure" = ["v"]\n'
    )
    async with walking(desk) as walk:
        assert "j  ( ) Done" in walk.text or "j ( ) Done" in walk.text
        await walk.press("1")
        assert walk.visit.answer("one-story") is None
        await walk.press("k")
        assert "k (x) Partly" in walk.text
        await walk.do("walk.next")
        assert "v ( ) Was not sure" in walk.text
        await walk.press("v")
        assert "v (x) Was not sure" in walk.text


async def test_the_key_bar_offers_only_what_works(desk: Desk) -> None:
    async with walking(desk, size=(200, 30)) as walk:
        assert "Undo" not in walk.bar
        assert "Another way" not in walk.bar
        assert "Back" not in walk.bar
        await walk.choose(1)
        assert "u Undo" in walk.bar
        await walk.do("walk.next")
        assert "a Another way" in walk.bar
        assert "Enter Next" not in walk.bar
        await walk.choose(1)
        assert "Enter Next" in walk.bar


async def test_help_is_always_in_the_key_bar_and_the_bar_never_wraps(desk: Desk) -> None:
    for width in (40, 57, 80, 131):
        async with walking(desk, size=(width, 24)) as walk:
            for step in ("one-story", "good-time", "their-view"):
                await to_step(walk, step)
                assert walk.bar.endswith("F1 Help")
                assert walk.lines[-2] == ""


async def test_every_offer_in_the_key_bar_names_its_key(desk: Desk) -> None:
    async with walking(desk, size=(250, 30)) as walk:
        await walk.choose(1)
        for action in walk.page.offers():
            assert walk.app.keys.key_of(action)
            assert ACTIONS[action].title in walk.bar


async def test_letters_never_reach_a_field_that_is_put_away(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.type("quiet")
        await walk.do("write.finish")
        area = walk.page.writing._area
        assert area is not None
        await walk.type("xyzm")  # letters that are keys of nothing here
        await walk.press("tab")
        await walk.type("xyzm")
        assert area.text == "quiet"
        assert walk.app.screen.focused is None
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "quiet"


async def test_tab_leads_from_no_page_into_a_field(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        for _ in range(5):
            await walk.press("tab")
        await walk.type("m")
        assert not walk.page.writing.is_open
        assert walk.app.screen.focused is None


async def test_letters_typed_before_the_field_has_the_focus_are_not_lost(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        key = walk.app.keys.key_of("walk.words")
        walk.strike(key, *WORDS)  # all at once, as a wand or a fast hand sends them
        await walk.until(lambda: WORDS in walk.text)
        walk.strike("enter")
        await walk.settle()
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == WORDS


async def test_words_and_the_key_that_ends_them_may_come_in_one_breath(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        walk.strike(walk.app.keys.key_of("walk.words"), *WORDS, "enter", "enter")
        await walk.until(lambda: walk.visit.step == "detail")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == WORDS


async def test_a_slip_put_right_in_one_breath_is_right_in_words_and_in_a_form(desk: Desk) -> None:
    """Nobody waits between Backspace and the letter that should have been there."""
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        walk.strike(walk.app.keys.key_of("walk.words"))
        await walk.until(lambda: walk.app.screen.focused is not None)
        walk.strike(*"wirx", "backspace", *"k", "left", "left", "backspace", *"o", "end", "enter")
        await walk.until(lambda: walk.visit.answer("their-view") is not None)
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert answer.words == "work"
        await walk.until(lambda: walk.app.screen.focused is None)
        await walk.do("visit.patient")
        walk.strike(*"Bed x", "ctrl+u", *"Room 3")
        walk.strike("backspace", *"4", "enter", "enter")
        await walk.until(lambda: walk.visit.record.patient is not None)
        patient = walk.visit.record.patient
        assert patient is not None
        assert patient.label == "Room 4"


async def test_a_label_that_is_scanned_before_the_form_stands_is_not_lost(desk: Desk) -> None:
    """A wristband reader types like a keyboard, only faster."""
    async with walking(desk) as walk:
        label = "Bed-side label R"
        walk.strike(walk.app.keys.key_of("visit.patient"), *label, "enter", "enter")
        await walk.until(lambda: walk.visit.record.patient is not None)
        patient = walk.visit.record.patient
        assert patient is not None
        assert patient.label == label


async def test_two_identifiers_scanned_in_one_breath_stand_in_their_own_fields(desk: Desk) -> None:
    """A reader sends Enter after each; nothing of one may end up in the other."""
    async with walking(desk) as walk:
        scanned = (*AVERY.name, "enter", *AVERY.second, "enter")
        walk.strike(walk.app.keys.key_of("visit.patient"), *scanned)
        await walk.until(lambda: walk.visit.record.patient is not None)
        assert walk.visit.record.patient == AVERY
        await walk.do("visit.patient")
        await walk.until(lambda: walk.app.screen.focused is not None)
        walk.strike(*"!", "enter", *"?", "enter", walk.app.keys.key_of("visit.outline"))
        await walk.settle(6)
        patient = walk.visit.record.patient
        assert patient is not None
        assert (patient.name, patient.second) == (f"{AVERY.name}!", f"{AVERY.second}?")
        assert walk.app.screen.is_modal  # what came after the last Enter is the visit's again


async def test_what_is_pressed_with_enter_in_one_breath_is_no_part_of_the_words(
    desk: Desk,
) -> None:
    """A slow line hands on many keys at once: those after Enter answer the next step."""
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        await walk.until(lambda: walk.app.screen.focused is not None)
        walk.strike(*"dog", "enter", "enter", "1")
        await walk.settle(6)
        view, detail = walk.visit.answer("their-view"), walk.visit.answer("detail")
        assert view is not None
        assert view.words == "dog"
        assert detail is not None
        assert detail.picks == ("all",)


async def test_a_number_pressed_before_its_sheet_stands_chooses_there(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "good-time")
        walk.strike(walk.app.keys.key_of("visit.feelings"), "1")
        await walk.settle(6)
        assert walk.visit.answer("good-time") is None
        assert any(step.startswith("feelings/") for step in walk.visit.record.entries)
        assert not walk.app.screen.is_modal


async def test_keys_that_close_a_sheet_twice_close_nothing_else(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit", "app.help")
        walk.strike("escape", "escape", "escape")
        await walk.settle(6)
        assert walk.app.screen is walk.page
        assert walk.app.is_running


async def test_a_search_typed_in_one_breath_is_whole(desk: Desk) -> None:
    async with opened(desk) as walk:
        walk.strike(*"trust", "enter")
        await walk.until(lambda: walk.app.visit_page is not None)
        assert walk.visit.checklist.id == "first-trust"


async def test_pasted_words_become_one_line(desk: Desk) -> None:
    from textual.events import Paste

    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.do("walk.words")
        area = walk.page.writing._area
        assert area is not None
        area.post_message(Paste("one\ntwo\tthree\x1b[31m"))
        await walk.settle()
        await walk.press("ctrl+z")  # undo after a paste of lines crashes a stock field
        area.post_message(Paste("one\ntwo"))
        await walk.settle()
        await walk.do("write.finish")
        answer = walk.visit.answer("their-view")
        assert answer is not None
        assert "one two" in answer.words
        assert "\x1b" not in answer.words
        assert "\n" not in answer.words


async def test_no_shipped_key_is_asked_for_twice_on_one_page() -> None:
    for screen in SCREENS:
        for posture in (Posture.WALK, Posture.WRITE):
            here = [a for a in actions_of(screen) if a.posture in (posture, Posture.BOTH)]
            keys = [key for action in here for key in action.keys]
            assert len(keys) == len(set(keys)), screen


async def test_keys_without_a_meaning_do_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        before = walk.visit
        await walk.press("z", "x", "ctrl+c", "ctrl+q", "f7", "insert", "delete", "home", "end")
        assert walk.visit is before
        assert walk.app.return_code is None
        assert walk.app.is_running


async def test_a_form_is_left_as_it_was_by_escape(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.do("visit.patient")
        await walk.type("Bed-side label R")
        await walk.do("form.cancel")
        assert walk.visit.record.patient is None
        assert "1 ( ) Done" in walk.text


async def test_escape_from_the_first_question_begins_no_visit(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("acknowledging")
        await walk.done("find.open", "form.cancel")
        await walk.see("Which conversation?")
        assert walk.app.visit_page is None
    assert desk.visits() == []
