"""The `when` rules: what appears, decided from the answers above."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import Answer
from bedside.core.checklist import Choice, Condition, Scale, Step
from bedside.core.plan import plan
from bedside.core.rules import decided
from tests.worlds import checklist, choose, do, opened, step, when


def test_all_when_lines_must_hold_or_else_any_or_line() -> None:
    """(A and B) or C."""
    made = checklist(
        choose("a", "yes", "no"),
        choose("b", "yes", "no"),
        choose("c", "yes", "no"),
        step("d", when=(*when("a", "yes"), *when("b", "yes")), or_=when("c", "yes")),
    )
    for a, b, c in product(("yes", "no"), repeat=3):
        visit = do(opened(made), m.Pick("a", a), m.Pick("b", b), m.Pick("c", c))
        assert visit.shows("d") is ((a == "yes" and b == "yes") or c == "yes")


def test_not_asks_for_some_other_answer_and_not_for_none() -> None:
    """`when.a.not = "yes"` is false until something is answered."""
    other = (Condition(step="a", none_of=("yes",)),)
    made = checklist(choose("a", "yes", "no"), step("b", when=other))
    assert not opened(made).shows("b")
    assert do(opened(made), m.Pick("a", "no")).shows("b")
    assert do(opened(made), m.Pick("a", "declined")).shows("b")
    assert not do(opened(made), m.Pick("a", "yes")).shows("b")


def test_limits_are_for_numbers() -> None:
    """At least and at most both hold, ends included."""
    between = (Condition(step="a", at_least=3, at_most=5),)
    scale = Scale(id="a", kind="scale", title="A", min=0, max=10)
    made = checklist(scale, step("b", when=between))
    shown = [n for n in range(11) if do(opened(made), m.Rate("a", n)).shows("b")]
    assert shown == [3, 4, 5]


def test_one_of_several_answers_is_enough_where_many_were_chosen() -> None:
    """For choose-many the option has to be among those picked."""
    made = checklist(
        choose("a", "x", "y", "z", kind="choose-many"), step("b", when=when("a", "y", "z"))
    )
    assert not do(opened(made), m.Pick("a", "x")).shows("b")
    assert do(opened(made), m.Pick("a", "x"), m.Pick("a", "z")).shows("b")


def test_a_test_on_a_hidden_step_is_false() -> None:
    """Hiding is inherited: an answer that no longer applies decides nothing."""
    made = checklist(
        choose("a", "yes", "no"),
        choose("b", "yes", when=when("a", "yes")),
        step("c", when=when("b", "yes")),
    )
    visit = do(opened(made), m.Pick("a", "yes"), m.Pick("b", "yes"))
    assert visit.shows("c")
    visit = do(visit, m.Pick("a", "no"))
    assert not visit.shows("c")
    assert visit.ruled_out == {"b", "c"}


def _random_checklist(chance: Random) -> list[Choice | Step]:
    """Return up to six questions, each with random conditions on those above."""
    made: list[Choice | Step] = []
    for number in range(chance.randint(1, 6)):
        lines = [
            Condition(step=f"q{chance.randrange(number)}", any_of=(chance.choice("xy"),))
            for _ in range(chance.randint(0, 2))
            if number
        ]
        ors = tuple(lines[1:]) if chance.random() < 0.4 else ()
        whens = tuple(lines[:1]) if ors else tuple(lines)
        made.append(choose(f"q{number}", "x", "y", when=whens, or_=ors))
    return made


@given(st.integers(0, 100_000))
def test_what_is_ruled_out_can_never_come_back(seed: int) -> None:
    """Over every way to answer what is open, exactly the steps not ruled out can still appear."""
    chance = Random(seed)  # the same checklist for the same seed
    made = checklist(*_random_checklist(chance))
    planned = plan(made)
    asked = [s for s in planned.stops if chance.random() < 0.4]
    given_ = {s: Answer(picks=(chance.choice("xy"),)) for s in asked}
    now = decided(planned, given_)
    can_appear: set[str] = set()
    open_ = [s for s in planned.stops if s not in given_]
    for picks in product(("x", "y", None), repeat=len(open_)):
        more = {s: Answer(picks=(p,)) for s, p in zip(open_, picks, strict=True) if p}
        can_appear |= set(planned.stops) - decided(planned, {**given_, **more}).hidden
    assert now.ruled_out <= now.hidden
    assert not (now.ruled_out & can_appear)
