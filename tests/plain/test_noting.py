"""The check page in lines: what to look at is taken or kept, the note read back, its texts told."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.cli.desk import Desk
from bedside.core.concerns import Check, Concern
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import State
from bedside.plain.dialogue import refusal_text
from bedside.session import Session
from bedside.words import FIELDS, notes
from tests.conftest import Clock
from tests.people import AVERY, WORDS
from tests.plain.telling import (
    NOBODY,
    READ,
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

HEARD = ("1", "1", WORDS)
"""The lines by which the first steps are answered, the patient's words among them."""

NOBODY_DECIDES = ("1", "1", "2", "/check")
"""Lines of the other talk after which nobody is named who decides."""

REASONS = tuple(notes.KEEPS.values())

BETTER = "Agreed to talk, now."
"""A better wording, as a check of wording would offer it."""


class Worded(Session):
    """A session whose checks find a word in one sentence and a text that is too long."""

    def concerns(self) -> tuple[Concern, ...]:
        """Return what the checks find, with what was decided of it."""
        kept = self.visit.record.overruled
        reworded = set(self.visit.record.rewordings)
        word = Concern(check=Check.JUDGING, text="Agreed to talk now.", about="now", rewrite=BETTER)
        whole = Concern(
            check=Check.BUDGET, reader="patient", about="30 of 25", advice="We said (90)"
        )
        found = [one for one in (word, whole) if one.text not in reworded]
        named = [(one, kept.get(one.name)) for one in found]
        return tuple(_settled(one, given.text if given else "") for one, given in named)


def _settled(found: Concern, why: str) -> Concern:
    from dataclasses import replace

    return replace(found, settled=why)


def checked(desk: Desk, *lines: str) -> Told:
    """Type these lines on the check page of a talk whose note has two things to look at."""
    session = begun(desk, UNCERTAINTY)
    session.__class__ = Worded
    told = tell(session, (NOBODY, *HEARD, "/check", *lines))
    assert isinstance(told.session, Worded)
    return told


def page(told: Told) -> str:
    """Return the check page as it was told first."""
    return told.after("Check page.\n").partition("The note as it stands:")[0]


def test_what_to_look_at_stands_under_its_numbers_with_place_reason_and_better_wording(
    desk: Desk,
) -> None:
    told = checked(desk)
    word, whole = number_of(told, "“now” can be heard"), number_of(told, "The patient page is too")
    assert (
        "Look again before you sign:\n"
        f"{word} “now” can be heard as a judgement or as doubt. In the note: Agreed to talk now.\n"
        f"Better (/take {word}): {BETTER}\n"
        f"{whole} The patient page is too long: 30 lines of at most 25. Longest: We said (90).\n"
        "Shorten what is longest.\n"
    ) in page(told)
    assert "/take and a number takes its better wording." in told.said
    assert "Kept as it is:" not in page(told)


def test_without_anything_to_look_at_none_of_it_is_told(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/check")
    assert "Look again" not in told.said
    assert "/take" not in told.after("Check page.\n")
    assert "/read reads the note back." in told.said


def test_a_better_wording_is_taken_by_its_number_and_can_be_taken_back(desk: Desk) -> None:
    number = number_of(checked(desk), "“now” can be heard")
    told = checked(desk, f"/take {number}")
    assert f"Taken: {BETTER}" in told.said
    assert BETTER in told.session.text()
    assert "Agreed to talk now." not in told.session.text()
    again = told.after(f"Taken: {BETTER}\n")
    assert f"\n{number} The patient page is too long" in again
    assert "The note as it stands" not in again, "only the list is told again, not the note"
    back = checked(desk, f"/take {number}", "/undo")
    assert BETTER not in back.session.text()


def test_the_one_better_wording_there_is_needs_no_number(desk: Desk) -> None:
    assert BETTER in checked(desk, "/take").session.text()


def test_of_several_better_wordings_it_is_asked_which(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (("Agreed to talk now.", BETTER), (f"Sees it this way: {WORDS}.", "Sees it so."))
    several = tuple(
        Concern(check=Check.JUDGING, text=text, about="x", rewrite=better) for text, better in words
    )
    monkeypatch.setattr(Worded, "concerns", lambda _: several)
    last = number_of(checked(desk), "“x” can be heard")
    told = checked(desk, "/take", "99", last)
    assert "Which better wording? A number, or Enter for none.\n" in told.said
    assert "Type one of the numbers " in told.said
    assert "Sees it so." in told.session.text()
    assert "Taken: " not in checked(desk, "/take", "").said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/take 1", "1 is nothing to look at. Type one of "),
        ("/take 99", "99 is nothing to look at. Type one of "),
        ("/take now", "now is nothing to look at. Type one of "),
        ("/keep 1", "1 is nothing to look at. Type one of "),
        ("/keep 99 why", "99 is nothing to look at. Type one of "),
    ],
)
def test_a_number_that_is_nothing_to_look_at_is_said_so(desk: Desk, typed: str, says: str) -> None:
    told = checked(desk, typed)
    assert says in told.said
    assert told.visit.record.rewordings == {}
    assert told.visit.record.overruled == {}


def test_where_no_better_wording_is_offered_the_way_out_is_said(desk: Desk) -> None:
    number = number_of(checked(desk), "The patient page is too")
    told = checked(desk, f"/take {number}", number)
    assert "There is no better wording to take there. /keep keeps it" in told.said
    assert f"That is about no one step. /take {number} or /keep {number} settles it." in told.said
    none = talk(desk, UNCERTAINTY, *HEARD, "/check", "/take", "/keep", "/take 1")
    assert "There is no better wording to take.\n" in none.said
    assert none.said.count("There is nothing left to look at.\n") == 2


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("1",), REASONS[0]),
        (("99", "0", "3"), REASONS[2]),
        (("their daughter asked for it",), "their daughter asked for it"),
        ((str(len(REASONS)), "the ward asked for it"), "the ward asked for it"),
    ],
)
def test_one_is_kept_for_a_reason_that_never_leaves(
    desk: Desk, lines: tuple[str, ...], why: str
) -> None:
    number = number_of(checked(desk), "The patient page is too")
    told = checked(desk, f"/keep {number}", *lines)
    assert [one.text for one in told.visit.record.overruled.values()] == [why]
    assert "Kept as it is: 1." in told.said
    kept = told.after("Kept as it is: 1.\n")
    assert "Kept as it is:\n" in kept
    assert f"Longest: We said (90). Kept: {why}\n" in kept
    for reader in ("chart", "patient", "handover"):
        assert why not in told.session.text("json", reader)


def test_a_reason_can_be_typed_with_the_command(desk: Desk) -> None:
    number = number_of(checked(desk), "“now” can be heard")
    told = checked(desk, f"/keep {number} it is their own word")
    assert [one.text for one in told.visit.record.overruled.values()] == ["it is their own word"]
    assert "Why does it stay" not in told.said


def test_all_are_kept_for_a_reason_typed_with_the_command(desk: Desk) -> None:
    told = checked(desk, "/keep the family asked for it")
    assert {one.settled for one in told.session.concerns()} == {"the family asked for it"}


def test_all_are_kept_for_one_reason(desk: Desk) -> None:
    told = checked(desk, "/keep", "1")
    assert "Why do all 2 stay as they are?" in told.said
    assert "Kept as it is: 2." in told.said
    assert all(one.settled for one in told.session.concerns())


@pytest.mark.parametrize("lines", [("/keep", ""), ("/keep", str(len(REASONS)), "")])
def test_without_a_reason_nothing_is_kept(desk: Desk, lines: tuple[str, ...]) -> None:
    told = checked(desk, *lines)
    assert told.visit.record.overruled == {}
    assert "Kept as it is" not in told.said


def test_a_number_leads_to_the_step_that_something_is_about(desk: Desk) -> None:
    told = talk(desk, "confirming-preferences", *NOBODY_DECIDES)
    number = number_of(told, "“Able to decide this today” was answered no")
    again = tell(resumed(desk, told), (number,))
    assert again.visit.plan.steps[again.visit.step].title == "Able to decide this today"


def test_a_follow_up_nobody_owns_is_given_away_under_its_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ownerless = Concern(check=Check.NO_OWNER, target="call-with-news", about="Call with any news")
    monkeypatch.setattr(Worded, "concerns", lambda _: (ownerless,))
    session = begun(desk, UNCERTAINTY)
    session.__class__ = Worded
    lines = (NOBODY, *WHOLE[UNCERTAINTY])
    number = number_of(tell(session, lines), "“Call with any news” has no owner or no day.")
    session = begun(desk, UNCERTAINTY)
    session.__class__ = Worded
    told = tell(session, (*lines, number, "Dr Roe", "2031-03-20"))
    given = told.visit.record.assignments["call-with-news"]
    assert (given.who, given.day) == ("Dr Roe", date(2031, 3, 20))


@pytest.mark.parametrize("command", ["/take", "/take 1", "/keep", "/keep 1 why"])
def test_at_a_step_there_are_no_numbers_to_settle_anything_by(desk: Desk, command: str) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, command)
    assert "That is for the check page: /check goes there." in told.said
    assert told.visit.record.overruled == {}


def test_signing_waits_for_what_is_to_be_looked_at_before_it_asks_for_anything(
    desk: Desk,
) -> None:
    told = checked(desk, "/rest", "5", "/sign", "/take", "/sign", "/keep", "1", *SIGNED_BY)
    two, one = (refusal_text(Refusal(Why.UNSETTLED, count)) for count in ("2", "1"))
    assert two in told.said
    assert "/take takes a better wording" in two
    assert "/keep keeps the note as it is" in two
    after = told.after(two).partition(one)[0]
    assert "Look again before you sign:" in after
    assert "Your name" not in after
    assert told.visit.state is State.SIGNED


def test_a_refused_signature_tells_only_what_is_open_and_how_to_read_back(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY][: -len(READ)], "/sign")
    after = told.after(refusal_text(Refusal(Why.STILL_OPEN)))
    assert after.startswith(
        "\nStill open:\n1 The note, read back: open, required\n/read reads the note back.\n"
    )
    assert "Your answers" not in after


def test_the_patient_page_and_the_handover_are_told_as_they_stand(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/text")
    page_, handover = (told.session.text(reader=one) for one in ("patient", "handover"))
    assert (
        f"\nThe patient page as it stands:\n{page_}\nThe handover as it stands:\n{handover}"
        in told.said
    )
    only = talk(desk, UNCERTAINTY, *HEARD, "/text handover", "/text Note")
    assert "The handover as it stands:" in only.said
    assert "The note as it stands:\nDRAFT, not signed\n" in only.said
    assert "The patient page" not in only.said
    assert "Type patient, handover or note after it" in talk(desk, UNCERTAINTY, "/text all").said


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("/afterwards 3.3.",), date(2031, 3, 3)),
        (("/afterwards 2031-03-04",), date(2031, 3, 4)),
        (("/afterwards 5.3.",), date(2030, 3, 5)),
        (("/afterwards", "3.3.2031"), date(2031, 3, 3)),
        (("/afterwards", ""), date(2031, 3, 4)),
        (("/afterwards 3.3.", "/afterwards -"), None),
        (("/afterwards 3.3.", "/undo"), None),
        (("/afterwards soon",), None),
        (("/afterwards 2031-03-05",), None),
    ],
)
def test_that_it_is_written_afterwards_is_recorded_with_the_day_of_the_talk(
    desk: Desk, clock: Clock, lines: tuple[str, ...], day: date | None
) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, *lines)
    kept = told.visit.record.afterwards
    assert (kept.day if kept else None) == day
    assert ("Written down after the talk" in told.session.text()) is (day is not None)


def test_a_day_that_is_none_or_still_to_come_is_said_so(desk: Desk, clock: Clock) -> None:
    assert FIELDS[_DAY] in talk(desk, UNCERTAINTY, "/afterwards soon").said
    told = talk(desk, UNCERTAINTY, "/afterwards 2031-03-05", "/afterwards 3.3.", "/check")
    assert "That day is still to come.\n" in told.said
    line = "Written down afterwards; the talk was on Monday 3 Mar 2031.\n"
    assert line in told.said
    assert line in page(told)


def test_what_was_said_in_an_earlier_talk_is_told_and_confirmed_by_one(
    desk: Desk, clock: Clock
) -> None:
    first = tell(
        begun(desk, UNCERTAINTY),
        (
            *(AVERY.name, AVERY.second, *WHOLE[UNCERTAINTY], *SIGNED_BY),
            *(AVERY.name, AVERY.second),
        ),
    )
    assert first.visit.state is State.SIGNED
    clock.forward(24 * 60)
    lines = (AVERY.name, AVERY.second, *WHOLE[UNCERTAINTY][:9], "1")
    told = tell(begun(desk, UNCERTAINTY), lines)
    assert f"Last time, on Tuesday 4 Mar 2031: “{WORDS}”. Still so?\n" in told.said
    assert "1 Still so, in the same words\n" in told.said
    given = told.answer("worst")
    assert (given.words, given.since) == (WORDS, date(2031, 3, 4))
    other = tell(begun(desk, UNCERTAINTY), (*lines[:-1], "the cat now"))
    assert (other.answer("worst").words, other.answer("worst").since) == ("the cat now", None)


_DAY = next(field for field in FIELDS if field.value == "day")
