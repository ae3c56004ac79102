"""Real persons, borrowed names, and the stations every talk needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.lint.course import IN_A_ROW
from tests.content.examples import whole
from tests.content.lint.judged import after_mending, codes, judged, only, pointed_at, say

PERSONS = {
    "Ask Dr Roe for tea.": "Dr Roe",
    "Ask Mrs. R. Roe for tea.": "Mrs. R. Roe",
    "Frag Frau Roe.": "Frau Roe",
    "Write to ward@example.org today.": "ward@example.org",
    "Call +44 20 7946 0999 at night.": "+44 20 7946 0999",
    "Call (020) 7946-0999 at night.": "(020) 7946-0999",
    "She was born on 12 March 1948.": "born on 12 March 1948",
    "DOB: 12/03/1948": "DOB: 12/03/1948",
    "Record number 000-12345": "Record number 000-12345",
    "MRN 00123456": "MRN 00123456",
    "000-12-3456 is the number.": "000-12-3456",
}
"""What looks like a person, and the part of it that is pointed at."""

NOBODY = (
    "The doctor will come for tea.",
    "Count slowly to sixty.",
    "From 0 to 10, how heavy is it?",
    "Take 2 or 3 breaths, 24 hours a day.",
    "Open from 8.30 to 16.30.",
    "We began in 2029 and look again in 2031.",
    "The day was 2031-03-04.",
    "Room 12, bed 3, floor 4, house 5.",
    "Drive 100 miles.",
    "Mr, Mrs or Ms: ask what they like to be called.",
    "The children were born here.",
)


@pytest.mark.parametrize("text", PERSONS)
def test_what_looks_like_a_person_is_found_and_pointed_at(text: str) -> None:
    snippet = say(text)
    finding = only(snippet)
    assert finding.code == "S602"
    assert pointed_at(snippet, finding) == PERSONS[text]


def test_all_that_looks_like_a_person_is_named_at_once() -> None:
    snippet = say("As for Dr Roe, born 03/12/1948, MRN 4471920, call Dr Poe.")
    finding = only(snippet)
    assert "somebody's name, a date of birth and a record number" in finding.message
    assert "take all of it out" in finding.help
    assert "by their role" in finding.help
    assert pointed_at(snippet, finding) == "Dr Roe"
    assert [one.message.split('"')[1] for one in finding.related] == [
        "born 03/12/1948",
        "MRN 4471920",
        "Dr Poe",
    ]


@pytest.mark.parametrize("text", NOBODY)
def test_what_looks_like_nobody_is_let_be(text: str) -> None:
    assert codes(say(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        'aim = "Dr Roe has agreed."',
        'why = "Dr Roe says so."',
        'tips = ["Sit.", "Ask Dr Roe."]',
        'note.done = "Dr Roe was told."',
        'patient.done = "Call Dr Roe."',
        'handover.done = "Tell Dr Roe."',
        'instead."Ask Dr Roe." = "Ask the doctor."',
        'title = "With Dr Roe"',
    ],
)
def test_a_person_is_found_wherever_it_stands(line: str) -> None:
    title = "" if line.startswith("title") else 'title = "Tea"\n'
    step = f'\n[[steps]]\nid = "extra"\nkind = "do"\n{title}{line}\n'
    assert pointed_at(step, only(step)) == "Dr Roe"


def test_a_person_in_a_task_or_at_the_top_is_found() -> None:
    task = '\n[[tasks]]\nid = "more"\ntext = "Call Dr Roe"\nwho = "Ward clerk"\ndue = "1 day"\n'
    assert codes(task) == ["S602"]
    assert codes('summary = "A bed for Dr Roe."\n') == ["S602"]


def test_sources_and_owners_may_have_names() -> None:
    review = '[review]\nowner = "Dr Roe"\nreviewed = 2031-01-15\nnext_review = 2032-01-15\n'
    assert codes('sources.light-2031 = "Roe A. J Made Up 2031;12:1. doi 10.1000/1234567"\n') == []
    assert codes(review) == []


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "P"], exclude_characters='"\\@')))
def test_a_text_without_digits_titles_and_signs_is_nobody(text: str) -> None:
    from bedside.content.lint.persons import _TITLES, _persons

    if not any(title.decode() in text for title in _TITLES):
        assert not _persons(text)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('title = "SPIKES for beds"', "SPIKES"),
        ('tags = ["beds", "Ask Me 3"]', "Ask Me 3"),
        ('summary = "A VitalTalk for beds."', "VitalTalk"),
    ],
)
def test_a_borrowed_name_is_found_in_titles(line: str, found: str) -> None:
    finding = only(f"{line}\n")
    assert finding.code == "S613"
    assert pointed_at(f"{line}\n", finding) == found


def test_ordinary_words_that_are_also_names_are_let_be() -> None:
    assert codes('summary = "What the nurse shares is of value: prepare well."\n') == []


def test_the_permission_step_may_not_be_passed_over() -> None:
    text = whole("").replace('required = true\naim   = "The person has said', 'aim   = "The')
    finding = only(text)
    assert finding.code == "S605"
    assert finding.step == "good-time"
    assert finding.fix is not None
    assert codes(after_mending(text)) == []


@pytest.mark.parametrize("kind", ["teach-back", "read-back"])
def test_any_closing_check_is_enough(kind: str) -> None:
    points = 'points = ["The bed"]\n' if kind == "teach-back" else ""
    step = f'\n[[steps]]\nid = "say-back"\nkind = "{kind}"\ntitle = "Back"\n{points}'
    assert codes(step) == []


def test_a_step_placed_in_checked_is_a_closing_check() -> None:
    step = '\n[[steps]]\nid = "say-back"\nkind = "words"\ntitle = "Back"\nplace = "{}"\n'
    assert codes(step.format("checked")) == []
    assert "S606" in codes(step.format("worries") + _check_elsewhere())


def _check_elsewhere() -> str:
    return '\n[[steps]]\nid = "check"\nkind = "section"\ntitle = "Check"\nplace = "matters"\n'


def test_a_bank_is_no_talk_and_needs_no_stations() -> None:
    from bedside.content.check import check
    from tests.worlds import TODAY

    text = (
        'format = 1\nid = "made"\nbank = true\ntitle = "Made"\n[review]\nowner = "o"\n'
        'reviewed = 2031-01-01\nnext_review = 2032-01-01\n[[steps]]\nid = "a"\nkind = "do"\n'
        'title = "Sit down"\n'
    )
    assert list(check(text.encode(), "made.toml", {}, TODAY).findings) == []


@pytest.mark.parametrize("steps", [IN_A_ROW, IN_A_ROW + 1])
def test_nine_steps_may_follow_each_other(steps: int) -> None:
    section = '\n[[steps]]\nid = "last"\nkind = "section"\ntitle = "Last"\n'
    row = "".join(
        f'\n[[steps]]\nid = "x{at}"\nkind = "do"\ntitle = "Sit {at}"\n' for at in range(steps)
    )
    found = judged(section + row)
    assert [one.code for one in found] == ["S610"] * (steps > IN_A_ROW)
    assert all(one.step == "last" for one in found)


def test_a_required_step_offers_two_ways_of_saying_it() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "{}"\ntitle = "Tea"\nrequired = true\n'
    note = 'note.not-done = "No tea."\n'
    assert codes(step.format("say") + note) == ["S608"]
    assert codes(step.format("say") + note + 'say = "Tea?"\n') == ["S608"]
    assert codes(step.format("say") + note + 'say = ["Tea?", "Some tea?"]\n') == []
    assert codes(step.format("do") + note) == []
