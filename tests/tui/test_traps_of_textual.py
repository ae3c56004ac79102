"""What Textual does by itself and a bedside must not: each trap, and that nobody steps into it."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

import bedside.tui
from bedside.cli import screen
from bedside.cli.desk import Desk
from bedside.core.visit import CHECK
from bedside.session import Session
from bedside.tui.app import BedsideApp
from bedside.tui.screens.form import Blank
from bedside.tui.widgets.words_field import WordsField
from tests.people import AVERY, WORDS
from tests.tui.driving import Walk, begun, opened, walking
from tests.tui.talks import to_step

MARKING = [
    *((key,) for key in ("ctrl+c", "super+c", "ctrl+x", "ctrl+v")),
    *(("shift+home", key) for key in ("ctrl+c", "super+c", "ctrl+x", "ctrl+v")),
]
"""Keys that copy, cut and paste in Textual, with nothing marked and with all of it."""
LINES = "first line\nsecond line\r\nthird line\rfourth\n\n\nlast\n" * 3


async def writing(walk: Walk, words: str = WORDS) -> TextArea:
    """Open the field for words at a step and type into it."""
    await to_step(walk, "worst")
    await walk.do("walk.words")
    await walk.type(words)
    return walk.app.screen.query_one(WordsField)


async def test_the_first_key_after_a_draft_came_back_wipes_none_of_it(desk: Desk) -> None:
    async with walking(desk) as walk:
        await writing(walk)
        visit = walk.visit.id
    session = desk.resume(visit, take_over=True)
    assert isinstance(session, Session)
    async with opened(desk, session) as walk:
        await walk.until(lambda: isinstance(walk.app.focused, WordsField))
        await walk.press("x")
        assert f"{WORDS}x" in walk.flat


async def test_the_first_key_in_a_form_that_offers_something_wipes_none_of_it(desk: Desk) -> None:
    async with opened(desk, begun(desk)) as walk:
        await walk.type(AVERY.name)
        await walk.done("form.submit", "form.submit", "visit.patient")
        field = walk.app.focused
        assert isinstance(field, Input)
        assert field.value == AVERY.name
        await walk.press("x")
        assert field.value == f"{AVERY.name}x"


def test_no_field_selects_what_it_offers() -> None:
    every = list(_calls("Blank"))
    assert every
    for call in every:
        chosen = {one.arg: one.value for one in call.keywords}
        assert ast.unparse(chosen["select_on_focus"]) == "False"


@pytest.mark.parametrize("keys", MARKING)
async def test_no_key_in_a_field_copies_anything_or_takes_words_away(
    desk: Desk, keys: tuple[str, ...]
) -> None:
    async with walking(desk) as walk:
        sent = listening(walk)
        field = await writing(walk)
        await walk.press(*keys)
        assert field.text == WORDS
        assert walk.app.clipboard == ""
        assert sent == []


@pytest.mark.parametrize("keys", MARKING)
async def test_no_key_in_a_form_copies_anything_or_takes_words_away(
    desk: Desk, keys: tuple[str, ...]
) -> None:
    async with opened(desk, begun(desk)) as walk:
        sent = listening(walk)
        await walk.type(AVERY.name)
        field = walk.app.focused
        assert isinstance(field, Blank)
        await walk.press(*keys)
        assert field.value == AVERY.name
        assert walk.app.clipboard == ""
        assert sent == []


async def test_dragging_the_mouse_over_a_page_selects_and_copies_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        sent = listening(walk)
        await to_step(walk, CHECK)
        walk.mouse(events.MouseDown, 2, 3)
        for x in range(3, 40):
            walk.mouse(events.MouseMove, x, 5)
        walk.mouse(events.MouseUp, 40, 5)
        await walk.settle()
        assert not walk.app.screen.selections
        await walk.press("ctrl+c")
        assert walk.app.clipboard == ""
        assert sent == []


async def test_whatever_asks_textual_to_copy_nothing_is_kept_or_sent(desk: Desk) -> None:
    async with walking(desk) as walk:
        sent = listening(walk)
        walk.app.copy_to_clipboard(WORDS)
        assert walk.app.clipboard == ""
        assert sent == []


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "ctrl+p", "ctrl+backslash"])
async def test_no_key_of_textuals_own_quits_or_opens_a_palette(desk: Desk, key: str) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "worst")
        before = walk.lines
        await walk.press(key)
        assert walk.app.return_code is None
        assert walk.app.is_running
        if key != "ctrl+p" or not walk.app.screen.is_modal:  # our own palette may have this key
            assert walk.lines[1:-1] == before[1:-1]
        assert "Screenshot" not in walk.text


def test_no_picture_of_the_screen_can_be_taken_by_a_command() -> None:
    assert BedsideApp.ENABLE_COMMAND_PALETTE is False
    assert BedsideApp._merge_bindings().key_to_bindings == {}


async def test_nothing_can_be_written_as_a_picture_even_when_asked(
    desk: Desk, tmp_path: Path
) -> None:
    async with walking(desk) as walk:
        await writing(walk)
        walk.app.action_screenshot(None, str(tmp_path))
        with pytest.raises(PermissionError):
            walk.app.save_screenshot("picture.svg", str(tmp_path))
        await walk.settle()
        assert list(tmp_path.rglob("*.svg")) == []


def test_what_could_log_keys_or_load_code_is_gone_before_textual_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_DRIVER", "TEXTUAL_SCREENSHOT")
    for name in names:
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("ESCDELAY", "25")
    monkeypatch.setenv("TEXTUAL_FPS", "1")
    screen._scrub_environment()
    assert not set(names) & set(os.environ)
    source = Path(screen.__file__).read_text(encoding="utf-8")
    assert source.index("_scrub_environment()\n") < source.index("from bedside.tui.app import")


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (150, 1), (6, 12), (39, 24), (40, 9)])
async def test_a_window_too_small_shows_one_notice_instead_of_pages(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with opened(desk, begun(desk), size) as walk:
        assert walk.app.screen is walk.app._notice
        assert all(len(line) <= size[0] for line in walk.lines)
        await walk.type(AVERY.name)
        await walk.resize(80, 24)
        assert "Who is this visit with?" in walk.text
        assert walk.visit.record.patient is None


@pytest.mark.parametrize("size", [(40, 10), (41, 11), (80, 24)])
async def test_many_lines_pasted_and_taken_back_stop_nothing(
    desk: Desk, size: tuple[int, int]
) -> None:
    """Textual 6686: undo after a paste of lines raises in a small window."""
    async with walking(desk, size=size) as walk:
        field = await writing(walk, "before ")
        walk.app.post_message(events.Paste(LINES))
        await walk.settle()
        assert "\n" not in field.text
        assert "first line second line" in field.text
        for _ in range(4):
            await walk.press("ctrl+z")
        for _ in range(4):
            await walk.press("ctrl+y")
        await walk.resize(40, 10)
        await walk.press("ctrl+z", "end", "x", "home", "y", "ctrl+z")
        assert walk.app.fault is None
        assert "\n" not in field.text


async def test_many_lines_pasted_into_a_form_become_one_and_taken_back_stop_nothing(
    desk: Desk,
) -> None:
    async with opened(desk, begun(desk)) as walk:
        walk.app.post_message(events.Paste(LINES))
        await walk.settle()
        field = walk.app.focused
        assert isinstance(field, Blank)
        assert len(field.value.splitlines()) <= 1
        await walk.press("ctrl+z", "ctrl+z", "ctrl+y")
        assert walk.app.fault is None


async def test_a_fault_keeps_textuals_crash_screen_and_its_values_from_being_printed(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    app = BedsideApp(desk)
    secret = WORDS
    try:
        raise ValueError(secret)
    except ValueError as error:
        app._handle_exception(error)
    app._print_error_renderables()
    assert app._exit_renderables == []
    assert WORDS not in "".join(capsys.readouterr())


async def test_no_title_of_a_window_is_ever_set(desk: Desk) -> None:
    async with walking(desk) as walk:
        sent = listening(walk)
        walk.app.title, walk.app.sub_title = AVERY.name, WORDS
        await walk.settle()
        assert not [one for one in sent if one.startswith(("\x1b]0", "\x1b]1", "\x1b]2;"))]


@pytest.mark.parametrize(
    "name", ["notify", "bell", "copy_to_clipboard", "save_screenshot", "deliver_screenshot"]
)
def test_no_page_calls_what_shows_or_writes_text_past_our_gates(name: str) -> None:
    assert list(_calls(name)) == []


@pytest.mark.parametrize(
    "name", ["tooltip", "border_title", "border_subtitle", "sub_title", "loading"]
)
def test_no_page_sets_what_textual_reads_as_markup(name: str) -> None:
    for tree in _trees():
        targets = [
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Attribute)
        ]
        assert not [target for target in targets if target.attr == name]
        assert not [
            keyword
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword)
            for keyword in [node]
            if keyword.arg == name
        ]


def test_no_page_uses_a_widget_that_reads_markup_or_takes_a_log() -> None:
    """Boards and two kinds of field draw everything."""
    allowed = {"Input", "TextArea"}
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "textual.widgets"
            ):
                assert {one.name for one in node.names} <= allowed


def test_the_traps_are_still_where_they_were() -> None:
    """A Textual that mends one of them is looked at anew."""
    assert signature(Input.__init__).parameters["select_on_focus"].default is True
    assert App.ENABLE_COMMAND_PALETTE is True
    assert any(key == "ctrl+q" for key in App._merge_bindings().key_to_bindings)


def listening(walk: Walk) -> list[str]:
    """Return what is written to the terminal besides what pages draw, from now on."""
    sent: list[str] = []
    driver = walk.app._driver
    assert driver is not None
    driver.write = _but_for_pointers(sent)  # type: ignore[method-assign,assignment]
    return sent


def _but_for_pointers(sent: list[str]) -> Callable[[str], None]:
    return lambda text: None if text.startswith("\x1b]22;") else sent.append(text)


def _trees() -> list[ast.Module]:
    folder = Path(bedside.tui.__file__).parent
    return [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]


def _calls(name: str) -> list[ast.Call]:
    named: Callable[[ast.expr], bool] = lambda one: (  # noqa: E731
        (isinstance(one, ast.Name) and one.id == name)
        or (isinstance(one, ast.Attribute) and one.attr == name)
    )
    nodes = (node for tree in _trees() for node in ast.walk(tree))
    return [node for node in nodes if isinstance(node, ast.Call) and named(node.func)]
