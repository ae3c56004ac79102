"""Golden texts: what hard visits leave, kept as plain text that anybody can read.

The visits are told in `talks.py`: permission refused; a talk with a changed answer, a branch that
fell away, a correction when the note was read back and an addendum; the same note retracted. Each
leaves `goldens/<visit>.<reader>.txt`. After a change that is meant, write them anew and read every
one of them aloud before committing:

    BEDSIDE_GOLDENS=write pytest tests/note/test_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bedside.core.note import READERS, Reader
from bedside.note.checks.checks import concerns
from bedside.note.render.text import render_text
from bedside.note.shown import shown
from tests.note.talks import STORIES, hard

GOLDENS = Path(__file__).parent / "goldens"
WRITES = os.environ.get("BEDSIDE_GOLDENS") == "write"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("story", STORIES)
def test_a_hard_visit_leaves_the_text_that_is_kept(story: str, reader: Reader) -> None:
    text = render_text(shown(STORIES[story](), reader))
    file = GOLDENS / f"{story}.{reader}.txt"
    if WRITES:
        GOLDENS.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text, f"{file.name} is not what is left now"


def test_every_golden_that_is_kept_belongs_to_a_visit() -> None:
    wanted = {GOLDENS / f"{story}.{reader}.txt" for story in STORIES for reader in READERS}
    assert set(GOLDENS.glob("*")) == wanted


def test_the_hard_talk_has_nothing_to_settle_before_it_is_signed() -> None:
    assert concerns(hard().visit) == ()


def test_what_fell_away_or_is_not_to_be_written_stands_in_no_text() -> None:
    visit = hard().visit
    fell, kept = visit.record.entries["changed"], visit.record.entries["too-much"]
    assert {"changed"} <= visit.hidden
    for reader in READERS:
        text = " ".join(render_text(shown(visit, reader)).split())
        assert fell.answer.words not in text
        assert kept.answer.words not in text
