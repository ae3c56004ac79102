"""The difference between two checklists: told in words, weighed, and never missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.changes import Change, Of, changes, heaviest, in_words
from bedside.content.load import read
from bedside.content.parts import RULES, Weight
from bedside.content.seal import seal_of
from bedside.core.checklist import KINDS, Checklist, Condition, Option, Phrase, Step, Task
from bedside.core.walk import apply, start
from bedside.note.compose import compose
from bedside.note.render.text import render_text
from tests.content.texts import WHOLE
from tests.worlds import (
    SHIPPED,
    UNCERTAINTY,
    checklist,
    choose,
    random_events,
    section,
    shipped_checklist,
    step,
    when,
)

seeds = st.integers(0, 10**6)


def told(old: Checklist, new: Checklist) -> list[str]:
    return in_words(changes(old, new))


def edited(made: Checklist, id_: str, **more: object) -> Checklist:
    """Return the checklist with one step changed."""
    steps = [replace(s, **more) if s.id == id_ else s for s in made.steps]  # type: ignore[arg-type]
    return replace(made, steps=tuple(steps))


def test_every_field_has_a_weight_or_is_compared_elsewhere() -> None:
    for cls, (rules, elsewhere) in RULES.items():
        classes = set(KINDS.values()) if cls is Step else {cls}
        names = {entry.name for each in classes for entry in fields(each)}
        assert names == set(rules) | set(elsewhere), cls
        assert not set(rules) & set(elsewhere)


@pytest.mark.parametrize("id_", SHIPPED)
def test_a_checklist_does_not_differ_from_itself(id_: str) -> None:
    assert changes(shipped_checklist(id_), shipped_checklist(id_)) == ()


def test_how_a_file_is_written_is_no_change_of_meaning_and_keeps_the_seal() -> None:
    old, new = (read(text.encode(), "made-up.toml", {}) for text in (WHOLE, _rewritten(WHOLE)))
    assert isinstance(old, Checklist)
    assert isinstance(new, Checklist)
    assert changes(old, new) == ()
    assert seal_of(old) == seal_of(new)


def _rewritten(text: str) -> str:
    swapped = text.replace(
        "when.scale.at_least = 3\nwhen.scale.at_most = 7", "when.scale = {at_most=7,at_least=3}"
    )
    spaced = swapped.replace(" = ", "   =   ").replace("\n\n", "\n# a word to oneself\n\n\n")
    listed = spaced.replace('["everything", "other"]', '["other", "everything"]')
    return listed.replace('tips   =   "t"', 'tips = ["t"]').replace("\n", "\r\n")


def test_a_change_of_words_is_told_by_step_with_what_it_is_about() -> None:
    old = checklist(choose("good-time", "now", "later", say=(Phrase(text="Now?"),)))
    options = (*old.steps[0].options, Option(id="tomorrow", label="Tomorrow"))  # type: ignore[attr-defined]
    new = edited(old, "good-time", say=(Phrase(text="Is now good?"),), options=options)
    assert told(old, new) == ["good-time: first suggested words changed; answer tomorrow added"]


def test_a_label_is_told_with_what_it_was() -> None:
    old = checklist(choose("good-time", "now"))
    new = edited(old, "good-time", options=(Option(id="now", label="Yes, now"),))
    assert told(old, new) == ["good-time: answer now reads “Yes, now”, it was “Now”"]


def test_steps_that_come_and_go_are_named_with_their_place() -> None:
    old = checklist(step("a"), step("b"))
    new = checklist(step("a"), step("c", "do"), step("b"))
    assert told(old, new) == ["c: added after a (“C”)"]
    assert told(new, old) == ["c: removed (“C”)"]


def test_the_fewest_steps_that_explain_a_new_order_have_moved() -> None:
    old = checklist(*(step(name) for name in "abcdef"))
    new = checklist(*(step(name) for name in "bcdefa"))
    assert told(old, new) == ["a: moved after f"]
    assert told(new, old) == ["a: moved to the beginning"]


def test_a_step_with_another_id_is_renamed_and_conditions_on_it_are_the_same() -> None:
    old = checklist(choose("a", "x"), step("b", when=when("a", "x")))
    new = checklist(replace(choose("a", "x"), id="first"), step("b", when=when("first", "x")))
    assert told(old, new) == ["first: renamed, it was called a"]
    assert heaviest(changes(old, new)) is Weight.RECORDED


def test_a_renamed_step_with_another_word_in_it_is_still_known_by_its_title() -> None:
    old = checklist(step("a", why="one"))
    new = checklist(replace(step("a", why="two"), id="b"))
    assert told(old, new) == ["b: renamed, it was called a; why changed"]


def test_conditions_are_told_in_words() -> None:
    old = checklist(choose("a", "x", "y"), step("b"))
    new = edited(old, "b", when=when("a", "y", "x"))
    assert told(old, new) == ["b: appears only if a is x or y, where it was always"]
    or_ = (Condition(step="a", none_of=("x",)),)
    now, before = "a is x or y, or a is something other than x", "a is x or y"
    assert told(new, edited(new, "b", or_=or_)) == [
        f"b: appears only if {now}, where it was only if {before}"
    ]


def test_the_order_of_conditions_is_no_change() -> None:
    both = (*when("a", "x"), *when("b", "done"))
    made = checklist(choose("a", "x"), step("b"), step("c", when=both))
    turned = edited(made, "c", when=both[::-1])
    assert changes(made, turned) == ()
    assert seal_of(made) == seal_of(turned)


def test_a_new_section_says_what_it_now_covers() -> None:
    old = checklist(section("one"), step("a"), step("b"))
    new = checklist(section("one"), step("a"), section("two"), step("b"))
    assert told(old, new) == ["two: added after a (“Two”); now covers b as well"]


def test_tasks_and_the_frame_of_the_note_are_told() -> None:
    task = Task(id="call", text="Call", who="Nurse")
    old = checklist(step("a"), tasks=(task,))
    new = replace(old, tasks=(replace(task, who="Clerk", due="today"),), title="Other")
    assert told(old, new) == [
        "the checklist: title is “Other”, it was “Made up”",
        "task call: by whom is “Clerk”, it was “Nurse”; by when added: “today”",
    ]


def test_what_a_step_takes_from_a_bank_is_its_own_content() -> None:
    made = checklist(step("a", use="bank/a"))
    assert changes(made, edited(made, "a", use="")) == ()
    assert seal_of(made) == seal_of(edited(made, "a", use=""))


def test_dates_and_names_of_the_review_give_no_new_version() -> None:
    old = shipped_checklist(UNCERTAINTY)
    review = replace(old.review, owner="Night team", approved_by="Dr Roe")
    found = changes(old, replace(old, review=review, status="published"))
    assert {change.weight for change in found} == {Weight.UPKEEP}
    assert heaviest(found) is None


Mutation = Callable[[Any], Any]

_WORDS: dict[str, Mutation] = {
    "aim": lambda v: v + "x",
    "why": lambda v: v + "x",
    "say": lambda v: (*v, Phrase(text="Another way to say it.")),
    "tips": lambda v: (*v, "x"),
    "source": lambda v: (*v, "x"),
    "instead": lambda v: {**v, "x": "y"},
    "locked": lambda v: not v,
}
_RECORDED: dict[str, Mutation] = {
    "title": lambda v: v + "x",
    "required": lambda v: not v,
    "sensitive": lambda v: not v,
    "place": lambda v: "told" if v != "told" else "shared",
    "record_as": lambda v: "" if v else "treatment-preference",
    "roles": lambda v: (*v, "x"),
    "note": lambda v: {**v, "": "x"},
    "patient": lambda v: {**v, "": "x"},
    "handover": lambda v: {**v, "": "x"},
    "when": lambda v: (*v, *when("one-story", "done")),
    "or_": lambda v: (*v, *when("one-story", "done")),
}


def _mutated(made: Checklist, chance: Random, kinds: dict[str, Mutation]) -> Checklist:
    for _ in range(chance.randint(1, 4)):
        at = chance.choice(made.steps)
        field = chance.choice(sorted(kinds))
        made = edited(made, at.id, **{field: kinds[field](getattr(at, field))})
    return made


@given(seeds)
def test_words_around_what_is_recorded_weigh_little_and_change_no_note(seed: int) -> None:
    old = shipped_checklist(UNCERTAINTY)
    new = _mutated(old, Random(seed), _WORDS)
    assert heaviest(changes(old, new)) in (Weight.WORDS, None)
    events = random_events(old, seed, 40)
    before, after = start(old), start(new)
    for event in events:
        before, after = apply(before, event), apply(after, event)
    assert render_text(compose(before, old)) == render_text(compose(after, new))


@given(seeds)
def test_whatever_is_recorded_weighs_more(seed: int) -> None:
    old = shipped_checklist(UNCERTAINTY)
    new = _mutated(old, Random(seed), _RECORDED)
    expected = None if seal_of(old) == seal_of(new) else Weight.RECORDED
    assert heaviest(changes(old, new)) is expected


@given(seeds)
def test_there_is_a_change_exactly_where_the_seal_differs(seed: int) -> None:
    chance = Random(seed)
    old = shipped_checklist(chance.choice(SHIPPED))
    new = _shuffled(_mutated(old, chance, _WORDS | _RECORDED), chance)
    found = [change for change in changes(old, new) if change.weight is not Weight.UPKEEP]
    assert bool(found) == (seal_of(old) != seal_of(new))


def _shuffled(made: Checklist, chance: Random) -> Checklist:
    """Return the checklist with a few steps moved, taken out or called otherwise."""
    steps = list(made.steps)
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(steps))
        taken = steps.pop(at)
        if chance.random() < 0.7:
            steps.insert(chance.randrange(len(steps) + 1), taken)
        elif chance.random() < 0.5:
            steps.insert(at, replace(taken, id=f"{taken.id}-x"))
    return replace(made, steps=tuple(steps))


@given(st.permutations("abcdefgh"))
def test_what_did_not_move_stands_in_its_old_order(order: list[str]) -> None:
    old = checklist(*(step(name) for name in "abcdefgh"))
    new = checklist(*(step(name) for name in order))
    moved = {change.id for change in changes(old, new) if "moved" in change.message}
    stayed = [name for name in order if name not in moved]
    assert stayed == sorted(stayed)
    assert all(change.of is Of.STEP for change in changes(old, new))


def test_a_change_names_its_part_its_weight_and_what_it_is() -> None:
    old = checklist(step("a"))
    (change,) = changes(old, edited(old, "a", why="Because."))
    assert change == Change(Of.STEP, "a", Weight.WORDS, "why added")
