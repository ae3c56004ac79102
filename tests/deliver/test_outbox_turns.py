"""Who sends: one dispatcher from a store of one workstation, many from the clinic's (D14)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.core.acts import Act
from bedside.core.deliveries import Cause
from bedside.core.parcels import Parcel, Standing
from bedside.deliver.dispatcher import Dispatcher
from bedside.store.keys import pairs
from bedside.store.outbox.opening import Relayed
from tests.databases import Server
from tests.deliver.posting import AVERY, POE, Office, addendum
from tests.store.audit.logs import acts

Two = Callable[..., tuple[Office, Office]]


@pytest.fixture
def two(tmp_path: Path, clinic: Server) -> Two:
    """Make two workstations of one clinic, with one relay's key if it is given."""

    def make(relay: bytes = b"") -> tuple[Office, Office]:
        one = Office(tmp_path / "one", relay=relay)
        other = Office(tmp_path / "other", relay=relay)
        other.at = one.at
        return one, other

    return make


def test_d14_only_one_dispatcher_sends_and_the_next_takes_over_once_the_lease_has_run_out(
    tmp_path: Path,
) -> None:
    post = Office(tmp_path)
    post.signed(AVERY)
    post.signed(POE)
    other = post.dispatcher()
    seen: list[int] = []

    def look(_: Parcel) -> None:
        seen.append(len(other.round()))

    post.receiver.before = look
    post.round()
    assert seen == [0, 0]
    assert len({parcel.control for parcel in post.receiver.got}) == 2


def during(office: Office, dispatcher: Dispatcher) -> list[str]:
    """Have a dispatcher make a round while an office sends; return what it sent then."""
    sent: list[str] = []

    def look(_: Parcel) -> None:
        office.receiver.before = lambda _: None
        sent.extend(row.visit for row in dispatcher.round() if row.state is Standing.DELIVERED)

    office.receiver.before = look
    office.round()
    return sent


def test_d14_another_patients_note_goes_from_elsewhere_at_the_same_time(two: Two) -> None:
    one, other = two()
    one.signed(AVERY)
    visit = other.signed(POE)
    assert during(one, other.dispatcher()) == [visit]


def test_d14_the_same_patients_note_waits_wherever_it_was_signed(two: Two) -> None:
    one, other = two()
    one.signed(AVERY)
    visit = other.signed(AVERY)
    assert during(one, other.dispatcher()) == []
    other.round()
    assert [parcel.visit for parcel in other.receiver.got] == [visit]


def test_d14_an_older_note_that_comes_in_meanwhile_waits_for_what_is_on_its_way(two: Two) -> None:
    """Its workstation was off the network: it comes before in time, and after in fact."""
    one, other = two()
    late = other.signed(AVERY)
    one.signed(AVERY)
    assert during(one, other.dispatcher()) == []
    other.round()
    assert [parcel.visit for parcel in other.receiver.got] == [late]


def test_each_workstation_sends_what_opens_for_who_is_there_and_no_other(two: Two) -> None:
    one, other = two()
    visit = one.signed(AVERY)
    one.moved()
    assert other.round() == []
    assert [row.visit for row in one.round() if row.state is Standing.DELIVERED] == [visit]


def test_d17_a_relay_elsewhere_sends_for_all_and_each_workstation_learns_what_came_of_it(
    two: Two, tmp_path: Path
) -> None:
    pair = pairs.new_pair()
    one, other = two(pair.public)
    visits = {one.signed(AVERY), other.signed(POE)}
    for office in (one, other):
        office.moved()
    host = Office(tmp_path / "host")
    host.dispatcher(Relayed(pair.private)).round()
    assert {parcel.visit for parcel in host.receiver.got} == visits
    for office in (one, other):
        office.moved()
        assert office.states() == ["delivered"]
        assert [told.receipt for told in office.shelf.untold()] == ["AA"]
        assert list(office.store.delivered()) == [office.rows()[0].visit]
    assert acts(one.store)[-1] is Act.PARCEL_DELIVERED


def test_a_relay_that_does_not_know_a_destination_leaves_it_to_who_does(two: Two) -> None:
    pair = pairs.new_pair()
    one, host = two(pair.public)
    one.signed(AVERY)
    one.moved()
    host.destinations.clear()
    assert host.dispatcher(Relayed(pair.private)).round() == []
    assert [row.state for row in one.round()] == [Standing.DELIVERED]


def test_d12_two_windows_of_one_workstation_log_once_what_others_came_to(two: Two) -> None:
    pair = pairs.new_pair()
    one, host = two(pair.public)
    one.signed(AVERY)
    window, other = one.moved(), one.moved()
    stale = one.rows()
    host.dispatcher(Relayed(pair.private)).round()
    window.fresh()
    there = [(row, row._replace(state=Standing.DELIVERED)) for row in stale]
    other.moving._keep(there)  # it had read the row before the first window knew
    assert acts(one.store).count(Act.PARCEL_DELIVERED) == 1


def test_d3_what_a_dispatcher_that_vanished_had_on_its_way_is_unknown_once_its_time_is_over(
    two: Two, clinic: Server
) -> None:
    pair = pairs.new_pair()
    one, other = two(pair.public)
    one.signed(AVERY)
    clinic_place = one.moved()
    (row,) = one.rows()
    with clinic_place.writing() as writing:
        assert clinic_place.going(writing, row, "somebody who dies", 30_000)
        writing.sql.execute("UPDATE outbox SET state = 'sending', tries = 1")
    relay = other.dispatcher(Relayed(pair.private))
    other.wait(29)
    assert relay.round() == []
    other.wait(2)
    (held,) = relay.round()
    assert (held.state, held.why) == (Standing.HELD, Cause.UNKNOWN)
    assert other.receiver.got == []
    assert clinic.run("SELECT maybe FROM bedside.outbox") == [(1,)]


def test_a_row_that_another_dispatcher_holds_is_passed_over(two: Two) -> None:
    one, other = two()
    one.signed(AVERY, addendum())
    mine, theirs = one.moved(), other.moved()
    row = one.rows()[0]
    with mine.writing() as writing:
        assert writing.has(row.control)
        with theirs.writing() as second:
            assert not theirs.going(second, row._replace(lane=0, visit="other"), "me", 1)
    with theirs.writing() as second:
        assert theirs.going(second, row, "me", 1)
