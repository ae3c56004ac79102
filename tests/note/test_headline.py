"""The headline: what matters most, in two lines, in sentences that stand below it too."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.checklist import Checklist, Condition
from bedside.core.text import hang
from bedside.core.visit import Visit
from bedside.core.walk import replay
from bedside.note import wording as w
from bedside.note.compose import compose
from bedside.note.four_lines import aloud
from bedside.note.headline import LINES, PLACE
from bedside.note.render.text import WIDTH, render_text
from tests.note.reading import places
from tests.people import AVERY
from tests.worlds import (
    SHIPPED,
    checklist,
    choose,
    do,
    opened,
    random_events,
    shipped_checklist,
    step,
)

LONG = "a very long answer that goes on and on, " * 5


def talk() -> Checklist:
    """Return a checklist with room for what matters, worries, a plan, and three things more."""
    return checklist(
        *(choose(f"more-{n}", "x", place="understanding") for n in range(3)),
        choose("goal", "home", place="matters"),
        step("hope", kind="words", place="matters", note={"": "Hopes for: “{answer}”"}),
        step("fear", kind="words", place="worries", note={"": "Fears: “{answer}”"}),
        step("plan", kind="text", place="decided", note={"": "For now: {answer}"}),
        step("back", kind="read-back", place="checked"),
    )


def talked(*moves: m.Move) -> Visit:
    """Return a visit in which the three other things were answered, and then this."""
    first = [m.Pick(f"more-{n}", "x") for n in range(3)]
    return do(opened(talk()), m.Identify(AVERY), *first, m.Pick("goal", "home"), *moves)


def test_it_says_the_patients_words_and_the_plan_before_anything_else() -> None:
    """Own words before a pick, what matters before what worries, in the order of the note."""
    visit = talked(m.Write("plan", "rest"), m.Write("fear", "pain"), m.Write("hope", "my dog"))
    assert places(visit)[PLACE] == "Hopes for: “my dog”. Fears: “pain”. For now: rest."
    lines = render_text(compose(visit, visit.checklist)).splitlines()
    assert lines[3] == "In short: Hopes for: “my dog”. Fears: “pain”. For now: rest."
    assert lines[4].startswith("TALKED ABOUT")


def test_it_says_what_was_chosen_and_not_which_of_two() -> None:
    """A text that was asked for because of an answer says in full what that answer says short."""
    chosen = Condition(step="choice", any_of=("second",))
    which = step(
        "which", kind="text", place="decided", note={"": "Chosen: {answer}"}, when=(chosen,)
    )
    choice = choose("choice", "first", "second", place="decided")
    made = replace(talk(), steps=(*talk().steps, choice, which))
    first = [m.Pick(f"more-{n}", "x") for n in range(3)]
    said = (m.Pick("choice", "second"), m.Write("which", "Comfort at home."))
    visit = do(opened(made), *first, m.Pick("goal", "home"), m.Skip("plan", "no-time"), *said)
    assert places(visit)[PLACE].endswith("Chosen: Comfort at home.")


def test_it_never_takes_more_than_two_lines_and_leaves_nothing_half_said() -> None:
    """A sentence that does not fit stays in its place; a shorter one takes its turn."""
    visit = talked(m.Write("hope", LONG), m.Write("plan", "rest"), m.Write("fear", "pain"))
    told = places(visit)
    assert told[PLACE] == "Fears: “pain”. For now: rest."
    assert LONG.strip() in told["matters"]
    assert PLACE not in places(talked(m.Write("hope", LONG)))


def test_a_short_note_is_its_own_headline() -> None:
    visit = do(opened(talk()), m.Write("hope", "my dog"), m.Write("plan", "rest"))
    assert PLACE not in places(visit)


def test_what_was_left_declined_or_unsure_is_no_headline() -> None:
    visit = talked(
        m.Skip("hope", "prefers-not"),
        m.Pick("fear", "unsure"),
        m.Skip("plan", "no-time"),
        m.Clear("goal"),
        m.Pick("back", "confirmed"),
    )
    assert PLACE not in places(visit)


def test_a_talk_that_was_stopped_says_so_first() -> None:
    """However short its note is."""
    visit = do(opened(talk()), m.Write("hope", "my dog"), m.Stop("too-much"))
    assert places(visit)[PLACE] == f"{w.CUT_SHORT} Hopes for: “my dog”."


def test_what_the_patient_put_right_is_put_right_in_the_headline_too() -> None:
    visit = talked(m.Write("plan", "rest"))
    visit = do(visit, m.Correct("back", "For now: rest.", "rest, and the dog may come"))
    told = places(visit)
    assert told["decided"] in told[PLACE]
    assert "the dog may come" in told[PLACE]


def test_nobody_reads_it_aloud_twice() -> None:
    visit = talked(m.Write("plan", "rest"), m.Write("hope", "my dog"))
    lines = aloud(visit, visit.checklist)
    assert len(lines) == len(set(lines)) == 6


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 120))
def test_every_headline_fits_and_repeats_what_stands_below(
    name: str, seed: int, length: int
) -> None:
    made = shipped_checklist(name)
    visit = replay(made, random_events(made, seed, length))
    note, stop = compose(visit, made), visit.stopped.seq if visit.stopped else 0
    below = {s for part in note.passages if part.place != PLACE for s in part.sentences}
    for part in note.passages:
        if part.place == PLACE:
            text = " ".join(s.text for s in part.sentences)
            assert len(hang(f"{part.label}:", text, WIDTH)) <= LINES
            assert below.issuperset(s for s in part.sentences if stop not in s.events)
