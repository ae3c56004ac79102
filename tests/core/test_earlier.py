"""Earlier words: what mattered in an earlier visit is shown again, and nothing else of it."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.checklist import Checklist, Step
from bedside.core.earlier import Earlier, Said, remembered, said_before
from bedside.core.refusals import Refusal, Why
from bedside.core.view import view_of
from bedside.core.visit import Visit
from tests.people import AVERY, ROWAN, WORDS
from tests.worlds import NOON, TODAY, checklist, choose, do, opened, refused, step, when


def hope(id_: str = "hope", **more: object) -> Step:
    """Return a step that asks for words about what matters."""
    return step(id_, kind="words", place=more.pop("place", "matters"), **more)


def seen(made: Checklist, *said: Said) -> Visit:
    """Return a visit with these words of an earlier one."""
    return do(opened(made), m.Recall(Earlier(visit="0" * 20, day=TODAY, said=said)))


def test_only_own_words_about_what_matters_and_worries_are_remembered() -> None:
    made = checklist(
        hope(),
        hope("fear", place="worries"),
        hope("view", place="understanding"),
        step("plan", kind="text", place="matters"),
        choose("goal", "x", place="matters"),
    )
    words = [m.Write(id_, id_) for id_ in ("hope", "fear", "view", "plan", "goal")]
    found = remembered(do(opened(made), m.Pick("goal", "x"), *words))
    assert found is not None
    assert found.said == (Said("hope", "matters", "hope"), Said("fear", "worries", "fear"))
    assert (found.visit, found.day) == (opened(made).id, NOON.day())


def test_what_was_left_kept_out_or_fell_away_is_not_remembered() -> None:
    """A patient who asked to leave it out is not met with it again."""
    made = checklist(
        choose("ask", "yes", "no"),
        hope(),
        hope("confided", sensitive=True),
        hope("fallen", when=when("ask", "yes")),
    )
    visit = do(
        opened(made),
        m.Pick("ask", "yes"),
        m.Write("hope", WORDS),
        m.Skip("hope", "no-time"),
        m.Write("confided", WORDS),
        m.Write("fallen", WORDS),
        m.Pick("ask", "no"),
    )
    assert remembered(visit) is None
    assert remembered(do(visit, m.Allow("confided", yes=False))) is None
    assert remembered(do(visit, m.Allow("confided", yes=True))) is not None
    assert remembered(do(visit, m.Pick("ask", "yes"))) is not None


def test_they_are_shown_where_they_were_said() -> None:
    visit = seen(checklist(hope("first"), hope()), Said("hope", "matters", WORDS))
    assert said_before(visit, "first") is None
    assert said_before(visit, "hope") == Said("hope", "matters", WORDS)
    assert view_of(visit, "hope", TODAY).before == (WORDS, TODAY)


def test_another_checklist_shows_them_at_the_first_step_that_asks_for_the_same() -> None:
    """Once, and only where its place is the same."""
    made = checklist(hope("first"), hope("second"), hope("fear", place="worries"))
    visit = seen(made, Said("elsewhere", "matters", WORDS))
    assert [bool(said_before(visit, id_)) for id_ in ("first", "second", "fear")] == [
        *(True, False, False)
    ]


def test_confirming_records_the_same_words_with_the_day_they_are_from() -> None:
    visit = do(seen(checklist(hope()), Said("hope", "matters", WORDS)), m.Confirm("hope"))
    answer = visit.answer("hope")
    assert answer is not None
    assert (answer.words, answer.since, answer.picks) == (WORDS, TODAY, ("answered",))
    other = do(visit, m.Write("hope", "being home")).answer("hope")
    assert other is not None
    assert other.since is None


def test_there_is_nothing_to_confirm_where_nothing_was_said() -> None:
    visit = opened(checklist(hope()))
    assert refused(visit, m.Confirm("hope")) == Refusal(Why.NOTHING_EARLIER, "Hope")
    before = seen(checklist(hope(), choose("goal", "x")), Said("hope", "matters", WORDS))
    assert refused(before, m.Confirm("goal")).why is Why.NOTHING_EARLIER


def test_another_name_ends_what_was_known_of_the_first() -> None:
    """Nobody hears what somebody else said."""
    visit = do(seen(checklist(hope()), Said("hope", "matters", WORDS)), m.Identify(AVERY))
    assert visit.record.earlier is None
    assert view_of(visit, "hope", TODAY).before is None
    assert refused(do(visit, m.Identify(ROWAN)), m.Confirm("hope")).why is Why.NOTHING_EARLIER


def test_knowing_it_is_nothing_that_undo_takes_back() -> None:
    """The clinician changed nothing by it."""
    visit = seen(checklist(hope()), Said("hope", "matters", WORDS))
    assert refused(visit, m.Undo()).why is Why.NOTHING_TO_UNDO
