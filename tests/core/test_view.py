"""What a face must show: rows with their keys and moves, progress, what is still asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedside.core import moves as m
from bedside.core.answers import OF_THE_TALK, REASONS
from bedside.core.checklist import Phrase, Scale, TeachBack
from bedside.core.decide import decide
from bedside.core.gaps import Lack, gaps
from bedside.core.refusals import Refusal, Why
from bedside.core.rows import Field, Focus, Group
from bedside.core.view import StepView, view, view_of
from bedside.plain.show import row_label
from bedside.tui.paint.step import label_of
from tests.worlds import (
    NOON,
    SHIPPED,
    TODAY,
    checklist,
    choose,
    do,
    opened,
    refused,
    shipped_checklist,
    step,
    when,
)


def shown(*moves: m.Move, of: object, focus: Focus = Focus()) -> StepView:
    """Return what a one-step visit shows after these moves."""
    return view(do(opened(checklist(of)), *moves), TODAY, focus)  # type: ignore[arg-type]


def keys(seen: StepView) -> str:
    """Return the keys of the rows, in order."""
    return "".join(row.key for row in seen.rows)


def test_offered_answers_have_one_to_seven_and_standing_ones_eight_nine_nought() -> None:
    """The same digit means the same thing on every step."""
    assert keys(shown(of=choose("a", "x", "y"))) == "12890"
    assert keys(shown(of=choose("a", "x", other=True))) == "12890"
    assert keys(shown(of=step("a"))) == "123"
    assert keys(shown(of=choose("a", *"bcdefghij"))) == "1234567890"
    assert keys(shown(of=step("a", kind="words"))) == "890"
    assert keys(shown(of=step("a", kind="pause"))) == ""


def test_nothing_is_ever_selected_beforehand() -> None:
    """In no shipped checklist is a row on before it is chosen."""
    for name in SHIPPED:
        visit = opened(shipped_checklist(name))
        for each in visit.plan.stops:
            assert not any(row.on for row in view_of(visit, each, TODAY).rows)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_row_of_every_shipped_step_makes_a_move_that_is_possible(name: str) -> None:
    """A row that a face shows is never refused."""
    visit = opened(shipped_checklist(name))
    gate = visit.plan.gate
    for each in visit.visible():  # what has to be done before the question is shown at all
        if gate not in visit.visible():
            visit = do(visit, m.Pick(each, "done"))
    visit = do(visit, m.Skip(gate, "no-time"), m.Clear(gate), m.Pick(gate, "unsure"))
    for each in visit.visible():
        for row in view_of(visit, each, TODAY).rows:
            if row.move is not None:
                assert not isinstance(decide(visit, row.move, NOON), Refusal), row


def test_a_step_that_was_left_asks_why_before_anything_else() -> None:
    """The answers come back with "change the answer instead"."""
    left = shown(m.Pick("a", "not-done"), of=step("a", required=True))
    assert left.asks is Lack.REASON
    assert [row.word for row in left.rows[:-1]] == list(REASONS)
    assert left.rows[-1].move == m.Clear("a")
    assert shown(m.Pick("a", "not-done"), of=step("a")).asks is None
    assert shown(of=step("a"), focus=Focus(reasons=True)).rows[-1].move is None


@pytest.mark.parametrize("place", ["", "present", "agreed"])
def test_what_is_done_without_the_patient_is_left_for_reasons_that_are_not_theirs(
    place: str,
) -> None:
    """The other reasons keep their keys: the same digit means the same thing on every step."""
    ours = shown(of=step("a", "do", place=place), focus=Focus(reasons=True))
    theirs = shown(of=step("a", "do", place="next"), focus=Focus(reasons=True))
    assert ours.rows == tuple(row for row in theirs.rows if row.word not in OF_THE_TALK)
    assert len(theirs.rows) == len(REASONS) + 1
    visit = opened(checklist(step("a", "do", place=place, required=True), step("b", required=True)))
    assert refused(visit, m.Skip("a", "prefers-not")).why is Why.REASON_NEEDED
    rest = do(visit, m.SkipRest("prefers-not"))
    assert [(gap.step, gap.lack) for gap in gaps(rest)] == [("a", Lack.REASON)]
    assert gaps(do(rest, m.Skip("a", "no-time"))) == ()


def test_a_sensitive_answer_asks_whether_it_may_be_written_down() -> None:
    """Yes, no, or change the answer."""
    asked = shown(m.Write("a", "x"), of=step("a", kind="words", sensitive=True))
    assert asked.asks is Lack.PERMISSION
    assert [row.move for row in asked.rows[:2]] == [m.Allow("a", yes=True), m.Allow("a", yes=False)]


def test_progress_counts_what_can_still_come_and_says_about_while_it_may_change() -> None:
    """Once a branch is closed the total is certain."""
    made = checklist(
        choose("a", "yes", "no"), step("b", when=when("a", "yes")), step("c", kind="do")
    )
    seen = view(opened(made), TODAY)
    assert (seen.number, seen.total, seen.about) == (1, 3, True)
    seen = view(do(opened(made), m.Pick("a", "no"), m.Next()), TODAY)
    assert (seen.step.id, seen.number, seen.total, seen.about) == ("c", 2, 2, False)


def test_a_date_offers_the_near_days_and_another_one() -> None:
    """Days are counted from the day of the visit; a chosen far day stands in the last row."""
    seen = shown(of=step("a", kind="date"))
    assert [row.day for row in seen.rows[:5]] == [
        TODAY + timedelta(days=ahead) for ahead in (0, 1, 2, 3, 7)
    ]
    assert seen.rows[5].opens is Field.DAY
    far = TODAY + timedelta(days=40)
    assert shown(m.Schedule("a", far), of=step("a", kind="date")).rows[5].day == far


def test_a_day_of_another_year_is_told_from_one_of_this_year() -> None:
    dated = step("a", kind="date")
    for day, is_far in ((TODAY + timedelta(days=40), False), (date(1950, 2, 3), True)):
        row = shown(m.Schedule("a", day), of=dated).rows[5]
        assert row.is_far is is_far
        for told in (label_of(row), row_label(row)):
            assert told.endswith(f" {day.year}") is is_far


def test_teach_back_takes_the_first_open_point_in_hand_or_the_one_looked_at() -> None:
    """The outcomes offered belong to that point."""
    taught = TeachBack(id="a", kind="teach-back", title="A", points=("one", "two"))
    first = shown(of=taught)
    assert [row.point for row in first.rows if row.group is Group.OFFERED] == [0] * 4
    second = shown(m.CheckPoint("a", 0, "said-back"), of=taught)
    assert [row.point for row in second.rows if row.group is Group.OFFERED] == [1] * 4
    again = shown(m.CheckPoint("a", 0, "said-back"), of=taught, focus=Focus(point=0))
    assert {row.point for row in again.rows if row.group is Group.OFFERED} == {0}


def test_a_wide_scale_shows_its_labels_and_takes_any_number() -> None:
    """Eleven rows are shown whole; a hundred are typed."""
    wide = Scale(
        id="a", kind="scale", title="A", min=0, max=100, labels={"0": "none", "100": "all"}
    )
    assert [row.label for row in shown(of=wide).rows[:2]] == ["0 none", "100 all"]
    assert shown(of=wide).dial == (0, 100)


def test_the_phrase_shown_follows_the_visit() -> None:
    """Which of the phrases is on screen is part of the visit."""
    two = step("a", say=(Phrase(tone="plain", text="one"), Phrase(tone="gentle", text="two")))
    seen = shown(m.Rephrase("a"), of=two)
    assert (seen.phrase, seen.tone, seen.phrases) == ("two", "gentle", (2, 2))
