"""The three texts before signing: shown word for word, and every sentence a way to its source."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from bedside.cli.desk import Desk
from bedside.core.note import READERS, Note
from bedside.core.text import cells
from bedside.core.visit import CHECK
from bedside.core.walk import replay
from bedside.note.render.text import render_text
from bedside.note.texts import composed
from bedside.tui.paint.note import note_lines, sentence_of
from bedside.words.notes import READERS as NAMES
from tests.people import WORDS
from tests.tui.driving import walking
from tests.tui.talks import to_step, write
from tests.worlds import SHIPPED, random_events, shipped_checklist


def told(note: Note) -> list[str]:
    """Return every sentence of a note, in order."""
    return [one.text for part in note.passages for one in part.sentences]


def bare(text: str) -> str:
    """Return a text without blanks, capitals and small letters alike."""
    return "".join(text.split()).upper()


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_painted_is_the_exact_text_and_each_target_is_its_whole_sentence(name: str) -> None:
    made = shipped_checklist(name)
    for seed in range(3):
        visit = replay(made, random_events(made, seed, 80))
        for reader in READERS:
            note = composed(visit, reader)
            for width in (11, 37, 77, 150):
                is_painted_in(note, width)


def is_painted_in(note: Note, width: int) -> None:
    """Paint a text in some columns: it is all there, each sentence under a target of its own."""
    text = render_text(note)
    lines = note_lines(text, width, note)
    drawn = ["".join(span.text for span in line.spans) for line in lines]
    assert max(line.width for line in lines) <= width
    assert "".join(" ".join(drawn).split()) == "".join(text.split())
    if width >= 72:
        assert drawn == text.splitlines()
    letters: dict[str, str] = {}
    for span in (span for line in lines for span in line.spans if span.target):
        letters[span.target] = letters.get(span.target, "") + span.text
    assert list(letters) == [f"said:{number}" for number in range(len(told(note)))]
    for target, shown in letters.items():
        assert bare(shown) == bare(sentence_of(note, target)[0])


def test_a_narrow_window_wraps_each_part_of_a_text_once() -> None:
    """No row is short in the middle of a sentence: the next word would not have fitted."""
    made = shipped_checklist(SHIPPED[0])
    for seed, reader in product(range(4), READERS):
        note = composed(replay(made, random_events(made, seed, 160)), reader)
        for row, below in pairwise(note_lines(render_text(note), 31, note)):
            above, under = ([span for span in one.spans if span.target] for one in (row, below))
            if above and under and above[-1].target == under[0].target:
                assert row.width + 1 + cells(under[0].text.split()[0]) > 31


def test_a_target_of_something_else_is_no_sentence() -> None:
    note = composed(replay(made := shipped_checklist(SHIPPED[0]), random_events(made, 1, 20)))
    for target in ("", "said:", "said:x", "said:-1", "said:9999", "gap:4", "said:²"):
        assert sentence_of(note, target) == ("", 0)


async def test_the_key_for_another_text_goes_round_all_three_by_name(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        for reader in ("patient", "handover", "chart"):
            await walk.do("check.text")
            assert f"The {NAMES[reader]} as it will be" in walk.flat
            shown = walk.session.text("text", reader).splitlines()
            assert shown[1] in walk.text, "its first line is in sight"


async def test_the_line_above_the_text_switches_it_by_click_and_by_enter(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.click("The note as it will be")
        assert "The patient page as it will be" in walk.text
        await walk.do("check.change")
        assert "The handover as it will be" in walk.text


async def test_a_sentence_tells_where_it_comes_from_and_leads_there(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.click("Sees it this way")
        assert "Where this comes from" in walk.text
        assert "recorded at: How they see things" in walk.text
        assert "recorded at: What is known" not in walk.text
        await walk.do("sheet.choose")
        assert walk.visit.step == "their-view"
        await write(walk, WORDS)
        await walk.do("visit.check")
        assert WORDS in walk.note


async def test_the_question_mark_tells_of_one_sentence_or_of_all(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.trace")
        assert "Where each sentence comes from" in walk.text
        await walk.do("sheet.close")
        walk.board().point("said:5")
        await walk.do("check.trace")
        assert "Where this comes from" in walk.text
        await walk.do("sheet.close")
        await walk.do("check.change")
        assert "Where this comes from" in walk.text


async def test_the_sentences_of_the_patient_page_have_their_own_sources(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.text")
        await walk.click("We will talk again")
        assert "recorded at: When you will talk again" in walk.text


async def test_walking_the_cursor_through_the_text_draws_nothing_anew(desk: Desk) -> None:
    """The lines are made once for each visit as it stands: moving costs no composing."""
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await walk.do("check.text")
        made = walk.board()._lines
        for _ in range(8):
            await walk.do("check.down")
        assert walk.board()._lines is made
