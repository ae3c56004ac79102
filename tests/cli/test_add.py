"""`add`: each kind of later entry, by whom and why, below a note that stays as it was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core.later import EXPLAINED, LATER_KINDS, WORDED
from bedside.session import Draft, Session
from bedside.words import notes
from tests.cli.conftest import Run
from tests.cli.test_terminals import Terminal, terminal
from tests.cli.visits import change_on_disk, followed_up, left_open, lines
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, WORDS
from tests.worlds import UNCERTAINTY

LABELS = {
    "addendum": "Addendum",
    "late-entry": "Late entry",
    "correction": "Correction",
    "disagreement": "The patient disagrees",
    "co-signature": "Co-signed",
    "retraction": "Retracted",
}
BY = ("--by", "Dr Roe", "--role", "consultant")


@pytest.fixture
def visit(clock: Clock) -> str:
    """A signed visit, its note as old as the clock."""
    return followed_up()


def given(kind: str) -> tuple[str, ...]:
    """Return the options that say all a kind of entry needs."""
    said = ("--words", WORDS) if kind in WORDED else ()
    why = ("--because", "It was not there yet") if kind in EXPLAINED else ()
    return (*said, *why, *(("--yes",) if kind == "retraction" else ()))


def later(visit: str) -> list[tuple[str, str, str, str, str]]:
    """Return what was added to a note: kind, author, role, words and reason of each entry."""
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    session.close()
    kept = session.visit.later
    return [(one.kind, one.author, one.role, one.words, one.because) for one in kept]


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_each_kind_is_added_and_printed_as_it_stands(run: Run, visit: str, kind: str) -> None:
    before = run("note", visit).out
    ran = run("add", visit, kind, *given(kind), *BY)
    assert ran.code == Exit.FINE
    words_ = WORDS if kind in WORDED else ""
    why = "It was not there yet" if kind in EXPLAINED else ""
    assert later(visit) == [(kind, "Dr Roe", "consultant", words_, why)]
    told = " ".join(ran.out.split())
    parts = (f"{LABELS[kind]}:", words_, why, "Dr Roe, consultant, ", "2031, 13:00.")
    assert all(part in told for part in parts), told
    after = run("note", visit).out
    assert all(row in after for row in ran.out.splitlines())
    original = run("note", visit, "--original").out
    assert original.endswith(before)
    assert ("RETRACTED" in original) is (kind == "retraction")


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_what_is_not_given_is_asked_for_in_turn(run: Run, visit: str, kind: str) -> None:
    said = [WORDS] if kind in WORDED else []
    why = ["It was not there yet"] if kind in EXPLAINED else []
    yes = ("--yes",) if kind == "retraction" else ()
    ran = run("add", visit, kind, *yes, typed=lines(*said, *why, "Dr Roe", "consultant"))
    assert ran.code == Exit.FINE
    assert later(visit) == [(kind, "Dr Roe", "consultant", "".join(said), "".join(why))]


def test_it_says_whose_note_it_is_before_it_asks(run: Run, visit: str) -> None:
    run("add", visit, "addendum", *given("addendum"), *BY)
    err = run("add", visit, "addendum", *given("addendum"), *BY).err
    assert err == (
        f"Note of: {AVERY.text()}\n"
        "Talk: Acknowledging uncertainty, 2031-03-04 13:00\n"
        f"Signed: J. Doe, nurse, 2031-03-04 13:00. Visit {visit}.\n"
        "Added before: addendum, 2031-03-04 13:00, Dr Roe\n"
    )


def test_a_patients_words_can_come_by_standard_input(run: Run, visit: str) -> None:
    ran = run("add", visit, "disagreement", "--words", "-", *BY, typed="it was\nthe cat\n")
    assert ran.code == Exit.FINE
    assert later(visit)[0][3] == "it was the cat"


def test_the_clinician_of_the_settings_is_offered(
    run: Run, visit: str, settings_file: Callable[[str], Path]
) -> None:
    settings_file('[clinician]\nname = "Dr Poe"\nrole = "registrar"\n')
    ran = run("add", visit, "addendum", *given("addendum"))
    assert ran.code == Exit.FINE
    assert "under the note [Dr Poe]: " in ran.err
    assert later(visit)[0][1:3] == ("Dr Poe", "registrar")
    run("add", visit, "addendum", *given("addendum"), "--by", "Dr Roe")
    assert later(visit)[1][1:3] == ("Dr Roe", "")


def test_who_has_signed_is_not_offered_to_sign_again(
    run: Run, visit: str, settings_file: Callable[[str], Path]
) -> None:
    settings_file(f'[clinician]\nname = "{CLINICIAN[0]}"\nrole = "{CLINICIAN[1]}"\n')
    ran = run("add", visit, "co-signature", typed=lines("Dr Roe", "consultant"))
    assert f"[{CLINICIAN[0]}]" not in ran.err
    assert later(visit)[0][1] == "Dr Roe"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("addendum", "--because", "x", *BY), Exit.USAGE, "nothing was said"),
        (("addendum", "--words", " ", "--because", "x", *BY), Exit.USAGE, "nothing was said"),
        (("correction", "--words", "x", *BY), Exit.USAGE, "say why it comes later"),
        (("retraction", "--yes", *BY), Exit.USAGE, "say why it comes later"),
        (("co-signature",), Exit.USAGE, "nobody was named who makes this entry: add --by NAME."),
        (("co-signature", "--by", "j. doe "), Exit.NOT_ALLOWED, "somebody else co-signs: “j. doe”"),
        (("retraction", "--because", "x", *BY), Exit.USAGE, "then add --yes to retract it"),
        (("retraction", "--words", "x"), Exit.USAGE, "a retraction says nothing in words"),
        (("co-signature", "--because", "x"), Exit.USAGE, "a co-signature needs no reason"),
        (("addendum", "--yes"), Exit.USAGE, "--yes has no use here"),
        (("addition",), Exit.USAGE, "KIND cannot be addition; it is addendum, late-entry,"),
    ],
)
def test_what_cannot_be_added_is_said_in_words_and_nothing_is(
    run: Run, visit: str, arguments: tuple[str, ...], code: Exit, says: str
) -> None:
    before = run("note", visit).out
    ran = run("add", visit, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert run("note", visit).out == before


def test_nothing_is_added_to_a_note_that_was_retracted(run: Run, visit: str) -> None:
    run("add", visit, "retraction", *given("retraction"), *BY)
    for kind in LATER_KINDS:
        ran = run("add", visit, kind, *given(kind), *BY)
        assert (ran.code, ran.out) == (Exit.NOT_ALLOWED, "")
        assert ran.err == ("bedside: this note was retracted; nothing more can be added to it.\n")
    assert len(later(visit)) == 1


def test_nothing_is_added_to_a_note_that_is_not_signed(run: Run) -> None:
    visit = left_open()
    ran = run("add", visit, "addendum", *given("addendum"), *BY)
    assert (ran.code, ran.out) == (Exit.NOT_ALLOWED, "")
    assert f"Sign it first: bedside resume {visit}" in ran.err


def test_nothing_is_added_to_a_note_that_was_changed_on_disk(run: Run, visit: str) -> None:
    change_on_disk(visit)
    ran = run("add", visit, "addendum", *given("addendum"), *BY)
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert f"the note of {visit} is no longer what was signed" in ran.err


def test_nothing_is_added_while_another_window_has_the_visit(run: Run, visit: str) -> None:
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    ran = run("add", visit, "addendum", *given("addendum"), *BY)
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "nothing was recorded. Another window has this visit open" in ran.err
    session.close()
    assert later(visit) == []


def test_what_was_half_written_elsewhere_is_told_before_it_is_given_up(
    run: Run, visit: str
) -> None:
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    session.draft(Draft(field="form-entry", words="J. Doe\nnurse\nthe scan is b", about="addendum"))
    session.close()
    ran = run("add", visit, "addendum", *given("addendum"), *BY)
    assert "Half-written in another window: J. Doe nurse the scan is b" in ran.err


def test_letters_that_act_on_a_terminal_are_not_added(run: Run, visit: str) -> None:
    run("add", visit, "disagreement", "--words", "\x1b[2J[/foo] {answer}\u202e", *BY)
    assert later(visit)[0][3] == "[2J[/foo] {answer}"


def test_the_chain_of_entries_is_whole(run: Run, visit: str) -> None:
    for kind in LATER_KINDS:
        assert run("add", visit, kind, *given(kind), *BY).code == Exit.FINE
    assert [entry[0] for entry in later(visit)] == list(LATER_KINDS)
    assert run("note", visit).code == Exit.FINE
    assert "signed notes: 1, each as it was signed" in run("doctor").out


def test_help_says_what_each_kind_is_for(run: Run) -> None:
    told = " ".join(run("add", "--help").out.split())
    for kind in LATER_KINDS:
        means = notes.LATER[kind].partition(": ")[2]
        assert f"{kind}: {means}" in told.replace("- ", "-")


@pytest.fixture
def at(visit: str) -> Iterator[Terminal]:
    """A terminal at which the note is to be retracted."""
    with terminal("add", visit, "retraction") as opened:
        yield opened


def test_at_a_terminal_a_retraction_asks_whether_this_is_the_one(
    run: Run, visit: str, at: Terminal
) -> None:
    at.see("Note of: Test, Avery, 000-TEST")
    at.see(UNCERTAINTY.replace("-", " ").capitalize())
    at.see("Is this the one? Type yes to do it: ")
    at.type(b"yes\n")
    at.see("Why this note must not be used: ")
    at.type(b"another patient's\n")
    at.see("under the note: ")
    at.type(b"Dr Roe\n")
    at.see("Your role: ")
    at.type(b"consultant\n")
    at.see("RETRACTED")
    assert at.process.wait(10) == Exit.FINE
    assert later(visit) == [("retraction", "Dr Roe", "consultant", "", "another patient's")]


@pytest.mark.parametrize("typed", [b"\n", b"no\n", b"y es\n", b"\x04"])
def test_at_a_terminal_anything_but_yes_retracts_nothing(
    run: Run, visit: str, at: Terminal, typed: bytes
) -> None:
    at.see("Is this the one? Type yes to do it: ")
    at.type(typed)
    at.see("nothing was added.")
    assert at.process.wait(10) == Exit.FINE
    assert later(visit) == []
