"""Signing in: every command that reads or writes visits asks who it is, on a terminal alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

from bedside.cli.exits import Exit
from bedside.core.checklist import Checklist
from tests.cli.conftest import Run, Seat
from tests.cli.sitting import END, Answers, offered
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite
from tests.store.keys import test_access as access
from tests.store.keys.test_filing import signed

NAME, PASS = "Your name", "Passphrase"


def as_(name: str) -> Answers:
    """Return the answers of somebody who signs in."""
    return [(NAME, name), (PASS, PHRASE)]


VISITING = (
    ("visits",),
    ("tasks",),
    ("note", "last"),
    ("resume",),
    ("export", "last"),
    ("add", "last", "addendum"),
    ("walk", "first-trust", "--plain"),
    ("purge", "--yes"),
    ("hand", "last", KEEPER),
    ("take",),
    ("clinician", "add", "R.T."),
    ("clinician", "retire", COLLEAGUE),
    ("clinician", "reset", COLLEAGUE),
)


@pytest.mark.parametrize("arguments", VISITING, ids=" ".join)
def test_without_a_terminal_nothing_of_visits_is_read_or_written(
    run: Run, site: SharedSite, arguments: Sequence[str]
) -> None:
    before = site.places.keys.read_bytes()
    ran = run(*arguments, typed=f"{KEEPER}\n{PHRASE}\n")
    assert (ran.code, ran.out) == (Exit.NOT_ALLOWED, "")
    assert "terminal" in ran.err
    assert site.places.keys.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("keys",), ("where",), ("doctor",), ("site", "show"), ("clinician", "list")],
    ids=" ".join,
)
def test_what_shows_no_visit_needs_nobody_to_sign_in(
    run: Run, site: SharedSite, arguments: Sequence[str]
) -> None:
    ran = run(*arguments)
    assert ran.code in (Exit.FINE, Exit.FINDINGS)
    assert ran.out


def test_who_signs_in_sees_their_own_visits_and_how_many_are_others(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    mine, theirs = (site.begun(site.ring(name), uncertainty) for name in (KEEPER, THIRD))
    sat = seat("visits", "--all", answers=as_(KEEPER))
    assert sat.code == Exit.FINE
    assert mine in sat.out
    assert theirs not in sat.out + sat.shown
    assert "1 more that only colleagues can open" in sat.shown


def test_a_name_nobody_has_is_told_before_a_passphrase_is_asked(
    seat: Seat, site: SharedSite
) -> None:
    sat = seat("visits", answers=[(NAME, COLLEAGUE[:-1]), (NAME, "xx"), *as_(COLLEAGUE)])
    assert sat.code == Exit.FINE
    assert f"Did you mean {COLLEAGUE}?" in sat.shown
    assert f"Here sign in: {THIRD}, {COLLEAGUE} and {KEEPER}." in sat.shown


def test_wrong_passphrases_end_the_command_and_then_slow_the_next_one_down(
    seat: Seat, site: SharedSite
) -> None:
    wrong = [(PASS, "wrong")]
    sat = seat("visits", answers=[(NAME, KEEPER), *wrong * 3])
    assert sat.code == Exit.NOT_ALLOWED
    assert "bedside clinician reset" in sat.shown
    again = seat("visits", answers=[(NAME, KEEPER)])
    assert again.code == Exit.NOT_ALLOWED
    assert "the next one counts in" in again.shown
    assert seat("visits", answers=as_(COLLEAGUE)).code == Exit.FINE


def test_the_end_of_input_signs_nobody_in(seat: Seat, site: SharedSite) -> None:
    assert seat("visits", answers=[(NAME, KEEPER), (PASS, END)]).code == Exit.NOT_ALLOWED
    assert seat("visits", answers=[(NAME, END)] * 3).code == Exit.NOT_ALLOWED


def test_the_note_stands_under_who_signed_in_and_not_under_the_account(
    seat: Seat, site: SharedSite, settings_file: object
) -> None:
    settings_file('[clinician]\nname = "R.T."\nrole = "somebody"\n')  # type: ignore[operator]
    from bedside.cli.desk import Desk

    desk = Desk()
    assert desk.door is not None
    desk.door.sign_in(COLLEAGUE, PHRASE)
    assert desk.author == (COLLEAGUE, "physician")
    assert (desk.preferences.author, desk.preferences.role) == (COLLEAGUE, "physician")


@pytest.mark.parametrize("state", access.TABLE, ids=lambda state: state.__name__)
@pytest.mark.parametrize("name", [KEEPER, COLLEAGUE, THIRD])
def test_the_note_prints_for_exactly_those_who_may_open_the_visit(
    seat: Seat, site: SharedSite, uncertainty: Checklist, state: access.State, name: str
) -> None:
    if state is access.author_retired and name == THIRD:
        return  # who is retired does not sign in
    if state is access.finished_and_gone:
        return  # then nobody finds it
    visit = state(site, uncertainty)
    user = {KEEPER: "author", COLLEAGUE: "handed to"}.get(name, "somebody else")
    is_signed = state.__name__.startswith("finished")
    resume = () if is_signed else (("resume", visit, "--plain"),)
    for arguments in (("note", visit), *resume):
        may = user in access.TABLE[state]
        left = [("", END)] if may and arguments[0] == "resume" else []
        sat = seat(*arguments, answers=[*as_(name), *left])
        if may:
            assert sat.code == Exit.FINE, sat.shown
            assert sat.out
        else:
            assert (sat.code, sat.out) == (Exit.NOT_ALLOWED, ""), sat.shown
            assert "does not open for you" in sat.shown


def test_a_visit_is_handed_over_taken_and_then_opens_for_both(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    assert seat("hand", visit[-6:], COLLEAGUE, answers=as_(KEEPER)).code == Exit.FINE
    told = seat("visits", answers=as_(COLLEAGUE))
    assert f"{KEEPER}, nurse would hand a visit over to you" in told.shown
    taken = seat("take", answers=[*as_(COLLEAGUE), ("Take it?", "yes")])
    assert f"bedside resume {visit}" in taken.shown
    for name in (KEEPER, COLLEAGUE):
        assert visit in seat("visits", "--all", answers=as_(name)).out


def test_an_offer_can_be_declined_left_and_taken_back(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    seat("hand", visit, COLLEAGUE, answers=as_(KEEPER))
    seat("take", answers=[*as_(COLLEAGUE), ("Take it?", "")])
    assert len(site.door(COLLEAGUE).offers()) == 1
    seat("take", answers=[*as_(COLLEAGUE), ("Take it?", "no")])
    assert site.door(COLLEAGUE).offers() == ()
    seat("hand", visit, COLLEAGUE, answers=as_(KEEPER))
    assert seat("hand", visit, "--undo", answers=as_(KEEPER)).code == Exit.FINE
    assert "Nobody hands a visit" in seat("take", answers=as_(COLLEAGUE)).shown


def test_nobody_is_handed_what_is_not_there_or_what_they_have(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    assert seat("hand", visit, COLLEAGUE[:-1], answers=as_(KEEPER)).code == Exit.NOT_FOUND
    assert seat("hand", visit, KEEPER, answers=as_(KEEPER)).code == Exit.NOT_ALLOWED
    assert seat("hand", visit, COLLEAGUE, answers=as_(THIRD)).code == Exit.NOT_ALLOWED


def test_a_visit_begins_without_anybody_and_is_claimed_by_the_first(
    seat: Seat, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.plain.keyboard.keyboard", lambda *_: None)  # whole lines are typed
    begin = [(NAME, "emergency"), ("", "Bed-side label R"), ("", END)]
    sat = seat("walk", "first-trust", "--plain", answers=begin)
    assert sat.code == Exit.FINE, sat.shown
    assert "Nobody is signed in" in sat.shown
    told = seat("visits", "--all", answers=as_(THIRD))
    assert "1 visit was begun in an emergency" in told.shown
    assert "Bed-side label R" not in told.out + told.shown
    taken = seat("take", answers=[*as_(THIRD), ("Claim it?", "yes")])
    assert "Taken." in taken.shown
    assert "Bed-side label R" in seat("visits", answers=as_(THIRD)).out
    assert "Nobody hands a visit" in seat("take", answers=as_(KEEPER)).shown


def test_the_word_emergency_opens_nothing_that_is_kept(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = site.begun(site.ring(KEEPER), uncertainty)
    for arguments in (("note", visit), ("visits",), ("resume", visit)):
        sat = seat(*arguments, answers=[(NAME, "emergency")] * 3)
        assert (sat.code, sat.out) == (Exit.NOT_ALLOWED, "")


def test_a_given_passphrase_is_replaced_at_the_first_sign_in(seat: Seat, site: SharedSite) -> None:
    from bedside.store.keys.people import Person
    from bedside.store.keys.roster import Admitted

    added = site.roster.add(Person("", "R.T.", "nurse", b""), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    first = [(NAME, "R.T."), (PASS, added.phrase), ("Type these four words", offered)]
    sat = seat("visits", answers=first)
    assert sat.code == Exit.FINE
    own = offered(sat.shown)
    assert seat("visits", answers=[(NAME, "R.T."), (PASS, own)]).code == Exit.FINE
    wrong = [(NAME, "R.T."), *[(PASS, added.phrase)] * 3]
    assert seat("visits", answers=wrong).code == Exit.NOT_ALLOWED


def test_a_wrong_passphrase_asks_for_it_again_where_nothing_is_shown(
    seat: Seat, site: SharedSite
) -> None:
    sat = seat("visits", answers=[(NAME, KEEPER), (PASS, "wrong"), (PASS, PHRASE)])
    assert sat.code == Exit.FINE
    assert f"Signed in: {KEEPER}" in sat.shown


def test_the_words_offered_are_cleared_from_the_terminal(seat: Seat, site: SharedSite) -> None:
    from bedside.store.keys.people import Person
    from bedside.store.keys.roster import Admitted

    added = site.roster.add(Person("", "R.T.", "nurse", b""), site.ring(KEEPER))
    assert isinstance(added, Admitted)
    for left in (END, offered):
        first = [(NAME, "R.T."), (PASS, added.phrase), ("Type these four words", left)]
        sat = seat("visits", answers=first)
        assert "\x1b[2J\x1b[3J" in sat.shown.split(offered(sat.shown))[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_typed_stands_on_no_screen_in_no_argument_and_in_no_environment(
    site: SharedSite,
) -> None:
    from pathlib import Path

    from tests.tui.pty_run import seen

    with seen(os.environ, "visits") as run:
        run.see("Your name")
        run.send(f"{KEEPER}\n")
        run.see("Passphrase")
        run.send(PHRASE[:8])
        own = Path(f"/proc/{run.pid}")
        if own.exists():
            for part in ("cmdline", "environ"):
                assert PHRASE[:8].encode() not in (own / part).read_bytes()
        run.send(f"{PHRASE[8:]}\n")
        run.see(f"Signed in: {KEEPER}")
        run.wait(20)
        assert PHRASE[:8] not in run.flat
        assert PHRASE.encode() not in bytes(run.written)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", ["resume", "walk"])
def test_line_by_line_a_visit_opens_on_a_real_terminal_after_signing_in(
    site: SharedSite, uncertainty: Checklist, command: str
) -> None:
    from tests.tui.pty_run import seen

    visit = site.begun(site.ring(KEEPER), uncertainty)
    which = visit if command == "resume" else "first-trust"
    with seen(os.environ, command, which, "--plain") as run:
        run.see("Your name")
        run.send(f"{KEEPER}\n")
        run.see("Passphrase")
        run.send(f"{PHRASE}\n")
        run.see("Visit with" if command == "resume" else "this visit with")


@pytest.mark.parametrize("by", [(), ("--by", COLLEAGUE)])
def test_a_colleague_co_signs_over_lines_once_they_prove_who_they_are(
    seat: Seat, site: SharedSite, uncertainty: Checklist, by: tuple[str, ...]
) -> None:
    visit = signed(site, uncertainty)
    named = [] if by else [("Who signs too", COLLEAGUE)]
    answers = [*as_(KEEPER), *named, ("Their passphrase", PHRASE)]
    sat = seat("add", visit, "co-signature", *by, answers=answers)
    assert sat.code == Exit.FINE
    assert "Co-signed" in sat.out
    assert COLLEAGUE in sat.out


@pytest.mark.parametrize(
    "tried",
    [
        (COLLEAGUE, "not the right one", "Nothing was added."),
        ("Nobody at all", PHRASE, "Nothing was added."),
        (KEEPER, PHRASE, "somebody else co-signs"),
    ],
)
def test_nobody_co_signs_for_a_colleague_or_twice(
    seat: Seat, site: SharedSite, uncertainty: Checklist, tried: tuple[str, str, str]
) -> None:
    who, phrase, told = tried
    visit = signed(site, uncertainty)
    answers = [*as_(KEEPER), ("Who signs too", who), ("Their passphrase", phrase)]
    sat = seat("add", visit, "co-signature", answers=answers)
    assert sat.code == Exit.NOT_ALLOWED
    assert told in sat.shown
    note = seat("note", visit, answers=as_(KEEPER))
    assert "Co-signed" not in note.out
