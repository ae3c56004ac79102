"""The sender: every way a receiver can behave is a fate, and none is raised."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.core.destinations import Hl7, Hl7Fields
from bedside.core.parcels import Fate, Made, Parcel
from bedside.deliver.hl7.sender import Hl7Sender
from tests.deliver.certificates import Authority
from tests.deliver.hl7.reading import made
from tests.deliver.outgoing import note_of, outgoing, parcel
from tests.deliver.peers import Peer


def engine(peer: Peer, **changes: object) -> Hl7:
    """Return a destination that is this peer."""
    plain = Hl7(name="engine", port=peer.port, tls=False, timeout=1)
    return replace(plain, **changes)  # type: ignore[arg-type]


def sent(to: Hl7) -> Parcel:
    """Return a note as a parcel for this destination."""
    return parcel(made(outgoing(note_of(), to)))


@pytest.mark.parametrize(
    ("act", "fate", "said"),
    [
        ("AA", Fate.DELIVERED, ""),
        ("AE", Fate.HELD, "no such patient"),
        ("AE with ERR", Fate.HELD, "Who?; 204 Unknown key identifier"),
        ("AR", Fate.AGAIN, "come back later"),
        ("CE", Fate.HELD, "not a message"),
        ("CR", Fate.AGAIN, "not now"),
        ("CA then AA", Fate.DELIVERED, ""),
        ("duplicate", Fate.DELIVERED, "Message Control ID already exists"),
        ("unheard of", Fate.HELD, ""),
        ("no MSA", Fate.HELD, "the receiver answered with something that is no acknowledgement"),
        ("another", Fate.UNKNOWN, "the receiver acknowledged another message"),
        ("hang", Fate.UNKNOWN, "timed out"),
        ("CA", Fate.UNKNOWN, "the receiver has it and has not said whether it is filed"),
        ("half-close", Fate.UNKNOWN, "the receiver closed the connection before it answered"),
        ("drop", Fate.UNKNOWN, "the receiver closed the connection before it answered"),
        ("cut", Fate.UNKNOWN, "the receiver closed the connection before it answered"),
        ("twice", Fate.DELIVERED, ""),
        ("split", Fate.DELIVERED, ""),
        ("noise before", Fate.DELIVERED, ""),
    ],
)
def test_each_behaviour_of_a_receiver_has_its_fate(act: str, fate: Fate, said: str) -> None:
    with Peer(act) as peer:
        sender, note = Hl7Sender(engine(peer)), sent(engine(peer))
        reply = sender.send(note, "")
        sender.close()
        assert (reply.fate, reply.said) == (fate, said)
        is_ours = said.startswith(("the receiver", "timed out"))
        assert reply.theirs == bool(said and not is_ours)
        assert peer.received == [note.body]
        assert bool(reply.receipt) == (fate is Fate.DELIVERED)
        assert sender.find(note) is None


def test_a_receiver_that_is_not_there_is_tried_again() -> None:
    with Peer() as peer:
        to = engine(peer)
    reply = Hl7Sender(to).send(sent(to), "")
    assert (reply.fate, reply.code) == (Fate.AGAIN, "")
    assert reply.said


def test_a_network_that_does_not_answer_is_tried_again() -> None:
    """An address that leads nowhere (RFC 5737): nothing arrives, whatever becomes of the asking."""
    to = Hl7(name="engine", host="192.0.2.1", tls=False, allow_plaintext=True, timeout=1)
    assert Hl7Sender(to).send(sent(to), "").fate is Fate.AGAIN


@pytest.mark.parametrize(("connection", "count"), [("keep", 1), ("each", 3)])
def test_a_connection_is_kept_where_the_settings_say_so(connection: str, count: int) -> None:
    with Peer("AA", "AE", "AA") as peer:
        to = engine(peer, connection=connection)
        sender = Hl7Sender(to)
        for _ in range(3):
            sender.send(sent(to), "")
        sender.close()
        assert peer.connections == count


@pytest.mark.parametrize("act", ["another", "hang", "CA", "no MSA"])
def test_no_connection_is_kept_on_which_anything_was_amiss(act: str) -> None:
    with Peer(act, "AA") as peer:
        to = engine(peer, connection="keep")
        sender = Hl7Sender(to)
        sender.send(sent(to), "")
        assert sender.send(sent(to), "").fate is Fate.DELIVERED
        sender.close()
        assert peer.connections == 2


def test_clear_text_to_another_machine_waits_until_somebody_allows_it() -> None:
    to = Hl7(name="engine", host="192.0.2.1", tls=False, timeout=1)
    reply = Hl7Sender(to).send(sent(to), "")
    assert reply.fate is Fate.CLOSED
    assert "in clear" in reply.said


def test_an_encrypted_receiver_that_is_trusted_gets_the_note(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Peer(context=authority.server()) as peer:
        to = engine(peer, tls=True, ca=str(authority.ca))
        sender = Hl7Sender(to)
        assert sender.send(sent(to), "").fate is Fate.DELIVERED
        sender.close()
        assert len(peer.received) == 1


def test_a_receiver_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with Peer(context=Authority(tmp_path).server()) as peer:
        for ca in (str(Authority(other).ca), ""):
            to = engine(peer, tls=True, ca=ca)
            reply = Hl7Sender(to).send(sent(to), "")
            assert reply.fate is Fate.CLOSED
            assert "certificate is not trusted" in reply.said
        assert peer.received == []


def test_a_certificate_for_another_host_is_not_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Peer(context=authority.server()) as peer:
        to = engine(peer, tls=True, ca=str(authority.ca), host="127.0.0.2")
        assert Hl7Sender(to).send(sent(to), "").fate in (Fate.CLOSED, Fate.AGAIN)
        assert peer.received == []


def test_a_receiver_that_asks_for_our_certificate_gets_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Peer(context=authority.server(asks=True)) as peer:
        to = engine(peer, tls=True, ca=str(authority.ca))
        ours = replace(to, certificate=str(authority.issue("ours")))
        assert Hl7Sender(ours).send(sent(ours), "").fate is Fate.DELIVERED
        reply = Hl7Sender(to).send(sent(to), "")
        # A system that lost the alert when the receiver hung up cannot say why.
        assert reply.fate in (Fate.CLOSED, Fate.UNKNOWN, Fate.AGAIN)
        assert reply.fate is not Fate.CLOSED or "asks for a certificate of ours" in reply.said
        assert len(peer.received) == 1


def test_a_receiver_that_does_not_encrypt_gets_nothing(tmp_path: Path) -> None:
    with Peer() as peer:
        to = engine(peer, tls=True, ca=str(Authority(tmp_path).ca))
        assert Hl7Sender(to).send(sent(to), "").fate in (Fate.CLOSED, Fate.AGAIN)
        assert peer.received == []


@pytest.mark.parametrize("what", ["ca", "certificate"])
def test_files_that_are_not_there_are_named(what: str, tmp_path: Path) -> None:
    with Peer() as peer:
        to = engine(peer, tls=True, **{what: str(tmp_path / "none.pem")})
        reply = Hl7Sender(to).send(sent(to), "")
        assert reply.fate is Fate.CLOSED
        assert "none.pem" in reply.said


def test_a_key_that_is_locked_asks_nobody(tmp_path: Path) -> None:
    """OpenSSL would ask for its password on the terminal, in the middle of a screen."""
    authority = Authority(tmp_path)
    with Peer(context=authority.server(asks=True)) as peer:
        locked = str(authority.issue("locked", b"secret"))
        to = engine(peer, tls=True, ca=str(authority.ca), certificate=locked)
        reply = Hl7Sender(to).send(sent(to), "")
        assert reply.fate is Fate.CLOSED
        assert peer.connections == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has lists of rights, tried elsewhere")
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    ours = authority.issue("ours")
    ours.chmod(0o644)
    with Peer(context=authority.server(asks=True)) as peer:
        to = engine(peer, tls=True, ca=str(authority.ca), certificate=str(ours))
        reply = Hl7Sender(to).send(sent(to), "")
        assert reply.fate is Fate.CLOSED
        assert "can be opened by others" in reply.said
        assert peer.connections == 0


def test_a_rehearsal_sends_each_turn_about_nobody_and_never_as_real() -> None:
    with Peer() as peer:
        sender = Hl7Sender(engine(peer, hl7=Hl7Fields(processing="P")))
        told = sender.test().lines
        assert told == [
            "Original: accepted AA.",
            "Addendum: accepted AA.",
            "Correction: accepted AA.",
            "Retraction: accepted AA.",
        ]
        heads = [body.split(b"\r")[0].split(b"|") for body in peer.received]
        assert {head[10] for head in heads} == {b"T"}
        assert len({head[9] for head in heads}) == 4
        assert all(b"Test^Avery" in body for body in peer.received)


def test_a_rehearsal_takes_back_what_was_accepted_and_stops_where_nothing_was() -> None:
    with Peer("AA", "AE", "AE", "AA") as peer:
        told = Hl7Sender(engine(peer)).test().lines
        assert [line.split(":")[1].split()[0] for line in told] == [
            *("accepted", "refused", "refused", "accepted."[:-1])
        ]
    with Peer("AE") as peer:
        assert Hl7Sender(engine(peer)).test().lines == ["Original: refused AE (no such patient)."]
    with Peer("hang") as peer:
        (only,) = Hl7Sender(engine(peer)).test().lines
        assert "not acknowledged" in only


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "ascii"])
@pytest.mark.parametrize("media", ["text", "ascii", "rtf", "xhtml"])
def test_a_rehearsal_can_be_made_for_every_way_of_sending(charset: str, media: str) -> None:
    with Peer() as peer:
        told = Hl7Sender(engine(peer, charset=charset, media=media)).test().lines
        assert len(told) == 4
        assert all("accepted" in line for line in told)


def test_making_touches_no_network() -> None:
    found = Hl7Sender(Hl7(name="engine", host="192.0.2.1")).make(
        outgoing(note_of(), Hl7(name="engine"))
    )
    assert isinstance(found, Made)
    assert found.media == "x-application/hl7-v2+er7; charset=utf-8"
