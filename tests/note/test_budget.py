"""The budget: what counts, for each text, and that whatever is over it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import offered
from bedside.core.concerns import Check
from bedside.core.note import READERS, Note, Passage, Reader
from bedside.core.visit import Visit
from bedside.note.budget import BUDGETS, excess, left_at_once
from bedside.note.checks.checks import concerns
from bedside.note.headline import PLACE
from bedside.note.shown import shown
from bedside.note.texts import composed
from tests.note.signing import random_signed
from tests.worlds import SHIPPED, checklist, do, opened, shipped_checklist, step


def talk(words: int) -> Visit:
    """Return a talk in which the patient and the plan say so many words each."""
    told = {"": "{answer}"}
    made = checklist(
        step("hope", kind="words", place="matters", note=told, patient=told, handover=told),
        step("plan", kind="text", place="decided", note=told, patient=told, handover=told),
    )
    moves = (m.Write("hope", "lorem " * words), m.Write("plan", "ipsum " * words))
    return do(opened(made), *moves)


def test_each_text_has_a_budget() -> None:
    assert set(BUDGETS) == set(READERS)


@pytest.mark.parametrize("reader", READERS)
def test_a_text_that_is_too_long_names_its_longest_parts_with_their_words(reader: Reader) -> None:
    """By the word in front of them, the longest first."""
    assert excess(composed(talk(20), reader)) is None
    over = excess(composed(talk(150), reader))
    assert over is not None
    assert over.words > BUDGETS[reader].words
    assert sorted(words for _, words in over.longest)[-2:] == [150, 150]


def test_lines_alone_can_be_too_many() -> None:
    visit = do(
        opened(checklist(step("a", place="shared", note={"done": "So."}))), m.Pick("a", "done")
    )
    note = composed(visit)
    part = next(one for one in note.passages if one.place == "shared")
    over = excess(replace(note, passages=(*note.passages, *(part for _ in range(25)))))
    assert over is not None
    assert over.lines > BUDGETS["chart"].lines
    assert over.words <= BUDGETS["chart"].words


def test_what_a_headline_repeats_is_counted_once() -> None:
    """It has two lines of its own; a note of exactly its budget may have one."""
    note = composed(with_headline(1))
    words = sum(len(s.text.split()) for one in _below(note) for s in one.sentences)
    most = BUDGETS["chart"].words
    full = composed(with_headline(1 + most - words))
    assert [one.place for one in full.passages].count(PLACE) == 1
    assert excess(full) is None
    over = excess(composed(with_headline(2 + most - words)))
    assert over is not None
    assert over.words == most + 1


@pytest.mark.parametrize("name", ["if-the-heart-stops", "no-clear-answer"])
def test_what_is_said_of_all_that_was_left_at_once_never_makes_a_text_too_long(name: str) -> None:
    """Its lines are the program's own: whoever ended the talk can shorten none of them."""
    visit = opened(shipped_checklist(name))
    kinds = {one.id: one for one in visit.checklist.steps if one.kind in ("choose", "yes-no")}
    leave = next(id_ for id_ in visit.visible() if id_ in kinds and _is_leave(visit, id_))
    visit = do(visit, m.Pick(leave, offered(kinds[leave])[0]), m.SkipRest("no-time"))
    assert [one for one in concerns(visit) if one.check == Check.BUDGET] == []


def _is_leave(visit: Visit, id_: str) -> bool:
    return visit.plan.place(id_) == "agreed"


@pytest.mark.parametrize("reader", READERS)
def test_what_people_wrote_counts_beside_what_was_left_at_once(reader: Reader) -> None:
    made = checklist(*talk(1).checklist.steps, *(step(id_, required=True) for id_ in "ab"))
    written = (m.Write("plan", "ipsum " * 150), m.Write("hope", "lorem " * 150))
    visit = do(opened(made), *written, m.SkipRest("no-time"))
    assert left_at_once(visit)
    over = excess(composed(visit, reader), left_at_once(visit))
    assert over is not None
    assert over.words > BUDGETS[reader].words


def with_headline(words: int) -> Visit:
    """Return a talk with a headline, and so many words of what was told."""
    more = [step(f"s{n}", place="shared", note={"done": "Told."}) for n in range(4)]
    told = step("told", kind="text", place="shared", note={"": "{answer}."})
    plan = step("plan", kind="text", place="decided", note={"": "{answer}."})
    visit = do(opened(checklist(told, plan, *more)), *(m.Pick(own.id, "done") for own in more))
    return do(visit, m.Write("told", "word " * words), m.Write("plan", "rest until Thursday"))


def _below(note: Note) -> list[Passage]:
    return [one for one in note.passages if one.place != PLACE]


@given(
    st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 120), st.sampled_from(READERS)
)
def test_of_any_text_it_is_known_by_how_much_it_is_over(
    name: str, seed: int, length: int, reader: Reader
) -> None:
    note = shown(random_signed(shipped_checklist(name), seed, length).visit, reader)
    over, most = excess(note), BUDGETS[reader]
    if over is not None:
        assert over.lines > most.lines or over.words > most.words
        assert over.longest
        assert sum(words for _, words in over.longest) <= over.words
