"""What looks like markup is text: it stands on every page and in the note letter for letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core.text import cells
from bedside.core.visit import CHECK
from bedside.tui.lines import ink
from tests.tui.driving import begun, opened, walking
from tests.tui.talks import sign, to_step, write

ODD = "[she] [/foo] [bold] {answer} $x [@click=app.quit] :smile: \\[x"
"""Markup of Textual, of Rich, placeholders of notes, of style sheets, an emoji's name."""

BRACKETS = f"""
format = 1
id = "brackets"
title = 'A {ODD} title'
summary = 'About {ODD}.'
version = "1.0"
status = "review"
language = "en"

[review]
owner = "bedside content group"
reviewed = 2026-11-20
next_review = 2099-11-20

[[steps]]
id = "part"
kind = "section"
title = 'Part [/foo] [bold]'

[[steps]]
id = "odd"
kind = "choose"
title = 'Ask {ODD}'
aim = 'Aim {ODD}'
say.plain = 'Say {ODD}'
why = 'Why {ODD}'
tips = ['Tip {ODD}']
options.one = 'Option {ODD}'
options.two = "Two"
note.one = "Chose one."
note.two = "Chose two."
"""


@pytest.fixture
def odd_desk(desk: Desk) -> Desk:
    """A desk with a checklist that is full of brackets."""
    folder = desk.places.checklists
    folder.mkdir(parents=True)
    (folder / "brackets.toml").write_text(BRACKETS.replace("{answer}", "(answer)"))
    return desk


SHOWN = ODD.replace("{answer}", "(answer)")


async def test_a_checklist_full_of_brackets_is_shown_letter_for_letter(odd_desk: Desk) -> None:
    async with opened(odd_desk, size=(250, 40)) as walk:
        await walk.type("brackets")
        assert f"A {SHOWN} title" in walk.text
        assert f"About {SHOWN}." in walk.text
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        assert f"A {SHOWN} title" in walk.lines[0]
        assert "[Part [/foo] [bold]]" in walk.lines[1]
        for text in ("Ask", "Aim", "“Say", "Option"):
            assert f"{text} {SHOWN}" in walk.text
        await walk.do("walk.why")
        for text in ("Ask", "Aim", "Why", "Tip"):
            assert f"{text.removeprefix('- ')} {SHOWN}" in walk.text
        await walk.done("sheet.close", "visit.outline")
        assert f"Ask {SHOWN}" in walk.text
        await walk.do("sheet.close")
        await walk.choose(1)
        await walk.do("visit.check")
        assert f"[x] Ask {SHOWN}: Option {SHOWN}" in walk.text


async def test_words_full_of_brackets_stand_on_screen_and_in_the_note(desk: Desk) -> None:
    async with walking(desk, size=(105, 60)) as walk:
        await to_step(walk, "worst")
        await write(walk, ODD)
        assert f"Their words: {ODD}" in walk.text
        await walk.do("visit.note")
        await walk.type(ODD)
        await walk.do("write.finish")
        await to_step(walk, CHECK)
        assert f"What worries them most: {ODD}" in walk.text
        assert f"private, never leaves: {ODD}" in walk.text
        assert f"“{ODD}”" in walk.note
        await sign(walk)
        assert f"“{ODD}”" in walk.note
        assert ODD in walk.flat
        await walk.do("signed.save")
        (receipt,) = walk.visit.receipts
        saved = Path(receipt.where).read_text(encoding="utf-8")
        assert ODD in " ".join(saved.split())


async def test_a_field_shows_brackets_while_they_are_typed(desk: Desk) -> None:
    async with walking(desk, size=(120, 30)) as walk:
        await to_step(walk, "worst")
        await walk.do("walk.words")
        await walk.type(ODD)
        assert ODD in walk.text


async def test_a_label_full_of_brackets_names_the_patient_everywhere(desk: Desk) -> None:
    async with opened(desk, begun(desk), size=(200, 60)) as walk:
        await walk.type(ODD)
        assert ODD in walk.text
        await walk.done("form.submit", "form.submit")
        await to_step(walk, CHECK)
        assert f"Patient: {ODD}" in walk.text
        await walk.leave()
    async with opened(desk, desk.visit("last"), size=(200, 60)) as walk:
        assert f"Visit with: {ODD}" in walk.text
        await walk.do("sheet.close")
        await walk.do("library.visits")
        assert ODD in walk.text


async def test_a_search_for_brackets_is_shown_as_typed(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type(ODD)
        assert f"Search: {ODD}_" in walk.text


@pytest.mark.parametrize(
    "harmful",
    ["\x1b[31mred", "\x9b31m", "\x07", "\u202eright", "\u2066", "\u200bzero", "\x00", "\x7f"],
)
async def test_what_could_act_on_a_terminal_never_reaches_a_cell(desk: Desk, harmful: str) -> None:
    """By the one door for text, and once more at the line filter where a widget forgot it."""
    assert not set(ink(harmful).text) & set("\x1b\x9b\x07\u202e\u2066\u200b\x00\x7f")
    async with walking(desk) as walk:
        await to_step(walk, "worst")
        await walk.do("walk.words")
        area = walk.page.writing._area
        assert area is not None
        area.load_text(f"before{harmful}after")
        await walk.settle()
        assert "before" in walk.text
        assert not set(walk.text) & set("\x1b\x9b\x07\u202e\u2066\u200b\x00\x7f")


@pytest.mark.parametrize(
    "words", ["日本語のことば" * 9, "👩👍 e\u0301lan " * 12, "x" * 300, "عربي " * 30]
)
async def test_letters_of_every_width_stay_inside_the_window(desk: Desk, words: str) -> None:
    async with walking(desk, size=(61, 24)) as walk:
        await to_step(walk, "worst")
        await walk.do("walk.words")
        await walk.type(words)
        assert all(cells(line) <= 61 for line in walk.lines)
        await walk.do("write.finish")
        await walk.do("visit.check")
        for _ in range(40):
            assert all(cells(line) <= 61 for line in walk.lines)
            await walk.do("check.down")
        answer = walk.visit.answer("worst")
        assert answer is not None
        assert answer.words == words.strip()
