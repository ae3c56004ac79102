"""The note: its places and order, its four-line core, and that every sentence is true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import Person, is_left
from bedside.core.checklist import PLACES, NoteFrame, Task, TeachBack
from bedside.core.note import Note
from bedside.core.visit import Visit
from bedside.core.walk import replay
from bedside.note import wording as w
from bedside.note.compose import compose
from bedside.note.four_lines import aloud
from bedside.note.render.text import WIDTH, render_text
from tests.people import AVERY, WORDS
from tests.worlds import (
    SHIPPED,
    checklist,
    choose,
    do,
    opened,
    random_events,
    shipped_checklist,
    step,
    when,
)


def note(visit: Visit) -> Note:
    """Return the note of a visit in its own wording."""
    return compose(visit, visit.checklist)


def told(visit: Visit) -> dict[str, str]:
    """Return every place of the note with its text."""
    return {p.place: " ".join(s.text for s in p.sentences) for p in note(visit).passages}


random_visits = st.tuples(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 80))


@given(random_visits)
def test_only_what_was_talked_about_is_named_as_talked_about(made: tuple[str, int, int]) -> None:
    """A place whose answers were all left or declined is no topic."""
    name, seed, length = made
    visit = replay(shipped_checklist(name), random_events(shipped_checklist(name), seed, length))
    topics = told(visit).get("talked", "").rstrip(".").lower()
    for place, topic in w.TOPICS.items():
        spoken = any(
            visit.plan.place(id_) == place
            and id_ not in visit.hidden
            and not is_left(entry.answer)
            and "declined" not in entry.answer.picks
            for id_, entry in visit.record.entries.items()
        )
        assert spoken or topic not in topics.split(", ")


@given(random_visits)
def test_the_text_stays_within_the_frame_that_any_record_takes(
    made: tuple[str, int, int],
) -> None:
    """72 columns, no tabs, no trailing spaces."""
    name, seed, length = made
    events = random_events(shipped_checklist(name), seed, length)
    for line in render_text(note(replay(shipped_checklist(name), events))).splitlines():
        assert len(line) <= WIDTH
        assert line == line.rstrip()
        assert "\t" not in line


def test_one_skip_of_many_steps_makes_a_topic_of_none_of_them() -> None:
    """Not even where one of them, said back in part, had been talked about."""
    made = checklist(
        choose("view", "x", place="understanding", required=True, note={"not-asked": "Not asked."}),
        told_back("back", place="checked", required=True),
    )
    visit = do(opened(made), m.CheckPoint("back", 0, "said-back"), m.SkipRest("no-time"))
    assert "talked" not in told(visit)
    assert told(visit)["understanding"] == "Not asked (no time)."
    assert told(visit)["checked"] == (
        "Said back in own words: When to call. Not checked: Whom to call (no time)."
    )
    assert aloud(visit, made) == (
        "Not asked (no time).",
        "Said back in own words: When to call.",
        "Not checked: Whom to call (no time).",
    )


def told_back(id_: str, **more: object) -> TeachBack:
    """Return a step at which two points are said back."""
    points = ("When to call", "Whom to call")
    return TeachBack(id=id_, kind="teach-back", title=id_.title(), points=points, **more)  # type: ignore[arg-type]


def test_places_stand_in_the_notes_order_under_the_four_core_lines() -> None:
    """Present, talked about, decided, next; what hangs below each keeps the order of places."""
    steps = [choose(f"at-{place}", "x", place=place) for place in reversed(PLACES)]
    visit = opened(checklist(*steps))
    visit = do(visit, *(m.Pick(own.id, "x") for own in steps))
    order = [p.place for p in note(visit).passages if p.place in (*PLACES, "talked")]
    assert order == [
        *("present", "talked", "agreed", "decides", "understanding", "shared", "matters"),
        *("worries", "feelings", "decided", "checked", "next", "told"),
    ]
    groups = [p.group for p in note(visit).passages]
    assert groups == sorted(
        groups, key=["head", "present", "talked", "decided", "next", "foot"].index
    )


def test_empty_places_vanish() -> None:
    """A visit with nothing recorded has a heading, its guide, and nothing that claims anything."""
    assert [p.place for p in note(opened(checklist(step("a")))).passages] == [
        "heading",
        "when",
        "guide",
    ]


def test_a_step_says_what_its_wording_says_for_the_answer() -> None:
    """The wording of the answer first, then that of any answer; blanks are filled once."""
    own = choose(
        "a",
        "x",
        "y",
        place="matters",
        note={"x": "Wants X.", "answered": "Chose {answer} on {today}."},
    )
    assert told(do(opened(checklist(own)), m.Pick("a", "x")))["matters"] == "Wants X."
    assert told(do(opened(checklist(own)), m.Pick("a", "y")))["matters"] == "Chose Y on 4 Mar 2031."
    typed = step("b", kind="words", place="matters", note={"": "Said: “{answer}”"})
    visit = do(opened(checklist(typed)), m.Write("b", "{answer} {today}"))
    assert told(visit)["matters"] == "Said: “{answer} {today}”."


def test_many_choices_are_fragments_in_one_frame() -> None:
    """A fragment where the checklist has one, else the label."""
    own = choose(
        "a",
        "x",
        "y",
        "z",
        kind="choose-many",
        place="next",
        note={"x": "a call", "answered": "Wants {answer}."},
    )
    visit = do(opened(checklist(own)), m.Pick("a", "x"), m.Pick("a", "y"), m.Pick("a", "z"))
    assert told(visit)["next"] == "Wants a call, Y and Z."


def test_a_step_done_in_part_says_so() -> None:
    """Its own wording for that, else the whole wording with a mark."""
    own = step("a", place="shared", note={"done": "It was told."})
    assert (
        told(do(opened(checklist(own)), m.Pick("a", "partly")))["shared"]
        == "It was told (in part)."
    )
    worded = step("a", place="shared", note={"done": "Told.", "partly": "Half told."})
    assert told(do(opened(checklist(worded)), m.Pick("a", "partly")))["shared"] == "Half told."


def test_marks_without_wording_are_gathered_in_one_line() -> None:
    """Nothing that was done is passed over, and no line is spent on each."""
    visit = do(
        opened(checklist(step("a"), step("b", kind="do"))),
        m.Pick("a", "done"),
        m.Pick("b", "partly"),
    )
    assert told(visit)["also"] == "A; B (in part)."


def test_what_was_not_discussed_is_one_line_with_its_reasons() -> None:
    """A required step always, an optional one if it says why; negated wording takes its place."""
    made = checklist(
        step("a", required=True),
        step("b", kind="do"),
        step("c", kind="do"),
        choose("d", "x", required=True, place="matters", note={"not-asked": "Not asked about D."}),
        choose("e", "x", required=True),
    )
    visit = do(
        opened(made),
        m.Skip("a", "no-time"),
        m.Skip("b", "no-time"),
        m.Pick("c", "not-done"),
        m.Skip("d", "too-much"),
        m.Skip("e", "other", "rang for help"),
    )
    assert told(visit)["left"] == "A; B (no time). E (rang for help)."
    assert told(visit)["matters"] == "Not asked about D (too much for today)."


def test_declined_and_unsure_are_answers_with_words_of_their_own() -> None:
    """Preferring not to talk is said kindly, and is no blank."""
    own = choose("a", "x", place="worries")
    assert told(do(opened(checklist(own)), m.Pick("a", "declined")))["worries"] == (
        "Preferred not to talk about: A."
    )
    assert told(do(opened(checklist(own)), m.Skip("a", "prefers-not")))["worries"] == (
        "Preferred not to talk about: A."
    )
    assert told(do(opened(checklist(own)), m.Pick("a", "unsure")))["worries"] == "Was not sure: A."


def test_the_patients_own_words_stand_in_quotation_marks_only_where_they_may() -> None:
    """For what matters and worries; elsewhere they are told without."""
    for place, frame in (("matters", w.OWN_WORDS), ("worries", w.OWN_WORDS), ("shared", w.PUT_SO)):
        visit = do(opened(checklist(step("a", kind="words", place=place))), m.Write("a", WORDS))
        assert told(visit)[place] == w.ended(frame.replace("{answer}", WORDS))


def test_a_sensitive_answer_is_written_only_where_the_patient_allowed_it() -> None:
    """Not asked counts as no."""
    made = checklist(step("a", kind="words", sensitive=True, place="matters"))
    visit = do(opened(made), m.Write("a", WORDS))
    assert WORDS not in render_text(note(visit))
    refused = do(visit, m.Allow("a", yes=False))
    assert WORDS not in render_text(note(refused))
    assert WORDS not in render_text(note(do(refused, m.Skip("a", "too-much"))))
    assert WORDS in render_text(note(do(visit, m.Allow("a", yes=True))))


def test_not_even_that_something_sensitive_was_done_is_written_without_leave() -> None:
    """The title alone would tell."""
    visit = do(opened(checklist(step("home", kind="do", sensitive=True))), m.Pick("home", "done"))
    assert "also" not in told(visit)
    assert "also" not in told(do(visit, m.Allow("home", yes=False)))
    assert told(do(visit, m.Allow("home", yes=True)))["also"] == "Home."


def test_people_a_number_and_a_day_read_as_a_sentence() -> None:
    """The built-in wording where a checklist is silent."""
    made = checklist(
        step("who", kind="people", place="present"),
        step("day", kind="date", place="next", note={"": "Again on {answer}."}),
    )
    visit = do(
        opened(made),
        m.Pick("who", "partner"),
        m.Add("who", Person(who="R.T.", relation="daughter")),
    )
    assert told(visit)["present"] == "The patient and their partner and R.T. (daughter)."
    assert told(do(visit, m.Pick("who", "alone")))["present"] == w.ALONE


def test_follow_ups_stand_under_next_with_owner_and_day() -> None:
    """The year is left out where it is this one."""
    task = Task(id="call", text="Call back", who="Named nurse", due="2 days", when=when("a", "x"))
    visit = do(opened(checklist(choose("a", "x"), tasks=(task,))), m.Pick("a", "x"))
    assert told(visit)["next"] == "Call back (Named nurse, by 6 Mar)."


def test_a_fallen_answer_is_no_part_of_the_note() -> None:
    """What no longer applies is kept, and not told."""
    made = checklist(choose("a", "x", "y"), choose("b", "z", when=when("a", "x"), place="matters"))
    visit = do(opened(made), m.Pick("a", "x"), m.Pick("b", "z"), m.Pick("a", "y"))
    assert "matters" not in told(visit)


def test_the_signed_note_says_who_signed_when_and_the_minutes_only_if_confirmed() -> None:
    """A draft says neither."""
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Identify(AVERY))
    assert note(visit).draft
    assert {"time", "signed"}.isdisjoint(told(visit))
    signed = do(visit, m.Sign("J. Doe", "nurse", 12, AVERY))
    assert not note(signed).draft
    assert told(signed)["time"] == "12 minutes, confirmed."
    assert told(signed)["signed"] == "J. Doe, nurse, 4 Mar 2031, 13:00."
    assert told(signed)["patient"] == "Test, Avery, 000-TEST"
    assert "time" not in told(do(visit, m.Sign("J. Doe", again=AVERY)))


def test_the_frame_of_the_checklist_stands_around_the_note() -> None:
    """Title, version and day of the visit are its only blanks."""
    frame = NoteFrame(heading="Talk: {title}", opening="On {today}.", closing="{title} {version}")
    visit = opened(checklist(step("a"), note=frame, version="3.1"))
    assert told(visit)["heading"] == "Talk: Made up"
    assert told(visit)["opening"] == "On 4 Mar 2031."
    assert told(visit)["guide"] == "Made up 3.1"
