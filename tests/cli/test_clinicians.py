"""Clinicians added, listed, retired, helped when they forgot; visits read in an emergency."""

from __future__ import annotations

import json

import pytest

from bedside.cli.exits import Exit
from bedside.core.checklist import Checklist
from bedside.session import Session
from bedside.store.keys.door import Door
from bedside.store.keys.rings import PersonKeyring
from bedside.store.store import Store
from tests.cli.conftest import Run, Seat
from tests.cli.sitting import Answers, given, offered, typed_sheets
from tests.cli.test_signing_in import NAME, PASS, as_
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, THIRD, SharedSite
from tests.people import AVERY
from tests.store.keys.test_filing import signed

WHY = "the family asks at the bedside"
TOLD = ("Enter when they know it", "")


def test_a_keeper_adds_a_colleague_who_then_chooses_a_passphrase(
    seat: Seat, site: SharedSite
) -> None:
    asked = [("The name", "R.T."), ("Their role", "chaplain"), ("Scan their badge", "B-0042")]
    sat = seat("clinician", "add", answers=[*as_(KEEPER), *asked, TOLD])
    assert sat.code == Exit.FINE
    assert "\x1b[2J\x1b[3J" in sat.shown.split(given(sat.shown))[-1]
    assert sat.out == ""
    door = Door(site.places)
    assert isinstance(door.sign_in("b-0042", given(sat.shown)), PersonKeyring)
    assert door.me is not None
    assert door.me.text() == "R.T., chaplain"
    assert door.must_choose


def test_two_people_of_one_name_are_told_apart(seat: Seat, site: SharedSite) -> None:
    badge = [("Scan their badge", "")]
    sat = seat("clinician", "add", COLLEAGUE, "--role", "nurse", answers=[*as_(KEEPER), *badge])
    assert sat.code == Exit.NOT_ALLOWED
    assert "registered already" in sat.shown


def test_a_name_is_kept_without_what_no_screen_shows_and_so_can_be_typed(
    seat: Seat, site: SharedSite
) -> None:
    add = ("clinician", "add", "R.T.\x1b\u200b", "--role", "nurse\u202e")
    seat(*add, answers=[*as_(KEEPER), ("Scan their badge", ""), TOLD])
    found = site.roster.people.find("R.T.")
    assert not isinstance(found, str)
    assert (found.name, found.role) == ("R.T.", "nurse")


@pytest.mark.parametrize("what", [("add", "R.T."), ("retire", THIRD)])
def test_who_is_no_keeper_changes_no_list(
    seat: Seat, site: SharedSite, what: tuple[str, str]
) -> None:
    sat = seat("clinician", *what, answers=as_(COLLEAGUE))
    assert sat.code == Exit.NOT_ALLOWED
    assert "Only a keeper" in sat.shown


def test_another_keeper_can_do_what_the_first_can(seat: Seat, site: SharedSite) -> None:
    add = ("clinician", "add", "R.T.", "--role", "nurse", "--keeper")
    sat = seat(*add, answers=[*as_(KEEPER), ("Scan their badge", ""), TOLD])
    first = [(NAME, "R.T."), (PASS, given(sat.shown)), ("Type these four words", offered)]
    retired = seat(
        "clinician", "retire", KEEPER, answers=[*first, ("Retire J. Doe, nurse?", "yes")]
    )
    assert retired.code == Exit.FINE
    assert [one.name for one in Door(site.places).people()] == [THIRD, COLLEAGUE, "R.T."]


def test_the_list_is_data(run: Run, site: SharedSite) -> None:
    listed = json.loads(run("clinician", "list", "--json").out)
    assert [one["name"] for one in listed] == [THIRD, COLLEAGUE, KEEPER]
    assert [one["keeper"] for one in listed] == [False, False, True]


def test_retiring_says_what_nobody_else_opens_and_asks(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    site.begun(site.ring(THIRD), uncertainty)
    answers = [*as_(KEEPER), ("Retire Dr Poe", "no")]
    kept = seat("clinician", "retire", THIRD, answers=answers)
    assert "Nobody else opens 1 visit of theirs" in kept.shown
    assert isinstance(Door(site.places).sign_in(THIRD, PHRASE), PersonKeyring)


def test_a_forgotten_passphrase_is_replaced_with_both_sheets_and_every_visit_opens_again(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    own = site.begun(site.ring(COLLEAGUE), uncertainty)
    handed = site.begun(site.ring(THIRD), uncertainty)
    site.door(THIRD).offer(handed, site.ids[COLLEAGUE])
    site.door(COLLEAGUE).accept(handed)
    waiting = site.begun(site.door().emergency(), uncertainty)
    others = site.begun(site.ring(KEEPER), uncertainty)
    sat = seat("clinician", "reset", COLLEAGUE, answers=[*typed_sheets(*site.halves), TOLD])
    assert sat.code == Exit.FINE
    assert "it opens 2 visits" in sat.shown
    assert not isinstance(Door(site.places).sign_in(COLLEAGUE, PHRASE), PersonKeyring)
    answers = [(NAME, COLLEAGUE), (PASS, given(sat.shown)), ("Type these four words", offered)]
    listed = seat("visits", "--all", answers=answers)
    assert own in listed.out
    assert handed in listed.out
    assert others not in listed.out
    assert waiting not in listed.out
    door = Door(site.places)
    door.sign_in(COLLEAGUE, offered(listed.shown))
    assert door.claim(waiting) is None


def test_a_keeper_who_forgot_is_a_keeper_again(seat: Seat, site: SharedSite) -> None:
    other, one = site.halves
    sat = seat("clinician", "reset", KEEPER, answers=typed_sheets(one, other))
    first = [(NAME, KEEPER), (PASS, given(sat.shown)), ("Type these four words", offered)]
    more = [("Scan their badge", ""), TOLD]
    added = seat("clinician", "add", "R.T.", "--role", "nurse", answers=[*first, *more])
    assert added.code == Exit.FINE


def test_a_slip_of_the_pen_is_named_by_row_and_group_and_the_row_typed_again(
    seat: Seat, site: SharedSite
) -> None:
    answers = list(typed_sheets(*site.halves))
    question, row = answers[2]
    assert isinstance(row, str)
    groups = row.split()
    groups[1] = ("A" if groups[1][0] != "A" else "B") + groups[1][1:]
    slip = [*answers[:2], (question, " ".join(groups)), *answers[2:], TOLD]
    sat = seat("clinician", "reset", COLLEAGUE, answers=slip)
    assert sat.code == Exit.FINE
    assert "In row 3, look at group 2 once more" in sat.shown


def test_the_same_sheet_twice_is_noticed_and_strange_sheets_open_nothing(
    seat: Seat, site: SharedSite
) -> None:
    from bedside.store.keys import pairs, recovery

    one, two = site.halves
    twice = [*typed_sheets(one, one), *typed_sheets(one, two)[4:]]
    assert "That is sheet 1 again" in seat("clinician", "reset", THIRD, answers=twice).shown
    strange = recovery.split(pairs.new_pair().private)
    sat = seat("clinician", "reset", THIRD, answers=typed_sheets(*strange))
    assert sat.code == Exit.NOT_ALLOWED
    assert site.clinic.fingerprint in sat.shown


def reading(site: SharedSite) -> Answers:
    """Return the answers of who reads a visit in an emergency."""
    return [("Why does it have to be read", WHY), *typed_sheets(*site.halves)]


def test_a_visit_is_read_in_an_emergency_and_its_author_is_told_once(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = named(site, uncertainty)
    sat = seat("emergency", "open", visit[-6:], answers=reading(site))
    assert sat.code == Exit.FINE
    assert AVERY.text() in sat.out
    assert AVERY.text() not in sat.shown
    told = seat("visits", answers=as_(THIRD))
    assert visit in told.shown
    assert WHY in told.shown
    assert WHY not in seat("visits", answers=as_(THIRD)).shown
    other = seat("visits", answers=as_(KEEPER)).shown
    assert WHY not in other
    assert "was read in an emergency" in other


def test_the_author_is_told_though_they_got_a_new_key_meanwhile(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    seat("emergency", "open", named(site, uncertainty), answers=reading(site))
    reset = seat("clinician", "reset", THIRD, answers=typed_sheets(*site.halves))
    first = [(NAME, THIRD), (PASS, given(reset.shown)), ("Type these four words", offered)]
    assert WHY in seat("visits", answers=first).shown


def test_the_reason_is_kept_where_only_its_author_and_recovery_read_it(
    seat: Seat, site: SharedSite, uncertainty: Checklist
) -> None:
    seat("emergency", "open", named(site, uncertainty), answers=reading(site))
    assert WHY.encode() not in site.places.keys.read_bytes()
    assert site.door().read_lately()


def test_a_visit_is_not_read_without_a_reason_or_that_is_not_there(
    seat: Seat, run: Run, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = named(site, uncertainty)
    asked = [("Why does it have to be read", "now"), *reading(site)]
    assert "A reason is needed" in seat("emergency", "open", visit, answers=asked).shown
    assert run("emergency", "open", "zzzz").code == Exit.NOT_FOUND
    assert run("emergency", "open", visit).code == Exit.NOT_ALLOWED


def test_the_list_of_all_visits_tells_whose_and_when_and_nothing_of_patients(
    run: Run, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = named(site, uncertainty)
    ran = run("emergency", "list")
    assert ran.code == Exit.FINE
    assert visit in ran.out
    assert THIRD in ran.out
    assert AVERY.name not in ran.out
    assert uncertainty.title not in ran.out


def named(site: SharedSite, checklist: Checklist) -> str:
    """Return a visit of the third clinician with somebody who has a name."""
    from bedside.core import moves as m

    store = Store(site.places, site.ring(THIRD))
    session = Session.begin(store, checklist)
    session.do(m.Identify(AVERY))
    assert session.close()
    assert store.close()
    return session.visit.id


def test_the_records_service_prints_a_note_with_its_key_and_signs_in_nowhere(
    run: Run, site: SharedSite, uncertainty: Checklist
) -> None:
    visit = signed(site, uncertainty)
    ran = run("note", visit[-8:], "--records-key", str(site.records_key))
    assert ran.code == 0
    assert AVERY.text() in ran.out
    assert run("note", "last", "--records-key", str(site.records_key), "--for", "patient").code == 0
    assert run("note", "zzzz", "--records-key", str(site.records_key)).code == 4
    wrong = site.records_key.with_name("wrong.key")
    assert run("note", visit, "--records-key", str(wrong)).code == 3
    wrong.write_text("anything\nelse\n")
    refused = run("note", visit, "--records-key", str(wrong))
    assert (refused.code, refused.out) == (5, "")
    assert "it is no records key" in refused.err
