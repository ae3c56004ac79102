"""Text on a grid of cells, days as people type them, values and their plain forms."""

from __future__ import annotations

import dataclasses
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.answers import Answer, Patient, Person
from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.core.days import parse_day, parse_person
from bedside.core.events import event_from_plain, event_to_plain
from bedside.core.listing import Listing
from bedside.core.problems import Finding, Level, Point, Span, nearest
from bedside.core.text import cells, clean, cut, hang, harmful, listed, safe, unfit, wrap
from tests.worlds import SHIPPED, TODAY, random_events, shipped_checklist

words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)


@given(words, st.integers(2, 60))
def test_wrapping_loses_no_letter_and_never_runs_over(text: str, width: int) -> None:
    """Joined again it is the same text but for spaces."""
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width for line in lines)


@given(words, st.integers(1, 40))
def test_cutting_fits_and_says_that_it_cut(text: str, width: int) -> None:
    """What fits is left as it is."""
    short = cut(text, width)
    assert cells(short) <= max(width, 1)
    assert short == text or short.endswith("…")


def test_wide_letters_take_two_cells_and_marks_none() -> None:
    """Unicode Standard Annex 11."""
    assert cells("abc") == 3
    assert cells("日本") == 4
    assert cells("e\u0301") == 1


@given(words)
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    """Control, bidirectional and invisible characters go; letters stay."""
    assert harmful(safe(text)) is None or safe(text) == text.replace("\x00", "")
    assert harmful(clean(text)) is None


EVERY = [chr(number) for number in range(0x110000)]


def test_no_letter_that_is_hidden_or_turns_the_line_is_let_through() -> None:
    """Unicode's own classes say which: controls, formats, surrogates, line and paragraph ends."""
    kept = {"\t", "\n", "\u200c", "\u200d"}
    kept |= {
        one for one in EVERY if "\u0600" <= one <= "\u08e2" and one != "\u061c"
    }  # number signs
    kept |= {"\U000110bd", "\U000110cd"} | set(map(chr, range(0x13430, 0x13440)))  # seen as well
    hidden = {one for one in EVERY if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert [f"U+{ord(one):04X}" for one in sorted(hidden - kept) if not harmful(one)] == []
    assert all(safe(one) == "" for one in hidden - kept)


def test_what_is_letter_mark_or_number_reaches_the_terminal() -> None:
    seems_empty = set("\u034f\u115f\u1160\u180e\u17b4\u17b5\u3164\uffa0")
    seems_empty |= set(map(chr, range(0xE0000, 0xE1000)))
    lost = [one for one in EVERY if unicodedata.category(one)[0] in "LMNPS" and harmful(one)]
    assert set(lost) <= seems_empty


def test_no_authored_text_holds_what_each_machine_shows_differently() -> None:
    """Private use and unassigned characters, and noncharacters among them."""
    strange = [one for one in EVERY if unicodedata.category(one) in ("Co", "Cn")]
    assert len(strange) > 100_000
    assert all(unfit(one) == [0] for one in strange[::97])
    assert unfit("".join(strange)) == list(range(len(strange)))


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "क्\u200dष"]
)
def test_a_joiner_stays_between_letters_and_pictures_that_need_it(text: str) -> None:
    assert unfit(text) == []


@pytest.mark.parametrize(
    "text", ["5\u200c0", "a\u200db", "\u200da", "می\u200c", "é\u200cé", "\u200c"]
)
def test_a_joiner_elsewhere_only_makes_two_words_that_look_alike_differ(text: str) -> None:
    assert unfit(text) == [next(at for at, one in enumerate(text) if one in "\u200c\u200d")]


@given(words)
def test_what_no_text_may_hold_is_told_where_it_stands(text: str) -> None:
    found = set(unfit(text))
    assert {at for at, one in enumerate(text) if harmful(one)} <= found
    assert all(text[at] in "\u200c\u200d" or unfit(text[at]) == [0] for at in found)


@pytest.mark.parametrize(
    "bad", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f"]
)
def test_each_kind_of_harmful_character_is_known(bad: str) -> None:
    """ECMA-48 controls and the overrides of CVE-2021-42574 among them."""
    assert harmful(f"a{bad}b")
    assert safe(f"a{bad}b") == "ab"


def test_labels_hang_over_the_lines_they_begin() -> None:
    """Lines after the first are set in."""
    assert hang("NEXT:", "one two three", 12) == ["NEXT: one", "  two three"]
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2031-03-09", date(2031, 3, 9)),
        ("9.3.", date(2031, 3, 9)),
        ("09.03", date(2031, 3, 9)),
        ("1.3.", date(2032, 3, 1)),
        ("1. 4. 2032", date(2032, 4, 1)),
        ("31.2.", None),
        ("3/9", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_they_are_typed(typed: str, day: date | None) -> None:
    """Without a year it is the next such day; month first is never guessed."""
    assert parse_day(typed, TODAY) == day


def test_a_person_is_a_name_and_after_a_comma_how_they_relate() -> None:
    """Without a comma all of it is the name."""
    assert parse_person("R.T., daughter") == ("R.T.", "daughter")
    assert parse_person("R.T.") == ("R.T.", "")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_checklist_survives_being_kept(name: str) -> None:
    """Its normal form gives the same checklist."""
    made = shipped_checklist(name)
    assert from_plain(Checklist, to_plain(made)) == made


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000))
def test_events_survive_being_kept(name: str, seed: int) -> None:
    """Every kind of event comes back equal."""
    for event in random_events(shipped_checklist(name), seed, 30):
        assert event_from_plain(event_to_plain(event)) == event


def test_a_listing_with_a_finding_survives_being_kept() -> None:
    """Spans are tuples within a value."""
    span = Span(Point(2, 9), Point(2, 19))
    finding = Finding(code="C208", message="No.", level=Level.WARNING, file="a.toml", span=span)
    listing = Listing(id="a", tags=("x",), next_review=date(2031, 1, 1), findings=(finding,))
    assert from_plain(Listing, to_plain(listing)) == listing


def test_a_value_never_changes_and_is_equal_by_its_fields() -> None:
    """It is a dataclass like any other, only cheaper to define."""
    person = Person(who="R.T.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        person.who = "x"  # type: ignore[misc]  # that is the point
    with pytest.raises(dataclasses.FrozenInstanceError):
        del person.who
    with pytest.raises(TypeError, match="has no whom"):
        Person(whom="x")  # type: ignore[call-arg]  # that is the point
    assert person == dataclasses.replace(Person(), who="R.T.")
    assert person != Patient(name="R.T.")
    assert hash(Answer(picks=("x",))) == hash(Answer(picks=("x",)))
    assert repr(person) == "Person(who='R.T.', relation='')"
    assert not hasattr(person, "__dict__")


def test_the_nearest_spelling_is_offered_only_where_it_is_near() -> None:
    """A guess that is far off helps nobody."""
    assert nearest("minuts", ["minutes", "title"]) == "minutes"
    assert nearest("zebra", ["minutes", "title"]) == ""


def test_patients_are_the_same_whatever_their_capitals_and_spaces() -> None:
    """Letters decide."""
    assert Patient(name="Test,  Avery", second="000 TEST").matches(
        Patient(name="test, avery", second="000-TEST".replace("-", " "))
    )
    assert not Patient(label="A").matches(Patient(label="B"))
