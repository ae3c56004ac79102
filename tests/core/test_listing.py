"""How visits are listed: whose, where they stand, what is to do, and how much there is of them."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.checklist import Checklist, Task
from bedside.core.codec import from_plain, to_plain
from bedside.core.listing import Due, VisitListing, listing_of
from tests.people import AVERY, CLINICIAN
from tests.worlds import NOON, TODAY, checklist, choose, do, opened, when


def talk() -> Checklist:
    """Return a checklist with one question and the follow-up of its answer."""
    task = Task(id="call", text="Call back", who="Named nurse", due="today", when=when("a", "x"))
    return checklist(choose("a", "x", "y"), tasks=(task,))


def listed(*moves: m.Move) -> VisitListing:
    """Return how a visit is listed after these moves."""
    return listing_of(do(opened(talk()), *moves), NOON)


SIGNED = (m.Identify(AVERY), m.Pick("a", "x"), m.Sign(*CLINICIAN, again=AVERY))


def test_a_visit_in_which_nothing_was_recorded_is_blank_unless_words_are_being_typed() -> None:
    assert listed().is_blank
    assert not listing_of(opened(talk()), NOON, typing=True).is_blank
    assert not listed(m.Pick("a", "x")).is_blank


def test_a_signed_visit_lists_its_follow_ups_with_who_has_done_them() -> None:
    """A draft lists none: nothing is agreed on until it is signed."""
    assert listed(*SIGNED[:2]).tasks == ()
    due = Due("call", "Call back", "Named nurse", TODAY)
    assert listed(*SIGNED).tasks == (due,)
    done = listed(*SIGNED, m.Finish("call", "Dr Roe"))
    assert [task.done for task in done.tasks] == ["Dr Roe"]
    assert listed(*SIGNED, m.Finish("call", "Dr Roe"), m.Finish("call", "")).tasks == (due,)


def test_a_retracted_visit_says_so_and_asks_nothing_of_anybody() -> None:
    gone = listed(*SIGNED, m.Append("retraction", "Dr Roe", "", "", "wrong person"))
    assert gone.retracted
    assert gone.tasks == ()
    assert not listed(*SIGNED).retracted


def test_it_counts_the_events_there_are() -> None:
    """So that a visit whose end was cut off is known for it."""
    assert listed().events == 1
    assert listed(*SIGNED).events == 4


def test_it_is_kept_and_read_again() -> None:
    """What an earlier version kept has no count, no follow-ups, and is read all the same."""
    made = listed(*SIGNED)
    plain = to_plain(made)
    assert from_plain(VisitListing, plain) == made
    assert isinstance(plain, dict)
    older = {key: plain[key] for key in plain.keys() - {"events", "tasks", "retracted"}}
    assert from_plain(VisitListing, older).events == 0
