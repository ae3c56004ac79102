"""`/trace`: where every sentence of the note comes from, or one of them."""

from __future__ import annotations

import re

import pytest

from bedside.cli.desk import Desk
from tests.people import WORDS
from tests.plain.telling import number_of, talk
from tests.worlds import UNCERTAINTY

RECORDED = r"\w+day \d+ \w+, \d\d:\d\d: recorded at: {}\n"


def test_trace_tells_of_each_sentence_when_and_at_which_step_it_was_recorded(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "1", "1", "/trace")
    page = told.after("Agreed to talk now.\n")
    assert re.match(RECORDED.format("A good time to talk"), page)
    assert number_of(told, "Agreed to talk now.")


@pytest.mark.parametrize("meant", ["number", WORDS[:12].upper(), WORDS])
def test_one_sentence_is_meant_by_its_number_or_by_words_of_it(desk: Desk, meant: str) -> None:
    lines = ("1", "1", WORDS)
    every = talk(desk, UNCERTAINTY, *lines, "/trace")
    number = number_of(every, "Sees it this way")
    told = talk(desk, UNCERTAINTY, *lines, f"/trace {number if meant == 'number' else meant}")
    page = told.after(f"{number} Sees it this way: {WORDS}.\n")
    assert re.match(RECORDED.format("How they see things") + r"\w", page)
    assert "Agreed to talk now.\n" not in told.said


@pytest.mark.parametrize("meant", ["99", "0", "[/foo]"])
def test_where_no_sentence_is_meant_their_count_is_said(desk: Desk, meant: str) -> None:
    told = talk(desk, UNCERTAINTY, "1", "1", f"/trace {meant}")
    count = len(told.session.trace())
    assert f"No sentence of it has that number or those words. There are {count}.\n" in told.said
