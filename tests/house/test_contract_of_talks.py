"""What every shipped talk holds, whatever it is about; and what a few must hold to be safe."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from bedside.content.banks import Banks
from bedside.content.library import Library, shipped
from bedside.core import moves as m
from bedside.core.answers import is_recorded
from bedside.core.checklist import Step
from bedside.core.note import Reader
from bedside.core.visit import Visit
from bedside.note.render.text import render_text
from bedside.note.texts import composed
from tests.house.source import none
from tests.worlds import SHIPPED, Forgetful, do, opened, shipped_checklist

THE_FOURTEEN = frozenset(
    (
        *("first-trust", "what-matters", "what-may-be-ahead", "hard-news", "no-clear-answer"),
        *("choosing-together", "two-paths", "new-direction", "if-the-heart-stops"),
        *("family-meeting", "trial-period", "when-care-caused-harm", "declining-care"),
        "news-of-a-death",
    )
)
"""The talks a ward asks for first."""

BANKS = {
    "prepare": {"facts", "room", "people", "yourself", "screen"},
    "feelings": {
        *("name-it", "understand", "respect", "support", "explore"),
        *("quiet", "heat", "tears", "hide-news"),
    },
    "interpreter": {"brief", "whom", "hello", "three-points", "said-back", "afterwards"},
    "check-back": {"three-points", "what-questions", "something-else"},
    "pass-on": {"severity", "summary", "actions", "what-if", "said-back"},
    "close": {"breath", "colleague", "carry"},
}
"""The steps that any talk can take from a bank."""

UNSURE = {"direct", "likeliest", "ruled-out"}
"""The three ways to say that something is not known."""

MOST_STEPS = 9
"""The most steps of a section."""


@cache
def banks() -> Banks:
    """Return the shipped banks."""
    return Library([shipped()], Forgetful()).banks()[0]


def steps(name: str) -> Iterator[tuple[Step, str]]:
    """Yield each step of a shipped talk, and the place in the note its answer goes to."""
    section = ""
    for step in shipped_checklist(name).steps:
        if step.kind == "section":
            section = step.place
        else:
            yield step, step.place or section


def step_of(name: str, id_: str) -> Step:
    """Return a step of a shipped talk."""
    return next(step for step, _ in steps(name) if step.id == id_)


def lacking(step: Step, place: str) -> Iterator[str]:
    """Yield what a required step that is spoken still needs."""
    held: dict[str, object] = {
        "an aim": step.aim,
        "two ways to say it": len(step.say) >= 2,
        "a why": step.why,
        "tips": step.tips,
        "what to say instead": step.instead,
        "a place in the note": place,
        "words for the note": step.note,
        "words for when it was not done": {"not-done", "not-asked"} & set(step.note),
        "words for the patient": step.patient,
        "words for the handover": step.handover,
    }
    yield from (what for what, there in held.items() if not there)


def test_the_talks_a_ward_asks_for_first_are_all_there() -> None:
    assert set(SHIPPED) >= THE_FOURTEEN


def test_every_talk_says_for_whom_it_is_how_long_it_takes_and_on_what_terms_its_sources_are() -> (
    None
):
    breaches = []
    for name in SHIPPED:
        made = shipped_checklist(name)
        whole = (made.summary, made.audience, made.roles, made.minutes, made.status == "review")
        breaches += [f"{name}: {at}" for at, there in enumerate(whole) if not there]
        breaches += [f"{name}: sources.{id_}" for id_, of in made.sources.items() if "(" not in of]
        breaches += [f"{name}: {task.id}" for task in made.tasks if not (task.who and task.due)]
        breaches += [f"{name}: reading grade"] * ((made.reading_grade or 99) > 6)
    none(breaches, "say it in the head of the checklist; a follow-up has an owner and a day")


def test_every_required_step_that_is_spoken_has_all_it_needs() -> None:
    breaches = [
        f"{name}: {step.id} has not {what}"
        for name in SHIPPED
        for step, place in steps(name)
        if step.required and step.say
        for what in lacking(step, place)
    ]
    none(breaches, "write it; a handover or a patient may only need to know what was left out")


def test_a_step_that_lacks_all_of_it_would_be_found() -> None:
    assert len(list(lacking(Step(id="bare", kind="say", title="Bare"), ""))) == 10


def test_no_section_is_longer_than_a_mind_holds() -> None:
    breaches = []
    for name in SHIPPED:
        counted: dict[str, int] = {}
        section = ""
        for step in shipped_checklist(name).steps:
            section = step.id if step.kind == "section" else section
            counted[section] = counted.get(section, 0) + (step.kind != "section")
        breaches += [f"{name}: {id_}" for id_, count in counted.items() if count > MOST_STEPS]
    none(breaches, "divide the section where the talk takes a breath")


def test_what_hides_a_section_is_a_question_that_has_to_be_asked() -> None:
    """Who passes over a question that may be left out must not lose what comes after it."""
    breaches = [
        f"{name}: {section.id} waits for {line.step}"
        for name in SHIPPED
        for section in shipped_checklist(name).steps
        if section.kind == "section"
        for line in (*section.when, *section.or_)
        if not step_of(name, line.step).required
    ]
    none(breaches, "make the question required, or let the section wait for none")


@pytest.mark.parametrize("bank", BANKS)
def test_a_bank_holds_the_steps_that_any_talk_may_need(bank: str) -> None:
    assert {step.id.rpartition("/")[2] for step in banks()[bank].extras} >= BANKS[bank]


def test_wherever_something_is_not_known_a_plan_and_a_way_back_follow() -> None:
    found = []
    for name in SHIPPED:
        made = list(steps(name))
        for at, (step, _) in enumerate(made):
            tones = {phrase.tone for phrase in step.say}
            if not {"likeliest", "ruled-out"} & tones:
                continue
            found.append(name)
            assert tones >= UNSURE, (name, step.id)
            after = [one for one in made[at + 1 :] if one[0].required]
            assert any(place == "decided" for _, place in after), (name, "plan")
            assert any(place == "next" or s.kind == "date" for s, place in after), (name, "back")
    assert set(found) >= {"acknowledging-uncertainty", "no-clear-answer", "trial-period"}


def test_a_human_word_says_where_it_ends_and_is_never_recorded() -> None:
    (word,) = (one for one in banks()["human"].extras)
    assert "in front of your whole team" in word.why
    every = [step for name in SHIPPED for step, _ in steps(name) if "human word" in step.title]
    assert every
    assert not [step.id for step in every if is_recorded(step)]


def test_what_is_wanted_if_the_heart_stops_is_checked_against_the_order() -> None:
    ids = [step.id for step, _ in steps("if-the-heart-stops")]
    order = step_of("if-the-heart-stops", "order")
    assert order.required
    assert order.locked
    assert ids.index("wish") < ids.index("order") < ids.index("nurse")


def test_a_trial_of_treatment_has_a_day_on_which_it_is_looked_at() -> None:
    until = step_of("trial-period", "until")
    assert until.kind == "date"
    assert until.required
    assert until.locked


def test_after_harm_there_is_one_to_call_and_somebody_sees_to_the_staff() -> None:
    contact = step_of("when-care-caused-harm", "contact")
    assert contact.required
    assert contact.locked
    always = [t for t in shipped_checklist("when-care-caused-harm").tasks if not (t.when or t.or_)]
    assert [task.id for task in always] == ["support"]
    for leave in ("now", "no"):
        asked = (m.Pick("which", "first-talk"), m.Pick("leave", leave))
        visit = talked("when-care-caused-harm", *asked, m.Pick("staff", "done"))
        assert "staff" in unbroken(visit, "chart")
        assert "staff" not in unbroken(visit, "patient")


ABLE = (
    *(m.Pick("leave", "now"), m.Write("reason", "the dog"), m.Pick("mend", "cannot")),
    m.Pick("able", "yes"),
)


def test_who_says_no_is_offered_the_second_best_plan() -> None:
    second = step_of("declining-care", "second-best")
    assert second.required
    assert "second-best" in talked("declining-care", *ABLE).visible()


@pytest.mark.parametrize("mend", ["tried", "cannot", "theirs", "declined", "unsure", "not-asked"])
def test_who_still_says_no_hears_what_could_happen(mend: str) -> None:
    shown = talked("declining-care", ABLE[0], ABLE[1], m.Pick("mend", mend)).visible()
    assert {"risks", "able"} <= set(shown)


@pytest.mark.parametrize("able", ["no", "declined", "unsure", "not-asked"])
def test_where_it_is_not_sure_who_decides_they_wait_for_a_second_person(able: str) -> None:
    shown = talked("declining-care", *ABLE[:-1], m.Pick("able", able)).visible()
    assert {"speaks", "slow"} <= set(shown)


@pytest.mark.parametrize("died", ["", "partly", "not-done"])
@pytest.mark.parametrize("same", ["", "no", "declined", "unsure", "not-asked"])
def test_nobody_is_told_of_a_death_before_it_is_twice_sure_whose(died: str, same: str) -> None:
    first = [m.Pick("who-died", died)] if died else []
    assert "same-person" not in talked("news-of-a-death", *first).visible()
    second = [m.Pick("same-person", same)] if same else []
    shown = talked("news-of-a-death", m.Pick("who-died", "done"), *second).visible()
    assert "same-person" in shown
    assert not {"leave", "story", "died"} & set(shown)
    assert step_of("news-of-a-death", "who-died").locked
    assert step_of("news-of-a-death", "same-person").locked


@pytest.mark.parametrize("which", ["first-talk", "declined", "unsure", "not-asked"])
def test_harm_is_told_whatever_was_marked_of_which_talk_it_is(which: str) -> None:
    shown = talked("when-care-caused-harm", m.Pick("which", which), m.Pick("leave", "now"))
    assert "went-wrong" in shown.visible()


@pytest.mark.parametrize("leave", ["wait", "no", "unsure", "declined", "not-asked"])
def test_the_page_of_a_family_that_was_not_told_gives_no_death_away(leave: str) -> None:
    sure = (m.Pick("who-died", "done"), m.Write("here", "R.T. (daughter)"))
    visit = talked("news-of-a-death", *sure, m.Pick("same-person", "yes"), m.Pick("leave", leave))
    page = unbroken(visit, "patient")
    assert "Do not hand this page out yet." in page
    assert "die" not in page
    assert "death" not in page
    assert "has not been told" in unbroken(visit, "handover")


@pytest.mark.parametrize("leave", ["company", "no", "unsure", "declined", "not-asked"])
def test_the_next_team_knows_who_has_not_been_told_of_harm(leave: str) -> None:
    first = m.Pick("which", "first-talk")
    visit = talked("when-care-caused-harm", first, m.Pick("leave", leave))
    next_team = unbroken(visit, "handover")
    assert "HAS NOT BEEN TOLD YET" in next_team
    assert "Come back" in next_team


def unbroken(visit: Visit, reader: Reader) -> str:
    """Return a text of the visit as one line."""
    return " ".join(render_text(composed(visit, reader)).split())


def talked(name: str, *moves: m.Move) -> Visit:
    """Return the visit of a shipped talk after these moves."""
    return do(opened(shipped_checklist(name)), *moves)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_the_clinicians_to_judge_is_never_told_as_the_patients_refusal(name: str) -> None:
    """What nobody is asked aloud, the patient cannot have preferred not to say."""
    own = [one for one, _ in steps(name) if one.kind in ("yes-no", "choose") and not one.say]
    silent = (one.id for one in own if "Preferred" in one.note.get("declined", "Preferred"))
    none(silent, "give it words for having been left open, in `note.declined`")


@pytest.mark.parametrize("name", SHIPPED)
def test_no_wording_of_a_step_left_gives_a_reason_of_its_own(name: str) -> None:
    """The reason that was chosen stands behind it in brackets."""
    left = ("not-done", "not-asked")
    texts = ((one.id, one.note.get(mark, "")) for one, _ in steps(name) for mark in left)
    none((own for own, text in texts if "no time" in text), "say only what was not done")


def test_having_asked_somebody_to_wait_is_not_told_as_their_consent() -> None:
    slow = step_of("declining-care", "slow")
    for words in (slow.note, slow.patient, slow.handover):
        agreed = [pick for pick, text in words.items() if "agreed" in text.casefold()]
        assert agreed == ["waits"]
