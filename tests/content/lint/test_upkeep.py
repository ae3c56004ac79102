"""Upkeep: dates, owners, sources; and warnings that were accepted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.lint.upkeep import SOON
from bedside.core.problems import Level
from tests.content.lint.judged import after_mending, codes, judged, only, pointed_at, say
from tests.worlds import TODAY

DUE = date(2032, 1, 15)
"""When the checklist of these tests is to be reviewed."""

REVIEWED = date(2031, 1, 15)
"""When it was looked at last."""

HARD = say("You can have tea prior to the talk.")


def accepted(code: str, step: str, until: str) -> str:
    """Return a warning taken on purpose, at a step or anywhere."""
    at = f'step    = "{step}"\n' if step else ""
    return (
        f'\n[[accepted]]\ncode    = "{code}"\n{at}because = "The ward says so every day"\n'
        f'by      = "Night team"\nuntil   = {until}\n'
    )


@given(st.integers(-365, 400))
def test_a_review_is_announced_for_sixty_days_and_overdue_after(days: int) -> None:
    today = DUE + timedelta(days=days)
    soon = timedelta(0) <= DUE - today <= SOON
    assert codes("", today) == (["M701"] if today > DUE else ["M702"] if soon else [])


def test_a_review_that_is_still_to_come_cannot_have_been_the_last() -> None:
    """Whoever swaps the two dates is told so once, and not of this as well."""
    before = REVIEWED - timedelta(days=1)
    assert codes("", before) == ["M709"]
    assert codes("", REVIEWED) == []


def test_a_published_line_without_a_seal_is_told_from_a_seal_that_does_not_fit() -> None:
    line = 'status = "published"\n'
    never = only(line)
    changed = only(
        f'{line}[review]\nowner = "Night team"\nreviewed = 2031-01-15\n'
        'next_review = 2032-01-15\nseal = "0"\n'
    )
    assert never.code == changed.code == "M704"
    assert "has no seal" in never.message
    assert "changed by hand" in changed.message


def test_a_review_that_is_due_soon_is_only_a_note() -> None:
    assert only("", DUE).level is Level.NOTE


def test_a_source_nobody_cites_can_be_taken_out() -> None:
    snippet = 'sources.sleep = "An invented book"\n'
    finding = only(snippet)
    assert finding.code == "M707"
    assert pointed_at(snippet, finding) == "sleep"
    assert "sources.sleep" not in after_mending(snippet)


@pytest.mark.parametrize("step", ["extra", ""])
def test_an_accepted_warning_is_not_told(step: str) -> None:
    assert codes(HARD) == ["P503"]
    assert codes(HARD + accepted("P503", step, "2031-12-01")) == []


def test_a_warning_is_accepted_at_its_step_and_nowhere_else() -> None:
    taken = accepted("P503", "extra", "2031-12-01")
    other = say("You can have tea prior to lunch.", id_="more")
    assert [one.step for one in judged(HARD + other + taken)] == ["more"]


def test_the_last_day_still_counts_and_the_next_brings_it_back() -> None:
    snippet = HARD + accepted("P503", "extra", TODAY.isoformat())
    assert codes(snippet) == []
    finding = only(snippet, TODAY + timedelta(days=1))
    assert finding.code == "M710"
    assert "prior to" in finding.message
    assert [pointed_at(snippet, finding)] == [TODAY.isoformat()]
    assert finding.related[0].span is not None


def test_what_ran_out_and_is_accepted_anew_is_told_once_as_left_over() -> None:
    old = accepted("P503", "extra", "2031-01-01")
    new = accepted("P503", "extra", "2031-12-01")
    assert codes(HARD + old + new) == []


def test_an_error_cannot_be_accepted() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "do"\ntitle = "Tea"\n'
    assert codes(step + accepted("L310", "", "2031-12-01")) == ["M714"]
    broken = step + 'when.nothing = "yes"\n' + accepted("L302", "", "2031-12-01")
    assert codes(broken) == ["L302"]


@pytest.mark.parametrize("code", ["P503", "S602", "F801", "P999", "Q1", "M702"])
def test_a_warning_that_is_not_there_need_not_be_accepted(code: str) -> None:
    snippet = accepted(code, "", "2031-12-01")
    finding = only(snippet)
    assert finding.code == "M711"
    assert pointed_at(snippet, finding) == f'"{code}"'
    assert "[[accepted]]" not in after_mending(snippet)
    assert codes(after_mending(snippet)) == []


def test_what_is_found_beside_the_checklist_is_not_missed_here() -> None:
    assert codes(accepted("X902", "", "2031-12-01")) == []


def test_a_broken_checklist_says_nothing_of_what_is_accepted() -> None:
    broken = '\n[[steps]]\nid = "extra"\nkind = "do"\ntitle = "Tea"\nsource = "nowhere"\n'
    assert codes(broken + accepted("P501", "", "2031-12-01")) == ["L308"]


@pytest.mark.parametrize(("days", "found"), [(366, []), (367, ["M712"])])
def test_a_warning_is_accepted_for_a_year_at_most(days: int, found: list[str]) -> None:
    until = (TODAY + timedelta(days=days)).isoformat()
    assert codes(HARD + accepted("P503", "extra", until)) == found


def test_who_keeps_it_is_missed_where_the_review_is_written() -> None:
    review = "[review]\nreviewed = 2031-01-15\nnext_review = 2032-01-15\n"
    finding = only(review)
    assert (finding.code, pointed_at(review, finding)) == ("M703", "review")


def test_a_missing_day_is_missed_where_the_review_is_written() -> None:
    review = '[review]\nowner = "Night team"\nreviewed = 2031-01-15\n'
    finding = only(review)
    assert (finding.code, pointed_at(review, finding)) == ("S611", "review")


def test_days_in_the_wrong_order_are_told_once() -> None:
    review = '[review]\nowner = "Night team"\nreviewed = 2031-01-15\nnext_review = 2030-01-15\n'
    assert codes(review) == ["C226"]


@given(st.integers(-400, 400))
def test_a_follow_up_may_be_due_today_or_later_and_not_on_a_day_that_has_passed(days: int) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()
    task = f'\n[[tasks]]\nid = "t"\ntext = "Call"\nwho = "Night team"\ndue = "{day}"\n'
    assert codes(task) == (["M715"] if days < 0 else [])
