"""The commands of the plain face: every one that help lists, and what each leaves behind."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.cli.desk import Desk
from bedside.core.actions import ACTIONS
from bedside.core.answers import REASONS
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import CHECK, State
from bedside.plain.commands import _COMMANDS
from bedside.plain.dialogue import refusal_text
from bedside.session import Draft
from bedside.words import plain
from tests.conftest import Clock
from tests.people import AVERY, ROWAN, WORDS
from tests.plain.telling import (
    NOBODY,
    SIGNED_BY,
    WHOLE,
    Told,
    begun,
    number_of,
    resumed,
    talk,
    tell,
)
from tests.worlds import UNCERTAINTY

COMMANDS = tuple(ACTIONS[action].command for action in _COMMANDS)
_NEEDED = """
/back /skip /undo /redo /words /another /why /feelings /note /who /patient /outline /check /rest
/trace /sign /pause /stop /leave /take /keep /read /text /afterwards /help
"""
NEEDED = set(_NEEDED.split())
"""Commands that no later version may drop: people have learnt them by heart."""


def why(reason: Why) -> str:
    """Return what this face says of a refusal."""
    return refusal_text(Refusal(reason))


def heard(desk: Desk, *lines: str) -> Told:
    """Walk to the step that listens, then type these lines."""
    return talk(desk, UNCERTAINTY, "1", "1", *lines)


def test_help_lists_every_command_with_what_it_does(desk: Desk) -> None:
    page = heard(desk, "/help").after("Type a number to answer, Enter to go on")
    listed = [line.partition(" ") for line in page.splitlines() if line.startswith("/")]
    assert tuple(command for command, _, _ in listed) == COMMANDS
    assert set(COMMANDS) >= NEEDED
    own = {ACTIONS[action].command: text for action, text in plain.HELPS.items()}
    known = {(one.command, own.get(one.command, one.help)) for one in ACTIONS.values()}
    assert "cursor" not in page
    assert "has the focus" not in page
    assert {(command, text.partition(" (not now")[0]) for command, _, text in listed} <= known


def test_help_says_of_what_is_not_possible_now_why(desk: Desk) -> None:
    page = talk(desk, UNCERTAINTY, "/help").said
    redo = next(line for line in page.splitlines() if line.startswith("/redo"))
    assert redo.endswith(f"(not now: {why(Why.NOTHING_TO_REDO)})")
    assert "(not now: Some steps are still open; /rest says the rest" in page


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "/lock"])
def test_every_command_is_known_at_a_step_and_on_the_check_page(desk: Desk, command: str) -> None:
    for before in ((), ("/check",)):
        told = heard(desk, *before, command)
        assert "There is no command" not in told.said
        assert told.saved


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/bakc", "There is no command /bakc. Did you mean /back?"),
        ("/feeling", "There is no command /feeling. Did you mean /feelings?"),
        ("/Undo", "There is no command /Undo. Did you mean /undo?"),
        ("/xyzzy", "There is no command /xyzzy. /help lists every command."),
        ("/", "There is no command /. /help lists every command."),
    ],
)
def test_an_unknown_command_offers_the_nearest_and_changes_nothing(
    desk: Desk, typed: str, says: str
) -> None:
    told = heard(desk, typed)
    assert says in told.said
    assert told.visit.answer("their-view") is None


def test_back_goes_to_the_step_before_and_the_first_has_none(desk: Desk) -> None:
    assert heard(desk, "/back").visit.step == "good-time"
    assert why(Why.FIRST_STEP) in talk(desk, UNCERTAINTY, "/back").said


@pytest.mark.parametrize(
    ("number", "reason"),
    [(at, r) for at, r in enumerate(REASONS, 1) if r not in ("other", "prefers-not")],
)
def test_a_skipped_step_keeps_the_reason_that_was_chosen(
    desk: Desk, number: int, reason: str
) -> None:
    told = heard(desk, "/skip", str(number))
    assert told.answer("their-view").reason == reason
    assert told.answer("their-view").picks == ("not-asked",)
    assert told.visit.step == "detail"


def test_a_reason_can_be_given_with_the_command_or_in_words(desk: Desk) -> None:
    for lines in (("/skip the ward round came",), ("/skip", "9", "the ward round came")):
        given = heard(desk, *lines).answer("their-view")
        assert (given.reason, given.because) == ("other", "the ward round came")


def test_a_skip_without_a_reason_leaves_the_step_as_it_is(desk: Desk) -> None:
    told = heard(desk, "/skip", "", "/skip 9", "")
    assert told.visit.answer("their-view") is None
    assert why(Why.REASON_NEEDED) in told.said


def test_the_permission_step_itself_can_be_skipped(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "1", "/skip 5")
    assert told.answer("good-time").reason == "no-time"
    assert told.visit.step != "good-time"


def test_a_skipped_step_is_named_in_the_note(desk: Desk) -> None:
    assert "Was not asked how they see things" in " ".join(
        heard(desk, "/skip 5").session.text().split()
    )


def test_undo_and_redo_go_back_and_on_through_every_change(desk: Desk) -> None:
    told = heard(desk, WORDS, "/undo", "/undo", "/redo")
    assert told.answer("good-time").picks == ("now",)
    assert told.visit.answer("their-view") is None
    again = tell(resumed(desk, told), ("/redo",))
    assert again.answer("their-view").words == WORDS


def test_with_nothing_to_take_back_undo_and_redo_say_so(desk: Desk) -> None:
    said = talk(desk, UNCERTAINTY, "/undo", "/redo").said
    assert why(Why.NOTHING_TO_UNDO) in said
    assert why(Why.NOTHING_TO_REDO) in said


def test_words_are_written_beside_an_answer_without_leaving_the_step(desk: Desk) -> None:
    for lines in (("/words", WORDS), (f"/words {WORDS}",)):
        told = talk(desk, UNCERTAINTY, "1", *lines, "1")
        assert told.answer("good-time").words == WORDS
        assert told.answer("good-time").picks == ("now",)
        assert told.visit.step == "their-view"


def test_words_that_begin_with_a_slash_or_are_numbers_can_be_written_too(desk: Desk) -> None:
    assert heard(desk, "/words /foo [/foo]").answer("their-view").words == "/foo [/foo]"
    assert heard(desk, "/words 120").answer("their-view").words == "120"


def test_no_words_are_asked_for_where_none_can_stand(desk: Desk) -> None:
    before = WHOLE[UNCERTAINTY][:6]
    told = talk(desk, UNCERTAINTY, *before, "/words", "/check", "/words")
    assert told.visit.plan.steps["quiet"].kind == "pause"
    assert "There is nothing to write down at this step." in told.said
    assert "Go to a step first: words belong to one." in told.said


def test_no_words_typed_are_refused(desk: Desk) -> None:
    assert why(Why.NO_WORDS) in heard(desk, "/words", "").said


def test_another_way_to_say_it_is_told_and_stays(desk: Desk) -> None:
    told = heard(desk, "/another", "/another")
    assert "Say (2 of 2, gentle): You know this illness from the inside." in told.said
    assert told.visit.phrases == {"their-view": 0}
    assert why(Why.ONE_PHRASE) in talk(desk, UNCERTAINTY, "/another").said


def test_why_tells_reason_tips_and_what_to_say_instead(desk: Desk) -> None:
    said = heard(desk, "/why").said
    assert "Why: Most people are cut off within seconds" in said
    assert "Hands off the keys." in said
    assert "Instead of “Do you have any questions?” try “What has been on your mind?”" in said


def test_a_feeling_that_was_met_is_recorded_and_the_step_is_told_again(desk: Desk) -> None:
    told = heard(desk, "/feelings", "1", WORDS)
    assert told.answer("feelings/name-it").picks == ("done",)
    assert told.said.count("Listen: How they see things (required)") == 2
    assert told.answer("their-view").words == WORDS
    assert "The feeling was named softly." in told.session.text()


def test_a_number_no_feeling_has_is_refused_and_asked_again(desk: Desk) -> None:
    told = heard(desk, "/feelings", "99", "2")
    assert "Type one of the numbers 1, 2," in told.said
    assert told.answer("feelings/quiet").picks == ("done",)


def test_a_private_note_is_kept_and_never_leaves(desk: Desk) -> None:
    told = heard(desk, "/note ring the ward", "/note", "and the gp", "/check")
    assert [one.words for one in told.visit.record.jottings] == ["ring the ward", "and the gp"]
    assert "private, never leaves: ring the ward" in told.said
    assert "ring the ward" not in told.session.text()


def test_who_is_here_is_asked_and_leads_back_to_the_step(desk: Desk) -> None:
    told = heard(desk, "/who", "2", "3")
    assert told.answer("about/interpreter").picks == ("remote",)
    assert told.visit.step == "their-view"
    assert told.said.count("About this visit, then back to where you were.") == 2


def test_the_patient_can_be_named_changed_kept_and_taken_away(desk: Desk) -> None:
    named = heard(desk, "/patient", ROWAN.label, "")
    assert named.visit.record.patient == ROWAN
    kept = tell(resumed(desk, named), ("/patient", ""))
    assert kept.visit.record.patient == ROWAN
    assert "Enter keeps Bed-side label R; a dash takes it away." in kept.said
    changed = tell(resumed(desk, kept), ("/patient", AVERY.name, AVERY.second))
    assert changed.visit.record.patient == AVERY
    gone = tell(resumed(desk, changed), ("/patient", "-"))
    assert gone.visit.record.patient is None


def test_the_outline_lists_every_step_and_goes_to_the_one_chosen(desk: Desk) -> None:
    told = heard(desk, "/outline", "42", "1")
    assert "1 What is known, agreed with the team (answered)" in told.said
    assert "3 How they see things\n" in told.said
    assert "Type one of the numbers 1, 2," in told.said
    assert told.visit.step == "one-story"


def test_no_step_behind_the_permission_can_be_jumped_to(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "/outline", "3")
    assert "Type one of the numbers 1, 2, or Enter for none." in told.said
    assert told.visit.step == "one-story"


def test_the_check_page_leads_to_the_step_behind_a_number(desk: Desk) -> None:
    told = heard(desk, "/check", "1")
    assert told.visit.step == "their-view"
    page = told.after("Check page.\n")
    assert page.startswith("Patient: nobody named\nStill open:\n1 How they see things: open")


@pytest.mark.parametrize("typed", ["0", "99", "-1", "yes", "", "9" * 5000])
def test_what_is_no_number_of_the_check_page_is_said_so(desk: Desk, typed: str) -> None:
    told = heard(desk, "/check", typed)
    assert told.visit.step == CHECK
    assert "Type a number from the list, /sign, /rest, /back or /leave." in told.said


def test_the_rest_is_closed_with_one_reason(desk: Desk) -> None:
    told = heard(desk, "/rest", "5", *SIGNED_BY)
    assert told.answer("their-view").reason == told.answer("meanwhile").reason == "no-time"
    assert told.visit.state is State.SIGNED


def test_the_rest_needs_a_reason_and_enter_closes_nothing(desk: Desk) -> None:
    told = heard(desk, "/rest", "77", "", "/rest", "9", "")
    assert told.visit.answer("their-view") is None
    assert "Type one of the numbers 1, 2," in told.said
    assert why(Why.REASON_NEEDED) in told.said
    given = heard(desk, "/rest", "9", "called away").answer("their-view")
    assert given.because == "called away"


def test_with_nothing_open_the_rest_says_so_before_it_asks(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], "/rest")
    assert why(Why.NOTHING_OPEN) in told.said
    assert "not discussed. Why?" not in told.said


def test_signing_with_blanks_is_refused_and_says_the_way_out(desk: Desk) -> None:
    told = heard(desk, "/sign")
    assert "Some steps are still open; /rest says the rest was not discussed." in told.said
    assert "Your name" not in told.said


def test_a_follow_up_is_given_another_owner_and_day(desk: Desk, clock: Clock) -> None:
    lines = (NOBODY, *WHOLE[UNCERTAINTY])
    task = number_of(tell(begun(desk, UNCERTAINTY), lines), "Call with any news: Named nurse, ")
    lines = (*lines, task, "Dr Roe", "soon", task, "Dr Roe", "2031-03-20", task, "", "")
    told = tell(begun(desk, UNCERTAINTY), lines)
    assert "Call with any news: Named nurse, Thursday 6 Mar" in told.said
    assert "Day, as year-month-day or day.month." in told.said
    given = told.visit.record.assignments["call-with-news"]
    assert (given.who, given.day) == ("Dr Roe", date(2031, 3, 20))
    assert "Call with any news (Dr Roe, by 20 Mar)" in " ".join(told.session.text().split())


def test_a_pause_stops_the_clock_until_enter(desk: Desk, clock: Clock) -> None:
    told = heard(desk, "/pause", "", WORDS)
    assert "Paused. Press Enter to go on." in told.said
    assert told.visit.state is State.OPEN
    assert told.answer("their-view").words == WORDS


def test_a_visit_left_in_a_pause_goes_on_when_it_is_resumed(desk: Desk) -> None:
    told = heard(desk, "/pause")
    assert told.visit.state is State.PAUSED
    again = tell(resumed(desk, told), (WORDS,))
    assert again.answer("their-view").words == WORDS


def test_a_stopped_talk_can_be_completed_but_not_answered_until_it_is_taken_up(
    desk: Desk,
) -> None:
    told = heard(desk, "/stop", "9", "1", "/back", "1", "/rest", "4")
    assert "Type one of the numbers 1, 2, 3, 4, or Enter for none." in told.said
    assert told.visit.state is State.STOPPED
    assert "The talk was stopped for today. /stop takes it up again." in told.after("Check page.")
    assert "The talk was stopped for today; /stop takes it up again." in told.said
    assert told.answer("their-view").reason == "too-much"
    again = tell(resumed(desk, told), ("/stop",))
    assert again.visit.state is State.OPEN


def test_a_stop_without_a_reason_is_none(desk: Desk) -> None:
    assert heard(desk, "/stop", "").visit.state is State.OPEN


def test_leaving_keeps_all_and_names_the_way_back(desk: Desk) -> None:
    told = heard(desk, "/leave", WORDS)
    assert told.visit.answer("their-view") is None
    assert f"All is kept. Go on with: bedside resume {told.visit.id}" in told.said


def test_a_note_that_was_being_written_elsewhere_is_not_lost(desk: Desk) -> None:
    session = begun(desk, UNCERTAINTY)
    session.draft(Draft(step="one-story", field="jot", words="ring the ward", cursor=4))
    session.close()
    told = tell(resumed(desk, Told(session, "", True)), ("1",))
    assert [one.words for one in told.visit.record.jottings] == ["ring the ward"]
    assert "You were writing: ring the ward" in told.said
