"""Single sentences: stops, quotation marks, minutes, what the patient kept to themselves."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.visit import Visit
from bedside.note.compose import compose
from bedside.note.four_lines import aloud
from bedside.note.wording import fill
from tests.people import CLINICIAN
from tests.worlds import checklist, choose, do, opened, step


def told(visit: Visit) -> dict[str, str]:
    """Return every place of the note with its text."""
    note = compose(visit, visit.checklist)
    return {p.place: " ".join(s.text for s in p.sentences) for p in note.passages}


def test_a_talk_that_was_stopped_says_so_with_its_reason() -> None:
    visit = opened(checklist(choose("ask", "yes")))
    assert told(do(visit, m.Stop("too-much")))["stopped"] == "It was enough for today."
    assert told(do(visit, m.Stop("other", "visitors came")))["stopped"] == "visitors came."
    assert told(do(visit, m.Stop()))["stopped"] == "The talk was stopped for today."


def test_a_talk_that_was_taken_up_again_is_not_called_stopped() -> None:
    visit = do(opened(checklist(choose("ask", "yes"))), m.Stop("too-much"), m.Continue())
    assert "stopped" not in told(visit)


def test_quotation_marks_within_quoted_words_are_single() -> None:
    assert fill("Hopes: “{answer}”", {"answer": 'to ask "why" and “how”'}) == (
        "Hopes: “to ask ‘why’ and ‘how’”"
    )
    assert fill("Said {answer}", {"answer": '"why"'}) == 'Said "why"'


def test_one_minute_is_no_minutes() -> None:
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"))
    assert told(do(visit, m.Sign(*CLINICIAN, 1)))["time"] == "1 minute, confirmed."
    assert told(do(visit, m.Sign(*CLINICIAN, 2)))["time"] == "2 minutes, confirmed."


def test_what_reading_back_came_to_is_not_read_back_itself() -> None:
    plan = choose("plan", "rest", place="decided")
    visit = opened(checklist(plan, step("back", kind="read-back", place="checked")))
    before = do(visit, m.Pick("plan", "rest"))
    after = do(before, m.Pick("back", "confirmed"))
    lines = aloud(before, before.checklist)
    assert lines == ("Plan: Rest.",)
    assert aloud(after, after.checklist) == lines
