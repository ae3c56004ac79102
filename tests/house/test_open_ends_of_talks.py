"""What no talk may leave open: an order, a way back, a promise without a name."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.concerns import Check
from bedside.core.followups import followups
from bedside.core.visit import Visit
from bedside.note.checks.checks import concerns
from tests.house.source import none
from tests.house.test_contract_of_talks import step_of, steps, talked, unbroken
from tests.worlds import SHIPPED, opened, shipped_checklist

OPEN_ENDED = ("unsure", "declined", "not-asked")
"""What anybody may answer to any question, without answering it."""

NOW = m.Pick("leave", "now")
ABLE = m.Pick("able", "yes")


def to_do(visit: Visit) -> set[str]:
    """Return what is to be done after a visit."""
    return {task.id for task in followups(visit)}


@pytest.mark.parametrize("order", ["pending", *OPEN_ENDED])
def test_an_order_that_is_not_settled_is_somebodys_to_settle(order: str) -> None:
    wish = m.Pick("wish", "not-try")
    visit = talked("if-the-heart-stops", NOW, ABLE, wish, m.Pick("order", order))
    assert "fit-order" in to_do(visit)
    assert "ORDER" in unbroken(visit, "handover")


@pytest.mark.parametrize("wish", ["thinking", *OPEN_ENDED])
def test_no_order_is_said_to_match_a_wish_that_nobody_heard(wish: str) -> None:
    said = m.Pick("wish", wish)
    unset = (m.Pick("look-again", "unsure"), m.Pick("until-then", "unsure"))
    visit = talked("if-the-heart-stops", NOW, ABLE, said, *unset)
    assert "order" not in visit.visible()
    assert {"find-order", "not-decided"} <= to_do(visit)
    assert "NOT SURE WHICH ORDER STANDS" in unbroken(visit, "handover")
    assert "says the same" not in unbroken(visit, "patient")


@pytest.mark.parametrize("able", ["no", *OPEN_ENDED])
def test_who_cannot_decide_on_their_heart_is_not_asked_to(able: str) -> None:
    visit = talked("if-the-heart-stops", NOW, m.Pick("able", able))
    assert {"speaks", "until-then"} <= set(visit.visible())
    assert not {"wish", "own-words", "order"} & set(visit.visible())
    assert "second-view" in to_do(visit)


@pytest.mark.parametrize("home", ["no", *OPEN_ENDED])
def test_whoever_goes_home_unheard_takes_signs_a_number_and_a_call_along(home: str) -> None:
    visit = talked("no-clear-answer", m.Pick("home", home))
    assert {"come-back", "on-paper"} <= set(visit.visible())
    assert "call-tomorrow" in to_do(visit)
    assert "not gone over" in (next_team := unbroken(visit, "handover")) or "Left" in next_team
    assert "We will call you" in unbroken(visit, "patient")


@pytest.mark.parametrize("leave", ["door", *OPEN_ENDED])
def test_whoever_declines_to_talk_still_hears_when_to_come_back(leave: str) -> None:
    visit = talked("declining-care", m.Pick("leave", leave), m.Pick("door-open", "done"))
    assert {"takes-along", "come-back-if", "door-open"} <= set(visit.visible())
    assert ("look-in" in to_do(visit)) == (leave != "door")
    assert "can come back" in unbroken(visit, "handover")
    assert not [one for one in concerns(visit) if one.check is Check.NO_PERMISSION]


AWAY = (m.Pick("purpose", "now"), m.Pick("takes-part", "away"))


@pytest.mark.parametrize("may", ["all", "part"])
def test_what_a_family_hears_reaches_no_page_of_a_patient_who_stayed_away(may: str) -> None:
    told = m.Write("told-them", "The lungs are not healing.")
    visit = talked("family-meeting", *AWAY, m.Pick("may-tell", may), told)
    assert not {"wishes", "speaks", "told", "plan", "agreed"} & set(visit.visible())
    assert "lungs" not in unbroken(visit, "patient")
    assert "own-say" in to_do(visit)


@pytest.mark.parametrize("may", ["nothing", *OPEN_ENDED])
def test_a_family_is_told_nothing_that_the_patient_did_not_allow(may: str) -> None:
    visit = talked("family-meeting", *AWAY, m.Pick("may-tell", may))
    assert not {"told", "told-them", "not-known"} & set(visit.visible())
    assert "TOLD TO THE FAMILY" in unbroken(visit, "handover").upper()


def test_a_patient_who_is_there_chooses_for_themselves() -> None:
    here = (m.Pick("purpose", "now"), m.Pick("takes-part", "self"))
    visit = talked("family-meeting", *here, m.Pick("choice", "time"), m.Pick("agreed", "time"))
    assert step_of("family-meeting", "choice").record_as
    assert "The patient wants time to think." in unbroken(visit, "chart")
    assert "family needs time" not in unbroken(visit, "chart")


@pytest.mark.parametrize("speaks", ["family", *OPEN_ENDED])
def test_only_the_patient_is_quoted_in_a_trial(speaks: str) -> None:
    told = m.Write("would-say", "to have him home")
    visit = talked("trial-period", NOW, m.Pick("speaks", speaks), told)
    assert not {"their-view", "worth-it"} & set(visit.visible())
    assert "“" not in unbroken(visit, "chart")
    assert "to have him home" not in unbroken(visit, "patient")


@pytest.mark.parametrize("until", OPEN_ENDED)
def test_a_trial_without_a_day_is_shown_before_it_is_signed(until: str) -> None:
    what = m.Write("what", "A drip for the infection.")
    visit = talked("trial-period", NOW, what, m.Pick("until", until))
    assert "set-the-day" in to_do(visit)
    assert "NO DAY SET" in unbroken(visit, "handover")
    assert [one.target for one in concerns(visit) if one.check is Check.NO_DATE] == ["until"]


@pytest.mark.parametrize("leave", ["wait", "no", "someone", *OPEN_ENDED])
def test_who_has_not_heard_a_result_does_not_read_what_kind_it_is(leave: str) -> None:
    visit = talked("hard-news", m.Pick("leave", leave))
    for reader in ("chart", "patient"):
        text = unbroken(visit, reader).rsplit("Guide:", 1)[0]
        assert "hard" not in text.casefold()
    assert "HAS NOT HEARD THE RESULT" in unbroken(visit, "handover")


@pytest.mark.parametrize("choice", ["first", "second"])
def test_what_was_chosen_of_two_ways_can_be_read_without_the_drawing(choice: str) -> None:
    which = m.Write("which", "Comfort at home.")
    visit = talked("two-paths", NOW, m.Pick("choice", choice), which)
    for reader in ("chart", "patient", "handover"):
        assert "Comfort at home." in unbroken(visit, reader)
    assert step_of("two-paths", "which").required


@pytest.mark.parametrize("name", ["family-meeting", "hard-news", "if-the-heart-stops"])
def test_an_interpreter_who_is_there_is_named_and_one_who_is_not_is_missed(name: str) -> None:
    gate = opened(shipped_checklist(name)).plan.gate
    here = talked(name, m.Pick("interpreter", "remote"), m.Pick(gate, "now"))
    assert {"brief", "whom"} <= set(here.visible())
    none_needed = talked(name, m.Pick("interpreter", "not-needed"), m.Pick(gate, "now"))
    assert not {"brief", "whom"} & set(none_needed.visible())
    told = m.Write("told" if name == "family-meeting" else "their-view", "It grows.")
    told = m.Write("expects", "It grows.") if name == "hard-news" else told
    part = (m.Pick("takes-part", "cannot"),) if name == "family-meeting" else ()
    missed = talked(name, m.Pick("interpreter", "waiting"), m.Pick(gate, "now"), *part, told)
    shown = [one.target for one in concerns(missed) if one.check is Check.NO_INTERPRETER]
    assert shown == ["interpreter"]


@pytest.mark.parametrize("died", ["partly", "not-done"])
def test_one_mark_of_two_is_not_enough_to_tell_of_a_death(died: str) -> None:
    visit = talked("news-of-a-death", m.Pick("who-died", died))
    assert not {"same-person", "died"} & set(visit.visible())
    assert "check-first" in to_do(visit)
    assert "Do not hand it out." in unbroken(visit, "patient")


SAID_BACK = [name for name in SHIPPED if any(step.id == "said-back" for step, _ in steps(name))]


@pytest.mark.parametrize("name", SAID_BACK)
def test_what_did_not_come_back_is_told_again_by_somebody(name: str) -> None:
    looks = {
        (line.step, answer)
        for task in shipped_checklist(name).tasks
        for line in (*task.when, *task.or_)
        for answer in line.any_of
    }
    assert ("said-back", "not-yet") in looks


READY = {
    "news-of-a-death": (m.Pick("who-died", "done"),),
    "when-care-caused-harm": (m.Pick("which", "first-talk"),),
}
"""What stands before leave is asked for, where something has to."""


def test_harm_is_not_told_to_somebody_who_said_not_now() -> None:
    assert opened(shipped_checklist("when-care-caused-harm")).plan.gate == "leave"
    visit = talked("when-care-caused-harm", *READY["when-care-caused-harm"], m.Pick("leave", "no"))
    assert "went-wrong" not in visit.visible()


def test_a_talk_that_was_put_off_is_come_back_to() -> None:
    """Not being asked, or not being sure, is no way for a talk to be forgotten."""
    breaches = []
    for name in SHIPPED:
        gate = opened(shipped_checklist(name)).plan.gate
        for answer in OPEN_ENDED:
            owned = to_do(talked(name, *READY.get(name, ()), m.Pick(gate, answer))) - {"support"}
            breaches += [f"{name}: {gate} = {answer}"] * (not owned)
    none(breaches, "let a task come back to it")
