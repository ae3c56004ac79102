"""How one answer becomes the next, kind by kind."""

from __future__ import annotations

from datetime import date

from bedside.core import moves as m
from bedside.core.answers import Answer, Person, Point
from bedside.core.checklist import Scale, TeachBack
from tests.people import WORDS
from tests.worlds import checklist, choose, do, opened, step


def answer(visit_step: object, *moves: m.Move) -> Answer | None:
    """Return the answer of a one-step visit after these moves."""
    visit = do(opened(checklist(visit_step)), *moves)  # type: ignore[arg-type]
    return visit.answer("a")


def test_one_of_several_answers_replaces_the_one_before() -> None:
    """A slip is mended by choosing again; the same key twice does not take the answer away."""
    ask = choose("a", "yes", "no")
    assert answer(ask, m.Pick("a", "yes"), m.Pick("a", "no")) == Answer(picks=("no",))
    assert answer(ask, m.Pick("a", "no"), m.Pick("a", "no")) == Answer(picks=("no",))


def test_any_number_of_answers_stand_in_the_order_they_are_offered() -> None:
    """Choosing one again turns it off; with none left there is no answer."""
    ask = choose("a", "x", "y", "z", kind="choose-many")
    assert answer(ask, m.Pick("a", "z"), m.Pick("a", "x")) == Answer(picks=("x", "z"))
    assert answer(ask, m.Pick("a", "z"), m.Pick("a", "z")) is None


def test_declined_takes_the_place_of_what_was_chosen_and_the_other_way_round() -> None:
    """A question is either answered or declined."""
    ask = choose("a", "x", "y", kind="choose-many")
    assert answer(ask, m.Pick("a", "x"), m.Pick("a", "declined")) == Answer(picks=("declined",))
    assert answer(ask, m.Pick("a", "declined"), m.Pick("a", "x")) == Answer(picks=("x",))


def test_words_are_the_answer_of_a_words_step_and_stand_beside_every_other() -> None:
    """Line breaks and doubled spaces become one space; taking the words away takes the answer."""
    assert answer(step("a", kind="words"), m.Write("a", " my\n dog ")) == Answer(
        picks=("answered",), words="my dog"
    )
    assert answer(step("a", kind="words"), m.Write("a", "x"), m.Write("a", "")) is None
    kept = answer(choose("a", "x", "y"), m.Pick("a", "x"), m.Write("a", "mine"), m.Pick("a", "y"))
    assert kept == Answer(picks=("y",), words="mine")


def test_something_else_is_an_answer_where_it_is_offered() -> None:
    """Typing without a choice chooses it; typing beside a choice leaves the choice."""
    ask = choose("a", "x", other=True)
    assert answer(ask, m.Write("a", "a dog")) == Answer(picks=("other",), words="a dog")
    assert answer(ask, m.Pick("a", "x"), m.Write("a", "a dog")) == Answer(
        picks=("x",), words="a dog"
    )


def test_skipping_says_why_and_keeps_words_that_were_recorded() -> None:
    """A patient who prefers not to has declined; everything else was not asked or not done."""
    ask = choose("a", "x")
    assert answer(ask, m.Skip("a", "prefers-not")) == Answer(
        picks=("declined",), reason="prefers-not"
    )
    assert answer(step("a"), m.Skip("a", "prefers-not")) == Answer(
        picks=("not-done",), reason="prefers-not"
    )
    kept = answer(ask, m.Write("a", "mine"), m.Skip("a", "other", "rang for help"))
    assert kept == Answer(
        picks=("not-asked",), words="mine", reason="other", because="rang for help"
    )
    assert answer(ask, m.Skip("a", "no-time"), m.Pick("a", "x")) == Answer(picks=("x",))


def test_people_are_added_by_relation_and_by_name() -> None:
    """Nobody else and somebody else exclude each other; nobody is listed twice."""
    who = step("a", kind="people")
    partner, named = Person(relation="partner"), Person(who="R.T.", relation="daughter")
    assert answer(who, m.Pick("a", "alone"), m.Pick("a", "partner"), m.Add("a", named)) == Answer(
        picks=("answered",), people=(partner, named)
    )
    assert answer(who, m.Add("a", named), m.Add("a", named)) == Answer(
        picks=("answered",), people=(named,)
    )
    assert answer(who, m.Pick("a", "partner"), m.Pick("a", "partner")) is None
    alone = answer(who, m.Add("a", named), m.Pick("a", "alone"))
    assert alone == Answer(picks=("answered",), people=(Person(relation="alone"),))


def test_a_number_and_a_day_replace_what_was_there() -> None:
    """Declined goes when a number comes."""
    scale = Scale(id="a", kind="scale", title="A", min=0, max=10)
    assert answer(scale, m.Pick("a", "declined"), m.Rate("a", 7)) == Answer(
        picks=("answered",), number=7
    )
    day = date(2031, 3, 9)
    assert answer(step("a", kind="date"), m.Schedule("a", day)) == Answer(
        picks=("answered",), day=day
    )


def test_teach_back_counts_its_attempts_point_by_point() -> None:
    """Said back after a failed try is said back after another try."""
    taught = TeachBack(id="a", kind="teach-back", title="A", points=("one", "two", "three"))
    made = answer(
        taught,
        m.CheckPoint("a", 0, "said-back"),
        m.CheckPoint("a", 1, "not-yet"),
        m.CheckPoint("a", 1, "not-yet"),
        m.CheckPoint("a", 1, "said-back"),
        m.CheckPoint("a", 2, "not-asked"),
    )
    assert made is not None
    assert made.points == (
        Point(outcome="said-back", attempts=1),
        Point(outcome="after-another-try", attempts=3),
        Point(outcome="not-asked", attempts=0),
    )
    assert made.picks == ("said-back", "after-another-try", "not-asked")


def test_a_correction_of_the_read_back_is_corrected() -> None:
    """The words say what was wrong."""
    assert answer(step("a", kind="read-back"), m.Write("a", "it is a cat")) == Answer(
        picks=("corrected",), words="it is a cat"
    )


def test_a_sensitive_answer_keeps_what_the_patient_said_about_writing_it_down() -> None:
    """Changing the words does not ask again; leaving the step forgets it."""
    sensitive = step("a", kind="words", sensitive=True)
    kept = answer(sensitive, m.Write("a", "x"), m.Allow("a", yes=False), m.Write("a", "y"))
    assert kept == Answer(picks=("answered",), words="y", may_write=False)


def test_taking_back_that_a_step_was_left_brings_back_what_was_told_before() -> None:
    """Words stay words, and points that were said back stay said back."""
    words = step("a", kind="words")
    told = answer(words, m.Write("a", WORDS), m.Skip("a", "no-time"), m.Clear("a"))
    assert told == Answer(picks=("answered",), words=WORDS)
    back = TeachBack(id="a", kind="teach-back", title="A", points=("one", "two"))
    moves = (m.CheckPoint("a", 0, "said-back"), m.Skip("a", "no-time"), m.Clear("a"))
    assert answer(back, *moves) == Answer(
        picks=("said-back",), points=(Point(outcome="said-back", attempts=1), Point())
    )


def test_taking_back_that_an_empty_step_was_left_leaves_it_open() -> None:
    assert answer(step("a", kind="words"), m.Skip("a", "no-time"), m.Clear("a")) is None


def test_a_name_after_a_relation_is_that_persons_name() -> None:
    people = step("a", kind="people")
    told = answer(people, m.Pick("a", "child"), m.Add("a", Person(who="R.T.")))
    assert told is not None
    assert told.people == (Person(who="R.T.", relation="child"),)


def test_taking_the_last_correction_back_confirms_nothing() -> None:
    back = step("a", kind="read-back", place="checked")
    put = (m.Correct("a", "Line one.", "two"), m.Correct("a", "Line three.", "four"))
    told = answer(back, *put, m.Correct("a", "Line one.", ""))
    assert told is not None
    assert told.picks == ("corrected",)
    assert (
        answer(back, *put, *(m.Correct("a", line, "") for line in ("Line one.", "Line three.")))
        is None
    )
