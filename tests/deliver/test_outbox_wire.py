"""What becomes of a note on its way to a receiver that misbehaves: D4 to D8, D15, D21."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.deliveries import Cause
from bedside.core.destinations import Destination, Hl7
from bedside.core.parcels import Sender, Standing
from bedside.deliver.hl7.sender import Hl7Sender
from bedside.store.database import connect, mode_for
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY, POE, Office, addendum

pytestmark = pytest.mark.usefixtures("over_both")


class Wired(Office):
    """A workstation whose engine is a peer on this machine."""

    def sender(self, to: Destination) -> Sender:
        """Return what sends messages there."""
        assert isinstance(to, Hl7)
        return Hl7Sender(to)


def wired(folder: Path, peer: Peer, **more: object) -> Wired:
    """Return a workstation whose notes go to this peer."""
    to = Hl7(name="engine", host="127.0.0.1", port=peer.port, tls=False, timeout=1)
    return Wired(folder, replace(to, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "stands", "why", "times"),
    [
        ("AA", ("delivered", "delivered"), Cause.NOTHING, 1),
        ("twice", ("delivered", "delivered"), Cause.NOTHING, 1),
        ("split", ("delivered", "delivered"), Cause.NOTHING, 1),
        ("duplicate", ("held", "held"), Cause.REFUSED, 1),
        ("CA then AA", ("delivered", "delivered"), Cause.NOTHING, 1),
        ("AE", ("held", "held"), Cause.REFUSED, 1),
        ("AE with ERR", ("held", "held"), Cause.REFUSED, 1),
        ("AR", ("queued", "queued"), Cause.NOTHING, 2),
        ("hang", ("unknown", "held"), Cause.UNKNOWN, 1),
        ("half-close", ("unknown", "held"), Cause.UNKNOWN, 1),
        ("drop", ("unknown", "held"), Cause.UNKNOWN, 1),
        ("cut", ("unknown", "held"), Cause.UNKNOWN, 1),
        ("another", ("unknown", "held"), Cause.UNKNOWN, 1),
    ],
)
def test_d7_only_an_answer_to_this_message_ends_it(
    tmp_path: Path, act: str, stands: tuple[str, str], why: Cause, times: int
) -> None:
    with Peer(act) as peer:
        office = wired(tmp_path, peer)
        office.signed()
        office.round()
        (before,) = office.states()
        office.wait(3600)
        office.round()
        (row,) = office.rows()
        assert ((before, row.state.value), row.why) == (stands, why)
        assert len(peer.received) == times
        assert len(set(peer.received)) == 1, "every try sends the same bytes"


def test_d8_a_receipt_ends_the_job_only_where_the_destination_says_so(tmp_path: Path) -> None:
    with Peer("CA") as peer:
        office = wired(tmp_path / "one", peer)
        office.signed()
        office.round()
        assert office.states() == ["unknown"]
        other = wired(tmp_path / "two", peer, ends="CA")
        other.signed(POE)  # somebody else: the first lane waits for an answer
        other.round()
        assert other.states() == ["delivered"]


def test_d4_an_unanswered_message_goes_again_by_the_same_id_where_that_is_known(
    tmp_path: Path,
) -> None:
    with Peer("drop", "hang", "duplicate") as peer:
        office = wired(tmp_path, peer, dedupes=True)
        office.signed()
        for _ in range(3):
            office.round()
            office.wait(3600)
        assert office.states() == ["delivered"]
        assert len(peer.received) == 3
        assert len(set(peer.received)) == 1


def test_d5_an_addendum_is_sent_after_its_note_was_accepted(tmp_path: Path) -> None:
    with Peer("AR", "AA") as peer:
        office = wired(tmp_path, peer)
        office.signed(AVERY, addendum())
        office.round()
        assert office.states() == ["queued", "queued"]
        office.wait(3600)
        office.round()
        kinds = [body.split(b"|")[8].decode().split("^")[1] for body in peer.received]
        assert kinds == ["T02", "T02", "T06"]


def test_d21_nobody_there_costs_nothing_and_what_waits_goes_once_somebody_is(
    tmp_path: Path,
) -> None:
    peer = Peer("AA")
    office = wired(tmp_path, peer)
    peer._listening.close()
    office.signed()
    office.round()
    (row,) = office.rows()
    assert (row.state, row.strikes) == (Standing.QUEUED, 0)


def test_d15_the_outbox_is_as_durable_as_the_visits(tmp_path: Path) -> None:
    path = tmp_path / "visits.sqlite3"
    connection = connect(path)
    (full,) = connection.execute("PRAGMA synchronous").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()
    assert full >= 2, "FULL or EXTRA"
    assert {"outbox", "events"} <= tables
    assert mode_for((3, 51, 3)).synchronous == "FULL"
